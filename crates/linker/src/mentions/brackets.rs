//! What stands in brackets behind a linked name: another spelling of it (우융밍(吳泳銘), 런던증권거래소(LSEG)), or the number
//! under which a company is listed (台積電（2330）).

use newsbraid_kb::{KnowledgeBase, NameRole, name_key};
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;
use super::candidates::Candidate;
use super::evidence::Evidence;
use super::short_forms::Settled;
use crate::annotations::Rule;

/// Code points of the longest name in brackets.
const LONGEST: usize = 24;

/// Mentions for brackets that hold one unlinked name in another script than the linked name before them, or its number.
pub(crate) fn brackets(base: &KnowledgeBase, mentions: &[Settled], around: &Surroundings) -> Vec<Settled> {
    let inside = |mention: &Settled| {
        let inside = content(mention.span.end, around.text)?;
        let text = inside.of(around.text);
        let other_script = scripts(text) != scripts(mention.span.of(around.text));
        let rule = match is_number_of(text, mention, base) {
            true => Rule::Ticker,
            false if other_script && is_name(text) => Rule::Bracket,
            false => return None,
        };
        let taken = mentions.iter().any(|other| other.span.overlaps(inside));
        (!taken).then(|| Settled::new(inside, mention.entity, rule, Evidence::default()))
    };
    mentions.iter().filter_map(inside).collect()
}

/// Whether `text` is a listing of the entity without its exchange: 2330 of 2330.TW.
fn is_number_of(text: &str, mention: &Settled, base: &KnowledgeBase) -> bool {
    let digits = text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let listed = |symbol: &str| symbol.split_once('.').is_some_and(|(number, _)| number == text);
    let names = &base.entity(mention.entity).names;
    digits && names.iter().any(|name| name.role == NameRole::Ticker && listed(&name.text))
}

/// Whether the bracket directly behind a candidate holds another name of its entity, or its listing.
pub(crate) fn confirm(base: &KnowledgeBase, candidate: &Candidate, around: &Surroundings) -> bool {
    let Some(inside) = content(candidate.span.end, around.text) else { return false };
    let key = name_key(inside.of(around.text));
    let names = &base.entity(candidate.entity).names;
    !key.is_empty() && names.iter().any(|name| name_key(&name.text) == key)
}

/// What stands in the brackets that open at `at`.
pub(crate) fn content(at: u32, text: &str) -> Option<Span> {
    let rest = &text[at as usize..];
    let inner = rest.strip_prefix('(')?;
    let close = inner.find(')')?;
    let start = at as usize + 1;
    (close > 0).then(|| Span::new(start, start + close))
}

/// One script, no digits or marks but those of names.
fn is_name(text: &str) -> bool {
    let letters = text.chars().all(|c| script_of(c) != Script::Common || matches!(c, ' ' | '·' | '-' | '.' | '\''));
    letters && (2..=LONGEST).contains(&text.chars().count()) && scripts(text).len() == 1
}

fn scripts(text: &str) -> Vec<Script> {
    let mut found: Vec<Script> = text.chars().map(script_of).filter(|s| *s != Script::Common).collect();
    found.sort_unstable();
    found.dedup();
    found
}
