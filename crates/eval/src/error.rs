//! What can be wrong with the files that are compared.

use std::io;
use std::path::PathBuf;

/// Why there is no score.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// The file is missing or cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not of the form that the file should have.
    #[error("`{}`, line {line}: expected {expected}, found {found}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
    },
    /// A document is in two clusters of one side, so that there is no one answer.
    #[error("document `{doc}` is in two clusters of {side}; every document may be in one only")]
    TwoClusters {
        /// Its id.
        doc: String,
        /// `found` or `gold`.
        side: &'static str,
    },
    /// Pairs across languages are asked for, and the language of a document is not known.
    #[error("no language is known of document `{doc}`; give articles with its `id` and `lang`")]
    NoLanguage {
        /// Its id.
        doc: String,
    },
    /// A gold row names something that its companion file does not have.
    #[error("`{}`: {row} names {what}, which `{}` does not have", path.display(), companion.display())]
    Unknown {
        /// The file with the row.
        path: PathBuf,
        /// The row, by its id or document.
        row: String,
        /// What is not known.
        what: String,
        /// The file that should have it.
        companion: PathBuf,
    },
    /// The gold cannot answer what is asked.
    #[error("`{}` is {what}", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What it is, and what would do.
        what: String,
    },
    /// There is no gold to compare with.
    #[error("the gold is empty: nothing can be scored")]
    NoGold,
}
