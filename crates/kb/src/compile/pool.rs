//! All strings of a base in one buffer.

use std::collections::HashMap;
use std::sync::Arc;

use newsbraid_text::normalize::to_traditional;

use super::names::Draft;
use super::{Merged, first, month_day};
use crate::base::{Entity, EntityIndex, KnowledgeBase, LabelLang, Name, WrittenAt};
use crate::shared::SharedStr;
use crate::source::Sources;

/// The base without its automaton.
pub(crate) fn pool(
    merged: &[Merged],
    index: &HashMap<&str, EntityIndex>,
    drafts: &[Draft],
    sources: &Sources,
) -> KnowledgeBase {
    let mut strings = Strings::default();
    let labels: Vec<Vec<(LabelLang, String)>> = merged.iter().map(labels).collect();
    // First all strings are laid down, so that every part is of the finished buffer.
    for (merged, draft) in merged.iter().zip(drafts) {
        draft.names.iter().for_each(|name| strings.lay(&name.text));
        [wikidata(merged), since(merged), until(merged)].into_iter().flatten().for_each(|text| strings.lay(text));
    }
    labels.iter().flatten().for_each(|(_, label)| strings.lay(label));
    let strings = strings.finish();
    let entities = merged.iter().zip(drafts).zip(labels);
    let entities = entities.map(|((merged, draft), labels)| entity(merged, draft, labels, index, &strings)).collect();
    KnowledgeBase {
        pool: strings.pool,
        files: sources.files.clone(),
        entities,
        refs: Vec::new(),
        starts: vec![0],
        automaton: None,
        hash: sources.hash(),
    }
}

fn wikidata<'s>(merged: &Merged<'s>) -> Option<&'s str> {
    first(merged, |record| record.wikidata.as_deref())
}

fn since<'s>(merged: &Merged<'s>) -> Option<&'s str> {
    first(merged, |record| record.since.as_deref())
}

fn until<'s>(merged: &Merged<'s>) -> Option<&'s str> {
    first(merged, |record| record.until.as_deref())
}

fn entity(
    merged: &Merged,
    draft: &Draft,
    labels: Vec<(LabelLang, String)>,
    index: &HashMap<&str, EntityIndex>,
    strings: &Pooled,
) -> Entity {
    let names = draft.names.iter();
    let name = |n: &super::names::DraftName| Name {
        text: strings.part(&n.text),
        lang: n.lang,
        role: n.role,
        any_case: n.any_case,
    };
    let mut of: Vec<EntityIndex> = Vec::new();
    for parent in merged.records.iter().flat_map(|w| &w.record.of).filter_map(|id| index.get(id.as_str())) {
        if !of.contains(parent) {
            of.push(*parent);
        }
    }
    Entity {
        id: merged.id.to_string(),
        kind: merged.kind,
        labels: labels.into_iter().map(|(lang, label)| (lang, strings.part(&label))).collect(),
        names: names.map(name).collect(),
        fiscal_year_end: first(merged, |record| record.fiscal_year_end.as_deref()).and_then(month_day),
        of,
        wikidata: wikidata(merged).map(|text| strings.part(text)),
        since: since(merged).map(|text| strings.part(text)),
        until: until(merged).map(|text| strings.part(text)),
        prior: merged.records.iter().map(|w| w.record.prior).max().unwrap_or(0),
        rank: merged.rank(),
        written: merged.records.iter().map(|w| WrittenAt { file: w.file, line: w.line }).collect(),
    }
}

fn labels(merged: &Merged) -> Vec<(LabelLang, String)> {
    let find = |lang: &str| {
        let label = first(merged, |record| record.label.get(lang).map(|label| label.trim()));
        label.filter(|label| !label.is_empty()).map(str::to_string)
    };
    let simplified = find("zh");
    let traditional = find("zh-Hant").or_else(|| simplified.as_deref().map(to_traditional));
    let found = [find("en"), find("ko"), simplified, traditional];
    LabelLang::ALL.into_iter().zip(found).filter_map(|(lang, label)| Some((lang, label?))).collect()
}

/// Collects strings, each once.
#[derive(Default)]
struct Strings {
    buffer: String,
    places: HashMap<String, (u32, u32)>,
}

impl Strings {
    fn lay(&mut self, text: &str) {
        if !self.places.contains_key(text) {
            let place = |at: usize| u32::try_from(at).expect("the names of a base are less than four gigabytes");
            let start = place(self.buffer.len());
            self.buffer.push_str(text);
            self.places.insert(text.to_string(), (start, place(self.buffer.len())));
        }
    }

    fn finish(self) -> Pooled {
        Pooled { pool: Arc::new(self.buffer.into_boxed_str()), places: self.places }
    }
}

/// The finished buffer.
struct Pooled {
    pool: Arc<Box<str>>,
    places: HashMap<String, (u32, u32)>,
}

impl Pooled {
    fn part(&self, text: &str) -> SharedStr {
        let part = self.places.get(text).and_then(|&(start, end)| SharedStr::part(&self.pool, start, end));
        part.expect("every string of an entity was laid down")
    }
}
