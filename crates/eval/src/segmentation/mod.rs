//! Words and morphemes against treebanks.
//!
//! A cutter is any function from a text to `(start, end, term)` in bytes, so that segmenters of others can be measured too.
//! [`score_set`] does all for one file: it finds the language, chooses the measure, and puts the bare library beside ours.

mod conllu;
mod cutter;
mod set;
mod spaces;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::Prf;
use crate::table::Table;

pub use conllu::{Sentence, Word, read_conllu};
pub use cutter::{morpheme_cutter, span_cutter, word_cutter};
pub use set::{Engines, Measure, Scores, SetScore, score_set};
pub use spaces::Spaces;

/// A cut of a text: first byte, one past the last byte, and the term the segmenter makes of it.
pub type Cut = (usize, usize, String);

/// How good cuts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SegmentationScore {
    /// What is right in all sentences together.
    #[serde(flatten)]
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

/// F1 of the boundaries inside words: where one morpheme ends and the next begins. Only words of the gold whose morphemes
/// stand in the text as they are, one after the other, say where that is (행사+는, not 가깝+ㄴ); the others are passed over.
pub fn inner_boundaries(sentences: &[Sentence], mut cut: impl FnMut(&str) -> Vec<Cut>) -> SegmentationScore {
    let mut score = SegmentationScore::default();
    for sentence in sentences {
        let starts: BTreeSet<usize> = cut(&sentence.text).iter().map(|&(start, ..)| start).collect();
        let (mut right, mut found, mut gold) = (0, 0, 0);
        for word in sentence
            .words
            .iter()
            .filter(|word| parts(&word.lemma).collect::<String>() == sentence.text[word.start..word.end])
        {
            let ends = parts(&word.lemma).scan(word.start, |at, part| {
                *at += part.len();
                Some(*at)
            });
            let inside: BTreeSet<usize> = ends.filter(|&end| end < word.end).collect();
            found += starts.range(word.start + 1..word.end).count();
            right += inside.intersection(&starts).count();
            gold += inside.len();
        }
        score.add(right, found, gold);
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

impl SegmentationScore {
    fn add(&mut self, right: usize, found: usize, gold: usize) {
        self.right += right as u64;
        self.found += found as u64;
        self.gold += gold as u64;
        self.sentences += 1;
        self.prf = Prf::of(self.right, self.found, self.gold);
    }

    /// A table for rows of this kind.
    fn table() -> Table {
        Table::new(&["", "precision", "recall", "F1", "right", "found", "gold"])
    }

    fn row(&self, name: &str, table: &mut Table) {
        let numbers = [self.right, self.found, self.gold].map(|n| n.to_string());
        table.row(name, self.prf.cells().into_iter().chain(numbers));
    }
}

impl fmt::Display for SegmentationScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = SegmentationScore::table();
        self.row(&format!("{} sentences", self.sentences), &mut table);
        write!(f, "{table}")
    }
}

#[cfg(test)]
mod tests {
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
    fn boundaries_inside_words_that_are_written_out() {
        let word = |start, end, lemma: &str| Word { start, end, lemma: lemma.to_string() };
        let words = vec![word(0, 9, "행사+는"), word(10, 19, "가깝+ㄴ"), word(20, 29, "하+고+요")];
        let gold = [Sentence { text: "행사는 가까운 하고요".into(), words }];
        let cuts = [(0, 6), (6, 9), (10, 16), (16, 19), (20, 26), (26, 29)];
        let score = inner_boundaries(&gold, |_| cuts.map(|(start, end)| (start, end, String::new())).to_vec());
        assert_eq!((score.right, score.found, score.gold), (2, 2, 3));
    }
}
