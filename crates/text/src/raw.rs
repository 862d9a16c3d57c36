//! An article as an input file gives it.

use serde::{Deserialize, Serialize};

/// Where an article came from, for messages and `rejects.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The input file as the user named it, `-` for standard input.
    pub input: String,
    /// Line (JSONL), record (CSV, JSON list) or nothing (one article a file); counted from 1.
    pub line: Option<u64>,
}

impl Origin {
    /// For texts that come from no file: queries, examples, tests.
    pub fn unknown() -> Origin {
        Origin::default()
    }
}

/// An article before cleaning. All strings are exactly what the input holds after decoding: offsets of the output count
/// in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawDocument {
    /// Unique in a run.
    pub id: String,
    /// The title where the input has it as a field of its own; a `.txt` file has none (its title is a line of its text).
    pub title: Option<String>,
    /// The body, or the whole decoded file.
    pub text: String,
    /// As given by the input; what it says goes before what the text looks like.
    pub lang: Option<String>,
    /// As given by the input, in any of the forms that [`parse_stamp`](crate::clean::parse_stamp) reads.
    pub published_at: Option<String>,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Whether the input text is the file itself, so that `documents.jsonl` need not repeat it.
    pub is_file: bool,
    /// Where it was read.
    pub origin: Origin,
}

impl RawDocument {
    /// A document that is nothing but a text.
    pub fn plain(id: &str, text: &str, origin: Origin) -> RawDocument {
        RawDocument { id: id.to_string(), text: text.to_string(), is_file: true, origin, ..RawDocument::default() }
    }
}
