//! Reading the articles of a [`Way`] in order, and scoring only those that are asked for.
//!
//! A cursor stands on an article that may have what it looks for: of a phrase the rarest term is there. Whether the others are
//! and stand beside it is only looked at when the article is scored, which for most articles it never is.

use std::rc::Rc;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Searcher};

use crate::query::way::{CEILING, Mentions, Posted, Sequence, Way};

/// The engine's parameters of BM25.
const K1: f32 = CEILING - 1.0;
const B: f32 = 0.75;

/// Opens cursors in one segment.
pub(crate) struct Segment<'s> {
    searcher: &'s Searcher,
    /// Its number.
    pub at: usize,
    fields: Vec<(Field, Rc<FieldOf>)>,
}

/// A field of the segment.
struct FieldOf {
    index: Arc<InvertedIndexReader>,
    /// How long the articles are.
    norms: FieldNormReader,
    /// What BM25 adds to the frequency of a term, by the code of the length.
    table: [f32; 256],
}

impl FieldOf {
    /// BM25 without the inverse document frequency.
    fn share(&self, doc: DocId, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        frequency / (frequency + self.table[usize::from(self.norms.fieldnorm_id(doc))])
    }
}

impl<'s> Segment<'s> {
    pub fn new(searcher: &'s Searcher, at: usize) -> Segment<'s> {
        Segment { searcher, at, fields: Vec::new() }
    }

    fn field(&mut self, field: Field) -> tantivy::Result<Rc<FieldOf>> {
        if let Some((_, known)) = self.fields.iter().find(|(known, _)| *known == field) {
            return Ok(known.clone());
        }
        let (mut tokens, mut articles) = (0, 0);
        for segment in self.searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
            articles += u64::from(segment.max_doc());
        }
        let average = tokens as f32 / articles as f32;
        let segment = &self.searcher.segment_readers()[self.at];
        let mut table = [0.0; 256];
        for (code, length) in (0..=u8::MAX).zip(&mut table) {
            *length = K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(code) as f32 / average);
        }
        let of = Rc::new(FieldOf {
            index: segment.inverted_index(field)?,
            norms: segment.get_fieldnorms_reader(field)?,
            table,
        });
        self.fields.push((field, of.clone()));
        Ok(of)
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
        let field = self.field(posted.term.field())?;
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
    field: Rc<FieldOf>,
    scale: f32,
}

impl List {
    fn doc(&self) -> DocId {
        // Behind the last one of a block that is not full stand ends.
        self.block.doc(self.at)
    }

    fn score(&self) -> f32 {
        self.scale * self.field.share(self.doc(), self.block.freq(self.at))
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
            let postings = docs.iter().zip(&self.block.freqs()[self.at..]);
            for (score, (doc, frequency)) in scores.iter_mut().zip(postings) {
                *score = more + self.scale * self.field.share(*doc, *frequency);
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
        let score = if times > 0 { self.rarest.scale * self.rarest.field.share(doc, times) } else { 0.0 };
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
        more + self.half + self.title.as_ref().map_or(0.0, |title| title.scale)
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
