//! Pages of hits, one after the other, by tokens.

use newsbraid_indexer::{MAX_HITS, Query};
use sha2::{Digest, Sha256};

use crate::input::hex;
use crate::search::{Found, SearchFailure, Searcher};

/// How a query is answered beside what the index is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answering {
    /// Whether names find the other names of their entities, and words their equivalents.
    pub expand: bool,
    /// Whether only the first hit of each event is handed out.
    pub by_event: bool,
}

/// A page of hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The hits, with the event of each.
    pub found: Found,
    /// What brings the next page; `None` behind the last one, and behind the ten-thousandth hit.
    pub next: Option<String>,
}

impl Searcher {
    /// Answers a query with its first page, or with the one that the token of the page before leads to. A token belongs to one
    /// query in one order over one index; pages may be of different length.
    ///
    /// # Errors
    /// When the query is malformed or too large, with the column, or the token is of another query or index.
    pub fn page(&self, query: &Query, how: Answering, after: Option<&str>) -> Result<Page, SearchFailure> {
        let mark = self.mark(query, how);
        let offset = after.map_or(Ok(0), |token| read(token, &mark))?;
        let limit = if offset > 0 { query.limit.min(MAX_HITS - offset) } else { query.limit };
        let asked = Query { offset, limit, ..query.clone() };
        let found =
            if how.by_event { self.search_events(&asked, how.expand)? } else { self.search(&asked, how.expand)? };
        let end = offset + found.hits.hits.len();
        let is_last = found.hits.hits.len() < limit || limit == 0 || end >= MAX_HITS;
        let is_last = is_last || (!how.by_event && end >= found.hits.total);
        let next = (!is_last).then(|| format!("{end}-{mark}"));
        Ok(Page { found, next })
    }

    /// What a token says of the query and the index that it belongs to.
    fn mark(&self, query: &Query, how: Answering) -> String {
        let parts = format!("{:?} {:?} {:?} {:?} {how:?}", query.text, query.syntax, query.filters, query.sort);
        let mut hash = Sha256::new();
        hash.update(self.index().payload().as_bytes());
        hash.update([0]);
        hash.update(parts.as_bytes());
        hex(&hash.finalize())[..16].to_string()
    }
}

/// The number of hits before the page that a token leads to.
fn read(token: &str, mark: &str) -> Result<usize, SearchFailure> {
    let offset = token.strip_suffix(mark).and_then(|rest| rest.strip_suffix('-')).and_then(|n| n.parse().ok());
    offset.filter(|n| (1..MAX_HITS).contains(n)).ok_or_else(|| SearchFailure::Token(token.to_string()))
}
