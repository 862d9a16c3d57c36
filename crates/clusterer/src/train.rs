//! The pair model learned from gold: ridge logistic regression and trees boosted on it, cross-validated.
//!
//! Each collection is compared as it would be in a run. Pairs of two articles of gold are positive or negative; a pair of
//! an article that is an event by itself and an article that gold does not know (the stream it came in) is negative; of
//! other pairs nothing is known. Where articles have features from glosses, the collection is also learned from without
//! them, so that one set of coefficients serves with and without.
//!
//! What a pair is like that is one event is not the same in every collection: translations of one report lie days apart and
//! are more alike than two reports of a day. A sum that is to suit both suits neither, so from collections unlike the news of
//! the day only the trees learn, which tell them apart. Together they weigh there no more than all others do.

mod boost;
mod logistic;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::family::Family;
use crate::model::{INPUTS, Model, Pair, Trees, Weights, is_doubtful, odds, row};
use crate::trees::Forest;
use crate::{ArticleFeatures, ClusterConfig, groups, pairs};
use boost::{Judged, boost};
use logistic::{Row, fit};

/// Days without articles that part two stretches of time.
const GAP_SECONDS: i64 = 4 * 86_400;

/// Articles with the events that gold knows of.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// In order of id, every id once. Articles that are in no event are unlabelled.
    pub articles: Vec<ArticleFeatures>,
    /// Ids of the articles of each event.
    pub events: Vec<Vec<String>>,
}

impl Labelled {
    /// The number of the event of each article that gold knows, by id.
    fn event_of(&self) -> BTreeMap<&str, usize> {
        let numbered = self.events.iter().enumerate();
        numbered.flat_map(|(event, docs)| docs.iter().map(move |doc| (doc.as_str(), event))).collect()
    }
}

/// A model with what was found in the collections it was learned from.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Learned from everything.
    pub model: Model,
    /// Labelled pairs that the regression learned from and how many of them are positive: of one language, of two, and the same
    /// without dates.
    pub counts: [(usize, usize); 4],
    /// For every collection, then for every one of `unlike`, the clusters found, each pair judged by a model that saw nothing
    /// of the pair's fold.
    pub found: Vec<Vec<Vec<String>>>,
}

/// Learns a model from collections; from those of `unlike` only the trees. The folds are stretches of days, or events where
/// articles have no date and in `unlike`, so that a held out pair is of an affair that the model has not seen; an article that is
/// in several collections, such as one with its dates and one without, has the fold of the first.
pub fn train(sets: &[Labelled], unlike: &[Labelled], folds: usize, config: &ClusterConfig) -> Trained {
    let folds = folds.max(2);
    let labelled = || {
        let whole = sets.iter().map(|set| (set, Role::Whole));
        whole.chain(unlike.iter().map(|set| (set, Role::Trees)))
    };
    let fold_of = folds_of(labelled(), folds);
    let own: Vec<Compared> = labelled().map(|(set, role)| Compared::new(set, role, &fold_of, config)).collect();
    let plain = labelled().filter_map(|(set, role)| Some((without_glosses(set)?, role)));
    let plain: Vec<Compared> = plain.map(|(set, role)| Compared::new(&set, role, &fold_of, config)).collect();
    let all: Vec<&Compared> = own.iter().chain(&plain).collect();
    let held_out: Vec<Model> = (0..folds).into_par_iter().map(|fold| model(&all, Some(fold))).collect();
    let counts = Kind::ALL.map(|kind| {
        let whole = all.iter().filter(|set| set.role == Role::Whole);
        let labels: Vec<bool> = whole.flat_map(|set| set.rows(kind, None)).map(|row| row.label).collect();
        (labels.len(), labels.iter().filter(|&&label| label).count())
    });
    let found = own.iter().zip(labelled()).map(|(set, (of, _))| set.clusters(of, &held_out, config)).collect();
    Trained { model: model(&all, None), counts, found }
}

/// What of the model is learned from a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Whole,
    Trees,
}

/// The kinds of pairs that have coefficients of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Same,
    Cross,
    UndatedSame,
    UndatedCross,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Same, Kind::Cross, Kind::UndatedSame, Kind::UndatedCross];

    fn of(pair: &Pair) -> Kind {
        match (pair.dated, pair.same) {
            (true, true) => Kind::Same,
            (true, false) => Kind::Cross,
            (false, true) => Kind::UndatedSame,
            (false, false) => Kind::UndatedCross,
        }
    }
}

/// A collection as the clusterer sees it, with what gold says.
struct Compared {
    pairs: Vec<Pair>,
    /// Event of each article.
    event: Vec<Option<usize>>,
    /// Events of one article.
    single: BTreeSet<usize>,
    /// Fold of each article.
    fold: Vec<Option<usize>>,
    role: Role,
}

impl Compared {
    fn new(set: &Labelled, role: Role, fold_of: &BTreeMap<String, usize>, config: &ClusterConfig) -> Compared {
        let numbered = set.events.iter().enumerate();
        let event = set.event_of();
        let of = |article: &ArticleFeatures| event.get(article.id.as_str()).copied();
        Compared {
            pairs: pairs(&set.articles, config),
            event: set.articles.iter().map(of).collect(),
            single: numbered.filter(|(_, docs)| docs.len() == 1).map(|(event, _)| event).collect(),
            fold: set.articles.iter().map(|article| fold_of.get(&article.id).copied()).collect(),
            role,
        }
    }

