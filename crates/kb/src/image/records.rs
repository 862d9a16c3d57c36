//! From a compiled base back to records, so that it can be stacked with others.

use std::collections::BTreeMap;

use crate::base::{Entity, KnowledgeBase, Name, NameLang, NameRole};
use crate::schema::{EntityRecord, NameRecord, RuledName};
use crate::source::{Sources, Written};

/// Adds the entities of a compiled base to sources. Generated names are left out: they are made again.
pub(crate) fn unpack(base: &KnowledgeBase, layer: usize, sources: &mut Sources) {
    let first_file = sources.files.len() as u32;
    sources.files.extend_from_slice(base.files());
    for entity in base.entities() {
        let at = entity.written.first();
        let (file, line) = at.map_or((0, 1), |at| (first_file + at.file, at.line));
        sources.written.push(Written { record: record(base, entity), file, line, layer });
    }
}

fn record(base: &KnowledgeBase, entity: &Entity) -> EntityRecord {
    let mut record = EntityRecord {
        id: entity.id.to_string(),
        kind: entity.kind.name().to_string(),
        label: labels(entity),
        fiscal_year_end: entity.fiscal_year_end.map(|(month, day)| format!("{month:02}-{day:02}")),
        of: entity.of.iter().map(|&of| base.entity(of).id.to_string()).collect(),
        wikidata: entity.wikidata.as_deref().map(str::to_string),
        prior: entity.prior,
        since: entity.since.as_deref().map(str::to_string),
        until: entity.until.as_deref().map(str::to_string),
        ..EntityRecord::default()
    };
    for name in &entity.names {
        let names = match name.role {
            NameRole::Label | NameRole::Alias => &mut record.alias,
            NameRole::Title => &mut record.titles,
            NameRole::Weak => &mut record.weak,
            NameRole::Code => &mut record.code,
            NameRole::Ticker => {
                record.tickers.push(name.text.to_string());
                continue;
            }
            NameRole::Generated => continue,
        };
        if !(name.role == NameRole::Label && record.label.values().any(|label| name.text == label.as_str())) {
            names.entry(lang_key(name.lang).to_string()).or_default().push(name_record(name));
        }
    }
    record
}

/// The labels, the traditional one only where it does not follow from the simplified one.
fn labels(entity: &Entity) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, String> =
        entity.labels.iter().map(|(lang, label)| (lang.to_string(), label.to_string())).collect();
    if let Some(simplified) = labels.remove("zh-Hans") {
        if labels.get("zh-Hant").is_some_and(|hant| *hant == newsbraid_text::normalize::to_traditional(&simplified)) {
            labels.remove("zh-Hant");
        }
        labels.insert("zh".to_string(), simplified);
    }
    labels
}

fn lang_key(lang: NameLang) -> &'static str {
    match lang {
        NameLang::En => "en",
        NameLang::Ko => "ko",
        NameLang::Zh => "zh",
        NameLang::Any => "any",
    }
}

fn name_record(name: &Name) -> NameRecord {
    match name.any_case {
        true => {
            NameRecord::Ruled(RuledName { name: name.text.to_string(), case: Some("any".to_string()), until: None })
        }
        false => NameRecord::Plain(name.text.to_string()),
    }
}
