//! Remains of Markdown and HTML, and reference marks.

use std::sync::LazyLock;

use regex::{Match, Regex};

use super::cuts::Cuts;
use crate::Flag;

macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is a literal"));
    };
}

pattern!(IMAGE, r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)");
pattern!(LINK, r"\[([^\[\]\n]{1,300})\]\((?:https?://|/)[^)\s]{0,2000}\)");
pattern!(REFERENCES, r"[ \t]*(?:\[\d{1,3}(?:[,–-] ?\d{1,3})*\])+");
pattern!(BLOCK, r"(?i)<(?:(script|style)\b|!--)");
pattern!(BLOCK_END, r"(?i)</(?:script|style)\s*>");
pattern!(
    TAG,
    r#"(?i)</?(a|abbr|article|aside|b|blockquote|br|button|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|label|li|main|nav|ol|p|picture|pre|q|s|section|small|source|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video|wbr)(?:\s[^<>]{0,2000})?/?>"#
);
pattern!(ENTITY, r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));");
pattern!(DOUBLED, r"[가-힣]다(다)(?:[.!?…”’\x22']|\s|$)");

/// Cuts all of it.
pub(super) fn cut(cuts: &mut Cuts) {
    let input = cuts.input();
    if input.contains("](") {
        images_and_links(cuts);
    }
    if input.contains('[') {
        references(cuts);
    }
    if input.contains('<') {
        tags(cuts);
    }
    if input.contains('&') {
        entities(cuts);
    }
    if input.contains("다다") {
        doubled_endings(cuts);
    }
}

fn images_and_links(cuts: &mut Cuts) {
    let input = cuts.input();
    for found in IMAGE.find_iter(input) {
        cuts.remove(found.range(), Flag::ImageMarkup);
    }
    for found in LINK.captures_iter(input) {
        let (whole, label) = (group(&found, 0), group(&found, 1));
        let image = whole.start() > 0 && input.as_bytes()[whole.start() - 1] == b'!';
        if !image {
            cuts.remove(whole.start()..label.start(), Flag::ImageMarkup);
            cuts.remove(label.end()..whole.end(), Flag::ImageMarkup);
        }
    }
}

/// `[2][4][12]` after a word. At the start of a line it may number a paragraph and stays.
fn references(cuts: &mut Cuts) {
    let input = cuts.input();
    for found in REFERENCES.find_iter(input) {
        let at_line_start = input[..found.start()].chars().next_back().is_none_or(|c| c == '\n');
        if !at_line_start {
            cuts.remove(found.range(), Flag::ReferenceMarks);
        }
    }
}

fn tags(cuts: &mut Cuts) {
    let input = cuts.input();
    blocks(cuts);
    const BREAKS: [&str; 25] = [
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "td",
        "tr",
        "ul",
    ];
    for found in TAG.captures_iter(input) {
        let name = group(&found, 1).as_str().to_ascii_lowercase();
        let instead = if BREAKS.contains(&name.as_str()) { "\n" } else { "" };
        cuts.replace(group(&found, 0).range(), instead, Flag::Html);
    }
}

/// Scripts, styles and comments, each with all up to its end. One that has no end is no block, and nor is any behind it of
/// its kind: one pattern for the whole would look for that end from every beginning anew.
fn blocks(cuts: &mut Cuts) {
    let input = cuts.input();
    let (mut at, mut endless) = (0, [false; 2]);
    while let Some(found) = BLOCK.captures_at(input, at) {
        let (whole, comment) = (group(&found, 0), found.get(1).is_none());
        at = whole.end();
        if endless[usize::from(comment)] {
            continue;
        }
        let end = match comment {
            true => input[at..].find("-->").map(|len| at + len + 3),
            false => BLOCK_END.find_at(input, at).map(|end| end.end()),
        };
        match end {
            Some(end) => cuts.remove(whole.start()..end, Flag::Html),
            None => endless[usize::from(comment)] = true,
        }
        at = end.unwrap_or(at);
    }
}

fn entities(cuts: &mut Cuts) {
    let input = cuts.input();
    for found in ENTITY.captures_iter(input) {
        let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let decoded = match (found.get(1), found.get(2), found.get(3)) {
            (Some(decimal), _, _) => code(decimal.as_str(), 10).map(String::from),
            (_, Some(hexadecimal), _) => code(hexadecimal.as_str(), 16).map(String::from),
            (_, _, name) => named(name.map_or("", |name| name.as_str())).map(str::to_string),
        };
        if let Some(decoded) = decoded {
            cuts.replace(group(&found, 0).range(), &decoded, Flag::Html);
        }
    }
}

/// The named entities that news pages leave in their text.
fn named(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
        "middot" => "·",
        "hellip" => "…",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "laquo" => "«",
        "raquo" => "»",
        "bull" => "•",
        "yen" => "¥",
        "euro" => "€",
        "pound" => "£",
        "copy" => "©",
        "reg" => "®",
        "trade" => "™",
        "times" => "×",
        "deg" => "°",
        _ => return None,
    })
}

/// `했다다.`: a machine's slip that doubles the ending of a sentence. 바다다 may be a noun with its copula: a doubling that
/// could be one counts only where the article has another that could not.
fn doubled_endings(cuts: &mut Cuts) {
    let input = cuts.input();
    let (mut at, mut found) = (0, Vec::new());
    while let Some(doubled) = DOUBLED.captures_at(input, at) {
        let (whole, doubled) = (group(&doubled, 0), group(&doubled, 1));
        found.push((is_past(whole.as_str()), doubled.range()));
        at = doubled.end();
    }
    let slips = found.iter().any(|(certain, _)| *certain);
    for (_, doubled) in found.into_iter().filter(|_| slips) {
        cuts.remove(doubled, Flag::DoubledEnding);
    }
}

/// Whether the syllable before the ending ends in ㅆ or ㅄ, as in 했다, 있다 and 없다, and in no noun.
fn is_past(doubled: &str) -> bool {
    /// Numbers of the final consonants ㅄ and ㅆ in a Hangul syllable (Unicode 3.12).
    const PAST: [u32; 2] = [18, 20];
    doubled.chars().next().is_some_and(|c| PAST.contains(&((c as u32).wrapping_sub(0xAC00) % 28)))
}

fn group<'h>(found: &regex::Captures<'h>, index: usize) -> Match<'h> {
    found.get(index).expect("the group takes part in every match of its pattern")
}
