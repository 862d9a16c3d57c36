//! What is asked of an index, and the answer.

use jiff::Timestamp;
use newsbraid_text::Lang;

use crate::error::QueryError;
use crate::facets::{Facet, FacetCounts, Histogram, Interval};
use crate::query::{Clause, Demand, Filter, Note, parse, parse_plain};
use crate::snippet::{Snippet, SnippetOptions};

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// How the text is read.
    pub syntax: Syntax,
    /// Conditions beside those of the text; all of them hold.
    pub filters: Vec<Filter>,
    /// Most hits handed out.
    pub limit: usize,
    /// Hits passed over first.
    pub offset: usize,
    /// Their order.
    pub sort: Sort,
    /// How snippets are cut; `None` for hits without.
    pub snippets: Option<SnippetOptions>,
    /// What all articles found are counted by.
    pub facets: Vec<Facet>,
    /// Whether they are counted over time.
    pub histogram: Option<Interval>,
    /// Whether hits say what of the query they have ([`Hit::matched`]).
    pub explain: bool,
}

impl Query {
    /// Ten hits by score, with snippets.
    pub fn new(text: &str) -> Query {
        Query {
            text: text.to_string(),
            syntax: Syntax::Full,
            filters: Vec::new(),
            limit: 10,
            offset: 0,
            sort: Sort::Score,
            snippets: Some(SnippetOptions::default()),
            facets: Vec::new(),
            histogram: None,
            explain: false,
        }
    }
}

/// How the text of a query is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// The query language of [`parse`].
    Full,
    /// Words only: quotation marks, brackets, colons and signs mean nothing. For questions and titles, as batches of
    /// queries hold them.
    Plain,
}

impl Syntax {
    pub(crate) fn read(self, text: &str) -> Result<Vec<Clause>, QueryError> {
        match self {
            Syntax::Full => parse(text),
            Syntax::Plain => parse_plain(text),
        }
    }

    pub(crate) fn demand(self) -> Demand {
        match self {
            Syntax::Full => Demand::Terms,
            Syntax::Plain => Demand::Any,
        }
    }
}

/// The order of hits. What is equal is in order of the ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    Score,
    /// The latest first, those without a date at the end.
    Newest,
    /// The earliest first, those without a date at the end.
    Oldest,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Id of the article.
    pub id: String,
    /// Zero where the hits are sorted by date.
    pub score: f32,
    /// The language of most of it.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Publisher.
    pub source: Option<String>,
    /// Time of publication.
    pub published: Option<Timestamp>,
    /// Where the words of the query are; empty where none was asked for.
    pub snippet: Snippet,
    /// What of the query it has, in order of [`Hits::notes`]; empty where that was not asked for.
    pub matched: Vec<Matched>,
}

/// A part of a query that an article has.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// Which of [`Hits::notes`].
    pub note: usize,
    /// The wording that the article has, or the id of the entity; of several the one that counts.
    pub text: String,
    /// How the query leads there: `as written`, or as in [`crate::Expansion::why`].
    pub why: String,
    /// Its part of the score, before the bonus for having more of the query.
    pub score: f32,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// All articles that match, those not handed out included.
    pub total: usize,
    /// Those handed out, in order.
    pub hits: Vec<Hit>,
    /// What the words of the query were taken for.
    pub notes: Vec<Note>,
    /// In the order in which they were asked for.
    pub facets: Vec<FacetCounts>,
    /// Where one was asked for.
    pub histogram: Option<Histogram>,
}
