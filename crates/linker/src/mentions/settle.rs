//! Chooses one entity for each place that has candidates, and of places that overlap the longest.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use newsbraid_kb::{EntityIndex, Kind, NameRole};
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;
use super::candidates::Candidate;
use super::evidence::{Evidence, Sign};
use super::kind_words::Said;
use super::short_forms::Settled;
use super::trace::{Lost, Trace};
use super::{MentionFinder, brackets, organs, periodicals, titles};
use crate::annotations::Rule;

impl MentionFinder {
    /// Chooses one entity for each place with candidates; drops what nothing supports.
    pub(super) fn settle(
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

    /// Whether a person's weak name stands beside an office (总统马科斯) in an article that names the person's country.
    fn holds_office(&self, name: &Candidate, named: &BTreeMap<EntityIndex, u32>, around: &Surroundings) -> bool {
        let entity = self.base.entity(name.entity);
        entity.kind == Kind::Person
            && entity.of.iter().any(|of| named.contains_key(of))
            && titles::beside(name.span, around)
    }

    /// Which of two entities goes before where nothing in the text decides.
    fn before(&self, a: EntityIndex, b: EntityIndex) -> Ordering {
        let precedence = |entity: EntityIndex| (self.base.entity(entity).precedence(), entity);
        precedence(a).cmp(&precedence(b))
    }
}

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
pub(super) fn longest_win(mut settled: Vec<Settled>, trace: &mut Trace) -> Vec<Settled> {
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
