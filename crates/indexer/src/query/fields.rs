//! What scoring needs of a field: its postings and how long the articles are.

use std::sync::{Arc, PoisonError, RwLock};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, InvertedIndexReader, Searcher};

use crate::query::way::CEILING;

/// The engine's parameters of BM25.
const K1: f32 = CEILING - 1.0;
const B: f32 = 0.75;

/// A field of a segment.
pub(crate) struct FieldReader {
    pub index: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    /// What BM25 adds to the frequency of a term, by the code of the length.
    table: [f32; 256],
}

impl FieldReader {
    fn open(searcher: &Searcher, at: usize, field: Field) -> tantivy::Result<FieldReader> {
        let (mut tokens, mut articles) = (0, 0);
        for segment in searcher.segment_readers() {
            tokens += segment.inverted_index(field)?.total_num_tokens();
            articles += u64::from(segment.max_doc());
        }
        let average = tokens as f32 / articles as f32;
        let segment = &searcher.segment_readers()[at];
        let mut table = [0.0; 256];
        for (code, length) in (0..=u8::MAX).zip(&mut table) {
            *length = K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(code) as f32 / average);
        }
        // As the engine has it where lengths are not kept.
        let norms = segment.fieldnorms_readers().get_field(field)?;
        let norms = norms.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1));
        Ok(FieldReader { index: segment.inverted_index(field)?, norms, table })
    }

    /// What BM25 adds to the frequency of a term in an article.
    pub fn length(&self, doc: DocId) -> f32 {
        self.table[usize::from(self.norms.fieldnorm_id(doc))]
    }
}

/// BM25 without the inverse document frequency.
pub(crate) fn share(length: f32, frequency: u32) -> f32 {
    // A signed number is converted faster; no article has so many words that it matters.
    let frequency = frequency as i32 as f32;
    frequency / (frequency + length)
}

/// The fields of an index that were asked for.
#[derive(Default)]
pub(crate) struct FieldReaders {
    known: RwLock<Vec<(usize, Field, Arc<FieldReader>)>>,
}

impl FieldReaders {
    /// A field of a segment.
    pub fn get(&self, searcher: &Searcher, segment: usize, field: Field) -> tantivy::Result<Arc<FieldReader>> {
        // Whoever panicked with it in hand had not changed it yet.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., reader)) = known.iter().find(|(at, of, _)| (*at, *of) == (segment, field)) {
            return Ok(reader.clone());
        }
        drop(known);
        let reader = Arc::new(FieldReader::open(searcher, segment, field)?);
        self.known.write().unwrap_or_else(PoisonError::into_inner).push((segment, field, reader.clone()));
        Ok(reader)
    }
}
