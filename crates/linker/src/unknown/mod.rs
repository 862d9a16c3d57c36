//! Names that the knowledge base does not have.
//!
//! Only people whom their surroundings show to be people are taken: a transcription with the Chinese name in brackets
//! (쑨하오란(孙浩然)), a name with a surname of its language beside an office or a verb of saying. Each gets a key that is the
//! same in all scripts; whether equal keys are one person the corpus stage decides.

use std::collections::BTreeMap;

use newsbraid_readings::{NameKind, chinese_to_hangul, hangul_fold, is_surname, korean_surname, sino_korean};
use newsbraid_segmenter::{Analysis, Layer, Token, TokenClass};
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;
use super::short_forms::Settled;
use super::{brackets, particles, titles};
use crate::annotations::{Mention, Rule};

/// An unknown person in the normalised text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnknownName {
    span: Span,
    key: String,
    score: f32,
}

/// Scores: a bracket that confirms the transcription, and an office or verb beside the name.
const CONFIRMED: f32 = 0.9;
const PATTERN: f32 = 0.6;

impl UnknownName {
    pub(crate) fn into_mention(self, analysis: &Analysis) -> Mention {
        Mention {
            span: analysis.normalized.to_source(self.span),
            entity: None,
            key: Some(self.key),
            kind: Some("person".to_string()),
            score: self.score,
            rule: Rule::Unknown,
        }
    }
}

/// Finds unknown people outside the mentions already made, then every other place where their names stand.
pub(crate) fn unknown_names(known: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let mut found = bracketed(known, around);
    let confirmed: BTreeMap<&str, String> =
        found.iter().map(|name| (name.span.of(around.text), name.key.clone())).collect();
    // What a bracket says of a name holds wherever the article has it (朴道润 is 박도윤, not a Chinese 퍄오다오룬).
    found.extend(by_pattern(known, around).into_iter().map(|name| match confirmed.get(name.span.of(around.text)) {
        Some(key) => UnknownName { key: key.clone(), ..name },
        None => name,
    }));
    spread(&mut found, known, around);
    found.sort_by(|a, b| a.span.cmp(&b.span).then(b.score.total_cmp(&a.score)));
    let mut end = 0;
    found.retain(|name| {
        let free = name.span.start >= end;
        end = if free { name.span.end } else { end };
        free
    });
    found
}

/// The key of a person's name in Han or Hangul: its Korean transcription, folded, so that 孙浩然 and 쑨하오란 agree.
fn key(name: &str) -> Option<String> {
    let bare: String = name.chars().filter(|c| !c.is_whitespace() && *c != '·').collect();
    let hangul = match script_of(bare.chars().next()?) {
        Script::Hangul => bare,
        Script::Han => chinese_to_hangul(&bare, NameKind::Person).into_iter().next()?,
        _ => return None,
    };
    Some(format!("person:{}", hangul_fold(&hangul)))
}

/// 쑨하오란(孙浩然), 朴道润（박도윤）: the bracket holds the other spelling of the name before it.
fn bracketed(known: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let mut found = Vec::new();
    for (open, _) in around.text.match_indices('(') {
        let Some(inside) = brackets::content(open as u32, around.text) else { continue };
        let inner = inside.of(around.text);
        let hangul = inner.chars().all(|c| script_of(c) == Script::Hangul);
        let before =
            if hangul { han_before(open, inner.chars().count(), around) } else { hangul_before(open, around.text) };
        if before.is_empty() || taken(before, known) || taken(inside, known) {
            continue;
        }
        let outer = before.of(around.text);
        let same = if hangul { korean_key(outer, inner) } else { chinese_key(outer, inner) };
        if let Some(same) = same {
            found.push(UnknownName { span: before, key: same.clone(), score: CONFIRMED });
            found.push(UnknownName { span: inside, key: same, score: CONFIRMED });
        }
    }
    found
}

/// The key of a Chinese person, where the Hangul is the transcription of the characters.
fn chinese_key(hangul: &str, han: &str) -> Option<String> {
    if !is_han_name(han) {
        return None;
    }
    key(han).filter(|same| Some(same) == key(hangul).as_ref())
}

/// The key of a Korean person, where the Hangul is how the characters are read in Korean.
fn korean_key(han: &str, hangul: &str) -> Option<String> {
    let name = (2..=4).contains(&hangul.chars().count()) && korean_surname(hangul).is_some();
    (name && sino_korean(han).iter().any(|reading| reading == hangul)).then(|| key(hangul))?
}

