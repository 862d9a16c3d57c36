//! Numbers of an article, whatever they count.

use newsbraid_linker::Annotations;
use newsbraid_text::Span;

use super::collect::{Collector, feature_hash};
use super::figures::rounded;
use super::{Article, Place};
use crate::family::Family;

/// Words of scale, the longer before its beginning, with the power of ten.
const SCALES: [(&str, i32); 27] = [
    ("trillion", 12),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
    ("bn", 9),
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("亿", 8),
    ("万", 4),
    ("兆", 12),
    ("천억", 11),
    ("백억", 10),
    ("십억", 9),
    ("천만", 7),
    ("백만", 6),
    ("십만", 5),
    ("조", 12),
    ("억", 8),
    ("만", 4),
    ("천", 3),
    ("백", 2),
    ("千", 3),
];
/// Signs of a percentage.
const PERCENT: [&str; 6] = ["%", "percent", "per cent", "퍼센트", "프로", "个百分点"];

/// Adds the numbers outside of the dates that the linker found.
pub(super) fn collect(article: &Article, annotations: &Annotations, out: &mut Collector) {
    for number in outside_times(article, annotations) {
        let Some(place) = article.place(number.span.start) else { continue };
        let place = if place == Place::Far { Place::Rest } else { place };
        out.add_as(Family::Figure, &number.key(), number.span.of(article.text()).trim(), place, 1.0);
    }
}

/// Hashes of the features of exact figures, sorted.
pub(super) fn exact(article: &Article, annotations: &Annotations) -> Vec<u64> {
    let numbers = outside_times(article, annotations).filter(Number::is_exact);
    let mut found: Vec<u64> = numbers.map(|number| feature_hash(Family::Figure, 0, &number.key())).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn outside_times(article: &Article, annotations: &Annotations) -> impl Iterator<Item = Number> {
    let normalized = &article.analysis.normalized;
    let times: Vec<Span> = annotations.times.iter().map(|time| normalized.from_source(time.span)).collect();
    numbers(article.text()).into_iter().filter(move |number| {
        let after = times.partition_point(|t| t.start <= number.span.start);
        after.checked_sub(1).is_none_or(|i| number.span.start >= times[i].end)
    })
}

/// A number in a text.
#[derive(Debug, PartialEq)]
struct Number {
    span: Span,
    value: f64,
    percent: bool,
}

impl Number {
    /// Rounded to three digits, since texts round differently: 2,477.95亿 and 2,478억 are one figure.
    fn key(&self) -> String {
        format!("{}{}", rounded(self.value), if self.percent { "%" } else { "" })
    }

    /// Whether it has three digits that say something and is no year: 398.24亿, 2,478억, not 3800亿, 34% or 2025.
    fn is_exact(&self) -> bool {
        let year = (1900.0..2100.0).contains(&self.value) && self.value.fract() == 0.0;
        !year && !rounded(self.value).contains("0e")
    }
}

/// All numbers written with digits: 74조9000억 is one.
fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let (value, mut end) = number_at(text, start);
        let rest = text[end..].trim_start_matches(' ');
        let percent = PERCENT.iter().find(|sign| rest.starts_with(**sign));
        if let Some(sign) = percent {
            end = text.len() - rest.len() + sign.len();
        }
        // A digit inside a word (qwen3, f-35) belongs to the word, which counts as one.
        let in_word = text[..start].ends_with(|c: char| c.is_ascii_alphabetic());
        if !in_word {
            found.push(Number { span: Span::new(start, end), value, percent: percent.is_some() });
        }
        at = end;
    }
    found
}

/// The number that begins at `start`: its value and end.
fn number_at(text: &str, start: usize) -> (f64, usize) {
    let (mut total, mut at, mut least) = (0.0, start, i32::MAX);
    loop {
        let len = digits_len(&text[at..]);
        let value: f64 = text[at..at + len].replace(',', "").parse().unwrap_or(0.0);
        let rest = text[at + len..].strip_prefix(' ').unwrap_or(&text[at + len..]);
        let scale =
            SCALES.iter().find(|(word, power)| *power < least && rest.starts_with(word) && ends_word(rest, word));
        let Some((word, power)) = scale else {
            return (total + value, at + len);
        };
        total += value * 10f64.powi(*power);
        at = text.len() - rest.len() + word.len();
        least = *power;
        if !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            return (total, at);
        }
    }
}

/// A Latin word of scale must end where it ends (bn, not bnp).
fn ends_word(rest: &str, word: &str) -> bool {
    !word.is_ascii() || !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Digits with thousands separators and one decimal point.
fn digits_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    let mut point = false;
    while digit(at) || (at > 0 && digit(at + 1) && (bytes[at] == b',' || (bytes[at] == b'.' && !point))) {
        point |= bytes[at] == b'.';
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_figure_agree() {
        let check = |text: &str, expect: &[&str]| {
            assert_eq!(numbers(text).iter().map(Number::key).collect::<Vec<_>>(), expect, "{text}");
        };
        check("3,800억 위안", &["3.80e11"]);
        check("3800亿元", &["3.80e11"]);
        check("380 billion yuan", &["3.80e11"]);
        check("2,477.95亿元", &["2.48e11"]);
        check("74조9000억원", &["7.49e13"]);
        check("2,426억5천만 위안", &["2.43e11"]);
        check("34% and 34 percent, 34", &["3.40e1%", "3.40e1%", "3.40e1"]);
        check("qwen3 f35", &[]);
        check("8월 3일 1,200명", &["8.00e0", "3.00e0", "1.20e3"]);
        check("", &[]);
    }

    #[test]
    fn exact_figures_tell_reports_apart() {
        for (text, expect) in
            [("398.24亿", true), ("2,478억", true), ("3800亿", false), ("34%", false), ("2025", false), ("57.1%", true)]
        {
            assert_eq!(numbers(text)[0].is_exact(), expect, "{text}");
        }
    }
}
