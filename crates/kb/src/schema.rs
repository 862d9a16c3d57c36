//! The TOML form of an entity; `config/README.md` says what the keys mean.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A file of entities.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntityFile {
    #[serde(default)]
    pub entity: Vec<Spanned<EntityRecord>>,
}

/// One `[[entity]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntityRecord {
    pub id: String,
    pub kind: String,
    pub label: BTreeMap<String, String>,
    #[serde(default)]
    pub alias: BTreeMap<String, Vec<NameRecord>>,
    #[serde(default)]
    pub weak: BTreeMap<String, Vec<NameRecord>>,
    #[serde(default)]
    pub code: BTreeMap<String, Vec<NameRecord>>,
    #[serde(default)]
    pub titles: BTreeMap<String, Vec<NameRecord>>,
    #[serde(default)]
    pub tickers: Vec<String>,
    pub fiscal_year_end: Option<String>,
    #[serde(default)]
    pub of: Vec<String>,
    pub cldr: Option<String>,
    pub wikidata: Option<String>,
}

/// A name, with its rule where it has one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum NameRecord {
    Plain(String),
    Ruled(RuledName),
}

/// A name as a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuledName {
    pub name: String,
    /// `any`: the case of a one-word Latin name does not matter.
    pub case: Option<String>,
    /// The day from which the name is no longer the official one; it still links.
    #[serde(default, rename = "until")]
    pub _until: Option<String>,
}

impl NameRecord {
    pub(crate) fn text(&self) -> &str {
        match self {
            NameRecord::Plain(name) => name,
            NameRecord::Ruled(ruled) => &ruled.name,
        }
    }

    pub(crate) fn any_case(&self) -> bool {
        matches!(self, NameRecord::Ruled(RuledName { case: Some(case), .. }) if case == "any")
    }
}
