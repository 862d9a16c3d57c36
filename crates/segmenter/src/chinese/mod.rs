//! Chinese words, cut from normalised (simplified) text.
//!
//! [`lexicon`] holds jieba's word list in a trie of our own, that is ready in a tenth of the time jieba-rs takes and knows
//! the part of speech of a word; [`lattice`] finds the most likely cut, as jieba does; what lies between the words of the
//! list goes to jieba's model of characters. [`constituents`] then cuts long words as treebanks do, since readers write
//! 人民币 and search for 人民, and count 一个 as two words.

mod constituents;
mod lattice;
mod lexicon;

use jieba_rs::Jieba;
use newsbraid_text::Lang;

use crate::scan::Piece;
use crate::sink::Sink;
use crate::user_dictionary::{USUAL_WEIGHT, UserDictionary};
use crate::{Layer, TokenClass};
use constituents::constituents;
pub(crate) use lattice::Lattice;
use lattice::Step;
pub(crate) use lexicon::word_counts;
use lexicon::{Lexicon, UserWords};

/// Cuts runs of Chinese characters; shared by all threads.
pub(crate) struct ChineseCutter {
    lexicon: Lexicon,
    /// jieba without any word: what is left of it is its model of characters (a hidden Markov model).
    unknown: Jieba,
    user: UserWords,
}

/// Longest run, in bytes, that is cut at once: pages without any punctuation. The lattice holds many times its size.
const LONGEST_RUN: usize = 32 << 10;

/// How many times as frequent a word counts for each step of its weight.
const STEP: f32 = 4.0;

impl ChineseCutter {
    /// Loads the word list that is part of the program, and adds words of the user.
    pub(crate) fn new(user: &UserDictionary) -> ChineseCutter {
        let mut cutter =
            ChineseCutter { lexicon: Lexicon::load(), unknown: Jieba::empty(), user: UserWords::default() };
        let (mut lattice, mut words) = (Lattice::default(), UserWords::default());
        for word in user.chinese() {
            lattice.read(&word.term, &cutter.lexicon, &cutter.user);
            let steps = f32::from(word.weight) - f32::from(USUAL_WEIGHT);
            words.insert(&word.term, lattice.cost_to_win() + steps * STEP.ln());
        }
        cutter.user = words;
        cutter
    }

    /// Share of a word among those of Chinese at large, 0 for one that is not in the list.
    pub(crate) fn share(&self, word: &str) -> f32 {
        self.lexicon.share(word).unwrap_or(0.0)
    }

    /// Adds the words of a run, each followed by its constituents and the shorter words of the list in it: 农业, 发展, 银行 of
    /// 农业发展银行. `lattice` is a buffer.
    pub(crate) fn cut(&self, sink: &mut Sink, text: &str, piece: &Piece, lang: Lang, lattice: &mut Lattice) {
        let (mut start, end) = (piece.start(), piece.span.end as usize);
        while start < end {
            let mut stop = end.min(start + LONGEST_RUN);
            while !text.is_char_boundary(stop) {
                stop -= 1;
            }
            self.cut_run(sink, &text[start..stop], start, (lang, piece.eojeol), lattice);
            start = stop;
        }
    }

    /// Adds the words of a run that begins at `start`.
    fn cut_run(&self, sink: &mut Sink, run: &str, start: usize, (lang, eojeol): (Lang, u32), lattice: &mut Lattice) {
        self.steps(run, lattice);
        for at in 0..lattice.steps.len() {
            let step = lattice.steps[at];
            let span = lattice.span(step.from, step.to, start);
            sink.surface(span, TokenClass::Word, lang, eojeol);
            if step.len() > 1 {
                self.push_below(sink, lattice, step, start);
            }
        }
    }

    /// Finds the words of a run: those of the best path, and those the model finds between them.
    fn steps(&self, run: &str, lattice: &mut Lattice) {
        lattice.read(run, &self.lexicon, &self.user);
        lattice.walk(|unknown, found| {
            found.extend(self.unknown.cut(&run[unknown.range()], true).iter().map(|token| token.end - token.start));
        });
    }

    /// Constituents and shorter words, in order of their place.
    fn push_below(&self, sink: &mut Sink, lattice: &mut Lattice, step: Step, start: usize) {
        let mut cuts = std::mem::take(&mut lattice.cuts);
        constituents(lattice, &self.lexicon, step, &mut cuts);
        let mut next = cuts.iter().peekable();
        for from in step.from..step.to {
            let constituent = next.next_if(|cut| cut.0 == from).filter(|_| cuts.len() > 1);
            if let Some(&(from, to)) = constituent {
                sink.below(lattice.span(from, to, start), TokenClass::Word, Layer::Constituent);
            }
            let whole = constituent.map(|cut| cut.1);
            for to in lattice.ends(from).filter(|&to| to > from + 1 && to <= step.to && Some(to) != whole) {
                if (from, to) != (step.from, step.to) {
                    sink.part(lattice.span(from, to, start), TokenClass::Word);
                }
            }
        }
        lattice.cuts = cuts;
    }
}
