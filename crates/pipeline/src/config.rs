//! Settings: `config/newsbraid.toml` with what the user's file changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use newsbraid_clusterer::{ClusterConfig, DEFAULT_CLUSTER_CONFIG};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The defaults, with a comment on every key.
pub const DEFAULT_CONFIG: &str = include_str!("../../../config/newsbraid.toml");

/// All settings of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Reading.
    pub input: InputConfig,
    /// Linking.
    pub link: LinkConfig,
    /// Clustering.
    pub cluster: EventConfig,
    /// Writing.
    pub output: OutputConfig,
    /// The work itself.
    pub run: RunConfig,
    /// Searching.
    pub search: SearchConfig,
    /// Weights, thresholds and model of events: `config/clusters.toml`.
    pub events: ClusterConfig,
}

/// How inputs are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputConfig {
    /// `auto`, or the label of an encoding (WHATWG, or cp949, cp936, cp950, cp932).
    pub encoding: String,
    /// IANA name of the zone of dates without one.
    pub timezone: String,
    /// What stands in for a missing source.
    pub source_from: SourceFrom,
    /// Bytes of the longest article.
    pub max_article_bytes: usize,
    /// Own column name -> field.
    pub fields: BTreeMap<String, String>,
}

/// What stands in for a missing source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceFrom {
    /// Nothing.
    None,
    /// The name of the folder that the file lies in.
    Folder,
}

/// How mentions are linked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkConfig {
    /// Least score of a mention.
    pub threshold: f32,
}

/// How events are found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventConfig {
    /// Whether glosses are used where they are installed.
    pub glosses: bool,
}

/// What is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputConfig {
    /// Whether `documents.jsonl` carries texts that are no file of their own.
    pub text: bool,
    /// Most events in the report.
    pub report_events: usize,
}

/// How the work is cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunConfig {
    /// Articles of a shard.
    pub shard_articles: usize,
}

/// What the words that a query leads to count of its own, from 0 (not looked for) to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchConfig {
    /// The entity that a name stands for.
    pub name: f32,
    /// What other regions call the same.
    pub regional: f32,
    /// A Chinese name as Korean and English write it.
    pub transcription: f32,
    /// A word of another script that sounds the same, where neither is known.
    pub sound: f32,
    /// A Chinese word in its Korean reading, or the other way round.
    pub reading: f32,
    /// What the lexicon of news words and of CLDR calls the same.
    pub concept: f32,
    /// A word of another language, where glosses are installed.
    pub gloss: f32,
    /// A general word of another language that belongs together with one of a long question.
    pub related: f32,
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read configuration `{path}`: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It does not say what a configuration says.
    #[error("configuration `{path}`{line}: {message}; `newsbraid config` prints every setting with its default")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// `:12` where the line is known.
        line: String,
        /// What was found and expected.
        message: String,
    },
}

/// Whether `[input] encoding` may be this: `auto` or the label of an encoding.
pub fn is_encoding(name: &str) -> bool {
    name == "auto" || encoding(name).is_some()
}

/// The encoding of a label: those of the WHATWG, and the code pages of Windows by the names that people use.
pub(crate) fn encoding(label: &str) -> Option<&'static Encoding> {
    match label.trim().to_ascii_lowercase().as_str() {
        "cp949" | "ms949" | "uhc" => Some(encoding_rs::EUC_KR),
        "cp936" | "ms936" => Some(encoding_rs::GBK),
        "cp950" | "ms950" => Some(encoding_rs::BIG5),
        "cp932" => Some(encoding_rs::SHIFT_JIS),
        label => Encoding::for_label(label.as_bytes()),
    }
}

impl Default for Config {
    fn default() -> Config {
        defaults().try_into().expect("a test reads the defaults")
    }
}

fn defaults() -> toml::Table {
    let mut all: toml::Table = toml::from_str(DEFAULT_CONFIG).expect("a test reads the defaults");
    let events = toml::from_str(DEFAULT_CLUSTER_CONFIG).expect("a test reads the defaults");
    all.insert(EVENTS.to_string(), toml::Value::Table(events));
    all
}

/// The section that `config/clusters.toml` stands in.
const EVENTS: &str = "events";

