//! Words and morphemes against treebanks.
//!
//! A cutter is any function from a text to `(start, end, term)` in bytes, so that segmenters of others can be measured too;
//! [`surface_cutter`] makes one of ours.

mod conllu;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use newsbraid_segmenter::Worker;
use newsbraid_text::Lang;
use serde::Serialize;

use crate::table::Table;
use crate::{EvalError, Prf};

pub use conllu::{Sentence, Word, read_conllu};

/// A cut of a text: first byte, one past the last byte, and the term the segmenter makes of it.
pub type Cut = (usize, usize, String);

/// How good cuts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SegmentationScore {
    /// What is right in all sentences together.
    pub prf: Prf,
    /// Cuts that the gold has.
    pub right: u64,
    /// Cuts made.
    pub found: u64,
    /// Cuts of the gold.
    pub gold: u64,
    /// Sentences compared.
    pub sentences: u64,
}

/// Reads a treebank and scores the words of `cut`.
///
/// # Errors
/// A file that cannot be read or is no treebank.
pub fn score_words(path: &Path, cut: impl FnMut(&str) -> Vec<Cut>) -> Result<SegmentationScore, EvalError> {
    Ok(words(&read_conllu(path)?, cut))
}

/// Reads a Korean treebank with morphemes in its lemmas (GSD, PUD, Kaist) and scores those of `cut`.
///
/// # Errors
/// A file that cannot be read or is no treebank.
pub fn score_morphemes(path: &Path, cut: impl FnMut(&str) -> Vec<Cut>) -> Result<SegmentationScore, EvalError> {
    Ok(morphemes(&read_conllu(path)?, cut))
}

/// Word F1 (Sproat & Emerson, The first international Chinese word segmentation bakeoff, SIGHAN 2003): a word is right when
/// both its ends are. Punctuation counts.
///
/// ```
/// use newsbraid_eval::segmentation::{Sentence, Word, words};
///
/// let word = |start, end| Word { start, end, lemma: String::new() };
/// let gold = Sentence { text: "阿里云发布".into(), words: vec![word(0, 9), word(9, 15)] };
/// let cut = |_: &str| vec![(0, 6, "阿里".into()), (6, 9, "云".into()), (9, 15, "发布".into())];
/// let score = words(&[gold], cut);
/// assert_eq!((score.right, score.found, score.gold), (1, 3, 2));
/// ```
pub fn words(sentences: &[Sentence], mut cut: impl FnMut(&str) -> Vec<Cut>) -> SegmentationScore {
    let mut score = SegmentationScore::default();
    for sentence in sentences {
        let gold: BTreeSet<(usize, usize)> = sentence.words.iter().map(|word| (word.start, word.end)).collect();
        let found: BTreeSet<(usize, usize)> = cut(&sentence.text).iter().map(|&(start, end, _)| (start, end)).collect();
        score.add(gold.intersection(&found).count(), found.len(), gold.len());
    }
    score
}

/// Morpheme F1: the morphemes of a sentence as multisets, since contracted ones (했 of 하 and 았) have no place of their own.
/// The gold's are the parts of its lemmas between `+`; letters are compared in lower case.
pub fn morphemes(sentences: &[Sentence], mut cut: impl FnMut(&str) -> Vec<Cut>) -> SegmentationScore {
    let mut score = SegmentationScore::default();
    for sentence in sentences {
        let gold = multiset(sentence.words.iter().flat_map(|word| parts(&word.lemma)).map(str::to_lowercase));
        let found = multiset(cut(&sentence.text).into_iter().map(|(_, _, term)| term.to_lowercase()));
        let right = gold.iter().map(|(term, n)| n.min(found.get(term).unwrap_or(&0))).sum();
        score.add(right, found.values().sum(), gold.values().sum());
    }
    score
}

/// The morphemes of a lemma; a plus sign is one itself.
fn parts(lemma: &str) -> impl Iterator<Item = &str> {
    let whole = (lemma == "+").then_some(lemma);
    whole.into_iter().chain(lemma.split('+').filter(|part| !part.is_empty()))
}

fn multiset(terms: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for term in terms {
        *counts.entry(term).or_insert(0) += 1;
    }
    counts
}

/// The surface tokens of our segmenter, with their terms.
pub fn surface_cutter(worker: &mut Worker, lang: Lang) -> impl FnMut(&str) -> Vec<Cut> {
    move |text| {
        let analysis = worker.analyze(text, lang);
        let cut = |token| (token, analysis.term(token).to_string());
        let cuts = analysis.surface_tokens().map(cut);
        cuts.map(|(token, term)| (token.span.start as usize, token.span.end as usize, term)).collect()
    }
}

impl SegmentationScore {
    fn add(&mut self, right: usize, found: usize, gold: usize) {
        self.right += right as u64;
        self.found += found as u64;
        self.gold += gold as u64;
        self.sentences += 1;
        self.prf = Prf::of(self.right, self.found, self.gold);
    }
}

impl fmt::Display for SegmentationScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["", "precision", "recall", "F1", "right", "found", "gold"]);
        let numbers = [self.right, self.found, self.gold].map(|n| n.to_string());
        table.row(&format!("{} sentences", self.sentences), self.prf.cells().into_iter().chain(numbers));
        write!(f, "{table}")
    }
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;

    use super::*;

    fn sentence(text: &str, lemmas: &[&str]) -> Sentence {
        let words = lemmas.iter().map(|lemma| Word { start: 0, end: 0, lemma: lemma.to_string() }).collect();
        Sentence { text: text.to_string(), words }
    }

    #[test]
    fn morphemes_are_multisets_of_a_sentence() {
        let gold = [sentence("", &["LG+가", "주관+하+고", "하+고", "+"]), sentence("", &["하"])];
        let terms = ["lg", "가", "하", "하", "하", "다", "+"];
        let score = morphemes(&gold, |_| terms.iter().map(|term| (0, 0, term.to_string())).collect());
        // First sentence: lg, 가, 하 twice, + of 8; second: 하 of 1.
        assert_eq!((score.right, score.found, score.gold, score.sentences), (5 + 1, 14, 9, 2));
    }

    #[test]
    fn our_segmenter_is_a_cutter() {
        let segmenter = Segmenter::without_korean();
        let mut worker = segmenter.worker();
        let cuts = surface_cutter(&mut worker, Lang::ZhHant)("軟體，AI");
        let expect = [(0, 6, "软体"), (6, 9, ","), (9, 11, "ai")];
        assert_eq!(cuts, expect.map(|(start, end, term)| (start, end, term.to_string())));
    }
}
