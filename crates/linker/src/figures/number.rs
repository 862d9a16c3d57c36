//! Numbers with their scales: 570억600만, 8.43万亿, 三千八百亿, 38.6 billion, tens of thousands.

use crate::times::cursor::{char_at, eat, skip_space, word_edge};

use super::decimal::{Decimal, Rounding};
use super::digits::{self, Run};
use super::numeral::{self, Writing};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits, with or without a scale in words.
    Digits,
    /// A Chinese or Korean numeral.
    Numeral(Writing),
    /// English words.
    English,
}

/// A number read from a text, without its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub value: Decimal,
    pub rounding: Rounding,
    pub form: Form,
    /// Whether a decimal point was written.
    pub point: bool,
    /// Whether thousands were cut by commas.
    pub grouped: bool,
    /// The last large scale (万 is 4, billion is 9); 0 without, and after a last section without one (6만2000).
    pub scale: i32,
    /// The script of that scale.
    pub scale_writing: Option<Writing>,
    /// Whether 多 or 余 stands before its scale (3000多亿).
    pub more: bool,
    /// Whether the scale is one letter (k, m, b, t), which only money and counts of people have.
    pub letter: bool,
    /// Whether it is one digit or ten in words (两, three), which counts few things for sure.
    pub small_word: bool,
    /// Where it begins and ends.
    pub start: usize,
    pub end: usize,
}

/// The number that begins with the digit at `at`; the end of what looks like one and is none.
pub(crate) fn from_digits(s: &str, at: usize) -> Result<Number, usize> {
    let (value, place, point, grouped, end) = match digits::read(s.as_bytes(), at) {
        Run::Number { value, place, point, grouped, end } => (value, place, point, grouped, end),
        Run::Malformed { end } => return Err(end),
    };
    let bare = Number {
        value,
        rounding: Rounding::Place(place),
        form: Form::Digits,
        point,
        grouped,
        scale: 0,
        scale_writing: None,
        more: false,
        letter: false,
        small_word: false,
        start: at,
        end,
    };
    Ok(with_sections(s, bare, digit_section).or_else(|| english_scale(s, bare)).unwrap_or(bare))
}

/// The number without the letter that was taken for a scale.
pub(crate) fn without_letter(s: &str, number: Number) -> Number {
    match digits::read(s.as_bytes(), number.start) {
        Run::Number { value, place, end, .. } => {
            Number { value, rounding: Rounding::Place(place), scale: 0, letter: false, end, ..number }
        }
        Run::Malformed { .. } => number,
    }
}

/// The numeral that begins at `at`: 三千八百亿, 数千, 백만, 亿.
pub(crate) fn from_numeral(s: &str, at: usize) -> Option<Number> {
    let c = char_at(s, at)?;
    let writing = if crate::times::cursor::is_hangul(c) { Writing::Hangul } else { Writing::Han };
    let read = |s: &str, at: usize| numeral_section(s, at, writing);
    let first = read(s, at).or_else(|| {
        // 万 or 亿 alone: one of them.
        numeral::large(c).map(|_| Part {
            value: Decimal::new(1, 0),
            rounding: Rounding::Place(0),
            end: at,
            scaled: true,
        })
    })?;
    let bare = Number {
        value: first.value,
        rounding: first.rounding,
        form: Form::Numeral(writing),
        point: false,
        grouped: false,
        scale: 0,
        scale_writing: None,
        more: false,
        letter: false,
        small_word: !first.scaled,
        start: at,
        end: first.end,
    };
    Some(with_sections(s, bare, read).unwrap_or(bare)).filter(|n| n.end > at)
}

/// A coefficient of a large scale.
struct Part {
    value: Decimal,
    rounding: Rounding,
    end: usize,
    scaled: bool,
}

fn numeral_section(s: &str, at: usize, writing: Writing) -> Option<Part> {
    let section = numeral::section(s, at, writing)?;
    let value = Decimal::new(u128::from(section.value), 0);
    Some(Part { value, rounding: section.rounding, end: section.end, scaled: section.scaled })
}

/// Digits with 千 백 behind them: 5천, 3천5백, 600.
fn digit_section(s: &str, at: usize) -> Option<Part> {
    let Run::Number { value, place, end, .. } = (match s.as_bytes().get(at) {
        Some(b) if b.is_ascii_digit() => digits::read(s.as_bytes(), at),
        _ => return None,
    }) else {
        return None;
    };
    let mut part = Part { value, rounding: Rounding::Place(place), end, scaled: false };
    let Some((power, scale_end)) = small_after(s, end) else { return Some(part) };
    part = Part { value: value.scaled(power), rounding: Rounding::Place(place + power), end: scale_end, scaled: true };
    // 4천 2백만: behind a space only what has a scale of its own.
    let spaced = || digit_section(s, skip_space(s, scale_end)).filter(|rest| rest.scaled);
    let rest = digit_section(s, scale_end).or_else(spaced);
    let rest = rest.filter(|r| r.value.below(power) && !r.value.is_zero());
    if let Some((rest, sum)) = rest.and_then(|r| part.value.plus(r.value).map(|sum| (r, sum))) {
        part = Part { value: sum, scaled: true, ..rest };
    }
    Some(part)
}

