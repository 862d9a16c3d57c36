//! Entities and unknown names of an article.

use std::collections::BTreeMap;

use newsbraid_linker::{Annotations, Mention, Rule};
use newsbraid_text::{Document, Span};
use serde::{Deserialize, Serialize};

use super::collect::{Collector, feature_hash};
use super::{Article, CONSONANTS, Place};
use crate::family::Family;
use crate::sounds::sounds;

/// How an article uses a name that the knowledge base does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameUse {
    /// The same in all scripts.
    pub key: String,
    /// person, organization, product, place, event, where the surroundings say so.
    pub kind: Option<String>,
    /// Spellings with counts, in order of spelling.
    pub surfaces: Vec<(String, u32)>,
    /// Where each stands, in bytes of the clean text.
    pub spans: Vec<Span>,
    /// Whether a bracket beside the name confirms its key (쑨하오란(孙浩然)).
    pub confirmed: bool,
    /// Whether the title has it.
    pub in_title: bool,
}

/// Adds entities, and keys and sounds of unknown names.
pub(super) fn collect(annotations: &Annotations, article: &Article, out: &mut Collector) {
    for mention in &annotations.mentions {
        let at = article.analysis.normalized.from_source(mention.span).start;
        let Some(place) = article.place(at) else { continue };
        let place = if place == Place::Far { Place::Rest } else { place };
        let share = if mention.rule == Rule::Code { 0.7 } else { 1.0 };
        match (&mention.entity, &mention.key) {
            (Some(id), _) => out.add(Family::Entity, id, place, share),
            (None, Some(key)) => {
                let surface = mention.span.of(article.document.text());
                out.add_as(Family::Name, key, surface, place, 1.0);
                let sounds = sounds(surface, mention.kind.as_deref() == Some("person"), CONSONANTS);
                sounds.iter().for_each(|sound| out.add_as(Family::Sound, sound, surface, place, 1.0));
            }
            (None, None) => {}
        }
    }
}

/// Entities with the number of their mentions, in order of id.
pub(super) fn entities(annotations: &Annotations) -> Vec<(String, u32)> {
    let mut counts = BTreeMap::<&str, u32>::new();
    for id in annotations.mentions.iter().filter_map(|mention| mention.entity.as_deref()) {
        *counts.entry(id).or_default() += 1;
    }
    counts.into_iter().map(|(id, count)| (id.to_string(), count)).collect()
}

/// Hashes of the persons that the title names, sorted.
pub(super) fn persons(document: &Document, annotations: &Annotations) -> Vec<u64> {
    let named = annotations.mentions.iter().filter(|mention| document.title_span.contains(mention.span));
    let person = |mention: &Mention| match (mention.kind.as_deref(), &mention.entity, &mention.key) {
        (Some("person"), Some(id), _) => Some(feature_hash(Family::Entity, 0, id)),
        (Some("person"), None, Some(key)) => Some(feature_hash(Family::Name, 0, key)),
        _ => None,
    };
    let mut found: Vec<u64> = named.filter_map(person).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The unknown names of an article, in order of key.
pub(super) fn uses(document: &Document, annotations: &Annotations) -> Vec<NameUse> {
    let mut by_key = BTreeMap::<&str, Vec<&Mention>>::new();
    for mention in annotations.mentions.iter().filter(|mention| mention.entity.is_none()) {
        if let Some(key) = &mention.key {
            by_key.entry(key).or_default().push(mention);
        }
    }
    by_key.into_iter().map(|(key, mentions)| name_use(key, &mentions, document)).collect()
}

fn name_use(key: &str, mentions: &[&Mention], document: &Document) -> NameUse {
    let mut surfaces = BTreeMap::<&str, u32>::new();
    for mention in mentions {
        *surfaces.entry(mention.span.of(document.text())).or_default() += 1;
    }
    NameUse {
        key: key.to_string(),
        kind: mentions.iter().find_map(|mention| mention.kind.clone()),
        surfaces: surfaces.into_iter().map(|(surface, count)| (surface.to_string(), count)).collect(),
        spans: mentions.iter().map(|mention| mention.span).collect(),
        confirmed: mentions.iter().any(|mention| mention.rule == Rule::Bracket),
        in_title: mentions.iter().any(|mention| document.title_span.contains(mention.span)),
    }
}
