//! Ids of the articles of an opened index, and of the entities in them.

use std::cmp::Ordering;
use std::io;

use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, Searcher};

/// The column of a field by segment; none where a segment has none.
fn columns(searcher: &Searcher, field: &str) -> tantivy::Result<Vec<Option<StrColumn>>> {
    searcher.segment_readers().iter().map(|segment| segment.fast_fields().str(field)).collect()
}

/// The ids by segment. Within a segment they are numbered in their order, so that two are compared without being read.
pub(crate) struct Ids {
    /// None where a segment has none.
    columns: Vec<Option<StrColumn>>,
}

impl Ids {
    pub fn of(searcher: &Searcher) -> tantivy::Result<Ids> {
        Ok(Ids { columns: columns(searcher, "id")? })
    }

    /// The id of an article.
    pub fn get(&self, address: DocAddress) -> io::Result<String> {
        let mut id = String::new();
        if let Some(column) = &self.columns[address.segment_ord as usize] {
            column.ord_to_str(self.rank(address), &mut id)?;
        }
        Ok(id)
    }

    /// The place of an article among those of its segment in order of id.
    pub fn rank(&self, address: DocAddress) -> u64 {
        let column = self.columns[address.segment_ord as usize].as_ref();
        column.and_then(|column| column.ords().first(address.doc_id)).unwrap_or(u64::from(address.doc_id))
    }

    /// Which of two articles comes first in order of id.
    pub fn order(&self, one: DocAddress, other: DocAddress) -> Ordering {
        if one.segment_ord == other.segment_ord {
            return self.rank(one).cmp(&self.rank(other));
        }
        // What cannot be read has no order; whoever wants the id is told so.
        let id = |address| self.get(address).unwrap_or_default();
        id(one).cmp(&id(other))
    }

    /// The ids of a segment by their numbers, and the column of the numbers: looking each id up by itself would unpack its block
    /// every time.
    pub fn all(&self, segment: usize) -> io::Result<Option<(Vec<String>, &StrColumn)>> {
        let Some(column) = &self.columns[segment] else { return Ok(None) };
        let mut stream = column.dictionary().stream()?;
        let mut names = Vec::with_capacity(column.dictionary().num_terms());
        while stream.advance() {
            names.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        Ok(Some((names, column)))
    }
}

/// The entities of articles, each once in an article, in order of id.
pub(crate) struct Entities {
    /// By segment; none where a segment has none.
    columns: Vec<Option<StrColumn>>,
}

impl Entities {
    pub fn of(searcher: &Searcher) -> tantivy::Result<Entities> {
        Ok(Entities { columns: columns(searcher, "entities")? })
    }

    /// The place of an entity among those of an article; `None` where that does not have it.
    pub fn place(&self, id: &str, address: DocAddress) -> io::Result<Option<u32>> {
        let Some(column) = &self.columns[address.segment_ord as usize] else { return Ok(None) };
        let Some(wanted) = column.dictionary().term_ord(id)? else { return Ok(None) };
        let place = column.ords().values_for_doc(address.doc_id).position(|found| found == wanted);
        Ok(place.map(|place| place as u32))
    }
}
