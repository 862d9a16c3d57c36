//! Short forms of people whom the article names in full: 우 CEO, 시 주석, 李대통령, 蒋凡总, Wu.

use std::collections::BTreeMap;

use memchr::memmem;
use newsbraid_kb::{Entity, EntityIndex, Kind, KnowledgeBase};
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;
use super::candidates::Candidate;
use super::evidence::{Evidence, Model, Sign};
use super::particles::is_particles;
use super::titles;
use crate::annotations::Rule;

/// A mention whose entity is settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settled {
    pub(crate) span: Span,
    pub(crate) entity: EntityIndex,
    pub(crate) rule: Rule,
    pub(crate) evidence: Evidence,
    pub(crate) score: f32,
}

impl Settled {
    /// A link with the score that its rule and evidence give.
    pub(crate) fn new(span: Span, entity: EntityIndex, rule: Rule, evidence: Evidence) -> Settled {
        Settled { span, entity, rule, evidence, score: Model::embedded().score(rule, &evidence) }
    }
}

/// Finds the short forms of the people in `named`. A surname that several of them share means the one whose full name the
/// article gives with the same title (이재용 회장, 이 회장 beside 이재명 대통령), else nobody.
pub(crate) fn short_forms(
    base: &KnowledgeBase,
    named: &BTreeMap<EntityIndex, u32>,
    candidates: &[Candidate],
    text: &str,
    around: &Surroundings,
) -> Vec<Settled> {
    let mut bearers: BTreeMap<String, Vec<EntityIndex>> = BTreeMap::new();
    for &person in named.keys().filter(|&&index| base.entity(index).kind == Kind::Person) {
        for surname in surnames(base.entity(person)) {
            let bearers = bearers.entry(surname).or_default();
            if !bearers.contains(&person) {
                bearers.push(person);
            }
        }
    }
    let mut found = Vec::new();
    for (surname, people) in &bearers {
        for at in memmem::find_iter(around.text.as_bytes(), surname.as_bytes()) {
            let span = Span::new(at, at + surname.len());
            let short = if surname.is_ascii() { latin_alone(span, text, around) } else { with_title(span, around) };
            let full = || candidates.iter().any(|c| c.span.contains(span) && c.span != span);
            let Some(short) = short.filter(|_| !full()) else { continue };
            if let Some(entity) = bearer(people, Span { start: span.end, end: short.end }, candidates, around) {
                found.push(Settled::new(short, entity, Rule::ShortForm, short_evidence(entity, named, people)));
            }
        }
    }
    found
}

fn short_evidence(person: EntityIndex, named: &BTreeMap<EntityIndex, u32>, bearers: &[EntityIndex]) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.hold(Sign::Repeated, named.get(&person).is_some_and(|places| *places > 1));
    evidence.hold(Sign::Rival, bearers.len() > 1);
    evidence
}

/// Whom of the people with one surname the surname before `title` means.
fn bearer(people: &[EntityIndex], title: Span, candidates: &[Candidate], around: &Surroundings) -> Option<EntityIndex> {
    let title = title.of(around.text).trim_start();
    let holds = |person: &EntityIndex| {
        candidates.iter().any(|c| c.entity == *person && phrase_after(c.span.end, around.text).contains(title))
    };
    match people {
        [one] => Some(*one),
        _ if title.is_empty() => None,
        _ => {
            let mut holders = people.iter().filter(|person| holds(person));
            holders.next().filter(|_| holders.next().is_none()).copied()
        }
    }
}

/// Code points after a full name in which its title may stand: 이재용 삼성전자 회장.
const TITLE_REACH: usize = 16;

/// What follows a name up to a mark or the reach of its title.
fn phrase_after(end: u32, text: &str) -> &str {
    let rest = &text[end as usize..];
    let marks = [',', '.', '。', '·', '\n', '"', '“', '(', '、'];
    let stop = rest.char_indices().enumerate().find(|(count, (_, c))| *count == TITLE_REACH || marks.contains(c));
    stop.map_or(rest, |(_, (at, _))| &rest[..at])
}

