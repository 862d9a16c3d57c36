//! One line of a dump: what is wanted of an entity, the rest skipped without being kept.
//!
//! Dumps write an empty map as `[]`, values of older ones have only `numeric-id`; both are read.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::classes::number;

/// An item of Wikidata.
#[derive(Debug)]
pub(crate) struct Entry<'d> {
    pub(crate) id: Cow<'d, str>,
    /// (language, label)
    pub(crate) labels: Vec<(Lang, String)>,
    pub(crate) aliases: Vec<(Lang, Vec<String>)>,
    pub(crate) sitelinks: u32,
    pub(crate) claims: Vec<(Property, Vec<Statement>)>,
}

/// Languages whose names are read, with the variants of Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
    Ko,
    Zh,
    ZhHans,
    ZhCn,
    ZhSg,
    ZhMy,
    ZhHant,
    ZhTw,
    ZhHk,
    ZhMo,
}

/// Properties that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    InstanceOf,
    SubclassOf,
    Exchange,
    Inception,
    Birth,
    Dissolved,
    Death,
}

impl<'d> Entry<'d> {
    /// Reads a line; `None` for what is no item (a property, a lexeme).
    pub(crate) fn parse(line: &'d [u8]) -> serde_json::Result<Option<Entry<'d>>> {
        let raw: Raw = serde_json::from_slice(line)?;
        if raw.kind != "item" {
            return Ok(None);
        }
        if number(&raw.id).is_none() {
            return Err(serde_json::Error::custom(format!("the id of an item is Q and a number, found `{}`", raw.id)));
        }
        let Raw { id, labels, aliases, sitelinks, claims, .. } = raw;
        let labels = labels.0.into_iter().map(|(lang, term)| (lang, term.value)).collect();
        let values = |terms: Vec<Term>| terms.into_iter().map(|term| term.value).collect();
        let aliases = aliases.0.into_iter().map(|(lang, terms)| (lang, values(terms))).collect();
        Ok(Some(Entry { id, labels, aliases, sitelinks: sitelinks.0, claims: claims.0 }))
    }

    /// The statements of a property: those of the best rank first, none that is deprecated.
    pub(crate) fn statements(&self, property: Property) -> impl Iterator<Item = &Statement> {
        let of = self.claims.iter().filter(move |(found, _)| *found == property).flat_map(|(_, statements)| statements);
        let (preferred, normal): (Vec<&Statement>, Vec<&Statement>) =
            of.filter(|s| s.rank != Rank::Deprecated).partition(|s| s.rank == Rank::Preferred);
        preferred.into_iter().chain(normal)
    }
}

#[derive(Deserialize)]
struct Raw<'d> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'d, str>,
    #[serde(borrow)]
    id: Cow<'d, str>,
    #[serde(default)]
    labels: Known<Lang, Term>,
    #[serde(default)]
    aliases: Known<Lang, Vec<Term>>,
    #[serde(default)]
    sitelinks: Count,
    #[serde(default)]
    claims: Known<Property, Vec<Statement>>,
}

#[derive(Debug, Deserialize)]
struct Term {
    value: String,
}

/// A claim with its qualifiers.
#[derive(Debug, Deserialize)]
pub(crate) struct Statement {
    mainsnak: Snak,
    #[serde(default)]
    rank: Rank,
    #[serde(default)]
    qualifiers: Known<Qualifier, Vec<Snak>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Preferred,
    #[default]
    Normal,
    Deprecated,
}

/// Qualifiers that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Qualifier {
    Symbol,
    End,
}

#[derive(Debug, Deserialize)]
struct Snak {
    #[serde(default)]
    datavalue: Option<DataValue>,
}

#[derive(Debug, Deserialize)]
struct DataValue {
    value: Value,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Time {
        time: String,
        precision: u32,
    },
    Item {
        #[serde(default)]
        id: Option<String>,
        #[serde(default, rename = "numeric-id")]
        numeric: Option<u64>,
    },
}

impl Statement {
    /// The number of the item that it names.
    pub(crate) fn item(&self) -> Option<u64> {
        match &self.mainsnak.datavalue.as_ref()?.value {
            Value::Item { id, numeric } => id.as_deref().and_then(number).or(*numeric),
            _ => None,
        }
    }

