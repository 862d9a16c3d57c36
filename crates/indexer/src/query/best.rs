//! The best articles of a question, without scoring those that cannot be among them.
//!
//! Each way of having a concept has a score that it never exceeds. What some ways can give together may be less than what the
//! last of the best articles has: an article that has only these is passed over, and they are looked up only for articles that have
//! others (MaxScore: Turtle & Flood, Query evaluation: strategies and optimizations, IPM 1995). The others are read one list
//! after the other and summed up for some thousand articles at a time. Since it takes long to find out by itself what the
//! best score, a guess is made, and where too few articles exceed it a lower one: what is found above a guess is complete, so
//! nothing depends on the guess but time.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::fastfield::AliveBitSet;
use tantivy::{DocAddress, DocId, Searcher};

use crate::query::coverage::Coverage;
use crate::query::cursor::{Cursor, Segment};
use crate::query::ranked::Ranked;
use crate::query::way::{Sequence, UNKNOWN, Way};

/// Shares of the greatest possible score that are guessed.
const GUESSES: [f32; 2] = [0.2, 0.07];
/// Share of what an article must exceed that is left to lists that are not read: were it all, nearly every article of the others
/// would have to be looked up in these.
const LEFT_OUT: f32 = 0.6;
/// With fewer postings in all there is nothing to save.
const FEW: u64 = 1000;
/// More hits are not guessed at.
const MANY: usize = 200;
/// What sums may be off by rounding, as a share.
const ROUNDING: f32 = 1e-5;
/// Articles that are summed up at a time.
const WINDOW: u32 = 4096;
/// With fewer articles touched, sorting them is faster than looking through all.
const SPARSE: usize = 256;

impl Ranked {
    /// The first `count` articles, the best first; what scores the same is in order of address.
    pub fn best(&self, searcher: &Searcher, count: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut found = Vec::new();
        for (at, reader) in searcher.segment_readers().iter().enumerate() {
            let address = |hit: Hit| (hit.score, DocAddress::new(at as u32, hit.doc));
            let best = self.best_of_segment(Segment::new(searcher, at), reader.alive_bitset(), count)?;
            found.extend(best.into_iter().map(address));
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        Ok(found)
    }

    fn best_of_segment(
        &self,
        mut segment: Segment,
        alive: Option<&AliveBitSet>,
        count: usize,
    ) -> tantivy::Result<Vec<Hit>> {
        let (slots, postings) = self.slots(segment.at);
        let most = Bound::all(self, &slots).score();
        let guesses = if most < UNKNOWN && postings > FEW && count <= MANY { GUESSES.as_slice() } else { &[] };
        let mut window = Window::new();
        for share in guesses {
            let found = Round::new(self, &slots, alive, count, share * most).run(&mut segment, &mut window)?;
            if found.len() == count {
                return Ok(found);
            }
        }
        Round::new(self, &slots, alive, count, 0.0).run(&mut segment, &mut window)
    }

    /// All that cursors are opened for, those that score least first, and how many postings they have.
    fn slots(&self, segment: usize) -> (Vec<Slot<'_>>, u64) {
        let mut slots = Vec::new();
        for (concept, ways) in self.concepts.iter().enumerate() {
            for way in ways {
                match way {
                    Way::Text(places) => {
                        let texts = places.texts.iter().chain(&places.title);
                        slots.extend(texts.map(|text| Slot::new(concept, Opens::Text(text))));
                    }
                    _ => slots.push(Slot::new(concept, Opens::Way(way))),
                }
            }
        }
        let pairs = (self.concepts.len()..).zip(&self.pairs);
        slots.extend(pairs.map(|(concept, pair)| Slot::new(concept, Opens::Text(pair))));
        let mut postings = 0;
        slots.retain(|slot| {
            let frequency = slot.frequency(segment);
            postings += frequency;
            frequency > 0
        });
        slots.sort_by(|a, b| a.most.total_cmp(&b.most));
        let mut below = vec![0.0; self.concepts.len() + self.pairs.len()];
        for slot in &mut slots {
            slot.below = std::mem::replace(&mut below[slot.concept], slot.most);
        }
        (slots, postings)
    }
}

/// What one cursor is opened for.
struct Slot<'r> {
    /// Which concept it belongs to; pairs are counted after them.
    concept: usize,
    opens: Opens<'r>,
    /// What it scores at most.
    most: f32,
    /// What those of the same concept that score less score at most.
    below: f32,
}

#[derive(Clone, Copy)]
enum Opens<'r> {
    Text(&'r Sequence),
    Way(&'r Way),
}

impl Opens<'_> {
    fn most(self) -> f32 {
        match self {
            Opens::Text(text) => text.most(),
            Opens::Way(way) => way.most(),
        }
    }
}

