//! All strings of a base in one buffer.

use std::collections::HashMap;
use std::sync::Arc;

use newsbraid_text::normalize::to_traditional;

use super::names::Draft;
use super::{Merged, first, month_day};
use crate::base::{Entity, EntityIndex, KnowledgeBase, LabelLang, Name, WrittenAt};
use crate::shared::{Cutter, SharedStr, StrCutter};
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
    let mut lists = Lists::default();
    for ((merged, draft), labels) in merged.iter().zip(drafts).zip(&labels) {
        lists.lay(merged, draft, labels, index, &strings);
    }
    KnowledgeBase {
        entities: lists.entities(merged, &strings),
        pool: strings.pool,
        files: sources.files.clone(),
        refs: Vec::new(),
        starts: vec![0],
        automaton: None,
        hash: sources.hash(),
    }
}

/// The lists of all entities, one entity behind the other.
#[derive(Default)]
struct Lists {
    ids: String,
    labels: Vec<(LabelLang, SharedStr)>,
    names: Vec<Name>,
    of: Vec<EntityIndex>,
    written: Vec<WrittenAt>,
    /// Of each entity, how many labels, names, parents and records it has.
    counts: Vec<[u32; 4]>,
}

impl Lists {
    /// Adds what one entity has.
    fn lay(
        &mut self,
        merged: &Merged,
        draft: &Draft,
        labels: &[(LabelLang, String)],
        index: &HashMap<&str, EntityIndex>,
        strings: &Pooled,
    ) {
        self.ids.push_str(merged.id);
        let mut parents: Vec<EntityIndex> = Vec::new();
        for parent in merged.records.iter().flat_map(|w| &w.record.of).filter_map(|id| index.get(id.as_str())) {
            if !parents.contains(parent) {
                parents.push(*parent);
            }
        }
        let counts = [labels.len(), draft.names.len(), parents.len(), merged.records.len()];
        self.counts.push(counts.map(|count| count as u32));
        self.labels.extend(labels.iter().map(|(lang, label)| (*lang, strings.part(label))));
        self.names.extend(draft.names.iter().map(|n| Name {
            text: strings.part(&n.text),
            lang: n.lang,
            role: n.role,
            any_case: n.any_case,
        }));
        self.of.append(&mut parents);
        self.written.extend(merged.records.iter().map(|w| WrittenAt { file: w.file, line: w.line }));
    }

    fn entities(self, merged: &[Merged], strings: &Pooled) -> Vec<Entity> {
        const LAID: &str = "the list of every entity was laid down";
        let (mut labels, mut names) = (Cutter::new(self.labels), Cutter::new(self.names));
        let (mut of, mut written) = (Cutter::new(self.of), Cutter::new(self.written));
        let mut ids = StrCutter::new(self.ids);
        let entity = |(merged, counts): (&Merged, [u32; 4])| Entity {
            id: ids.cut(merged.id.len() as u32).expect(LAID),
            kind: merged.kind,
            labels: labels.cut(counts[0]).expect(LAID),
            names: names.cut(counts[1]).expect(LAID),
            fiscal_year_end: first(merged, |record| record.fiscal_year_end.as_deref()).and_then(month_day),
            of: of.cut(counts[2]).expect(LAID),
            wikidata: wikidata(merged).map(|text| strings.part(text)),
            since: since(merged).map(|text| strings.part(text)),
            until: until(merged).map(|text| strings.part(text)),
            prior: merged.records.iter().map(|w| w.record.prior).max().unwrap_or(0),
            rank: merged.rank(),
            written: written.cut(counts[3]).expect(LAID),
        };
        merged.iter().zip(self.counts).map(entity).collect()
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
