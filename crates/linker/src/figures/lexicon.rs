//! The words of `config/measures.toml`, read and made ready for use.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use newsbraid_text::normalize;
use serde::Deserialize;

use crate::annotations::Unit;

/// The measures, units, currencies and words around numbers that a [`FigureFinder`](super::FigureFinder) knows.
///
/// ```
/// use newsbraid_linker::Measures;
/// assert!(Measures::embedded().ids().any(|id| id == "net_profit"));
/// let wrong = Measures::parse("[[measure]]\nid = \"x\"\nunits = []\n");
/// assert!(wrong.unwrap_err().to_string().contains("unknown field"));
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    #[serde(rename = "measure")]
    pub(crate) measures: Vec<Measure>,
    #[serde(rename = "unit")]
    units: Vec<UnitWords>,
    #[serde(rename = "currency")]
    currencies: Vec<CurrencyWords>,
    pub(crate) plural: PluralWords,
    #[serde(rename = "part")]
    pub(crate) parts: Vec<PartWords>,
    #[serde(rename = "aspect")]
    pub(crate) aspects: Vec<MarkWords>,
    #[serde(rename = "scope")]
    pub(crate) scopes: Vec<MarkWords>,
    pub(crate) owner: OwnerWords,
    pub(crate) bound: Bounds,
    change: Changes,
    pub(crate) direction: Direction,
}

/// What is wrong with a table of measures.
#[derive(Debug, thiserror::Error)]
pub enum MeasuresError {
    /// It is not the TOML that is expected.
    #[error("measures: {0}; the embedded table, config/measures.toml, shows every key")]
    Toml(#[from] toml::de::Error),
    /// Two measures have one id.
    #[error("measures: two measures are called `{id}`; give each an id of its own")]
    Twice {
        /// The id.
        id: String,
    },
    /// A word is empty once it is normalised.
    #[error("measures: `{place}` lists an empty word; remove it")]
    Empty {
        /// The measure, unit or list it stands in.
        place: String,
    },
}

/// Where a cue may stand in relation to its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// Before it; behind it only at once (34%的收入增长).
    #[default]
    Before,
    /// Behind it as well as before it (16명이 사망).
    After,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    pub id: String,
    pub of: Vec<Unit>,
    #[serde(default)]
    pub weak: bool,
    #[serde(default)]
    pub side: Place,
    #[serde(default)]
    pub flow: bool,
    #[serde(default)]
    pub toll: bool,
    #[serde(default)]
    pub once: bool,
    #[serde(default)]
    pub several: bool,
    #[serde(default)]
    pub parts: bool,
    #[serde(default)]
    pub planned: bool,
    en: Vec<String>,
    ko: Vec<String>,
    zh: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitWords {
    unit: Unit,
    #[serde(default)]
    power: i32,
    #[serde(default = "yes")]
    spelled: bool,
    #[serde(default)]
    noun: bool,
    words: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyWords {
    code: String,
    before: Vec<String>,
    after: Vec<String>,
}

/// English plurals that are not listed as units.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PluralWords {
    pub people: Vec<String>,
    pub things: Vec<String>,
    pub none: Vec<String>,
    pub labels: Vec<String>,
}

/// A part of what is measured.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartWords {
    pub id: String,
    pub words: Vec<String>,
}

/// What limits a figure, or makes it another one than that of the period.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkWords {
    pub id: String,
    #[serde(default)]
    pub sentence: bool,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// Words by which an owner is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnerWords {
    pub ours: Vec<String>,
    pub group: Vec<String>,
    pub helped: Vec<String>,
    pub source_before: Vec<String>,
    pub source_after: Vec<String>,
    pub whole: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    pub about: Around,
    pub min: Around,
    pub max: Around,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    pub before: Vec<String>,
    pub after: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    yoy: Words,
    qoq: Words,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Direction {
    pub down_before: Vec<String>,
    pub down_after: Vec<String>,
    pub up_before: Vec<String>,
    pub up_after: Vec<String>,
}

impl Measures {
    /// The table that is part of the program.
    pub fn embedded() -> Measures {
        const TABLE: &str = include_str!("../../../../config/measures.toml");
        Measures::parse(TABLE).expect("the tests read the embedded table")
    }

