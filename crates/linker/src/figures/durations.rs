//! Durations of hours and minutes, which are one quantity: 1小时50分, 2시간 30분, an hour and a half.

use newsbraid_text::Span;

use crate::annotations::Unit;
use crate::times::cursor::{eat, small_number, word_edge};

use super::number::Number;
use super::raw::Raw;
use super::units::Counted;

const MINUTE: Counted = Counted::Thing { unit: Unit::Minute, power: 0 };

/// Joins hours and the minutes behind them to minutes.
pub(crate) fn join(s: &str, raws: Vec<Raw>) -> Vec<Raw> {
    let mut joined: Vec<Raw> = Vec::with_capacity(raws.len());
    for raw in raws.into_iter().map(|raw| with_minutes(s, &raw).unwrap_or(raw)) {
        match joined.last_mut().and_then(|hours| minutes(s, hours, &raw)) {
            Some(both) => *joined.last_mut().expect("hours stand before their minutes") = both,
            None => joined.push(raw),
        }
    }
    joined
}

/// 1小时50分: 分 alone is a point, a cent or a tenth, behind hours it is a minute.
fn with_minutes(s: &str, hours: &Raw) -> Option<Raw> {
    let end = hours.span.end as usize;
    let (minutes, at) = small_number(s, end).filter(|n| n.0 < 60)?;
    let end = eat(s, at, &["分钟", "分"])?;
    let whole = hours.counted.unit() == Some(Unit::Hour) && hours.value.fract() == 0.0;
    whole.then(|| of(hours.value * 60.0 + f64::from(minutes), hours.number, Span::new(hours.span.start as usize, end)))
}

fn minutes(s: &str, hours: &Raw, minutes: &Raw) -> Option<Raw> {
    let units = (hours.counted.unit(), minutes.counted.unit()) == (Some(Unit::Hour), Some(Unit::Minute));
    let gap = s.get(hours.span.end as usize..minutes.span.start as usize)?;
    let whole = hours.value.fract() == 0.0 && minutes.value < 60.0 && hours.end_of_range.is_none();
    if !units || !whole || !matches!(gap, "" | " " | " and " | "零") {
        return None;
    }
    Some(of(hours.value * 60.0 + minutes.value, minutes.number, Span { end: minutes.span.end, ..hours.span }))
}

fn of(minutes: f64, number: Number, span: Span) -> Raw {
    let mut raw = Raw::new(span, number, MINUTE);
    (raw.value, raw.low, raw.high) = (minutes, minutes - 0.5, minutes + 0.5);
    raw
}

const HALVES: [(&str, f64); 4] = [
    ("an hour and a half", 90.0),
    ("one and a half hours", 90.0),
    ("two and a half hours", 150.0),
    ("half an hour", 30.0),
];

/// An hour and a half.
pub(crate) fn english(s: &str, at: usize) -> Option<Raw> {
    let (word, value) = HALVES.iter().find(|(word, _)| s[at..].starts_with(word))?;
    let end = at + word.len();
    let number = Number::of_words(1, at, end);
    word_edge(s, end).then(|| of(*value, number, Span::new(at, end)))
}
