//! Reading the articles of a [`Way`] in order, and scoring only those that are asked for.
//!
//! A cursor stands on an article that may have what it looks for: of a phrase all terms are there. Whether they stand
//! together is only looked at when the article is scored, which for most articles it never is.

use std::rc::Rc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED};

use crate::query::way::{CEILING, Mentions, Places, Posted, Sequence, Way};

/// The engine's parameters of BM25.
const K1: f32 = CEILING - 1.0;
const B: f32 = 0.75;

/// Opens cursors in one segment.
pub(crate) struct Segment<'s> {
    searcher: &'s Searcher,
    /// Its number.
    pub at: usize,
    lengths: Vec<(Field, Rc<Lengths>)>,
}

/// How long the articles of a field are.
struct Lengths {
    norms: FieldNormReader,
    /// What BM25 adds to the frequency of a term, by the code of the length.
    table: [f32; 256],
}

impl Lengths {
    /// BM25 without the inverse document frequency.
    fn share(&self, doc: DocId, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        frequency / (frequency + self.table[usize::from(self.norms.fieldnorm_id(doc))])
    }
}

impl<'s> Segment<'s> {
    pub fn new(searcher: &'s Searcher, at: usize) -> Segment<'s> {
        Segment { searcher, at, lengths: Vec::new() }
    }

    fn lengths(&mut self, field: Field) -> tantivy::Result<Rc<Lengths>> {
        if let Some((_, known)) = self.lengths.iter().find(|(known, _)| *known == field) {
            return Ok(known.clone());
        }
        let (mut tokens, mut articles) = (0, 0);
        for segment in self.searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
            articles += u64::from(segment.max_doc());
        }
        let average = tokens as f32 / articles as f32;
        let norms = self.searcher.segment_readers()[self.at].get_fieldnorms_reader(field)?;
        let mut table = [0.0; 256];
        for (code, length) in (0..=u8::MAX).zip(&mut table) {
            *length = K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(code) as f32 / average);
        }
        let lengths = Rc::new(Lengths { norms, table });
        self.lengths.push((field, lengths.clone()));
        Ok(lengths)
    }

    /// The number after that of its last article.
    pub fn end(&self) -> DocId {
        self.searcher.segment_readers()[self.at].max_doc()
    }

    fn postings(&self, posted: &Posted, option: IndexRecordOption) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(info) = posted.info(self.at) else { return Ok(None) };
        let index = self.searcher.segment_readers()[self.at].inverted_index(posted.term.field())?;
        Ok(Some(index.read_postings_from_terminfo(info, option)?))
    }

    /// A cursor for a sequence, and for the same in the title. `None` where the segment lacks one of its terms.
    pub fn open(&mut self, text: &Sequence, title: Option<&Sequence>) -> tantivy::Result<Option<Cursor>> {
        let Some(mut reading) = self.sequence(text)? else { return Ok(None) };
        if let Some(title) = title {
            reading.title = self.sequence(title)?.map(Box::new);
        }
        Ok(Some(Cursor::Sequence(reading)))
    }

    fn sequence(&mut self, sequence: &Sequence) -> tantivy::Result<Option<Reading>> {
        use IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
        let option = if sequence.terms.len() > 1 { WithFreqsAndPositions } else { WithFreqs };
        let mut lists = Vec::with_capacity(sequence.terms.len());
        for (offset, posted) in &sequence.terms {
            let Some(postings) = self.postings(posted, option)? else { return Ok(None) };
            lists.push((*offset as u32, postings));
        }
        lists.sort_by_key(|(_, postings)| postings.doc_freq());
        let lengths = self.lengths(sequence.field)?;
        let scale = CEILING * sequence.idf * sequence.weight;
        let mut reading = Reading { lists, lengths, scale, title: None, found: Vec::new(), more: Vec::new() };
        reading.seek(0);
        Ok(Some(reading))
    }

    /// A cursor for a way that is no text. `None` where the segment has nothing of it.
    pub fn open_way(&mut self, way: &Way) -> tantivy::Result<Option<Cursor>> {
        match way {
            Way::Text(_) => Ok(Some(Cursor::Any(self.any(std::slice::from_ref(way))?))),
            Way::Entity(mentions) => self.entity(mentions),
            Way::All(parts, more) => self.all(parts, more),
            Way::Other(query) => {
                let weight = query.weight(EnableScoring::enabled_from_searcher(self.searcher))?;
                Ok(Some(Cursor::Other(weight.scorer(&self.searcher.segment_readers()[self.at], 1.0)?)))
            }
        }
    }

    fn entity(&mut self, mentions: &Mentions) -> tantivy::Result<Option<Cursor>> {
        let Some(postings) = self.postings(&mentions.mention, IndexRecordOption::WithFreqs)? else { return Ok(None) };
        let mut title = None;
        if let Some((posted, more)) = &mentions.title {
            title = self.postings(posted, IndexRecordOption::Basic)?.map(|postings| (postings, *more));
        }
        let lengths = self.lengths(mentions.mention.term.field())?;
        let scale = CEILING * mentions.idf * mentions.weight;
        Ok(Some(Cursor::Entity(Box::new(Mentioning { postings, lengths, half: mentions.half, scale, title }))))
    }

    fn all(&mut self, parts: &[Vec<Way>], more: &[Way]) -> tantivy::Result<Option<Cursor>> {
        let parts = parts.iter().map(|part| self.any(part)).collect::<tantivy::Result<Vec<_>>>()?;
        let mut together = Together { parts, more: self.any(more)?, doc: 0 };
        let doc = together.settle(0);
        Ok((doc != TERMINATED).then(|| Cursor::All(Box::new(together))))
    }

    fn any(&mut self, ways: &[Way]) -> tantivy::Result<Any> {
        let mut cursors = Vec::new();
        for way in ways {
            if let Way::Text(Places { texts, title }) = way {
                for text in texts {
                    cursors.extend(self.open(text, title.as_ref())?);
                }
            } else {
                cursors.extend(self.open_way(way)?);
            }
        }
        Ok(Any { cursors })
    }
}

