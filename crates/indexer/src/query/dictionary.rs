//! The words of an index, to be looked through for parts of words.
//!
//! The dictionary of the engine finds what begins with a part quickly; for what ends with it or holds it all words have to be
//! unpacked. That is done once for each field in which such a fragment is looked for.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::pack::ENTITY;

/// Stands before and behind each word. No word holds it.
const EDGE: char = '\0';

/// The words of the fields that were looked through.
#[derive(Default)]
pub(crate) struct Dictionaries {
    fields: Mutex<Vec<(Field, Arc<str>)>>,
}

impl Dictionaries {
    /// The words of a field that hold `part`: at their end where only `open` is set, at their beginning where only `close` is.
    /// `None` for more than `most`.
    pub fn words(
        &self,
        searcher: &Searcher,
        field: Field,
        part: &str,
        (open, close): (bool, bool),
        most: usize,
    ) -> tantivy::Result<Option<BTreeSet<String>>> {
        let all = self.all(searcher, field)?;
        let mut sought = String::with_capacity(part.len() + 2);
        sought.extend((!open).then_some(EDGE));
        sought.push_str(part);
        sought.extend((!close).then_some(EDGE));
        let mut found = BTreeSet::new();
        for (at, _) in all.match_indices(&sought) {
            let inside = at + usize::from(!open) * EDGE.len_utf8();
            let start = all[..inside].rfind(EDGE).map_or(0, |edge| edge + EDGE.len_utf8());
            let end = all[inside..].find(EDGE).map_or(all.len(), |edge| inside + edge);
            found.insert(all[start..end].to_string());
            if found.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// All words of a field, each once in each segment, between edges.
    fn all(&self, searcher: &Searcher, field: Field) -> tantivy::Result<Arc<str>> {
        // Whoever panicked with it in hand had not changed it yet.
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = fields.iter().find(|(known, _)| *known == field) {
            return Ok(known.clone());
        }
        let mut all = String::from(EDGE);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                let word = std::str::from_utf8(stream.key()).unwrap_or_default();
                if !word.is_empty() && !word.starts_with(ENTITY) {
                    all.push_str(word);
                    all.push(EDGE);
                }
            }
        }
        let all: Arc<str> = all.into();
        fields.push((field, all.clone()));
        Ok(all)
    }
}
