//! Scripts and runs of one script (Unicode UAX #24, reduced to what the segmenters tell apart).

use serde::{Deserialize, Serialize};

use crate::Span;

/// The scripts that take different ways through the segmenter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Script {
    /// Chinese characters, hanja and kanji.
    Han,
    /// Korean syllables and jamo.
    Hangul,
    /// Hiragana and katakana.
    Kana,
    /// Latin letters.
    Latin,
    /// Letters of any other script (Cyrillic, Greek, Thai, ...).
    Other,
    /// Digits, punctuation, symbols, spaces: they belong to their surroundings.
    Common,
}

/// The script of one character.
///
/// ```
/// use newsbraid_text::{Script, script_of};
/// assert_eq!(script_of('雲'), Script::Han);
/// assert_eq!(script_of('9'), Script::Common);
/// ```
#[inline]
pub fn script_of(c: char) -> Script {
    match c as u32 {
        0x4E00..=0x9FFF => Script::Han,
        0xAC00..=0xD7A3 => Script::Hangul,
        0x41..=0x5A | 0x61..=0x7A => Script::Latin,
        0..=0xA9 => Script::Common,
        _ => script_of_rarer(c),
    }
}

fn script_of_rarer(c: char) -> Script {
    match c as u32 {
        0xAA | 0xBA | 0xC0..=0x24F if c.is_alphabetic() => Script::Latin,
        0x1E00..=0x1EFF | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Script::Latin,
        0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97C | 0xD7B0..=0xD7FB => Script::Hangul,
        0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x20000..=0x323AF | 0x3005 | 0x3007 => Script::Han,
        0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF => Script::Kana,
        0xFF66..=0xFF9F => Script::Kana,
        0x2C60..=0x2C7F | 0xA720..=0xA7FF if c.is_alphabetic() => Script::Latin,
        _ if c.is_alphabetic() => Script::Other,
        _ => Script::Common,
    }
}

/// A stretch of text in one script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where, in bytes of the text that was cut.
    pub span: Span,
    /// `Common` only where the whole run has no letter.
    pub script: Script,
}

/// Cuts a text at changes of script; `Common` characters stay with the run before them (with the first run at the
/// start of the text). The runs cover the text without gaps.
///
/// ```
/// use newsbraid_text::{Script, runs};
/// let found: Vec<_> = runs("AI产品 매출").iter().map(|r| (r.span.of("AI产品 매출"), r.script)).collect();
/// assert_eq!(found, [("AI", Script::Latin), ("产品 ", Script::Han), ("매출", Script::Hangul)]);
/// ```
pub fn runs(text: &str) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let (mut start, mut script) = (0, Script::Common);
    for (at, c) in text.char_indices() {
        let here = script_of(c);
        if here == Script::Common || here == script {
            continue;
        }
        if script != Script::Common {
            found.push(Run { span: Span::new(start, at), script });
            start = at;
        }
        script = here;
    }
    if start < text.len() {
        found.push(Run { span: Span::new(start, text.len()), script });
    }
    found
}
