//! From features to events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::candidates::window_seconds;
use crate::disagreements::{Disagreement, disagreements};
use crate::events::{Describer, Event, event_ids};
use crate::known::Known;
use crate::link::{Bounds, Edge, Link, quantized};
use crate::model::Pair;
use crate::nil::{NilEntity, nil_entities};
use crate::pairs::compare;
use crate::sketch::{Reprints, Sketched};
use crate::stories::tell_stories;
use crate::vectors::Space;
use crate::{ArticleFeatures, ClusterConfig};

/// What was found in a collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clustering {
    /// Every article is in exactly one; in order of id.
    pub events: Vec<Event>,
    /// Reprints with their originals, in order of the reprint's id.
    pub near_duplicates: Vec<NearDuplicate>,
    /// Names that the knowledge base does not have, in order of id.
    pub nil_entities: Vec<NilEntity>,
    /// Figures that differ inside an event, in order of event, entity, measure and period.
    pub disagreements: Vec<Disagreement>,
    /// Events found earlier that turned out to be others, in order of id.
    pub merged: Vec<MergedEvent>,
}

/// An event found earlier that turned out to be the same as an older one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct MergedEvent {
    /// The id that it had.
    pub cluster: String,
    /// The event that its articles are in now.
    pub merged_into: String,
}

/// An article that repeats another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearDuplicate {
    /// Its id.
    pub doc: String,
    /// The article it repeats: the earliest, then the first by id.
    pub original: String,
    /// Estimated share of common shingles.
    pub likeness: f64,
}

/// A compared pair with the probability that it reports one event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub a: usize,
    pub b: usize,
    pub probability: f64,
}

/// Finds the events of a collection. `articles` are in order of id, every id once.
pub fn cluster(articles: &[ArticleFeatures], config: &ClusterConfig) -> Clustering {
    cluster_known(articles, config, &Known::default())
}

/// Finds the events of a collection of which something is known beforehand.
pub fn cluster_known(articles: &[ArticleFeatures], config: &ClusterConfig, known: &Known) -> Clustering {
    debug_assert!(articles.windows(2).all(|pair| pair[0].id < pair[1].id));
    let order = by_date(articles);
    let known = &known.parted(&order);
    let repeats = repeats(articles, &order, config);
    let mut near = repeats.clone();
    known.part_reprints(&mut near);
    let compared: Vec<usize> = (0..articles.len()).filter(|&i| near[i].is_none()).collect();
    let kept: Vec<&ArticleFeatures> = compared.iter().map(|&i| &articles[i]).collect();
    let space = Space::new(&kept, config);
    let scorer = config.model.scorer();
    let pairs = compare(&space, &kept, &by_date(&kept), config);
    let probabilities: Vec<f64> = pairs.iter().map(|pair| scorer.probability(pair)).collect();
    let found = bound_groups(kept.len(), &pairs, &probabilities, config, &known.bounds(&compared, &near));
    let groups = with_duplicates(&found, &compared, &near, &order);
    let judge = |(pair, &probability): (&Pair, &f64)| Judged { a: pair.a, b: pair.b, probability };
    let judged: Vec<Judged> = pairs.iter().zip(&probabilities).map(judge).collect();
    let (ids, merged) = event_ids(&groups, articles, known);
    let describer = Describer { articles, space: &space, compared: &compared, near: &near, judged: &judged, known };
    let mut events = describer.events(&groups, &ids);
    tell_stories(&mut events, &groups, articles, config);
    let (mut events, groups) = by_id(events, groups);
    events.shrink_to_fit();
    Clustering {
        near_duplicates: near_duplicates(articles, &repeats),
        nil_entities: nil_entities(articles, &groups, &order, &known.nil_names),
        disagreements: disagreements(articles, &events, &groups),
        events,
        merged,
    }
}

/// Compares all candidate pairs of a collection, near-duplicates included; for training.
pub fn pairs(articles: &[ArticleFeatures], config: &ClusterConfig) -> Vec<Pair> {
    let articles: Vec<&ArticleFeatures> = articles.iter().collect();
    compare(&Space::new(&articles, config), &articles, &by_date(&articles), config)
}

/// Groups of the articles `0..count` given compared pairs and the probability of each; for training.
pub fn groups(count: usize, pairs: &[Pair], probabilities: &[f64], config: &ClusterConfig) -> Vec<Vec<u32>> {
    bound_groups(count, pairs, probabilities, config, &Bounds::default())
}

fn bound_groups(
    count: usize,
    pairs: &[Pair],
    probabilities: &[f64],
    config: &ClusterConfig,
    bounds: &Bounds,
) -> Vec<Vec<u32>> {
    let floor = quantized(config.floor);
    let edges: Vec<Edge> = pairs
        .iter()
        .zip(probabilities)
        .filter(|(pair, _)| pair.enough)
        .map(|(pair, &probability)| (pair.a as u32, pair.b as u32, quantized(pair.reconsidered(probability, config))))
        .filter(|edge| edge.2 >= floor)
        .collect();
    let link = Link {
        threshold: quantized(config.threshold),
        missing: quantized(config.missing),
        largest_component: config.largest_component,
    };
    link.groups(count, &edges, bounds)
}

/// Articles by date, those without one last; then by id.
fn by_date<A: std::borrow::Borrow<ArticleFeatures>>(articles: &[A]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    let key = |i: usize| {
        let article: &ArticleFeatures = articles[i].borrow();
        (article.date.is_none(), article.date, &article.id)
    };
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    order
}

/// For each article the one it repeats.
fn repeats(articles: &[ArticleFeatures], order: &[usize], config: &ClusterConfig) -> Vec<Option<usize>> {
    let reprints = Reprints {
        likeness: config.near_duplicate,
        containment: config.shortened_duplicate,
        window: window_seconds(config),
    };
    let time = |article: &ArticleFeatures| article.date.map(|date| date.as_second());
    let sketched: Vec<Sketched> =
        articles.iter().map(|article| Sketched { sketch: &article.sketch, time: time(article) }).collect();
    reprints.originals(&sketched, order)
}

/// The groups with the near-duplicates of their articles, each by date and id.
fn with_duplicates(found: &[Vec<u32>], compared: &[usize], near: &[Option<usize>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut group_of = vec![0; near.len()];
    for (group, members) in found.iter().enumerate() {
        members.iter().for_each(|&i| group_of[compared[i as usize]] = group);
    }
    let mut groups = vec![Vec::new(); found.len()];
    for &article in order {
        groups[group_of[near[article].unwrap_or(article)]].push(article);
    }
    groups
}

fn by_id(events: Vec<Event>, groups: Vec<Vec<usize>>) -> (Vec<Event>, Vec<Vec<usize>>) {
    let mut both: Vec<(Event, Vec<usize>)> = events.into_iter().zip(groups).collect();
    both.sort_by(|a, b| a.0.cluster.cmp(&b.0.cluster));
    both.into_iter().unzip()
}

fn near_duplicates(articles: &[ArticleFeatures], near: &[Option<usize>]) -> Vec<NearDuplicate> {
    let reprint = |(doc, original): (&ArticleFeatures, &Option<usize>)| {
        let original = &articles[(*original)?];
        let likeness = doc.sketch.likeness(&original.sketch);
        Some(NearDuplicate { doc: doc.id.clone(), original: original.id.clone(), likeness })
    };
    articles.iter().zip(near).filter_map(reprint).collect()
}
