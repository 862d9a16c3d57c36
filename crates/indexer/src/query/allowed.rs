//! Which articles of a segment a query may find.

use std::sync::Arc;

use tantivy::fastfield::AliveBitSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::{BitSet, DocId};

use crate::index::Index;

/// What articles must meet, or must not, beside having the words of a query. It adds nothing to their scores.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub query: Arc<dyn Query>,
    /// Whether it must be met.
    pub wanted: bool,
}

/// The articles of a segment that were not deleted and meet the conditions.
pub(crate) struct Allowed<'s> {
    alive: Option<&'s AliveBitSet>,
    /// For each condition the articles that meet it, and whether they must.
    met: Vec<(BitSet, bool)>,
}

impl<'s> Allowed<'s> {
    /// Finds the articles of a segment that meet each condition.
    pub fn of(conditions: &[Condition], index: &'s Index, at: usize) -> tantivy::Result<Allowed<'s>> {
        let segment = &index.searcher.segment_readers()[at];
        let mut met = Vec::with_capacity(conditions.len());
        for Condition { query, wanted } in conditions {
            let mut articles = BitSet::with_max_value(segment.max_doc());
            let weight = query.weight(EnableScoring::disabled_from_searcher(&index.searcher))?;
            weight.for_each_no_score(segment, &mut |docs| {
                for doc in docs {
                    articles.insert(*doc);
                }
            })?;
            met.push((articles, *wanted));
        }
        Ok(Allowed { alive: segment.alive_bitset(), met })
    }

    pub fn has(&self, doc: DocId) -> bool {
        self.alive.is_none_or(|alive| alive.is_alive(doc))
            && self.met.iter().all(|(articles, wanted)| articles.contains(doc) == *wanted)
    }
}
