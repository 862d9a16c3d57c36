//! Scoring some articles, list by list.
//!
//! All articles of a batch are looked up in one list before the next one is opened. What was read of them before says what each
//! may score at most; what is looked up takes the place of that, and an article is given up as soon as it is below the threshold.

use tantivy::DocId;

use crate::query::coverage::Coverage;
use crate::query::cursor::{At, Cursor, Segment};
use crate::query::reading::Reading;
use crate::query::slots::Slots;
use crate::query::window::Known;

/// Looks articles up in all slots.
pub(crate) struct Batch<'r, 's> {
    slots: &'s Slots<'r>,
    /// What articles were taken for without being looked up.
    pub reading: Reading,
    coverage: Coverage,
    /// By slot, once it was opened; `None` within where the segment has nothing of it.
    cursors: Vec<Option<Option<Cursor>>>,
    /// The last article that was looked up.
    last: DocId,
    rows: Vec<Row>,
    /// What each row has of each group.
    has: Vec<f32>,
    /// Groups that were looked at.
    done: Vec<bool>,
}

/// Stands for the score of a group whose item lacks something.
const LACKS: f32 = -1.0;

/// An article that is being scored.
struct Row {
    /// What is known of it, and what it may have beside.
    most: Known,
    /// Where its groups begin.
    at: usize,
    /// What it was taken for in the group that is looked at.
    taken: f32,
}

impl<'r, 's> Batch<'r, 's> {
    pub fn new(slots: &'s Slots<'r>, coverage: Coverage) -> Batch<'r, 's> {
        let cursors = slots.slots.iter().map(|_| None).collect();
        Batch {
            slots,
            reading: Reading::all(slots),
            coverage,
            cursors,
            last: 0,
            rows: Vec::new(),
            has: Vec::new(),
            done: vec![false; slots.groups.len()],
        }
    }

    /// The scores of those of `docs`, which are in order, that may score `least` or more.
    pub fn score(
        &mut self,
        docs: &[Known],
        least: f64,
        segment: &mut Segment,
        mut found: impl FnMut(f32, DocId),
    ) -> tantivy::Result<()> {
        self.start(docs);
        for number in 0..self.reading.unsure.len() {
            let group = self.reading.unsure[number];
            self.look_up(group, segment)?;
            self.settle(group);
            let mut rows = std::mem::take(&mut self.rows);
            rows.retain(|row| self.score_of(&row.most) >= least);
            self.rows = rows;
            if self.rows.is_empty() {
                return Ok(());
            }
        }
        self.rows.iter().for_each(|row| found(self.score_of(&row.most) as f32, row.most.doc));
        Ok(())
    }

    /// The score of an article of which all is known; where it is taken for more than it has, no less than that.
    pub fn score_of(&self, known: &Known) -> f64 {
        self.coverage.of_sum(known.words, known.found as usize) + known.pairs
    }

    fn start(&mut self, docs: &[Known]) {
        let groups = self.slots.groups.len();
        let row = |(number, known): (usize, &Known)| Row { most: *known, at: number * groups, taken: 0.0 };
        self.rows.clear();
        self.rows.extend(docs.iter().enumerate().map(row));
        self.done.fill(false);
        self.has.clear();
        self.has.resize(self.rows.len() * groups, 0.0);
        if docs.first().is_some_and(|known| known.doc < self.last) {
            self.cursors.fill_with(|| None);
        }
        self.last = docs.last().map_or(self.last, |known| known.doc);
    }

    /// Looks all rows up in the slots of a group, those that score most first.
    fn look_up(&mut self, group: usize, segment: &mut Segment) -> tantivy::Result<()> {
        let floor = self.reading.floor(group);
        self.rows.iter_mut().for_each(|row| row.taken = floor);
        for at in self.slots.groups[group].clone() {
            let slot = &self.slots.slots[at];
            let was_read = self.reading.has(at);
            for row in &mut self.rows {
                let has = &mut self.has[row.at + group];
                if slot.most <= *has {
                    continue;
                }
                let cursor = match &mut self.cursors[at] {
                    Some(cursor) => cursor,
                    closed => closed.insert(slot.open(segment)?),
                };
                let Some(cursor) = cursor else { break };
                if let Some(At { taken, score }) = cursor.at(row.most.doc, slot.bonus)? {
                    if *has != LACKS {
                        *has = has.max(score);
                    }
                    if was_read {
                        row.taken = row.taken.max(taken);
                    }
                }
            }
        }
        Ok(())
    }

    /// What the rows have of a group takes the place of what they were taken for. An item that lacks something needed gives
    /// nothing.
    fn settle(&mut self, group: usize) {
        let item = &self.slots.items[self.slots.item_of[group]];
        let counts = u32::from(self.slots.counts(group));
        let can_lack = item.needed.len() > 1 && item.needed.contains(&group);
        self.done[group] = true;
        for Row { most, at, taken } in &mut self.rows {
            let has = &mut self.has[*at..];
            let sum = if item.times == 0 { &mut most.pairs } else { &mut most.words };
            *sum += f64::from(has[group].max(0.0)) - f64::from(*taken);
            match item.lead {
                // From here on stands for the other groups what each scores at most.
                Some((lead, bonus)) if lead == group && has[group] > 0.0 => *sum += bonus,
                Some((lead, _)) if lead != group && has[group] != LACKS => *sum -= f64::from(self.slots.most_of(group)),
                _ => {}
            }
            let is_there = |score: f32| if score > 0.0 { counts } else { 0 };
            most.found += is_there(has[group]);
            most.found -= is_there(*taken);
            if can_lack && has[group] == 0.0 {
                most.found -= if has[item.needed.start] > 0.0 { u32::from(item.times) } else { 0 };
                let leads = item.lead.is_some_and(|(lead, _)| lead == group);
                for other in item.groups() {
                    if self.done[other] {
                        *sum -= f64::from(has[other].max(0.0));
                    } else if item.lead.is_some() && !leads {
                        *sum -= f64::from(self.slots.most_of(other));
                    }
                    has[other] = LACKS;
                }
            }
        }
    }
}
