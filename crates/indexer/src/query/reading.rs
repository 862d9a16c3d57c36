//! Which lists are read for all articles, and which only looked up for the promising ones.
//!
//! Once it is known what the last of the best articles scores at least, common words in places where they score little need not be
//! read: every article is taken to have them, for as much as they score at most (the *floor* of their group). What is read counts
//! for what it scores beyond that. Where the floors together are far below what an article must score, nearly no article is
//! looked up for them (MaxScore, but for single slots of a group; the pairs of characters of a word are such slots).

use std::cmp::Ordering;

use crate::query::slots::{Slot, Slots};

/// Floors together are no more than this share of what an article must score.
const SHARE: f64 = 0.5;
/// Shorter lists are read: to look articles up in them takes as long.
const FEW: u64 = if cfg!(test) { 8 } else { 1 << 11 };

/// The slots that are read, and what stands for the others.
pub(crate) struct Reading {
    /// Slots that are read, group by group.
    pub read: Vec<usize>,
    /// By slot, whether it is one of these.
    is_read: Vec<bool>,
    /// By group, what every article is taken for at least.
    floors: Vec<f32>,
    /// The sum of the floors.
    pub words: f64,
    /// Concepts that every article is taken to have.
    pub found: u32,
    /// Groups of which an article may have something else than it was taken for, those first where it may be much less.
    pub unsure: Vec<usize>,
}

impl Reading {
    /// Reads all slots that the others of their items do not lead.
    pub fn all(slots: &Slots) -> Reading {
        Reading::with(slots, vec![0.0; slots.groups.len()])
    }

    /// Reads what may decide whether an article scores `least`.
    pub fn beyond(least: f64, slots: &Slots) -> Reading {
        let mut common: Vec<&Slot> = slots.read.iter().map(|at| &slots.slots[*at]).collect();
        common.retain(|slot| slot.frequency >= FEW && !slots.is_pair(slot.group) && !slots.is_part(slot.group));
        let price = |slot: &Slot| f64::from(slot.most) / slot.frequency as f64;
        common.sort_by(|a, b| price(a).partial_cmp(&price(b)).unwrap_or(Ordering::Equal));
        let (mut floors, mut sum) = (vec![0.0f32; slots.groups.len()], 0.0);
        for slot in common {
            let floor = &mut floors[slot.group];
            let more = f64::from(slot.most - *floor);
            if more > 0.0 && sum + more <= least * SHARE {
                *floor = slot.most;
                sum += more;
            }
        }
        Reading::with(slots, floors)
    }

    fn with(slots: &Slots, floors: Vec<f32>) -> Reading {
        let mut is_read = vec![false; slots.slots.len()];
        for at in slots.read.iter().copied() {
            let slot = &slots.slots[at];
            is_read[at] = floors[slot.group] == 0.0 || slot.most > floors[slot.group];
        }
        let lowered = (0..floors.len()).filter(|group| floors[*group] > 0.0);
        let found = lowered.clone().map(|group| u32::from(slots.counts(group))).sum();
        let mut unsure = slots.unsure.clone();
        unsure.extend(lowered.filter(|group| !slots.unsure.contains(group)));
        unsure.sort_by(|a, b| slots.doubt(*b).max(floors[*b]).total_cmp(&slots.doubt(*a).max(floors[*a])));
        Reading {
            read: (0..is_read.len()).filter(|at| is_read[*at]).collect(),
            words: floors.iter().map(|floor| f64::from(*floor)).sum(),
            is_read,
            floors,
            found,
            unsure,
        }
    }

    /// Whether a slot is read.
    pub fn has(&self, slot: usize) -> bool {
        self.is_read[slot]
    }

    /// What every article is taken for in a group at least.
    pub fn floor(&self, group: usize) -> f32 {
        self.floors[group]
    }
}
