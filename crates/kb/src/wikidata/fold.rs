//! From an item to a record: its kind, its names with the variants of Chinese folded, its symbols and dates.

use std::str::FromStr;

use newsbraid_text::normalize;
use newsbraid_text::normalize::{is_simplified_only, to_simplified, to_traditional};

use super::ImportOptions;
use super::classes::Classes;
use super::entry::{Entry, Lang, Property};
use crate::base::{Kind, name_key};
use crate::schema::{EntityRecord, NamesByLang};

/// A language whose names are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportLang {
    /// English.
    En,
    /// Korean.
    Ko,
    /// Chinese in all its variants.
    Zh,
}

impl ImportLang {
    /// All of them.
    pub const ALL: [ImportLang; 3] = [ImportLang::En, ImportLang::Ko, ImportLang::Zh];
}

impl FromStr for ImportLang {
    type Err = String;

    fn from_str(tag: &str) -> Result<ImportLang, String> {
        match tag {
            "en" => Ok(ImportLang::En),
            "ko" => Ok(ImportLang::Ko),
            "zh" => Ok(ImportLang::Zh),
            _ => Err(format!("unknown language `{tag}`; expected en, ko or zh")),
        }
    }
}

/// Bytes of the longest name that is taken.
const LONGEST: usize = 200;
/// Characters up to which an alias in Han or Hangul is too short to link without support.
const SHORT_CJK: usize = 2;
/// Letters up to which an alias of one word is.
const SHORT_LATIN: usize = 4;

/// The record of an item, if it is taken.
pub(crate) fn record(entry: &Entry, options: &ImportOptions, classes: &Classes) -> Option<EntityRecord> {
    if entry.sitelinks < options.min_sitelinks {
        return None;
    }
    let kind = kind(entry, classes).filter(|kind| options.kinds.contains(kind))?;
    let mut record = EntityRecord {
        id: format!("wd-{}", entry.id.to_lowercase()),
        kind: kind.name().to_string(),
        wikidata: Some(entry.id.to_string()),
        prior: entry.sitelinks,
        tickers: tickers(entry, classes),
        since: date(entry, [Property::Birth, Property::Inception]),
        until: date(entry, [Property::Death, Property::Dissolved]),
        ..EntityRecord::default()
    };
    for &lang in &options.langs {
        match lang {
            ImportLang::En => names(&mut record, "en", &given(entry, &[Lang::En])),
            ImportLang::Ko => names(&mut record, "ko", &given(entry, &[Lang::Ko])),
            ImportLang::Zh => chinese(&mut record, entry),
        }
    }
    (!record.label.is_empty()).then_some(record)
}

/// The first class with a kind, of what it is an instance of; products are often only a subclass (Boeing 747).
fn kind(entry: &Entry, classes: &Classes) -> Option<Kind> {
    let first = |property| entry.statements(property).filter_map(|s| s.item()).find_map(|class| classes.kind(class));
    first(Property::InstanceOf).or_else(|| first(Property::SubclassOf).filter(|kind| *kind == Kind::Product))
}

fn date(entry: &Entry, properties: [Property; 2]) -> Option<String> {
    properties.into_iter().find_map(|property| entry.statements(property).find_map(|statement| statement.date()))
}

fn tickers(entry: &Entry, classes: &Classes) -> Vec<String> {
    let mut tickers = Vec::new();
    for statement in entry.statements(Property::Exchange) {
        let symbol = statement.item().zip(statement.symbol()).and_then(|(at, symbol)| classes.symbol(at, symbol));
        tickers.extend(symbol.filter(|symbol| !tickers.contains(symbol)));
    }
    tickers
}

/// The labels of some languages in this order, then their aliases.
fn given(entry: &Entry, langs: &[Lang]) -> Vec<String> {
    let labels =
        langs.iter().flat_map(|lang| entry.labels.iter().filter(move |(found, _)| found == lang).map(|(_, l)| l));
    let aliases = langs.iter().flat_map(|lang| entry.aliases.iter().filter(move |(found, _)| found == lang));
    labels
        .chain(aliases.flat_map(|(_, names)| names))
        .map(|name| name.trim().to_string())
        .filter(|n| is_name(n))
        .collect()
}

fn is_name(name: &str) -> bool {
    let letters = name.chars().any(char::is_alphanumeric) && !name_key(name).is_empty();
    letters && name.len() <= LONGEST && !name.chars().any(char::is_control)
}

/// Variants in simplified characters, the most general first; `zh` may be in either.
const SIMPLIFIED: [Lang; 5] = [Lang::ZhHans, Lang::ZhCn, Lang::Zh, Lang::ZhSg, Lang::ZhMy];
const TRADITIONAL: [Lang; 4] = [Lang::ZhTw, Lang::ZhHant, Lang::ZhHk, Lang::ZhMo];

/// The simplified label, the traditional one where it does not follow from that, and every other spelling once.
fn chinese(record: &mut EntityRecord, entry: &Entry) {
    let (mut simple, usual) = (given(entry, &SIMPLIFIED), given(entry, &TRADITIONAL));
    simple.extend(usual.iter().cloned());
    let simplified: Vec<String> = simple.iter().map(|name| name.chars().map(simplify).collect()).collect();
    names(record, "zh", &simplified);
    // A variant that was copied from the simplified one says nothing.
    let own = usual.iter().find(|name| !name.chars().any(is_simplified_only));
    let traditional = own.filter(|name| record.label.get("zh").is_some_and(|zh| to_traditional(zh) != **name));
    if let Some(name) = traditional {
        record.label.insert("zh-Hant".to_string(), name.clone());
    }
}

fn simplify(c: char) -> char {
    to_simplified(c).unwrap_or(c)
}

/// The first name is the label, the others are aliases, the short ones weak. One of several with one key stays.
fn names(record: &mut EntityRecord, lang: &str, given: &[String]) {
    let mut keys: Vec<String> = Vec::new();
    for name in given {
        let key = name_key(name);
        if keys.contains(&key) {
            continue;
        }
        keys.push(key);
        let short = is_short(name, record.kind == Kind::Person.name());
        if keys.len() == 1 {
            record.label.insert(lang.to_string(), name.clone());
            if name.chars().count() == 1 {
                add(&mut record.weak, lang, name);
            }
        } else if short {
            add(&mut record.weak, lang, name);
        } else {
            add(&mut record.alias, lang, name);
        }
    }
}

fn add(names: &mut NamesByLang, lang: &str, name: &str) {
    names.entry(lang.to_string()).or_default().push(name.into());
}

/// Whether an alias is too short to be one entity's: Wikidata lists every form in use (US, 阿里, Washington).
fn is_short(name: &str, person: bool) -> bool {
    let letters = normalize(name).text().chars().filter(|c| c.is_alphanumeric()).count();
    if name.is_ascii() { !name.contains(' ') && (person || letters <= SHORT_LATIN) } else { letters <= SHORT_CJK }
}
