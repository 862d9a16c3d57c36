//! One type per file that a run leaves; the JSON Schemas are generated from these.

use std::collections::BTreeMap;

pub use newsbraid_clusterer::Class as DisagreementClass;
pub use newsbraid_clusterer::Event as ClusterRecord;
pub use newsbraid_clusterer::{Constraint, MergedEvent};
use newsbraid_linker::{Quantity, Rule};
use newsbraid_segmenter::{Layer, TokenClass};
use newsbraid_text::{DateFrom, Document, FieldName, Flag, Origin, Precision};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// Version of the forms below; it goes up when a field changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// A line of `documents.jsonl`: an accepted article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// Unique in the run.
    pub id: String,
    /// The title, cleaned.
    pub title: String,
    /// The title as the input has it, where it is a field of its own: what `field: title` offsets count in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title_text: Option<String>,
    /// The language of most of it: zh-Hans, zh-Hant, ko, en, ja, und.
    pub lang: String,
    /// ISO 15924 codes of the scripts found.
    pub scripts: Vec<String>,
    /// RFC 3339, UTC.
    pub published_at: Option<String>,
    /// Where the date was found.
    pub date_from: DateFrom,
    /// How exact it is.
    pub date_precision: Option<Precision>,
    /// Publisher.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The article that this one repeats.
    pub near_duplicate_of: Option<String>,
    /// What the cleaning noticed.
    pub flags: Vec<Flag>,
    /// The input text of the body, where the input is not a file of its own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

/// Where something stands in the input text of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The article.
    pub doc: String,
    /// The field of the article.
    pub field: FieldName,
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// First byte (UTF-8).
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// The input text between these, dirt included.
    pub surface: String,
}

/// A line of `mentions.jsonl`: a name in an article. Mentions do not overlap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// Id of the entity of the knowledge base.
    pub entity: Option<String>,
    /// Id of the entity that the base does not have.
    pub nil: Option<String>,
    /// person, organization, product, place or event.
    pub kind: Option<String>,
    /// From 0 to 1.
    pub score: f32,
    /// How it was found.
    pub rule: Rule,
}

/// A line of `figures.jsonl`: a quantity in an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FigureRecord {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What is said there.
    #[serde(flatten)]
    pub quantity: Quantity,
}

/// A line of `entities.jsonl`: an entity that some article mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityRecord {
    /// Id of the base, or `nil-…`.
    pub id: String,
    /// person, organization, product, place or event.
    pub kind: String,
    /// Canonical names: en, ko, zh-Hans, zh-Hant.
    pub labels: BTreeMap<String, String>,
    /// The other names of the base.
    pub aliases: Vec<String>,
    /// How it is written in the articles, with counts.
    pub surfaces: BTreeMap<String, u64>,
    /// `Q` number.
    pub wikidata: Option<String>,
    /// Articles that mention it.
    pub documents: u64,
}

/// A line of `disagreements.jsonl`: a claim for which an event's articles state different figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DisagreementRecord {
    /// The event.
    pub cluster: String,
    /// Id of the entity the figures are about.
    pub entity: Option<String>,
    /// What they measure.
    pub measure: String,
    /// The part of it: `cloud` of a revenue.
    pub part: Option<String>,
    /// The period they are about.
    pub period: Option<String>,
    /// How they differ.
    pub class: DisagreementClass,
    /// The figures, in order of article and place.
    pub values: Vec<FigureRecord>,
}

/// A line of `rejects.jsonl`: an article that was refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Reject {
    /// The input file, `-` for standard input.
    pub input: String,
    /// Line, row or item, counted from 1.
    pub line: Option<u64>,
    /// The id, where it is known.
    pub id: Option<String>,
    /// Where it was refused: reading, cleaning, segmenting or linking.
    pub stage: String,
    /// Why.
    pub reason: String,
}

/// The stage of articles that cannot be read.
const READING: &str = "reading";

impl Reject {
    /// An article that cannot be read.
    pub fn reading(origin: &Origin, id: Option<&str>, reason: String) -> Reject {
        Reject::at(READING, origin, id, reason)
    }

    /// Whether the article could not be read.
    pub(crate) fn is_reading(&self) -> bool {
        self.stage == READING
    }

    /// The reject of an article of which cleaning left no letter or digit; nothing for any other.
    pub fn of_nothing_left(document: &Document) -> Option<Reject> {
        let empty = !document.text().chars().any(char::is_alphanumeric);
        let reason = "nothing is left after cleaning: it holds no letter or digit of an article".to_string();
        empty.then(|| Reject::at("cleaning", &document.origin, Some(&document.meta.id), reason))
    }

