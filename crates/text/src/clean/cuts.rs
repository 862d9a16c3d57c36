//! What to take out of an input text, collected by the rules and applied once.

use std::ops::Range;

use super::kept;
use crate::{Flag, Kept};

/// A stretch to take out, and what to put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cut {
    range: Range<usize>,
    instead: String,
    flag: Flag,
}

/// The cuts of one input text.
pub(super) struct Cuts<'t> {
    input: &'t str,
    list: Vec<Cut>,
}

impl<'t> Cuts<'t> {
    pub(super) fn new(input: &'t str) -> Cuts<'t> {
        Cuts { input, list: Vec::new() }
    }

    pub(super) fn input(&self) -> &'t str {
        self.input
    }

    /// Takes a stretch out.
    pub(super) fn remove(&mut self, range: Range<usize>, flag: Flag) {
        self.replace(range, "", flag);
    }

    /// Puts something else in the place of a stretch.
    pub(super) fn replace(&mut self, range: Range<usize>, instead: &str, flag: Flag) {
        self.list.push(Cut { range, instead: instead.to_string(), flag });
    }

    /// Of some stretches those that no cut made so far covers, for rules that look at whole lines. Asked for all at once: an
    /// article may have as many cuts as lines.
    pub(super) fn not_cut(&self, stretches: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let mut cuts: Vec<&Range<usize>> = self.list.iter().map(|cut| &cut.range).collect();
        cuts.sort_by_key(|range| range.start);
        let (mut cuts, mut reach) = (cuts.into_iter().peekable(), 0);
        let mut left = stretches;
        left.retain(|stretch| {
            while let Some(cut) = cuts.next_if(|cut| cut.start <= stretch.start) {
                reach = reach.max(cut.end);
            }
            reach < stretch.end
        });
        left
    }

    pub(super) fn flags(&self) -> Vec<Flag> {
        let mut flags: Vec<Flag> = self.list.iter().map(|cut| cut.flag).collect();
        flags.sort_unstable();
        flags.dedup();
        flags
    }

    /// Appends the clean text to `text` and says what was kept. Of overlapping cuts the earlier wins, then the longer.
    pub(super) fn apply(mut self, text: &mut String) -> Vec<Kept> {
        self.list.sort_by_key(|cut| (cut.range.start, std::cmp::Reverse(cut.range.end)));
        let (mut at, mut runs) = (0, Vec::new());
        for cut in &self.list {
            if cut.range.start < at {
                continue;
            }
            keep(self.input, at..cut.range.start, text, &mut runs);
            text.push_str(&cut.instead);
            at = cut.range.end;
        }
        keep(self.input, at..self.input.len(), text, &mut runs);
        runs
    }
}

fn keep(input: &str, range: Range<usize>, text: &mut String, runs: &mut Vec<Kept>) {
    if !range.is_empty() {
        runs.push(kept(text.len(), range.start, range.len()));
        text.push_str(&input[range]);
    }
}
