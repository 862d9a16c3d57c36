//! The results of a run in other forms: tables for spreadsheets, brat's standoff files, CoNLL columns.

mod brat;
mod conll;
mod tables;
mod texts;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::input::InputError;
use crate::output::OutputError;

pub use brat::export_brat;
pub use conll::export_conll;
pub use tables::export_csv;
pub use texts::Texts;

/// Why results cannot be written in another form.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The run cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// An input cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A file cannot be written.
    #[error("cannot write `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The run does not hold the text of an article.
    #[error("the run does not hold the text of `{0}`; give its inputs with --input")]
    NoText(String),
    /// The inputs are not those of the run.
    #[error("`{doc}`: expected `{expected}` at code point {start}, found `{found}`; give the inputs that were run")]
    OtherText {
        /// The article.
        doc: String,
        /// First code point of a mention.
        start: u32,
        /// Its surface.
        expected: String,
        /// What the text has there.
        found: String,
    },
}

fn write(path: &Path, content: &str) -> Result<(), ExportError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, content));
    written.map_err(|error| ExportError::Io { path: path.to_path_buf(), error })
}
