//! Chinese characters in Korean text.

use newsbraid_readings::sino_korean;
use newsbraid_text::{Lang, Span};

use super::codes::hanja_codes;
use crate::TokenClass;
use crate::scan::{Kind, Piece};
use crate::sink::Sink;

/// Longest run, in characters, that Korean writers set as hanja (美, 對中, 韓美日); longer ones are Chinese.
const LONGEST_HANJA: usize = 3;

/// Whether the run of Chinese characters at `at` is hanja: short, and not set in brackets, where names stand in the
/// original (우융밍(吳泳銘)).
pub(crate) fn is_hanja(pieces: &[Piece], at: usize, text: &str) -> bool {
    let run = pieces[at].span;
    let before = at.checked_sub(1).map(|i| pieces[i]).filter(|piece| piece.span.end == run.start);
    let bracket = |piece: &Piece| piece.kind == Kind::Punctuation && piece.span.of(text).ends_with(['(', '[', '（']);
    run.of(text).chars().count() <= LONGEST_HANJA && !before.as_ref().is_some_and(bracket)
}

/// Adds a run of hanja: the run, its characters where it has several, its Korean reading, and the words that it stands for
/// as a headline code.
pub(crate) fn push_hanja(sink: &mut Sink, text: &str, pieces: &[Piece], at: usize) {
    let piece = &pieces[at];
    let run = piece.span.of(text);
    sink.surface(piece.span, TokenClass::Word, Lang::Ko, piece.eojeol);
    if run.chars().nth(1).is_some() {
        for (at, c) in run.char_indices() {
            let start = piece.start() + at;
            sink.part(Span::new(start, start + c.len_utf8()), TokenClass::Word);
        }
    }
    if let Some(reading) = sino_korean(run).first() {
        sink.variant(reading.chars());
    }
    for word in hanja_codes(pieces, at, text) {
        sink.variant(word.chars());
    }
}