/// 千 or 백 behind digits: at once, or behind a space before a large scale (6 百万).
fn small_after(s: &str, end: usize) -> Option<(i32, usize)> {
    let at_once = |at: usize| char_at(s, at).and_then(|c| Some((numeral::small(c)?.0, at + c.len_utf8())));
    at_once(end).or_else(|| at_once(skip_space(s, end)).filter(|(_, after)| numeral::large_at(s, *after).is_some()))
}

/// Adds up sections with falling scales: 74조9000억, 2,426억5천만, 6만2000. `None` where no scale follows at all.
fn with_sections(s: &str, bare: Number, read: impl Fn(&str, usize) -> Option<Part>) -> Option<Number> {
    let first =
        if bare.form == Form::Digits { read(s, bare.start)? } else { read(s, bare.start).unwrap_or(part_of(bare)) };
    let mut number = Number { value: first.value, rounding: first.rounding, end: first.end, ..bare };
    let more_end = eat(s, first.end, &["多", "余", "여"]).filter(|&end| numeral::large_at(s, end).is_some());
    number.more = more_end.is_some();
    let at = more_end.unwrap_or(first.end);
    let Some((power, end, writing)) = scale_after(s, at, bare.form == Form::Digits) else {
        return first.scaled.then_some(number);
    };
    number.take_scale(power, writing, end);
    while let Some(next) = next_section(s, &number, &read) {
        number = next;
    }
    Some(number)
}

fn part_of(number: Number) -> Part {
    Part { value: number.value, rounding: number.rounding, end: number.end, scaled: true }
}

/// A large scale at once or, after digits, behind one space.
fn scale_after(s: &str, end: usize, spaced: bool) -> Option<(i32, usize, Writing)> {
    numeral::large_at(s, end).or_else(|| numeral::large_at(s, skip_space(s, end)).filter(|_| spaced))
}

impl Number {
    /// A small whole number in words.
    pub(crate) fn of_words(value: u32, start: usize, end: usize) -> Number {
        Number { small_word: false, form: Form::Digits, ..english(start, end, value, Rounding::Place(0), 0) }
    }

    /// The same number with a scale that it shares with the other end of its range: the 3 of 3~5억.
    pub(crate) fn rescaled(self, power: i32) -> Number {
        Number { value: self.value.scaled(power), rounding: scaled(self.rounding, power), scale: power, ..self }
    }

    fn take_scale(&mut self, power: i32, writing: Writing, end: usize) {
        self.value = self.value.scaled(power);
        self.rounding = scaled(self.rounding, power);
        (self.scale, self.scale_writing, self.end, self.small_word) = (power, Some(writing), end, false);
    }
}

fn scaled(rounding: Rounding, power: i32) -> Rounding {
    match rounding {
        Rounding::Place(place) => Rounding::Place(place + power),
        Rounding::UpTo(most) => Rounding::UpTo(most.scaled(power)),
        Rounding::Exact => Rounding::Exact,
    }
}

/// The next, smaller section: the 9000억 of 74조9000억. Behind a space only where it has a scale of its own.
fn next_section(s: &str, number: &Number, read: &impl Fn(&str, usize) -> Option<Part>) -> Option<Number> {
    if number.scale == 0 || matches!(number.rounding, Rounding::UpTo(_)) {
        return None;
    }
    let spaced = number.scale_writing == Some(Writing::Hangul) && s.as_bytes().get(number.end) == Some(&b' ');
    let at = number.end + usize::from(spaced);
    let part = read(s, at)?;
    let (value, rounding, end, scale) = match numeral::large_at(s, part.end) {
        Some((power, end, writing)) if power < number.scale && Some(writing) == number.scale_writing => {
            (part.value.scaled(power), scaled(part.rounding, power), end, power)
        }
        Some(_) => return None,
        // 37만 5,000달러 is one sum.
        None if spaced && !part.scaled && !s[at..part.end].contains(',') => return None,
        // 三万五 is 35,000, 三万零五 is 30,005; 6만2000 is 62,000.
        None if number.form == Form::Numeral(Writing::Han) && !part.scaled && !s[..part.end - 3].ends_with('零') => {
            let power = number.scale - 1;
            (part.value.scaled(power), scaled(part.rounding, power), part.end, 0)
        }
        None => (part.value, part.rounding, part.end, 0),
    };
    // 1만5 is not 10,005, and 5만 20,000 are two numbers.
    let enough = scale > 0 || number.form != Form::Digits || part.scaled || !part.value.below(2);
    if !enough || !value.below(number.scale) {
        return None;
    }
    let rounding = match rounding {
        Rounding::UpTo(most) => Rounding::UpTo(number.value.plus(most)?),
        other => other,
    };
    Some(Number { value: number.value.plus(value)?, rounding, end, scale, ..*number })
}

