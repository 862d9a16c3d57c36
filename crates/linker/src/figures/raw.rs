//! A quantity as it stands in a text: a number, its unit or currency, and what around it says that it is more or less.

use newsbraid_text::Span;

use crate::annotations::Unit;
use crate::times::cursor::{char_at, char_before, eat, eat_spaced, is_han, is_hangul, skip_space_back, word_edge};

use super::casualties::has_verb;
use super::decimal::{Rounding, interval};
use super::number::{self, Form, Number};
use super::numeral;
use super::units::{Counted, Units};

/// A quantity as it stands, before it is known what it measures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raw {
    /// Bytes of the normalised text, with the unit.
    pub span: Span,
    pub number: Number,
    pub counted: Counted,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whether a minus stands before it.
    pub negative: bool,
    /// Whether 여, 余, 多 or + says that it is more.
    pub more: bool,
    /// Whether it is the lower or upper end of a range.
    pub end_of_range: Option<End>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Lower,
    Upper,
}

impl Raw {
    pub(crate) fn new(span: Span, number: Number, counted: Counted) -> Raw {
        let mut raw = Raw {
            span,
            number,
            counted,
            value: 0.0,
            low: 0.0,
            high: 0.0,
            negative: false,
            more: false,
            end_of_range: None,
        };
        raw.evaluate();
        raw
    }

    /// Sets value and interval by number and unit.
    pub(crate) fn evaluate(&mut self) {
        let power = self.counted.power();
        let value = self.number.value.scaled(power);
        let rounding = match self.number.rounding {
            Rounding::Place(place) => Rounding::Place(place + power),
            Rounding::UpTo(most) => Rounding::UpTo(most.scaled(power)),
            Rounding::Exact => Rounding::Exact,
        };
        let noughts =
            !self.number.point && !matches!(self.counted.unit(), Some(Unit::Percent | Unit::Year | Unit::Multiple));
        self.value = value.to_f64();
        (self.low, self.high) = interval(value, rounding, noughts);
    }
}

/// A number with what stands around it; `None` where letters at its end make it a name (88vip, 5g).
pub(crate) fn read(s: &str, number: Number, before: Option<(u8, usize)>, units: &Units) -> Option<Raw> {
    let start = before.map_or(number.start, |b| b.1);
    let (more, at) = more_after(s, &number);
    let after = units.counted(s, &number, at).or_else(|| units.counted(s, &number, number.end));
    let (counted, end) = match (before, after) {
        (Some((code, _)), Some((Counted::Money { .. }, end))) => (Counted::money(code), end),
        (Some((code, _)), _) => (Counted::money(code), if more { at } else { number.end }),
        (None, Some((counted, end))) => (counted, end),
        (None, None) if ends_plainly(s, number.end) => (Counted::Bare, number.end),
        (None, None) => return None,
    };
    if counted == Counted::Bare && !bare_stands(s, &number) {
        return None;
    }
    let (number, end) = with_tenth(s, number, counted, end);
    let mut raw = Raw::new(Span::new(start, end), number, counted);
    raw.more = more || number.more;
    raw.negative = minus_before(s, start) || (counted.unit() == Some(Unit::Celsius) && below_zero(s, start));
    Some(raw)
}

/// Whether a number ends without letters or a hyphen to another word; a hyphen to a number is a range, and so is one
/// before "to" (18- to 29-year-olds).
fn ends_plainly(s: &str, end: usize) -> bool {
    let bytes = s.as_bytes();
    if s[end..].starts_with("- to ") {
        return true;
    }
    word_edge(s, end)
        && (bytes.get(end) != Some(&b'-') || bytes.get(end + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'$'))
}

/// 八成五 is 85%: the digit behind 成 is a tenth of it.
fn with_tenth(s: &str, number: Number, counted: Counted, end: usize) -> (Number, usize) {
    let tenths = counted == Counted::Thing { unit: Unit::Percent, power: 1 } && s[..end].ends_with('成');
    let digit = char_at(s, end).filter(|c| tenths && numeral::is_digit(*c));
    let digit = digit.and_then(|c| Some((c, number::from_numeral(s, end).filter(|n| n.end == end + c.len_utf8())?)));
    let sum = digit.and_then(|(c, n)| Some((number.value.plus(n.value.scaled(-1))?, end + c.len_utf8())));
    match sum {
        Some((value, end)) => (Number { value, rounding: Rounding::Place(-1), ..number }, end),
        None => (number, end),
    }
}

/// 150여 명, 40多人, 300余家, 300+.
fn more_after(s: &str, number: &Number) -> (bool, usize) {
    let spaced = || eat_spaced(s, number.end, &["余", "多"]);
    match eat(s, number.end, &["여", "余", "多", "+"]).or_else(spaced) {
        Some(end) => (true, end),
        None => (false, number.end),
    }
}

/// Whether a number without a unit may become a figure by a measure: what follows it is no word that it belongs to.
fn bare_stands(s: &str, number: &Number) -> bool {
    let Some(next) = char_at(s, number.end) else { return true };
    if number.scale_writing.is_some() {
        return true;
    }
    if number.form != Form::Digits {
        return number.scale >= 3 || has_verb(s, number.start, number.end);
    }
    if is_hangul(next) {
        return "은는이가을를의로으와과도만에까부".contains(next) && !s[number.end..].starts_with("이하");
    }
    !is_han(next) || "的以左之上至到和与及降升".contains(next)
}

fn minus_before(s: &str, start: usize) -> bool {
    let Some(mark) = char_before(s, start).filter(|c| matches!(c, '-' | '▼' | '△')) else { return false };
    !char_before(s, start - mark.len_utf8()).is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '-' | ')'))
}

fn below_zero(s: &str, start: usize) -> bool {
    let before = &s[..skip_space_back(s, start)];
    ["零下", "영하", "负"].iter().any(|w| before.ends_with(w))
}
