//! The features that articles have in common, numbered.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::family::{Family, Tongue};
use crate::features::Feature;
use crate::tally::Part;
use crate::vectors::FAMILIES;

/// Families in the order of their features' numbers: those that count between any two articles, those that count between
/// two languages, those that count within one. So what counts between two articles is one or two stretches of the features
/// of either.
const ORDER: [Family; FAMILIES] = {
    let (mut order, mut at, mut group) = ([Family::Entity; FAMILIES], 0, 0);
    while group <= WITHIN {
        let mut family = 0;
        while family < FAMILIES {
            if group_of(Family::ALL[family]) == group {
                order[at] = Family::ALL[family];
                at += 1;
            }
            family += 1;
        }
        group += 1;
    }
    order
};
// What is looked up leaves bigrams out by stopping where they begin.
const _: () = assert!(matches!(ORDER[FAMILIES - 1], Family::Bigram));

/// Groups of families: 0 count between any two articles, these between two languages only and within one only.
const BETWEEN: usize = 1;
const WITHIN: usize = 2;

const fn group_of(family: Family) -> usize {
    match (family.counts(false), family.counts(true)) {
        (true, true) => 0,
        (true, false) => BETWEEN,
        _ => WITHIN,
    }
}

/// Families of the groups before one.
const fn before(group: usize) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < FAMILIES {
        count += (group_of(Family::ALL[at]) < group) as usize;
        at += 1;
    }
    count
}

/// The first in [`ORDER`] that counts between two languages only, and the first that counts within one only.
const CROSS: usize = before(BETWEEN);
const SAME: usize = before(WITHIN);
/// The place in [`ORDER`], by [`Family::index`].
const RANK: [usize; FAMILIES] = {
    let (mut rank, mut at) = ([0; FAMILIES], 0);
    while at < FAMILIES {
        rank[ORDER[at] as usize] = at;
        at += 1;
    }
    rank
};

/// The features that two articles or more have: by those that one article has it is like no other.
pub(crate) struct Vocabulary {
    /// By number: those of a family together, the most frequent first, so that what is often asked for lies together.
    hashes: Vec<u64>,
    /// The number at which each family of [`ORDER`] begins.
    starts: [u32; FAMILIES],
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The hash of a feature by its number.
    pub fn hash(&self, number: u32) -> u64 {
        self.hashes[number as usize]
    }

    pub fn family(&self, number: u32) -> Family {
        ORDER[self.starts.partition_point(|&start| start <= number) - 1]
    }

    /// The number at which bigrams begin; they are the last.
    pub fn bigrams(&self) -> u32 {
        self.starts[FAMILIES - 1]
    }
}

/// A feature with the number of articles of each language that have it.
struct Counted {
    hash: u64,
    by_tongue: [u32; Tongue::COUNT],
    family: Family,
}

/// Number of a feature and the articles of each language that have it, where another article has it.
pub(crate) type Found = Option<(u32, [u32; Tongue::COUNT])>;

/// How many articles have each feature of a vocabulary, by hash.
pub(crate) struct Counts {
    /// By number.
    features: Vec<Counted>,
    /// The last half of a hash and one more than the feature's number, where the first half puts it or in the next place
    /// that was free; 0 for a free place.
    places: Vec<(u32, u32)>,
    /// Articles of each language.
    pub articles: [u32; Tongue::COUNT],
}

impl Counts {
    pub fn new(parts: Vec<Part>, articles: [u32; Tongue::COUNT]) -> Counts {
        let several = |by_tongue: &[u32; Tongue::COUNT]| by_tongue.iter().sum::<u32>() > 1;
        let count = parts.iter().flat_map(Part::values).filter(|seen| several(&seen.by_tongue)).count();
        let mut features = Vec::with_capacity(count);
        for part in parts {
            let kept = part.into_iter().filter(|(_, seen)| several(&seen.by_tongue));
            features.extend(kept.map(|(hash, seen)| Counted { hash, by_tongue: seen.by_tongue, family: seen.family }));
        }
        let key = |counted: &Counted| {
            (RANK[counted.family.index()], Reverse(counted.by_tongue.iter().sum::<u32>()), counted.hash)
        };
        features.par_sort_unstable_by_key(key);
        let places = placed(&features);
        Counts { features, places, articles }
    }

    /// Looks up features, in their order. Step by step for all of them: a place is seldom in the processor's caches, and so
    /// it fetches many at a time.
    pub fn find(&self, features: &[Feature], found: &mut Vec<Found>) {
        let first = features.iter().map(|feature| self.places[place(feature.hash, self.places.len())]);
        let first: Vec<(u32, u32)> = first.collect();
        let number = |(feature, first): (&Feature, (u32, u32))| self.number(feature.hash, first);
        let numbers: Vec<Option<u32>> = features.iter().zip(first).map(number).collect();
        found.clear();
        let counted = |number: Option<u32>| number.map(|number| (number, self.features[number as usize].by_tongue));
        found.extend(numbers.into_iter().map(counted));
    }

    /// The number of a feature; `at` is what stands in its first place.
    fn number(&self, hash: u64, mut at: (u32, u32)) -> Option<u32> {
        let mut next = place(hash, self.places.len());
        while let Some(number) = at.1.checked_sub(1) {
            if at.0 == hash as u32 && self.features[number as usize].hash == hash {
                return Some(number);
            }
            next = (next + 1) % self.places.len();
            at = self.places[next];
        }
        None
    }

    /// The number at which the features begin that count between two languages only, and that of those that count within
    /// one only.
    pub fn bounds(&self) -> [u32; 2] {
        [CROSS, SAME].map(|rank| self.before(rank))
    }

    /// Features of the families before one of [`ORDER`].
    fn before(&self, rank: usize) -> u32 {
        self.features.partition_point(|counted| RANK[counted.family.index()] < rank) as u32
    }

    /// What is needed of the features once articles are weighed.
    pub fn into_vocabulary(self) -> Vocabulary {
        Vocabulary {
            starts: std::array::from_fn(|rank| self.before(rank)),
            hashes: self.features.iter().map(|counted| counted.hash).collect(),
        }
    }
}

/// Half as many places again as features.
fn placed(features: &[Counted]) -> Vec<(u32, u32)> {
    let mut places = vec![(0, 0); features.len() + features.len() / 2 + 1];
    for (number, counted) in features.iter().enumerate() {
        let mut at = place(counted.hash, places.len());
        while places[at].1 != 0 {
            at = (at + 1) % places.len();
        }
        places[at] = (counted.hash as u32, number as u32 + 1);
    }
    places
}

/// Where a hash belongs among so many places, in order of hashes.
fn place(hash: u64, places: usize) -> usize {
    ((u128::from(hash) * places as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_stand_in_the_order_in_which_they_count() {
        let counts = |same: bool| ORDER.map(|family| family.counts(same));
        assert!(counts(true).iter().enumerate().all(|(at, counts)| *counts != (CROSS..SAME).contains(&at)));
        assert!(counts(false).iter().enumerate().all(|(at, counts)| *counts == (at < SAME)));
        assert!(Family::ALL.iter().all(|family| ORDER.contains(family)));
        assert_eq!(ORDER[FAMILIES - 1], Family::Bigram);
    }
}
