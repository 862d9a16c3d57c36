//! Names that the knowledge base does not have.
//!
//! A name is taken where its surroundings show what it is: a transcription with the original in brackets
//! (쑨하오란(孙浩然)), a surname of its language beside an office or a verb of saying, a transcription with a dot
//! (罗莎琳达·阿巴德), a run of capitalised words that ends in an institution or stands beside an office, a word that ends
//! as institutions do (海纳证券, 하이나증권), a title in 《》. Each gets a key that is the same in all scripts where sound
//! allows it; whether equal keys are one entity the corpus stage decides.
//!
//! The name of an institution takes the place that begins it with it: 布鲁克林体育娱乐公司 holds no mention of Brooklyn.

mod institutions;
pub(crate) mod keys;
mod latin;
mod people;
mod works;

use std::collections::BTreeMap;

use memchr::memmem;
use newsbraid_kb::{Kind, KnowledgeBase};
use newsbraid_segmenter::Analysis;
use newsbraid_text::Span;

use crate::annotations::{Mention, Rule};
use crate::mentions::boundary::Surroundings;
use crate::mentions::evidence::{Evidence, Model};
use crate::mentions::short_forms::Settled;
use crate::mentions::trace::{Lost, Trace};
use institutions::Institutions;
pub use people::transcribes;

/// An unknown name in the normalised text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnknownName {
    pub(crate) span: Span,
    pub(crate) key: String,
    pub(crate) kind: Kind,
    /// `Bracket` where a bracket confirms the key, else `Unknown`.
    pub(crate) rule: Rule,
}

impl UnknownName {
    /// A name found by a pattern.
    pub(crate) fn pattern(span: Span, key: String, kind: Kind) -> UnknownName {
        UnknownName { span, key, kind, rule: Rule::Unknown }
    }

    pub(crate) fn into_mention(self, analysis: &Analysis) -> Mention {
        Mention {
            span: analysis.normalized.to_source(self.span),
            entity: None,
            key: Some(self.key),
            kind: Some(self.kind.name().to_string()),
            score: Model::embedded().score(self.rule, &Evidence::default()),
            rule: self.rule,
        }
    }
}

/// Finds unknown names. Immutable; share it between threads.
pub(crate) struct UnknownFinder {
    institutions: Institutions,
}

impl UnknownFinder {
    pub(crate) fn new() -> UnknownFinder {
        UnknownFinder { institutions: Institutions::new() }
    }

    /// Finds unknown names of a text, `source`, outside the mentions already made. Takes the mentions out of `linked` that
    /// lie in the name of an institution. `versions` are products of a version that the base does not have.
    pub(crate) fn find(
        &self,
        base: &KnowledgeBase,
        linked: &mut Vec<Settled>,
        versions: Vec<UnknownName>,
        source: &str,
        around: &Surroundings,
        trace: &mut Trace,
    ) -> Vec<UnknownName> {
        let mut found = versions;
        let runs = latin::runs(source, around);
        found.extend(self.institutions.find(base, linked, around));
        found.extend(latin::institutions(&runs, &self.institutions, base, linked, around));
        found = flat(found);
        linked.retain(|m| {
            let swallowed = found.iter().any(|name| name.span.contains(m.span));
            if swallowed {
                trace.lost(m.span, m.entity, Lost::InsideUnknown, None);
            }
            !swallowed
        });
        found.retain(|name| !taken(name.span, linked));
        found.extend(people::bracketed(linked, around));
        found.extend(people::latin_in_brackets(linked, source, around));
        let confirmed: BTreeMap<&str, String> = found
            .iter()
            .filter(|name| name.rule == Rule::Bracket)
            .map(|name| (name.span.of(around.text), name.key.clone()))
            .collect();
        let houses = houses(base, linked, &found);
        let mut patterns = people::by_pattern(linked, &houses, around);
        patterns.extend(people::dotted(linked, around));
        patterns.extend(latin::people(&runs, source, linked, around));
        patterns.extend(works::titles(linked, around));
        // A name that ends the full name of somebody is that somebody, and what a bracket says of a name holds wherever the
        // article has it (朴道润 is 박도윤, not a Chinese 퍄오다오룬).
        let surname = |name: &UnknownName| Some((keys::surname(name.span.of(around.text))?, name.key.clone()));
        let surnames: BTreeMap<String, String> = patterns.iter().filter_map(surname).collect();
        for name in &mut patterns {
            let surface = name.span.of(around.text);
            if let Some(key) = confirmed.get(surface).or_else(|| surnames.get(surface)) {
                name.key.clone_from(key);
            }
        }
        found.extend(patterns);
        found = flat(found);
        spread(&mut found, linked, source, around);
        flat(found)
    }
}

/// Where institutions stand, known or not, in order.
fn houses(base: &KnowledgeBase, linked: &[Settled], found: &[UnknownName]) -> Vec<Span> {
    let known = linked.iter().filter(|m| base.entity(m.entity).kind != Kind::Person).map(|m| m.span);
    let unknown = found.iter().filter(|name| name.kind != Kind::Person).map(|name| name.span);
    let mut houses: Vec<Span> = known.chain(unknown).collect();
    houses.sort();
    houses
}

/// Of names that overlap the one that a bracket confirms, then the longest, then the first; in order of place.
fn flat(mut found: Vec<UnknownName>) -> Vec<UnknownName> {
    let confirmed = |name: &UnknownName| name.rule == Rule::Bracket;
    found.sort_by(|a, b| {
        confirmed(b).cmp(&confirmed(a)).then(b.span.len().cmp(&a.span.len())).then(a.span.cmp(&b.span))
    });
    let mut kept: BTreeMap<u32, UnknownName> = BTreeMap::new();
    for name in found {
        let before = kept.range(..name.span.end).next_back();
        if before.is_none_or(|(_, other)| !other.span.overlaps(name.span)) {
            kept.insert(name.span.start, name);
        }
    }
    kept.into_values().collect()
}

/// Whether a linked mention stands in a stretch; `linked` is in order of place.
fn taken(span: Span, linked: &[Settled]) -> bool {
    let from = linked.partition_point(|mention| mention.span.end <= span.start);
    linked.get(from).is_some_and(|mention| mention.span.overlaps(span))
}

/// Adds the other places where a name found stands as a word, and those of the bare surname of a person whom the article
/// names with the given name.
fn spread(found: &mut Vec<UnknownName>, linked: &[Settled], source: &str, around: &Surroundings) {
    let mut names: Vec<(String, String, Kind)> = Vec::new();
    for name in found.iter() {
        let surface = name.span.of(around.text);
        names.push((surface.to_string(), name.key.clone(), name.kind));
        let surname = keys::surname(surface);
        names.extend(surname.filter(|_| name.kind == Kind::Person).map(|s| (s, name.key.clone(), name.kind)));
    }
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    for (name, key, kind) in names {
        for at in memmem::find_iter(around.text.as_bytes(), name.as_bytes()) {
            let span = Span::new(at, at + name.len());
            let again = found.iter().any(|other| other.span.overlaps(span));
            let written = around.analysis.normalized.to_source(span).of(source);
            let small = written.starts_with(|c: char| c.is_lowercase());
            if !again && !small && !taken(span, linked) && around.is_word(span, false) {
                found.push(UnknownName::pattern(span, key.clone(), kind));
            }
        }
    }
}