    /// Whether a pair is one event; nothing where gold does not say.
    fn label(&self, pair: &Pair) -> Option<bool> {
        match (self.event[pair.a], self.event[pair.b]) {
            (Some(a), Some(b)) => Some(a == b),
            (Some(a), None) | (None, Some(a)) if self.single.contains(&a) => Some(false),
            _ => None,
        }
    }

    /// The labelled pairs of a kind, without those that touch a fold.
    fn rows(&self, kind: Kind, without: Option<usize>) -> impl Iterator<Item = Row> {
        let held = move |pair: &Pair| without.is_some() && [pair.a, pair.b].iter().any(|&i| self.fold[i] == without);
        let pairs = self.pairs.iter().filter(move |pair| Kind::of(pair) == kind && !held(pair));
        pairs.filter_map(|pair| Some(Row { inputs: pair.inputs, label: self.label(pair)?, role: self.role }))
    }

    /// The clusters found when every pair is judged by the model that did not see its fold.
    fn clusters(&self, of: &Labelled, models: &[Model], config: &ClusterConfig) -> Vec<Vec<String>> {
        let scorers: Vec<_> = models.iter().map(Model::scorer).collect();
        let fold = |pair: &Pair| self.fold[pair.a].or(self.fold[pair.b]).unwrap_or_default();
        let probabilities: Vec<f64> = self.pairs.iter().map(|pair| scorers[fold(pair)].probability(pair)).collect();
        let found = groups(&of.articles, &self.pairs, &probabilities, config);
        found.iter().map(|group| group.iter().map(|&i| of.articles[i as usize].id.clone()).collect()).collect()
    }
}

/// The folds of all articles that have one, by the first collection that gives them one.
fn folds_of<'s>(sets: impl Iterator<Item = (&'s Labelled, Role)>, folds: usize) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for (set, role) in sets {
        for (article, fold) in set.articles.iter().zip(fold_of(set, role, folds)) {
            if let Some(fold) = fold {
                all.entry(article.id.clone()).or_insert(fold);
            }
        }
    }
    all
}

/// The fold of each article: its stretch of days, or its event where it has no date or the collection is unlike the others.
fn fold_of(set: &Labelled, role: Role, folds: usize) -> Vec<Option<usize>> {
    let event = set.event_of();
    let event = |article: &ArticleFeatures| event.get(article.id.as_str()).copied();
    let known = set.articles.iter().filter(|article| event(article).is_some());
    let mut times: Vec<i64> = known.filter_map(|article| Some(article.date?.as_second())).collect();
    times.sort_unstable();
    let starts: Vec<i64> = times.windows(2).filter(|w| w[1] - w[0] > GAP_SECONDS).map(|w| w[1]).collect();
    let fold = |article: &ArticleFeatures| match article.date.filter(|_| role == Role::Whole) {
        Some(date) => Some(starts.partition_point(|&start| start <= date.as_second()) % folds),
        None => event(article).map(|event| event % folds),
    };
    set.articles.iter().map(fold).collect()
}

/// The same articles as they would be without glosses; nothing where there are none.
fn without_glosses(set: &Labelled) -> Option<Labelled> {
    let gloss = |article: &ArticleFeatures| article.features.iter().any(|feature| feature.family == Family::Gloss);
    if !set.articles.iter().any(gloss) {
        return None;
    }
    let articles = set.articles.iter().map(|article| article.without_family(Family::Gloss)).collect();
    Some(Labelled { articles, events: set.events.clone() })
}

/// A model of all pairs but those of one fold.
fn model(sets: &[&Compared], without: Option<usize>) -> Model {
    let rows = |kind: Kind| -> Vec<Row> { sets.iter().flat_map(|set| set.rows(kind, without)).collect() };
    let fitted = |kind: Kind| {
        let rows = rows(kind);
        let weights = named(&fit(&rows.iter().filter(|row| row.role == Role::Whole).collect::<Vec<_>>()));
        let trees = corrections(&rows, &weights);
        (weights, trees)
    };
    let [(same, of_same), (cross, of_cross), (undated_same, of_undated_same), (undated_cross, of_undated_cross)] =
        Kind::ALL.map(fitted);
    let trees =
        Trees { same: of_same, cross: of_cross, undated_same: of_undated_same, undated_cross: of_undated_cross };
    Model { same, cross, undated_same, undated_cross, trees }
}

/// The trees for the rows that the regression is in doubt about. Those of collections unlike the others weigh together no more
/// than the others do: a stream has ten times their pairs.
fn corrections(rows: &[Row], weights: &Weights) -> Forest {
    let coefficients = row(weights);
    let judged = rows.iter().map(|row| Judged { row, odds: odds(&row.inputs, &coefficients), weight: 1.0 });
    let mut judged: Vec<Judged> = judged.filter(|judged| is_doubtful(judged.odds)).collect();
    let whole = judged.iter().filter(|judged| judged.row.role == Role::Whole).count();
    let weight = (whole as f64 / (judged.len() - whole).max(1) as f64).min(1.0);
    let unlike = judged.iter_mut().filter(|judged| judged.row.role == Role::Trees);
    unlike.for_each(|judged| judged.weight = weight);
    boost(&judged)
}

