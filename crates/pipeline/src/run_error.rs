//! Why a run stops, each with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::constraints::ConstraintError;
use crate::input::InputError;
use crate::stages::store::StoreError;

/// Why a run stopped.
#[derive(Debug, Error)]
pub enum RunError {
    /// The inputs cannot be read at all.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The output folder is taken by another run.
    #[error("output folder `{0}` holds another run; choose another folder, or give --overwrite")]
    Taken(PathBuf),
    /// Another process writes to the output folder.
    #[error(
        "output folder `{0}` is being written to by another newsbraid; wait for it to end, or choose another folder"
    )]
    Busy(PathBuf),
    /// The output folder holds something else.
    #[error("output folder `{0}` is not empty and holds no run of newsbraid; choose another folder")]
    Foreign(PathBuf),
    /// The file system refuses.
    #[error("`{path}`: {error}; what was finished before is kept, so the same command goes on from there")]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A result of an earlier stage cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The constraints do not fit the articles.
    #[error(transparent)]
    Constraint(#[from] ConstraintError),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] newsbraid_indexer::IndexError),
    /// A run cannot be linked anew from what it left.
    #[error("`{folder}` cannot be linked anew: {what}; run `newsbraid run INPUT... --out {folder} --overwrite`")]
    NotAgain {
        /// The output folder.
        folder: PathBuf,
        /// What is missing.
        what: String,
    },
    /// No articles can be added to a run.
    #[error(
        "no articles can be added to `{folder}`: {what}; run `newsbraid run INPUT... --out {folder} --overwrite` with all inputs, or `newsbraid relink {folder}` first"
    )]
    CannotGrow {
        /// The output folder.
        folder: PathBuf,
        /// What is in the way.
        what: String,
    },
    /// Articles that are to be removed are not there.
    #[error("`{folder}` has no article {}; the ids stand in its documents.jsonl, and nothing was removed", listed(.ids))]
    NoArticle {
        /// The output folder.
        folder: PathBuf,
        /// What was named, in order.
        ids: Vec<String>,
    },
    /// The threads cannot be started.
    #[error("cannot start {0} threads: {1}; give --threads N")]
    Threads(usize, String),
}

/// The first ids of a list, quoted, and how many more there are.
fn listed(ids: &[String]) -> String {
    const SHOWN: usize = 5;
    let first: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    let more = ids.len().saturating_sub(SHOWN);
    first.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

impl RunError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> RunError + '_ {
        move |error| RunError::Io { path: path.to_path_buf(), error }
    }
}
