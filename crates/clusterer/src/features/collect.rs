//! Counts features while the collectors walk over an article.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::{Article, Feature, Place, Texts};
use crate::family::{Family, Tongue, stable_hash};

/// Most features of one article; beyond, those of the title stay, then the frequent ones, bigrams last. A lead fills a third
/// of it.
const MOST: usize = 600;

/// Features met so far.
pub(crate) struct Collector {
    tongue: Tongue,
    counts: HashMap<(Family, u64), (f32, f32, String)>,
}

impl Collector {
    pub fn new(article: &Article) -> Collector {
        Collector { tongue: Tongue::of(article.document.meta.lang), counts: HashMap::new() }
    }

    /// Counts an occurrence of `key` at a place; `share` is less than one where the key is only one of several readings.
    pub fn add(&mut self, family: Family, key: &str, place: Place, share: f32) {
        self.add_as(family, key, key, place, share);
    }

    /// The same, shown to people as `text`.
    pub fn add_as(&mut self, family: Family, key: &str, text: &str, place: Place, share: f32) {
        let slot = self
            .counts
            .entry((family, feature_hash(family, self.salt(family), key)))
            .or_insert_with(|| (0.0, 0.0, text.to_string()));
        let weight = place.weight() * share;
        if place == Place::Title {
            slot.0 += weight;
        } else {
            slot.1 += weight;
        }
    }

    /// Words and bigrams of one language never equal those of another.
    fn salt(&self, family: Family) -> u64 {
        match family {
            Family::Word | Family::Bigram => 1 + self.tongue.index() as u64,
            _ => 0,
        }
    }

    /// The features in order of family and hash, and each as people read it.
    pub fn finish(self) -> (Vec<Feature>, Texts) {
        let mut features: Vec<(Feature, String)> = self
            .counts
            .into_iter()
            .map(|((family, hash), (title, body, text))| (Feature { hash, family, title, body }, text))
            .collect();
        if features.len() > MOST {
            features.sort_by(|a, b| by_importance(&a.0, &b.0));
            features.truncate(MOST);
        }
        features.sort_by_key(|(f, _)| (f.family, f.hash));
        features.into_iter().unzip()
    }
}

/// The hash of a feature; `salt` tells languages apart.
pub(super) fn feature_hash(family: Family, salt: u64, key: &str) -> u64 {
    stable_hash(family.index() as u64 * 16 + salt, key)
}

fn by_importance(a: &Feature, b: &Feature) -> Ordering {
    let rank = |f: &Feature| (f.title == 0.0, f.family == Family::Bigram);
    let count = |f: &Feature| 2.0 * f.title + f.body;
    rank(a).cmp(&rank(b)).then(count(b).total_cmp(&count(a))).then((a.family, a.hash).cmp(&(b.family, b.hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_features_those_of_the_title_stay() {
        let mut collector = Collector { tongue: Tongue::Chinese, counts: HashMap::new() };
        collector.add(Family::Bigram, "灰度", Place::Title, 1.0);
        collector.add(Family::Bigram, "正文", Place::Lead, 1.0);
        (0..MOST).for_each(|word| collector.add(Family::Word, &word.to_string(), Place::Rest, 1.0));
        let of_title = feature_hash(Family::Bigram, collector.salt(Family::Bigram), "灰度");
        let (kept, _) = collector.finish();
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept.iter().filter(|f| f.family == Family::Bigram).map(|f| f.hash).collect::<Vec<_>>(), [of_title]);
    }
}
