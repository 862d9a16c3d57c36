//! From features to events.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use newsbraid_text::Lang;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::candidates::window_seconds;
use crate::collection::{Collection, always};
use crate::crowd::thresholds;
use crate::disagreements::Disagreement;
use crate::events::{Describer, Event, Partners, Told, event_ids};
use crate::known::Known;
use crate::link::{Bounds, Edge, Link, quantized};
use crate::model::Pair;
use crate::nil::{Names, NilEntity};
use crate::pairs::Comparison;
use crate::sketch::{Reprints, Sketch, Sketched};
use crate::stories::tell_stories;
use crate::tally::{BLOCK, Block, Tally};
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
    /// Articles of each language.
    pub languages: BTreeMap<Lang, u64>,
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

/// Pairs that are less alike take no part: they are half of the candidates and more, and cross-validated figures of dated news
/// are the same with them.
const LEAST_COSINE: f64 = 0.06;

/// A compared pair that may report one event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub a: u32,
    pub b: u32,
    pub probability: f64,
    /// What counts when groups are joined, in millionths, if it counts.
    edge: Option<u32>,
}

/// Finds the events of a collection in memory. `articles` are in order of id, every id once.
pub fn cluster(articles: &[ArticleFeatures], config: &ClusterConfig) -> Clustering {
    always(cluster_known(articles, config, &Known::default()))
}

/// Finds the events of a collection of which something is known beforehand.
///
/// # Errors
/// When an article cannot be read.
pub fn cluster_known<C: Collection + ?Sized>(
    articles: &C,
    config: &ClusterConfig,
    known: &Known,
) -> Result<Clustering, C::Error> {
    let Outlines { dates, languages, texts, tally } = outlines(articles)?;
    let order = by_date(&dates);
    let known = &known.parted(&order);
    let repeats = repeats(&dates, &texts, &order, config);
    let near_duplicates = near_duplicates(articles, &texts, &repeats);
    drop(texts);
    let mut near = repeats;
    known.part_reprints(&mut near);
    let (compared, reprints): (Vec<usize>, Vec<usize>) = (0..articles.len()).partition(|&i| near[i].is_none());
    tally.remove(articles, &reprints)?;
    let mut space = Space::new(articles, &compared, tally, config)?;
    let compared_dates: Vec<_> = compared.iter().map(|&i| dates[i]).collect();
    let judged = judge(&space, &by_date(&compared_dates), known, &compared, config);
    let thresholds = thresholds(space.vectors.iter().map(|vector| vector.time), config);
    let found = joined(&judged, &known.bounds(&compared, &near), thresholds, config);
    let groups = with_duplicates(&found, &compared, &near, &order);
    let of_several: HashSet<usize> = groups.iter().filter(|group| group.len() > 1).flatten().copied().collect();
    space.forget_all_but(|at| of_several.contains(&compared[at]));
    let (ids, merged) = event_ids(&groups, articles, known);
    let partners = Partners::new(&groups, &compared, &judged, known, articles.len());
    drop(judged);
    let describe = |space: &Space, groups: &[Vec<usize>], ids: &[String]| {
        let describer = Describer { articles, space, compared: &compared, near: &near, partners: &partners };
        groups.par_iter().zip(ids).map(|(group, id)| describer.tell(group, id)).collect()
    };
    let forget = |space: &mut Space, article: usize| {
        compared.binary_search(&article).into_iter().for_each(|at| space.forget(at));
    };
    let Described { mut events, digests, disagreements, names } = described(space, &groups, &ids, describe, forget)?;
    tell_stories(&mut events, &digests, config);
    events.sort_by(|a, b| a.cluster.cmp(&b.cluster));
    Ok(Clustering {
        near_duplicates,
        nil_entities: names.entities(articles, &order, &known.nil_names),
        disagreements,
        events,
        merged,
        languages,
    })
}

/// What is read of all articles before it is known which of them are compared.
struct Outlines {
    dates: Vec<Option<Timestamp>>,
    languages: BTreeMap<Lang, u64>,
    texts: Vec<Printed>,
    tally: Tally,
}

/// What reprints are found by.
struct Printed {
    sketch: Sketch,
    source: Option<Box<str>>,
}

fn outlines<C: Collection + ?Sized>(articles: &C) -> Result<Outlines, C::Error> {
    let tally = Tally::new();
    let all: Vec<usize> = (0..articles.len()).collect();
    let read = |places: &[usize]| {
        let (mut block, mut read) = (Block::new(), Vec::with_capacity(places.len()));
        for &at in places {
            let article = articles.features(at)?;
            block.add(&article);
            let source = article.source.as_deref().map(Box::from);
            read.push((article.date, article.lang, Printed { sketch: article.sketch.clone(), source }));
        }
        tally.add(&block);
        Ok(read)
    };
    let blocks: Result<Vec<Vec<_>>, C::Error> = all.par_chunks(BLOCK).map(read).collect();
    let (mut dates, mut texts) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    let mut languages = BTreeMap::new();
    for (date, lang, text) in blocks?.into_iter().flatten() {
        dates.push(date);
        texts.push(text);
        *languages.entry(lang).or_default() += 1;
    }
    Ok(Outlines { dates, languages, texts, tally })
}