const SCALES: &[(&str, i32)] = &[
    ("hundred", 2),
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("trillion", 12),
    ("mln", 6),
    ("bln", 9),
    ("trln", 12),
    ("mn", 6),
    ("bn", 9),
    ("tn", 12),
    ("k", 3),
    ("m", 6),
    ("b", 9),
    ("t", 12),
];

/// 38.6 billion, 57bn, 1.5m, 4.7-million.
fn english_scale(s: &str, bare: Number) -> Option<Number> {
    let gap = usize::from(matches!(s.as_bytes().get(bare.end), Some(b' ' | b'-')));
    let (power, end) = scale_word(s, bare.end + gap)?;
    let letter = end == bare.end + gap + 1;
    if letter && gap > 0 {
        return None;
    }
    Some(Number {
        value: bare.value.scaled(power),
        rounding: scaled(bare.rounding, power),
        scale: power,
        letter,
        end,
        ..bare
    })
}

fn scale_word(s: &str, at: usize) -> Option<(i32, usize)> {
    SCALES.iter().find_map(|(word, power)| {
        let end = eat(s, at, &[word]).filter(|&end| word_edge(s, end))?;
        Some((*power, end))
    })
}

const UNITS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words for unknown multiples: tens of thousands of people.
const VAGUE: &[(&str, u32)] = &[("dozens", 12), ("tens", 10), ("scores", 20), ("hundreds", 100), ("thousands", 1000)];
const VAGUE_SCALES: &[(&str, i32)] = &[("thousands", 3), ("millions", 6), ("billions", 9), ("trillions", 12)];

/// The number in English words at `at`, a word edge: three, twenty-one, two hundred and fifty, a million, dozens of.
pub(crate) fn from_english(s: &str, at: usize) -> Option<Number> {
    dozen(s, at).or_else(|| vague(s, at)).or_else(|| cardinal(s, at))
}

/// A dozen, half a dozen, two dozen.
fn dozen(s: &str, at: usize) -> Option<Number> {
    let half = eat(s, at, &["half a dozen", "half-dozen"]).map(|end| (6, end));
    let first = word(s, at);
    let count = || if first == "a" { Some(1) } else { lookup(UNITS, first).filter(|n| *n < 20) };
    let whole = || eat(s, at + first.len(), &[" dozen"]).and_then(|end| Some((12 * count()?, end)));
    let (value, end) = half.or_else(whole)?;
    let number = english(at, end, value, Rounding::Place(0), 0);
    word_edge(s, end).then_some(Number { small_word: false, ..number })
}

fn word(s: &str, at: usize) -> &str {
    let len = s.as_bytes()[at..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
    &s[at..at + len]
}

fn lookup<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}

fn english(start: usize, end: usize, value: u32, rounding: Rounding, scale: i32) -> Number {
    Number {
        value: Decimal::new(u128::from(value), 0).scaled(scale),
        rounding: scaled(rounding, scale),
        form: Form::English,
        point: false,
        grouped: false,
        scale,
        scale_writing: None,
        more: false,
        letter: false,
        small_word: value <= 10 && scale == 0 && rounding == Rounding::Place(0),
        start,
        end,
    }
}

fn cardinal(s: &str, at: usize) -> Option<Number> {
    let first = word(s, at);
    let (mut total, mut end) = match lookup(UNITS, first) {
        Some(n) => (n, at + first.len()),
        // "a million", "a hundred"
        None if first == "a" => (1, at + 1),
        None => return None,
    };
    if (20..100).contains(&total) && matches!(s.as_bytes().get(end), Some(b'-' | b' ')) {
        let ones = word(s, end + 1);
        if let Some(n @ 1..=9) = lookup(UNITS, ones) {
            (total, end) = (total + n, end + 1 + ones.len());
        }
    }
    let (mut scale, mut scaled_by_word) = (0, false);
    while let Some((power, after)) =
        eat(s, end, &[" ", "-"]).and_then(|at| scale_word(s, at)).filter(|(p, e)| *e - end > 2 && scale + p <= 15)
    {
        (scale, end, scaled_by_word) = (scale + power, after, true);
    }
    if first == "a" && !scaled_by_word {
        return None;
    }
    Some(english(at, end, total, Rounding::Place(0), scale))
}

fn vague(s: &str, at: usize) -> Option<Number> {
    let first = word(s, at);
    let base = lookup(VAGUE, first).map(|n| (n, 0)).or_else(|| lookup(VAGUE_SCALES, first).map(|p| (1, p)));
    let (base, mut scale) = base?;
    let mut end = at + first.len();
    if let Some(next) = eat(s, end, &[" of "]) {
        let more = word(s, next);
        match lookup(VAGUE_SCALES, more) {
            Some(power) => (scale, end) = (scale + power, next + more.len()),
            None => end = next - 1,
        }
    }
    let most = Decimal::new(u128::from(base) * 10 - 1, 0);
    Some(english(at, end, base, Rounding::UpTo(most), scale))
}