impl<'r> Slot<'r> {
    fn new(concept: usize, opens: Opens<'r>) -> Slot<'r> {
        Slot { concept, opens, most: opens.most(), below: 0.0 }
    }

    /// About how many articles of a segment have it.
    fn frequency(&self, segment: usize) -> u64 {
        match self.opens {
            Opens::Text(text) => text.rarest(segment),
            Opens::Way(way) => way.frequency(segment),
        }
    }

    fn open(&self, segment: &mut Segment) -> tantivy::Result<Option<Cursor>> {
        match self.opens {
            Opens::Text(text) => segment.open(text, None),
            Opens::Way(way) => segment.open_way(way),
        }
    }
}

/// An article and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hit {
    score: f32,
    doc: DocId,
}

impl Eq for Hit {}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Hit) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Hit {
    fn cmp(&self, other: &Hit) -> Ordering {
        self.score.total_cmp(&other.score).then(other.doc.cmp(&self.doc))
    }
}

/// What some ways can score together: by concept, and in sums.
#[derive(Clone)]
struct Bound {
    of: Vec<f32>,
    words: f64,
    pairs: f64,
    possible: usize,
    coverage: Coverage,
}

impl Bound {
    fn none(ranked: &Ranked) -> Bound {
        let (of, coverage) = (vec![0.0; ranked.concepts.len() + ranked.pairs.len()], ranked.coverage());
        Bound { of, words: 0.0, pairs: 0.0, possible: 0, coverage }
    }

    fn all(ranked: &Ranked, slots: &[Slot]) -> Bound {
        let mut bound = Bound::none(ranked);
        slots.iter().for_each(|slot| bound.set(ranked, slot.concept, slot.most));
        bound
    }

    fn set(&mut self, ranked: &Ranked, concept: usize, most: f32) {
        let before = std::mem::replace(&mut self.of[concept], most);
        if concept < ranked.concepts.len() {
            self.words += f64::from(most) - f64::from(before);
            self.possible += usize::from(most > 0.0);
            self.possible -= usize::from(before > 0.0);
        } else {
            self.pairs += f64::from(most) - f64::from(before);
        }
    }

    fn score(&self) -> f32 {
        (self.coverage.score(self.words as f32, self.possible) + self.pairs as f32) * (1.0 + ROUNDING)
    }
}

/// Sums for neighbouring articles.
struct Window {
    sums: Vec<f32>,
    /// Of the concept that was added last: its number from 1, and its best way so far.
    last: Vec<(u32, f32)>,
    /// Articles with a sum, in no order.
    touched: Vec<u32>,
}

impl Window {
    fn new() -> Window {
        let size = WINDOW as usize;
        Window { sums: vec![0.0; size], last: vec![(0, 0.0); size], touched: Vec::new() }
    }

    /// Of the ways of one concept only the best counts; all of them are added before those of another.
    fn add(&mut self, at: u32, concept: usize, score: f32) {
        let ((last, best), sum) = (&mut self.last[at as usize], &mut self.sums[at as usize]);
        let concept = concept as u32 + 1;
        if *last == 0 {
            self.touched.push(at);
        }
        if *last != concept {
            (*last, *best) = (concept, 0.0);
        }
        if score > *best {
            *sum += score - *best;
            *best = score;
        }
    }

    /// Puts the articles with a sum that exceeds `least` in order.
    fn settle(&mut self, least: f32) {
        if self.touched.len() < SPARSE {
            self.touched.retain(|at| self.sums[*at as usize] > least);
            self.touched.sort_unstable();
        } else {
            self.touched.clear();
            self.touched
                .extend((0..WINDOW).zip(&self.sums).filter(|(_, sum)| **sum > least.max(0.0)).map(|(at, _)| at));
        }
    }

    fn clear(&mut self) {
        self.sums.fill(0.0);
        self.last.fill((0, 0.0));
        self.touched.clear();
    }
}

/// One pass over the articles of a segment that score more than a guess.
struct Round<'r, 's> {
    ranked: &'r Ranked,
    slots: &'s [Slot<'r>],
    alive: Option<&'s AliveBitSet>,
    count: usize,
    /// What an article must exceed.
    threshold: f32,
    best: BinaryHeap<Reverse<Hit>>,
    /// Slots before this one are far from enough for a hit, all of them together.
    first: usize,
    /// What these may add.
    rest: Bound,
    /// Those that are read, concept by concept.
    read: Vec<(usize, Cursor)>,
    /// Those that are looked up; `None` within where the segment has nothing of it.
    looked_up: Vec<Option<Option<Cursor>>>,
    /// What the article that is looked at has of each concept.
    has: Vec<f32>,
}

