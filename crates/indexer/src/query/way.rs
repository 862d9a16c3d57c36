//! The ways in which an article may have what is looked for, with what they can score at most.
//!
//! A way is known by its terms, not by a query of the engine: so its postings are found once, and [`super::best`] can read
//! them in its own order. [`Way::query`] makes the query of the engine that finds and scores the same.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::query::ranked::Ranked;

/// BM25 never gives more than this times the inverse document frequency (k1 + 1).
pub(crate) const CEILING: f32 = 2.2;

/// Stands for the greatest score where that is not known; far above any.
pub(crate) const UNKNOWN: f32 = 1e6;

/// A term and where its postings are.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub term: Term,
    /// By segment; `None` where it has no article with the term.
    infos: Vec<Option<TermInfo>>,
}

impl Posted {
    /// `None` where no article has the term.
    pub fn find(searcher: &Searcher, field: Field, text: &str) -> tantivy::Result<Option<Posted>> {
        let term = Term::from_field_text(field, text);
        let mut infos = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            infos.push(segment.inverted_index(field)?.get_term_info(&term)?);
        }
        let posted = Posted { term, infos };
        Ok((posted.frequency() > 0).then_some(posted))
    }

    #[cfg(test)]
    pub fn new(term: Term, infos: Vec<Option<TermInfo>>) -> Posted {
        Posted { term, infos }
    }

    /// Articles that have it, deleted ones included.
    pub fn frequency(&self) -> u64 {
        self.infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum()
    }

    /// Articles of a segment that have it.
    pub fn frequency_in(&self, segment: usize) -> u64 {
        self.info(segment).map_or(0, |info| u64::from(info.doc_freq))
    }

    /// Its postings in a segment.
    pub fn info(&self, segment: usize) -> Option<&TermInfo> {
        self.infos.get(segment).and_then(Option::as_ref)
    }
}

/// Terms of a field at fixed distances; one of them is a word by itself.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    /// Each with its position.
    pub terms: Vec<(usize, Posted)>,
    /// Inverse document frequency, summed over the terms.
    pub idf: f32,
    /// Factor of BM25.
    pub weight: f32,
}

impl Sequence {
    /// Articles of a segment that have its rarest term.
    pub fn rarest(&self, segment: usize) -> u64 {
        self.terms.iter().map(|(_, posted)| posted.frequency_in(segment)).min().unwrap_or(0)
    }

    /// Postings of its rarest term.
    pub fn postings(&self) -> u64 {
        self.terms.iter().map(|(_, posted)| posted.frequency()).min().unwrap_or(0)
    }

    /// No article scores more.
    pub fn most(&self) -> f32 {
        CEILING * self.idf * self.weight
    }

    /// What the engine is asked to find and score the same.
    pub fn query(&self) -> Box<dyn Query> {
        let query: Box<dyn Query> = match self.terms.as_slice() {
            [(_, one)] => Box::new(TermQuery::new(one.term.clone(), IndexRecordOption::WithFreqs)),
            more => Box::new(PhraseQuery::new_with_offset(
                more.iter().map(|(offset, posted)| (*offset, posted.term.clone())).collect(),
            )),
        };
        boosted(query, self.weight)
    }
}

/// A sequence where it may stand in an article.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// Fields of which any may have it.
    pub texts: Vec<Sequence>,
    /// The same in the title; an article that has it there has it in one of the texts too.
    pub title: Option<Sequence>,
}

impl Places {
    /// A term or phrase in one place.
    pub fn one(text: Sequence) -> Places {
        Places { texts: vec![text], title: None }
    }

    /// All of its sequences.
    pub fn sequences(&mut self) -> impl Iterator<Item = &mut Sequence> {
        self.texts.iter_mut().chain(&mut self.title)
    }
}

