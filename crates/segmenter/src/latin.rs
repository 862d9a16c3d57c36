//! English and other words in Latin letters: stems, and the parts of words with digits.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use newsbraid_text::{Lang, Span};
use rust_stemmers::{Algorithm, Stemmer};

use crate::TokenClass;
use crate::scan::Piece;
use crate::sink::Sink;

/// Stems kept, so that frequent words are stemmed once. News uses fewer forms than this; past it the cache starts anew.
const CACHED_STEMS: usize = 1 << 16;

/// Longest word that is stemmed, in bytes: longer ones are addresses and codes.
const LONGEST_STEMMED: usize = 64;

/// Cuts Latin words; owned by one thread.
pub(crate) struct LatinCutter {
    stemmer: Stemmer,
    /// The stem of a word, where it differs from the word.
    stems: Vec<Option<Box<str>>>,
    /// Where in `stems` a word's is.
    words: HashMap<Box<str>, usize, BuildHasherDefault<WordHasher>>,
}

/// Hashes short words eight bytes at a time. The standard hasher withstands chosen keys, at three times the cost; here a
/// collision costs time within one article and nothing else.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }

    fn finish(&self) -> u64 {
        // The map takes its bits from both ends.
        self.0 ^ (self.0 >> 32)
    }
}

impl LatinCutter {
    pub(crate) fn new() -> LatinCutter {
        LatinCutter { stemmer: Stemmer::create(Algorithm::English), stems: Vec::new(), words: HashMap::default() }
    }

    /// Adds a word, its stem, and its parts where letters and digits meet (qwen, 3 of qwen3).
    pub(crate) fn cut(&mut self, sink: &mut Sink, text: &str, piece: &Piece) {
        let word = piece.span.of(text);
        let class = if is_period(word) { TokenClass::Number } else { TokenClass::Word };
        sink.surface(piece.span, class, Lang::En, piece.eojeol);
        if word.contains('.') {
            sink.variant(word.chars().filter(|&c| c != '.'));
        } else if word.bytes().any(|b| b.is_ascii_digit()) {
            push_parts(sink, word, piece.span);
        } else if let Some(stem) = self.stem(word) {
            sink.variant(stem.chars());
        }
    }

    /// The stem of an English word where it differs. Words of one or two letters, very long ones and those with accents have
    /// none.
    fn stem(&mut self, word: &str) -> Option<&str> {
        if word.len() <= 2 || word.len() > LONGEST_STEMMED || !word.is_ascii() {
            return None;
        }
        if let Some(&at) = self.words.get(word) {
            return self.stems[at].as_deref();
        }
        if self.stems.len() >= CACHED_STEMS {
            self.stems.clear();
            self.words.clear();
        }
        let stem = self.stemmer.stem(word.strip_suffix("'s").unwrap_or(word));
        self.words.insert(word.into(), self.stems.len());
        self.stems.push((stem != word).then(|| stem.into()));
        self.stems.last()?.as_deref()
    }
}

/// Quarters, halves and fiscal years: q2, 2q, h1, fy2026, 2025q3.
fn is_period(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters: &str = word.trim_matches(|c: char| c.is_ascii_digit());
    matches!((letters, digits), ("q" | "h", 1 | 5) | ("fy", 2 | 4))
}

fn push_parts(sink: &mut Sink, word: &str, span: Span) {
    let from = span.start as usize;
    let mut start = 0;
    while start < word.len() {
        let digits = word.as_bytes()[start].is_ascii_digit();
        let len = word[start..].find(|c: char| c.is_ascii_digit() != digits).unwrap_or(word.len() - start);
        let class = if digits { TokenClass::Number } else { TokenClass::Word };
        // A letter by itself (the q of q2) says nothing.
        if len < word.len() && (digits || len > 1) {
            sink.part(Span::new(from + start, from + start + len), class);
        }
        start += len;
    }
}
