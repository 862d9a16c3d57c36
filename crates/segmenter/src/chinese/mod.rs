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
use newsbraid_text::{Lang, Span};

use crate::scan::Piece;
use crate::sink::Sink;
use crate::user_dictionary::{UserDictionary, WordParts};
use crate::{Layer, TokenClass};
use constituents::constituents;
pub(crate) use lattice::Lattice;
use lattice::Step;
use lexicon::{Lexicon, UserWords};

/// Cuts runs of Chinese characters; shared by all threads.
pub(crate) struct ChineseCutter {
    lexicon: Lexicon,
    /// jieba without any word: what is left of it is its model of characters (a hidden Markov model).
    unknown: Jieba,
    user: UserWords,
    user_parts: WordParts,
}

impl ChineseCutter {
    /// Loads the word list that is part of the program, and adds words of the user.
    pub(crate) fn new(user: &UserDictionary) -> ChineseCutter {
        let (lexicon, user_words) = (Lexicon::load(), UserWords::default());
        let mut cutter =
            ChineseCutter { lexicon, unknown: Jieba::empty(), user: user_words, user_parts: WordParts::default() };
        let mut lattice = Lattice::default();
        let (mut parts, mut words) = (WordParts::default(), UserWords::default());
        for word in user.chinese() {
            lattice.read(word, &cutter.lexicon, &cutter.user);
            words.insert(word, lattice.cost_to_win());
            parts.insert(word, cutter.all_within(word, &mut lattice).into_iter());
        }
        (cutter.user, cutter.user_parts) = (words, parts);
        cutter
    }

    /// Adds the words of a run, each followed by its constituents and the shorter words of the list in it: 农业, 发展, 银行 of
    /// 农业发展银行. `lattice` is a buffer.
    pub(crate) fn cut(&self, sink: &mut Sink, text: &str, piece: &Piece, lang: Lang, lattice: &mut Lattice) {
        let run = piece.span.of(text);
        self.steps(run, lattice);
        for at in 0..lattice.steps.len() {
            let step = lattice.steps[at];
            let span = lattice.span(step.from, step.to, piece.start());
            sink.surface(span, TokenClass::Word, lang, piece.eojeol);
            if step.len() == 1 {
                continue;
            }
            match self.user_parts.get(lattice.text(run, step)) {
                Some(parts) => parts.iter().for_each(|part| sink.part(part.shifted(span), TokenClass::Word)),
                None => self.push_below(sink, lattice, step, piece.start()),
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

    /// All that a word would be found by if it were not in the dictionary of the user, in bytes.
    fn all_within(&self, word: &str, lattice: &mut Lattice) -> Vec<Span> {
        self.steps(word, lattice);
        let count = lattice.len();
        let listed = (0..count).flat_map(|from| lattice.ends(from).map(move |to| (from, to)));
        let listed = listed.filter(|(from, to)| to - from > 1);
        let mut all: Vec<(usize, usize)> = listed.chain(lattice.steps.iter().map(|s| (s.from, s.to))).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|(from, to)| lattice.span(from, to, 0)).collect()
    }
}
