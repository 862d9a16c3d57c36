//! Mentions of entities: from names in a text to links.
//!
//! 1. [`candidates`](candidates::candidates): every place where a name of the base stands as a word, but not inside an
//!    ordinary phrase (苹果汁), and with its owner set apart (미국 연준).
//! 2. Full names decide which entities an article is about; weak names (阿里, 메타) count only with their support: the
//!    same entity in full, or one that it belongs to or that belongs to it.
//! 3. Surnames with titles and names in brackets link to people and names already linked.
//! 4. Of overlapping mentions the longest wins, then the more trusted name, then the earlier. What lies inside a longer
//!    mention is dropped: mentions are flat.

mod boundary;
mod brackets;
mod candidates;
mod codes;
mod extend;
mod letters;
mod ordinary;
mod owners;
pub(crate) mod particles;
mod short_forms;
mod strangers;
mod titles;
mod unknown;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase, NameRole};
use newsbraid_segmenter::Analysis;
use newsbraid_text::Span;

use crate::annotations::{Mention, Rule};
use boundary::Surroundings;
use candidates::{Candidate, named_in_full};
use ordinary::Ordinary;
use short_forms::Settled;

/// Finds mentions. Immutable; share it between threads.
pub struct MentionFinder {
    base: Arc<KnowledgeBase>,
    /// For each entity those it belongs to and those that belong to it.
    related: Vec<Vec<EntityIndex>>,
    ordinary: Ordinary,
}

impl MentionFinder {
    /// A finder over a knowledge base.
    pub fn new(base: Arc<KnowledgeBase>) -> MentionFinder {
        MentionFinder { related: related(&base), base, ordinary: Ordinary::new() }
    }

    /// The mentions of a text, in order of their starts, none overlapping another. Spans are bytes of `text`, which is
    /// the text that was analysed.
    pub fn find(&self, text: &str, analysis: &Analysis) -> Vec<Mention> {
        let around = Surroundings::new(analysis);
        let mut candidates = self.candidates(text, analysis, &around);
        let strangers = strangers::strangers(&self.base, &candidates, text, &around);
        candidates.retain(|candidate| !strangers.contains(&candidate.entity));
        let named = named_in_full(&candidates);
        let candidates = owners::set_apart(&self.base, &candidates, &around);
        let mut settled = self.settle(&candidates, &named, &around);
        settled.extend(short_forms::short_forms(&self.base, &named, &candidates, text, &around));
        let mut flat = longest_win(settled);
        extend::versions(&self.base, &mut flat, &around);
        flat.extend(brackets::brackets(&self.base, &flat, &around));
        flat.sort_by_key(|m| m.span);
        let unknown = unknown::unknown_names(&flat, &around);
        let mut mentions: Vec<Mention> = flat.iter().map(|m| self.mention(m, analysis)).collect();
        mentions.extend(unknown.into_iter().map(|u| u.into_mention(analysis)));
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        mentions.retain(|m| !m.span.is_empty());
        mentions
    }

    /// Every place where a name may stand, but not inside an ordinary phrase.
    fn candidates(&self, text: &str, analysis: &Analysis, around: &Surroundings) -> Vec<Candidate> {
        let mut candidates = candidates::candidates(&self.base, text, analysis);
        let phrases = self.ordinary.find(around.text);
        candidates.retain(|candidate| !ordinary::covers(&phrases, candidate.span));
        candidates
    }

    fn mention(&self, settled: &Settled, analysis: &Analysis) -> Mention {
        let entity = self.base.entity(settled.entity);
        Mention {
            span: analysis.normalized.to_source(settled.span),
            entity: Some(entity.id.clone()),
            key: None,
            kind: Some(entity.kind.name().to_string()),
            score: settled.score,
            rule: settled.rule,
        }
    }

