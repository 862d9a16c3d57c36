//! Mentions of entities: from names in a text to links.
//!
//! 1. [`candidates`](candidates::candidates): every place where a name of the base stands as a word, but not inside an
//!    ordinary phrase (苹果汁), and with its owner set apart (미국 연준).
//! 2. Full names decide which entities an article is about; weak names (阿里, 메타) count only with their support: the
//!    same entity in full, or one that it belongs to or that belongs to it.
//! 3. Surnames with titles and names in brackets link to people and names already linked.
//! 4. Of overlapping mentions the longest wins, then the more trusted name, then the earlier. What lies inside a longer
//!    mention is dropped: mentions are flat.
//! 5. What is left are names that the base does not have ([`crate::unknown`]); the name of an unknown institution takes the
//!    place that begins it with it.
//!
//! Each link has a score from its rule and the signs that hold ([`evidence`]); of entities with one name the best score
//! wins. What lost, and why, [`MentionFinder::explain`] tells.

pub(crate) mod boundary;
pub(crate) mod brackets;
mod candidates;
mod codes;
pub(crate) mod evidence;
mod extend;
mod kind_words;
mod letters;
mod ordinary;
mod organs;
mod owners;
pub(crate) mod particles;
mod periodicals;
pub(crate) mod places;
mod senses;
pub(crate) mod short_forms;
mod strangers;
pub(crate) mod titles;
pub(crate) mod trace;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase, NameRole};
use newsbraid_segmenter::Analysis;
use newsbraid_text::{Script, Span, script_of};