/// Goes through the articles that may have something.
pub(crate) enum Cursor {
    Sequence(Reading),
    Entity(Box<Mentioning>),
    Any(Any),
    All(Box<Together>),
    Other(Box<dyn Scorer>),
}

impl Cursor {
    /// Where it stands; [`TERMINATED`] at the end.
    pub fn doc(&self) -> DocId {
        match self {
            Cursor::Sequence(reading) => reading.doc(),
            Cursor::Entity(mentioning) => mentioning.postings.doc(),
            Cursor::Any(any) => any.doc(),
            Cursor::All(together) => together.doc,
            Cursor::Other(scorer) => scorer.doc(),
        }
    }

    /// Goes on to the first article from `target` on; never back.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Sequence(reading) => reading.seek(target),
            Cursor::Entity(mentioning) => reach(&mut mentioning.postings, target),
            Cursor::Any(any) => any.seek(target),
            Cursor::All(together) => together.seek(target),
            Cursor::Other(scorer) => reach(scorer, target),
        }
    }

    /// Goes over all articles before `end` and hands each on with what it scores at most: exactly, where that is known at once,
    /// else `most`.
    pub fn each(&mut self, end: DocId, most: f32, mut add: impl FnMut(DocId, f32)) {
        if let Cursor::Sequence(Reading { lists, lengths, scale, title: None, .. }) = self
            && let [(_, postings)] = lists.as_mut_slice()
        {
            let mut doc = postings.doc();
            while doc < end {
                add(doc, *scale * lengths.share(doc, postings.term_freq()));
                doc = postings.advance();
            }
            return;
        }
        let mut doc = self.doc();
        while doc < end {
            add(doc, most);
            doc = self.seek(doc + 1);
        }
    }

    /// What `doc` scores, to which it may go on; `None` where it has not what is looked for.
    pub fn at(&mut self, doc: DocId) -> Option<f32> {
        match self {
            Cursor::Sequence(reading) => reading.at(doc),
            Cursor::Entity(mentioning) => mentioning.at(doc),
            Cursor::Any(any) => any.at(doc),
            Cursor::All(together) => together.at(doc),
            Cursor::Other(scorer) => (reach(scorer, doc) == doc).then(|| scorer.score()),
        }
    }
}

