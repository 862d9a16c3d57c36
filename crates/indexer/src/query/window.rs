//! Sums of scores for neighbouring articles.

use tantivy::DocId;

/// Articles that are summed up at a time; few in tests, so that there are several windows.
const WINDOW: u32 = if cfg!(test) { 1 << 7 } else { 1 << 12 };
/// With fewer articles touched, going over these is faster than over all.
const SPARSE: usize = SIZE / 8;
const SIZE: usize = WINDOW as usize;

/// What is known of the score of an article. Sums of so few 32-bit numbers are exact in 64 bits, in whatever order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub doc: DocId,
    /// Concepts it has.
    pub found: u32,
    /// The sum of their scores.
    pub words: f64,
    /// The sum of the scores of pairs.
    pub pairs: f64,
}

impl Known {
    /// What is known of its score, but for how many concepts it has.
    pub fn sum(&self) -> f64 {
        self.words + self.pairs
    }
}

/// Sums for neighbouring articles. It is written without branches, which could not be foreseen.
pub(crate) struct Window {
    /// The first of them.
    pub start: DocId,
    words: Box<[f64; SIZE]>,
    pairs: Box<[f64; SIZE]>,
    marks: Box<[Mark; SIZE]>,
    /// Articles with a sum, in no order, and room for one more.
    touched: Box<[u32; SIZE + 1]>,
    count: usize,
    has_pairs: bool,
}

#[derive(Clone, Copy, Default)]
struct Mark {
    /// The group that was added last, its number from 1.
    group: u16,
    found: u16,
    /// Its best slot so far.
    best: f32,
}

impl Window {
    /// `has_pairs` says whether pairs will be added.
    pub fn new(has_pairs: bool) -> Window {
        let (words, pairs, marks) = (filled(0.0), filled(0.0), filled(Mark::default()));
        Window { start: 0, words, pairs, marks, touched: filled(0), count: 0, has_pairs }
    }

    /// The number after that of its last article.
    pub fn end(&self) -> DocId {
        self.start + WINDOW
    }

    /// Adds the scores of one slot. Of the slots of one group only the best counts; all of them are added before those of another.
    /// An article that has the group has so many concepts more as `counts` says. Of the scores counts what is beyond `floor`.
    pub fn add_words(&mut self, docs: &[DocId], scores: &[f32], group: usize, counts: u16, floor: f32) {
        let group = group as u16 + 1;
        let (words, marks, touched) = (&mut self.words, &mut self.marks, &mut self.touched);
        let mut count = self.count;
        for (doc, score) in docs.iter().zip(scores) {
            let at = doc.wrapping_sub(self.start) % WINDOW;
            let mark = &mut marks[at as usize];
            touched[count] = at;
            count += usize::from(mark.group == 0);
            let is_new = mark.group != group;
            let before = if is_new { floor } else { mark.best };
            let best = if *score > before { *score } else { before };
            words[at as usize] += f64::from(best) - f64::from(before);
            *mark = Mark { group, found: mark.found + u16::from(is_new) * counts, best };
        }
        self.count = count;
    }

    /// Adds the scores of a pair.
    pub fn add_pairs(&mut self, docs: &[DocId], scores: &[f32], group: usize) {
        let group = group as u16 + 1;
        let (pairs, marks, touched) = (&mut self.pairs, &mut self.marks, &mut self.touched);
        let mut count = self.count;
        for (doc, score) in docs.iter().zip(scores) {
            let at = doc.wrapping_sub(self.start) % WINDOW;
            let mark = &mut marks[at as usize];
            touched[count] = at;
            count += usize::from(mark.group == 0);
            mark.group = group;
            pairs[at as usize] += f64::from(*score);
        }
        self.count = count;
    }

    /// Hands on the articles with a sum of `least` or more, in no order.
    pub fn each(&self, least: f64, mut found: impl FnMut(Known)) {
        let known = |at: usize| Known {
            doc: self.start + at as u32,
            found: u32::from(self.marks[at].found),
            words: self.words[at],
            pairs: self.pairs[at],
        };
        let is_enough = |at: &usize| self.words[*at] + self.pairs[*at] >= least;
        if self.count < SPARSE {
            self.touched[..self.count].iter().map(|at| *at as usize).filter(is_enough).for_each(|at| found(known(at)));
            return;
        }
        let least = least.max(f64::MIN_POSITIVE);
        for (block, (words, pairs)) in self.words.chunks(LANES).zip(self.pairs.chunks(LANES)).enumerate() {
            let any = if self.has_pairs {
                words.iter().zip(pairs).fold(false, |any, (words, pairs)| any | (words + pairs >= least))
            } else {
                words.iter().fold(false, |any, words| any | (*words >= least))
            };
            if any {
                (block * LANES..(block + 1) * LANES).filter(is_enough).for_each(|at| found(known(at)));
            }
        }
    }

    /// Forgets all sums, and goes on to the articles from `start` on.
    pub fn move_to(&mut self, start: DocId) {
        self.start = start;
        if self.count < SPARSE {
            for at in self.touched[..self.count].iter().map(|at| *at as usize) {
                (self.words[at], self.pairs[at], self.marks[at]) = (0.0, 0.0, Mark::default());
            }
        } else {
            self.words.fill(0.0);
            if self.has_pairs {
                self.pairs.fill(0.0);
            }
            self.marks.fill(Mark::default());
        }
        self.count = 0;
    }
}

/// Sums that are compared together.
const LANES: usize = 16;

/// An array that never was on the stack.
fn filled<T: Copy, const N: usize>(value: T) -> Box<[T; N]> {
    vec![value; N].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("it was made of this length"))
}
