//! What a run found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::fold::fold;
use crate::{EvalError, read};

/// A row of `mentions.jsonl`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FoundMention {
    /// The article.
    pub doc: String,
    /// `text` or `title`.
    #[serde(default = "text")]
    pub field: String,
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between.
    #[serde(default)]
    pub surface: String,
    /// The entity of the knowledge base.
    pub entity: Option<String>,
    /// The entity that the base does not have.
    pub nil: Option<String>,
    /// person, organization, product, place or event.
    pub kind: Option<String>,
    /// How sure the run is, from 0 to 1.
    #[serde(default)]
    pub score: f64,
}

fn text() -> String {
    "text".to_string()
}

/// A row of `entities.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct FoundEntity {
    /// Id.
    pub id: String,
    /// person, organization, product, place or event.
    pub kind: Option<String>,
    /// Names by language.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl FoundEntity {
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.labels.values().chain(&self.aliases).map(|name| fold(name)).collect()
    }
}

/// The links of a run.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In order of the file.
    pub mentions: Vec<FoundMention>,
    /// In order of the file.
    pub entities: Vec<FoundEntity>,
    /// The language of each article; `und` where it is not here.
    pub langs: BTreeMap<String, String>,
}

impl Found {
    /// Reads `mentions.jsonl`, `entities.jsonl` and, where it is there, `documents.jsonl` of the folder of a run.
    ///
    /// # Errors
    /// A file that cannot be read or has another form.
    pub fn read(dir: &Path) -> Result<Found, EvalError> {
        let documents = dir.join("documents.jsonl");
        Ok(Found {
            mentions: read::lines(&dir.join("mentions.jsonl"), "a mention with `doc`, `start` and `end`")?,
            entities: read::lines(&dir.join("entities.jsonl"), "an entity with `id`")?,
            langs: if documents.exists() { read::languages(&documents)? } else { BTreeMap::new() },
        })
    }
}
