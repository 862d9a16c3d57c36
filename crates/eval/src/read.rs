//! Reading of records and gold.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::EvalError;

/// The whole of a file.
pub(crate) fn text(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.to_path_buf(), source })
}

/// Something that stands where it should not.
pub(crate) fn wrong_form(path: &Path, line: usize, found: impl ToString, expected: &str) -> EvalError {
    let (found, expected) = (found.to_string(), expected.to_string());
    EvalError::Form { path: path.to_path_buf(), line, found, expected }
}

/// Calls `each` with every line that is not blank and its number, counted from 1.
pub(crate) fn each_line(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), EvalError>,
) -> Result<(), EvalError> {
    let unreadable = |source| EvalError::Read { path: path.to_path_buf(), source };
    for (n, line) in BufReader::new(File::open(path).map_err(unreadable)?).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if !line.trim().is_empty() {
            each(n + 1, &line)?;
        }
    }
    Ok(())
}

/// One JSON object a line.
pub(crate) fn lines<T: DeserializeOwned>(path: &Path, expected: &str) -> Result<Vec<T>, EvalError> {
    let mut rows = Vec::new();
    each_line(path, |n, line| {
        rows.push(serde_json::from_str(line).map_err(|e| wrong_form(path, n, e, expected))?);
        Ok(())
    })?;
    Ok(rows)
}

/// A file that is one JSON value.
pub(crate) fn json<T: DeserializeOwned>(path: &Path, expected: &str) -> Result<T, EvalError> {
    serde_json::from_str(&text(path)?).map_err(|e| wrong_form(path, e.line(), &e, expected))
}

/// A JSON list, or one object after the other.
pub(crate) fn list<T: DeserializeOwned>(path: &Path, expected: &str) -> Result<Vec<T>, EvalError> {
    let text = text(path)?;
    let read = if text.trim_start().starts_with('[') {
        serde_json::from_str(&text)
    } else {
        serde_json::Deserializer::from_str(&text).into_iter().collect()
    };
    read.map_err(|e| wrong_form(path, e.line(), &e, expected))
}

/// The languages of documents: `documents.jsonl` of a run, or articles with `id` and `lang`. Those without one are left out.
pub(crate) fn languages(path: &Path) -> Result<BTreeMap<String, String>, EvalError> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        lang: Option<String>,
    }
    let rows: Vec<Row> = lines(path, "an article with `id` and `lang`")?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.lang?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(content: &str, read: impl Fn(&Path) -> Option<EvalError>) -> String {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.jsonl");
        fs::write(&path, content).unwrap();
        let message = read(&path).expect("an error").to_string();
        message.replace(&dir.path().display().to_string(), "")
    }

    #[test]
    fn errors_name_file_and_line() {
        let lines_of = |path: &Path| lines::<BTreeMap<String, u32>>(path, "numbers").err();
        let found = message("{\"a\": 1}\n\n{\"a\": ", lines_of);
        assert!(found.starts_with("`/x.jsonl`, line 3: expected numbers, found EOF"), "{found}");
        let list_of = |path: &Path| list::<BTreeMap<String, u32>>(path, "numbers").err();
        let found = message("[\n{\"a\": 1},\n{\"a\": true}]", list_of);
        assert!(found.starts_with("`/x.jsonl`, line 3: expected numbers, found invalid type"), "{found}");
        let found = text(Path::new("nowhere")).unwrap_err().to_string();
        assert!(found.starts_with("cannot read `nowhere`: "), "{found}");
    }

    #[test]
    fn a_list_is_an_array_or_lines() {
        let dir = tempfile::tempdir().unwrap();
        for content in ["[1, 2]", "1\n2\n", " 1 2"] {
            let path = dir.path().join("x.json");
            fs::write(&path, content).unwrap();
            assert_eq!(list::<u32>(&path, "numbers").unwrap(), [1, 2], "{content}");
        }
    }
}
