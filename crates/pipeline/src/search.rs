//! Searching a run: a query takes the way of an article.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use newsbraid_indexer::{
    FigureRange, Hits, Index, IndexError, MAX_HITS, Query, QueryError, QueryExpander, Reader, SearchError,
};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::{FigureFinder, Measures, Nothing};
use newsbraid_segmenter::dictionary::KoreanDictionary;
use newsbraid_segmenter::{Glosses, Segmenter, SegmenterConfig, UserDictionary, UserDictionaryError, Worker};
use newsbraid_text::{majority_lang, normalize};
use thiserror::Error;

use crate::config::SearchConfig;
use crate::expand::Expander;
use crate::output::{OutputError, OutputFolder};
use crate::search_events::EventTable;

/// Why a search failed.
#[derive(Debug, Error)]
pub enum SearchFailure {
    /// The run cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The index cannot be opened.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The words of the user that the run was made with cannot be read.
    #[error("{0}; the run was made with --user-dict, so run again with --overwrite and the same words")]
    Words(UserDictionaryError),
    /// They are not the ones.
    #[error(
        "`{path}` has SHA-256 {found}, the run was made with {expected}; run again with --overwrite and the words you want"
    )]
    OtherWords {
        /// The file of the run that holds them.
        path: PathBuf,
        /// The hash of what it holds.
        found: String,
        /// The hash in the manifest.
        expected: String,
    },
    /// A page is asked for with the token of something else.
    #[error(
        "`{0}` leads to no page of this query in this order over this index; leave out --after to begin with the first page"
    )]
    Token(String),
    /// The query cannot be answered.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// A run that is open for search.
pub struct Searcher {
    index: Index,
    segmenter: Segmenter,
    figures: Arc<LazyLock<FigureFinder>>,
    expander: Option<Expander>,
    events: EventTable,
}

/// What says which other words and names the words of a query stand for.
pub struct Expansions<'w> {
    /// Names and their entities.
    pub base: Arc<KnowledgeBase>,
    /// What words are in other languages, where that is installed and wanted.
    pub glosses: Option<Arc<Glosses>>,
    /// How much all that counts.
    pub weights: &'w SearchConfig,
}

/// Hits with the event of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What the index found.
    pub hits: Hits,
    /// For each hit, the id of its event.
    pub clusters: Vec<Option<String>>,
}

impl Found {
    fn keep_first_of_events(&mut self) {
        let mut seen = HashSet::new();
        let first: Vec<bool> =
            self.clusters.iter().map(|event| event.as_ref().is_none_or(|id| seen.insert(id.clone()))).collect();
        let mut keep = first.iter().copied();
        self.hits.hits.retain(|_| keep.next().unwrap_or(false));
        let mut keep = first.into_iter();
        self.clusters.retain(|_| keep.next().unwrap_or(false));
    }
}

impl Found {
    /// Leaves out what is before a page and behind it.
    fn cut(&mut self, offset: usize, limit: usize) {
        self.hits.hits = std::mem::take(&mut self.hits.hits).into_iter().skip(offset).take(limit).collect();
        self.clusters = std::mem::take(&mut self.clusters).into_iter().skip(offset).take(limit).collect();
    }
}

impl Searcher {
    /// Opens the index of a run. Korean queries want the dictionary. Without `expansions` words find only themselves, and
    /// nothing is loaded but what cuts them. The words of the user that the run was made with are taken from its folder.
    ///
    /// # Errors
    /// When the index is missing or of another version, or the clusters or the user's words cannot be read.
    pub fn open(
        run: &OutputFolder,
        korean: Option<KoreanDictionary>,
        expansions: Option<Expansions>,
    ) -> Result<Searcher, SearchFailure> {
        let index = Index::open(&run.path().join("index"))?;
        let events = EventTable::read(&run.path().join("clusters.jsonl"))?;
        let user_dictionary = user_words(run)?;
        let segmenter = Segmenter::new(SegmenterConfig { korean, user_dictionary }).map_err(SearchFailure::Words)?;
        let figures: Arc<LazyLock<FigureFinder>> = Arc::new(LazyLock::new(|| FigureFinder::new(&Measures::embedded())));
        let expander = expansions.map(|with| Expander::new(with, figures.clone(), &segmenter));
        Ok(Searcher { index, segmenter, figures, expander, events })
    }