use crate::annotations::{Mention, Rule};
use crate::explanation::{Contribution, Explained, Explanation, LostCandidate};
use crate::unknown::{UnknownFinder, UnknownName};
use boundary::Surroundings;
use candidates::{Candidate, named_in_full};
use evidence::{Evidence, Model, Sign};
use kind_words::Said;
use ordinary::Ordinary;
use senses::Senses;
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

    /// The mentions of a text with what speaks for each, and the candidates that lost with the reason. Mentions below
    /// `threshold` count as lost.
    pub fn explain(&self, text: &str, analysis: &Analysis, threshold: f32) -> Explanation {
        let mut trace = Trace::on();
        let resolved = self.resolve(text, analysis, &mut trace);
        let (kept, below): (Vec<&Settled>, Vec<&Settled>) =
            resolved.linked.iter().partition(|settled| settled.score >= threshold);
        below.iter().for_each(|m| trace.lost(m.span, m.entity, Lost::BelowThreshold, None));
        let losses = trace.into_losses();
        let id = |entity: EntityIndex| self.base.entity(entity).id.to_string();
        let rivals = |m: &Settled| {
            let of_place = losses.iter().filter(|l| l.span == m.span && l.reason == Lost::Rival);
            of_place.map(|l| id(l.entity)).collect()
        };
        let mut mentions: Vec<Explained> = kept
            .iter()
            .map(|m| Explained {
                mention: self.mention(m, analysis),
                evidence: contributions(m.rule, &m.evidence),
                rivals: rivals(m),
            })
            .collect();
        mentions.extend(resolved.unknown.into_iter().map(|u| {
            let mention = u.into_mention(analysis);
            Explained { evidence: contributions(mention.rule, &Evidence::default()), mention, rivals: Vec::new() }
        }));
        mentions.sort_by_key(|m| m.mention.span);
        let mut lost: Vec<LostCandidate> = losses
            .iter()
            .map(|l| LostCandidate {
                span: analysis.normalized.to_source(l.span),
                entity: id(l.entity),
                reason: l.reason,
                winner: l.winner.map(id),
            })
            .collect();
        lost.sort_by(|a, b| (a.span, a.reason, &a.entity).cmp(&(b.span, b.reason, &b.entity)));
        lost.dedup();
        Explanation { mentions, lost }
    }

    fn resolve(&self, text: &str, analysis: &Analysis, trace: &mut Trace) -> Resolved {
        let around = Surroundings::new(analysis);
        let mut candidates = self.candidates(text, analysis, &around, trace);
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
        let unknown = self.unknown.find(&self.base, &mut linked, versions, text, &around, trace);
        Resolved { linked, unknown }
    }

    /// Every place where a name may stand, but not inside an ordinary phrase.
    fn candidates(&self, text: &str, analysis: &Analysis, around: &Surroundings, trace: &mut Trace) -> Vec<Candidate> {
        let mut candidates = candidates::candidates(&self.base, &self.is_country, text, analysis, trace);
        let phrases = self.ordinary.find(around.text);
        trace.retain(&mut candidates, Lost::OrdinaryPhrase, |c| !ordinary::covers(&phrases, c.span));
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

    /// Chooses one entity for each place with candidates; drops what nothing supports.
    fn settle(
        &self,
        candidates: &[Candidate],
        named: &BTreeMap<EntityIndex, u32>,
        around: &Surroundings,
        trace: &mut Trace,
    ) -> Vec<Settled> {
        let mut by_place: Vec<&Candidate> = candidates.iter().collect();
        by_place.sort_by_key(|candidate| candidate.span);
        let mut settled = Vec::new();
        for here in by_place.chunk_by(|a, b| a.span == b.span) {
            let span = here[0].span;
            let said = Said::beside(span, around);
            let mut scored: Vec<Settled> = Vec::with_capacity(here.len());
            for candidate in here {
                match self.weigh(candidate, here, &said, named, around) {
                    Some(link) => scored.push(link),
                    None => trace.lost(candidate.span, candidate.entity, Lost::Unsupported, None),
                }
            }
            // Of equal scores the entity whose base goes before, then the better known one.
            scored.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| self.before(a.entity, b.entity)));
            let Some((winner, others)) = scored.split_first() else { continue };
            let rivals = others.iter().filter(|other| other.entity != winner.entity);
            rivals.for_each(|other| trace.lost(other.span, other.entity, Lost::Rival, Some(winner.entity)));
            settled.push(*winner);
        }
        settled
    }

    /// The link that a candidate would be, with its score; nothing for a name that needs support and has none.
    fn weigh(
        &self,
        candidate: &Candidate,
        here: &[&Candidate],
        said: &Said,
        named: &BTreeMap<EntityIndex, u32>,
        around: &Surroundings,
    ) -> Option<Settled> {
        let entity = self.base.entity(candidate.entity);
        let full = matches!(candidate.role, NameRole::Label | NameRole::Alias | NameRole::Title);
        let elsewhere = named.get(&candidate.entity).copied().unwrap_or(0).saturating_sub(u32::from(full));
        let kin = self.related[candidate.entity as usize].iter().filter(|other| named.contains_key(other)).count();
        let supported = match candidate.role {
            NameRole::Weak => {
                elsewhere > 0
                    || kin > 0
                    || self.holds_office(candidate, named, around)
                    || (entity.kind == Kind::Organization && periodicals::is_periodical(candidate.span, around))
                    || (here.iter().all(|other| other.entity == candidate.entity)
                        && repeated_latin(candidate.span, around))
                    || (organs::is_organ(candidate.span.of(around.text)) && self.is_of_state(candidate.entity, named))
            }
            NameRole::Generated => {
                generated_stands(candidate.span.of(around.text), elsewhere > 0, kin > 0 || said.says(entity.kind))
            }
            _ => kin > 0 || said.says(entity.kind) || !self.senses.speak_against(candidate.span, around),
        };
        let surface = candidate.span.of(around.text);
        let country = self.countries[candidate.entity as usize];
        let mut evidence = Evidence::default();
        evidence.hold(Sign::Repeated, elsewhere > 0);
        evidence.set(Sign::Related, (1.0 + kin as f32).ln());
        evidence.hold(Sign::CountryNamed, country.is_some_and(|country| named.contains_key(&country)));
        evidence.hold(Sign::Short, is_short(surface));
        evidence.hold(Sign::Long, is_long(surface));
        evidence.hold(Sign::KindWord, said.says(entity.kind));
        evidence.hold(Sign::OtherKindWord, said.says_other(entity.kind));
        evidence.hold(Sign::Rival, here.iter().any(|other| other.entity != candidate.entity));
        evidence.hold(Sign::Spaced, candidate.spaced);
        evidence.hold(Sign::Product, entity.kind == Kind::Product);
        evidence.hold(Sign::Confirmed, brackets::confirm(&self.base, candidate, around));
        supported.then(|| Settled::new(candidate.span, candidate.entity, rule(candidate.role), evidence))
    }

    /// Whether the article is about the state that an organ belongs to.
    fn is_of_state(&self, organ: EntityIndex, named: &BTreeMap<EntityIndex, u32>) -> bool {
        let country_of = |entity: EntityIndex| match self.is_country[entity as usize] {
            true => Some(entity),
            false => self.countries[entity as usize],
        };
        let state = organs::state_of_article(named, country_of);
        state.is_some() && state == self.countries[organ as usize]
    }

    /// Which of two entities goes before where nothing in the text decides.
    fn before(&self, a: EntityIndex, b: EntityIndex) -> Ordering {
        let precedence = |entity: EntityIndex| (self.base.entity(entity).precedence(), entity);
        precedence(a).cmp(&precedence(b))
    }

    /// Whether a person's weak name stands beside an office (总统马科斯) in an article that names the person's country.
    fn holds_office(&self, name: &Candidate, named: &BTreeMap<EntityIndex, u32>, around: &Surroundings) -> bool {
        let entity = self.base.entity(name.entity);
        entity.kind == Kind::Person
            && entity.of.iter().any(|of| named.contains_key(of))
            && titles::beside(name.span, around)
    }

    /// The entities that a query names, with the span of the name and how sure the name is. A query has no context, so
    /// weak names count, for less, where only one entity has them.
    pub fn find_in_query(&self, query: &str, analysis: &Analysis) -> Vec<(Span, String, f32)> {
        let around = Surroundings::new(analysis);
        let trace = &mut Trace::off();
        let candidates = self.candidates(query, analysis, &around, trace);
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

/// What each weight adds to the log odds of a link, in the order of the model.
fn contributions(rule: Rule, evidence: &Evidence) -> Vec<Contribution> {
    let model = Model::embedded();
    let of_rule = Contribution { sign: "rule", value: 1.0, weight: model.rule(rule) };
    let signs = Sign::ALL.into_iter().filter(|sign| evidence.value(*sign) != 0.0).map(|sign| Contribution {
        sign: sign.name(),
        value: evidence.value(sign),
        weight: model.sign(sign),
    });
    std::iter::once(of_rule).chain(signs).collect()
}

/// Relations in both directions, and to what the owner belongs to in turn (a product to the group of its maker). That a
/// company belongs to a country is none: every article names a country.
fn related(base: &KnowledgeBase) -> Vec<Vec<EntityIndex>> {
    let place = |index: EntityIndex| base.entity(index).kind == Kind::Place;
    let mut related = vec![Vec::new(); base.entities().len()];
    let mut relate = |a: EntityIndex, b: EntityIndex| {
        related[a as usize].push(b);
        related[b as usize].push(a);
    };
    for (index, entity) in base.entities().iter().enumerate() {
        let index = index as EntityIndex;
        for &of in entity.of.iter().filter(|&&of| place(of) == place(index)) {
            relate(index, of);
            let group = base.entity(of).of.iter().filter(|&&group| !place(group) && group != index);
            group.for_each(|&group| relate(index, group));
        }
    }
    for list in &mut related {
        list.sort_unstable();
        list.dedup();
    }
    related
}

/// Steps from an entity to its country: a product, its maker, the group, a city.
const STEPS_TO_COUNTRY: usize = 5;

/// The country that each entity belongs to in the end.
fn countries(base: &KnowledgeBase, is_country: &[bool]) -> Vec<Option<EntityIndex>> {
    let country = |mut at: EntityIndex| {
        for _ in 0..STEPS_TO_COUNTRY {
            match base.entity(at).of.first() {
                Some(&of) if !is_country[at as usize] => at = of,
                _ => break,
            }
        }
        is_country[at as usize].then_some(at)
    };
    (0..base.entities().len() as EntityIndex).map(|at| country(at).filter(|country| *country != at)).collect()
}

/// How sure a weak name is that stands in a query.
const WEAK_IN_QUERY: f32 = 0.5;

/// Syllables from which a generated name is hardly an ordinary word, and from which it links beside something related.
const GENERATED_ALONE: usize = 5;
const GENERATED_SUPPORTED: usize = 3;

/// Whether a name made by transcription may link: 지난 is 济南 only where the article names the city in full.
fn generated_stands(surface: &str, named_in_full: bool, supported: bool) -> bool {
    let letters = surface.chars().filter(|c| c.is_alphanumeric()).count();
    named_in_full || letters >= GENERATED_ALONE || (letters >= GENERATED_SUPPORTED && supported)
}

/// Letters of a Latin word that is a name by its place among other scripts, and how often the article must have it.
const LATIN_LETTERS: usize = 5;
const LATIN_PLACES: usize = 3;

/// A Latin word amid Chinese or Korean text is hardly an ordinary one: Cursor, three times in an article in Chinese.
fn repeated_latin(name: Span, around: &Surroundings) -> bool {
    let surface = name.of(around.text);
    let latin = surface.chars().all(|c| c.is_ascii_alphabetic()) && surface.len() >= LATIN_LETTERS;
    let other_script = |c: Option<char>| c.is_none_or(|c| script_of(c) != Script::Latin);
    let alone = |span: Span| {
        let before = around.text[..span.start as usize].trim_end_matches(' ').chars().next_back();
        let after = around.text[span.end as usize..].trim_start_matches(' ').chars().next();
        other_script(before) && other_script(after)
    };
    let places = || around.text.match_indices(surface).map(|(at, _)| Span::new(at, at + surface.len()));
    let cjk = |c: Option<char>| c.is_some_and(|c| matches!(script_of(c), Script::Han | Script::Hangul));
    latin
        && places().filter(|span| alone(*span)).count() >= LATIN_PLACES
        && (cjk(around.text[..name.start as usize].trim_end().chars().next_back())
            || cjk(around.text[name.end as usize..].trim_start().chars().next()))
}

/// Han characters and syllables up to which a name is short, and from which it is long.
const SHORT: usize = 2;
const LONG: usize = 4;

fn is_short(surface: &str) -> bool {
    let latin = surface.chars().all(|c| !matches!(script_of(c), Script::Han | Script::Hangul));
    let most = if latin { SHORT + 1 } else { SHORT };
    surface.chars().filter(|c| c.is_alphanumeric()).nth(most).is_none()
}

fn is_long(surface: &str) -> bool {
    let cjk = surface.chars().filter(|c| matches!(script_of(*c), Script::Han | Script::Hangul)).count();
    cjk >= LONG || (cjk == 0 && surface.trim().contains(' '))
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
fn longest_win(mut settled: Vec<Settled>, trace: &mut Trace) -> Vec<Settled> {
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
        match before.filter(|(_, other)| other.span.overlaps(candidate.span)) {
            Some((_, longer)) => trace.lost(candidate.span, candidate.entity, Lost::InsideLonger, Some(longer.entity)),
            None => {
                flat.insert(candidate.span.start, candidate);
            }
        }
    }
    flat.into_values().collect()
}
