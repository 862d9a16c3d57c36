//! The words that a long word is made of.
//!
//! jieba's list has 一个, 人民币 and 体育用品 as words; grammars and treebanks (the guidelines of the Chinese Treebank and of
//! Universal Dependencies) count two words each: a number and what it counts, a word and its suffix, two nouns. The rules
//! below are of that kind: closed classes (`data/chinese_classes.tsv`), and parts that are frequent words themselves.

use std::sync::LazyLock;

use super::lattice::{Lattice, Step};
use super::lexicon::{Kind, Lexicon, Word};

static TABLE: &str = include_str!("../../data/chinese_classes.tsv");

/// A part is a word by itself from this count on: jieba's rarer words are often accidents of its corpus.
const FREQUENT: f32 = 50.0;
/// A character that counts more than this, and that a name's second one may follow, is a word and no surname.
const WORD_NOT_SURNAME: f32 = 2000.0;
/// So much more frequent must the word of the last two characters be, that the third one is no suffix of the first two.
const NO_SUFFIX: f32 = 20.0;

/// The classes, a bit each, by character of the basic plane.
static CLASSES: LazyLock<(Vec<u16>, Vec<[char; 2]>)> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    let (mut classes, mut surnames) = (vec![0; 0x10000], Vec::new());
    for (name, members) in rows {
        let letters: Vec<char> = members.chars().collect();
        match NAMES.iter().position(|known| *known == name) {
            Some(bit) => letters.iter().for_each(|&c| classes[c as usize & 0xFFFF] |= 1 << bit),
            None => surnames.extend(letters.chunks_exact(2).map(|pair| [pair[0], pair[1]])),
        }
    }
    (classes, surnames)
});

/// The classes of the table in the order of their bits.
const NAMES: [&str; 10] =
    ["suffix", "name_suffix", "prefix", "numeral", "digit", "measure", "demonstrative", "whole", "function", "surname"];
const SUFFIX: u16 = 1;
const NAME_SUFFIX: u16 = 1 << 1;
const PREFIX: u16 = 1 << 2;
const NUMERAL: u16 = 1 << 3;
const DIGIT: u16 = 1 << 4;
const MEASURE: u16 = 1 << 5;
const DEMONSTRATIVE: u16 = 1 << 6;
const WHOLE: u16 = 1 << 7;
const FUNCTION: u16 = 1 << 8;
const SURNAME: u16 = 1 << 9;

/// Writes the constituents of a word to `cuts`, in characters of the run; the word itself where it has none.
pub(super) fn constituents(lattice: &Lattice, lexicon: &Lexicon, step: Step, cuts: &mut Vec<(usize, usize)>) {
    cuts.clear();
    let mut parting = Parting { lattice, log_total: lexicon.log_total, cuts };
    let Step { from, to, known } = step;
    if known { parting.known(from, to) } else { parting.unknown(from, to) }
}

struct Parting<'a> {
    lattice: &'a Lattice,
    log_total: f32,
    cuts: &'a mut Vec<(usize, usize)>,
}

