//! Products with their version: Qwen2.5-Max, Gemini 3, Qwen App.

use newsbraid_kb::{Kind, KnowledgeBase};

use super::boundary::Surroundings;
use super::short_forms::Settled;

/// What stands behind a version as part of it.
const EDITIONS: &[&str] =
    &["max", "pro", "plus", "turbo", "mini", "flash", "ultra", "lite", "nano", "coder", "preview"];

/// Units that make a number behind a product a quantity.
const QUANTITIES: &[&str] = &[
    "%", "억", "만", "亿", "万", "million", "billion", "percent", "年", "년", "月", "월", "日", "일", "개", "个", "款",
];

/// Widens Latin names of products over the version, edition or `App` that follows.
pub(crate) fn versions(base: &KnowledgeBase, mentions: &mut [Settled], around: &Surroundings) {
    for at in 0..mentions.len() {
        let mention = mentions[at];
        let limit = mentions.get(at + 1).map_or(around.text.len(), |next| next.span.start as usize);
        if base.entity(mention.entity).kind == Kind::Product {
            let rest = &around.text[mention.span.end as usize..limit];
            let latin = mention.span.of(around.text).ends_with(|c: char| c.is_ascii_alphanumeric());
            let after_digit = mention.span.of(around.text).ends_with(|c: char| c.is_ascii_digit());
            let version = if latin { version(rest, after_digit) } else { 0 };
            mentions[at].span.end += (version + edition(&rest[version..], version > 0 || after_digit)) as u32;
        }
    }
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
    let mut end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    end = number[..end].trim_end_matches('.').len();
    if lead > 1 || end == 0 || end > 5 || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    if number[end..].starts_with(|c: char| c.is_ascii_lowercase()) {
        end += 1;
    }
    let after = &number[end..];
    let quantity = QUANTITIES.iter().any(|unit| after.trim_start().starts_with(unit));
    let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == ',');
    if quantity || goes_on { 0 } else { lead + end }
}

/// Bytes of `-Max`, ` Pro` after a version, or ` App` after the bare name.
fn edition(rest: &str, versioned: bool) -> usize {
    let word = rest.trim_start_matches([' ', '-']);
    let lead = rest.len() - word.len();
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let fits = (versioned && lead == 1 && EDITIONS.contains(&&word[..end])) || (lead <= 1 && &word[..end] == "app");
    if fits { lead + end } else { 0 }
}
