//! Any of several clauses, the more the better.

use tantivy::query::{BooleanWeight, EnableScoring, Occur, Query, ScoreCombiner, Scorer, Weight};
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
    /// `total` counts also the clauses that were left out because nothing in the index matches them.
    pub fn new(clauses: Vec<Box<dyn Query>>, total: usize) -> CoverageQuery {
        CoverageQuery { clauses, total }
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
        let gain = (1.0 - BASE) / self.total.max(1) as Score;
        let combiner = move || Coverage { gain, sum: 0.0, found: 0 };
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

#[derive(Clone, Copy, Default)]
struct Coverage {
    gain: Score,
    sum: Score,
    found: u32,
}

impl ScoreCombiner for Coverage {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.sum += scorer.score();
        self.found += 1;
    }

    fn clear(&mut self) {
        (self.sum, self.found) = (0.0, 0);
    }

    fn score(&self) -> Score {
        self.sum * (BASE + self.gain * self.found as Score)
    }
}
