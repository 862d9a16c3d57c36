//! Pairs of articles worth comparing, found through the rare features that they share.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

use crate::ClusterConfig;
use crate::family::Tongue;
use crate::vectors::{Space, Vector};

/// Articles that one thread looks for the partners of with one buffer.
const BLOCK: usize = 2048;
/// Places in postings that an article looks at, those of its rarest features first, so that it costs the same however many
/// articles its window has; few in tests, so that these meet the end. Cross-validated figures over native news in a stream of
/// 9,000 are the same with all of them.
const MOST_POSTINGS: usize = if cfg!(test) { 40 } else { 1000 };

/// Candidate pairs `(earlier, later)` of places in `order`, sorted. `order` is by date, articles without one last.
///
/// The work grows with the number of articles and not with its square: an article looks up a fixed number of features,
/// passes over those that too many articles of its window share, and keeps a fixed number of partners.
pub(crate) fn candidates(space: &Space, order: &[usize], config: &ClusterConfig) -> Vec<(u32, u32)> {
    let times: Vec<i64> = order.iter().map_while(|&article| space.vectors[article].time).collect();
    let rarest = |&article: &usize| rarest(&space.vectors[article], space.vocabulary.bigrams(), config);
    let rarest: Vec<Box<[Rare]>> = order.par_iter().map(rarest).collect();
    let postings = Postings::new(space, order, &rarest);
    let search = Search { space, order, config, rarest, postings, times };
    let all: Vec<u32> = (0..order.len() as u32).collect();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    // Each pair is found from both sides; many that come at once are sorted at once.
    let blocks: Vec<Vec<(u32, u32)>> = all.par_chunks(BLOCK).map(|places| search.pairs(places)).collect();
    drop(search);
    pairs.reserve_exact(blocks.iter().map(Vec::len).sum());
    blocks.into_iter().for_each(|block| pairs.extend(block));
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// A feature that an article looks up, and its weight.
type Rare = (u32, f32);

/// The features of an article that weigh most, in order of weight; without bigrams, which repeat the words.
fn rarest(vector: &Vector, bigrams: u32, config: &ClusterConfig) -> Box<[Rare]> {
    let entries = vector.entries().take_while(|entry| entry.0 < bigrams);
    let mut entries: Vec<Rare> = entries.map(|(feature, weight, _)| (feature, weight)).collect();
    let order = |a: &Rare, b: &Rare| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let most = config.candidates.features;
    if entries.len() > most {
        entries.select_nth_unstable_by(most, order);
        entries.truncate(most);
    }
    entries.sort_unstable_by(order);
    entries.into()
}

/// For each feature that is looked up the places in `order` of the articles that have it, ascending.
struct Postings {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Postings {
    fn new(space: &Space, order: &[usize], rarest: &[Box<[Rare]>]) -> Postings {
        let bigrams = space.vocabulary.bigrams();
        let mut asked = vec![false; bigrams as usize];
        rarest.iter().flatten().for_each(|&(feature, _)| asked[feature as usize] = true);
        let features = |article: usize| {
            let features = space.vectors[article].entries().map(|entry| entry.0);
            features.take_while(|&feature| feature < bigrams).map(|feature| feature as usize).filter(|&at| asked[at])
        };
        let mut starts = vec![0u32; asked.len() + 2];
        // Counted two places further on, so that after filling each start is in its place.
        order.iter().flat_map(|&article| features(article)).for_each(|feature| starts[feature + 2] += 1);
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut places = vec![0; starts[starts.len() - 1] as usize];
        for (at, &article) in order.iter().enumerate() {
            for feature in features(article) {
                places[starts[feature + 1] as usize] = at as u32;
                starts[feature + 1] += 1;
            }
        }
        Postings { starts, places }
    }

    fn of(&self, feature: u32) -> &[u32] {
        let feature = feature as usize;
        &self.places[self.starts[feature] as usize..self.starts[feature + 1] as usize]
    }
}

struct Search<'a> {
    space: &'a Space,
    order: &'a [usize],
    config: &'a ClusterConfig,
    /// For each place in `order` what its article looks up.
    rarest: Vec<Box<[Rare]>>,
    postings: Postings,
    /// Times of the articles that have one: the first in `order`.
    times: Vec<i64>,
}

impl Search<'_> {
    fn vector(&self, at: usize) -> &Vector {
        &self.space.vectors[self.order[at]]
    }

    /// The pairs of some places in `order` with their partners.
    fn pairs(&self, places: &[u32]) -> Vec<(u32, u32)> {
        let (mut scores, mut touched) = (vec![0f32; self.order.len()], Vec::new());
        let mut pairs: Vec<(u32, u32)> =
            places.iter().flat_map(|&at| self.partners(at as usize, &mut scores, &mut touched)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The articles before and after `at` that share most with it. `scores` is all zero before and after.
    fn partners(&self, at: usize, scores: &mut [f32], touched: &mut Vec<u32>) -> Vec<(u32, u32)> {
        let near = self.window(at);
        let mut budget = MOST_POSTINGS;
        for &(feature, weight) in &self.rarest[at] {
            let posting = part(self.postings.of(feature), &near);
            let length = posting[0].len() + posting[1].len();
            if length > self.config.candidates.most_articles {
                continue;
            }
            let Some(rest) = budget.checked_sub(length) else { break };
            budget = rest;
            for &other in posting.into_iter().flatten() {
                let score = &mut scores[other as usize];
                if *score == 0.0 {
                    touched.push(other);
                }
                *score += weight * weight;
            }
        }
        let mut found: [Vec<(f32, u32)>; Tongue::COUNT] = Default::default();
        for other in touched.drain(..) {
            let score = std::mem::take(&mut scores[other as usize]);
            if other as usize != at {
                found[self.vector(other as usize).tongue.index()].push((score, other));
            }
        }
        let mut pairs = Vec::new();
        for list in &mut found {
            pairs.extend(best(list, self.config.candidates.per_language).map(|other| pair(at, other)));
        }
        pairs
    }

    /// The places in `order` inside the time window around `at`, and those of the articles without a date. For an article
    /// without a date these are all.
    fn window(&self, at: usize) -> [Range<u32>; 2] {
        let (dated, all) = (self.times.len() as u32, self.order.len() as u32);
        let Some(time) = self.vector(at).time else { return [0..dated, dated..all] };
        let width = window_seconds(self.config);
        let start = self.times.partition_point(|&other| other < time.saturating_sub(width));
        let end = self.times.partition_point(|&other| other <= time.saturating_add(width));
        [start as u32..end as u32, dated..all]
    }
}

/// The parts of a posting list that lie in two ranges.
fn part<'p>(posting: &'p [u32], ranges: &[Range<u32>; 2]) -> [&'p [u32]; 2] {
    let within = |range: &Range<u32>| {
        let start = posting.partition_point(|&other| other < range.start);
        let length = posting[start..].partition_point(|&other| other < range.end);
        &posting[start..start + length]
    };
    [within(&ranges[0]), within(&ranges[1])]
}

/// The time window in seconds.
pub(crate) fn window_seconds(config: &ClusterConfig) -> i64 {
    (config.window_hours * 3600.0) as i64
}

fn best(list: &mut Vec<(f32, u32)>, most: usize) -> impl Iterator<Item = u32> {
    let order = |a: &(f32, u32), b: &(f32, u32)| -> Ordering { b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)) };
    if list.len() > most {
        list.select_nth_unstable_by(most, order);
        list.truncate(most);
    }
    list.drain(..).map(|(_, other)| other)
}

