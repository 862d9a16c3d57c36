//! The best articles of a question, without scoring those that cannot be among them.
//!
//! All lists of postings are read one after the other, for some thousand articles at a time, and summed up. What an article is
//! taken for by that is its score, or a bound where it may have less: a phrase is taken for its rarest word, and of a term of
//! several words a rare one is taken for all. The most promising articles are looked at first, so what the last of the best scores is
//! known from below early, and most of the others are never looked at (as in MaxScore: Turtle & Flood, Query evaluation: strategies and
//! optimizations, IPM 1995; [`super::reading`] says which lists are only looked up).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::{DocAddress, DocId};

use crate::ids::Ids;
use crate::index::Index;
use crate::query::allowed::Allowed;
use crate::query::batch::Batch;
use crate::query::cursor::{Cursor, Segment};
use crate::query::ranked::Ranked;
use crate::query::reading::Reading;
use crate::query::slots::Slots;
use crate::query::window::{Known, Window};

/// One in so many postings is read to know from below what the last of the best articles scores.
const SAMPLE: u64 = 8;
/// With fewer postings for each article that is wanted it is not worth the while.
const FEW: u64 = 16;
/// More promising articles are not remembered; few in tests, so that there are more.
const MANY: usize = if cfg!(test) { 1 << 6 } else { 1 << 15 };
/// With more for each article that is wanted, the most promising ones of a window are scored before the next window is read.
const MANY_OF_WINDOW: usize = 4;
/// Articles that are scored together.
const BATCH: usize = if cfg!(test) { 1 << 4 } else { 1 << 8 };
/// What sums may be off by rounding, as a share.
const ROUNDING: f64 = 1e-6;

impl Ranked {
    /// The first `count` articles, the best first; what scores the same is in order of id.
    pub fn best(&self, index: &Index, count: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut found: Vec<(f32, DocAddress)> = Vec::new();
        for at in 0..index.searcher.segment_readers().len() {
            // What scores less than the last of the best of earlier segments comes behind it.
            let least = if found.len() == count { found.last().map_or(0.0, |(score, _)| *score) } else { 0.0 };
            let mut segment = Segment::new(index, at);
            let slots = Slots::of(self, &segment);
            let best = Best { count, least, ids: &index.ids, hits: BinaryHeap::new() };
            let search = Search::new(self, &slots, Allowed::of(&self.conditions, index, at)?, best);
            found.extend(search.run(&mut segment)?.into_iter().map(|hit| (hit.score, hit.address)));
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| index.ids.order(a.1, b.1)));
            found.truncate(count);
        }
        Ok(found)
    }
}

/// An article and its score. The better of two is the greater.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hit {
    score: f32,
    /// The place of its id among those of the segment.
    rank: u64,
    address: DocAddress,
}

impl Eq for Hit {}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Hit) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Hit {
    fn cmp(&self, other: &Hit) -> Ordering {
        self.score.total_cmp(&other.score).then(other.rank.cmp(&self.rank))
    }
}

/// The best so far.
struct Best<'s> {
    count: usize,
    /// What an article must score.
    least: f32,
    ids: &'s Ids,
    hits: BinaryHeap<Reverse<Hit>>,
}

impl Best<'_> {
    fn keep(&mut self, score: f32, address: DocAddress) {
        if score < self.least || score <= 0.0 {
            return;
        }
        self.hits.push(Reverse(Hit { score, rank: self.ids.rank(address), address }));
        if self.hits.len() > self.count {
            self.hits.pop();
        }
        if self.hits.len() == self.count
            && let Some(Reverse(last)) = self.hits.peek()
        {
            self.least = self.least.max(last.score);
        }
    }

    /// Whether an article that scores no more than `most` comes behind all of the best.
    fn is_late(&self, most: f64, address: DocAddress) -> bool {
        if most as f32 > self.least || self.hits.len() < self.count {
            return false;
        }
        let last = self.hits.peek().map(|Reverse(last)| (last.score, last.rank));
        last.is_some_and(|(score, rank)| most as f32 <= score && self.ids.rank(address) > rank)
    }

    /// What an article must score, less what a sum may be off.
    fn enough(&self) -> f64 {
        f64::from(self.least) * (1.0 - ROUNDING)
    }
}

/// Finds the best of one segment.
struct Search<'r, 's> {
    slots: &'s Slots<'r>,
    allowed: Allowed<'s>,
    batch: Batch<'r, 's>,
    window: Window,
    best: Best<'s>,
    /// Articles that may be among the best.
    promising: Vec<Known>,
}

impl<'r, 's> Search<'r, 's> {
    fn new(ranked: &Ranked, slots: &'s Slots<'r>, allowed: Allowed<'s>, best: Best<'s>) -> Search<'r, 's> {
        Search {
            slots,
            allowed,
            batch: Batch::new(slots, ranked.coverage()),
            window: Window::new(!ranked.pairs.is_empty()),
            best,
            promising: Vec::new(),
        }
    }

    /// The best articles, in any order.
    fn run(mut self, segment: &mut Segment) -> tantivy::Result<Vec<Hit>> {
        if self.best.least == 0.0 && self.slots.postings() > FEW * self.best.count as u64 {
            self.sample(segment)?;
        }
        self.batch.reading = Reading::beyond(f64::from(self.best.least), self.slots);
        let mut read = self.open(self.batch.reading.read.clone(), segment)?;
        while let Some(start) = first(&read).filter(|start| *start < segment.end()) {
            self.window.move_to(start);
            self.sum_up(&mut read);
            let earlier = self.promising.len();
            let (allowed, enough, best, at) = (&self.allowed, self.best.enough(), &self.best, segment.at as u32);
            let (batch, promising) = (&self.batch, &mut self.promising);
            let Reading { words, found, .. } = batch.reading;
            self.window.each(enough - words, |known| {
                let known = Known { words: known.words + words, found: known.found + found, ..known };
                let most = batch.score_of(&known);
                if most >= enough && allowed.has(known.doc) && !best.is_late(most, DocAddress::new(at, known.doc)) {
                    promising.push(known);
                }
            });
            self.score_most_promising(earlier, segment)?;
            if self.promising.len() > MANY {
                self.score_promising(segment)?;
            }
        }
        self.score_promising(segment)?;
        Ok(self.best.hits.into_iter().map(|Reverse(hit)| hit).collect())
    }

