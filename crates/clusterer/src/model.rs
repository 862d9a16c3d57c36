//! The probability that two articles report one event: logistic regression over how much they share.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ClusterConfig;
use crate::family::{Family, Tongue};
use crate::vectors::FAMILIES;

/// Names of the inputs of the pair model, in the order of [`Pair::inputs`].
pub const INPUTS: [&str; 59] = [
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
    // How much evidence one family gives, however long the articles are.
    "sum_entity",
    "sum_name",
    "sum_figure",
    "sum_latin",
    "sum_concept",
    "sum_reading",
    "sum_word",
    "sum_bigram",
    // Days apart, the logarithm of the hours, and whether a date is missing.
    "days",
    "log_hours",
    "undated",
    // Languages.
    "korean",
    "english",
    "chinese",
    // Shared features that are rare, and families with something in common.
    "rare",
    "families",
    "rarest",
    // Length of the shorter article.
    "length",
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
    // The lesser and the greater share of a title that the other article has anywhere.
    "least_covered",
    "greatest_covered",
    // Likeness of what both are like.
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
    // What the titles say was done: shared, whether both say something but share nothing, and how much of it the other
    // article has nowhere; and whether one of them says that something is not so.
    "actions_shared",
    "actions_differ",
    "actions_missing",
    "actions_covered",
    "negation_differs",
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
    /// What the pair model sees, by [`INPUTS`].
    pub inputs: [f64; INPUTS.len()],
    /// Whether they share enough for a join: features of two families, or a rare one.
    pub enough: bool,
    /// Exact figures that both state, and those of the article that states fewer.
    pub figures: (usize, usize),
}

impl Pair {
    /// The second look at a pair: two reports full of exact figures that share none are of different quarters, days or
    /// products, however alike their words; two that share several are of one.
    pub(crate) fn reconsidered(&self, probability: f64, config: &ClusterConfig) -> f64 {
        let (shared, of) = self.figures;
        match shared {
            _ if of < config.figures.least => probability,
            0 => probability * config.figures.none_shared,
            1 => probability,
            _ => 1.0 - (1.0 - probability) * config.figures.several_shared,
        }
    }
}

/// Coefficients of the pair model by name of the input; `intercept` besides. Inputs that are not named count nothing.
pub type Weights = BTreeMap<String, f64>;

/// The pair model. Trained by `cargo run -p newsbraid-clusterer --example train`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// For two articles of one language.
    pub same: Weights,
    /// For articles of two languages.
    pub cross: Weights,
}

pub(crate) fn is_input(name: &str) -> bool {
    name == "intercept" || INPUTS.contains(&name)
}

impl Model {
    /// The model ready for use.
    pub fn scorer(&self) -> Scorer {
        Scorer { same: row(&self.same), cross: row(&self.cross) }
    }
}

/// A pair model ready for use.
pub struct Scorer {
    same: [f64; INPUTS.len() + 1],
    cross: [f64; INPUTS.len() + 1],
}

impl Scorer {
    /// From 0 to 1.
    pub fn probability(&self, pair: &Pair) -> f64 {
        let row = if pair.same { &self.same } else { &self.cross };
        let sum: f64 = pair.inputs.iter().zip(row).map(|(input, weight)| input * weight).sum();
        1.0 / (1.0 + (-sum - row[INPUTS.len()]).exp())
    }
}

fn row(weights: &Weights) -> [f64; INPUTS.len() + 1] {
    let name = |i: usize| INPUTS.get(i).copied().unwrap_or("intercept");
    std::array::from_fn(|i| weights.get(name(i)).copied().unwrap_or_default())
}

/// What two articles have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlap {
    pub cosine: f64,
    pub title: f64,
    /// Cosine within each family.
    pub families: [f64; FAMILIES],
    /// Sum of the products of weights within each family.
    pub sums: [f64; FAMILIES],
    /// The same of the titles.
    pub title_sums: [f64; FAMILIES],
    /// Shares of the titles that the other article has anywhere.
    pub covered: [f64; 2],
    pub neighbours: f64,
    pub neighbours_rank: f64,
    pub one_source: bool,
    pub figures: (usize, usize),
    pub persons: (usize, usize),
    pub actions: (usize, usize),
    pub actions_missing: f64,
    pub actions_covered: f64,
    pub negation_differs: bool,
    /// Shared features that are rare.
    pub rare: u32,
    /// The greatest weight of a shared feature.
    pub rarest: f64,
    /// Features of the shorter article.
    pub length: f64,
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

/// Puts the inputs of the model together. `hours` is `None` where a date is missing.
pub(crate) fn inputs(o: &Overlap, hubs: [Hub; 2], hours: Option<f64>, tongues: [Tongue; 2]) -> [f64; INPUTS.len()] {
    let rank = |hub: Hub| o.cosine / hub.best.max(1e-6);
    let has = |tongue| f64::from(u8::from(tongues.contains(&tongue)));
    let (x, y) = (rank(hubs[0]), rank(hubs[1]));
    let entity = o.families[Family::Entity.index()];
    let concept = o.families[Family::Concept.index()];
    let mut inputs = [0.0; INPUTS.len()];
    let mut next = 0;
    let mut push = |value: f64| {
        inputs[next] = value;
        next += 1;
    };
    push(o.cosine);
    push((o.cosine + 0.02).ln());
    push(2.0 * o.cosine - hubs[0].mean - hubs[1].mean);
    push(x.min(y));
    push(x.max(y));
    push(o.title);
    push(2.0 * o.title - hubs[0].title_mean - hubs[1].title_mean);
    o.families.iter().for_each(|&cosine| push(cosine));
    o.sums.iter().for_each(|sum| push((sum * 0.05).ln_1p()));
    push(hours.unwrap_or_default() / 24.0);
    push(hours.unwrap_or_default().ln_1p());
    push(f64::from(u8::from(hours.is_none())));
    push(has(Tongue::Korean));
    push(has(Tongue::English));
    push(has(Tongue::Chinese));
    push(f64::from(o.rare).ln_1p());
    push(o.sums.iter().filter(|&&sum| sum > 0.0).count() as f64);
    push(o.rarest);
    push(o.length.ln_1p());
    push(o.cosine * entity);
    push(o.cosine * o.title);
    push(entity * concept);
    push(x * y);
    o.title_sums.iter().for_each(|sum| push((sum * 0.05).ln_1p()));
    push(o.covered[0].min(o.covered[1]));
    push(o.covered[0].max(o.covered[1]));
    push(o.neighbours);
    push(o.neighbours_rank);
    push(f64::from(u8::from(o.one_source)));
    let differ = |(shared, of): (usize, usize)| f64::from(u8::from(shared == 0 && of > 0));
    push((o.figures.0 as f64).ln_1p());
    push(differ(o.figures) * (o.figures.1 as f64).ln_1p());
    push((o.persons.0 as f64).ln_1p());
    push(differ(o.persons));
    push((o.actions.0 as f64).ln_1p());
    push(differ(o.actions));
    push(o.actions_missing.ln_1p());
    push(o.actions_covered.ln_1p());
    push(f64::from(u8::from(o.negation_differs)));
    debug_assert_eq!(next, INPUTS.len());
    inputs
}
