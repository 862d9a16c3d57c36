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

/// Bytes of words of a field that are kept in memory at most. The words of 100,000 articles are 1.5 MB in the largest of the
/// fields, and grow slower than these.
const MOST_BYTES: usize = if cfg!(test) { 1 << 10 } else { 64 << 20 };

/// The words of the fields that were looked through; `None` where they are too many.
#[derive(Default)]
pub(crate) struct Dictionaries {
    fields: Mutex<Vec<(Field, Option<Arc<str>>)>>,
}

impl Dictionaries {
    /// The words of a field that hold `part`: at their end where only `open` is set, at their beginning where only `close` is.
    /// `None` for more than `most`, and where the field has too many words to look through.
    pub fn words(
        &self,
        searcher: &Searcher,
        field: Field,
        part: &str,
        (open, close): (bool, bool),
        most: usize,
    ) -> tantivy::Result<Option<BTreeSet<String>>> {
        let Some(all) = self.all(searcher, field)? else { return Ok(None) };
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
    fn all(&self, searcher: &Searcher, field: Field) -> tantivy::Result<Option<Arc<str>>> {
        // Whoever panicked with it in hand had not changed it yet.
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = fields.iter().find(|(known, _)| *known == field) {
            return Ok(known.clone());
        }
        let all = unpack(searcher, field)?;
        fields.push((field, all.clone()));
        Ok(all)
    }
}

/// The words of all segments; `None` where they are too many.
fn unpack(searcher: &Searcher, field: Field) -> tantivy::Result<Option<Arc<str>>> {
    let mut all = String::from(EDGE);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let word = std::str::from_utf8(stream.key()).unwrap_or_default();
            if all.len() + word.len() > MOST_BYTES {
                return Ok(None);
            }
            if !word.is_empty() && !word.starts_with(ENTITY) {
                all.push_str(word);
                all.push(EDGE);
            }
        }
    }
    Ok(Some(all.into()))
}

#[cfg(test)]
mod tests {
    use tantivy::doc;
    use tantivy::schema::{STRING, Schema};

    use super::*;

    #[test]
    fn words_are_found_by_their_parts_and_too_many_are_not_kept() {
        let mut schema = Schema::builder();
        let (few, many) = (schema.add_text_field("few", STRING), schema.add_text_field("many", STRING));
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for word in ["alibaba", "alias", "baba", "sibala"] {
            writer.add_document(doc!(few => word)).unwrap();
        }
        for number in 0..MOST_BYTES / 4 {
            writer.add_document(doc!(many => format!("ali{number}"))).unwrap();
        }
        writer.commit().unwrap();
        let searcher = crate::index::searcher_of(&index).unwrap();
        let dictionaries = Dictionaries::default();
        let check = |field, part, edges, most, expect: Option<&[&str]>| {
            let found = dictionaries.words(&searcher, field, part, edges, most).unwrap();
            let found: Option<Vec<&str>> = found.as_ref().map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(found.as_deref(), expect, "{part}");
        };
        check(few, "ali", (false, true), 9, Some(&["alias", "alibaba"]));
        check(few, "baba", (true, false), 9, Some(&["alibaba", "baba"]));
        check(few, "iba", (true, true), 9, Some(&["alibaba", "sibala"]));
        check(few, "iba", (true, true), 1, None);
        check(few, "x", (true, true), 9, Some(&[]));
        check(many, "ali1", (false, false), 9, None);
    }
}
