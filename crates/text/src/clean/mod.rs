//! From input to clean text.
//!
//! Every rule only says what to cut out of the input (`cuts::Cut`); the text is put together once, with the way back.
//! What was cut stays in the input text, so offsets that leave the program still count it.

mod cuts;
mod date;
mod lines;
mod markup;
mod title;
mod wire;

use jiff::tz::TimeZone;

use crate::normalize::{is_simplified_only, is_traditional_only};
use crate::script::{Script, script_of};
use crate::{DateFrom, Document, FieldName, FieldPart, Flag, Kept, Lang, Meta, RawDocument, Span, majority_lang};
use cuts::Cuts;
pub use date::{Stamp, parse_stamp};

/// What cleaning needs to be told.
#[derive(Clone, Debug)]
pub struct CleanOptions {
    /// The zone of dates that name none (`[input] timezone`); UTC unless set.
    pub timezone: TimeZone,
}

impl Default for CleanOptions {
    fn default() -> CleanOptions {
        CleanOptions { timezone: TimeZone::UTC }
    }
}

/// Cleans an article with the default options; see [`clean_with`].
pub fn clean(raw: RawDocument) -> Document {
    clean_with(raw, &CleanOptions::default())
}

/// Cleans an article: takes out what is no part of the news, finds title, language, scripts and date, and flags what it
/// noticed. It never fails; an article with nothing left has an empty text.
///
/// ```
/// use newsbraid_text::{Flag, Origin, RawDocument, clean};
/// let document = clean(RawDocument::plain("a", "|\n◇“AI 수요 엄청나”\n매출이 34% 급증했다다.", Origin::unknown()));
/// assert_eq!(document.text().trim(), "“AI 수요 엄청나”\n매출이 34% 급증했다.");
/// assert_eq!(document.meta.title, "“AI 수요 엄청나”");
/// assert_eq!(document.meta.flags, [Flag::Separator, Flag::DoubledEnding]);
/// ```
pub fn clean_with(raw: RawDocument, options: &CleanOptions) -> Document {
    let mut flags = Vec::new();
    let mut text = String::with_capacity(raw.text.len());
    let mut parts = Vec::new();
    if let Some(title) = &raw.title {
        parts.push(add_field(FieldName::Title, title, &mut text, &mut flags));
        text.push('\n');
    }
    parts.push(add_field(FieldName::Text, &raw.text, &mut text, &mut flags));
    let title_span = match parts[0].name {
        FieldName::Title => parts[0].clean,
        FieldName::Text => title::find(&text),
    };
    let body = parts[parts.len() - 1].clean;
    let (stamp, date_from) = published(&raw, body.of(&text), options, &mut flags);
    notice_characters(&text, &mut flags);
    flags.sort_unstable();
    flags.dedup();
    let meta = Meta {
        title: title_span.of(&text).trim().to_string(),
        lang: language(raw.lang.as_deref(), &text),
        scripts: scripts(&text),
        published_at: stamp.map(|s| s.at),
        date_from,
        date_precision: stamp.map(|s| s.precision),
        source: raw.source,
        url: raw.url,
        flags,
        id: raw.id,
    };
    Document::new(meta, raw.origin, raw.is_file, title_span, parts, text)
}

fn add_field(name: FieldName, input: &str, text: &mut String, flags: &mut Vec<Flag>) -> FieldPart {
    let mut cuts = Cuts::new(input);
    markup::cut(&mut cuts);
    wire::cut(&mut cuts);
    lines::cut(&mut cuts);
    flags.extend(cuts.flags());
    let start = text.len();
    let kept = cuts.apply(text);
    FieldPart { name, clean: Span::new(start, text.len()), input: input.to_string(), kept }
}

fn published(
    raw: &RawDocument,
    body: &str,
    options: &CleanOptions,
    flags: &mut Vec<Flag>,
) -> (Option<Stamp>, DateFrom) {
    if let Some(given) = raw.published_at.as_deref().map(str::trim).filter(|given| !given.is_empty()) {
        match parse_stamp(given, &options.timezone) {
            Some(stamp) => return (Some(stamp), DateFrom::Given),
            None => flags.push(Flag::UnreadableDate),
        }
    }
    if let Some(stamp) = date::dateline(body, &options.timezone) {
        return (Some(stamp), DateFrom::Dateline);
    }
    match date::in_file_name(&raw.id, &options.timezone).filter(|_| raw.is_file) {
        Some(stamp) => (Some(stamp), DateFrom::FileName),
        None => (None, DateFrom::None),
    }
}

/// What the input says goes before what the text looks like; `zh` alone leaves the script to the text.
fn language(given: Option<&str>, text: &str) -> Lang {
    let found = majority_lang(text);
    match given.and_then(|tag| tag.parse::<Lang>().ok().map(|lang| (tag, lang))) {
        Some((tag, Lang::ZhHans)) if !tag.contains(['-', '_']) && found.is_chinese() => found,
        Some((_, lang)) => lang,
        None => found,
    }
}

fn scripts(text: &str) -> Vec<String> {
    let mut seen = [false; 5];
    for c in text.chars() {
        match script_of(c) {
            Script::Hangul => seen[0] = true,
            Script::Han if is_traditional_only(c) => seen[2] = true,
            Script::Han => seen[1] = true,
            Script::Kana => seen[3] = true,
            Script::Latin => seen[4] = true,
            Script::Other | Script::Common => {}
        }
    }
    // Characters common to both scripts say nothing where a traditional one stands beside them.
    seen[1] = if seen[2] { text.chars().any(is_simplified_only) } else { seen[1] };
    let names = ["Hang", "Hans", "Hant", "Kana", "Latn"];
    names.iter().zip(seen).filter(|(_, seen)| *seen).map(|(name, _)| name.to_string()).collect()
}

/// Characters of the other script below which a text is not called mixed: a quoted name is no mixture.
const MIXED_FROM: usize = 3;

fn notice_characters(text: &str, flags: &mut Vec<Flag>) {
    let invisible = |c: char| matches!(c as u32, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF | 0xAD);
    if text.chars().any(invisible) {
        flags.push(Flag::InvisibleCharacters);
    }
    let count = |side: fn(char) -> bool| text.chars().filter(|&c| side(c)).take(MIXED_FROM).count();
    if count(is_traditional_only) == MIXED_FROM && count(is_simplified_only) == MIXED_FROM {
        flags.push(Flag::MixedScripts);
    }
}

/// One stretch that was kept, for the parts of [`Document`].
fn kept(clean: usize, input: usize, len: usize) -> Kept {
    Kept { clean: clean as u32, input: input as u32, len: len as u32 }
}

#[cfg(test)]
mod tests;