impl<'r, 's> Round<'r, 's> {
    fn new(
        ranked: &'r Ranked,
        slots: &'s [Slot<'r>],
        alive: Option<&'s AliveBitSet>,
        count: usize,
        threshold: f32,
    ) -> Round<'r, 's> {
        let rest = Bound::none(ranked);
        Round {
            ranked,
            slots,
            alive,
            count,
            threshold,
            best: BinaryHeap::with_capacity(count.min(MANY) + 1),
            first: 0,
            has: rest.of.clone(),
            rest,
            read: Vec::new(),
            looked_up: slots.iter().map(|_| None).collect(),
        }
    }

    /// The best articles that score more than the guess, in any order.
    fn run(mut self, segment: &mut Segment, window: &mut Window) -> tantivy::Result<Vec<Hit>> {
        self.leave_out();
        for at in self.first..self.slots.len() {
            self.read.extend(self.slots[at].open(segment)?.map(|cursor| (at, cursor)));
        }
        self.read.sort_by_key(|(at, _)| self.slots[*at].concept);
        while let Some(start) = self.read.iter().map(|(_, cursor)| cursor.doc()).min() {
            if start >= segment.end() {
                break;
            }
            window.clear();
            for (at, cursor) in &mut self.read {
                let Slot { concept, most, .. } = self.slots[*at];
                cursor.each(start + WINDOW, most, |doc, score| window.add(doc - start, concept, score));
            }
            window.settle(self.threshold / (1.0 + ROUNDING) - (self.rest.words + self.rest.pairs) as f32);
            for at in window.touched.iter().copied() {
                let doc = start + at;
                if self.alive.is_none_or(|alive| alive.is_alive(doc))
                    && let Some(score) = self.score(doc, window.sums[at as usize], segment)?
                {
                    self.keep(Hit { score, doc });
                }
            }
            let before = self.first;
            self.leave_out();
            if self.first > before {
                self.read.retain(|(at, _)| *at >= self.first);
            }
        }
        Ok(self.best.into_iter().map(|Reverse(hit)| hit).collect())
    }

    /// Moves `first` to where the slots before it are far from enough.
    fn leave_out(&mut self) {
        while let Some(slot) = self.slots.get(self.first) {
            let before = self.rest.of[slot.concept];
            self.rest.set(self.ranked, slot.concept, slot.most);
            if self.rest.score() > self.threshold * LEFT_OUT {
                self.rest.set(self.ranked, slot.concept, before);
                return;
            }
            self.first += 1;
        }
    }

    fn keep(&mut self, hit: Hit) {
        self.best.push(Reverse(hit));
        if self.best.len() > self.count {
            self.best.pop();
        }
        if self.best.len() == self.count
            && let Some(Reverse(last)) = self.best.peek()
        {
            self.threshold = self.threshold.max(last.score);
        }
    }

    /// The score of an article, unless it cannot exceed the threshold; `read` is what the lists that are read give at most.
    fn score(&mut self, doc: DocId, read: f32, segment: &mut Segment) -> tantivy::Result<Option<f32>> {
        let slots = self.slots;
        let mut bound = f64::from(read) + self.rest.words + self.rest.pairs;
        let enough = f64::from(self.threshold / (1.0 + ROUNDING));
        if bound <= enough {
            return Ok(None);
        }
        self.has.fill(0.0);
        for at in (0..self.first).rev() {
            let Slot { concept, most, below, .. } = slots[at];
            let before = self.has[concept];
            if most > before {
                self.look_up(at, doc, segment)?;
                bound += f64::from(self.has[concept].max(below)) - f64::from(before.max(most));
                if bound <= enough {
                    return Ok(None);
                }
            }
        }
        for at in (self.first..slots.len()).rev() {
            if slots[at].most > self.has[slots[at].concept] {
                self.look_up(at, doc, segment)?;
            }
        }
        let (words, pairs) = self.has.split_at(self.ranked.concepts.len());
        let found = words.iter().filter(|score| **score > 0.0).count();
        let score = self.rest.coverage.score(words.iter().sum(), found) + pairs.iter().sum::<f32>();
        Ok((score > self.threshold).then_some(score))
    }

    /// Adds what an article has of one slot.
    fn look_up(&mut self, at: usize, doc: DocId, segment: &mut Segment) -> tantivy::Result<()> {
        let slot = &self.slots[at];
        if self.looked_up[at].is_none() {
            self.looked_up[at] = Some(slot.open(segment)?);
        }
        if let Some(Some(cursor)) = &mut self.looked_up[at]
            && let Some(score) = cursor.at(doc)
        {
            self.has[slot.concept] = self.has[slot.concept].max(score);
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "best_tests.rs"]
mod tests;
