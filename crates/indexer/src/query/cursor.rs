//! Reading the articles of a [`Way`] in order, and scoring only those that are asked for.
//!
//! A cursor stands on an article that may have what it looks for: of a phrase the rarest term is there. Whether the others are
//! and stand beside it is only looked at when the article is scored, which for most articles it never is.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher};

use crate::index::Index;
use crate::query::fields::{FieldReader, FieldReaders, share};
use crate::query::slots::ROUNDED_UP;
use crate::query::way::{CEILING, Mentions, Posted, Sequence, Way};

/// Opens cursors in one segment.
pub(crate) struct Segment<'s> {
    searcher: &'s Searcher,
    fields: &'s FieldReaders,
    /// Its number.
    pub at: usize,
}

impl<'s> Segment<'s> {
    pub fn new(index: &'s Index, at: usize) -> Segment<'s> {
        Segment { searcher: &index.searcher, fields: &index.field_readers, at }
    }

    /// The number after that of its last article.
    pub fn end(&self) -> DocId {
        self.searcher.segment_readers()[self.at].max_doc()
    }

    /// A cursor for a sequence that stands so many times in the query. `None` where the segment lacks one of its terms.
    pub fn open(&mut self, text: &Sequence, times: f32) -> tantivy::Result<Option<Cursor>> {
        let scale = CEILING * text.idf * text.weight * times;
        if let [(_, one)] = text.terms.as_slice() {
            return Ok(self.list(one, scale)?.map(Cursor::List));
        }
        let mut terms: Vec<&(usize, Posted)> = text.terms.iter().collect();
        terms.sort_by_key(|(_, posted)| posted.frequency_in(self.at));
        let Some(rarest) = self.list(&terms[0].1, scale)? else { return Ok(None) };
        let info = |(offset, posted): &(usize, Posted)| Some((*offset as u32, posted.info(self.at)?.clone()));
        let Some(terms) = terms.into_iter().map(info).collect() else { return Ok(None) };
        let phrase = Phrase { rarest, terms, lists: Vec::new(), found: Vec::new(), more: Vec::new() };
        Ok(Some(Cursor::Phrase(Box::new(phrase))))
    }

    fn list(&mut self, posted: &Posted, scale: f32) -> tantivy::Result<Option<Box<List>>> {
        let Some(info) = posted.info(self.at) else { return Ok(None) };
        let field = self.fields.get(self.searcher, self.at, posted.term.field())?;
        let block = field.index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        Ok(Some(Box::new(List { block, at: 0, field, scale })))
    }

    /// A cursor for a way that is no text. `None` where the segment has nothing of it.
    pub fn open_way(&mut self, way: &Way, times: f32) -> tantivy::Result<Option<Cursor>> {
        match way {
            Way::Entity(mentions) => self.entity(mentions, times),
            _ => {
                let weight = way.query().weight(EnableScoring::enabled_from_searcher(self.searcher))?;
                Ok(Some(Cursor::Other(weight.scorer(&self.searcher.segment_readers()[self.at], times)?)))
            }
        }
    }

    fn entity(&mut self, mentions: &Mentions, times: f32) -> tantivy::Result<Option<Cursor>> {
        let Some(list) = self.list(&mentions.mention, CEILING * mentions.idf * mentions.weight * times)? else {
            return Ok(None);
        };
        let mut title = None;
        if let Some((posted, more)) = &mentions.title {
            title = self.list(posted, *more * times)?;
        }
        Ok(Some(Cursor::Entity(Mentioning { list, half: mentions.half * times, title })))
    }
}

/// Goes through the articles that may have something.
pub(crate) enum Cursor {
    List(Box<List>),
    Phrase(Box<Phrase>),
    Entity(Mentioning),
    Other(Box<dyn Scorer>),
}

impl Cursor {
    /// Where it stands; [`tantivy::TERMINATED`] at the end.
    pub fn doc(&self) -> DocId {
        match self {
            Cursor::List(list) => list.doc(),
            Cursor::Phrase(phrase) => phrase.rarest.doc(),
            Cursor::Entity(mentioning) => mentioning.list.doc(),
            Cursor::Other(scorer) => scorer.doc(),
        }
    }

    /// Goes over all articles before `end` and hands them on, some at a time, with what each is taken for: its score, where that is
    /// known at once, else one that it cannot exceed; and `more` on top.
    pub fn each(&mut self, end: DocId, more: f32, mut add: impl FnMut(&[DocId], &[f32])) {
        match self {
            Cursor::List(list) => list.each(end, more, add),
            Cursor::Phrase(phrase) => phrase.rarest.each(end, more, add),
            Cursor::Entity(mentioning) => {
                let more = mentioning.more(more);
                mentioning.list.each(end, more, add);
            }
            Cursor::Other(scorer) => {
                while scorer.doc() < end {
                    add(&[scorer.doc()], &[more + scorer.score()]);
                    scorer.advance();
                }
            }
        }
    }

