//! One spelling for all: script, width, case, composition and invisible characters.
//!
//! [`normalize`] composes (NFC), folds by a table of its own, writes Chinese in simplified characters letter by letter and
//! lowers case. It is no NFKC: ① stays ①, 10² stays 10², ㅋ stays a letter of its own. The way back is a sparse list of
//! [`Edit`]s: bytes between two edits correspond one to one.
//!
//! [`match_key`] goes one step further and drops the spaces and middle dots that writers put or leave out at will
//! (젠슨 황, 젠슨황; 埃隆 · 马斯克, 埃隆·马斯克).

mod fold;
mod map;
mod traditional;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Script;
use crate::Span;
use crate::script::script_of;
use fold::{Fold, fold, is_dropped, is_plain};
pub use fold::{is_simplified_only, is_traditional_only, to_simplified};
pub use map::{Edit, Normalized};
pub use traditional::to_traditional;

/// Normalises a text.
///
/// ```
/// use newsbraid_text::{Span, normalize};
/// let text = "阿里雲ＡＩ收入達３８００億元";
/// let normalized = normalize(text);
/// assert_eq!(normalized.text(), "阿里云ai收入达3800亿元");
/// let at = normalized.text().find("3800").unwrap();
/// assert_eq!(normalized.to_source(Span::new(at, at + 4)).of(text), "３８００");
/// ```
pub fn normalize(source: &str) -> Normalized {
    let mut out = map::Builder::with_capacity(source.len());
    let mut at = 0;
    loop {
        let plain = plain_len(&source[at..]);
        out.push_plain(&source[at..at + plain]);
        at += plain;
        let Some(c) = source[at..].chars().next() else { break };
        let after = at + c.len_utf8();
        let end = if is_dropped(c) { after } else { cluster_end(source, after, c) };
        if end > after || decomposes(c) {
            push_composed(&mut out, source, at, end);
        } else {
            push_folded(&mut out, source, c, at);
        }
        at = end;
    }
    out.finish(source.len())
}

/// Bytes that stay as they are, at the start of a text: most of a simplified or Korean one.
fn plain_len(text: &str) -> usize {
    let (mut before, mut len) = (0, 0);
    for (at, c) in text.char_indices() {
        if !is_plain(c) {
            // What joins the character before it takes that along.
            return if may_join(c) || is_dropped(c) { before } else { at };
        }
        (before, len) = (at, at + c.len_utf8());
    }
    len
}

/// Where the characters end that compose with `before`, which ends at `at`; invisible ones may stand between.
fn cluster_end(source: &str, at: usize, mut before: char) -> usize {
    // Most characters have ASCII or the end behind them. Controls are invisible and may stand between.
    if source.as_bytes().get(at).is_none_or(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
        return at;
    }
    let mut end = at;
    for (offset, c) in source[at..].char_indices() {
        if joins(before, c) {
            (end, before) = (at + offset + c.len_utf8(), c);
        } else if !is_dropped(c) {
            break;
        }
    }
    end
}

/// Whether a character composes with the one before it (NFC), or may: combining marks, and jamo vowels and finals where a
/// syllable lacks them.
fn joins(before: char, c: char) -> bool {
    match c as u32 {
        0x1161..=0x1175 => matches!(before as u32, 0x1100..=0x1112),
        0x11A8..=0x11C2 => matches!(before as u32, 0x1161..=0x1175 | 0xAC00..=0xD7A3),
        _ => may_join(c),
    }
}

/// Whether there is a character with which this one, behind it, can compose.
fn may_join(c: char) -> bool {
    match c as u32 {
        0..0x300 | 0x4E00..=0xD7A3 => false,
        0x1161..=0x1175 | 0x11A8..=0x11C2 | 0x3099 | 0x309A => true,
        _ => is_combining_mark(c) && !is_dropped(c),
    }
}

/// Whether NFC replaces a character standing alone: compatibility ideographs, Å, Ω.
fn decomposes(c: char) -> bool {
    matches!(c as u32, 0xF900..=0xFAFF | 0x2F800..=0x2FA1F | 0x212A..=0x212B | 0x2126 | 0x340..=0x344 | 0x374 | 0x37E | 0x387)
}

/// Characters that one with its marks becomes at most: writing has fewer than the 30 of the Stream-Safe Text Format (UAX #15),
/// more are an attack. What is cut off stays part of the edit.
const LONGEST_CLUSTER: usize = 32;