impl Parting<'_> {
    /// A word that the list does not have: function words at its edges are no part of it, and a suffix of names is a word.
    fn unknown(&mut self, mut from: usize, mut to: usize) {
        while to - from > 1 && self.is(from, FUNCTION) {
            self.keep(from, from + 1);
            from += 1;
        }
        let behind = to;
        while to - from > 1 && self.is(to - 1, FUNCTION) {
            to -= 1;
        }
        let suffixed =
            self.is(to - 1, NAME_SUFFIX) && (to - from > 2 || (to - from == 2 && self.frequent(from, from + 1)));
        if suffixed {
            self.keep(from, to - 1);
            from = to - 1;
        }
        self.keep(from, to);
        (to..behind).for_each(|at| self.keep(at, at + 1));
    }

    fn known(&mut self, from: usize, to: usize) {
        let word = if to - from > 1 { self.lattice.word(from, to) } else { None };
        let Some(word) = word else { return self.keep(from, to) };
        let at = self
            .counted(from, to, word)
            .or_else(|| self.named(from, to, word))
            .or_else(|| self.derived(from, to, word));
        if let Some(at) = at {
            self.keep(from, at);
            return self.known(at, to);
        }
        let long = to - from >= 4 && !matches!(word.kind, Kind::Whole | Kind::Person);
        if !(long && (word.kind != Kind::Phrase || to - from >= 5) && self.compound(from, to)) {
            self.keep(from, to);
        }
    }

    /// Where a numeral ends and what it counts begins: 一|个, 这|个, 第一|个.
    fn counted(&self, from: usize, to: usize, word: Word) -> Option<usize> {
        if self.is(from, DEMONSTRATIVE) {
            return (to - from == 2 && self.is(from + 1, MEASURE) && !self.is(from + 1, WHOLE)).then_some(from + 1);
        }
        if self.lattice.char(from) == '第' {
            return (to - from == 3 && self.is(from + 1, DIGIT) && self.is(from + 2, MEASURE)).then_some(from + 2);
        }
        let at = (from..to).find(|&at| !self.is(at, NUMERAL)).filter(|at| *at > from)?;
        let counts = match to - at {
            1 => self.is(at, MEASURE),
            2 => self.lattice.word(at, to).is_some_and(|word| word.kind == Kind::Counted),
            _ => false,
        };
        (counts && matches!(word.kind, Kind::Counted | Kind::Countable | Kind::Person)).then_some(at)
    }

    /// Where a surname ends: 史|树青, 司马|颖.
    fn named(&self, from: usize, to: usize, word: Word) -> Option<usize> {
        if word.kind != Kind::Person {
            return None;
        }
        let double = || CLASSES.1.contains(&[self.lattice.char(from), self.lattice.char(from + 1)]);
        match to - from {
            3 if self.is(from, SURNAME) && self.count(from, from + 2) <= WORD_NOT_SURNAME => Some(from + 1),
            3 | 4 if double() => Some(from + 2),
            _ => None,
        }
    }

    /// Where a suffix or prefix of one character meets a word: 金融|业, 总|面积; and a verb its preposition: 位|于, 成|为.
    fn derived(&self, from: usize, to: usize, word: Word) -> Option<usize> {
        let last = to - 1;
        match (to - from, word.kind) {
            (2, Kind::Verb) => matches!(self.lattice.char(last), '为' | '于').then_some(last),
            (3, Kind::Whole | Kind::Person) => None,
            (3, _) => {
                let stem = self.count(from, last);
                let suffixed =
                    self.is(last, SUFFIX) && stem >= FREQUENT && self.count(from + 1, to) <= stem * NO_SUFFIX;
                let prefixed = self.is(from, PREFIX) && self.frequent(from + 1, to);
                suffixed.then_some(last).or(prefixed.then_some(from + 1))
            }
            _ => None,
        }
    }

    /// Cuts a long word into the most likely row of frequent words of two or three characters, with a suffix behind or a
    /// prefix before them. `false` where there is no such row.
    fn compound(&mut self, from: usize, to: usize) -> bool {
        const NONE: f32 = f32::INFINITY;
        let count = to - from;
        let mut ways = [(NONE, 0); LONGEST + 1];
        if count > LONGEST {
            return false;
        }
        ways[count] = (0.0, 0);
        for start in (0..count).rev() {
            for end in start + 1..=count.min(start + 3) {
                let (first, behind) = (from + start, from + end);
                let affix = (start >= 2 && self.is(first, SUFFIX)) || (start == 0 && self.is(first, PREFIX));
                if ways[end].0 == NONE || (end - start == 1 && !affix) || !self.frequent(first, behind) {
                    continue;
                }
                let cost = ways[end].0 + self.log_total - self.count(first, behind).ln();
                if cost < ways[start].0 {
                    ways[start] = (cost, end);
                }
            }
        }
        let mut start = 0;
        while ways[0].0 < NONE && start < count {
            let end = ways[start].1;
            self.known(from + start, from + end);
            start = end;
        }
        start == count
    }

    fn keep(&mut self, from: usize, to: usize) {
        self.cuts.push((from, to));
    }

    fn is(&self, at: usize, class: u16) -> bool {
        CLASSES.0.get(self.lattice.char(at) as usize).is_some_and(|classes| classes & class != 0)
    }

    fn count(&self, from: usize, to: usize) -> f32 {
        self.lattice.word(from, to).map_or(0.0, |word| word.log_count.exp())
    }

    fn frequent(&self, from: usize, to: usize) -> bool {
        self.count(from, to) >= FREQUENT
    }
}

/// Characters of the longest word that is taken apart; the list has none that is longer.
const LONGEST: usize = 16;
