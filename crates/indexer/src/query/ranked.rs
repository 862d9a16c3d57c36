//! Any of several concepts, the more the better, and pairs of characters that add to the score.

use tantivy::query::{BooleanQuery, EmptyQuery, EnableScoring, Occur, Query, Weight};

use crate::query::coverage::{Coverage, CoverageQuery};
use crate::query::way::{Sequence, Way, any_of};

/// What a run of words asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranked {
    /// The ways in which an article may have each thing that is looked for; none where nothing in the index has it.
    pub concepts: Vec<Vec<Way>>,
    /// Pairs of characters of sentences.
    pub pairs: Vec<Sequence>,
}

impl Ranked {
    /// Adds what another run asks for.
    pub fn extend(&mut self, other: Ranked) {
        self.concepts.extend(other.concepts);
        self.pairs.extend(other.pairs);
    }

    /// What having more of the concepts is worth; where the index knows only one of them, nothing.
    pub fn coverage(&self) -> Coverage {
        match self.concepts.iter().filter(|ways| !ways.is_empty()).count() {
            0 | 1 => Coverage::NONE,
            _ => Coverage::of(self.concepts.len()),
        }
    }

    /// Whether all that is found scores something, as finding the best by bounds asks for.
    pub fn always_scores(&self) -> bool {
        !self.concepts.iter().flatten().any(Way::may_score_nothing)
    }

    /// What the engine is asked to find and score the same.
    pub fn query(&self) -> Box<dyn Query> {
        let concepts = self.concepts.iter().filter(|ways| !ways.is_empty()).map(|ways| any_of(ways)).collect();
        let words = CoverageQuery::of(concepts, self.concepts.len());
        if self.pairs.is_empty() {
            return words.unwrap_or_else(|| Box::new(EmptyQuery));
        }
        let parts = self.pairs.iter().map(Sequence::query).chain(words);
        Box::new(BooleanQuery::new(parts.map(|query| (Occur::Should, query)).collect()))
    }
}

impl Query for Ranked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        self.query().weight(scoring)
    }
}