    /// What `doc` scores, to which it may go on; `None` where [`Cursor::each`] passes it over.
    pub fn at(&mut self, doc: DocId, more: f32) -> tantivy::Result<Option<At>> {
        let known = |score| At { taken: more + score, score };
        Ok(match self {
            Cursor::List(list) => list.is_at(doc).then(|| known(list.score())),
            Cursor::Phrase(phrase) => return phrase.at(doc, more),
            Cursor::Entity(mentioning) => mentioning.at(doc, more),
            Cursor::Other(scorer) => (reach(scorer.as_mut(), doc) == doc).then(|| known(scorer.score())),
        })
    }
}

/// What an article scores.
pub(crate) struct At {
    /// What [`Cursor::each`] takes it for, to the last bit.
    pub taken: f32,
    /// Nothing where the terms of a phrase do not stand together.
    pub score: f32,
}

fn reach<D: DocSet + ?Sized>(postings: &mut D, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// The articles of one term. It reads block by block what the engine's own iterator reads one by one.
pub(crate) struct List {
    block: BlockSegmentPostings,
    /// Where it stands in the block.
    at: usize,
    field: Arc<FieldReader>,
    scale: f32,
}

impl List {
    fn doc(&self) -> DocId {
        // Behind the last one of a block that is not full stand ends.
        self.block.doc(self.at)
    }

    fn score(&self) -> f32 {
        self.score_of(self.doc(), self.block.freq(self.at))
    }

    /// What an article scores that has the term so often.
    fn score_of(&self, doc: DocId, frequency: u32) -> f32 {
        self.scale * share(self.field.length(doc), frequency)
    }

    fn is_at(&mut self, doc: DocId) -> bool {
        if self.doc() < doc {
            self.at = self.block.seek(doc);
        }
        self.doc() == doc
    }

    /// Hands articles on with their scores, and `more` on top.
    fn each(&mut self, end: DocId, more: f32, mut add: impl FnMut(&[DocId], &[f32])) {
        let mut scores = [0.0; BLOCK];
        while self.doc() < end {
            let docs = &self.block.docs()[self.at..];
            let before_end =
                if docs[docs.len() - 1] < end { docs.len() } else { docs.partition_point(|doc| *doc < end) };
            let docs = &docs[..before_end];
            // Two loops, the second of which is done for several articles at once.
            for (length, doc) in scores.iter_mut().zip(docs) {
                *length = self.field.length(*doc);
            }
            for (score, frequency) in scores[..before_end].iter_mut().zip(&self.block.freqs()[self.at..]) {
                *score = more + self.scale * share(*score, *frequency);
            }
            add(docs, &scores[..before_end]);
            self.at += before_end;
            if self.at == BLOCK {
                self.block.advance();
                self.at = 0;
            }
        }
    }
}

/// Articles in a full block of the engine.
const BLOCK: usize = 128;

/// Terms at fixed distances. An article is taken for one that has the sequence as often as its rarest term.
pub(crate) struct Phrase {
    /// The articles of the rarest term.
    rarest: Box<List>,
    /// The positions of all terms in the sequence and where their postings are, the rarest first.
    terms: Vec<(u32, TermInfo)>,
    /// Those that were opened, in the same order.
    lists: Vec<SegmentPostings>,
    /// Where the sequence may begin, and one more list of places; kept for their memory.
    found: Vec<u32>,
    more: Vec<u32>,
}

impl Phrase {
    fn at(&mut self, doc: DocId, more: f32) -> tantivy::Result<Option<At>> {
        if !self.rarest.is_at(doc) {
            return Ok(None);
        }
        let taken = more + self.rarest.score();
        for at in 0..self.terms.len() {
            if self.lists.len() == at {
                let (_, info) = &self.terms[at];
                let index = &self.rarest.field.index;
                self.lists.push(index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if reach(&mut self.lists[at], doc) != doc {
                return Ok(Some(At { taken, score: 0.0 }));
            }
        }
        let times = self.occurrences();
        let score = if times > 0 { self.rarest.score_of(doc, times) } else { 0.0 };
        Ok(Some(At { taken, score }))
    }

    /// How often the terms stand at their distances in the article where all lists are.
    fn occurrences(&mut self) -> u32 {
        let Phrase { terms, lists, found, more, .. } = self;
        let last = terms.iter().map(|(offset, _)| *offset).max().unwrap_or(0);
        for (at, ((offset, _), list)) in terms.iter().zip(lists).enumerate() {
            if at == 0 {
                list.positions_with_offset(last - *offset, found);
                continue;
            }
            list.positions_with_offset(last - *offset, more);
            let mut rest = more.iter().peekable();
            found.retain(|place| {
                while rest.next_if(|other| *other < place).is_some() {}
                rest.next_if(|other| *other == place).is_some()
            });
            if found.is_empty() {
                return 0;
            }
        }
        found.len() as u32
    }
}

/// Mentions of an entity.
pub(crate) struct Mentioning {
    list: Box<List>,
    half: f32,
    /// Titles with it; the scale is what one adds.
    title: Option<Box<List>>,
}

impl Mentioning {
    /// What an article is taken for beside what the mentions in it score.
    fn more(&self, more: f32) -> f32 {
        let more = more + self.half + self.title.as_ref().map_or(0.0, |title| title.scale);
        more + ROUNDED_UP * (more + self.list.scale)
    }

    fn at(&mut self, doc: DocId, more: f32) -> Option<At> {
        if !self.list.is_at(doc) {
            return None;
        }
        let mention = self.list.score();
        let in_title = self.title.as_mut().map_or(0.0, |title| if title.is_at(doc) { title.scale } else { 0.0 });
        Some(At { taken: self.more(more) + mention, score: self.half + mention + in_title })
    }
}