/// The `count` Han characters that end at `at`.
fn han_before(at: usize, count: usize, around: &Surroundings) -> Span {
    let han = around.text[..at].char_indices().rev().take(count).take_while(|(_, c)| script_of(*c) == Script::Han);
    let starts: Vec<usize> = han.map(|(start, _)| start).collect();
    match starts.last() {
        Some(&start) if starts.len() == count => Span::new(start, at),
        _ => Span::new(at, at),
    }
}

/// The Hangul that ends at `at`.
fn hangul_before(at: usize, text: &str) -> Span {
    let start = text[..at].char_indices().rev().take_while(|(_, c)| script_of(*c) == Script::Hangul).last();
    start.map_or(Span::new(at, at), |(start, _)| Span::new(start, at))
}

fn is_han_name(text: &str) -> bool {
    let count = text.chars().count();
    (2..=4).contains(&count) && text.chars().all(|c| script_of(c) == Script::Han) && is_surname(&first(text))
}

fn first(text: &str) -> String {
    text.chars().take(1).collect()
}

fn taken(span: Span, known: &[Settled]) -> bool {
    known.iter().any(|mention| mention.span.overlaps(span))
}

/// Names by their surname and what stands beside them.
fn by_pattern(known: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let words: Vec<&Token> = around.analysis.tokens.iter().filter(|t| t.layer == Layer::Surface).collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        let span = around.analysis.normalized.from_source(words[at].span);
        let text = span.of(around.text);
        let name = match text.chars().next().map(script_of) {
            Some(Script::Han) => chinese(&words, at, around),
            Some(Script::Hangul) if around.starts_eojeol(span.start) => korean(span, around),
            _ => None,
        };
        if let Some((span, key)) = name.and_then(|span| Some((span, key(span.of(around.text))?)))
            && !taken(span, known)
        {
            found.push(UnknownName { span, key, score: PATTERN });
        }
    }
    found
}

/// Verbs that a person's name stands before in Chinese news.
const SAID: &[&str] = &["表示", "说", "称", "指出", "认为", "介绍", "透露", "强调", "告诉", "坦言", "回应", "补充"];

/// A word of two or three characters that begins with a surname, with an office before it or an office or a verb of
/// saying after it: 研究员孙浩然表示. The segmenter's own cut decides what is a word.
fn chinese(words: &[&Token], at: usize, around: &Surroundings) -> Option<Span> {
    let normalized = &around.analysis.normalized;
    let span = normalized.from_source(words[at].span);
    let name = span.of(around.text);
    if words[at].class != TokenClass::Word || name.chars().count() > 3 || !is_han_name(name) {
        return None;
    }
    let before = &around.text[..span.start as usize];
    let after = &around.text[span.end as usize..];
    let office = titles::BEFORE_CHINESE.iter().any(|title| before.ends_with(title));
    let says = SAID.iter().any(|verb| after.starts_with(verb));
    let titled = titles::CHINESE.iter().any(|title| *title != "总" && after.starts_with(title));
    ((office && (says || titled || name.chars().count() == 3)) || (says && name.chars().count() == 3)).then_some(span)
}

/// An eojeol of three syllables that begins with a Korean surname, before an office: 정수빈 대표. Transcribed Chinese names
/// are longer and need a bracket or a second place.
fn korean(start: Span, around: &Surroundings) -> Option<Span> {
    let rest = around.rest_of_eojeol(start.start);
    let name_end = start.start + rest.len() as u32;
    let span = Span { start: start.start, end: name_end };
    let after = around.text[name_end as usize..].strip_prefix(' ')?;
    let titled = titles::KOREAN.iter().find(|title| after.starts_with(**title))?;
    let tail = around.rest_of_eojeol(name_end + 1 + titled.len() as u32);
    let office = titled.chars().next_back().is_some_and(|last| particles::is_particles(tail, last));
    let person = rest.chars().count() == 3 && korean_surname(&first(rest)).is_some();
    // A common word before an office (이번 회장, 공동 대표) is in the dictionary as one word; a name seldom is.
    let one_word = around.analysis.tokens.iter().any(|t| t.span == around.analysis.normalized.to_source(span));
    (office && person && !one_word).then_some(span)
}

/// Adds the other places where a name found stands as a word.
fn spread(found: &mut Vec<UnknownName>, known: &[Settled], around: &Surroundings) {
    let mut names: Vec<(String, String)> =
        found.iter().map(|name| (name.span.of(around.text).to_string(), name.key.clone())).collect();
    names.sort();
    names.dedup();
    for (name, key) in names {
        for (at, _) in around.text.match_indices(name.as_str()) {
            let span = Span::new(at, at + name.len());
            let again = found.iter().any(|other| other.span.overlaps(span));
            if !again && !taken(span, known) && around.is_word(span, false) {
                found.push(UnknownName { span, key: key.clone(), score: PATTERN });
            }
        }
    }
}
