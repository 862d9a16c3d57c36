//! Whether what a run left is whole and fits together.

use std::io::BufRead;
use std::path::PathBuf;

use newsbraid_indexer::{Index, IndexError, Stats};
use thiserror::Error;

use crate::output::{OutputError, OutputFolder};
use crate::records::DocumentRecord;

/// What does not fit.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The run cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The index is missing, damaged or of another version.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A file has another number of lines than the manifest says.
    #[error(
        "`{path}` has {found} lines, the manifest says {expected}; it was changed after the run, so run again with --overwrite"
    )]
    Lines {
        /// The file.
        path: PathBuf,
        /// Lines counted.
        found: u64,
        /// Lines that the run wrote.
        expected: u64,
    },
    /// The index and `documents.jsonl` hold other articles.
    #[error(
        "article `{id}` is in {there} and not in {missing} of `{folder}`; run `newsbraid relink {folder}` to make both agree"
    )]
    Articles {
        /// The run.
        folder: PathBuf,
        /// The first article that only one of them has.
        id: String,
        /// Which one has it.
        there: &'static str,
        /// Which one has not.
        missing: &'static str,
    },
}

/// Reads all files of the index and compares their checksums, counts its articles and the lines of the line files again, and
/// compares the articles of the index with those of `documents.jsonl`.
///
/// # Errors
/// The first thing that does not fit.
pub fn verify(run: &OutputFolder) -> Result<Stats, VerifyError> {
    let index = Index::open(&run.path().join("index"))?;
    let stats = index.verify()?;
    for (name, expected) in &run.manifest().counts {
        let (path, found) = (run.path().join(name), lines(run, name)?);
        if found != *expected {
            return Err(VerifyError::Lines { path, found, expected: *expected });
        }
    }
    let mut indexed = index.all_ids()?.into_iter().peekable();
    let differs =
        |id: String, there, missing| VerifyError::Articles { folder: run.path().to_path_buf(), id, there, missing };
    for document in run.records::<DocumentRecord>("documents.jsonl")? {
        let id = document?.id;
        match indexed.next() {
            Some(other) if other == id => {}
            Some(other) if other < id => return Err(differs(other, "the index", "documents.jsonl")),
            _ => return Err(differs(id, "documents.jsonl", "the index")),
        }
    }
    match indexed.next() {
        Some(id) => Err(differs(id, "the index", "documents.jsonl")),
        None => Ok(stats),
    }
}

fn lines(run: &OutputFolder, name: &str) -> Result<u64, OutputError> {
    let path = run.path().join(name);
    let io = |error| OutputError::Io { path: path.clone(), error };
    let mut reader = std::io::BufReader::new(std::fs::File::open(&path).map_err(io)?);
    let mut lines = 0;
    loop {
        let read = reader.fill_buf().map_err(io)?;
        if read.is_empty() {
            return Ok(lines);
        }
        lines += read.iter().filter(|&&byte| byte == b'\n').count() as u64;
        let all = read.len();
        reader.consume(all);
    }
}