    /// An article at which a stage failed.
    pub(crate) fn faulty(stage: &str, origin: &Origin, id: &str, reason: String) -> Reject {
        Reject::at(stage, origin, Some(id), reason)
    }

    fn at(stage: &str, origin: &Origin, id: Option<&str>, reason: String) -> Reject {
        let id = id.filter(|id| !id.is_empty()).map(str::to_string);
        Reject { input: origin.input.clone(), line: origin.line, id, stage: stage.to_string(), reason }
    }
}

/// `manifest.json`: what was run on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of the forms of the output files.
    pub schema_version: u32,
    /// Version of newsbraid.
    pub version: String,
    /// Name, version and hash of the Korean dictionary.
    pub dictionary: String,
    /// Name, version and hash of the glosses; null where none were used.
    #[serde(default)]
    pub glosses: Option<String>,
    /// The words of `--user-dict`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_dictionary: Option<ManifestWords>,
    /// The pairs of `--must-link` and `--cannot-link`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub constraints: Option<ManifestConstraints>,
    /// SHA-256 of the knowledge base.
    pub knowledge_base: String,
    /// All settings in force.
    pub config: serde_json::Value,
    /// The files read, in order.
    pub inputs: Vec<ManifestInput>,
    /// Files of the input folders that are of no form that is read.
    pub skipped: Vec<String>,
    /// Ids of articles that were taken out again by `newsbraid remove`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub removed: Vec<String>,
    /// Lines of each output file.
    pub counts: BTreeMap<String, u64>,
    /// Keys of the stages: what they depend on.
    pub stages: BTreeMap<String, String>,
    /// Keys of the shards that the articles lie in; of an article that came again the last one counts.
    pub shards: Vec<String>,
    /// Seconds per stage, and threads: the only part that differs between two equal runs.
    pub timing: BTreeMap<String, f64>,
}

impl Manifest {
    /// The settings in force, as this version understands them.
    ///
    /// # Errors
    /// When another version wrote settings that this one does not have, or without some that it has.
    pub fn settings(&self) -> serde_json::Result<Config> {
        Config::deserialize(&self.config)
    }
}

/// The words of a user that a run was made with. A search in it takes the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestWords {
    /// The file in the run's folder that holds them, folded and sorted.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// How many they are.
    pub words: u64,
}

/// Pairs of articles that a run was told to join or to keep apart. `relink` and `add` keep to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestConstraints {
    /// The file in the run's folder that holds them: kind, tab, id, tab, id.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Pairs that are joined.
    pub must_link: u64,
    /// Pairs that are kept apart.
    pub cannot_link: u64,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestInput {
    /// As in the messages.
    pub name: String,
    /// Bytes, packed as it is.
    pub bytes: u64,
    /// SHA-256 of them.
    pub sha256: String,
    /// Its encoding.
    pub encoding: String,
}

/// A line of `newsbraid segment --format jsonl`: a word of an article, or what stands below the word before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TokenRecord {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// Number of the sentence in the article, counted from 1; a title of its own is the first.
    pub sentence: u32,
    /// Number of the stretch without spaces that it lies in, counted from 0.
    pub eojeol: u32,
    /// What the index keeps: in simplified characters, half width and lower case.
    pub term: String,
    /// What it is.
    pub class: TokenClass,
    /// A word itself, a part or constituent of the word before it, or another term for that.
    pub layer: Layer,
    /// The language whose rules cut it.
    pub lang: String,
}

/// The JSON Schema of each output file, by file name; that of `tokens.jsonl` is of what `newsbraid segment` prints.
pub fn schemas() -> BTreeMap<&'static str, schemars::Schema> {
    BTreeMap::from([
        ("clusters.jsonl", schemars::schema_for!(ClusterRecord)),
        ("disagreements.jsonl", schemars::schema_for!(DisagreementRecord)),
        ("documents.jsonl", schemars::schema_for!(DocumentRecord)),
        ("entities.jsonl", schemars::schema_for!(EntityRecord)),
        ("figures.jsonl", schemars::schema_for!(FigureRecord)),
        ("manifest.json", schemars::schema_for!(Manifest)),
        ("mentions.jsonl", schemars::schema_for!(MentionRecord)),
        ("merged.jsonl", schemars::schema_for!(MergedEvent)),
        ("rejects.jsonl", schemars::schema_for!(Reject)),
        ("tokens.jsonl", schemars::schema_for!(TokenRecord)),
    ])
}
