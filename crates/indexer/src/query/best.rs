//! The best articles of a question, without scoring those that cannot be among them.
//!
//! Each [`Slot`](super::slots::Slot) has a score that it never exceeds. What some slots can give together may be less than what
//! the last of the best articles has: an article that has only these is passed over, and they are looked up only for articles that
//! have others (MaxScore: Turtle & Flood, Query evaluation: strategies and optimizations, IPM 1995). The others are read one list
//! after the other and summed up for some thousand articles at a time. What the last of the best articles scores is known from
//! below before that: articles of the rarest lists are scored first, and the last of the best of these cannot be better.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::fastfield::AliveBitSet;
use tantivy::{DocAddress, DocId, Searcher};

use crate::ids::Ids;
use crate::query::batch::Batch;
use crate::query::cursor::{Cursor, Segment};
use crate::query::ranked::Ranked;
use crate::query::slots::{LeftOut, Slot, Slots};
use crate::query::window::{Known, Window};

/// Share of what an article must score that is left to lists that are not read: were it all, nearly every article of the others
/// would have to be looked up in these.
const LEFT_OUT: f64 = 0.6;
/// One in so many postings is read to know from below what the last of the best articles scores.
const SAMPLE: u64 = 8;
/// With fewer postings for each article that is wanted it is not worth the while.
const FEW: u64 = 16;
/// More promising articles are not remembered; few in tests, so that there are more.
const MANY: usize = if cfg!(test) { 1 << 6 } else { 1 << 15 };
/// Articles that are scored together.
const BATCH: usize = if cfg!(test) { 1 << 4 } else { 1 << 8 };
/// What sums may be off by rounding, as a share.
const ROUNDING: f64 = 1e-6;

impl Ranked {
    /// The first `count` articles, the best first; what scores the same is in order of id.
    pub fn best(&self, searcher: &Searcher, ids: &Ids, count: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut found: Vec<(f32, DocAddress)> = Vec::new();
        for (at, reader) in searcher.segment_readers().iter().enumerate() {
            // What scores less than the last of the best of earlier segments comes behind it.
            let least = if found.len() == count { found.last().map_or(0.0, |(score, _)| *score) } else { 0.0 };
            let mut segment = Segment::new(searcher, at);
            let slots = Slots::of(self, &segment);
            let best = Best { count, least, ids, hits: BinaryHeap::new() };
            let search = Search::new(self, &slots, reader.alive_bitset(), best);
            found.extend(search.run(&mut segment)?.into_iter().map(|hit| (hit.score, hit.address)));
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| ids.order(a.1, b.1)));
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

    /// What an article must score, less what a sum may be off.
    fn enough(&self) -> f64 {
        f64::from(self.least) * (1.0 - ROUNDING)
    }
}

/// Finds the best of one segment.
struct Search<'r, 's> {
    slots: &'s Slots<'r>,
    alive: Option<&'s AliveBitSet>,
    batch: Batch<'r, 's>,
    window: Window,
    best: Best<'s>,
    /// Articles that may be among the best.
    promising: Vec<Known>,
}

impl<'r, 's> Search<'r, 's> {
    fn new(ranked: &Ranked, slots: &'s Slots<'r>, alive: Option<&'s AliveBitSet>, best: Best<'s>) -> Search<'r, 's> {
        Search {
            slots,
            alive,
            batch: Batch::new(slots, ranked.coverage()),
            window: Window::new(),
            best,
            promising: Vec::new(),
        }
    }

