//! How many articles of each language have each feature.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::collection::Collection;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;
use crate::vocabulary::Counts;

/// Parts of the table, each behind a lock of its own.
const PARTS: usize = 64;
/// Articles that are counted together, so that a part is locked once for all of them.
pub(crate) const BLOCK: usize = 256;

/// Counts features while articles are read, in any order, by many threads.
pub(crate) struct Tally {
    parts: Vec<Mutex<Part>>,
    articles: Mutex<[u32; Tongue::COUNT]>,
}

/// What was counted of the features whose hashes begin with the same bits.
pub(crate) type Part = HashMap<u64, Seen, BuildHasherDefault<IsHash>>;

/// A feature with the number of articles of each language that have it.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub family: Family,
    pub by_tongue: [u32; Tongue::COUNT],
}

/// The features of some articles, to be counted at once.
pub(crate) struct Block {
    parts: Vec<Vec<(u64, Family, Tongue)>>,
    articles: [u32; Tongue::COUNT],
}

impl Block {
    pub fn new() -> Block {
        Block { parts: vec![Vec::new(); PARTS], articles: [0; Tongue::COUNT] }
    }

    pub fn add(&mut self, article: &ArticleFeatures) {
        let tongue = Tongue::of(article.lang);
        self.articles[tongue.index()] += 1;
        for feature in &article.features {
            self.parts[part(feature.hash)].push((feature.hash, feature.family, tongue));
        }
    }
}

impl Tally {
    pub fn new() -> Tally {
        Tally { parts: (0..PARTS).map(|_| Mutex::default()).collect(), articles: Mutex::default() }
    }

    /// The features of articles that are given by their places.
    pub fn of<C: Collection + ?Sized>(articles: &C, places: &[usize]) -> Result<Tally, C::Error> {
        let tally = Tally::new();
        places.par_chunks(BLOCK).try_for_each(|places| {
            tally.add(&block(articles, places)?);
            Ok(())
        })?;
        Ok(tally)
    }

    /// Counts articles.
    pub fn add(&self, block: &Block) {
        self.change(block, |count| *count += 1);
        let mut articles = self.articles.lock().expect(LOCKED);
        articles.iter_mut().zip(block.articles).for_each(|(count, more)| *count += more);
    }

    /// Takes articles out that were counted.
    pub fn remove<C: Collection + ?Sized>(&self, articles: &C, places: &[usize]) -> Result<(), C::Error> {
        places.par_chunks(BLOCK).try_for_each(|places| {
            let block = block(articles, places)?;
            self.change(&block, |count| *count -= 1);
            let mut articles = self.articles.lock().expect(LOCKED);
            articles.iter_mut().zip(block.articles).for_each(|(count, less)| *count -= less);
            Ok(())
        })
    }

    fn change(&self, block: &Block, change: impl Fn(&mut u32)) {
        for (part, features) in self.parts.iter().zip(&block.parts) {
            let mut part = part.lock().expect(LOCKED);
            for &(hash, family, tongue) in features {
                let seen = part.entry(hash).or_insert(Seen { family, by_tongue: [0; Tongue::COUNT] });
                change(&mut seen.by_tongue[tongue.index()]);
            }
        }
    }

    /// The features that two articles or more have.
    pub fn finish(self) -> Counts {
        let articles = self.articles.into_inner().expect(LOCKED);
        Counts::new(self.parts.into_iter().map(|part| part.into_inner().expect(LOCKED)).collect(), articles)
    }
}

const LOCKED: &str = "no thread panics while it counts";

fn block<C: Collection + ?Sized>(articles: &C, places: &[usize]) -> Result<Block, C::Error> {
    let mut block = Block::new();
    for &at in places {
        block.add(articles.features(at)?.as_ref());
    }
    Ok(block)
}

fn part(hash: u64) -> usize {
    (hash >> 58) as usize
}

/// Keys that are hashes already.
#[derive(Default)]
pub(crate) struct IsHash(u64);

impl Hasher for IsHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        // The first bits are the same within a part, and the table looks at the first and at the last.
        self.0 = hash.rotate_left(6);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Feature;
    use crate::collection::always;
    use crate::testing::article;

    #[test]
    fn only_what_two_articles_have_is_counted() {
        let day = "2026-03-01T00:00:00Z";
        let articles = [
            article("a", day, &["ferry", "norway"]),
            article("b", day, &["ferry", "norway", "oslo"]),
            article("c", day, &["ferry", "oslo"]),
        ];
        let counted = |counts: &Counts, word: &str| {
            let hash = crate::family::stable_hash(Family::Entity.index() as u64, word);
            let mut found = Vec::new();
            counts.find(&[Feature { hash, ..articles[0].features[0].clone() }], &mut found);
            found[0].map(|(_, by_tongue)| by_tongue[Tongue::English.index()])
        };
        let check = |removed: &[usize], expect: [Option<u32>; 4]| {
            let tally = always(Tally::of(&articles[..], &[0, 1, 2]));
            always(tally.remove(&articles[..], removed));
            let counts = tally.finish();
            assert_eq!(["ferry", "norway", "oslo", "bergen"].map(|word| counted(&counts, word)), expect);
            assert_eq!(counts.articles[Tongue::English.index()], 3 - removed.len() as u32);
        };
        check(&[], [Some(3), Some(2), Some(2), None]);
        check(&[1], [Some(2), None, None, None]);
        check(&[0, 1, 2], [None; 4]);
    }
}
