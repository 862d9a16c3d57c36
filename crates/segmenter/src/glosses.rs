//! What Chinese words mean in English, where a dictionary that says so is installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::dictionary::DictionaryError;

/// File of the phrases by Chinese word, and of the Chinese words by phrase.
pub(crate) const CHINESE: &str = "chinese.glosses";
pub(crate) const ENGLISH: &str = "english.glosses";

/// First bytes of a table.
const MAGIC: [u8; 8] = *b"nbgloss\x01";
/// Bytes before the slots: the magic, the number of slots, the bytes of the rows.
const HEAD: usize = 16;

/// A Chinese-English dictionary as a lookup both ways. Immutable; share it between threads.
///
/// English phrases are in stems, as the segmenter makes them, without articles and the `to` of verbs at their ends
/// (`ministri of defens`). Chinese words are normalised, so simplified.
///
/// ```no_run
/// use newsbraid_segmenter::dictionary::{DataDir, installed_glosses};
/// if let Some(glosses) = installed_glosses(&DataDir::of_user()?)? {
///     assert_eq!(glosses.of_chinese("投资").collect::<Vec<_>>(), ["invest"]);
///     assert!(glosses.of_english("market").any(|word| word == "市场"));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Glosses {
    chinese: Table,
    english: Table,
    fingerprint: String,
}

impl Glosses {
    /// Opens the tables of a folder: reads both, which takes some milliseconds, and decodes nothing before it is asked for.
    ///
    /// # Errors
    /// When a table cannot be read, or is none.
    pub fn load(folder: &Path, fingerprint: String) -> Result<Glosses, DictionaryError> {
        Ok(Glosses {
            chinese: Table::read(&folder.join(CHINESE))?,
            english: Table::read(&folder.join(ENGLISH))?,
            fingerprint,
        })
    }

    /// Name, version and hash of the dictionary: results may differ where it does.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The English phrases of a normalised Chinese word, in the order of the dictionary; none for most names.
    pub fn of_chinese(&self, word: &str) -> impl Iterator<Item = &str> {
        self.chinese.values(word)
    }

    /// The Chinese words for an English phrase in stems, common ones that mean little else first.
    pub fn of_english(&self, phrase: &str) -> impl Iterator<Item = &str> {
        self.english.values(phrase)
    }
}

/// Rows of tab-separated values behind a hash table: key, then values. Nothing is built at opening, and a lookup is one probe
/// and a comparison.
struct Table {
    /// Place of a row in `rows`, plus one; 0 for an empty slot. Little-endian, four bytes each.
    slots: Vec<u8>,
    rows: String,
}

impl Table {
    fn read(path: &Path) -> Result<Table, DictionaryError> {
        let bytes = fs::read(path).map_err(|source| DictionaryError::Io { path: path.into(), source })?;
        Table::of(bytes)
            .ok_or_else(|| DictionaryError::Unusable { path: path.into(), what: "it is no table of glosses".into() })
    }

    fn of(mut bytes: Vec<u8>) -> Option<Table> {
        let slots = number(&bytes, 8)?;
        let rows = number(&bytes, 12)?;
        let whole = bytes.starts_with(&MAGIC) && slots.is_power_of_two() && bytes.len() == HEAD + 4 * slots + rows;
        if !whole {
            return None;
        }
        let rows = String::from_utf8(bytes.split_off(HEAD + 4 * slots)).ok()?;
        bytes.drain(..HEAD);
        Some(Table { slots: bytes, rows })
    }

    fn values(&self, key: &str) -> impl Iterator<Item = &str> {
        self.row(key).into_iter().flat_map(|row| row.split('\t'))
    }

    /// The values of a key.
    fn row(&self, key: &str) -> Option<&str> {
        let mask = self.slots.len() / 4 - 1;
        let mut slot = hash(key) as usize & mask;
        // A damaged table may have no empty slot.
        for _ in 0..=mask {
            let start = number(&self.slots, 4 * slot)?.checked_sub(1)?;
            let row = self.rows.get(start..)?;
            if let Some(values) = row.strip_prefix(key).and_then(|rest| rest.strip_prefix('\t')) {
                return values.split('\n').next();
            }
            slot = (slot + 1) & mask;
        }
        None
    }
}

/// Writes the rows of a table. Keys and values hold no tabs and no newlines.
pub(crate) fn write_table(rows: &BTreeMap<String, Vec<String>>) -> Vec<u8> {
    let slots = (rows.len() * 2).next_power_of_two().max(1);
    let mut places = vec![0u32; slots];
    let mut text = String::new();
    for (key, values) in rows {
        let mut slot = hash(key) as usize & (slots - 1);
        while places[slot] != 0 {
            slot = (slot + 1) & (slots - 1);
        }
        places[slot] = text.len() as u32 + 1;
        text.push_str(key);
        values.iter().for_each(|value| text.extend(["\t", value]));
        text.push('\n');
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend((slots as u32).to_le_bytes());
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    bytes.extend(text.bytes());
    bytes
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(four) as usize)
}

/// FNV-1a, its high bits folded in; the same on every machine.
fn hash(key: &str) -> u64 {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: &BTreeMap<String, Vec<String>>) -> Table {
        Table::of(write_table(rows)).unwrap()
    }

    proptest! {
        #[test]
        fn a_table_answers_like_a_map(
            rows in prop::collection::btree_map("[a-c市场]{0,3}", prop::collection::vec("[a-z ]{1,4}", 1..4), 0..40),
            asked in prop::collection::vec("[a-c市场]{0,4}", 20),
        ) {
            let table = table(&rows);
            for key in rows.keys().chain(&asked) {
                let expect: Vec<&str> = rows.get(key).into_iter().flatten().map(String::as_str).collect();
                prop_assert_eq!(table.values(key).collect::<Vec<_>>(), expect);
            }
        }

        #[test]
        fn a_damaged_table_gives_an_answer(at in 8usize..400, byte: u8) {
            let rows = BTreeMap::from([("市场", "market"), ("投资", "invest"), ("股份", "share")]);
            let rows = rows.into_iter().map(|(key, value)| (key.to_string(), vec![value.to_string()])).collect();
            let mut bytes = write_table(&rows);
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Some(table) = Table::of(bytes) {
                table.row("市场");
                table.row("nothing");
            }
        }
    }

    #[test]
    fn what_is_cut_short_is_no_table() {
        let bytes = write_table(&BTreeMap::from([("市场".to_string(), vec!["market".to_string()])]));
        assert!(Table::of(bytes.clone()).is_some());
        for len in 0..bytes.len() {
            assert!(Table::of(bytes[..len].to_vec()).is_none(), "{len}");
        }
    }
}
