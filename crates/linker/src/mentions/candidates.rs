//! Every place where a name of the knowledge base may stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use newsbraid_kb::{EntityIndex, Kind, KnowledgeBase, Name, NameRef, NameRole};
use newsbraid_segmenter::Analysis;
use newsbraid_text::{Script, Span, match_key, script_of};

use super::boundary::Surroundings;
use super::trace::{Lost, Trace};
use super::{codes, letters, places};

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
///
/// `countries` says of each entity whether it is a country.
pub(crate) fn candidates(
    base: &KnowledgeBase,
    countries: &[bool],
    text: &str,
    analysis: &Analysis,
    trace: &mut Trace,
) -> Vec<Candidate> {
    let around = Surroundings::new(analysis);
    let keys = match_key(around.text);
    let mut found = Vec::new();
    for hit in base.scan(keys.text()) {
        let span = keys.to_source(hit.span);
        for &name_ref in hit.names {
            match accept(base, countries, name_ref, span, text, &around) {
                Ok(candidate) => found.push(candidate),
                Err(reason) => trace.lost(span, name_ref.entity, reason, None),
            }
        }
    }
    found
}

fn accept(
    base: &KnowledgeBase,
    countries: &[bool],
    name_ref: NameRef,
    span: Span,
    text: &str,
    around: &Surroundings,
) -> Result<Candidate, Lost> {
    let name = base.name(name_ref);
    let is_place = base.entity(name_ref.entity).kind == Kind::Place;
    let mut role = name.role;
    let mut span = span;
    if is_place && matches!(role, NameRole::Label | NameRole::Alias | NameRole::Weak) {
        let whole = if countries[name_ref.entity as usize] { span } else { places::with_division(span, around) };
        // The word for the division says that a short form (나라) is the place.
        role = if whole == span { role } else { NameRole::Alias };
        span = whole;
    }
    match name.role {
        NameRole::Code => require(codes::stands_alone(name.lang, span, around), Lost::BoundCode)?,
        NameRole::Ticker => {
            require(around.is_word(span, false), Lost::PartOfWord)?;
            require(ticker_stands(name, span, around), Lost::UnmarkedTicker)?;
        }
        _ if is_letter(name) => {
            require(around.is_word(span, false), Lost::PartOfWord)?;
            require(letters::stands(span, around), Lost::BareLetter)?;
        }
        _ => {
            require(around.is_word(span, is_place || role != NameRole::Weak), Lost::PartOfWord)?;
            require(gaps_agree(name, span.of(around.text)), Lost::Gap)?;
        }
    }
    require(!(is_place && places::division_goes_on(span, around)), Lost::PartOfWord)?;
    require(!places::students_go_on(base, span, around), Lost::PartOfWord)?;
    require(!(is_place && around.is_currency(span)), Lost::Currency)?;
    require(case_agrees(name, around.analysis.normalized.to_source(span).of(text)), Lost::Case)?;
    Ok(Candidate {
        span,
        entity: name_ref.entity,
        // What the words beside a letter say is as good as a full name.
        role: if is_letter(name) { NameRole::Alias } else { role },
        spaced: span.of(around.text).contains(' ') && !name.text.contains(' '),
    })
}

fn require(holds: bool, reason: Lost) -> Result<(), Lost> {
    holds.then_some(()).ok_or(reason)
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
    let letters = matched.chars().filter(|c| c.is_alphanumeric()).count();
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
    let folded = || surface.chars().filter(|c| !c.is_whitespace()).map(half_width);
    let written = || name.text.chars().filter(|c| !c.is_whitespace());
    let mixed = name.text.chars().any(|c| matches!(script_of(c), Script::Han | Script::Hangul));
    let one_word = !name.text.trim().contains([' ', '-']);
    if mixed {
        true
    } else if one_word {
        let long = written().map(char::len_utf8).sum::<usize>() >= CAPITALS_FROM;
        folded().eq(written()) || long && folded().eq(written().flat_map(char::to_uppercase))
    } else {
        folded().any(char::is_uppercase) || !written().any(char::is_uppercase)
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

/// Entities that the article names in full, with the number of places that do.
pub(crate) fn named_in_full(candidates: &[Candidate]) -> BTreeMap<EntityIndex, u32> {
    let full = |role| matches!(role, NameRole::Label | NameRole::Alias | NameRole::Title);
    let mut strong: Vec<&Candidate> = candidates.iter().filter(|c| full(c.role)).collect();
    // The longer of two that begin together comes first, so that what lies inside a name follows it.
    strong.sort_by_key(|c| (c.span.start, Reverse(c.span.end)));
    let mut named: BTreeMap<EntityIndex, u32> = BTreeMap::new();
    let mut longest = Span::default();
    for candidate in strong {
        let inside = longest.contains(candidate.span) && longest.len() > candidate.span.len();
        if candidate.span.end > longest.end {
            longest = candidate.span;
        }
        if !inside {
            *named.entry(candidate.entity).or_default() += 1;
        }
    }
    named
}