    /// Chooses one entity for each place with candidates; drops what nothing supports.
    fn settle(&self, candidates: &[Candidate], named: &BTreeSet<EntityIndex>, around: &Surroundings) -> Vec<Settled> {
        let mut places: BTreeMap<Span, Vec<&Candidate>> = BTreeMap::new();
        for candidate in candidates {
            places.entry(candidate.span).or_default().push(candidate);
        }
        let supports = self.supports(named);
        let support = |c: &Candidate| match supports.get(&c.entity) {
            support if c.role == NameRole::Generated => generated_support(c.span.of(around.text), support.copied()),
            Some(&support) => support,
            None => u8::from(c.role == NameRole::Weak && self.holds_office(c, named, around)),
        };
        let best = |places: &[&Candidate]| {
            let scored = places.iter().filter_map(|c| Some((score(c.role, support(c))?, **c)));
            // Of equal scores the entity whose base goes before, then the better known one.
            scored.max_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| self.before(y, x)))
        };
        places
            .values()
            .filter_map(|places| best(places))
            .map(|(score, c)| Settled { span: c.span, entity: c.entity, score, rule: rule(c.role) })
            .collect()
    }

    /// Which of two entities goes before where nothing in the text decides.
    fn before(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let precedence = |c: &Candidate| (self.base.entity(c.entity).precedence(), c.entity);
        precedence(a).cmp(&precedence(b))
    }

    /// Whether a person's weak name stands beside an office (总统马科斯) in an article that names the person's country.
    fn holds_office(&self, name: &Candidate, named: &BTreeSet<EntityIndex>, around: &Surroundings) -> bool {
        let entity = self.base.entity(name.entity);
        entity.kind == Kind::Person
            && entity.of.iter().any(|of| named.contains(of))
            && titles::beside(name.span, around)
    }

    /// How an article supports entities: 2 for those it names in full, 1 for those related to one of these.
    fn supports(&self, named: &BTreeSet<EntityIndex>) -> BTreeMap<EntityIndex, u8> {
        let related = named.iter().flat_map(|&index| &self.related[index as usize]);
        let mut supports: BTreeMap<EntityIndex, u8> = related.map(|&index| (index, 1)).collect();
        supports.extend(named.iter().map(|&index| (index, 2)));
        supports
    }

    /// The entities that a query names, with the span of the name and how sure the name is. A query has no context, so
    /// weak names count, for less, where only one entity has them.
    pub fn find_in_query(&self, query: &str, analysis: &Analysis) -> Vec<(Span, String, f32)> {
        let around = Surroundings::new(analysis);
        let candidates = self.candidates(query, analysis, &around);
        let mut settled = self.settle(&candidates, &named_in_full(&candidates), &around);
        let weak = candidates.iter().filter(|c| matches!(c.role, NameRole::Weak | NameRole::Generated));
        for candidate in weak {
            let alone = candidates.iter().all(|other| other.span != candidate.span || other.entity == candidate.entity);
            if alone {
                settled.push(Settled {
                    span: candidate.span,
                    entity: candidate.entity,
                    score: WEAK_IN_QUERY,
                    rule: Rule::Weak,
                });
            }
        }
        let found = longest_win(settled).into_iter();
        found.map(|m| (analysis.normalized.to_source(m.span), self.base.entity(m.entity).id.clone(), m.score)).collect()
    }
}

/// Relations in both directions. That a company belongs to a country is none: every article names a country.
fn related(base: &KnowledgeBase) -> Vec<Vec<EntityIndex>> {
    let place = |index: EntityIndex| base.entity(index).kind == Kind::Place;
    let mut related = vec![Vec::new(); base.entities().len()];
    for (index, entity) in base.entities().iter().enumerate() {
        for &of in entity.of.iter().filter(|&&of| place(of) == place(index as EntityIndex)) {
            related[index].push(of);
            related[of as usize].push(index as EntityIndex);
        }
    }
    related
}

/// How sure a weak name is that stands in a query.
const WEAK_IN_QUERY: f32 = 0.5;

/// Letters and syllables from which a generated name is hardly an ordinary word, and from which it links beside something
/// related.
const GENERATED_ALONE: usize = 5;
const GENERATED_SUPPORTED: usize = 3;

/// The support of a name made by transcription: 지난 is 济南 only where the article names the city in full.
fn generated_support(surface: &str, support: Option<u8>) -> u8 {
    let letters = surface.chars().filter(|c| c.is_alphanumeric()).count();
    match support {
        Some(2) => 2,
        Some(1) if letters >= GENERATED_SUPPORTED => 1,
        _ => u8::from(letters >= GENERATED_ALONE),
    }
}

/// From 0 to 1, in steps that follow how often each kind of name was right on the development texts; nothing for a name
/// that must not link here.
fn score(role: NameRole, support: u8) -> Option<f32> {
    match (role, support) {
        (NameRole::Label | NameRole::Alias | NameRole::Title, _) => Some(0.95 + 0.01 * f32::from(support)),
        (NameRole::Ticker, _) => Some(0.94),
        (NameRole::Code, _) => Some(0.8 + 0.02 * f32::from(support)),
        (NameRole::Weak, 2) => Some(0.85),
        (NameRole::Weak, 1) => Some(0.6),
        (NameRole::Generated, 1..) => Some(0.7),
        (NameRole::Weak | NameRole::Generated, _) => None,
    }
}

fn rule(role: NameRole) -> Rule {
    match role {
        NameRole::Label | NameRole::Alias | NameRole::Title => Rule::Name,
        NameRole::Generated => Rule::Generated,
        NameRole::Weak => Rule::Weak,
        NameRole::Code => Rule::Code,
        NameRole::Ticker => Rule::Ticker,
    }
}

/// The documented rule for overlaps: longest, then best score, then earliest.
fn longest_win(mut settled: Vec<Settled>) -> Vec<Settled> {
    settled.sort_by(|a, b| {
        b.span
            .len()
            .cmp(&a.span.len())
            .then(b.score.total_cmp(&a.score))
            .then(a.span.cmp(&b.span))
            .then(a.entity.cmp(&b.entity))
    });
    let mut flat: BTreeMap<u32, Settled> = BTreeMap::new();
    for candidate in settled {
        let before = flat.range(..candidate.span.end).next_back();
        if before.is_none_or(|(_, other)| !other.span.overlaps(candidate.span)) {
            flat.insert(candidate.span.start, candidate);
        }
    }
    flat.into_values().collect()
}
