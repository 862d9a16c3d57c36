//! Headline codes: single characters that stand for a state or a party (美 연준, 與野, 한·미·일).

use std::collections::HashMap;
use std::sync::LazyLock;

use newsbraid_text::normalize;

use super::particles::is_particle;
use crate::scan::{Kind, Piece};

/// What a character stands for.
struct Code {
    word: &'static str,
    /// Whether it also stands in rows: 美中.
    in_rows: bool,
}

static HANJA: LazyLock<HashMap<char, Code>> = LazyLock::new(|| table(|hanja, _| hanja));
static SYLLABLES: LazyLock<HashMap<char, Code>> = LazyLock::new(|| table(|_, syllable| syllable));

fn table(key: fn(&'static str, &'static str) -> &'static str) -> HashMap<char, Code> {
    let rows = include_str!("../../data/headline_codes.tsv").lines().filter(|line| !line.starts_with('#'));
    let code = |line: &'static str| {
        let [kind, hanja, syllable, word] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let key = normalize(key(hanja, syllable)).text().chars().next()?;
        Some((key, Code { word, in_rows: kind == "state" }))
    };
    rows.filter_map(code).collect()
}

/// The words that a run of hanja stands for: one character by itself (美 연준, 與, 美·中), or up to three states in a row (韓美日).
/// As part of a word it stands for none (訪美, 美術, 방美).
pub(crate) fn hanja_codes(pieces: &[Piece], at: usize, text: &str) -> Vec<&'static str> {
    let run = pieces[at].span.of(text);
    if !begins_word(pieces, at) {
        return Vec::new();
    }
    let one = run.chars().nth(1).is_none();
    let codes: Option<Vec<&Code>> = run.chars().map(|c| HANJA.get(&c).filter(|code| one || code.in_rows)).collect();
    codes.unwrap_or_default().iter().map(|code| code.word).collect()
}

/// The state that the first syllable of a stretch of Hangul stands for, in a row with dots: 한·미·일, 미·중의.
pub(crate) fn hangul_code(pieces: &[Piece], at: usize, text: &str) -> Option<&'static str> {
    let code = state(&pieces[at], text)?;
    let dotted = |dot: Option<usize>, other: Option<usize>| {
        let (Some(dot), Some(other)) = (dot.and_then(|i| pieces.get(i)), other.and_then(|i| pieces.get(i))) else {
            return false;
        };
        dot.span.of(text) == "·" && dot.eojeol == other.eojeol && state(other, text).is_some()
    };
    let before = dotted(at.checked_sub(1), at.checked_sub(2)) && pieces[at - 1].eojeol == pieces[at].eojeol;
    let after = dotted(Some(at + 1), Some(at + 2)) && pieces[at + 1].eojeol == pieces[at].eojeol;
    (begins_word(pieces, at) && (before || after)).then_some(code)
}

/// The state that a piece of a row stands for, particles behind it aside.
fn state(piece: &Piece, text: &str) -> Option<&'static str> {
    let mut letters = piece.span.of(text).chars();
    let first = letters.next()?;
    let rest = letters.as_str();
    let code = match piece.kind {
        Kind::Hangul if rest.is_empty() || is_particle(rest) => SYLLABLES.get(&first),
        Kind::Han if rest.is_empty() => HANJA.get(&first),
        _ => None,
    };
    code.filter(|code| code.in_rows).map(|code| code.word)
}

/// Whether no letter touches a piece from the left.
fn begins_word(pieces: &[Piece], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| pieces[i]).filter(|before| before.span.end == pieces[at].span.start);
    before.is_none_or(|before| matches!(before.kind, Kind::Punctuation | Kind::Symbol | Kind::LineBreak))
}
