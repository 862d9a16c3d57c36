//! What qualifies a figure: the part of the measure, its aspect (expected, earlier, on average) and its scope (excluding,
//! adjusted).

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::times::cursor::{char_before, is_han, is_hangul, sentence_end, sentence_start, word_edge};

use super::lexicon::{Measures, norm};
use super::measure::{Measured, floor};
use super::raw::Raw;

/// What a word says of the figure near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Part(u16),
    Aspect {
        id: u16,
        before: bool,
    },
    Scope {
        id: u16,
        before: bool,
        sentence: bool,
    },
    /// The word names no part: 总, 전체.
    Whole,
}

/// The words of parts, aspects and scopes.
#[derive(Debug)]
pub(crate) struct Marks {
    automaton: AhoCorasick,
    marks: Vec<Vec<Mark>>,
    parts: Vec<String>,
    aspects: Vec<String>,
    scopes: Vec<String>,
    whole: Vec<String>,
}

/// A qualifying word that stands in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkHit {
    pub start: usize,
    pub end: usize,
    pattern: usize,
}

/// What qualifies one figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Qualified {
    pub part: Option<String>,
    pub aspect: Option<String>,
    pub scope: Vec<String>,
}

/// What is known of a figure when it is qualified.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub raw: &'a Raw,
    /// The word of its measure, where it has one.
    pub measured: Option<Measured>,
    /// Where the figure before it ends.
    pub before: usize,
    /// Whether its measure has parts.
    pub parts: bool,
    /// Whether what is planned counts as it stands.
    pub planned: bool,
}

/// Bytes before a measure in which its part is looked for.
const FARTHEST_PART: usize = 48;
/// What may stand between a figure and a word behind it that says its aspect.
const DIRECT: [&str; 10] = ["", "的", "의", "을", "를", "이", "인", "로", "으로", "을로"];
/// The aspect of what is to come, in `config/measures.toml`.
const EXPECTED: &str = "expected";
/// The aspect of what was before.
const EARLIER: &str = "earlier";
/// Bytes behind a figure in which an aspect or a scope is looked for.
const FARTHEST_AFTER: usize = 30;

