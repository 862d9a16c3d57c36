//! The probability that two articles report one event: logistic regression over how much they share, corrected by trees.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ClusterConfig;
use crate::family::{Family, Tongue};
use crate::likeness::Likeness;
use crate::trees::Forest;
use crate::vectors::FAMILIES;

/// Names of the inputs of the pair model, in the order of [`Pair::inputs`].
pub const INPUTS: [&str; 74] = [
    // Likeness of the whole articles, its logarithm, less what the neighbours of both have (CSLS), and as a share of the
    // best that either has.
    "cosine",
    "log_cosine",
    "csls",
    "least_rank",
    "greatest_rank",
    // The same of the titles.
    "title_cosine",
    "title_csls",
    // Likeness within one family.
    "cosine_entity",
    "cosine_name",
    "cosine_figure",
    "cosine_latin",
    "cosine_concept",
    "cosine_reading",
    "cosine_word",
    "cosine_bigram",
    "cosine_gloss",
    "cosine_sound",
    // How much evidence one family gives, however long the articles are.
    "sum_entity",
    "sum_name",
    "sum_figure",
    "sum_latin",
    "sum_concept",
    "sum_reading",
    "sum_word",
    "sum_bigram",
    "sum_gloss",
    "sum_sound",
    // Days apart, the logarithm of the hours, and whether a date is missing.
    "days",
    "log_hours",
    "undated",
    // How many articles were published about the same days.
    "crowd",
    // Languages.
    "korean",
    "english",
    "chinese",
    // Shared features that are rare, and families with something in common.
    "rare",
    "families",
    "rarest",
    // Likeness where the entities agree, where the titles agree, and among the concepts of the titles.
    "cosine_and_entity",
    "cosine_and_title",
    "entity_and_concept",
    "mutual",
    // How much evidence one family gives in the titles alone.
    "title_entity",
    "title_name",
    "title_figure",
    "title_latin",
    "title_concept",
    "title_reading",
    "title_word",
    "title_bigram",
    "title_gloss",
    "title_sound",
    // The lesser and the greater share of a title that the other article has anywhere.
    "least_covered",
    "greatest_covered",
    // Likeness of what both are like, and to the third article that is most like both.
    "neighbours",
    "neighbours_rank",
    // Whether one publisher wrote both.
    "one_source",
    // Exact figures shared, and whether both have some but share none.
    "figures_shared",
    "figures_differ",
    // Persons of both titles: shared, and whether both name some but share none.
    "persons_shared",
    "persons_differ",
    // Days that titles and leads name: shared, whether both name some but share none, how far the first ones are apart, and
    // whether both name one.
    "days_shared",
    "days_differ",
    "days_between",
    "days_told",
    // What the titles say was done: shared, whether both say something but share nothing, how much of it the other article
    // has nowhere and how much somewhere; and whether one of them says that something is not so.
    "actions_shared",
    "actions_differ",
    "actions_missing",
    "actions_covered",
    "negation_differs",
    // What sets both apart from the articles that they are most like: cosine, how much evidence it gives, cosine of the titles, the
    // lesser and the greater share of a title that the other article has.
    "contrast_cosine",
    "contrast_sum",
    "contrast_title",
    "contrast_least_covered",
    "contrast_greatest_covered",
];

/// Two articles that may report one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Place of the first article in the list.
    pub a: usize,
    /// Place of the second.
    pub b: usize,
    /// Whether both are in one language.
    pub same: bool,
    /// Whether both have a date.
    pub dated: bool,
    /// What the pair model sees, by [`INPUTS`].
    pub inputs: [f64; INPUTS.len()],
    /// Whether they share enough for a join: features of two families, or a rare one.
    pub enough: bool,
    /// Exact figures that both state, and those of the article that states fewer.
    pub figures: (usize, usize),
}

impl Pair {
    /// The second look at a pair without dates: two reports full of exact figures that share none are of different quarters,
    /// days or products, however alike their words; two that share several are of one. Where dates are known they say more,
    /// and shared figures may be those of a standing note.
    pub(crate) fn reconsidered(&self, probability: f64, config: &ClusterConfig) -> f64 {
        let (shared, of) = self.figures;
        match shared {
            _ if self.dated || of < config.figures.least => probability,
            0 => probability * config.figures.none_shared,
            1 => probability,
            _ => 1.0 - (1.0 - probability) * config.figures.several_shared,
        }
    }
}