    /// The best articles, in any order.
    fn run(mut self, segment: &mut Segment) -> tantivy::Result<Vec<Hit>> {
        if self.best.least == 0.0 && self.slots.postings() > FEW * self.best.count as u64 {
            self.sample(segment)?;
        }
        let left_out = LeftOut::up_to(self.slots, f64::from(self.best.least) * LEFT_OUT);
        let mut read = self.open(self.slots.ascending[left_out.count..].to_vec(), segment)?;
        while let Some(start) = first(&read).filter(|start| *start < segment.end()) {
            self.window.move_to(start);
            self.sum_up(&mut read);
            let (alive, enough) = (self.alive, self.best.enough());
            let (batch, promising) = (&self.batch, &mut self.promising);
            self.window.each(enough - left_out.sum(), |known| {
                if is_alive(alive, known.doc) && batch.most(&known, &left_out) >= enough {
                    promising.push(known);
                }
            });
            if self.promising.len() > MANY {
                self.score_promising(&left_out, segment)?;
            }
        }
        self.score_promising(&left_out, segment)?;
        Ok(self.best.hits.into_iter().map(|Reverse(hit)| hit).collect())
    }

    /// Reads the lists that score most, as far as they say at once what an article scores at least, and learns from these sums
    /// what the last of the best articles scores at least.
    fn sample(&mut self, segment: &mut Segment) -> tantivy::Result<()> {
        let wanted = self.slots.postings() / SAMPLE;
        let (mut postings, mut rare) = (0, Vec::new());
        for at in self.slots.ascending.iter().rev() {
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
            let (alive, batch) = (self.alive, &self.batch);
            self.window.each(f64::from(self.best.least), |known| {
                if is_alive(alive, known.doc) {
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
    fn open(&self, mut slots: Vec<usize>, segment: &mut Segment) -> tantivy::Result<Vec<(&'s Slot<'r>, Cursor)>> {
        slots.sort_unstable();
        let mut read = Vec::with_capacity(slots.len());
        for at in slots {
            let slot = &self.slots.slots[at];
            read.extend(slot.open(segment)?.map(|cursor| (slot, cursor)));
        }
        Ok(read)
    }

    fn sum_up(&mut self, read: &mut [(&Slot, Cursor)]) {
        let (end, window) = (self.window.end(), &mut self.window);
        for (slot, cursor) in read {
            let (group, counts) = (slot.group, self.slots.counts(slot.group));
            if self.slots.is_pair(group) {
                cursor.each(end, 0.0, |docs, scores| window.add_pairs(docs, scores, group));
            } else {
                cursor.each(end, slot.bonus, |docs, scores| window.add_words(docs, scores, group, counts));
            }
        }
    }

    /// Scores what may be among the best, the most promising first: so most of the others need not be.
    fn score_promising(&mut self, left_out: &LeftOut, segment: &mut Segment) -> tantivy::Result<()> {
        let mut rest = std::mem::take(&mut self.promising);
        let mut some = self.best.count;
        while !rest.is_empty() {
            let mut first = std::mem::take(&mut rest);
            if first.len() > some + some / 2 {
                let sum = |known: &Known| known.words + known.pairs;
                first.select_nth_unstable_by(some, |a, b| sum(b).total_cmp(&sum(a)).then(a.doc.cmp(&b.doc)));
                rest = first.split_off(some);
            }
            first.sort_unstable_by_key(|known| known.doc);
            for some in first.chunks(BATCH) {
                let (enough, best, at) = (self.best.enough(), &mut self.best, segment.at as u32);
                let keep = |score, doc| best.keep(score, DocAddress::new(at, doc));
                self.batch.score(some, left_out, enough, segment, keep)?;
            }
            let enough = self.best.enough();
            rest.retain(|known| self.batch.most(known, left_out) >= enough);
            some *= 4;
        }
        self.promising = rest;
        Ok(())
    }
}

fn is_alive(alive: Option<&AliveBitSet>, doc: DocId) -> bool {
    alive.is_none_or(|alive| alive.is_alive(doc))
}

/// Where the first of the cursors stands.
fn first(read: &[(&Slot, Cursor)]) -> Option<DocId> {
    read.iter().map(|(_, cursor)| cursor.doc()).min()
}

#[cfg(test)]
#[path = "best_tests.rs"]
mod tests;
