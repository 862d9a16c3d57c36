//! What can be set in `config/clusters.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::family::Family;
use crate::model::{Model, is_input};

/// The defaults: settings with a comment on every key, then the model of pairs as `newsbraid train clusters` writes it.
pub const DEFAULT_CLUSTER_CONFIG: &str =
    concat!(include_str!("../../../config/clusters.toml"), "\n", include_str!("../../../config/clusters.model.toml"),);

/// All settings of the clusterer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterConfig {
    /// Articles further apart than this many hours are never one event.
    pub window_hours: f64,
    /// Groups are joined while the mean probability of their pairs is at least this, where up to a hundred articles were published
    /// about the same days. Where two articles have different thresholds, their mean counts.
    pub threshold: f64,
    /// The same where three hundred were or more; in between it goes by the logarithm of their number.
    pub crowded_threshold: f64,
    /// The same for pairs of which a date is missing.
    pub undated_threshold: f64,
    /// The probability of a pair that shares too little to be compared.
    pub missing: f64,
    /// Pairs below this probability take no part.
    pub floor: f64,
    /// Least share of common shingles of near-duplicates.
    pub near_duplicate: f64,
    /// Least share of the shingles of a text that one up to twice as long has of it within the window: a shortened reprint.
    pub shortened_duplicate: f64,
    /// Groups of more articles are first cut at a higher threshold.
    pub largest_component: usize,
    /// Weight of each family; 0 switches it off.
    pub families: BTreeMap<Family, f64>,
    /// How candidates are found.
    pub candidates: Candidates,
    /// What the document frequencies are blended with.
    pub background: Background,
    /// The second look at pairs without dates by their exact figures.
    pub figures: FigureRules,
    /// How events form stories.
    pub stories: Stories,
    /// The pair model.
    #[serde(default)]
    pub model: Model,
}

/// How pairs to compare are found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidates {
    /// The rarest features of an article that are looked up.
    pub features: usize,
    /// Features that more articles of the window share are not looked up.
    pub most_articles: usize,
    /// Candidates kept for each language of the other article.
    pub per_language: usize,
}

/// General news that document frequencies are blended with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// It counts as this many articles.
    pub articles: f64,
}

/// The second look at pairs of articles that are full of exact figures, where a date is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRules {
    /// Exact figures that both must state.
    pub least: usize,
    /// What their probability is multiplied by where they share none.
    pub none_shared: f64,
    /// What the remaining doubt is multiplied by where they share two or more.
    pub several_shared: f64,
}

/// How events form stories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    /// Events further apart than this many days are never one story.
    pub window_days: f64,
    /// Least likeness of the entities and concepts of two events.
    pub threshold: f64,
}

/// A configuration that cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// It is not TOML or has an unknown or missing key.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// What is wrong where.
        source: Box<toml::de::Error>,
    },
    /// A value out of its range.
    #[error("{path}: `{key}` is {found}; expected {expected}")]
    Value {
        /// The file.
        path: String,
        /// The key.
        key: &'static str,
        /// Its value.
        found: String,
        /// What it can be.
        expected: &'static str,
    },
}

impl Default for ClusterConfig {
    /// The settings that the binary carries.
    fn default() -> ClusterConfig {
        ClusterConfig::parse(DEFAULT_CLUSTER_CONFIG, "config/clusters.toml").expect("a test reads the embedded file")
    }
}

impl ClusterConfig {
    /// Reads settings; `path` is for messages.
    pub fn parse(text: &str, path: &str) -> Result<ClusterConfig, ConfigError> {
        let read = toml::from_str::<ClusterConfig>(text);
        let config = read.map_err(|source| ConfigError::Read { path: path.to_string(), source: Box::new(source) })?;
        config.check(path)?;
        Ok(config)
    }

    /// Checks the values; `path` is for messages.
    ///
    /// # Errors
    /// When one is out of its range, or a weight is for no input of the model.
    pub fn check(&self, path: &str) -> Result<(), ConfigError> {
        let unit = [
            ("threshold", self.threshold),
            ("crowded_threshold", self.crowded_threshold),
            ("undated_threshold", self.undated_threshold),
            ("missing", self.missing),
            ("floor", self.floor),
        ];
        let duplicates = [("near_duplicate", self.near_duplicate), ("shortened_duplicate", self.shortened_duplicate)];
        let wrong =
            |key, found: String, expected| Err(ConfigError::Value { path: path.to_string(), key, found, expected });
        for (key, value) in unit.into_iter().chain(duplicates) {
            if !(0.0..=1.0).contains(&value) {
                return wrong(key, value.to_string(), "a number from 0 to 1");
            }
        }
        if self.window_hours.is_nan() || self.window_hours < 0.0 {
            return wrong("window_hours", self.window_hours.to_string(), "hours, 0 or more");
        }
        let tables = [
            ("model.same", &self.model.same),
            ("model.cross", &self.model.cross),
            ("model.undated_same", &self.model.undated_same),
            ("model.undated_cross", &self.model.undated_cross),
        ];
        for (key, weights) in tables {
            if let Some(name) = weights.keys().find(|name| !is_input(name)) {
                return wrong(
                    key,
                    format!("a table with `{name}`"),
                    "names of inputs of the pair model and `intercept`",
                );
            }
        }
        Ok(())
    }

    /// The weight of a family.
    pub fn weight(&self, family: Family) -> f64 {
        self.families.get(&family).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_settings_are_valid() {
        assert!(ClusterConfig::default().threshold > 0.0);
    }

    #[test]
    fn errors_name_file_and_key() {
        let check = |from: &str, to: &str, expect: &str| {
            let error =
                ClusterConfig::parse(&DEFAULT_CLUSTER_CONFIG.replace(from, to), "c.toml").unwrap_err().to_string();
            assert!(error.contains("c.toml") && error.contains(expect), "{error}");
        };
        check("floor = ", "flor = ", "flor");
        check("near_duplicate = 0.7", "near_duplicate = 7", "near_duplicate");
        check("crowded_threshold = 0.", "crowded_threshold = 2.", "crowded_threshold");
    }
}
