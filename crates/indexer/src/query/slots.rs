//! What has to be read to find and score the articles of a [`Ranked`] in one segment.
//!
//! A *slot* is what one cursor is opened for: a word in one field, a phrase, the mentions of an entity. Of the slots of a
//! *group* the best counts. An *item* is a concept or a pair of characters: one group, or for a term of several words a group
//! for each of them, all of which must be there, and one more that adds to the score.

use std::ops::Range;

use crate::query::cursor::{Cursor, Segment};
use crate::query::ranked::{Concept, Ranked};
use crate::query::way::{Places, Sequence, Way};

/// A group leads where it has no more than one in so many postings of the item.
const LEADS: u64 = 8;

/// What a sum of a few 32-bit numbers may be off by rounding, as a share of it. What an article is taken for beyond its score is rounded up
/// by it, so that no article scores more than it is taken for, to the last bit.
pub(crate) const ROUNDED_UP: f32 = 8.0 * f32::EPSILON;

/// What one cursor is opened for.
pub(crate) struct Slot<'r> {
    pub group: usize,
    opens: Opens<'r>,
    /// How often it stands in the query.
    times: f32,
    /// What it scores at most.
    pub most: f32,
    /// What other groups of its item may give, which are not read.
    pub bonus: f32,
    /// About how many articles of the segment have it.
    pub frequency: u64,
}

#[derive(Clone, Copy)]
enum Opens<'r> {
    Text(&'r Sequence),
    Way(&'r Way),
}

impl Slot<'_> {
    /// What an article that has it is taken for at most.
    pub fn taken(&self) -> f32 {
        self.most + self.bonus
    }

    /// Whether an article may be taken for more than it scores.
    pub fn is_doubtful(&self) -> bool {
        match self.opens {
            Opens::Text(text) => text.terms.len() > 1,
            Opens::Way(way) => matches!(way, Way::Entity(_)),
        }
    }

    pub fn open(&self, segment: &mut Segment) -> tantivy::Result<Option<Cursor>> {
        match self.opens {
            Opens::Text(text) => segment.open(text, self.times),
            Opens::Way(way) => segment.open_way(way, self.times),
        }
    }
}

/// A concept or a pair of characters.
pub(crate) struct Item {
    /// The groups of which each must have something.
    pub needed: Range<usize>,
    /// The groups that add to the score, behind the others; one or none.
    pub more: Range<usize>,
    /// The group that is read, where only few articles have it: an article that lacks it has nothing of the item, so the others
    /// are only looked up. And what these score at most together.
    pub lead: Option<(usize, f64)>,
    /// How many concepts it counts for; none for a pair, which only adds to the score.
    pub times: u16,
}

impl Item {
    /// All its groups.
    pub fn groups(&self) -> Range<usize> {
        self.needed.start..self.more.end
    }
}

/// All slots of a segment.
#[derive(Default)]
pub(crate) struct Slots<'r> {
    /// By group, and within it those that score most first.
    pub slots: Vec<Slot<'r>>,
    /// The slots of each group.
    pub groups: Vec<Range<usize>>,
    /// Concepts, then pairs.
    pub items: Vec<Item>,
    /// The item of each group.
    pub item_of: Vec<usize>,
    /// For each group what an article is taken for without having it, at most.
    doubt: Vec<f32>,
    /// Slots that are read, those that score most first, what they stand for included.
    pub read: Vec<usize>,
    /// Groups of which an article may have something else than it was taken for, those first where it may be much less.
    pub unsure: Vec<usize>,
}

