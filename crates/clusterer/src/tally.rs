//! How many articles of each language have each feature.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::collection::Collection;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;

/// Parts of the table, each behind a lock of its own.
const PARTS: usize = 64;
/// Articles that are counted together, so that a part is locked once for all of them.
pub(crate) const BLOCK: usize = 256;

/// Counts features while articles are read, in any order, by many threads.
pub(crate) struct Tally {
    parts: Vec<Mutex<Part>>,
    articles: Mutex<[u32; Tongue::COUNT]>,
}

type Part = HashMap<u64, Seen, BuildHasherDefault<IsHash>>;

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
    pub fn finish(self) -> Vocabulary {
        let mut kept: Vec<(u64, Seen)> = Vec::new();
        for part in self.parts {
            let part = part.into_inner().expect(LOCKED);
            kept.extend(part.into_iter().filter(|(_, seen)| seen.by_tongue.iter().sum::<u32>() > 1));
        }
        kept.par_sort_unstable_by_key(|(hash, _)| *hash);
        let articles = self.articles.into_inner().expect(LOCKED);
        let (hashes, features): (Vec<u64>, Vec<Seen>) = kept.into_iter().unzip();
        Vocabulary { starts: starts(&hashes), hashes, features, articles }
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

/// The features that two articles or more have: by those that one article has it is like no other. A feature's number is
/// its place in the order of hashes.
pub(crate) struct Vocabulary {
    /// Ascending; by themselves, since they are searched hundreds of times for an article.
    hashes: Vec<u64>,
    features: Vec<Seen>,
    /// Articles of each language.
    pub articles: [u32; Tongue::COUNT],
    /// Where the hashes with the same first bits begin.
    starts: Vec<u32>,
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// A feature by its number.
    pub fn feature(&self, number: u32) -> &Seen {
        &self.features[number as usize]
    }

    /// The hash of a feature by its number.
    pub fn hash(&self, number: u32) -> u64 {
        self.hashes[number as usize]
    }

    pub fn family(&self, number: u32) -> Family {
        self.features[number as usize].family
    }

    /// The number of a feature, if any other article has it.
    pub fn number(&self, hash: u64) -> Option<u32> {
        let bucket = bucket(hash, self.starts.len() - 1);
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        let at = self.hashes[start..end].iter().position(|&other| other == hash)?;
        Some((start + at) as u32)
    }
}

/// About one feature to a bucket.
fn starts(hashes: &[u64]) -> Vec<u32> {
    let buckets = hashes.len().next_power_of_two().max(2);
    let mut starts = vec![0u32; buckets + 1];
    hashes.iter().for_each(|&hash| starts[bucket(hash, buckets) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

/// Which of a power of two of buckets a hash belongs to, in order of hashes.
fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> (64 - buckets.trailing_zeros())) as usize
}

/// Keys that are hashes already.
#[derive(Default)]
struct IsHash(u64);

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
        let hash = |word: &str| crate::family::stable_hash(Family::Entity.index() as u64, word);
        let counted = |vocabulary: &Vocabulary, word: &str| {
            let number = vocabulary.number(hash(word))?;
            Some(vocabulary.feature(number).by_tongue[Tongue::English.index()])
        };
        let check = |removed: &[usize], expect: [Option<u32>; 4]| {
            let tally = always(Tally::of(&articles[..], &[0, 1, 2]));
            always(tally.remove(&articles[..], removed));
            let vocabulary = tally.finish();
            assert_eq!(["ferry", "norway", "oslo", "bergen"].map(|word| counted(&vocabulary, word)), expect);
            assert_eq!(vocabulary.articles[Tongue::English.index()], 3 - removed.len() as u32);
            assert!(vocabulary.hashes.is_sorted());
        };
        check(&[], [Some(3), Some(2), Some(2), None]);
        check(&[1], [Some(2), None, None, None]);
        check(&[0, 1, 2], [None; 4]);
    }
}
