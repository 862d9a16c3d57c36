//! Search in any of the languages.
//!
//! An article comes as an [`Entry`]: its words from the segmenter, its entities and figures from the linker. An
//! [`IndexWriter`] packs them into a tantivy index. A query is a small document: [`Index::search`] reads its syntax
//! ([`parse`]), cuts its words with the same segmenter, lets a [`QueryExpander`] say what they stand for, and asks the
//! index for words in sequence, pairs of characters and entities. What is found comes back as [`Hits`] with a [`Snippet`] in
//! the spelling of the article.
//!
//! ```
//! use newsbraid_indexer::{Entry, Index, IndexWriter, Query, Reader, WriterOptions, to_html};
//! use newsbraid_segmenter::Segmenter;
//! use newsbraid_text::{Lang, Span};
//!
//! let dir = tempfile::tempdir().unwrap();
//! let mut worker = Segmenter::without_korean().worker();
//! let text = "阿里雲收入增長34%，達398億元。";
//! let analysis = worker.analyze(text, Lang::ZhHant);
//! let mut writer = IndexWriter::create(&dir.path().join("index"), &WriterOptions::default()).unwrap();
//! writer.add(&Entry {
//!     id: "a", fingerprint: 0, title: "", lang: Lang::ZhHant, published: None, source: None, text, analysis: &analysis,
//!     title_span: Span::default(), entities: &[], sounds: &[], figures: &[], times: &[],
//! }).unwrap();
//! writer.finish("").unwrap();
//!
//! let index = Index::open(&dir.path().join("index")).unwrap();
//! let mut reader = Reader {
//!     analyze: &mut |text| worker.analyze(text, newsbraid_text::majority_lang(text)),
//!     share: &|_| 0.0, expander: None, figure: &|_| None, cluster: &|_| None,
//! };
//! let hits = index.search(&Query::new("阿里云"), &mut reader).unwrap();
//! assert_eq!((hits.total, hits.hits[0].id.as_str()), (1, "a"));
//! assert!(to_html(&hits.hits[0].snippet).starts_with("<mark>阿里雲</mark>收入"));
//! ```
//!
//! This crate does not know names, dictionaries or how clusters are made; it does not cut words.

mod entry;
mod error;
mod facets;
mod figures;
mod grams;
mod guard;
mod ids;
mod index;
mod pack;
mod packed;
mod present;
mod query;
mod request;
mod schema;
mod search;
mod snippet;
mod space;
mod surfaces;
mod update;
mod writer;

pub use entry::{Entry, Prepared, sound_id};
pub use error::{IndexError, QueryError, SearchError};
pub use facets::{Facet, FacetCounts, Histogram, Interval};
pub use figures::{bare_figure_id, figure_id};
pub use guard::is_reading;
pub use index::{Index, Stats};
pub use query::{
    Clause, Expansion, FigureRange, FigureText, Filter, MAX_BYTES, MAX_CLAUSES, MAX_DEPTH, MAX_HITS, Node, Note, Occur,
    QUERY_HELP, QueryExpander, Reader, Target, parse, parse_plain, regional_words,
};
pub use request::{Hit, Hits, Matched, Query, Sort, Syntax};
pub use snippet::{Fragment, Snippet, SnippetOptions, tame, to_html, to_terminal, to_text};
pub use space::{FieldSpace, Space};
pub use update::IndexUpdate;
pub use writer::{IndexWriter, Preparer, WriterOptions};
