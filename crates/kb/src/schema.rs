//! The written form of an entity; `config/README.md` says what the keys mean. A `.toml` file has one `[[entity]]` table
//! for each, a `.jsonl` file one object a line with the same keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// A file of entities.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntityFile {
    #[serde(default)]
    pub entity: Vec<Spanned<EntityRecord>>,
}

/// Names by language.
pub type NamesByLang = BTreeMap<String, Vec<NameRecord>>;

/// One entity as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityRecord {
    /// ASCII kebab case, unique.
    pub id: String,
    /// person, organization, product, place or event.
    pub kind: String,
    /// Canonical names by language.
    pub label: BTreeMap<String, String>,
    /// Other full names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alias: NamesByLang,
    /// Short or ambiguous names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weak: NamesByLang,
    /// One-character codes of headlines.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub code: NamesByLang,
    /// Titles that are a name by themselves.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: NamesByLang,
    /// Exchange symbols.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickers: Vec<String>,
    /// `MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year_end: Option<String>,
    /// Ids of what it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// Territory code or time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cldr: Option<String>,
    /// `Q` number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// How widely known it is: the number of Wikipedias and sister projects that have a page on it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub prior: u32,
    /// Day, month or year of birth or foundation: `1999`, `1999-06-28`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Day, month or year of death or end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A name, with its rule where it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum NameRecord {
    /// The name alone.
    Plain(String),
    /// With a rule.
    Ruled(RuledName),
}

/// A name as a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuledName {
    /// The name.
    pub name: String,
    /// `any`: the case of a one-word Latin name does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The day from which the name is no longer the official one; it still links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl NameRecord {
    /// The name itself.
    pub fn text(&self) -> &str {
        match self {
            NameRecord::Plain(name) => name,
            NameRecord::Ruled(ruled) => &ruled.name,
        }
    }

    pub(crate) fn any_case(&self) -> bool {
        matches!(self, NameRecord::Ruled(RuledName { case: Some(case), .. }) if case == "any")
    }
}

impl From<&str> for NameRecord {
    fn from(name: &str) -> NameRecord {
        NameRecord::Plain(name.to_string())
    }
}
