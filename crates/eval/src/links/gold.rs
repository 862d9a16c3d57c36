//! Marked mentions and the entities they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::fold::fold;
use crate::{EvalError, read};

/// The mentions of an article.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldDocument {
    /// The id of the article; `.txt` at its end does not count.
    pub file: String,
    /// Those of the text.
    pub mentions: Vec<GoldMention>,
    /// Those of the title, where it is a field of its own and was marked. Without them, what is found in titles is not scored.
    pub title_mentions: Option<Vec<GoldMention>>,
}

impl GoldDocument {
    /// The id that a run gives it.
    pub(super) fn id(&self) -> &str {
        self.file.strip_suffix(".txt").unwrap_or(&self.file)
    }
}

/// A marked mention.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldMention {
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between.
    #[serde(default)]
    pub surface: String,
    /// What it means: a key of the entities; `nil:` begins what no knowledge base knows.
    pub entity: String,
    /// It counts neither way.
    #[serde(default)]
    pub optional: bool,
}

impl GoldMention {
    pub(super) fn is_nil(&self) -> bool {
        self.entity.starts_with("nil:")
    }
}

/// What a marked mention can mean.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldEntity {
    /// person, organization (or org), product, place or event.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its English label.
    pub label_en: String,
    /// Its names, by language.
    #[serde(default)]
    pub names: BTreeMap<String, Vec<String>>,
}

impl GoldEntity {
    /// The English names by which a found entity is known to be this one: the label, and names of more than three letters.
    pub(super) fn english(&self) -> BTreeSet<String> {
        let names = self.names.get("en").into_iter().flatten().filter(|name| name.chars().count() > 3);
        names.chain([&self.label_en]).map(|name| fold(name)).collect()
    }
}

/// The gold of links.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// In order of the file.
    pub documents: Vec<GoldDocument>,
    /// By id.
    pub entities: BTreeMap<String, GoldEntity>,
}

impl Gold {
    /// Reads `mentions.json` (a list, or one object after the other) and `entities.json` (`{id: {type, label_en, names?}}`).
    ///
    /// # Errors
    /// A file that cannot be read or has another form; a mention whose entity is not among the entities.
    pub fn read(mentions: &Path, entities: &Path) -> Result<Gold, EvalError> {
        let documents: Vec<GoldDocument> = read::list(mentions, "an article with `file` and `mentions`")?;
        let known: BTreeMap<String, GoldEntity> = read::json(entities, "entities with `type` and `label_en` by id")?;
        for document in &documents {
            let all = document.mentions.iter().chain(document.title_mentions.iter().flatten());
            if let Some(mention) = all.into_iter().find(|mention| !known.contains_key(&mention.entity)) {
                return Err(EvalError::Unknown {
                    path: mentions.to_path_buf(),
                    row: format!("`{}`, {}..{}", document.file, mention.start, mention.end),
                    what: format!("entity `{}`", mention.entity),
                    companion: entities.to_path_buf(),
                });
            }
        }
        Ok(Gold { documents, entities: known })
    }
}