/// Coefficients of the pair model by name of the input; `intercept` besides. Inputs that are not named count nothing.
pub type Weights = BTreeMap<String, f64>;

/// The pair model. Made by `newsbraid train clusters`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// For two articles of one language.
    pub same: Weights,
    /// For articles of two languages.
    pub cross: Weights,
    /// The same where a date is missing, so that time can say nothing; those above serve where these are not given.
    #[serde(default)]
    pub undated_same: Weights,
    /// For articles of two languages, where a date is missing.
    #[serde(default)]
    pub undated_cross: Weights,
    /// What the regression alone cannot say.
    #[serde(default)]
    pub trees: Trees,
}

/// Corrections of the regression, for pairs that it is not sure to be of two events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trees {
    /// For two articles of one language.
    #[serde(default)]
    pub same: Forest,
    /// For articles of two languages.
    #[serde(default)]
    pub cross: Forest,
    /// For two articles of one language, where a date is missing.
    #[serde(default)]
    pub undated_same: Forest,
    /// For articles of two languages, where a date is missing.
    #[serde(default)]
    pub undated_cross: Forest,
}

/// Pairs to which the regression gives less are of two events; there are so many that they would be all that trees learn, and
/// the time of a run.
const SURE: f64 = 0.005;

/// Whether trees have a say in what the regression gives these log odds.
pub(crate) fn is_doubtful(odds: f64) -> bool {
    odds > (SURE / (1.0 - SURE)).ln()
}

pub(crate) fn is_input(name: &str) -> bool {
    name == "intercept" || INPUTS.contains(&name)
}

impl Model {
    /// The model ready for use.
    pub fn scorer(&self) -> Scorer<'_> {
        let or = |undated: &Weights, dated: &Weights| row(if undated.is_empty() { dated } else { undated });
        Scorer {
            dated: [row(&self.cross), row(&self.same)],
            undated: [or(&self.undated_cross, &self.cross), or(&self.undated_same, &self.same)],
            dated_trees: [&self.trees.cross, &self.trees.same],
            undated_trees: [&self.trees.undated_cross, &self.trees.undated_same],
        }
    }
}

/// A pair model ready for use.
pub struct Scorer<'m> {
    /// Coefficients for pairs of two languages, then of one.
    dated: [[f64; INPUTS.len() + 1]; 2],
    undated: [[f64; INPUTS.len() + 1]; 2],
    dated_trees: [&'m Forest; 2],
    undated_trees: [&'m Forest; 2],
}

impl Scorer<'_> {
    /// From 0 to 1.
    pub fn probability(&self, pair: &Pair) -> f64 {
        let (rows, trees) = match pair.dated {
            true => (&self.dated, &self.dated_trees),
            false => (&self.undated, &self.undated_trees),
        };
        let mut odds = odds(&pair.inputs, &rows[usize::from(pair.same)]);
        if is_doubtful(odds) {
            odds += trees[usize::from(pair.same)].correction(&pair.inputs);
        }
        1.0 / (1.0 + (-odds).exp())
    }
}

/// The log odds that coefficients, the intercept last, give to inputs.
pub(crate) fn odds(inputs: &[f64; INPUTS.len()], coefficients: &[f64; INPUTS.len() + 1]) -> f64 {
    inputs.iter().zip(coefficients).map(|(input, weight)| input * weight).sum::<f64>() + coefficients[INPUTS.len()]
}

pub(crate) fn row(weights: &Weights) -> [f64; INPUTS.len() + 1] {
    let name = |i: usize| INPUTS.get(i).copied().unwrap_or("intercept");
    std::array::from_fn(|i| weights.get(name(i)).copied().unwrap_or_default())
}

/// What two articles have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlap {
    pub whole: Likeness,
    /// The same beside what their neighbours have.
    pub contrast: Likeness,
    /// Cosine within each family.
    pub families: [f64; FAMILIES],
    /// Sum of the products of weights within each family.
    pub sums: [f64; FAMILIES],
    /// The same of the titles.
    pub title_sums: [f64; FAMILIES],
    /// Shared features that are rare.
    pub rare: u32,
    /// The greatest weight of a shared feature.
    pub rarest: f64,
}

