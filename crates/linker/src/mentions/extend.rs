//! Products with their version: Qwen2.5-Max, Gemini 3, Qwen App.

use newsbraid_kb::{Kind, KnowledgeBase};

use newsbraid_text::Span;

use super::boundary::Surroundings;
use super::short_forms::Settled;
use crate::unknown::{UnknownName, keys};

/// What stands behind a version as part of it.
const EDITIONS: &[&str] =
    &["max", "pro", "plus", "turbo", "mini", "flash", "ultra", "lite", "nano", "coder", "preview"];

/// Units that make a number behind a product a quantity.
const QUANTITIES: &[&str] = &[
    "%", "억", "만", "亿", "万", "million", "billion", "percent", "年", "년", "月", "월", "日", "일", "개", "个", "款",
];

/// Looks for the version, edition or `App` behind Latin names of products. A bare `App` widens the mention; a version
/// that the base does not list makes another product, GLM-9 beside GLM-5, which is taken out and returned as unknown.
pub(crate) fn versions(base: &KnowledgeBase, mentions: &mut Vec<Settled>, around: &Surroundings) -> Vec<UnknownName> {
    let limits: Vec<usize> =
        mentions.iter().skip(1).map(|next| next.span.start as usize).chain([around.text.len()]).collect();
    let mut unknown = Vec::new();
    let mut limits = limits.into_iter();
    mentions.retain_mut(|mention| {
        let limit = limits.next().expect("a limit for each mention");
        if base.entity(mention.entity).kind != Kind::Product {
            return true;
        }
        let rest = &around.text[mention.span.end as usize..limit];
        let latin = mention.span.of(around.text).ends_with(|c: char| c.is_ascii_alphanumeric());
        let after_digit = mention.span.of(around.text).ends_with(|c: char| c.is_ascii_digit());
        let version = if latin { version(rest, after_digit) } else { 0 };
        let edition = edition(&rest[version..], version > 0 || after_digit);
        let span = Span { start: mention.span.start, end: mention.span.end + (version + edition) as u32 };
        if version > 0 {
            let key = keys::thing(Kind::Product, span.of(around.text));
            unknown.push(UnknownName::pattern(span, key, Kind::Product));
            return false;
        }
        mention.span = span;
        true
    });
    unknown
}

/// Bytes of `2.5`, ` 3`, `-4o` at the start of `rest`; of `.2` after a name that ends in a digit.
fn version(rest: &str, after_digit: bool) -> usize {
    let number = rest.trim_start_matches([' ', '-']);
    let lead = rest.len() - number.len();
    if after_digit {
        let minor = rest.strip_prefix('.').unwrap_or("");
        let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
        let goes_on = minor[digits..].starts_with(|c: char| c.is_ascii_alphanumeric());
        return if (1..=2).contains(&digits) && !goes_on { 1 + digits } else { 0 };
    }
    // V3.1, K3: one letter may stand before the digits.
    let letter = usize::from(number.starts_with(|c: char| c.is_ascii_lowercase()) && lead == 1);
    let digits = &number[letter..];
    let mut end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    end = digits[..end].trim_end_matches('.').len();
    let whole = digits[..end].split('.').next().unwrap_or("").len();
    if lead > 1 || !(1..=WHOLE_DIGITS).contains(&whole) || end > 5 {
        return 0;
    }
    if digits[end..].starts_with(|c: char| c.is_ascii_lowercase()) {
        end += 1;
    }
    let after = &digits[end..];
    let quantity = QUANTITIES.iter().any(|unit| after.trim_start().starts_with(unit));
    let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == ',');
    if quantity || goes_on { 0 } else { lead + letter + end }
}

/// Digits of a version before its point; 2026 is a year and 3000 a level of an index.
const WHOLE_DIGITS: usize = 2;

/// Bytes of `-Max`, ` Pro` after a version, or ` App` after the bare name.
fn edition(rest: &str, versioned: bool) -> usize {
    let word = rest.trim_start_matches([' ', '-']);
    let lead = rest.len() - word.len();
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let fits = (versioned && lead == 1 && EDITIONS.contains(&&word[..end])) || (lead <= 1 && &word[..end] == "app");
    if fits { lead + end } else { 0 }
}