/// Coefficients by name, to four places; without those that are nothing.
fn named(coefficients: &logistic::Coefficients) -> Weights {
    let names = INPUTS.iter().copied().chain(["intercept"]);
    let rounded = coefficients.iter().map(|value| (value * 1e4).round() / 1e4);
    names.zip(rounded).filter(|(_, value)| *value != 0.0).map(|(name, value)| (name.to_string(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::article;

    /// Two events a week, each of two articles that share their words.
    fn weeks(count: usize) -> Labelled {
        let mut set = Labelled { articles: Vec::new(), events: Vec::new() };
        for week in 0..count {
            for side in ["x", "y"] {
                let (year, month, day) = (2026 + week / 36, 1 + week / 3 % 12, 1 + week % 3 * 9);
                let date = format!("{year}-{month:02}-{day:02}T08:00:00Z");
                let words = [format!("who {week} {side}"), format!("what {week} {side}"), "usual".to_string()];
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let ids: Vec<String> = ["a", "b"].iter().map(|copy| format!("{week:03}{side}{copy}")).collect();
                set.articles.extend(ids.iter().map(|id| article(id, &date, &words)));
                set.events.push(ids);
            }
        }
        set
    }

    #[test]
    fn what_agrees_in_training_is_joined_in_days_not_seen() {
        let set = weeks(12);
        let trained = train(std::slice::from_ref(&set), &[], 4, &ClusterConfig::default());
        assert_eq!(trained.counts[0].1, 24);
        assert_eq!(trained.counts[1], (0, 0));
        let mut found: Vec<Vec<String>> = trained.found[0].clone();
        found.sort();
        assert_eq!(found, set.events);
        assert_eq!(trained.model, train(&[set], &[], 4, &ClusterConfig::default()).model);
    }

    /// The same articles, each an event by itself.
    fn parted(set: &Labelled) -> Labelled {
        let events = set.events.iter().flatten().map(|doc| vec![doc.clone()]).collect();
        Labelled { articles: set.articles.clone(), events }
    }

    #[test]
    fn of_what_is_unlike_the_rest_the_regression_learns_nothing() {
        let (sets, config) = ([weeks(12)], ClusterConfig::default());
        let (alone, both) = (train(&sets, &[], 4, &config), train(&sets, &[parted(&sets[0])], 4, &config));
        assert_eq!((&alone.model.same, alone.counts), (&both.model.same, both.counts));
        assert_eq!((&both.found[0], both.found.len()), (&alone.found[0], 2));
    }

    #[test]
    fn trees_learn_from_what_is_unlike_the_rest() {
        let (sets, config) = ([weeks(120)], ClusterConfig::default());
        let mut unlike = parted(&sets[0]);
        // One publisher tells its articles apart from the others.
        unlike.articles.iter_mut().for_each(|article| article.source = Some("one".to_string()));
        let trained = train(&sets, &[unlike], 4, &config);
        let [found, unlike] = [0, 1].map(|at| trained.found[at].len());
        assert!(found < unlike, "{found} and {unlike} events");
    }

    #[test]
    fn folds_are_stretches_of_days() {
        let set = weeks(6);
        let folds = fold_of(&set, Role::Whole, 3);
        assert_eq!(folds[..8].iter().map(|fold| fold.unwrap()).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(
            fold_of(&set, Role::Trees, 3)[..4],
            [Some(0), Some(0), Some(1), Some(1)],
            "unlike the rest: by event"
        );
    }

    /// The same articles as they would be without dates.
    fn undated(set: &Labelled) -> Labelled {
        let mut set = set.clone();
        set.articles.iter_mut().for_each(|article| article.date = None);
        set
    }

    #[test]
    fn an_article_has_one_fold_with_its_date_and_without() {
        let (dated, bare) = (weeks(6), undated(&weeks(6)));
        let folds = folds_of([(&dated, Role::Whole), (&bare, Role::Whole)].into_iter(), 3);
        assert_eq!(folds, folds_of([(&dated, Role::Whole)].into_iter(), 3));
        assert_ne!(folds, folds_of([(&bare, Role::Whole)].into_iter(), 3));
    }

    #[test]
    fn pairs_without_dates_have_trees_of_their_own() {
        let bare = undated(&weeks(60));
        let trained = train(std::slice::from_ref(&bare), &[], 4, &ClusterConfig::default());
        let Trees { same, cross, undated_same, undated_cross } = &trained.model.trees;
        assert_ne!(undated_same, &Forest::default());
        assert!([same, cross, undated_cross].iter().all(|forest| **forest == Forest::default()));
        let dated = train(&[bare, weeks(12)], &[], 4, &ClusterConfig::default());
        assert_eq!(&dated.model.trees.undated_same, undated_same, "what has dates is no part of them");
    }
}