    /// Reads a table of the form of `config/measures.toml`.
    ///
    /// # Errors
    /// Where it is not that form, a key is unknown, an id is given twice or a word is empty.
    pub fn parse(toml: &str) -> Result<Measures, MeasuresError> {
        let measures: Measures = toml::from_str(toml)?;
        let mut ids: Vec<&str> = measures.ids().collect();
        ids.sort_unstable();
        if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(MeasuresError::Twice { id: pair[0].to_string() });
        }
        let empty = |words: &Vec<String>| words.iter().any(|w| norm(w).trim().is_empty());
        let bounds = [&measures.bound.about, &measures.bound.min, &measures.bound.max];
        let around = || bounds.iter().any(|b| empty(&b.before) || empty(&b.after)).then(|| "bound".to_string());
        let direction = || {
            let of = &measures.direction;
            let lists = [&of.down_before, &of.down_after, &of.up_before, &of.up_after];
            lists.into_iter().any(empty).then(|| "direction".to_string())
        };
        let change = || {
            let lists = [&measures.change.yoy.words, &measures.change.qoq.words];
            lists.into_iter().any(empty).then(|| "change".to_string())
        };
        let measure =
            measures.measures.iter().find(|m| [&m.en, &m.ko, &m.zh].into_iter().any(empty)).map(|m| m.id.clone());
        let unit = || measures.units.iter().find(|u| empty(&u.words)).map(|u| format!("{:?}", u.unit));
        let currency =
            || measures.currencies.iter().find(|c| empty(&c.before) || empty(&c.after)).map(|c| c.code.clone());
        let part = || measures.parts.iter().find(|p| empty(&p.words)).map(|p| p.id.clone());
        let mark = || {
            let all = measures.aspects.iter().chain(&measures.scopes);
            all.into_iter().find(|m| empty(&m.before) || empty(&m.after)).map(|m| m.id.clone())
        };
        let plural = || {
            let of = &measures.plural;
            let lists = [&of.people, &of.things, &of.none, &of.labels];
            lists.into_iter().any(empty).then(|| "plural".to_string())
        };
        let owner = || {
            let of = &measures.owner;
            let lists = [&of.ours, &of.group, &of.helped, &of.source_before, &of.source_after, &of.whole];
            lists.into_iter().any(empty).then(|| "owner".to_string())
        };
        match measure
            .or_else(unit)
            .or_else(part)
            .or_else(mark)
            .or_else(owner)
            .or_else(plural)
            .or_else(currency)
            .or_else(around)
            .or_else(direction)
            .or_else(change)
        {
            Some(place) => Err(MeasuresError::Empty { place }),
            None => Ok(measures),
        }
    }

    /// The ids that [`Quantity::measure`](crate::Quantity::measure) can have.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().map(|m| m.id.as_str())
    }

    /// The ids of measures that count people struck by an event (deaths, injured).
    pub fn tolls(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().filter(|m| m.toll).map(|m| m.id.as_str())
    }

    /// The ids of measures of which an event has one, whatever day its articles name (attendance, votes).
    pub fn once(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().filter(|m| m.once).map(|m| m.id.as_str())
    }

    /// The ids of measures of which one thing has many at a time (prices of models), so that two values do not contradict each other.
    pub fn several(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().filter(|m| m.several).map(|m| m.id.as_str())
    }

    /// The words of measures and changes, as one automaton over normalised text.
    pub(crate) fn cues(&self) -> Cues {
        let mut words: Vec<(String, Cue)> = Vec::new();
        for (at, measure) in self.measures.iter().enumerate() {
            let all = measure.en.iter().chain(&measure.ko).chain(&measure.zh);
            words.extend(all.map(|w| (norm(w), Cue::Measure(at as u16))));
        }
        words.extend(self.change.yoy.words.iter().map(|w| (norm(w), Cue::Yoy)));
        words.extend(self.change.qoq.words.iter().map(|w| (norm(w), Cue::Qoq)));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.iter().map(|w| &w.0));
        Cues {
            automaton: automaton.expect("some hundred short patterns fit"),
            cues: words.into_iter().map(|w| w.1).collect(),
        }
    }

    /// Units, longest word first within a first byte.
    pub(crate) fn units(&self) -> Table<UnitEntry> {
        Table::new(self.units.iter().flat_map(|u| {
            let entry = UnitEntry { unit: u.unit, power: u.power, spelled: u.spelled, noun: u.noun };
            u.words.iter().map(move |w| (norm(w), entry))
        }))
    }

    /// What stands behind a number that is money: the number of a currency in [`Self::codes`].
    pub(crate) fn currencies_after(&self) -> Table<u8> {
        let rows = (0..).zip(&self.currencies);
        Table::new(rows.flat_map(|(at, c)| c.after.iter().map(move |w| (norm(w), at))))
    }

    /// What stands before it.
    pub(crate) fn currencies_before(&self) -> Endings<u8> {
        let rows = (0..).zip(&self.currencies);
        Endings::new(rows.flat_map(|(at, c)| c.before.iter().map(move |w| (norm(w), at))))
    }

    /// ISO 4217 codes.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.currencies.iter().map(|c| c.code.clone()).collect()
    }
}

