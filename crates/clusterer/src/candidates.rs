//! Pairs of articles worth comparing, found through the rare features that they share.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::ClusterConfig;
use crate::family::{Family, Tongue};
use crate::vectors::{Entry, Space, Vector};

/// Candidate pairs `(earlier, later)` of places in `order`, sorted. `order` is by date, articles without one last.
///
/// The work grows with the number of articles and not with its square: an article looks up a fixed number of features,
/// passes over those that too many articles of its window share, and keeps a fixed number of partners.
pub(crate) fn candidates(space: &Space, order: &[usize], config: &ClusterConfig) -> Vec<(u32, u32)> {
    let postings = postings(space, order);
    let search = Search { space, order, config, postings: &postings };
    let mut pairs: Vec<(u32, u32)> = (0..order.len())
        .into_par_iter()
        .map_init(|| vec![0f32; order.len()], |scores, at| search.partners(at, scores))
        .flatten_iter()
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// For each feature the places in `order` of the articles that have it, ascending.
fn postings(space: &Space, order: &[usize]) -> Vec<Vec<u32>> {
    let mut postings: Vec<Vec<u32>> = space.frequency.iter().map(|_| Vec::new()).collect();
    for (at, &article) in order.iter().enumerate() {
        for entry in &space.vectors[article].entries {
            if space.frequency[entry.feature as usize] > 1 {
                postings[entry.feature as usize].push(at as u32);
            }
        }
    }
    postings
}

struct Search<'a> {
    space: &'a Space,
    order: &'a [usize],
    config: &'a ClusterConfig,
    postings: &'a [Vec<u32>],
}

impl Search<'_> {
    fn vector(&self, at: usize) -> &Vector {
        &self.space.vectors[self.order[at]]
    }

    /// The articles before and after `at` that share most with it. `scores` is all zero before and after.
    fn partners(&self, at: usize, scores: &mut [f32]) -> Vec<(u32, u32)> {
        let mut touched = Vec::new();
        for entry in self.rarest(at) {
            let posting = self.window(at, &self.postings[entry.feature as usize]);
            if posting[0].len() + posting[1].len() <= self.config.candidates.most_articles {
                for &other in posting.into_iter().flatten() {
                    if scores[other as usize] == 0.0 {
                        touched.push(other);
                    }
                    scores[other as usize] += entry.weight * entry.weight;
                }
            }
        }
        let mut found: [Vec<(f32, u32)>; Tongue::COUNT] = Default::default();
        for &other in &touched {
            let score = std::mem::take(&mut scores[other as usize]);
            if other as usize != at {
                found[self.vector(other as usize).tongue.index()].push((score, other));
            }
        }
        found
            .iter_mut()
            .flat_map(|list| best(list, self.config.candidates.per_language))
            .map(|other| pair(at, other))
            .collect()
    }

    /// The features of an article that weigh most. Bigrams repeat the words and are left out.
    fn rarest(&self, at: usize) -> Vec<&Entry> {
        let looked_up = |e: &&Entry| e.family != Family::Bigram && self.space.frequency[e.feature as usize] > 1;
        let mut entries: Vec<&Entry> = self.vector(at).entries.iter().filter(looked_up).collect();
        entries.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.feature.cmp(&b.feature)));
        entries.truncate(self.config.candidates.features);
        entries
    }

    /// The part of a posting list inside the time window around `at`, and the articles without a date behind it. For an
    /// article without a date the whole list.
    fn window<'p>(&self, at: usize, posting: &'p [u32]) -> [&'p [u32]; 2] {
        let Some(time) = self.vector(at).time else { return [posting, &[]] };
        let width = window_seconds(self.config);
        let (dated, undated) = posting.split_at(posting.partition_point(|&o| self.vector(o as usize).time.is_some()));
        let start = dated.partition_point(|&other| self.time(other) < time.saturating_sub(width));
        let end = dated.partition_point(|&other| self.time(other) <= time.saturating_add(width));
        [&dated[start..end], undated]
    }

    fn time(&self, other: u32) -> i64 {
        self.vector(other as usize).time.unwrap_or(i64::MAX)
    }
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