impl Marks {
    pub(crate) fn new(measures: &Measures) -> Marks {
        let mut words: Vec<(String, Vec<Mark>)> = Vec::new();
        let mut add = |word: &str, mark: Mark| {
            let word = norm(word);
            match words.iter_mut().find(|(known, _)| *known == word) {
                Some((_, marks)) => marks.push(mark),
                None => words.push((word, vec![mark])),
            }
        };
        for (id, part) in (0..).zip(&measures.parts) {
            part.words.iter().for_each(|w| add(w, Mark::Part(id)));
        }
        for (id, aspect) in (0..).zip(&measures.aspects) {
            aspect.before.iter().for_each(|w| add(w, Mark::Aspect { id, before: true }));
            aspect.after.iter().for_each(|w| add(w, Mark::Aspect { id, before: false }));
        }
        for (id, scope) in (0..).zip(&measures.scopes) {
            let sentence = scope.sentence;
            scope.before.iter().for_each(|w| add(w, Mark::Scope { id, before: true, sentence }));
            scope.after.iter().for_each(|w| add(w, Mark::Scope { id, before: false, sentence }));
        }
        measures
            .owner
            .whole
            .iter()
            .filter(|w| !w.is_ascii() && w.chars().count() > 1)
            .for_each(|w| add(w, Mark::Whole));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words.iter().map(|w| &w.0));
        Marks {
            automaton: automaton.expect("some hundred short patterns fit"),
            marks: words.into_iter().map(|w| w.1).collect(),
            parts: measures.parts.iter().map(|p| p.id.clone()).collect(),
            aspects: measures.aspects.iter().map(|a| a.id.clone()).collect(),
            scopes: measures.scopes.iter().map(|s| s.id.clone()).collect(),
            whole: measures.owner.whole.iter().map(|w| norm(w).trim().to_string()).collect(),
        }
    }

    /// The qualifying words of a normalised text, in order.
    pub(crate) fn hits(&self, s: &str) -> Vec<MarkHit> {
        let hits = self.automaton.find_iter(s).map(|m| MarkHit {
            start: m.start(),
            end: m.end(),
            pattern: m.pattern().as_usize(),
        });
        hits.filter(|h| stands(s, h)).collect()
    }

    /// The part that a name speaks of: `cloud` of Alibaba Cloud.
    pub(crate) fn part_of_name(&self, name: &str) -> Option<&str> {
        let name = norm(name);
        let mut hits = self.automaton.find_iter(&name).map(|m| MarkHit {
            start: m.start(),
            end: m.end(),
            pattern: m.pattern().as_usize(),
        });
        hits.find_map(|hit| stands(&name, &hit).then(|| self.part(&hit)).flatten())
    }

    /// Whether what stands at `at` is named as left out: 剔除高鑫零售和银泰.
    pub(crate) fn leaves_out(&self, s: &str, hits: &[MarkHit], at: usize) -> bool {
        let passed = hits.partition_point(|h| h.end <= at);
        let near = hits[..passed].iter().rev().take_while(|h| at - h.end <= FARTHEST_PART);
        let excludes = |hit: &&MarkHit| {
            let scope = |mark: &Mark| matches!(mark, Mark::Scope { sentence: true, .. });
            self.marks[hit.pattern].iter().any(scope)
        };
        near.filter(excludes).any(|hit| !s[hit.end..at].contains([',', '。', ')', ';', '\n', '的']))
    }

    fn part(&self, hit: &MarkHit) -> Option<&str> {
        self.marks[hit.pattern].iter().find_map(|mark| match mark {
            Mark::Part(id) => Some(self.parts[usize::from(*id)].as_str()),
            _ => None,
        })
    }

    fn is_whole(&self, hit: &MarkHit) -> bool {
        self.marks[hit.pattern].contains(&Mark::Whole)
    }

    /// What qualifies a figure; `named` says whether an entity ends at a byte.
    pub(crate) fn qualify(&self, s: &str, hits: &[MarkHit], known: &Known, named: &dyn Fn(usize) -> bool) -> Qualified {
        let cue = known.measured.map(|m| m.cue);
        let start = known.raw.span.start as usize;
        let anchor = cue.map_or(start, |c| c.0.min(start));
        let clause = clause_start(s, anchor);
        let mut found = Qualified::default();
        let mut scope = self.scopes_before(s, hits, known, clause);
        found.aspect = self.aspect_before(hits, known, clause);
        self.read_after(s, hits, known, &mut found.aspect, &mut scope);
        scope.sort_unstable();
        scope.dedup();
        found.scope = scope.into_iter().map(|id| self.scopes[usize::from(id)].clone()).collect();
        let from =
            known.measured.and_then(|m| m.listed).unwrap_or(if known.before <= anchor { known.before } else { 0 });
        let part = cue.filter(|_| known.parts);
        found.part = part.and_then(|cue| self.part_before(s, hits, cue, clause.max(from), named));
        if known.planned {
            found.aspect = found.aspect.filter(|aspect| aspect != EXPECTED);
        }
        found
    }

    /// The aspect said in the clause before a figure: the first, but what is to come gives way to what was (목표 주가를 직전 5만원에서).
    fn aspect_before(&self, hits: &[MarkHit], known: &Known, clause: usize) -> Option<String> {
        let start = known.raw.span.start as usize;
        let from = clause.max(known.before);
        let first = hits.partition_point(|h| h.start < from);
        let inside = hits[first..].iter().take_while(|h| h.end <= start);
        let mut said = inside.flat_map(|hit| &self.marks[hit.pattern]).filter_map(|mark| match *mark {
            Mark::Aspect { id, before: true } => Some(&self.aspects[usize::from(id)]),
            _ => None,
        });
        let first = said.next()?;
        let was = if first == EXPECTED { said.find(|aspect| *aspect == EARLIER) } else { None };
        Some(was.unwrap_or(first).clone())
    }

    /// The scopes said before a figure: in its clause, or anywhere in the sentence; of a list between its words.
    fn scopes_before(&self, s: &str, hits: &[MarkHit], known: &Known, clause: usize) -> Vec<u16> {
        let start = known.raw.span.start as usize;
        let anchor = known.measured.map_or(start, |m| m.cue.0.min(start));
        let listed = known.measured.and_then(|m| m.listed);
        let to = if listed.is_some() { anchor } else { start };
        let first = hits.partition_point(|h| h.start < sentence_start(s, anchor));
        let mut scope = Vec::new();
        for hit in hits[first..].iter().take_while(|h| h.start < to) {
            for mark in &self.marks[hit.pattern] {
                let Mark::Scope { id, before: true, sentence } = *mark else { continue };
                let own = if known.before <= anchor { known.before } else { 0 };
                let from = listed.unwrap_or(if sentence { own } else { clause.max(own) });
                if hit.start >= from {
                    scope.push(id);
                }
            }
        }
        scope
    }

    /// Adds what is said right behind a figure.
    fn read_after(&self, s: &str, hits: &[MarkHit], known: &Known, aspect: &mut Option<String>, scope: &mut Vec<u16>) {
        let end = known.raw.span.end as usize;
        let to = window_after(s, end);
        let next = hits.partition_point(|h| h.start < end);
        for hit in hits[next..].iter().take_while(|h| h.end <= to) {
            for mark in &self.marks[hit.pattern] {
                match *mark {
                    Mark::Aspect { id, before: false } if DIRECT.contains(&s[end..hit.start].trim()) => {
                        aspect.get_or_insert_with(|| self.aspects[usize::from(id)].clone());
                    }
                    Mark::Scope { id, before: false, .. } => scope.push(id),
                    _ => {}
                }
            }
        }
    }

    /// The part named in the clause before a measure; a word that stands there and is neither an entity, a time nor one
    /// that names the whole is a part of its own.
    fn part_before(
        &self,
        s: &str,
        hits: &[MarkHit],
        cue: (usize, usize),
        clause: usize,
        named: &dyn Fn(usize) -> bool,
    ) -> Option<String> {
        let from = floor(s, clause.max(cue.0.saturating_sub(FARTHEST_PART)));
        let word = &s[cue.0..cue.1];
        if word.starts_with(['总', '총']) {
            return None;
        }
        let first = hits.partition_point(|h| h.start < from);
        let near = hits[first..].iter().take_while(|h| h.start < cue.0).filter(|h| h.end <= cue.1);
        let mut part = None;
        for hit in near {
            if let Some(found) = self.part(hit) {
                part = Some((hit.end, found.to_string()));
            } else if self.is_whole(hit) && s[hit.end.min(cue.0)..cue.0].trim().is_empty() {
                part = None;
            }
        }
        let part = match part {
            Some((end, part)) if end.saturating_add(18) >= cue.0 => Some((part, end, end)),
            _ => self.own_word(s, cue.0, from, named).filter(|(_, start, end)| {
                let first = hits.partition_point(|h| h.end <= *start);
                hits.get(first).is_none_or(|hit| hit.start >= *end)
            }),
        };
        part.map(|(part, ..)| part)
    }

    /// The word right before a measure, where it is a noun of its own (客户管理收入, 스마트폰 매출), with its bytes.
    fn own_word(
        &self,
        s: &str,
        cue: usize,
        from: usize,
        named: &dyn Fn(usize) -> bool,
    ) -> Option<(String, usize, usize)> {
        let before = s[from..cue].trim_end();
        let end = from + before.len();
        let last = before.chars().next_back()?;
        if named(end) || !(is_han(last) || is_hangul(last) || last.is_ascii_lowercase()) {
            return None;
        }
        let same = |c: char| {
            if is_han(last) {
                is_han(c)
            } else if is_hangul(last) {
                is_hangul(c)
            } else {
                c.is_ascii_lowercase() || c == '-'
            }
        };
        let start = before.char_indices().rev().take_while(|(_, c)| same(*c)).last().map(|(at, _)| at)?;
        let word = &before[start..];
        let spaced = end < cue;
        // Korean and English part words by spaces; a Chinese word touches the measure, and its last two characters tell it.
        if is_han(last) == spaced || word.chars().count() < 2 || self.whole.iter().any(|w| word.ends_with(w.as_str())) {
            return None;
        }
        let particle = "은는이가을를의로서에도와과며고";
        if is_hangul(last) && particle.contains(last) {
            return None;
        }
        let two = word.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        let word = if is_han(last) { &word[two..] } else { word };
        Some((word.to_string(), end - word.len(), end))
    }
}

