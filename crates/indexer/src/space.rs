//! What takes how much room in an index.

use std::collections::BTreeMap;

use tantivy::space_usage::{PerFieldSpaceUsage, SegmentSpaceUsage};

use crate::error::IndexError;
use crate::index::Index;

/// Bytes of an index by part and by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Space {
    /// By part, the largest first: term dictionaries, postings, positions, stored texts, columns, lengths, deletions.
    pub parts: Vec<(&'static str, u64)>,
    /// By field, the largest first; what is stored of all fields together is none of them.
    pub fields: Vec<FieldSpace>,
}

/// What one field takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSpace {
    /// Its name in the index.
    pub field: String,
    /// Different terms, those of each segment counted anew; none where a field is only a column.
    pub terms: u64,
    /// Bytes of the term dictionary.
    pub dictionary: u64,
    /// Bytes of the lists of articles.
    pub postings: u64,
    /// Bytes of the places in the articles.
    pub positions: u64,
    /// Bytes of the column, and of the lengths of the articles.
    pub columns: u64,
}

impl FieldSpace {
    /// All its bytes.
    pub fn bytes(&self) -> u64 {
        self.dictionary + self.postings + self.positions + self.columns
    }
}

impl Index {
    /// Adds up what its files take.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn space(&self) -> Result<Space, IndexError> {
        let usage = self.searcher().space_usage().map_err(IndexError::io(self.dir()))?;
        let mut fields: BTreeMap<String, FieldSpace> = BTreeMap::new();
        let mut parts: BTreeMap<&'static str, u64> = BTreeMap::new();
        for segment in usage.segments() {
            for (part, bytes) in parts_of(segment) {
                *parts.entry(part).or_default() += bytes;
            }
            add(&mut fields, segment.termdict(), |field| &mut field.dictionary);
            add(&mut fields, segment.postings(), |field| &mut field.postings);
            add(&mut fields, segment.positions(), |field| &mut field.positions);
            add(&mut fields, segment.fast_fields(), |field| &mut field.columns);
            add(&mut fields, segment.fieldnorms(), |field| &mut field.columns);
        }
        for (name, space) in &mut fields {
            space.terms = self.terms(name)?;
        }
        let mut parts: Vec<_> = parts.into_iter().collect();
        parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        let mut fields: Vec<_> = fields.into_values().collect();
        fields.sort_by_key(|field| std::cmp::Reverse(field.bytes()));
        Ok(Space { parts, fields })
    }

    fn terms(&self, name: &str) -> Result<u64, IndexError> {
        let schema = self.searcher().schema();
        let Ok(field) = schema.get_field(name) else { return Ok(0) };
        if !schema.get_field_entry(field).is_indexed() {
            return Ok(0);
        }
        let mut terms = 0;
        for segment in self.searcher().segment_readers() {
            let index = segment.inverted_index(field).map_err(IndexError::engine(self.dir()))?;
            terms += index.terms().num_terms() as u64;
        }
        Ok(terms)
    }
}

fn parts_of(segment: &SegmentSpaceUsage) -> [(&'static str, u64); 7] {
    [
        ("terms", segment.termdict().total()),
        ("postings", segment.postings().total()),
        ("positions", segment.positions().total()),
        ("stored texts", segment.store().total()),
        ("columns", segment.fast_fields().total()),
        ("lengths", segment.fieldnorms().total()),
        ("deletions", segment.deletes()),
    ]
    .map(|(part, bytes)| (part, bytes.get_bytes()))
}

fn add(
    fields: &mut BTreeMap<String, FieldSpace>,
    usage: &PerFieldSpaceUsage,
    part: impl Fn(&mut FieldSpace) -> &mut u64,
) {
    for field in usage.fields() {
        let name = field.field_name();
        let space = fields
            .entry(name.to_string())
            .or_insert_with(|| FieldSpace { field: name.to_string(), ..FieldSpace::default() });
        *part(space) += field.total().get_bytes();
    }
}
