//! Mentions of entities: from names in a text to links.
//!
//! 1. [`candidates`](candidates::candidates): every place where a name of the base stands as a word, but not inside an
//!    ordinary phrase (苹果汁), and with its owner set apart (미국 연준).
//! 2. Full names decide which entities an article is about; weak names (阿里, 메타) count only with their support: the
//!    same entity in full, or one that it belongs to or that belongs to it.
//! 3. Surnames with titles and names in brackets link to people and names already linked.
//! 4. Of overlapping mentions the longest wins, then the more trusted name, then the earlier. What lies inside a longer
//!    mention is dropped: mentions are flat.
//! 5. What is left, ordinary phrases apart, are names that the base does not have ([`crate::unknown`]); the name of an
//!    unknown institution takes the place that begins it with it.
//!
//! Each link has a score from its rule and the signs that hold ([`evidence`]); of entities with one name the best score
//! wins. What lost, and why, [`MentionFinder::explain`] tells.

pub(crate) mod boundary;
pub(crate) mod brackets;
mod candidates;
mod codes;
pub(crate) mod evidence;
mod explain;
mod extend;
mod kind_words;
mod letters;
mod ordinary;
mod organs;
mod owners;
pub(crate) mod particles;
mod periodicals;
pub(crate) mod places;
mod relations;
mod senses;
mod settle;
pub(crate) mod short_forms;
mod strangers;
pub(crate) mod titles;
pub(crate) mod trace;

use std::sync::Arc;

use newsbraid_kb::{EntityIndex, KnowledgeBase, NameRole};
use newsbraid_segmenter::Analysis;
use newsbraid_text::Span;

use crate::annotations::{Mention, Rule};
use crate::unknown::{UnknownFinder, UnknownName};
use boundary::Surroundings;
use candidates::{Candidate, named_in_full};
use evidence::Evidence;
use ordinary::Ordinary;
use relations::{countries, related};
use senses::Senses;
use settle::longest_win;
use short_forms::Settled;
use trace::Trace;

pub use trace::Lost;

/// Finds mentions. Immutable; share it between threads.
pub struct MentionFinder {
    base: Arc<KnowledgeBase>,
    /// For each entity those it belongs to and those that belong to it.
    related: Vec<Vec<EntityIndex>>,
    /// For each entity the country it belongs to in the end.
    countries: Vec<Option<EntityIndex>>,
    /// For each entity whether it is a country.
    is_country: Vec<bool>,
    ordinary: Ordinary,
    senses: Senses,
    unknown: UnknownFinder,
}

/// What was settled in a text, in order, in bytes of the normalised text.
struct Resolved {
    linked: Vec<Settled>,
    unknown: Vec<UnknownName>,
}

impl MentionFinder {
    /// A finder over a knowledge base.
    pub fn new(base: Arc<KnowledgeBase>) -> MentionFinder {
        let all = 0..base.entities().len() as EntityIndex;
        let is_country: Vec<bool> = all.map(|entity| places::is_country(&base, entity)).collect();
        MentionFinder {
            related: related(&base),
            countries: countries(&base, &is_country),
            is_country,
            base,
            ordinary: Ordinary::new(),
            senses: Senses::new(),
            unknown: UnknownFinder::new(),
        }
    }

    /// The mentions of a text, in order of their starts, none overlapping another. Spans are bytes of `text`, which is
    /// the text that was analysed.
    pub fn find(&self, text: &str, analysis: &Analysis) -> Vec<Mention> {
        self.find_with_entities(text, analysis).into_iter().map(|(mention, _)| mention).collect()
    }

    /// The same, each with the place of its entity in the base.
    pub(crate) fn find_with_entities(&self, text: &str, analysis: &Analysis) -> Vec<(Mention, Option<EntityIndex>)> {
        let resolved = self.resolve(text, analysis, &mut Trace::off());
        let linked = resolved.linked.iter().map(|m| (self.mention(m, analysis), Some(m.entity)));
        let unknown = resolved.unknown.into_iter().map(|u| (u.into_mention(analysis), None));
        let mut mentions: Vec<(Mention, Option<EntityIndex>)> = linked.chain(unknown).collect();
        mentions.sort_by_key(|(m, _)| (m.span.start, std::cmp::Reverse(m.span.end)));
        mentions.retain(|(m, _)| !m.span.is_empty());
        mentions
    }

    fn resolve(&self, text: &str, analysis: &Analysis, trace: &mut Trace) -> Resolved {
        let around = Surroundings::new(analysis);
        let phrases = self.ordinary.find(around.text);
        let mut candidates = self.candidates(text, analysis, &phrases, trace);
        let strangers = strangers::strangers(&self.base, &candidates, text, &around);
        trace.retain(&mut candidates, Lost::Surname, |candidate| !strangers.contains(&candidate.entity));
        let named = named_in_full(&candidates);
        owners::set_apart(&self.base, &mut candidates, &around, trace);
        let mut settled = self.settle(&candidates, &named, &around, trace);
        settled.extend(short_forms::short_forms(&self.base, &named, &candidates, text, &around));
        let mut linked = longest_win(settled, trace);
        let versions = extend::versions(&self.base, &mut linked, &around);
        linked.extend(brackets::brackets(&self.base, &linked, &around));
        linked.sort_by_key(|m| m.span);
        let mut unknown = self.unknown.find(&self.base, &mut linked, versions, text, &around, trace);
        unknown.retain(|name| !ordinary::covers(&phrases, name.span));
        Resolved { linked, unknown }
    }

    /// Every place where a name may stand, but not inside one of the ordinary `phrases`.
    fn candidates(&self, text: &str, analysis: &Analysis, phrases: &[Span], trace: &mut Trace) -> Vec<Candidate> {
        let mut candidates = candidates::candidates(&self.base, &self.is_country, text, analysis, trace);
        trace.retain(&mut candidates, Lost::OrdinaryPhrase, |c| !ordinary::covers(phrases, c.span));
        candidates
    }

    fn mention(&self, settled: &Settled, analysis: &Analysis) -> Mention {
        let entity = self.base.entity(settled.entity);
        Mention {
            span: analysis.normalized.to_source(settled.span),
            entity: Some(entity.id.to_string()),
            key: None,
            kind: Some(entity.kind.name().to_string()),
            score: settled.score,
            rule: settled.rule,
        }
    }

    /// The entities that a query names, with the span of the name and how sure the name is. A query has no context, so
    /// weak names count, for less, where only one entity has them.
    pub fn find_in_query(&self, query: &str, analysis: &Analysis) -> Vec<(Span, String, f32)> {
        let around = Surroundings::new(analysis);
        let trace = &mut Trace::off();
        let candidates = self.candidates(query, analysis, &self.ordinary.find(around.text), trace);
        let mut settled = self.settle(&candidates, &named_in_full(&candidates), &around, trace);
        let weak = candidates.iter().filter(|c| matches!(c.role, NameRole::Weak | NameRole::Generated));
        for candidate in weak {
            let alone = candidates.iter().all(|other| other.span != candidate.span || other.entity == candidate.entity);
            if alone {
                let evidence = Evidence::default();
                let weak = Settled::new(candidate.span, candidate.entity, Rule::Weak, evidence);
                settled.push(Settled { score: WEAK_IN_QUERY, ..weak });
            }
        }
        let found = longest_win(settled, trace).into_iter();
        found
            .map(|m| (analysis.normalized.to_source(m.span), self.base.entity(m.entity).id.to_string(), m.score))
            .collect()
    }
}

/// How sure a weak name is that stands in a query.
const WEAK_IN_QUERY: f32 = 0.5;
