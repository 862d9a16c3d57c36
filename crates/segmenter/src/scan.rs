//! The first pass: where spaces, punctuation, numbers and letters of each script begin and end.

use newsbraid_text::{Script, Span, script_of};
use unicode_normalization::char::is_combining_mark;

use crate::number;

/// What a stretch of the normalised text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The end of a line; spaces have no piece of their own.
    LineBreak,
    /// One punctuation mark, or the same one several times.
    Punctuation,
    /// An emoji or another symbol.
    Symbol,
    /// Digits with what belongs to them.
    Number,
    /// Latin letters and digits: a word.
    Latin,
    /// Chinese characters.
    Han,
    /// Korean letters.
    Hangul,
    /// Japanese letters.
    Kana,
    /// Letters of a script without a segmenter.
    Other,
}

/// A stretch of the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    pub(crate) eojeol: u32,
}

impl Piece {
    pub(crate) fn start(&self) -> usize {
        self.span.start as usize
    }
}

/// Cuts normalised text into pieces, in order; only spaces lie between them.
pub(crate) fn scan(text: &str, pieces: &mut Vec<Piece>) {
    pieces.clear();
    let (mut at, mut eojeol, mut in_eojeol) = (0, 0, false);
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            eojeol += u32::from(in_eojeol);
            in_eojeol = false;
            if matches!(c, '\n' | '\r') {
                pieces.push(Piece { span: Span::new(at, at + 1), kind: Kind::LineBreak, eojeol });
            }
            at += c.len_utf8();
            continue;
        }
        let (kind, end) = piece_at(text, at, c);
        let end = end + marks_len(&text[end..]);
        pieces.push(Piece { span: Span::new(at, end), kind, eojeol });
        (at, in_eojeol) = (end, true);
    }
}

/// Combining marks and the skin colours of emoji belong to what stands before them.
fn marks_len(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(byte) if byte.is_ascii() => 0,
        _ => text
            .chars()
            .take_while(|&c| !is_han_or_hangul(c) && (is_combining_mark(c) || matches!(c, '\u{1F3FB}'..='\u{1F3FF}')))
            .map(char::len_utf8)
            .sum(),
    }
}

/// Most of what follows a mark in our texts, told apart without a search in tables.
fn is_han_or_hangul(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn piece_at(text: &str, at: usize, c: char) -> (Kind, usize) {
    if c.is_ascii_digit() {
        return digits(text, at);
    }
    let script = script_of(c);
    let kind = match script {
        Script::Latin => return (Kind::Latin, latin_end(text, at)),
        Script::Common if is_symbol(c) => return (Kind::Symbol, symbol_end(text, at, c)),
        Script::Common => return (Kind::Punctuation, run_end(text, at, |other| other == c)),
        Script::Han => Kind::Han,
        Script::Hangul => Kind::Hangul,
        Script::Kana => Kind::Kana,
        Script::Other => Kind::Other,
    };
    (kind, run_end(text, at, |other| script_of(other) == script || is_combining_mark(other)))
}

/// Where a symbol ends. Emoji that zero-width joiners tie together are one (a family), and so are the two letters of a flag;
/// normalising keeps a joiner nowhere else.
fn symbol_end(text: &str, at: usize, c: char) -> usize {
    let is_flag_letter = |c: char| matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
    let mut end = at + c.len_utf8();
    if is_flag_letter(c) {
        return end + text[end..].chars().next().filter(|&c| is_flag_letter(c)).map_or(0, char::len_utf8);
    }
    loop {
        end += marks_len(&text[end..]);
        let tied = text[end..].strip_prefix('\u{200D}').and_then(|rest| rest.chars().next());
        match tied.filter(|&c| is_symbol(c)) {
            Some(next) => end += '\u{200D}'.len_utf8() + next.len_utf8(),
            None => return end,
        }
    }
}

fn run_end(text: &str, at: usize, mut belongs: impl FnMut(char) -> bool) -> usize {
    text[at..].find(|c| !belongs(c)).map_or(text.len(), |len| at + len)
}

/// Digits begin a number (3,800亿元), or a word of digits and letters (3d, 2025q3).
fn digits(text: &str, at: usize) -> (Kind, usize) {
    let number_end = at + number::number_len(&text[at..]);
    if !next_is_alphanumeric(text, number_end) {
        return (Kind::Number, number_end);
    }
    let plain = run_end(text, at, |c| c.is_ascii_digit());
    if next_is_alphanumeric(text, plain) { (Kind::Latin, latin_end(text, at)) } else { (Kind::Number, number_end) }
}

fn next_is_alphanumeric(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(is_word_char)
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || script_of(c) == Script::Latin || is_combining_mark(c)
}

/// Where a word of Latin letters and digits ends. An apostrophe between letters is part of it (alibaba's), a full stop
/// only between single letters (u.s).
fn latin_end(text: &str, at: usize) -> usize {
    let mut end = run_end(text, at, is_word_char);
    let mut single_letters = end - at == 1;
    loop {
        let joiner = text[end..].chars().next();
        let joins = match joiner {
            Some('\'') => true,
            Some('.') => single_letters && single_letter(&text[end + 1..]),
            _ => false,
        };
        if !joins || !text[end + 1..].starts_with(|c: char| script_of(c) == Script::Latin) {
            return end;
        }
        single_letters &= joiner == Some('.');
        end = run_end(text, end + 1, is_word_char);
    }
}

fn single_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase()) && !chars.next().is_some_and(is_word_char)
}

/// Emoji, arrows, shapes, circled figures: what is neither a letter nor punctuation.
fn is_symbol(c: char) -> bool {
    matches!(c as u32,
        0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE | 0x2070..=0x209C | 0x2150..=0x218B | 0x2190..=0x21FF | 0x2300..=0x2BFF | 0x3200..=0x33FF
        | 0xE000..=0xF8FF | 0x1F000..=0x1FAFF)
        || c.is_alphanumeric()
}
