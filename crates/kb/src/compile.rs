//! From sources to a knowledge base.

use std::collections::{BTreeMap, HashMap};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use newsbraid_text::normalize::to_traditional;

use crate::base::{Entity, EntityIndex, Kind, KnowledgeBase, Name, NameLang, NameRef, NameRole, name_key};
use crate::schema::{EntityRecord, NameRecord};
use crate::source::{Sources, Written};

/// Longest key in bytes; a longer one is no name, and would make the automaton of a hostile file grow without bound.
const LONGEST_KEY: usize = 300;

/// Compiles sources. Entities with one id, and places with one `cldr` code, become one, the earlier base and the curated
/// entry first. Records with an unknown kind or without a label are left out; [`crate::check`] reports them.
pub fn compile(sources: &Sources) -> KnowledgeBase {
    let records = merge(&sources.written);
    // An id that was folded into another (cldr-us into united-states) still names it.
    let merged =
        records.iter().enumerate().flat_map(|(at, (_, records))| records.iter().map(move |r| (r.id.as_str(), at)));
    let index: HashMap<&str, EntityIndex> = merged.map(|(id, at)| (id, at as EntityIndex)).collect();
    let entities: Vec<Entity> = records.iter().map(|(id, records)| entity(id, records, &index)).collect();
    let keys = keys(&entities);
    let mut base = KnowledgeBase { entities, refs: Vec::new(), starts: vec![0], automaton: None, hash: sources.hash() };
    for refs in keys.values() {
        base.refs.extend(refs);
        base.starts.push(base.refs.len() as u32);
    }
    if !keys.is_empty() {
        let patterns = keys.keys().enumerate().map(|(value, key)| (key, value as u32));
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(patterns);
        base.automaton = Some(automaton.expect("keys are distinct, not empty and fewer than 2^31"));
    }
    base
}

/// Records by the id of the entity they make, those of the earlier base first. A place of CLDR goes to the curated place
/// that names its code.
fn merge(written: &[Written]) -> BTreeMap<String, Vec<EntityRecord>> {
    let usable = |w: &&Written| w.record.kind.parse::<Kind>().is_ok() && w.record.label.values().any(|l| !l.is_empty());
    let mut by_code: HashMap<&str, &str> = HashMap::new();
    for w in written.iter().filter(usable) {
        if let Some(code) = &w.record.cldr {
            let holder = by_code.entry(code).or_insert(&w.record.id);
            if holder.starts_with("cldr-") {
                *holder = &w.record.id;
            }
        }
    }
    let target = |record: &EntityRecord| match record.cldr.as_deref().and_then(|code| by_code.get(code)) {
        Some(holder) if record.id.starts_with("cldr-") => holder.to_string(),
        _ => record.id.clone(),
    };
    let mut ordered: Vec<&Written> = written.iter().filter(usable).collect();
    ordered.sort_by_key(|w| (w.layer, w.record.id.starts_with("cldr-")));
    let mut merged: BTreeMap<String, Vec<EntityRecord>> = BTreeMap::new();
    for w in ordered {
        merged.entry(target(&w.record)).or_default().push(w.record.clone());
    }
    merged
}

fn entity(id: &str, records: &[EntityRecord], index: &HashMap<&str, EntityIndex>) -> Entity {
    let first = &records[0];
    let mut names = Names::default();
    records.iter().for_each(|record| names.add_record(record));
    let mut of: Vec<EntityIndex> = Vec::new();
    for parent in records.iter().flat_map(|r| &r.of).filter_map(|id| index.get(id.as_str())) {
        if !of.contains(parent) {
            of.push(*parent);
        }
    }
    Entity {
        id: id.to_string(),
        kind: first.kind.parse().expect("merge keeps known kinds only"),
        labels: labels(records),
        names: names.list,
        fiscal_year_end: records.iter().find_map(|r| r.fiscal_year_end.as_deref()).and_then(month_day),
        of,
        wikidata: records.iter().find_map(|r| r.wikidata.clone()),
    }
}

/// `03-31` as (3, 31).
pub(crate) fn month_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

fn labels(records: &[EntityRecord]) -> Vec<(String, String)> {
    let find = |lang: &str| records.iter().find_map(|r| r.label.get(lang)).filter(|label| !label.is_empty()).cloned();
    let simplified = find("zh");
    let traditional = find("zh-Hant").or_else(|| simplified.as_deref().map(to_traditional));
    [("en", find("en")), ("ko", find("ko")), ("zh-Hans", simplified), ("zh-Hant", traditional)]
        .into_iter()
        .filter_map(|(lang, label)| Some((lang.to_string(), label?)))
        .collect()
}

/// Collects the names of an entity; of names with one key the most trusted stays.
#[derive(Default)]
struct Names {
    list: Vec<Name>,
}

impl Names {
    fn add_record(&mut self, record: &EntityRecord) {
        let weak: Vec<String> = record.weak.values().flatten().map(|name| name_key(name.text())).collect();
        for (lang, label) in &record.label {
            // A label that is repeated under `weak` is weak.
            let role = if weak.contains(&name_key(label)) { NameRole::Weak } else { NameRole::Label };
            self.add(&NameRecord::Plain(label.clone()), name_lang(lang), role);
        }
        let groups = [
            (&record.alias, NameRole::Alias),
            (&record.titles, NameRole::Title),
            (&record.weak, NameRole::Weak),
            (&record.code, NameRole::Code),
        ];
        for (names, role) in groups {
            for (lang, name) in names.iter().flat_map(|(lang, names)| names.iter().map(move |name| (lang, name))) {
                self.add(name, name_lang(lang), role);
            }
        }
        for ticker in &record.tickers {
            self.add(&NameRecord::Plain(ticker.clone()), NameLang::Any, NameRole::Ticker);
        }
    }

    fn add(&mut self, record: &NameRecord, lang: NameLang, role: NameRole) {
        let text = record.text().trim();
        let known = |name: &&mut Name| name.text == text && (name.role == NameRole::Code) == (role == NameRole::Code);
        if text.is_empty() {
            return;
        }
        if let Some(name) = self.list.iter_mut().find(known) {
            name.lang = if name.lang == lang { lang } else { NameLang::Any };
        } else {
            self.list.push(Name { text: text.to_string(), lang, role, any_case: record.any_case() });
        }
    }
}

fn name_lang(lang: &str) -> NameLang {
    match lang {
        "en" => NameLang::En,
        "ko" => NameLang::Ko,
        "zh" | "zh-Hant" => NameLang::Zh,
        _ => NameLang::Any,
    }
}

/// All keys with the names that have them.
fn keys(entities: &[Entity]) -> BTreeMap<String, Vec<NameRef>> {
    let mut keys: BTreeMap<String, Vec<NameRef>> = BTreeMap::new();
    for (entity, found) in entities.iter().enumerate() {
        for (name, written) in found.names.iter().enumerate() {
            for key in spellings(written) {
                let refs = keys.entry(key).or_default();
                if refs.last().is_none_or(|last| last.entity != entity as u32) {
                    refs.push(NameRef { entity: entity as u32, name: name as u32 });
                }
            }
        }
    }
    keys.retain(|key, _| !key.is_empty() && key.len() <= LONGEST_KEY);
    keys
}

/// The keys of a name. A symbol is written `9988.HK`, `9988-HK` and `9988:HK`.
fn spellings(name: &Name) -> Vec<String> {
    let key = name_key(&name.text);
    match name.role {
        NameRole::Ticker if key.contains('.') => {
            vec![key.replacen('.', "-", 1), key.replacen('.', ":", 1), key]
        }
        _ => vec![key],
    }
}
