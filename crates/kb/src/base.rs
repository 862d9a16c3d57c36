//! The compiled knowledge base.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use newsbraid_text::{Span, match_key, normalize};
use serde::{Deserialize, Serialize};

use crate::{Sources, compile};

/// Place of an entity in [`KnowledgeBase::entities`]: smaller ids of the alphabet first.
pub type EntityIndex = u32;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, ministry, party, paper, club.
    Organization,
    /// A product, brand, service, index.
    Product,
    /// A state, city, region, sea.
    Place,
    /// A happening with a name: a fair, a war, a storm.
    Event,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 5] = [Kind::Person, Kind::Organization, Kind::Product, Kind::Place, Kind::Event];

    /// As written in files: `person`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Product => "product",
            Kind::Place => "place",
            Kind::Event => "event",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Kind, String> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| format!("unknown kind `{name}`; expected person, organization, product, place or event"))
    }
}

/// The language a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameLang {
    /// English.
    En,
    /// Korean.
    Ko,
    /// Chinese in either script.
    Zh,
    /// All of them.
    Any,
}

/// How far a name can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameRole {
    /// The canonical name of its language.
    Label,
    /// Another full name.
    Alias,
    /// A title that is a name by itself.
    Title,
    /// Made by transcription or reading.
    Generated,
    /// A short form: only with support in the article.
    Weak,
    /// A one-character code of headlines.
    Code,
    /// An exchange symbol.
    Ticker,
}

/// A name of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// As written in the source.
    pub text: String,
    /// Its language.
    pub lang: NameLang,
    /// How far it can be trusted.
    pub role: NameRole,
    /// Whether it links in any case of its letters.
    pub any_case: bool,
}

/// Something with names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// ASCII kebab case, unique.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Canonical names: `en`, `ko`, `zh-Hans`, `zh-Hant`, in this order.
    pub labels: Vec<(String, String)>,
    /// All names that link, labels included, best first.
    pub names: Vec<Name>,
    /// Last month and day of its fiscal year.
    pub fiscal_year_end: Option<(u8, u8)>,
    /// What it belongs to.
    pub of: Vec<EntityIndex>,
    /// `Q` number.
    pub wikidata: Option<String>,
}

impl Entity {
    /// The label in a language (`en`, `ko`, `zh-Hans`, `zh-Hant`), else in English, else the first there is.
    pub fn label(&self, lang: &str) -> &str {
        let find = |wanted: &str| self.labels.iter().find(|(lang, _)| lang == wanted).map(|(_, label)| label.as_str());
        find(lang).or_else(|| find("en")).or_else(|| self.labels.first().map(|(_, l)| l.as_str())).unwrap_or(&self.id)
    }
}

/// A name of the automaton: which entity, and which of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NameRef {
    /// The entity.
    pub entity: EntityIndex,
    /// Index into [`Entity::names`].
    pub name: u32,
}

/// Names found in a text.
#[derive(Clone, Copy, Debug)]
pub struct Match<'b> {
    /// Bytes of the key text that was scanned.
    pub span: Span,
    /// The names with this key, in order of entity.
    pub names: &'b [NameRef],
}

/// Entities, and one automaton over the keys of all their names. Immutable; share it between threads.
pub struct KnowledgeBase {
    pub(crate) entities: Vec<Entity>,
    pub(crate) refs: Vec<NameRef>,
    /// For key `k`, its names are `refs[starts[k]..starts[k + 1]]`.
    pub(crate) starts: Vec<u32>,
    pub(crate) automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    pub(crate) hash: String,
}

impl KnowledgeBase {
    /// The curated base of the binary, compiled once per process.
    pub fn embedded() -> Arc<KnowledgeBase> {
        static BASE: LazyLock<Arc<KnowledgeBase>> =
            LazyLock::new(|| Arc::new(compile(&Sources::embedded().expect("a test reads the embedded files"))));
        BASE.clone()
    }

    /// All entities, in order of id.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// One entity.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index as usize]
    }

    /// The entity with an id.
    pub fn by_id(&self, id: &str) -> Option<EntityIndex> {
        self.entities.binary_search_by(|entity| entity.id.as_str().cmp(id)).ok().map(|at| at as EntityIndex)
    }

    /// A name that an automaton found.
    pub fn name(&self, found: NameRef) -> &Name {
        &self.entities[found.entity as usize].names[found.name as usize]
    }

    /// SHA-256 of the sources.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Distinct keys.
    pub fn keys(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Every place where a key of the base stands in `key_text`, a text made by [`name_key`]'s steps, overlapping ones
    /// included, in order of their ends. Word boundaries are the caller's business.
    pub fn scan<'b>(&'b self, key_text: &'b str) -> impl Iterator<Item = Match<'b>> {
        self.automaton.iter().flat_map(move |automaton| {
            automaton
                .find_overlapping_iter(key_text)
                .map(|found| Match { span: Span::new(found.start(), found.end()), names: self.names_of(found.value()) })
        })
    }

    /// The names whose key equals that of `name`: what a whole string may stand for.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = NameRef> {
        let key = name_key(name);
        let whole = Span::new(0, key.len());
        let found: Vec<NameRef> =
            self.scan(&key).filter(|found| found.span == whole).flat_map(|found| found.names.to_vec()).collect();
        found.into_iter()
    }

    fn names_of(&self, key: u32) -> &[NameRef] {
        &self.refs[self.starts[key as usize] as usize..self.starts[key as usize + 1] as usize]
    }
}

impl fmt::Debug for KnowledgeBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnowledgeBase({} entities, {} keys)", self.entities.len(), self.keys())
    }
}

/// The key of a name: normalised, without the spaces and dots that writers vary.
///
/// ```
/// use newsbraid_kb::name_key;
/// assert_eq!(name_key("퉁이 첸원"), name_key("퉁이첸원"));
/// assert_eq!(name_key("吳泳銘"), "吴泳铭");
/// ```
pub fn name_key(name: &str) -> String {
    match_key(normalize(name).text().trim()).text().to_string()
}
