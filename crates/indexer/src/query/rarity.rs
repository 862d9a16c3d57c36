//! How much the words of a question count beside each other where an index is too small to say how common they are.
//!
//! Inverse document frequency is what an index knows of that. Among a few hundred articles 另一种 may be in one and the subject of the
//! question in two; what text at large knows corrects it: a word counts by the logarithm of its share there too. With every
//! thousand articles that says less, for a subject of the collection is common in it and rare elsewhere.

use std::collections::HashMap;

use newsbraid_segmenter::{Analysis, Layer};
use newsbraid_text::{Script, script_of};

use crate::entry::is_indexed;
use crate::grams::grams;

/// A word of this share at large, one in some 440,000, is rare: it counts in full, as one does that nobody has counted.
const RARE: f32 = 2.26e-6;
/// The commonest word still counts for so much.
const LEAST: f32 = 0.3;
/// Articles that say as much about a word as text at large.
const ENOUGH: f32 = 1000.0;
/// What a pair of characters counts that is in no word of the question: the end of one and the beginning of the next.
const ACROSS: f32 = 0.8;

/// How common a word is at large, as [`crate::Reader::share`] has it.
pub(crate) type Share<'a> = &'a dyn Fn(&str) -> f32;

/// Weight of a word of the question, in an index of so many articles. Known are Chinese words of two characters or more.
pub(crate) fn weight(term: &str, articles: u64, share: Share) -> f32 {
    let is_known = term.chars().nth(1).is_some() && term.chars().all(|c| script_of(c) == Script::Han);
    let share = if is_known { share(term) } else { 0.0 };
    if share <= RARE {
        return 1.0;
    }
    (share.ln() / RARE.ln()).max(LEAST).powf(1.0 / (1.0 + articles as f32 / ENOUGH))
}

/// Weights of the pairs of characters of a question, by the words that they are in.
pub(crate) struct PairWeights(HashMap<String, f32>);

impl PairWeights {
    /// Of a pair in several words the heaviest counts.
    pub fn of(analysis: &Analysis, articles: u64, share: Share) -> PairWeights {
        let mut weights: HashMap<String, f32> = HashMap::new();
        for token in analysis.tokens.iter().filter(|token| token.layer == Layer::Surface && is_indexed(token)) {
            let term = analysis.term(token);
            let weight = weight(term, articles, share);
            grams(term, |_, pair| {
                let known = weights.entry(pair.to_string()).or_insert(weight);
                *known = known.max(weight);
            });
        }
        PairWeights(weights)
    }

    /// Weight of a pair of the question.
    pub fn get(&self, pair: &str) -> f32 {
        self.0.get(pair).copied().unwrap_or(ACROSS)
    }
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;
    use newsbraid_text::Lang;

    use super::*;

    #[test]
    fn what_is_common_at_large_counts_less_in_a_small_index() {
        let segmenter = Segmenter::without_korean();
        let share = |term: &str| segmenter.share_in_chinese(term);
        let weight = |term: &str, articles| weight(term, articles, &share);
        assert_eq!((weight("定子", 240), weight("通义千问", 240)), (1.0, 1.0));
        assert!(weight("公司", 240) < weight("名称", 240) && weight("名称", 240) < weight("国歌", 240));
        assert!(weight("公司", 240) < 0.7 && weight("公司", 100_000) > 0.99);
        assert_eq!((weight("人", 240), weight("ai", 240), weight("투자", 240)), (1.0, 1.0, 1.0));
    }

    #[test]
    fn pairs_weigh_what_their_words_do() {
        let segmenter = Segmenter::without_korean();
        let share = |term: &str| segmenter.share_in_chinese(term);
        let analysis = segmenter.worker().analyze("国歌名称", Lang::ZhHans);
        let weights = PairWeights::of(&analysis, 240, &share);
        assert_eq!(weights.get("国歌"), weight("国歌", 240, &share));
        assert_eq!(weights.get("名称"), weight("名称", 240, &share));
        assert_eq!(weights.get("歌名"), ACROSS);
    }
}
