//! Fractions and parts: 三分之一, 3분의 1, 百分之三十, 一半, 절반, two-thirds.

use newsbraid_text::Span;

use crate::annotations::Unit;
use crate::times::cursor::{char_at, char_before, eat, eat_spaced, is_hangul, skip_space, word_edge};

use super::decimal::Rounding;
use super::number::{self, Number};
use super::raw::Raw;
use super::units::Counted;

const MULTIPLE: Counted = Counted::Thing { unit: Unit::Multiple, power: 0 };

/// After a denominator: `Some(None)` where it is a fraction that has no value (of nought parts).
pub(crate) fn after(s: &str, denominator: &Number) -> Option<Option<Raw>> {
    let at = eat_spaced(s, denominator.end, &["分之", "분의"])?;
    let numerator = number_at(s, skip_space(s, at))?;
    let raw = ratio(&numerator, denominator);
    Some(raw.map(|value| fraction(denominator.start, numerator, value)))
}

fn number_at(s: &str, at: usize) -> Option<Number> {
    let c = char_at(s, at)?;
    if c.is_ascii_digit() { number::from_digits(s, at).ok() } else { number::from_numeral(s, at) }
}

fn ratio(numerator: &Number, denominator: &Number) -> Option<f64> {
    (!denominator.value.is_zero()).then(|| numerator.value.to_f64() / denominator.value.to_f64())
}

fn fraction(start: usize, numerator: Number, value: f64) -> Raw {
    let number = Number { rounding: Rounding::Exact, start, small_word: false, ..numerator };
    let mut raw = Raw::new(Span::new(start, numerator.end), number, MULTIPLE);
    (raw.value, raw.low, raw.high) = (value, value, value);
    raw
}

/// 百分之三十, 百分之3.5, 千分之五: `Some(None)` where no number follows.
pub(crate) fn percent(s: &str, at: usize) -> Option<Option<Raw>> {
    let (end, power) = match (eat(s, at, &["百分之"]), eat(s, at, &["千分之"])) {
        (Some(end), _) => (end, 0),
        (_, Some(end)) => (end, -1),
        _ => return None,
    };
    let number = number_at(s, skip_space(s, end)).map(|n| Number { small_word: false, ..n });
    Some(number.map(|n| Raw::new(Span::new(at, n.end), n, Counted::Thing { unit: Unit::Percent, power })))
}

/// 一半, 半数, 절반.
pub(crate) fn word(s: &str, at: usize) -> Option<Raw> {
    let end = eat(s, at, &["一半", "半数", "절반"])?;
    let korean = char_at(s, at).is_some_and(is_hangul) && char_before(s, at).is_some_and(is_hangul);
    (!korean).then(|| part(at, end, 1, 2))
}

const ENGLISH: [(&str, u32, u32); 12] = [
    ("two-thirds", 2, 3),
    ("two thirds", 2, 3),
    ("three-quarters", 3, 4),
    ("three quarters of", 3, 4),
    ("one-third", 1, 3),
    ("one third", 1, 3),
    ("a third of", 1, 3),
    ("one-quarter", 1, 4),
    ("a quarter of", 1, 4),
    ("one-fifth", 1, 5),
    ("a fifth of", 1, 5),
    ("half of", 1, 2),
];

/// Two-thirds, a third of, half of.
pub(crate) fn english(s: &str, at: usize) -> Option<Raw> {
    let (word, numerator, denominator) = ENGLISH.iter().find(|(w, _, _)| s[at..].starts_with(w))?;
    let whole = at + word.len();
    let end = at + word.trim_end_matches(" of").len();
    word_edge(s, whole).then(|| part(at, skip_space(s, end).min(end), *numerator, *denominator))
}

/// Wholes of which parts are told: one in five, four out of ten; nothing else follows "in" so often as a place or a time.
const WHOLES: [f64; 15] = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 20.0, 50.0, 100.0, 1e3, 1e4];

/// One in five, 3 in 10, four out of 10, behind the number that it begins with.
pub(crate) fn out_of(s: &str, numerator: &Number) -> Option<Raw> {
    let at = eat(s, numerator.end, &[" in every ", " in ", " out of every ", " out of "])?;
    let whole = match char_at(s, at)? {
        c if c.is_ascii_digit() => number::from_digits(s, at).ok()?,
        _ => number::from_english(s, at)?,
    };
    let (part, of) = (numerator.value.to_f64(), whole.value.to_f64());
    let exact = whole.rounding == Rounding::Place(0) && numerator.rounding == Rounding::Place(0);
    let told = exact && part < of && WHOLES.contains(&of) && word_edge(s, whole.end);
    let timed =
        ["-", " year", " month", " week", " day", " hour", " minute", " second", " game", " match", "%", " per"];
    (told && !timed.iter().any(|w| s[whole.end..].starts_with(w)))
        .then(|| fraction(numerator.start, Number { end: whole.end, ..*numerator }, part / of))
}

fn part(start: usize, end: usize, numerator: u32, denominator: u32) -> Raw {
    let number = Number::of_words(numerator, start, end);
    Raw { span: Span::new(start, end), ..fraction(start, number, f64::from(numerator) / f64::from(denominator)) }
}