/// Where the clause that holds `at` begins.
pub(crate) fn clause_start(s: &str, at: usize) -> usize {
    let from = sentence_start(s, at);
    let cut = |c: char| matches!(c, ',' | ';' | '、' | ':' | '(' | '—');
    let found = s[from..at].rfind(cut).map(|i| from + i);
    found.map_or(from, |i| i + s[i..].chars().next().map_or(1, char::len_utf8))
}

/// Where the words behind a figure end that still belong to it: the bracket that opens there, else the clause.
fn window_after(s: &str, end: usize) -> usize {
    let last = sentence_end(s, end);
    if s[end..].starts_with('(') {
        return s[end..last].find(')').map_or(last, |i| end + i);
    }
    let cut = s[end..last].find([',', ';', '(', '、']).map_or(last, |i| end + i);
    let bracket = if s[cut..].starts_with('(') || s[cut..].starts_with(',') { cut + FARTHEST_AFTER } else { cut };
    (cut.min(end + FARTHEST_AFTER)).max(bracket.min(end + FARTHEST_AFTER)).min(last)
}

/// Latin words have edges, Korean ones begin an eojeol.
fn stands(s: &str, hit: &MarkHit) -> bool {
    let word = &s[hit.start..hit.end];
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let first_ok = !letter(word.chars().next()) || word_edge(s, hit.start);
    let last_ok = !letter(word.chars().next_back()) || word_edge(s, hit.end);
    let short_korean = word.chars().count() <= 2 && word.chars().all(is_hangul);
    first_ok && last_ok && !(short_korean && char_before(s, hit.start).is_some_and(is_hangul))
}