    /// `1999`, `1999-06` or `1999-06-28`; nothing for dates before our era or less exact than a year.
    pub(crate) fn date(&self) -> Option<String> {
        let Value::Time { time, precision } = &self.mainsnak.datavalue.as_ref()?.value else { return None };
        let date = time.strip_prefix('+')?;
        let length = match precision {
            9 => 4,
            10 => 7,
            11.. => 10,
            _ => return None,
        };
        date.get(..length).filter(|date| date.bytes().all(|b| b.is_ascii_digit() || b == b'-')).map(str::to_string)
    }

    /// The exchange symbol in its qualifiers, if it has not ended.
    pub(crate) fn symbol(&self) -> Option<&str> {
        if self.qualifiers.0.iter().any(|(qualifier, _)| *qualifier == Qualifier::End) {
            return None;
        }
        let snaks = self.qualifiers.0.iter().filter(|(qualifier, _)| *qualifier == Qualifier::Symbol);
        snaks.flat_map(|(_, snaks)| snaks).find_map(|snak| match &snak.datavalue.as_ref()?.value {
            Value::Text(symbol) => Some(symbol.as_str()),
            _ => None,
        })
    }
}

/// A key of a map that is read; others are skipped.
trait Key: Sized {
    fn of(key: &str) -> Option<Self>;
}

impl Key for Lang {
    fn of(key: &str) -> Option<Lang> {
        Some(match key {
            "en" => Lang::En,
            "ko" => Lang::Ko,
            "zh" => Lang::Zh,
            "zh-hans" => Lang::ZhHans,
            "zh-cn" => Lang::ZhCn,
            "zh-sg" => Lang::ZhSg,
            "zh-my" => Lang::ZhMy,
            "zh-hant" => Lang::ZhHant,
            "zh-tw" => Lang::ZhTw,
            "zh-hk" => Lang::ZhHk,
            "zh-mo" => Lang::ZhMo,
            _ => return None,
        })
    }
}

impl Key for Property {
    fn of(key: &str) -> Option<Property> {
        Some(match key {
            "P31" => Property::InstanceOf,
            "P279" => Property::SubclassOf,
            "P414" => Property::Exchange,
            "P571" => Property::Inception,
            "P569" => Property::Birth,
            "P576" => Property::Dissolved,
            "P570" => Property::Death,
            _ => return None,
        })
    }
}

impl Key for Qualifier {
    fn of(key: &str) -> Option<Qualifier> {
        match key {
            "P249" => Some(Qualifier::Symbol),
            "P582" => Some(Qualifier::End),
            _ => None,
        }
    }
}

/// The entries of a map whose keys are read, in their order.
#[derive(Debug)]
struct Known<K, V>(Vec<(K, V)>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Known<K, V> {
        Known(Vec::new())
    }
}

impl<'de, K: Key, V: Deserialize<'de>> Deserialize<'de> for Known<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Known<K, V>, D::Error> {
        deserializer.deserialize_any(KnownVisitor(PhantomData))
    }
}

struct KnownVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Key, V: Deserialize<'de>> Visitor<'de> for KnownVisitor<K, V> {
    type Value = Known<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map, or [] for an empty one")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Known<K, V>, M::Error> {
        let mut known = Vec::new();
        while let Some(key) = map.next_key_seed(KeySeed::<K>(PhantomData))? {
            match key {
                Some(key) => known.push((key, map.next_value()?)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Known(known))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Known<K, V>, S::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Known::default()),
            Some(_) => Err(S::Error::custom("a list stands where a map is expected")),
        }
    }
}

/// Reads a key without keeping its text.
struct KeySeed<K>(PhantomData<K>);

impl<'de, K: Key> DeserializeSeed<'de> for KeySeed<K> {
    type Value = Option<K>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<K>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<K: Key> Visitor<'_> for KeySeed<K> {
    type Value = Option<K>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<K>, E> {
        Ok(K::of(key))
    }
}

/// How many entries a map has.
#[derive(Debug, Default)]
struct Count(u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        deserializer.deserialize_any(CountVisitor)
    }
}

struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map, or [] for an empty one")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Count, M::Error> {
        let mut count = 0;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Count(count))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Count, S::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Count(0)),
            Some(_) => Err(S::Error::custom("a list stands where a map is expected")),
        }
    }
}