    /// Reads the lists that score most, as far as they say at once what an article scores at least, and learns from these sums
    /// what the last of the best articles scores at least.
    fn sample(&mut self, segment: &mut Segment) -> tantivy::Result<()> {
        let wanted = self.slots.postings() / SAMPLE;
        let (mut postings, mut rare) = (0, Vec::new());
        for at in &self.slots.read {
            let slot = &self.slots.slots[*at];
            if postings >= wanted {
                break;
            }
            if !slot.is_doubtful() && !self.slots.is_part(slot.group) {
                rare.push(*at);
                postings += slot.frequency;
            }
        }
        let mut read = self.open(rare, segment)?;
        let mut scores: Vec<f64> = Vec::new();
        while let Some(start) = first(&read).filter(|start| *start < segment.end()) {
            self.window.move_to(start);
            self.sum_up(&mut read);
            let (allowed, batch) = (&self.allowed, &self.batch);
            self.window.each(f64::from(self.best.least), |known| {
                if allowed.has(known.doc) {
                    scores.push(batch.score_of(&known));
                }
            });
            let last = self.best.count - 1;
            if last < scores.len() {
                let (_, score, _) = scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
                self.best.least = (*score * (1.0 - ROUNDING)) as f32;
                scores.truncate(self.best.count);
            }
        }
        Ok(())
    }

    /// Cursors of slots, group by group.
    fn open(&self, mut slots: Vec<usize>, segment: &mut Segment) -> tantivy::Result<Vec<(usize, Cursor)>> {
        slots.sort_unstable();
        let mut read = Vec::with_capacity(slots.len());
        for at in slots {
            read.extend(self.slots.slots[at].open(segment)?.map(|cursor| (at, cursor)));
        }
        Ok(read)
    }

    fn sum_up(&mut self, read: &mut [(usize, Cursor)]) {
        let (end, window) = (self.window.end(), &mut self.window);
        for (at, cursor) in read {
            let slot = &self.slots.slots[*at];
            let (group, floor) = (slot.group, self.batch.reading.floor(slot.group));
            let counts = if floor > 0.0 { 0 } else { self.slots.counts(group) };
            if self.slots.is_pair(group) {
                cursor.each(end, 0.0, |docs, scores| window.add_pairs(docs, scores, group));
            } else {
                cursor.each(end, slot.bonus, |docs, scores| window.add_words(docs, scores, group, counts, floor));
            }
        }
    }

    /// Scores the most promising of those behind the `earlier` ones, where they are many: so most of the others, and of those to
    /// come, need not be.
    fn score_most_promising(&mut self, earlier: usize, segment: &mut Segment) -> tantivy::Result<()> {
        if self.promising.len() - earlier <= MANY_OF_WINDOW * self.best.count {
            return Ok(());
        }
        let (most, mut rest) = most_promising(self.promising.split_off(earlier), self.best.count);
        self.score(&most, segment)?;
        self.keep_promising(&mut rest, segment);
        self.promising.append(&mut rest);
        Ok(())
    }

    /// Gives up articles that cannot be among the best any more.
    fn keep_promising(&self, known: &mut Vec<Known>, segment: &Segment) {
        let enough = self.best.enough();
        known.retain(|known| {
            let most = self.batch.score_of(known);
            most >= enough && !self.best.is_late(most, DocAddress::new(segment.at as u32, known.doc))
        });
    }

    /// Scores articles that are in order, and keeps the best.
    fn score(&mut self, docs: &[Known], segment: &mut Segment) -> tantivy::Result<()> {
        for some in docs.chunks(BATCH) {
            let (enough, best, at) = (self.best.enough(), &mut self.best, segment.at as u32);
            let keep = |score, doc| best.keep(score, DocAddress::new(at, doc));
            self.batch.score(some, enough, segment, keep)?;
        }
        Ok(())
    }

    /// Scores what may be among the best, the most promising first: so most of the others need not be.
    fn score_promising(&mut self, segment: &mut Segment) -> tantivy::Result<()> {
        let mut rest = std::mem::take(&mut self.promising);
        let mut some = self.best.count;
        while !rest.is_empty() {
            let all = rest.len() <= some + some / 2;
            let (most, others) = most_promising(rest, if all { usize::MAX } else { some });
            rest = others;
            self.score(&most, segment)?;
            self.keep_promising(&mut rest, segment);
            some *= 4;
        }
        self.promising = rest;
        Ok(())
    }
}

/// The most promising of some articles, so many, in order; and the others.
fn most_promising(mut known: Vec<Known>, count: usize) -> (Vec<Known>, Vec<Known>) {
    let mut others = Vec::new();
    if count < known.len() {
        known.select_nth_unstable_by(count, |a, b| b.sum().total_cmp(&a.sum()).then(a.doc.cmp(&b.doc)));
        others = known.split_off(count);
    }
    known.sort_unstable_by_key(|known| known.doc);
    (known, others)
}

/// Where the first of the cursors stands.
fn first(read: &[(usize, Cursor)]) -> Option<DocId> {
    read.iter().map(|(_, cursor)| cursor.doc()).min()
}

#[cfg(test)]
#[path = "best_tests.rs"]
mod tests;
