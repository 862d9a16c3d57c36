//! Clock times with a zone: which day it is in UTC.

use super::calendar::{Period, shift};
use super::cursor::{eat_spaced, small_number};
use super::dates::Found;

/// Words before a date that name its zone, with hours east of Greenwich. Summer time is left out: it moves no day here
/// that the clock's own rounding would not.
const BEFORE: &[(&str, i16)] =
    &[("北京时间", 8), ("台北时间", 8), ("한국시간", 9), ("한국 시간", 9), ("한국시각", 9), ("东京时间", 9)];

/// Abbreviations behind a clock time.
const AFTER: &[(&str, i16)] = &[
    ("gmt", 0),
    ("utc", 0),
    ("kst", 9),
    ("jst", 9),
    ("cst", 8),
    ("hkt", 8),
    ("edt", -4),
    ("est", -5),
    ("et", -5),
    ("pdt", -7),
    ("pst", -8),
    ("pt", -8),
];

/// Moves a day that comes with clock and zone to its day of UTC: 北京时间2026年8月17日00:00 is 16 August. Without both
/// the day stays as stated.
pub(super) fn in_utc(s: &str, start: usize, found: Found) -> Found {
    let Some(Period::Day(day)) = found.period else { return found };
    let Some((hour, clock_end)) = clock(s, found.end) else { return found };
    let before = s[..start].trim_end();
    let zone = BEFORE.iter().find(|(w, _)| before.ends_with(w)).map(|z| z.1);
    let after =
        AFTER.iter().find(|(w, _)| eat_spaced(s, clock_end, &[*w]).is_some_and(|e| super::cursor::word_edge(s, e)));
    let Some(zone) = zone.or(after.map(|z| z.1)) else { return found };
    let days = i64::from(hour - zone).div_euclid(24);
    Found { end: clock_end, period: shift(day, days).map(Period::Day) }
}

/// The hour of a clock time with minutes that follows a date at once.
fn clock(s: &str, end: usize) -> Option<(i16, usize)> {
    let at = eat_spaced(s, end, &["at ", ""])?;
    let (hour, end) = small_number(s, at).filter(|h| (0..=24).contains(&h.0))?;
    let (_, end) = small_number(s, eat_spaced(s, end, &[":"])?).filter(|m| (0..60).contains(&m.0))?;
    Some((hour, end))
}