/// The pairs that may report one event, and those that a must-link names.
fn judge(space: &Space, order: &[usize], known: &Known, compared: &[usize], config: &ClusterConfig) -> Vec<Judged> {
    let scorer = config.model.scorer();
    let floor = quantized(config.floor);
    let named: HashSet<(usize, usize)> = known.must_link.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
    Comparison::new(space, order, LEAST_COSINE, config).map(|pair| {
        let probability = scorer.probability(&pair);
        let edge = edge(&pair, probability, floor, config);
        let kept =
            edge.is_some() || probability >= config.floor || named.contains(&(compared[pair.a], compared[pair.b]));
        let edge = edge.map(|edge| edge.2 as u32);
        kept.then_some(Judged { a: pair.a as u32, b: pair.b as u32, probability, edge })
    })
}

/// Groups of the articles by average link.
fn joined(judged: &[Judged], bounds: &Bounds, thresholds: Vec<Option<i64>>, config: &ClusterConfig) -> Vec<Vec<u32>> {
    let edges: Vec<Edge> = judged.iter().filter_map(|j| Some((j.a, j.b, i64::from(j.edge?)))).collect();
    link(thresholds, config).groups(&edges, bounds)
}

/// A pair as it counts when groups are joined, if it shares enough and is probable enough.
fn edge(pair: &Pair, probability: f64, floor: i64, config: &ClusterConfig) -> Option<Edge> {
    let alike = pair.inputs[0] >= LEAST_COSINE && pair.enough;
    let counts = alike.then(|| quantized(pair.reconsidered(probability, config)));
    counts.filter(|&counts| counts >= floor).map(|counts| (pair.a as u32, pair.b as u32, counts))
}

/// What is told of the groups, in order of the events' ids where they are told one by one.
struct Described {
    events: Vec<Event>,
    digests: Vec<ArticleFeatures>,
    disagreements: Vec<Disagreement>,
    names: Names,
}

/// Groups that are described before what was found of them is put away.
const DESCRIBED: usize = 4096;

/// Describes groups; the features of those that are described are forgotten.
fn described<E>(
    mut space: Space,
    groups: &[Vec<usize>],
    ids: &[String],
    describe: impl Fn(&Space, &[Vec<usize>], &[String]) -> Result<Vec<Told>, E>,
    forget: impl Fn(&mut Space, usize),
) -> Result<Described, E> {
    let mut described =
        Described { events: Vec::new(), digests: Vec::new(), disagreements: Vec::new(), names: Names::default() };
    for (block, (groups, ids)) in groups.chunks(DESCRIBED).zip(ids.chunks(DESCRIBED)).enumerate() {
        for (at, told) in describe(&space, groups, ids)?.into_iter().enumerate() {
            described.events.push(told.event);
            described.digests.push(told.digest);
            described.disagreements.extend(told.disagreements);
            told.names
                .into_iter()
                .for_each(|(article, name)| described.names.add(block * DESCRIBED + at, article, name));
        }
        groups.iter().flatten().for_each(|&article| forget(&mut space, article));
    }
    // Of one event they are in order already.
    described.disagreements.sort_by(|a, b| a.event.cmp(&b.event));
    Ok(described)
}

/// Compares all candidate pairs of a collection, near-duplicates included; for training.
pub fn pairs(articles: &[ArticleFeatures], config: &ClusterConfig) -> Vec<Pair> {
    let order = by_date(&articles.iter().map(|article| article.date).collect::<Vec<_>>());
    Comparison::new(&always(Space::of(articles, config)), &order, 0.0, config).map(Some)
}

/// Groups of articles given compared pairs and the probability of each; for training.
pub fn groups(
    articles: &[ArticleFeatures],
    pairs: &[Pair],
    probabilities: &[f64],
    config: &ClusterConfig,
) -> Vec<Vec<u32>> {
    let floor = quantized(config.floor);
    let judged = pairs.iter().zip(probabilities);
    let edges: Vec<Edge> = judged.filter_map(|(pair, &probability)| edge(pair, probability, floor, config)).collect();
    let times = articles.iter().map(|article| Some(article.date?.as_second()));
    link(thresholds(times, config), config).groups(&edges, &Bounds::default())
}

fn link(thresholds: Vec<Option<i64>>, config: &ClusterConfig) -> Link {
    Link {
        thresholds,
        undated_threshold: quantized(config.undated_threshold),
        missing: quantized(config.missing),
        largest_component: config.largest_component,
    }
}

/// Articles by date, those without one last; then by id, which is the order they are in.
fn by_date(dates: &[Option<Timestamp>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|&at| (dates[at].is_none(), dates[at]));
    order
}

/// For each article the one it repeats.
fn repeats(
    dates: &[Option<Timestamp>],
    texts: &[Printed],
    order: &[usize],
    config: &ClusterConfig,
) -> Vec<Option<usize>> {
    let reprints = Reprints {
        likeness: config.near_duplicate,
        containment: config.shortened_duplicate,
        window: window_seconds(config),
    };
    let outlined = texts.iter().zip(dates);
    let sketched: Vec<Sketched> = outlined
        .map(|(text, date)| {
            let time = date.map(|date| date.as_second());
            Sketched { sketch: &text.sketch, time, source: text.source.as_deref() }
        })
        .collect();
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

fn near_duplicates<C: Collection + ?Sized>(
    articles: &C,
    texts: &[Printed],
    near: &[Option<usize>],
) -> Vec<NearDuplicate> {
    let reprint = |(at, original): (usize, &Option<usize>)| {
        let original = (*original)?;
        let likeness = texts[at].sketch.likeness(&texts[original].sketch);
        Some(NearDuplicate { doc: articles.id(at).to_string(), original: articles.id(original).to_string(), likeness })
    };
    near.iter().enumerate().filter_map(reprint).collect()
}
