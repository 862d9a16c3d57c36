//! What can go wrong with an index, and the way out.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::LockError;
use thiserror::Error;

/// An error of the index as files. Errors of a query are [`QueryError`]s.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("`{path}` holds no index; run `newsbraid run INPUT... --out DIR` to make one")]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The making of the index did not end.
    #[error(
        "index `{path}` is not finished; wait for the newsbraid that makes it, or if none does, give its command again: it goes on from there"
    )]
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// Another process writes to the index.
    #[error("index `{path}` is being written to by another newsbraid; wait for it to end")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The index was written by another version.
    #[error(
        "index `{path}` has format {found}, this build reads {expected}; `newsbraid relink` of its run makes it anew, and so does `newsbraid run` with `--overwrite`"
    )]
    Version {
        /// The folder.
        path: PathBuf,
        /// As written in the index, or what stands in its place.
        found: String,
        /// As this build writes it.
        expected: String,
    },
    /// The folder holds an index that cannot be read.
    #[error("index `{path}` is damaged: {what}; run `newsbraid run` again with `--overwrite` to rebuild it")]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Reading the index failed where it cannot fail in a whole one.
    #[error(
        "index `{path}` cannot be read ({what}); `newsbraid index verify` says whether it is damaged: then run `newsbraid run` again with `--overwrite`, else please report this"
    )]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the engine said.
        what: String,
    },
    /// Two articles have one id.
    #[error("article `{id}` was handed to the index twice; of articles with one id only one can be found")]
    Twice {
        /// Their id.
        id: String,
    },
    /// A file could not be read or written.
    #[error("index `{path}`: {source}")]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The search engine refused.
    #[error("index `{path}`: {source}; `newsbraid index verify` says whether it is damaged")]
    Engine {
        /// The folder.
        path: PathBuf,
        /// What it said.
        source: TantivyError,
    },
}

impl IndexError {
    pub(crate) fn damaged(path: &Path, what: &impl ToString) -> IndexError {
        IndexError::Damaged { path: path.to_path_buf(), what: what.to_string() }
    }

    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> IndexError + '_ {
        move |source| match source.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => IndexError::damaged(path, &source),
            _ => IndexError::Io { path: path.to_path_buf(), source },
        }
    }

    pub(crate) fn engine(path: &Path) -> impl FnOnce(TantivyError) -> IndexError + '_ {
        move |source| match source {
            TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Busy { path: path.to_path_buf() },
            TantivyError::IoError(error)
                if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) =>
            {
                IndexError::damaged(path, &error)
            }
            TantivyError::DataCorruption(_) | TantivyError::OpenReadError(_) => IndexError::damaged(path, &source),
            source => IndexError::Engine { path: path.to_path_buf(), source },
        }
    }
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QueryError {
    /// Something at one place of it.
    #[error("query, column {column}: {what}")]
    Syntax {
        /// In characters, counted from 1.
        column: usize,
        /// What was found and what to write instead.
        what: String,
    },
    /// It is longer than any query needs to be.
    #[error("the query has {bytes} bytes; at most {} are allowed", crate::query::MAX_BYTES)]
    TooLong {
        /// Bytes found.
        bytes: usize,
    },
    /// It has too many words or conditions.
    #[error("the query has more than {} words and conditions", crate::query::MAX_CLAUSES)]
    TooManyClauses,
    /// More hits were asked for than are ever handed out.
    #[error("{asked} hits were asked for; limit and offset together may be at most {}", crate::query::MAX_HITS)]
    TooManyHits {
        /// Limit plus offset.
        asked: usize,
    },
}

/// What a search can fail of.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The query.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
}
