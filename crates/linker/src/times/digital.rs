//! Dates and times of day in digits and signs alone.

use super::calendar::Period;
use super::cursor::{eat, eat_spaced, skip_space, small_number, word_edge};
use super::dates::Found;
use super::years::YEARS;

/// 2025-08-29, 2025/8/29, 2025.8.29; the year first, since 3/4/2025 is two dates.
pub(super) fn iso(s: &str, at: usize) -> Option<Found> {
    let (year, end) = small_number(s, at)?;
    let mark = *s.as_bytes().get(end)?;
    if !YEARS.contains(&year) || !matches!(mark, b'-' | b'/' | b'.') {
        return None;
    }
    let (month, end) = small_number(s, end + 1)?;
    if s.as_bytes().get(end) != Some(&mark) {
        return None;
    }
    let (day, end) = small_number(s, end + 1)?;
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    word_edge(s, end).then_some(Found { end, period: Some(Period::Day(date)) })
}

/// 25/12/2025, 12/25/2025, and 3/4/2025, which is 4 March to some and 3 April to others: kept with both readings.
pub(super) fn year_last(s: &str, at: usize) -> Option<Found> {
    let (first, end) = small_number(s, at).filter(|n| n.1 <= at + 2)?;
    let mark = *s.as_bytes().get(end).filter(|b| matches!(b, b'/' | b'.' | b'-'))?;
    let (second, end) = small_number(s, end + 1).filter(|n| n.1 <= end + 3)?;
    if s.as_bytes().get(end) != Some(&mark) {
        return None;
    }
    let (year, end) = small_number(s, end + 1).filter(|n| YEARS.contains(&n.0))?;
    let date = |month: i16, day: i16| jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    let period = match (date(first, second), date(second, first)) {
        (Some(a), Some(b)) if a != b => Period::Either(a.min(b), a.max(b)),
        (a, b) => Period::Day(a.or(b)?),
    };
    word_edge(s, end).then_some(Found { end, period: Some(period) })
}

/// 14:07, 11시 47분, 9时30分, 4pm: no quantity, and no day either.
pub(super) fn clock(s: &str, at: usize) -> Option<Found> {
    let (hour, end) = small_number(s, at)?;
    if !(0..=24).contains(&hour) {
        return None;
    }
    let minutes = |end: usize| small_number(s, end).filter(|m| (0..60).contains(&m.0));
    if s.as_bytes().get(end) == Some(&b':') {
        let (_, mut end) = minutes(end + 1)?;
        if s.as_bytes().get(end) == Some(&b':') {
            end = minutes(end + 1).map_or(end, |m| m.1);
        }
        return Some(Found { end, period: None });
    }
    if let Some(end) = eat_spaced(s, end, &["a.m.", "p.m.", "am", "pm"]).filter(|&e| word_edge(s, e)) {
        return Some(Found { end, period: None });
    }
    let end = skip_space(s, end);
    let hours = eat(s, end, &["시", "时", "点"])?;
    let next = s[hours..].chars().next();
    if next.is_some_and(|c| matches!(c, '간' | '장' | '민' | '점' | '도' | '스')) {
        return None;
    }
    let end = minutes(skip_space(s, hours)).and_then(|(_, end)| eat_spaced(s, end, &["분", "分"])).unwrap_or(hours);
    // 点 is a point of an index as well: a clock has minutes, or a time of day about it.
    let told = end > hours || next.is_some_and(|c| matches!(c, '半' | '钟' | '整' | '许' | '1'..='9'));
    let before = &s[..at];
    let part_of_day = ["午", "晚", "晨", "早", "夜", "日", "间"].iter().any(|w| before.trim_end().ends_with(w));
    (!s[..hours].ends_with('点') || told || part_of_day).then_some(Found { end, period: None })
}