fn push_composed(out: &mut map::Builder, source: &str, start: usize, end: usize) {
    let piece = &source[start..end];
    let composed = piece.chars().filter(|&c| !is_dropped(c)).nfc();
    // Folding may bring letters together that compose (a full-width letter with its accent), hence the second NFC.
    let folded: String = composed.map(fold).fold(String::new(), append).nfc().take(LONGEST_CLUSTER).collect();
    if folded == piece {
        piece.char_indices().for_each(|(offset, c)| out.push_same(start + offset, c, c.len_utf8()));
    } else {
        out.replace(Span::new(start, end), &folded);
    }
}

fn append(mut text: String, folded: Fold) -> String {
    match folded {
        Fold::Char(c) => text.push(c),
        Fold::Drop => {}
        Fold::Lower(lower) => text.extend(lower),
    }
    text
}

fn push_folded(out: &mut map::Builder, source: &str, c: char, at: usize) {
    match fold(c) {
        Fold::Char(folded) => out.push_same(at, folded, c.len_utf8()),
        Fold::Drop if c == JOINER && ties_emoji(out.last(), source[at + c.len_utf8()..].chars().next()) => {
            out.push_same(at, c, c.len_utf8());
        }
        Fold::Drop => out.replace(Span::new(at, at + c.len_utf8()), ""),
        Fold::Lower(lower) => out.replace(Span::new(at, at + c.len_utf8()), &lower.collect::<String>()),
    }
}

/// The zero-width joiner. Between letters it is as invisible as the others; between emoji it makes one of several.
const JOINER: char = '\u{200D}';

fn ties_emoji(before: Option<char>, after: Option<char>) -> bool {
    let emoji = |c: char| matches!(c as u32, 0x2190..=0x21FF | 0x2300..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF);
    before.is_some_and(emoji) && after.is_some_and(emoji)
}

/// The key under which names are compared: a normalised text without the spaces that touch a Han, Hangul or Kana
/// character and without middle dots and hyphens between such characters. Positions refer to the text given.
///
/// ```
/// use newsbraid_text::{match_key, normalize};
/// let key = |s: &str| match_key(normalize(s).text()).text().to_string();
/// assert_eq!(key("젠슨 황"), key("젠슨황"));
/// assert_eq!(key("埃隆 · 馬斯克"), key("埃隆·马斯克"));
/// assert_eq!(key("SK 하이닉스"), key("SK하이닉스"));
/// assert_eq!(key("Eddie  Wu"), "eddie wu");
/// ```
pub fn match_key(normalized: &str) -> Normalized {
    let mut out = map::Builder::with_capacity(normalized.len());
    let mut before: Option<char> = None;
    let mut chars = normalized.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_gap(c) {
            out.push_same(at, c, c.len_utf8());
            before = Some(c);
            continue;
        }
        let (mut end, mut space, mut width) = (at + c.len_utf8(), is_space(c), 1);
        while let Some(&(next_at, next)) = chars.peek().filter(|(_, next)| is_gap(*next)) {
            (end, space, width) = (next_at + next.len_utf8(), space || is_space(next), width + 1);
            chars.next();
        }
        let after = chars.peek().map(|&(_, next)| next);
        let only_spaces = normalized[at..end].chars().all(is_space);
        let line_break = normalized[at..end].contains('\n');
        let joined = if only_spaces { cjk(before) || cjk(after) } else { cjk(before) && cjk(after) };
        if joined && !line_break && width <= WIDEST_GAP {
            out.replace(Span::new(at, end), "");
        } else if space && only_spaces && !line_break {
            keep_as(&mut out, normalized, at, end, " ");
        } else {
            for (offset, gap) in normalized[at..end].char_indices() {
                out.push_same(at + offset, gap, gap.len_utf8());
            }
        }
        before = before.filter(|_| joined);
    }
    out.finish(normalized.len())
}

/// Spaces and dots between two parts of one name; more are a layout.
const WIDEST_GAP: usize = 3;

fn keep_as(out: &mut map::Builder, text: &str, start: usize, end: usize, folded: &str) {
    if &text[start..end] == folded {
        out.push_same(start, ' ', 1);
    } else {
        out.replace(Span::new(start, end), folded);
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

fn is_gap(c: char) -> bool {
    is_space(c) || matches!(c, '·' | '-' | '–')
}

fn cjk(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(script_of(c), Script::Han | Script::Hangul | Script::Kana))
}

#[cfg(test)]
mod tests;
