//! One article held against others.

use crate::family::{Family, Tongue};
use crate::vectors::{IN_TITLE, Space, Vector};

/// A feature that two articles share: family, then its place among the features, weight and weight in the title in either.
pub(crate) struct SharedFeature {
    pub feature: u32,
    pub family: Family,
    pub places: [usize; 2],
    pub weights: [f32; 2],
    pub titles: [f32; 2],
}

/// An article laid out so that others are quickly held against it: what it shares with one of them is found by going over
/// the features of that one.
pub(crate) struct Spread {
    /// Whether there is any feature whose number ends in the bits of a place. Small, so that nearly all that is not shared is
    /// seen in the processor's nearest cache.
    any: Vec<u64>,
    /// For the last bits of a feature's number one more than its place in `slots`; 0 where there is none.
    table: Vec<u32>,
    slots: Vec<Slot>,
    tongue: Tongue,
}

struct Slot {
    feature: u32,
    weight: f32,
    title: f32,
    family: Family,
}

/// Places in the table, and bits, for each feature.
const ROOM: usize = 4;
const BITS: usize = 16;
/// Features that are gone over at once; few in tests, so that these meet the seams.
const CHUNK: usize = if cfg!(test) { 8 } else { 512 };

impl Spread {
    pub fn new() -> Spread {
        Spread { any: Vec::new(), table: Vec::new(), slots: Vec::new(), tongue: Tongue::Other }
    }

    /// Lays out an article of a space in place of the one before.
    pub fn set(&mut self, space: &Space, article: usize) {
        let vector = &space.vectors[article];
        self.tongue = vector.tongue;
        self.any.clear();
        self.any.resize((vector.len() * BITS / 64).next_power_of_two(), 0);
        self.table.clear();
        self.table.resize((vector.len() * ROOM).next_power_of_two(), 0);
        self.slots.clear();
        let (bits, last) = (self.any.len() * 64 - 1, self.table.len() - 1);
        for (feature, weight, title) in vector.entries() {
            self.slots.push(Slot { feature, weight, title, family: space.vocabulary.family(feature) });
            self.any[(feature as usize & bits) / 64] |= 1 << (feature % 64);
            let mut at = feature as usize & last;
            while self.table[at] != 0 {
                at = (at + 1) & last;
            }
            self.table[at] = self.slots.len() as u32;
        }
    }

    /// Calls `visit` for every feature that the article shares with another and that counts between their languages, in order
    /// of vocabulary.
    #[inline]
    pub fn shared(&self, other: &Vector, mut visit: impl FnMut(SharedFeature)) {
        for stretch in other.counting(self.tongue == other.tongue) {
            let (mut near, mut counted, mut titles) = ([0; CHUNK], 0, stretch.titles);
            for start in (0..stretch.features.len()).step_by(CHUNK) {
                let count = self.perhaps(&stretch.features[start..], &mut near);
                for at in near[..count].iter().map(|&at| start + usize::from(at)) {
                    let tagged = stretch.features[at];
                    let Some((place, slot)) = self.slot(tagged & !IN_TITLE) else { continue };
                    let mut title = 0.0;
                    if tagged & IN_TITLE != 0 {
                        titles +=
                            stretch.features[counted..at].iter().map(|tagged| (tagged >> 31) as usize).sum::<usize>();
                        (counted, title) = (at, other.title(titles));
                    }
                    let (weights, titles) = ([slot.weight, stretch.weights[at].get()], [slot.title, title]);
                    let places = [place, stretch.first + at];
                    visit(SharedFeature { feature: slot.feature, family: slot.family, places, weights, titles });
                }
            }
        }
    }

    /// Finds the places of the first features, up to [`CHUNK`], that the article may have, and counts them. No branch depends
    /// on whether it has one, since a processor could not foresee that.
    fn perhaps(&self, features: &[u32], near: &mut [u16; CHUNK]) -> usize {
        let (bits, mut count) = (self.any.len() * 64 - 1, 0);
        for (at, &tagged) in features.iter().take(CHUNK).enumerate() {
            near[count % CHUNK] = at as u16;
            count += (self.any[(tagged as usize & bits) / 64] >> (tagged % 64) & 1) as usize;
        }
        count
    }

    /// A feature of the article with its place among them.
    fn slot(&self, feature: u32) -> Option<(usize, &Slot)> {
        let last = self.table.len() - 1;
        let mut at = feature as usize & last;
        loop {
            let place = self.table[at].checked_sub(1)? as usize;
            let slot = &self.slots[place];
            if slot.feature == feature {
                return Some((place, slot));
            }
            at = (at + 1) & last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::always;
    use crate::features::{ArticleFeatures, Feature};
    use crate::vectors::FAMILIES;
    use crate::{ClusterConfig, testing};
    use newsbraid_text::Lang;
    use proptest::prelude::*;

    /// An article of some of forty features of each family, some of them in the title.
    fn article((korean, features): (bool, Vec<(usize, u64, bool)>)) -> ArticleFeatures {
        let feature = |(family, hash, title): (usize, u64, bool)| {
            let (family, title) = (Family::ALL[family], f32::from(u8::from(title)));
            Feature { hash: crate::family::mix(hash * 16 + family as u64), family, title, body: 1.0 }
        };
        let mut features: Vec<Feature> = features.into_iter().map(feature).collect();
        features.sort_by_key(|feature| (feature.family, feature.hash));
        features.dedup_by_key(|feature| feature.hash);
        let lang = if korean { Lang::Ko } else { Lang::En };
        ArticleFeatures { lang, features, ..testing::article("", "2026-03-01T00:00:00Z", &[]) }
    }

    proptest! {
        /// What is shared is what stands in both lists and counts between the two languages.
        #[test]
        fn what_is_spread_out_finds_what_two_lists_have(
            articles in prop::collection::vec(
                (any::<bool>(), prop::collection::vec((0..FAMILIES, 0u64..40, any::<bool>()), 0..60)),
                2..6,
            ),
        ) {
            let articles: Vec<ArticleFeatures> = articles.into_iter().map(article).collect();
            let space = always(Space::of(&articles[..], &ClusterConfig::default()));
            let mut spread = Spread::new();
            for (a, x) in space.vectors.iter().enumerate() {
                spread.set(&space, a);
                for y in &space.vectors {
                    let mut found = Vec::new();
                    spread.shared(y, |shared| {
                        found.push((shared.feature, shared.family, shared.weights, shared.titles));
                    });
                    let counts = |family: Family| family.counts(x.tongue == y.tongue);
                    let both = x.entries().filter_map(|(feature, weight, title)| {
                        let (family, other) = (space.vocabulary.family(feature), y.entries().find(|e| e.0 == feature)?);
                        counts(family).then_some((feature, family, [weight, other.1], [title, other.2]))
                    });
                    prop_assert_eq!(found, both.collect::<Vec<_>>());
                }
            }
        }
    }
}