/// An entity that articles mention.
#[derive(Clone, Debug)]
pub(crate) struct Mentions {
    pub mention: Posted,
    pub idf: f32,
    /// The least score of an article that mentions it.
    pub half: f32,
    /// Factor of BM25, which comes on top.
    pub weight: f32,
    /// Its term in titles, and what a title with it adds.
    pub title: Option<(Posted, f32)>,
}

/// One way in which an article may have something.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// The wording stands there.
    Text(Places),
    /// The entity is mentioned.
    Entity(Mentions),
    /// All of several things are there, and what adds to the score.
    All(Vec<Vec<Way>>, Vec<Way>),
    /// Whatever else the engine finds.
    Other(Arc<dyn Query>),
}

impl Way {
    /// No article scores more.
    pub fn most(&self) -> f32 {
        match self {
            Way::Text(places) => places.texts.iter().chain(&places.title).map(Sequence::most).fold(0.0, f32::max),
            Way::Entity(Mentions { idf, half, weight, title, .. }) => {
                half + CEILING * idf * weight + title.as_ref().map_or(0.0, |(_, more)| *more)
            }
            Way::All(parts, more) => parts.iter().map(|part| most_of(part)).sum::<f32>() + most_of(more),
            Way::Other(_) => UNKNOWN,
        }
    }

    /// Whether an article that has it may score nothing: what the engine finds may be a condition (`lang:ko`).
    pub fn may_score_nothing(&self) -> bool {
        match self {
            Way::Text(_) | Way::Entity(_) => false,
            Way::All(parts, _) => parts.iter().flatten().all(Way::may_score_nothing),
            Way::Other(query) => !query.downcast_ref::<Ranked>().is_some_and(Ranked::always_scores),
        }
    }

    /// Postings that are read to find it.
    pub fn postings(&self) -> u64 {
        match self {
            Way::Text(places) => places.texts.iter().chain(&places.title).map(Sequence::postings).sum(),
            Way::Entity(mentions) => mentions.mention.frequency(),
            Way::All(parts, more) => parts.iter().flatten().chain(more).map(Way::postings).sum(),
            // Nobody knows.
            Way::Other(_) => 0,
        }
    }

    /// What the engine is asked to find and score the same.
    pub fn query(&self) -> Box<dyn Query> {
        match self {
            Way::Text(places) => best_of(places.texts.iter().chain(&places.title).map(Sequence::query).collect()),
            Way::Entity(mentions) => mentions.query(),
            Way::All(parts, more) => {
                let mut clauses: Vec<_> = parts.iter().map(|part| (Occur::Must, any_of(part))).collect();
                if !more.is_empty() {
                    clauses.push((Occur::Should, any_of(more)));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Way::Other(query) => query.box_clone(),
        }
    }
}

impl Mentions {
    fn query(&self) -> Box<dyn Query> {
        let term = |posted: &Posted, option| TermQuery::new(posted.term.clone(), option);
        let constant = |posted: &Posted, score| -> Box<dyn Query> {
            Box::new(ConstScoreQuery::new(Box::new(term(posted, IndexRecordOption::Basic)), score))
        };
        let counts = Box::new(term(&self.mention, IndexRecordOption::WithFreqs));
        let mut parts =
            vec![(Occur::Must, constant(&self.mention, self.half)), (Occur::Must, boosted(counts, self.weight))];
        parts.extend(self.title.iter().map(|(posted, more)| (Occur::Should, constant(posted, *more))));
        Box::new(BooleanQuery::new(parts))
    }
}

/// No article scores more by the best of several ways.
pub(crate) fn most_of(ways: &[Way]) -> f32 {
    ways.iter().map(Way::most).fold(0.0, f32::max)
}

/// The best of several ways as a query of the engine.
pub(crate) fn any_of(ways: &[Way]) -> Box<dyn Query> {
    best_of(ways.iter().map(Way::query).collect())
}

fn best_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(queries)),
    }
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    if boost == 1.0 { query } else { Box::new(BoostQuery::new(query, boost)) }
}