/// A word as it stands in normalised text.
pub(crate) fn norm(word: &str) -> String {
    normalize(word).text().to_string()
}

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// A measure, by its place in the table.
    Measure(u16),
    /// Against the same period of the year before.
    Yoy,
    /// Against the period before.
    Qoq,
}

/// The automaton of cues.
#[derive(Debug)]
pub(crate) struct Cues {
    pub automaton: AhoCorasick,
    pub cues: Vec<Cue>,
}

/// A unit of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnitEntry {
    pub unit: Unit,
    pub power: i32,
    pub spelled: bool,
    pub noun: bool,
}

/// Words by their last character, the longest first.
#[derive(Debug)]
pub(crate) struct Endings<T> {
    by_byte: Vec<Vec<(String, T)>>,
}

impl<T: Copy> Endings<T> {
    pub(crate) fn new(words: impl Iterator<Item = (String, T)>) -> Endings<T> {
        Endings { by_byte: by_byte(words, |word| last_byte(word.as_bytes())) }
    }

    /// The words that end at `at`, the longest first.
    pub(crate) fn before<'t>(&'t self, s: &'t str, at: usize) -> impl Iterator<Item = (&'t str, T)> + 't {
        let before = &s[..at];
        let words = if at > 0 { &self.by_byte[usize::from(last_byte(before.as_bytes()))][..] } else { &[] };
        words.iter().filter(move |(w, _)| before.ends_with(w.as_str())).map(|(w, value)| (w.as_str(), *value))
    }
}

/// A byte that tells words apart by their first character: Chinese and Korean ones hardly differ in their first bytes.
fn first_byte(text: &[u8]) -> u8 {
    match *text {
        [0xE0..=0xFF, b, c, ..] => b << 6 | (c & 0x3F),
        [0xC0..=0xDF, b, ..] => b,
        [a, ..] => a,
        [] => 0,
    }
}

/// The same by the last character.
fn last_byte(text: &[u8]) -> u8 {
    match *text {
        [.., b, c @ 0x80..=0xFF] => b << 6 | (c & 0x3F),
        [.., c] => c,
        [] => 0,
    }
}

fn by_byte<T>(words: impl Iterator<Item = (String, T)>, byte: impl Fn(&str) -> u8) -> Vec<Vec<(String, T)>> {
    let mut by_byte: Vec<Vec<(String, T)>> = (0..256).map(|_| Vec::new()).collect();
    for (word, value) in words {
        by_byte[usize::from(byte(&word))].push((word, value));
    }
    for words in &mut by_byte {
        words.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
    }
    by_byte
}

/// Words by their first character, the longest first.
#[derive(Debug)]
pub(crate) struct Table<T> {
    by_byte: Vec<Vec<(String, T)>>,
}

impl<T: Copy> Table<T> {
    pub(crate) fn new(words: impl Iterator<Item = (String, T)>) -> Table<T> {
        Table { by_byte: by_byte(words, |word| first_byte(word.as_bytes())) }
    }

    /// The words that stand at `at`, the longest first, with where they end.
    pub(crate) fn at<'t>(&'t self, s: &'t str, at: usize) -> impl Iterator<Item = (T, usize)> + 't {
        let rest = &s[at..];
        let words = if rest.is_empty() { &[] } else { &self.by_byte[usize::from(first_byte(rest.as_bytes()))][..] };
        words.iter().filter(move |(w, _)| rest.starts_with(w.as_str())).map(move |(w, value)| (*value, at + w.len()))
    }
}
