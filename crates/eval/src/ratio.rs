//! Counts as shares.

use std::fmt;

use serde::Serialize;

/// Precision, recall and their harmonic mean (van Rijsbergen, Information Retrieval, 1979, chapter 7), from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Prf {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of the gold that was found.
    pub recall: f64,
    /// Harmonic mean of the two; 0 where both are 0.
    pub f1: f64,
}

impl Prf {
    /// From the two shares.
    pub fn new(precision: f64, recall: f64) -> Prf {
        let sum = precision + recall;
        Prf { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }

    /// From counts: `right` of `found` and of `gold`. A share of nothing is 0.
    ///
    /// ```
    /// let prf = newsbraid_eval::Prf::of(2, 4, 2);
    /// assert_eq!((prf.precision, prf.recall), (0.5, 1.0));
    /// ```
    pub fn of(right: u64, found: u64, gold: u64) -> Prf {
        Prf::new(share(right, found), share(right, gold))
    }

    /// The cells of a table row.
    pub(crate) fn cells(&self) -> [String; 3] {
        [self.precision, self.recall, self.f1].map(|x| format!("{x:.4}"))
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many are right.
    pub right: u64,
    /// Of how many.
    pub of: u64,
    /// The quotient, 0 of nothing.
    pub share: f64,
}

impl Share {
    /// From counts.
    pub fn new(right: u64, of: u64) -> Share {
        Share { right, of, share: share(right, of) }
    }

    /// Both counts together.
    pub(crate) fn plus(self, other: Share) -> Share {
        Share::new(self.right + other.right, self.of + other.of)
    }

    /// One more, right or not.
    pub(crate) fn add(&mut self, right: bool) {
        *self = Share::new(self.right + u64::from(right), self.of + 1);
    }

    /// The cells of a table row.
    pub(crate) fn cells(&self) -> [String; 3] {
        [self.right.to_string(), self.of.to_string(), format!("{:.4}", self.share)]
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.4} ({} of {})", self.share, self.right, self.of)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
