//! Articles as vectors in one space for all languages.

use rayon::prelude::*;

use crate::ClusterConfig;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;

/// Families, for arrays by [`Family::index`].
pub(crate) const FAMILIES: usize = Family::ALL.len();

/// A feature of an article with its weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Place in the vocabulary.
    pub feature: u32,
    pub family: Family,
    /// TF-IDF over title (twice) and text.
    pub weight: f32,
    /// TF-IDF over the title alone.
    pub title: f32,
    /// Place in [`ArticleFeatures::features`].
    pub source: u32,
}

/// Lengths of an article's vector against articles of one language, counting only what that language has at all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Norms {
    pub all: f32,
    pub title: f32,
    pub families: [f32; FAMILIES],
}

/// An article in the space.
pub(crate) struct Vector {
    pub tongue: Tongue,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// In order of vocabulary.
    pub entries: Vec<Entry>,
    pub norms: [Norms; Tongue::COUNT],
}

/// All articles of a run.
pub(crate) struct Space {
    pub vectors: Vec<Vector>,
    /// Articles that have each feature.
    pub frequency: Vec<u32>,
    /// Inverse document frequency below which a feature is common: that of one article in fifty.
    pub rare: f32,
}

impl Space {
    /// Weighs the features of articles against the collection they are in.
    pub fn new(articles: &[&ArticleFeatures], config: &ClusterConfig) -> Space {
        let vocabulary = vocabulary(articles);
        let mut by_tongue = vec![[0u32; Tongue::COUNT]; vocabulary.len()];
        let mut sizes = [0u32; Tongue::COUNT];
        let ids: Vec<Vec<u32>> = articles.par_iter().map(|article| ids(article, &vocabulary)).collect();
        for (article, ids) in articles.iter().zip(&ids) {
            let tongue = Tongue::of(article.lang).index();
            sizes[tongue] += 1;
            ids.iter().for_each(|&id| by_tongue[id as usize][tongue] += 1);
        }
        let weigher = Weigher { config, by_tongue: &by_tongue, sizes };
        let vectors = articles.par_iter().zip(ids).map(|(article, ids)| weigher.vector(article, &ids)).collect();
        let frequency = by_tongue.iter().map(|counts| counts.iter().sum()).collect();
        Space { vectors, frequency, rare: 50f32.ln() }
    }
}

/// All hashes, sorted.
fn vocabulary(articles: &[&ArticleFeatures]) -> Vec<u64> {
    let mut hashes: Vec<u64> = articles.iter().flat_map(|article| article.features.iter().map(|f| f.hash)).collect();
    hashes.par_sort_unstable();
    hashes.dedup();
    hashes
}

fn ids(article: &ArticleFeatures, vocabulary: &[u64]) -> Vec<u32> {
    let find = |hash: u64| vocabulary.binary_search(&hash).expect("the vocabulary holds all hashes") as u32;
    article.features.iter().map(|feature| find(feature.hash)).collect()
}

struct Weigher<'a> {
    config: &'a ClusterConfig,
    by_tongue: &'a [[u32; Tongue::COUNT]],
    sizes: [u32; Tongue::COUNT],
}

impl Weigher<'_> {
    fn vector(&self, article: &ArticleFeatures, ids: &[u32]) -> Vector {
        let tongue = Tongue::of(article.lang);
        let entry = |(source, &feature): (usize, &u32)| {
            let from = &article.features[source];
            let idf = self.idf(feature, tongue) * self.config.weight(from.family) as f32;
            let weight = idf * damped(2.0 * from.title + from.body);
            Entry { feature, family: from.family, weight, title: idf * damped(from.title), source: source as u32 }
        };
        let mut entries: Vec<Entry> = ids.iter().enumerate().map(entry).filter(|entry| entry.weight > 0.0).collect();
        entries.sort_by_key(|entry| entry.feature);
        let norms = std::array::from_fn(|other| self.norms(&entries, tongue, other));
        Vector { tongue, time: article.date.map(|date| date.as_second()), entries, norms }
    }

    /// The rarer a feature is among the articles of a language, the more it says.
    fn idf(&self, feature: u32, tongue: Tongue) -> f32 {
        let size = f64::from(self.sizes[tongue.index()]) + self.config.background.articles;
        let frequency = f64::from(self.by_tongue[feature as usize][tongue.index()]);
        ((size + 1.0) / (frequency + 0.5)).ln().max(0.0) as f32
    }

    fn norms(&self, entries: &[Entry], tongue: Tongue, other: usize) -> Norms {
        let same = tongue.index() == other;
        let mut norms = Norms::default();
        let shared = |e: &&Entry| e.family.counts(same) && self.by_tongue[e.feature as usize][other] > 0;
        for entry in entries.iter().filter(shared) {
            norms.all += entry.weight * entry.weight;
            norms.title += entry.title * entry.title;
            norms.families[entry.family.index()] += entry.weight * entry.weight;
        }
        norms.all = norms.all.sqrt();
        norms.title = norms.title.sqrt();
        norms.families.iter_mut().for_each(|norm| *norm = norm.sqrt());
        norms
    }
}

/// Repetition counts less and less.
fn damped(count: f32) -> f32 {
    if count >= 1.0 { 1.0 + count.ln() } else { count }
}