fn pair(a: usize, b: u32) -> (u32, u32) {
    let a = a as u32;
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::always;
    use crate::config::Candidates;
    use crate::testing::article;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The partners of an article, found by going over all others.
    fn partners(space: &Space, at: usize, config: &ClusterConfig) -> Vec<usize> {
        let x = &space.vectors[at];
        let near = |y: &Vector| match (x.time, y.time) {
            (Some(a), Some(b)) => a.abs_diff(b) <= window_seconds(config) as u64,
            _ => true,
        };
        let has = |y: &Vector, feature: u32| near(y) && y.entries().any(|entry| entry.0 == feature);
        let (mut scores, mut looked_at) = (vec![0f32; space.vectors.len()], 0);
        for &(feature, weight) in &rarest(x, space.vocabulary.bigrams(), config) {
            let with: Vec<usize> = (0..scores.len()).filter(|&y| has(&space.vectors[y], feature)).collect();
            if with.len() <= config.candidates.most_articles {
                looked_at += with.len();
                with.iter().filter(|_| looked_at <= MOST_POSTINGS).for_each(|&y| scores[y] += weight * weight);
            }
        }
        let mut found: Vec<usize> = (0..scores.len()).filter(|&y| y != at && scores[y] > 0.0).collect();
        found.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        found.truncate(config.candidates.per_language);
        found
    }

    proptest! {
        /// The index gives the pairs that are found without one.
        #[test]
        fn candidates_are_those_of_an_article_by_article_search(
            articles in prop::collection::vec((0i64..40, prop::collection::btree_set(0usize..30, 0..12)), 2..30),
            (features, most_articles, per_language) in (1usize..12, 1usize..12, 1usize..6),
        ) {
            let names: Vec<String> = (0..30).map(|n| format!("word{n}")).collect();
            let row = |(id, (day, words)): (usize, &(i64, BTreeSet<usize>))| {
                let words: Vec<&str> = words.iter().map(|&word| names[word].as_str()).collect();
                // Every fourth has no date.
                let date = if day % 4 == 0 { String::new() } else { format!("2026-03-{:02}T00:00:00Z", day / 2 + 1) };
                article(&format!("a{id}"), &date, &words)
            };
            let mut articles: Vec<_> = articles.iter().enumerate().map(row).collect();
            articles.sort_by_key(|article| (article.date.is_none(), article.date));
            let candidates = Candidates { features, most_articles, per_language };
            let config = ClusterConfig { candidates, ..ClusterConfig::default() };
            let space = always(Space::of(&articles[..], &config));
            let order: Vec<usize> = (0..articles.len()).collect();
            let all = order.iter().flat_map(|&at| partners(&space, at, &config).into_iter().map(move |y| pair(at, y as u32)));
            let expect: BTreeSet<(u32, u32)> = all.collect();
            prop_assert_eq!(super::candidates(&space, &order, &config), expect.into_iter().collect::<Vec<_>>());
        }
    }
}