impl Config {
    /// The defaults with the changes of a file.
    ///
    /// # Errors
    /// When the file cannot be read, has an unknown key, or a value of the wrong kind.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        laid_over(defaults(), &read(path)?, path, None)
    }

    /// These settings with the changes of a file in the form of `config/clusters.toml`, all of it or a part, such as what
    /// `newsbraid train clusters` writes.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn with_events(&self, path: &Path) -> Result<Config, ConfigError> {
        let all = toml::Table::try_from(self).expect("settings are tables of plain values");
        laid_over(all, &read(path)?, path, Some(EVENTS))
    }

    fn validate(&self) -> Result<(), String> {
        let input = &self.input;
        if !is_encoding(&input.encoding) {
            return Err(format!(
                "unknown encoding `{}`; expected auto, utf-8, cp949, gb18030, big5 ...",
                input.encoding
            ));
        }
        jiff::tz::TimeZone::get(&input.timezone)
            .map_err(|_| format!("unknown timezone `{}`; expected an IANA name such as Asia/Seoul", input.timezone))?;
        let known = ["id", "title", "text", "lang", "published_at", "source", "url"];
        if let Some((column, field)) = input.fields.iter().find(|(_, field)| !known.contains(&field.as_str())) {
            return Err(format!("[input.fields] maps `{column}` to `{field}`; expected one of {}", known.join(", ")));
        }
        let SearchConfig { name, regional, transcription, sound, reading, concept, gloss, related } = self.search;
        if let Some(weight) = [name, regional, transcription, sound, reading, concept, gloss, related]
            .iter()
            .find(|w| !(0.0..=1.0).contains(*w))
        {
            return Err(format!("a weight of [search] is {weight}; expected a number from 0 to 1"));
        }
        self.events.check("[events]").map_err(|error| error.to_string())?;
        if self.run.shard_articles == 0 {
            return Err("run.shard_articles is 0; expected at least 1".to_string());
        }
        Ok(())
    }

    /// The zone of dates without one.
    pub fn timezone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.input.timezone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable { path: path.to_path_buf(), error })
}

/// Settings with the changes of a text that stands in `section`, or at the top.
fn laid_over(mut all: toml::Table, text: &str, path: &Path, section: Option<&str>) -> Result<Config, ConfigError> {
    let malformed = |line: String, message: &str| ConfigError::Malformed {
        path: path.to_path_buf(),
        line,
        message: message.trim().replace('\n', " "),
    };
    let line = |byte: usize| format!(":{}", 1 + text[..byte.min(text.len())].matches('\n').count());
    let changes: toml::Table = toml::from_str(text)
        .map_err(|error| malformed(line(error.span().map_or(0, |span| span.start)), error.message()))?;
    let changes = match section {
        Some(name) => toml::Table::from_iter([(name.to_string(), toml::Value::Table(changes))]),
        None => changes,
    };
    merge(&mut all, &changes);
    let config: Config = all.try_into().map_err(|error: toml::de::Error| {
        let at = unknown_key(error.message()).and_then(|key| text.find(&key));
        malformed(at.map_or(String::new(), line), error.message())
    })?;
    config.validate().map_err(|message| malformed(String::new(), &message))?;
    Ok(config)
}

/// The key that serde names in "unknown field `x`".
fn unknown_key(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("unknown field `")?;
    Some(rest.split('`').next()?.to_string())
}

fn merge(into: &mut toml::Table, changes: &toml::Table) {
    for (key, value) in changes {
        match (into.get_mut(key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            _ => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, expect: &str) {
        let error = laid_over(defaults(), text, Path::new("my.toml"), None).unwrap_err().to_string();
        assert!(error.contains(expect), "{error}");
    }

    #[test]
    fn changes_are_laid_over_the_defaults() {
        let config = laid_over(defaults(), "[link]\nthreshold = 0.7\n", Path::new("my.toml"), None).unwrap();
        assert_eq!(config.link.threshold, 0.7);
        assert_eq!(config.input, Config::default().input);
    }

    #[test]
    fn what_is_unknown_or_wrong_is_refused_with_its_place() {
        refused("[link]\n\nthreshhold = 1\n", "`my.toml`:3: unknown field `threshhold`");
        refused("[link\n", "`my.toml`:1:");
        refused("[input]\nencoding = \"klingon\"\n", "unknown encoding `klingon`");
        refused("[input]\ntimezone = \"Seoul\"\n", "unknown timezone `Seoul`");
        refused("[input.fields]\nA = \"body\"\n", "maps `A` to `body`");
        refused("[run]\nshard_articles = 0\n", "at least 1");
        refused("[search]\ngloss = 2\n", "from 0 to 1");
        refused("[events]\nthreshold = 2\n", "[events]: `threshold` is 2; expected a number from 0 to 1");
        refused("[events]\nwindow = 24\n", "`my.toml`:2: unknown field `window`");
        refused("[events.families]\nsmell = 1\n", "smell");
    }
    #[test]
    fn settings_of_events_stand_in_a_file_of_their_own_or_in_their_section() {
        let path = Path::new("my.toml");
        let own = laid_over(defaults(), "threshold = 0.6\n[families]\ngloss = 0\n", path, Some(EVENTS)).unwrap();
        let section = laid_over(defaults(), "[events]\nthreshold = 0.6\nfamilies.gloss = 0\n", path, None).unwrap();
        assert_eq!(own, section);
        assert_eq!(own.events.threshold, 0.6);
        assert_eq!(own.events.model, Config::default().events.model);
        let manifest = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<Config>(&manifest).unwrap(), own);
    }
}
