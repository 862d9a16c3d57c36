//! Entities from a table of names.

use std::collections::HashMap;

use thiserror::Error;

use crate::base::Kind;
use crate::schema::EntityRecord;

/// Why a table of names cannot be used.
#[derive(Debug, Error)]
#[error("{file}:{line}: {message}; expected the columns id, kind, lang and name, separated by tabs")]
pub struct TableError {
    /// The table.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What was found.
    pub message: String,
}

/// The columns, in the order that holds without a header.
const COLUMNS: [&str; 4] = ["id", "kind", "lang", "name"];

/// Languages of names.
const LANGS: [&str; 5] = ["en", "ko", "zh", "zh-Hant", "any"];

/// Reads a table: one name a row, the first of an entity in a language its label, the others aliases. A first row with the
/// names of the columns may order them otherwise. Empty rows and rows that begin with `#` are passed over.
///
/// ```
/// use newsbraid_kb::parse_table;
/// let records = parse_table("names.tsv", "yunmai\torganization\tzh\t云脉机器人\nyunmai\torganization\ten\tYunmai\n").unwrap();
/// assert_eq!(records[0].label["zh"], "云脉机器人");
/// let error = parse_table("names.tsv", "yunmai\tfirm\tzh\t云脉\n").unwrap_err();
/// assert!(error.to_string().starts_with("names.tsv:1: unknown kind `firm`"));
/// ```
///
/// # Errors
/// At the first row that is not of this form.
pub fn parse_table(file: &str, table: &str) -> Result<Vec<EntityRecord>, TableError> {
    let table = table.strip_prefix('\u{FEFF}').unwrap_or(table);
    let mut records: Vec<EntityRecord> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut order = [0, 1, 2, 3];
    let mut first = true;
    for (number, row) in table.lines().enumerate() {
        if row.trim().is_empty() || row.starts_with('#') {
            continue;
        }
        let error = |message: String| TableError { file: file.to_string(), line: number + 1, message };
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        if let Some(header) = header(&cells).filter(|_| first) {
            (order, first) = (header, false);
            continue;
        }
        first = false;
        let cell = |column: usize| cells.get(order[column]).copied().filter(|cell| !cell.is_empty());
        let missing = |column: usize| error(format!("the column {} is empty or missing", COLUMNS[column]));
        let [id, kind, lang, name] = [0, 1, 2, 3].map(|column| cell(column).ok_or_else(|| missing(column)));
        let (id, kind, lang, name) = (id?, kind?, lang?, name?);
        kind.parse::<Kind>().map_err(error)?;
        if !LANGS.contains(&lang) {
            return Err(error(format!("unknown language `{lang}`, which is none of en, ko, zh, zh-Hant, any")));
        }
        let at = *index.entry(id.to_string()).or_insert_with(|| {
            records.push(EntityRecord { id: id.to_string(), kind: kind.to_string(), ..EntityRecord::default() });
            records.len() - 1
        });
        if records[at].kind != kind {
            return Err(error(format!("`{id}` is a {kind} here and a {} before", records[at].kind)));
        }
        add(&mut records[at], lang, name);
    }
    Ok(records)
}

/// The place of each column, if the cells are the names of all.
fn header(cells: &[&str]) -> Option<[usize; 4]> {
    let place = |column: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(column));
    let [id, kind, lang, name] = COLUMNS.map(place);
    Some([id?, kind?, lang?, name?])
}

fn add(record: &mut EntityRecord, lang: &str, name: &str) {
    if lang != "any" && !record.label.contains_key(lang) {
        record.label.insert(lang.to_string(), name.to_string());
    } else if record.label.get(lang).is_none_or(|label| label != name) {
        let names = record.alias.entry(lang.to_string()).or_default();
        if !names.iter().any(|other| other.text() == name) {
            names.push(name.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_entity_come_together_in_order() {
        let table = "name\tlang\tid\tkind\nAlibaba\ten\tali\torganization\n# a note\n\nBABA\ten\tali\torganization\n알리\tko\tali\torganization\nAlibaba\ten\tali\torganization\n";
        let records = parse_table("t.tsv", table).unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].label["en"].as_str(), records[0].label["ko"].as_str()), ("Alibaba", "알리"));
        assert_eq!(records[0].alias["en"].iter().map(|name| name.text()).collect::<Vec<_>>(), ["BABA"]);
    }

    #[test]
    fn a_row_that_is_not_of_the_form_is_named() {
        let check = |table: &str, expect: &str| {
            let error = parse_table("t.tsv", table).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check("a\tperson\ten\tA\nb\tperson\ten", "t.tsv:2: the column name is empty or missing");
        check("a\tperson\txx\tA", "unknown language `xx`");
        check("a\tperson\ten\tA\na\tplace\tko\t가", "t.tsv:2: `a` is a place here and a person before");
    }
}