/// How the article may write the surname alone: normalised. Chinese, Korean and Japanese names only in their own
/// scripts, and the Latin surname as a word.
fn surnames(person: &Entity) -> Vec<String> {
    let label = |wanted: &str| person.labels.iter().find(|(lang, _)| lang == wanted).map(|(_, label)| &**label);
    let han = |name: &str| name.chars().all(|c| script_of(c) == Script::Han);
    let chinese = label("zh-Hans");
    let east_asian = chinese.is_some_and(|name| han(name) && (2..=4).contains(&name.chars().count()));
    let words: Vec<String> = label("en").unwrap_or("").split(' ').map(str::to_lowercase).collect();
    let mut found: Vec<String> = Vec::new();
    if words.len() > 1 {
        // Chinese and Korean names stand in either order (Xi Jinping, Jack Ma).
        found.extend(words.first().filter(|_| east_asian).cloned());
        found.extend(words.last().cloned());
        found.retain(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()));
    }
    if !east_asian {
        return found;
    }
    found.extend(chinese.and_then(|name| name.chars().next()).map(String::from));
    found.extend(label("ko").filter(|name| !name.contains(' ')).and_then(|name| name.chars().next()).map(String::from));
    found
}

/// A Latin surname that stands alone: capitalised, and no capitalised word beside it that would make it another name.
fn latin_alone(surname: Span, text: &str, around: &Surroundings) -> Option<Span> {
    if !around.is_word(surname, false) {
        return None;
    }
    let source = around.analysis.normalized.to_source(surname);
    let capital = |word: Option<&str>| word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_uppercase()));
    let own = source.of(text);
    let proper =
        own.starts_with(|c: char| c.is_ascii_uppercase()) && own.chars().skip(1).all(|c| c.is_ascii_lowercase());
    let line_before =
        text[..source.start as usize].rsplit(['.', '\n', '?', '!', '"', '“', ',', '(']).next().unwrap_or("");
    let before = line_before.split_whitespace().next_back();
    let after = text[source.end as usize..].strip_prefix(' ').and_then(|rest| rest.split_whitespace().next());
    let titled = before.is_some_and(|word| LATIN_TITLES.contains(&word.trim_end_matches('.')));
    (proper && (titled || !capital(before)) && !capital(after)).then_some(surname)
}

/// Capitalised words that stand before a surname without being part of another name.
const LATIN_TITLES: &[&str] = &[
    "Mr",
    "Ms",
    "Mrs",
    "Dr",
    "President",
    "Premier",
    "Minister",
    "Prime",
    "Chairman",
    "Governor",
    "Secretary",
    "And",
    "But",
    "While",
    "When",
    "As",
    "For",
    "The",
    "In",
    "If",
    "CEO",
];

/// The span of surname and title, where a title follows: 우 CEO, 李대통령, 蒋总.
fn with_title(surname: Span, around: &Surroundings) -> Option<Span> {
    let rest = &around.text[surname.end as usize..];
    let after_space = rest.strip_prefix(' ').unwrap_or(rest);
    let space = (rest.len() - after_space.len()) as u32;
    let han = script_of(around.after(surname.start)?) == Script::Han;
    let korean = || around.starts_eojeol(surname.start) && !inside_han(surname, around);
    if let Some(title) = titles::korean_at(after_space).filter(|_| korean()) {
        let end = surname.end + space + title.len() as u32;
        let last = title.chars().next_back()?;
        let tail = around.rest_of_eojeol(end);
        let latin_goes_on = last.is_ascii() && around.after(end).is_some_and(|c| c.is_ascii_alphanumeric());
        return (is_particles(tail, last) && !latin_goes_on).then_some(Span { start: surname.start, end });
    }
    let title = titles::CHINESE.iter().find(|title| han && rest.starts_with(**title))?;
    let end = surname.end + title.len() as u32;
    // 总 begins many words: 吴总 stands before a mark or a verb, never before 部, 额, 量.
    let goes_on =
        *title == "总" && around.after(end).is_some_and(|c| "部额量体会共计数局裁经理统书收司值投资成本价".contains(c));
    (!inside_han(surname, around) && !goes_on).then_some(Span { start: surname.start, end })
}

/// Whether a Han character stands directly before the surname, so that it may end another word.
fn inside_han(surname: Span, around: &Surroundings) -> bool {
    let han = |c: Option<char>| c.is_some_and(|c| script_of(c) == Script::Han);
    let source = around.analysis.normalized.to_source(surname).start;
    let tokens = &around.analysis.tokens;
    let at = tokens.partition_point(|token| token.span.start < source);
    han(around.before(surname.start)) && tokens.get(at).is_none_or(|token| token.span.start != source)
}