    /// Answers one query; many are answered by one [`SearchWorker`] a thread. `expand` lets its words find what they also stand
    /// for, where the run was opened with expansions.
    ///
    /// # Errors
    /// When the query is malformed or too large, with the column.
    pub fn search(&self, query: &Query, expand: bool) -> Result<Found, SearchFailure> {
        self.worker().search(query, expand)
    }

    /// Answers a query with the first hit of each event, in the order of these hits; offset and limit count events, `total` still
    /// counts articles.
    ///
    /// # Errors
    /// When the query is malformed or too large, with the column.
    pub fn search_events(&self, query: &Query, expand: bool) -> Result<Found, SearchFailure> {
        let wanted = query.limit.saturating_add(query.offset);
        if wanted > MAX_HITS {
            return Err(SearchError::from(QueryError::TooManyHits { asked: wanted }).into());
        }
        let mut worker = self.worker();
        let mut limit = wanted.saturating_mul(4).min(MAX_HITS);
        loop {
            let mut found = worker.search(&Query { limit, offset: 0, ..query.clone() }, expand)?;
            let (got, total) = (found.hits.hits.len(), found.hits.total);
            found.keep_first_of_events();
            if found.clusters.len() >= wanted || got == total || limit == MAX_HITS {
                found.cut(query.offset, query.limit);
                return Ok(found);
            }
            limit = limit.saturating_mul(4).min(MAX_HITS);
        }
    }

    /// The index that is searched.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// What answers queries, one after the other, on one thread.
    pub fn worker(&self) -> SearchWorker<'_> {
        SearchWorker { searcher: self, words: self.segmenter.worker() }
    }
}

/// Answers queries on one thread.
pub struct SearchWorker<'s> {
    searcher: &'s Searcher,
    words: Worker,
}

impl SearchWorker<'_> {
    /// Answers a query; `expand` lets its words find what they also stand for.
    ///
    /// # Errors
    /// When the query is malformed or too large, with the column.
    pub fn search(&mut self, query: &Query, expand: bool) -> Result<Found, SearchFailure> {
        let searcher = self.searcher;
        let hits = self.ask(expand, |reader| searcher.index.search(query, reader))?;
        let clusters = hits.hits.iter().map(|hit| searcher.events.of(&hit.id).map(str::to_string)).collect();
        Ok(Found { hits, clusters })
    }

    /// Scores and ids of the articles that answer a query, the best first. No article is read, so this is fast.
    ///
    /// # Errors
    /// When the query is malformed or too large, with the column.
    pub fn rank(&mut self, query: &Query, expand: bool) -> Result<Vec<(f32, String)>, SearchFailure> {
        let searcher = self.searcher;
        Ok(self.ask(expand, |reader| searcher.index.search_ids(query, reader))?)
    }

    fn ask<T>(
        &mut self,
        expand: bool,
        ask: impl FnOnce(&mut Reader) -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let (searcher, words) = (self.searcher, &mut self.words);
        ask(&mut Reader {
            analyze: &mut |text| words.analyze(text, majority_lang(text)),
            share: &|term| searcher.segmenter.share_in_chinese(term),
            expander: searcher.expander.as_ref().filter(|_| expand).map(|expander| expander as &dyn QueryExpander),
            figure: &|text| figure_range(&searcher.figures, text),
            cluster: &|id| searcher.events.articles(id),
        })
    }
}

/// The words of the user that a run was made with: a query is cut as the articles were.
fn user_words(run: &OutputFolder) -> Result<UserDictionary, SearchFailure> {
    let Some(expected) = &run.manifest().user_dictionary else { return Ok(UserDictionary::default()) };
    let path = run.path().join(&expected.file);
    let words = UserDictionary::load(&path).map_err(SearchFailure::Words)?;
    match words.fingerprint() {
        found if found == expected.sha256 => Ok(words),
        found => Err(SearchFailure::OtherWords { path, found, expected: expected.sha256.clone() }),
    }
}

/// The one quantity that a text states.
fn figure_range(finder: &FigureFinder, text: &str) -> Option<FigureRange> {
    let (figures, _) = finder.find(text, &normalize(text), None, &Nothing);
    let [figure] = figures.as_slice() else { return None };
    let one = &figure.quantity;
    Some(FigureRange { low: one.low, high: one.high, unit: one.unit, currency: one.currency.clone() })
}
