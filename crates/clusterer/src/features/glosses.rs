//! What the words of an article mean in English.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use newsbraid_readings::hanja_words;
use newsbraid_segmenter::{Glosses, Layer, Segmenter, Token, TokenClass};
use newsbraid_text::{Lang, Script, script_of};

use super::collect::Collector;
use super::words::{is_stop_word, stem, stop_words};
use super::{Article, Place};
use crate::family::Family;

/// Longest Korean word of the table of readings, in syllables.
const LONGEST_KOREAN: usize = 4;

/// Stems of the words that say nothing of an event.
static STOP_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut worker = Segmenter::without_korean().worker();
    let stem = |word: &str| {
        let analysis = worker.analyze(word, Lang::En);
        analysis.tokens.last().map(|token| analysis.term(token).to_string())
    };
    stop_words().filter_map(stem).collect()
});

/// Adds the stems of the English words of an article, and those of the glosses of its Chinese and Sino-Korean words.
pub(super) fn collect(glosses: &Glosses, article: &Article, out: &mut Collector) {
    let tokens = &article.analysis.tokens;
    for (at, token) in tokens.iter().enumerate() {
        if token.class != TokenClass::Word || token.layer != Layer::Surface {
            continue;
        }
        let start = article.analysis.normalized.from_source(token.span).start;
        let Some(place) = article.place(start).filter(|&place| place != Place::Far) else { continue };
        let term = article.analysis.term(token);
        match script_of(term.chars().next().unwrap_or(' ')) {
            Script::Latin if token.lang == Lang::En => english(article, term, tokens.get(at + 1), place, out),
            Script::Han => chinese(glosses, article, &tokens[at..], place, out),
            Script::Hangul => korean(glosses, term, place, out),
            _ => {}
        }
    }
}

fn english(article: &Article, term: &str, next: Option<&Token>, place: Place, out: &mut Collector) {
    if article.document.meta.lang == Lang::En && term.len() > 1 && !is_stop_word(term) {
        out.add(Family::Gloss, stem(article, next).unwrap_or(term), place, 1.0);
    }
}

/// The glosses of the word that `tokens` begins with; those of its parts where the dictionary does not have it.
fn chinese(glosses: &Glosses, article: &Article, tokens: &[Token], place: Place, out: &mut Collector) {
    let word = article.analysis.term(&tokens[0]);
    if add(glosses, word, place, out) {
        return;
    }
    let below = tokens[1..].iter().take_while(|token| token.layer != Layer::Surface);
    for part in below.filter(|token| matches!(token.layer, Layer::Part | Layer::Constituent)) {
        add(glosses, article.analysis.term(part), place, out);
    }
}

/// The glosses of the words of Chinese origin that a Korean word is made of, from its start: 정상회담 is 정상 and 회담. What is
/// behind them (투자했다고) is passed over.
fn korean(glosses: &Glosses, word: &str, place: Place, out: &mut Collector) {
    let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let (mut first, mut start) = (0, 0);
    while let Some((last, stems)) = (first + 1..ends.len().min(first + LONGEST_KOREAN))
        .rev()
        .find_map(|last| Some((last, of_korean(glosses, &word[start..ends[last]])?)))
    {
        stems.iter().for_each(|(stem, weight)| out.add(Family::Gloss, stem, place, *weight));
        (first, start) = (last + 1, ends[last]);
    }
}

/// The stems of the glosses of the Chinese words that a Korean word may be, each word by its share; nothing where it is
/// none. What is left of the weight stands for words that Chinese has not.
fn of_korean<'g>(glosses: &'g Glosses, word: &str) -> Option<BTreeMap<&'g str, f32>> {
    let mut stems = BTreeMap::new();
    let mut known = false;
    for (chinese, share) in hanja_words(word) {
        known = true;
        for (stem, weight) in weighted(glosses.of_chinese(chinese)) {
            *stems.entry(stem).or_default() += weight * share;
        }
    }
    known.then_some(stems)
}

/// Adds the stems of a word's glosses, which together weigh as much as one word. Says whether there are any.
fn add(glosses: &Glosses, word: &str, place: Place, out: &mut Collector) -> bool {
    // A single character has too many senses to say anything.
    if word.chars().nth(1).is_none() {
        return false;
    }
    let stems = weighted(glosses.of_chinese(word));
    for (stem, weight) in &stems {
        out.add(Family::Gloss, stem, place, *weight);
    }
    !stems.is_empty()
}

/// The stems of phrases with weights of unit length: the first sense counts most, and a long phrase little for each word.
fn weighted<'p>(phrases: impl Iterator<Item = &'p str>) -> BTreeMap<&'p str, f32> {
    let mut weights = BTreeMap::new();
    for (place, phrase) in phrases.enumerate() {
        let stems: Vec<&str> = phrase.split(' ').filter(|stem| !STOP_STEMS.contains(*stem)).collect();
        let weight = 1.0 / ((stems.len() as f32).sqrt() * (1.0 + 0.25 * place as f32));
        stems.into_iter().for_each(|stem| *weights.entry(stem).or_default() += weight);
    }
    let norm = weights.values().map(|weight| weight * weight).sum::<f32>().sqrt();
    weights.values_mut().for_each(|weight| *weight /= norm);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glosses_weigh_as_much_as_one_word() {
        let weights = weighted(["marketplac", "market", "the stock market"].into_iter());
        assert_eq!(weights.keys().copied().collect::<Vec<_>>(), ["market", "marketplac", "stock"]);
        assert!(weights["market"] > weights["stock"] && weights["marketplac"] > weights["stock"]);
        assert!((weights.values().map(|weight| weight * weight).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(weighted(["becaus of them"].into_iter()).is_empty());
    }
}