/// What two articles are beside their features.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Circumstances {
    /// Hours apart; `None` where a date is missing.
    pub hours: Option<f64>,
    /// Mean of the logarithms of how many articles were published about the days of each.
    pub crowd: f64,
    /// Cosine of what both are like, and the greatest likeness of both to a third.
    pub neighbours: (f64, f64),
    /// Whether one publisher wrote both.
    pub one_source: bool,
    /// Of each the number that both have, and that of the one which has fewer: exact figures, persons and actions of the
    /// titles, days.
    pub figures: (usize, usize),
    pub persons: (usize, usize),
    pub actions: (usize, usize),
    pub days: (usize, usize),
    /// From the first day that one names to the first one of the other.
    pub days_between: Option<u32>,
    /// Actions of the titles that the other article has somewhere, and those that it has nowhere.
    pub actions_covered: usize,
    pub actions_missing: usize,
    /// Whether one title, and not the other, says that something is not so.
    pub negation_differs: bool,
}

/// What the neighbours of an article are like.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hub {
    /// Mean likeness of the five nearest, in whole and by title.
    pub mean: f64,
    pub title_mean: f64,
    /// Likeness of the nearest.
    pub best: f64,
}

/// Days further apart say no more.
const MOST_DAYS: u32 = 6;

/// Puts the inputs of the model together.
pub(crate) fn inputs(o: &Overlap, hubs: [Hub; 2], c: &Circumstances, tongues: [Tongue; 2]) -> [f64; INPUTS.len()] {
    let rank = |hub: Hub| o.whole.cosine / hub.best.max(1e-6);
    let yes = |holds: bool| f64::from(u8::from(holds));
    let has = |tongue| yes(tongues.contains(&tongue));
    let (x, y) = (rank(hubs[0]), rank(hubs[1]));
    let entity = o.families[Family::Entity.index()];
    let concept = o.families[Family::Concept.index()];
    let mut inputs = [0.0; INPUTS.len()];
    let mut next = 0;
    let mut push = |value: f64| {
        inputs[next] = value;
        next += 1;
    };
    push(o.whole.cosine);
    push((o.whole.cosine + 0.02).ln());
    push(2.0 * o.whole.cosine - hubs[0].mean - hubs[1].mean);
    push(x.min(y));
    push(x.max(y));
    push(o.whole.title);
    push(2.0 * o.whole.title - hubs[0].title_mean - hubs[1].title_mean);
    o.families.iter().for_each(|&cosine| push(cosine));
    o.sums.iter().for_each(|sum| push((sum * 0.05).ln_1p()));
    push(c.hours.unwrap_or_default() / 24.0);
    push(c.hours.unwrap_or_default().ln_1p());
    push(yes(c.hours.is_none()));
    push(c.crowd);
    push(has(Tongue::Korean));
    push(has(Tongue::English));
    push(has(Tongue::Chinese));
    push(f64::from(o.rare).ln_1p());
    push(o.sums.iter().filter(|&&sum| sum > 0.0).count() as f64);
    push(o.rarest);
    push(o.whole.cosine * entity);
    push(o.whole.cosine * o.whole.title);
    push(entity * concept);
    push(x * y);
    o.title_sums.iter().for_each(|sum| push((sum * 0.05).ln_1p()));
    push(o.whole.covered[0].min(o.whole.covered[1]));
    push(o.whole.covered[0].max(o.whole.covered[1]));
    push(c.neighbours.0);
    push(c.neighbours.1);
    push(yes(c.one_source));
    let amount = |count: usize| (count as f64).ln_1p();
    let differ = |(shared, of): (usize, usize)| if shared == 0 { of } else { 0 };
    push(amount(c.figures.0));
    push(amount(differ(c.figures)));
    push(amount(c.persons.0));
    push(yes(differ(c.persons) > 0));
    push(amount(c.days.0));
    push(yes(differ(c.days) > 0));
    push(f64::from(c.days_between.unwrap_or_default().min(MOST_DAYS)));
    push(yes(c.days_between.is_some()));
    push(amount(c.actions.0));
    push(yes(differ(c.actions) > 0));
    push(amount(c.actions_missing));
    push(amount(c.actions_covered));
    push(yes(c.negation_differs));
    push(o.contrast.cosine);
    push((o.contrast.sum * 0.05).ln_1p());
    push(o.contrast.title);
    push(o.contrast.covered[0].min(o.contrast.covered[1]));
    push(o.contrast.covered[0].max(o.contrast.covered[1]));
    debug_assert_eq!(next, INPUTS.len());
    inputs
}
