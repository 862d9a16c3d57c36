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
        let end = if is_dropped(c) { after } else { cluster_end(source, after) };
        if end > after || decomposes(c) {
            push_composed(&mut out, source, at, end);
        } else {
            push_folded(&mut out, c, at);
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
            return if joins(c) || is_dropped(c) { before } else { at };
        }
        (before, len) = (at, at + c.len_utf8());
    }
    len
}

/// Where the characters end that compose with the one before `at`; invisible ones may stand between.
fn cluster_end(source: &str, at: usize) -> usize {
    if source.as_bytes().get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    let mut end = at;
    for (offset, c) in source[at..].char_indices() {
        if joins(c) {
            end = at + offset + c.len_utf8();
        } else if !is_dropped(c) {
            break;
        }
    }
    end
}

/// Whether a character can compose with the one before it (NFC): combining marks, and jamo vowels and finals.
fn joins(c: char) -> bool {
    match c as u32 {
        0..0x300 | 0x4E00..=0xD7A3 => false,
        0x1160..=0x11FF | 0xD7B0..=0xD7FB | 0x3099 | 0x309A => true,
        _ => is_combining_mark(c) && !is_dropped(c),
    }
}

/// Whether NFC replaces a character standing alone: compatibility ideographs, Å, Ω.
fn decomposes(c: char) -> bool {
    matches!(c as u32, 0xF900..=0xFAFF | 0x2F800..=0x2FA1F | 0x212A..=0x212B | 0x2126 | 0x340..=0x344 | 0x374 | 0x37E | 0x387)
}

/// Longest run of combining marks that is composed at once; a longer one (an attack, never text) is cut.
const LONGEST_CLUSTER: usize = 256;

fn push_composed(out: &mut map::Builder, source: &str, start: usize, end: usize) {
    let mut at = start;
    while at < end {
        let mut to = (at + LONGEST_CLUSTER).min(end);
        while !source.is_char_boundary(to) {
            to -= 1;
        }
        let piece = &source[at..to];
        let composed = piece.chars().filter(|&c| !is_dropped(c)).nfc();
        // Folding may bring letters together that compose (a full-width letter with its accent), hence the second NFC.
        let folded: String = composed.map(fold).fold(String::new(), append).nfc().collect();
        if folded == piece {
            piece.char_indices().for_each(|(offset, c)| out.push_same(at + offset, c, c.len_utf8()));
        } else {
            out.replace(Span::new(at, to), &folded);
        }
        at = to;
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

fn push_folded(out: &mut map::Builder, c: char, at: usize) {
    match fold(c) {
        Fold::Char(folded) => out.push_same(at, folded, c.len_utf8()),
        Fold::Drop => out.replace(Span::new(at, at + c.len_utf8()), ""),
        Fold::Lower(lower) => out.replace(Span::new(at, at + c.len_utf8()), &lower.collect::<String>()),
    }
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
