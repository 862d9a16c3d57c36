//! Every place where a name of the knowledge base may stand.

use std::collections::BTreeSet;

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase, Name, NameRef, NameRole};
use newsbraid_segmenter::Analysis;
use newsbraid_text::{Script, Span, match_key, script_of};

use super::boundary::Surroundings;
use super::{codes, letters};

/// A name at a place; which of several entities it means is not settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// Bytes of the normalised text.
    pub(crate) span: Span,
    pub(crate) entity: EntityIndex,
    pub(crate) role: NameRole,
    /// Whether the text has a space that the name has not.
    pub(crate) spaced: bool,
}

/// Finds the candidates of a text, in order of their ends. Boundaries, case and the rule of one-character codes are
/// checked; what needs the rest of the article (weak names) is not.
pub(crate) fn candidates(base: &KnowledgeBase, text: &str, analysis: &Analysis) -> Vec<Candidate> {
    let around = Surroundings::new(analysis);
    let keys = match_key(around.text);
    let mut found = Vec::new();
    for hit in base.scan(keys.text()) {
        let span = keys.to_source(hit.span);
        for &name_ref in hit.names {
            if let Some(candidate) = accept(base, name_ref, span, text, &around) {
                found.push(candidate);
            }
        }
    }
    found
}

fn accept(base: &KnowledgeBase, name_ref: NameRef, span: Span, text: &str, around: &Surroundings) -> Option<Candidate> {
    let name = base.name(name_ref);
    let is_place = base.entity(name_ref.entity).kind == Kind::Place;
    let fits = match name.role {
        NameRole::Code => codes::stands_alone(name.lang, span, around),
        NameRole::Ticker => around.is_word(span, false) && ticker_stands(name, span, around),
        _ if is_letter(name) => around.is_word(span, false) && letters::stands(span, around),
        _ => around.is_word(span, is_place || name.role != NameRole::Weak) && gaps_agree(name, span.of(around.text)),
    };
    let surface = around.analysis.normalized.to_source(span).of(text);
    let currency = is_place && around.is_currency(span);
    let spaced = span.of(around.text).contains(' ') && !name.text.contains(' ');
    (fits && !currency && case_agrees(name, surface)).then_some(Candidate {
        span,
        entity: name_ref.entity,
        // What the words beside a letter say is as good as a full name.
        role: if is_letter(name) { NameRole::Alias } else { name.role },
        spaced,
    })
}

fn is_letter(name: &Name) -> bool {
    name.text.len() == 1 && name.role == NameRole::Weak
}

/// Syllables from which a Korean name may be written with a space that the base does not have.
const SPACED_FROM: usize = 4;

/// Spaces that the text has and the name has not are the writer's where the name is long or changes its script there;
/// else the match ran over two words (회의 중 국내).
fn gaps_agree(name: &Name, matched: &str) -> bool {
    if !matched.contains([' ', '\n', '\t', '·']) || name.text.contains([' ', '·']) {
        return true;
    }
    let letters = matched.chars().filter(|c| !c.is_whitespace()).count();
    let mut previous: Option<char> = None;
    let mut after_gap = false;
    for c in matched.chars() {
        if c.is_whitespace() || c == '·' {
            after_gap = true;
            continue;
        }
        let one_script = previous.is_some_and(|p| script_of(p) == script_of(c) && script_of(c) != Script::Common);
        if after_gap && one_script && letters < SPACED_FROM {
            return false;
        }
        (previous, after_gap) = (Some(c), false);
    }
    true
}

/// Letters from which a Latin name may be written in capitals throughout.
const CAPITALS_FROM: usize = 4;

/// A one-word Latin name keeps its case (Meta, not meta), unless it says otherwise; names of several words and of mixed
/// scripts need one capital where the name has one.
fn case_agrees(name: &Name, surface: &str) -> bool {
    let latin = |text: &str| text.chars().any(|c| script_of(c) == Script::Latin);
    if name.any_case || !latin(&name.text) {
        return true;
    }
    if name.role == NameRole::Ticker {
        return surface.chars().any(|c| c.is_ascii_uppercase()) && !surface.chars().any(|c| c.is_ascii_lowercase());
    }
    let folded: String = surface.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let written: String = name.text.chars().filter(|c| !c.is_whitespace()).collect();
    let mixed = name.text.chars().any(|c| matches!(script_of(c), Script::Han | Script::Hangul));
    let one_word = !name.text.trim().contains([' ', '-']);
    if mixed {
        true
    } else if one_word {
        folded == written || (written.len() >= CAPITALS_FROM && folded == written.to_uppercase())
    } else {
        folded.chars().any(char::is_uppercase) || !written.chars().any(char::is_uppercase)
    }
}

fn half_width(c: char) -> char {
    match c as u32 {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Bytes back from a symbol in which its bracket must open.
const BRACKET_REACH: usize = 60;

/// A symbol stands in brackets, after a word that says what it is, or carries its exchange (9988.HK).
fn ticker_stands(name: &Name, span: Span, around: &Surroundings) -> bool {
    let before = around.text[..span.start as usize].trim_end_matches([' ', ':', '：']);
    let said = ["티커", "종목코드", "代码", "股票代码", "ticker", "nyse", "nasdaq", "hkex"];
    name.text.contains('.') || around.in_brackets(span, BRACKET_REACH) || said.iter().any(|word| before.ends_with(word))
}

/// Entities that the article names in full.
pub(crate) fn named_in_full(candidates: &[Candidate]) -> BTreeSet<EntityIndex> {
    let full = |role| matches!(role, NameRole::Label | NameRole::Alias | NameRole::Title);
    let strong: Vec<&Candidate> = candidates.iter().filter(|c| full(c.role)).collect();
    let inside = |c: &Candidate| strong.iter().any(|o| o.span.len() > c.span.len() && o.span.contains(c.span));
    strong.iter().filter(|c| !inside(c)).map(|c| c.entity).collect()
}
