//! The compiled knowledge base.

use std::fmt;
use std::iter;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use newsbraid_text::{Span, match_key, normalize};
use serde::{Deserialize, Serialize};

use crate::shared::{SharedSlice, SharedStr};
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

/// The language and script of a label. It compares with its tag: `lang == "zh-Hans"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LabelLang {
    /// `en`
    En,
    /// `ko`
    Ko,
    /// `zh-Hans`
    ZhHans,
    /// `zh-Hant`
    ZhHant,
}

impl LabelLang {
    /// All of them, in the order of an entity's labels.
    pub const ALL: [LabelLang; 4] = [LabelLang::En, LabelLang::Ko, LabelLang::ZhHans, LabelLang::ZhHant];

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            LabelLang::En => "en",
            LabelLang::Ko => "ko",
            LabelLang::ZhHans => "zh-Hans",
            LabelLang::ZhHant => "zh-Hant",
        }
    }
}

impl fmt::Display for LabelLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl PartialEq<str> for LabelLang {
    fn eq(&self, tag: &str) -> bool {
        self.tag() == tag
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
    /// Made by transcription or reading; alone it links only if it is long.
    Generated,
    /// A short form: only with support in the article.
    Weak,
    /// A one-character code of headlines.
    Code,
    /// An exchange symbol.
    Ticker,
}

/// A name of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written in the source.
    pub text: SharedStr,
    /// The language whose speakers use it. It does not say in which texts it links: Korean headlines write 與, Chinese
    /// articles Alibaba. Only a [code](NameRole::Code) links in texts of its language alone.
    pub lang: NameLang,
    /// How far it can be trusted.
    pub role: NameRole,
    /// Whether it links in any case of its letters.
    pub any_case: bool,
}

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenAt {
    /// Index into [`KnowledgeBase::files`].
    pub file: u32,
    /// Counted from 1.
    pub line: u32,
}

/// Something with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// ASCII kebab case, unique.
    pub id: SharedStr,
    /// What it is.
    pub kind: Kind,
    /// Canonical names, in the order of [`LabelLang::ALL`].
    pub labels: SharedSlice<(LabelLang, SharedStr)>,
    /// All names that link, labels included, the given ones before the [generated](NameRole::Generated).
    pub names: SharedSlice<Name>,
    /// Last month and day of its fiscal year.
    pub fiscal_year_end: Option<(u8, u8)>,
    /// What it belongs to.
    pub of: SharedSlice<EntityIndex>,
    /// `Q` number.
    pub wikidata: Option<SharedStr>,
    /// Birth or foundation, as far as it is known: `1999`, `1999-06-28`.
    pub since: Option<SharedStr>,
    /// Death or end.
    pub until: Option<SharedStr>,
    /// How widely known it is: pages of Wikipedias and sister projects on it; 0 where nothing says.
    pub prior: u32,
    /// The rank of the base it comes from: 0 for the first one, higher for later ones and for imported entities.
    pub rank: u32,
    /// Its records, the first of which gave it its kind.
    pub written: SharedSlice<WrittenAt>,
}

impl Entity {
    /// The label in a language (`en`, `ko`, `zh-Hans`, `zh-Hant`), else in English, else the first there is.
    pub fn label(&self, lang: &str) -> &str {
        let find = |wanted: &str| self.labels.iter().find(|(lang, _)| lang == wanted).map(|(_, label)| &**label);
        find(lang).or_else(|| find("en")).or_else(|| self.labels.first().map(|(_, l)| &**l)).unwrap_or(&self.id)
    }

    /// What decides between entities that one name may mean where nothing in the text does, smaller first: the base it
    /// comes from, then how widely known it is.
    pub fn precedence(&self) -> (u32, std::cmp::Reverse<u32>) {
        (self.rank, std::cmp::Reverse(self.prior))
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
    /// What the strings of entities and names are parts of.
    pub(crate) pool: Arc<Box<str>>,
    pub(crate) files: Vec<String>,
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

    /// The files it was compiled from.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// `file:line` of each record of an entity.
    pub fn written(&self, entity: &Entity) -> Vec<String> {
        let at = |at: &WrittenAt| format!("{}:{}", self.files[at.file as usize], at.line);
        entity.written.iter().map(at).collect()
    }

    /// One entity.
    pub fn entity(&self, index: EntityIndex) -> &Entity {
        &self.entities[index as usize]
    }

    /// The entity with an id.
    pub fn by_id(&self, id: &str) -> Option<EntityIndex> {
        self.entities.binary_search_by(|entity| (*entity.id).cmp(id)).ok().map(|at| at as EntityIndex)
    }

    /// A name that an automaton found.
    pub fn name(&self, found: NameRef) -> &Name {
        &self.entities[found.entity as usize].names[found.name as usize]
    }

    /// SHA-256 of the sources and of the version of the rules that compile them.
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
        let mut hits = self.automaton.as_ref().map(|automaton| automaton.find_overlapping_iter(key_text));
        iter::from_fn(move || {
            let found = hits.as_mut()?.next()?;
            Some(Match { span: Span::new(found.start(), found.end()), names: self.names_of(found.value()) })
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
        let of_key = |key: u32| self.starts.get(key as usize).map(|&at| at as usize);
        let range = of_key(key).zip(of_key(key + 1));
        range.and_then(|(from, to)| self.refs.get(from..to)).unwrap_or_default()
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
