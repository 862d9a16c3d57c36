//! Articles for tests.

use newsbraid_text::Lang;

use crate::family::{Family, stable_hash};
use crate::features::{ArticleFeatures, Details, Feature};

/// An English article with the given words in its title.
pub(crate) fn article(id: &str, date: &str, words: &[&str]) -> ArticleFeatures {
    let feature = |word: &&str| Feature {
        hash: stable_hash(Family::Entity.index() as u64, word),
        family: Family::Entity,
        title: 1.0,
        body: 1.0,
    };
    let mut features: Vec<(Feature, String)> = words.iter().map(|word| (feature(word), word.to_string())).collect();
    features.sort_by_key(|(f, _)| (f.family, f.hash));
    features.dedup_by_key(|(f, _)| f.hash);
    let (features, texts) = features.into_iter().unzip();
    let article = ArticleFeatures::without_text(id.to_string(), Lang::En, date.parse().ok(), features);
    ArticleFeatures { details: Details { title: words.join(" "), texts, ..Details::default() }, ..article }
}
