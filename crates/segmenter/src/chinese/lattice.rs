//! The most likely way through the words of a run.

use newsbraid_text::Span;

use super::lexicon::{Lexicon, UserWords, Word};

/// A word that begins at one character and ends before another.
#[derive(Clone, Copy)]
struct Edge {
    to: usize,
    word: Word,
}

/// The best way from a character to the end of the run.
#[derive(Clone, Copy, Default)]
struct Way {
    cost: f64,
    to: usize,
    known: bool,
}

/// A word that was found: its characters, and whether the list has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) known: bool,
}

impl Step {
    pub(super) fn len(&self) -> usize {
        self.to - self.from
    }
}

/// All words of the list in a run, and the cut; a buffer of one thread.
#[derive(Default)]
pub(crate) struct Lattice {
    /// Byte and value of each character.
    chars: Vec<(u32, char)>,
    bytes: usize,
    edges: Vec<Edge>,
    /// Where the edges of each character begin; one more than characters.
    starts: Vec<usize>,
    ways: Vec<Way>,
    pub(super) steps: Vec<Step>,
    /// Buffer for constituents.
    pub(super) cuts: Vec<(usize, usize)>,
    log_total: f32,
}

impl Lattice {
    /// Finds all words of a run and the best way from each character to the end.
    pub(super) fn read(&mut self, run: &str, lexicon: &Lexicon, user: &UserWords) {
        self.chars.clear();
        self.chars.extend(run.char_indices().map(|(at, c)| (at as u32, c)));
        (self.bytes, self.log_total) = (run.len(), lexicon.log_total);
        self.edges.clear();
        self.starts.clear();
        for from in 0..self.chars.len() {
            self.starts.push(self.edges.len());
            let edges = &mut self.edges;
            let mut push = |len, word| edges.push(Edge { to: from + len, word });
            lexicon.each_prefix(&self.chars[from..], &mut push);
            user.each_prefix(&self.chars[from..], &mut push);
        }
        self.starts.push(self.edges.len());
        self.find_ways();
    }

    /// From the last character to the first, as jieba does: the way of the highest product of relative counts; of two equal
    /// ones that with the longer word. A character that is no word counts as if it had been met once.
    fn find_ways(&mut self) {
        let count = self.chars.len();
        self.ways.clear();
        self.ways.resize(count + 1, Way::default());
        let log_total = f64::from(self.log_total);
        for from in (0..count).rev() {
            let mut best = Way { cost: f64::NEG_INFINITY, to: from + 1, known: false };
            for edge in &self.edges[self.starts[from]..self.starts[from + 1]] {
                let cost = f64::from(edge.word.log_count) - log_total + self.ways[edge.to].cost;
                if cost > best.cost || (cost == best.cost && edge.to > best.to) {
                    best = Way { cost, to: edge.to, known: true };
                }
            }
            if best.cost == f64::NEG_INFINITY {
                best = Way { cost: self.ways[from + 1].cost - log_total, to: from + 1, known: false };
            }
            self.ways[from] = best;
        }
    }

    /// Writes the best way to `steps`. Where several characters stand alone in a row and are no word together, `cut` gives
    /// the lengths, in characters, of the words in them.
    pub(super) fn walk(&mut self, mut cut: impl FnMut(Span, &mut Vec<usize>)) {
        self.steps.clear();
        let count = self.chars.len();
        let (mut at, mut lengths) = (0, Vec::new());
        while at < count {
            let from = at;
            while at < count && self.ways[at].to == at + 1 {
                at += 1;
            }
            if at - from > 1 && self.word(from, at).is_none() {
                lengths.clear();
                cut(self.span(from, at, 0), &mut lengths);
                let mut start = from;
                for len in &lengths {
                    let known = self.word(start, start + len).is_some();
                    self.steps.push(Step { from: start, to: start + len, known });
                    start += len;
                }
            } else {
                self.steps.extend((from..at).map(|i| Step { from: i, to: i + 1, known: self.ways[i].known }));
            }
            if at < count {
                self.steps.push(Step { from: at, to: self.ways[at].to, known: true });
                at = self.ways[at].to;
            }
        }
    }

    /// Logarithm of the count with which the whole run becomes one word: a little more than its best way has, and no less
    /// than its own.
    pub(super) fn cost_to_win(&self) -> f32 {
        let way = self.ways[0].cost + f64::from(self.log_total);
        let own = self.word(0, self.chars.len()).map_or(0.0, |word| f64::from(word.log_count));
        (way.exp() + 1.0).ln().max(own) as f32
    }

    pub(super) fn char(&self, at: usize) -> char {
        self.chars[at].1
    }

    /// The word of the list between two characters.
    pub(super) fn word(&self, from: usize, to: usize) -> Option<Word> {
        self.edges[self.starts[from]..self.starts[from + 1]].iter().find(|edge| edge.to == to).map(|edge| edge.word)
    }

    /// Where the words of the list end that begin at a character.
    pub(super) fn ends(&self, from: usize) -> impl Iterator<Item = usize> {
        self.edges[self.starts[from]..self.starts[from + 1]].iter().map(|edge| edge.to)
    }

    /// Bytes of characters of a run that begins at `start`.
    pub(super) fn span(&self, from: usize, to: usize, start: usize) -> Span {
        let byte = |at: usize| self.chars.get(at).map_or(self.bytes, |(byte, _)| *byte as usize);
        Span::new(start + byte(from), start + byte(to))
    }
}
