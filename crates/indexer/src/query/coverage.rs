//! Any of several clauses, the more the better.

use tantivy::query::{BooleanWeight, EmptyQuery, EnableScoring, Occur, Query, ScoreCombiner, Scorer, Weight};
use tantivy::{Score, Term};

/// Share of the score that does not depend on how many clauses were found.
const BASE: Score = 0.8;

/// Finds what any clause finds. The score is the sum of theirs, less up to 20% for the clauses that are missing, so that an
/// article with all words comes before one that repeats a single one.
#[derive(Debug)]
pub(crate) struct CoverageQuery {
    clauses: Vec<Box<dyn Query>>,
    total: usize,
}

impl CoverageQuery {
    /// `total` counts also the clauses that were left out because nothing in the index matches them. `None` where there are
    /// neither.
    pub fn of(mut clauses: Vec<Box<dyn Query>>, total: usize) -> Option<Box<dyn Query>> {
        match (total, clauses.len()) {
            (0, _) => None,
            (_, 0) => Some(Box::new(EmptyQuery)),
            (_, 1) => clauses.pop(),
            _ => Some(Box::new(CoverageQuery { clauses, total })),
        }
    }
}

impl Clone for CoverageQuery {
    fn clone(&self) -> CoverageQuery {
        CoverageQuery { clauses: self.clauses.iter().map(|c| c.box_clone()).collect(), total: self.total }
    }
}

impl Query for CoverageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights: tantivy::Result<Vec<_>> =
            self.clauses.iter().map(|c| Ok((Occur::Should, c.weight(scoring)?))).collect();
        let coverage = Coverage::of(self.total);
        let combiner = move || Covered { coverage, sum: 0.0, found: 0 };
        Ok(Box::new(BooleanWeight::with_minimum_number_should_match(
            weights?,
            1,
            scoring.is_scoring_enabled(),
            Box::new(combiner),
        )))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for clause in &self.clauses {
            clause.query_terms(visitor);
        }
    }
}

/// How a sum depends on how many clauses were found.
#[derive(Clone, Copy, Default)]
pub(crate) struct Coverage {
    base: Score,
    gain: Score,
}

impl Coverage {
    /// It does not.
    pub const NONE: Coverage = Coverage { base: 1.0, gain: 0.0 };

    /// For so many clauses in all.
    pub fn of(total: usize) -> Coverage {
        Coverage { base: BASE, gain: (1.0 - BASE) / total.max(1) as Score }
    }

    /// The score for an exact sum over `found` clauses.
    pub fn of_sum(self, sum: f64, found: usize) -> f64 {
        sum * (f64::from(self.base) + f64::from(self.gain) * found as f64)
    }

    /// The score for a sum over `found` clauses.
    pub fn score(self, sum: Score, found: usize) -> Score {
        sum * (self.base + self.gain * found as Score)
    }
}

#[derive(Clone, Copy, Default)]
struct Covered {
    coverage: Coverage,
    sum: Score,
    found: usize,
}

impl ScoreCombiner for Covered {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.sum += scorer.score();
        self.found += 1;
    }

    fn clear(&mut self) {
        (self.sum, self.found) = (0.0, 0);
    }

    fn score(&self) -> Score {
        self.coverage.score(self.sum, self.found)
    }
}