fn reach<D: DocSet + ?Sized>(postings: &mut D, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// Terms at fixed distances.
pub(crate) struct Reading {
    /// The rarest first, with their positions in the sequence.
    lists: Vec<(u32, SegmentPostings)>,
    lengths: Rc<Lengths>,
    scale: f32,
    title: Option<Box<Reading>>,
    /// Where the sequence may begin, and one more list of places; kept for their memory.
    found: Vec<u32>,
    more: Vec<u32>,
}

impl Reading {
    fn doc(&self) -> DocId {
        self.lists[0].1.doc()
    }

    /// The next article that has all terms.
    fn seek(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            let (rarest, others) = self.lists.split_first_mut().expect("a sequence has terms");
            let doc = reach(&mut rarest.1, target);
            for (_, other) in others {
                let next = reach(other, doc);
                if next > doc {
                    target = next;
                    continue 'again;
                }
            }
            return doc;
        }
    }

    fn at(&mut self, doc: DocId) -> Option<f32> {
        if !self.lists.iter_mut().all(|(_, list)| reach(list, doc) == doc) {
            return None;
        }
        let times = if self.lists.len() == 1 { self.lists[0].1.term_freq() } else { self.occurrences() };
        let in_text = (times > 0).then(|| self.scale * self.lengths.share(doc, times))?;
        let in_title = self.title.as_mut().and_then(|title| title.at(doc)).unwrap_or(0.0);
        Some(in_text.max(in_title))
    }

    /// How often the terms stand at their distances in the article where all lists are.
    fn occurrences(&mut self) -> u32 {
        let Reading { lists, found, more, .. } = self;
        let last = lists.iter().map(|(offset, _)| *offset).max().unwrap_or(0);
        for (at, (offset, list)) in lists.iter_mut().enumerate() {
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
    postings: SegmentPostings,
    lengths: Rc<Lengths>,
    half: f32,
    scale: f32,
    title: Option<(SegmentPostings, f32)>,
}

impl Mentioning {
    fn at(&mut self, doc: DocId) -> Option<f32> {
        if reach(&mut self.postings, doc) != doc {
            return None;
        }
        let in_title = |(title, more): &mut (SegmentPostings, f32)| if reach(title, doc) == doc { *more } else { 0.0 };
        let title = self.title.as_mut().map_or(0.0, in_title);
        Some(self.half + self.scale * self.lengths.share(doc, self.postings.term_freq()) + title)
    }
}

/// Any of several; the best counts.
pub(crate) struct Any {
    cursors: Vec<Cursor>,
}

impl Any {
    fn doc(&self) -> DocId {
        self.cursors.iter().map(Cursor::doc).min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.cursors.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
    }

    fn at(&mut self, doc: DocId) -> Option<f32> {
        self.cursors.iter_mut().filter_map(|cursor| cursor.at(doc)).reduce(f32::max)
    }
}

/// All of several, and what adds to the score.
pub(crate) struct Together {
    parts: Vec<Any>,
    more: Any,
    doc: DocId,
}

impl Together {
    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target { self.settle(target) } else { self.doc }
    }

    /// Goes on to the first article from `target` on where all parts are.
    fn settle(&mut self, mut target: DocId) -> DocId {
        'again: while target != TERMINATED {
            for part in &mut self.parts {
                let next = part.seek(target);
                if next > target {
                    target = next;
                    continue 'again;
                }
            }
            break;
        }
        self.doc = target;
        target
    }

    fn at(&mut self, doc: DocId) -> Option<f32> {
        if self.seek(doc) != doc {
            return None;
        }
        let mut sum = 0.0;
        for part in &mut self.parts {
            sum += part.at(doc)?;
        }
        Some(sum + self.more.at(doc).unwrap_or(0.0))
    }
}