impl<'r> Slots<'r> {
    pub fn of(ranked: &'r Ranked, segment: &Segment) -> Slots<'r> {
        let mut all = Slots::default();
        for Concept { ways, times } in &ranked.concepts {
            let first = all.groups.len();
            match ways.as_slice() {
                [Way::All(parts, more)] => {
                    parts.iter().for_each(|part| all.group_of(part, *times, segment));
                    let needed = first..all.groups.len();
                    if !more.is_empty() {
                        all.group_of(more, *times, segment);
                    }
                    all.item(needed, *times);
                }
                ways => {
                    all.group_of(ways, *times, segment);
                    all.item(first..all.groups.len(), *times);
                }
            }
        }
        for pair in &ranked.pairs {
            let first = all.groups.len();
            all.group(vec![(Opens::Text(pair), pair.most(), pair.rarest(segment.at))], 1.0);
            all.item(first..all.groups.len(), 0);
        }
        all.read = (0..all.slots.len()).filter(|at| all.is_read(all.slots[*at].group)).collect();
        all.unsure = (0..all.groups.len()).filter(|group| all.doubt[*group] > 0.0 || all.is_part(*group)).collect();
        let Slots { slots, doubt, read, unsure, .. } = &mut all;
        read.sort_by(|a, b| slots[*b].taken().total_cmp(&slots[*a].taken()));
        unsure.sort_by(|a, b| doubt[*b].total_cmp(&doubt[*a]));
        all
    }

    /// Postings of all slots that are read.
    pub fn postings(&self) -> u64 {
        self.read.iter().map(|at| self.slots[*at].frequency).sum()
    }

    /// Whether a group is that of a pair.
    pub fn is_pair(&self, group: usize) -> bool {
        self.items[self.item_of[group]].times == 0
    }

    /// How many more concepts an article has that has something of a group.
    pub fn counts(&self, group: usize) -> u16 {
        let item = &self.items[self.item_of[group]];
        if item.needed.start == group { item.times } else { 0 }
    }

    /// Whether a group is one of several of an item.
    pub fn is_part(&self, group: usize) -> bool {
        let item = &self.items[self.item_of[group]];
        item.groups().len() > 1
    }

    /// Adds a group for several ways.
    fn group_of(&mut self, ways: &'r [Way], times: u16, segment: &Segment) {
        let mut found = Vec::new();
        for way in ways {
            match way {
                Way::Text(Places { texts, title }) => {
                    let texts = texts.iter().chain(title);
                    found.extend(texts.map(|text| (Opens::Text(text), text.most(), text.rarest(segment.at))));
                }
                Way::Entity(mentions) => {
                    found.push((Opens::Way(way), way.most(), mentions.mention.frequency_in(segment.at)));
                }
                // Nobody knows how many.
                Way::All(..) | Way::Other(_) => found.push((Opens::Way(way), way.most(), u64::from(segment.end()))),
            }
        }
        self.group(found, f32::from(times));
    }

    fn group(&mut self, mut found: Vec<(Opens<'r>, f32, u64)>, times: f32) {
        found.retain(|(_, _, frequency)| *frequency > 0);
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (group, first) = (self.groups.len(), self.slots.len());
        let slot = |(opens, most, frequency)| Slot { group, opens, times, most: most * times, bonus: 0.0, frequency };
        self.slots.extend(found.into_iter().map(slot));
        self.groups.push(first..self.slots.len());
        let doubtful = self.slots[first..].iter().find(|slot| slot.is_doubtful());
        self.doubt.push(doubtful.map_or(0.0, |slot| slot.most));
    }

    /// The groups from the end of `needed` on add to the score of an item.
    fn item(&mut self, needed: Range<usize>, times: u16) {
        self.item_of.resize(self.groups.len(), self.items.len());
        let lead = self.lead(needed.clone());
        if let Some((group, bonus)) = lead {
            let slots = &mut self.slots[self.groups[group].clone()];
            slots.iter_mut().for_each(|slot| slot.bonus = bonus as f32 + ROUNDED_UP * (bonus as f32 + slot.most));
            self.doubt[needed.start..].fill(0.0);
            self.doubt[group] = self.most_of(group) + bonus as f32;
        }
        self.items.push(Item { more: needed.end..self.groups.len(), needed, lead, times });
    }

    /// The rarest of the groups of which each is needed, and what all others behind the first of them score at most.
    fn lead(&self, needed: Range<usize>) -> Option<(usize, f64)> {
        let frequency =
            |group: usize| self.slots[self.groups[group].clone()].iter().map(|slot| slot.frequency).sum::<u64>();
        let rarest = needed.clone().min_by_key(|group| frequency(*group))?;
        let groups = needed.start..self.groups.len();
        let is_rare = groups.len() > 1 && frequency(rarest) * LEADS <= groups.clone().map(frequency).sum();
        is_rare.then(|| {
            (rarest, groups.filter(|group| *group != rarest).map(|group| f64::from(self.most_of(group))).sum())
        })
    }

    /// What an article is taken for in a group without having it, at most.
    pub fn doubt(&self, group: usize) -> f32 {
        self.doubt[group]
    }

    /// What a group scores at most.
    pub fn most_of(&self, group: usize) -> f32 {
        self.slots[self.groups[group].clone()].first().map_or(0.0, |slot| slot.most)
    }

    /// Whether the slots of a group are read, and not only looked up.
    pub fn is_read(&self, group: usize) -> bool {
        self.items[self.item_of[group]].lead.is_none_or(|(lead, _)| lead == group)
    }
}
