//! Dates of publication: given, in a dateline, or in a file's name. Never guessed: a date without a year is none.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use regex::{Captures, Regex};

use crate::Precision;

/// A time of publication and how exact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The moment; midnight in the zone of the input for a day alone.
    pub at: Timestamp,
    /// How exact.
    pub precision: Precision,
}

static FULL_DATE: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?P<y>(?:19|20)\d\d)(?:-|\.\s?|/|年\s?|년\s?)(?P<m>\d{1,2})(?:-|\.\s?|/|月\s?|월\s?)(?P<d>\d{1,2})(?:日|일|\.)?";
    let time = r"(?:T|\s*(?:[\(（]?[월화수목금토일一二三四五六日][\)）]\s*)?(?P<half>오전|오후|上午|下午|AM|PM)?\s*)(?P<h>\d{1,2})(?::|时|時|点|點|시\s?)(?P<min>\d{1,2})(?:分|분)?(?::(?P<s>\d\d))?";
    Regex::new(&format!(r"{date}(?:{time})?")).expect("the pattern is a literal")
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
    let time = r"(?:,?\s+(?:at\s+)?(?P<h>\d{1,2}):(?P<min>\d{2})\s*(?P<half>am|pm)?)?";
    let pattern = format!(
        r"(?i)\b(?:(?P<m1>{months})[a-z]*\.?\s+(?P<d1>\d{{1,2}}),?\s+(?P<y1>20\d\d)|(?P<d2>\d{{1,2}})\s+(?P<m2>{months})[a-z]*\.?,?\s+(?P<y2>20\d\d)){time}"
    );
    Regex::new(&pattern).expect("the pattern is a literal")
});

/// Reads a time of publication in the forms that corpora have: RFC 3339 and RFC 2822, `2026-03-02 14:07`, `20260302`,
/// `2026.03.02. 오후 2:07`, `2026年3月2日14时07分`, `March 2, 2026`, and seconds since 1970. `zone` serves where none is
/// named. Nothing else may stand around it.
///
/// ```
/// use jiff::tz::TimeZone;
/// use newsbraid_text::clean::parse_stamp;
/// let at = |s: &str| parse_stamp(s, &TimeZone::UTC).map(|stamp| stamp.at.to_string());
/// assert_eq!(at("2026.03.02. 오후 2:07").unwrap(), "2026-03-02T14:07:00Z");
/// assert_eq!(at("2026-03-02T09:00:00+09:00").unwrap(), "2026-03-02T00:00:00Z");
/// assert_eq!(at("3월 2일"), None);
/// ```
pub fn parse_stamp(given: &str, zone: &TimeZone) -> Option<Stamp> {
    let given = given.trim();
    if let Ok(at) = given.parse::<Timestamp>() {
        return Some(Stamp { at, precision: Precision::Second });
    }
    if let Ok(at) = rfc2822::parse(given) {
        return Some(Stamp { at: at.timestamp(), precision: Precision::Second });
    }
    if given.bytes().all(|b| b.is_ascii_digit()) {
        return digits(given, zone);
    }
    if let Some(offset) = given.find(['+', 'Z']).filter(|&at| at > 15) {
        // `2026-03-02T09:00+09:00` and `…+0900`, which RFC 3339 does not know.
        let rest = given[offset..].replace(':', "").replace('Z', "+0000");
        let local = find(&given[..offset], zone)?;
        let shift = jiff::tz::Offset::from_seconds(offset_seconds(&rest)?).ok()?;
        let wall = zone.to_datetime(local.at);
        return Some(Stamp { at: shift.to_timestamp(wall).ok()?, precision: local.precision });
    }
    let found = FULL_DATE.find(given).or_else(|| ENGLISH.find(given))?;
    let around = given.len() - found.len();
    if around > LONGEST_AROUND { None } else { find(given, zone) }
}

/// Bytes that may stand around a given date: a weekday, the name of a zone.
const LONGEST_AROUND: usize = 16;

fn offset_seconds(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..5)?;
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    Some(sign * (hours * 3600 + minutes * 60))
}

/// `20260302`, `202603021407`, `20260302140700`, or seconds (ten digits) since 1970.
fn digits(given: &str, zone: &TimeZone) -> Option<Stamp> {
    let number = |range: std::ops::Range<usize>| given[range].parse::<i16>().ok();
    match given.len() {
        8 | 12 | 14 => {
            let date = Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()?;
            let hour = if given.len() > 8 { number(8..10)? } else { 0 };
            let minute = if given.len() > 8 { number(10..12)? } else { 0 };
            let second = if given.len() == 14 { number(12..14)? } else { 0 };
            let precision =
                [Precision::Day, Precision::Minute, Precision::Second][(given.len() - 7) / 4 + (given.len() / 14)];
            let time = Time::new(hour as i8, minute as i8, second as i8, 0).ok()?;
            stamp(date.to_datetime(time), precision, zone)
        }
        10 => Some(Stamp { at: Timestamp::from_second(given.parse().ok()?).ok()?, precision: Precision::Second }),
        _ => None,
    }
}

/// The first full date of a text.
fn find(text: &str, zone: &TimeZone) -> Option<Stamp> {
    if let Some(found) = FULL_DATE.captures(text) {
        let get = |name: &str| found.name(name).map(|m| m.as_str());
        let date = Date::new(get("y")?.parse().ok()?, get("m")?.parse().ok()?, get("d")?.parse().ok()?).ok()?;
        return with_time(date, &found, zone);
    }
    let found = ENGLISH.captures(text)?;
    let get = |a: &str, b: &str| found.name(a).or_else(|| found.name(b)).map(|m| m.as_str());
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = names.iter().position(|name| get("m1", "m2").is_some_and(|m| m.eq_ignore_ascii_case(name)))?;
    let date = Date::new(get("y1", "y2")?.parse().ok()?, month as i8 + 1, get("d1", "d2")?.parse().ok()?).ok()?;
    with_time(date, &found, zone)
}

fn with_time(date: Date, found: &Captures, zone: &TimeZone) -> Option<Stamp> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
    let Some((mut hour, minute)) = number("h").zip(number("min")) else {
        return stamp(date.to_datetime(Time::midnight()), Precision::Day, zone);
    };
    let half = found.name("half").map_or("", |m| m.as_str());
    if matches!(half, "오후" | "下午" | "PM" | "pm") && hour < 12 {
        hour += 12;
    } else if matches!(half, "오전" | "上午" | "AM" | "am") && hour == 12 {
        hour = 0;
    }
    let second = number("s");
    let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
    stamp(date.to_datetime(Time::new(hour, minute, second.unwrap_or(0), 0).ok()?), precision, zone)
}

fn stamp(local: DateTime, precision: Precision, zone: &TimeZone) -> Option<Stamp> {
    Some(Stamp { at: zone.to_timestamp(local).ok()?, precision })
}

/// Lines at the head of an article that may be a dateline, and their longest length in code points.
const HEAD_LINES: usize = 6;
const LONGEST_DATELINE: usize = 80;
/// Code points beside the date itself that a dateline without a time of day may hold.
const LONGEST_BESIDE: usize = 30;

/// The date in a dateline: one of the first lines, short, with a full date and either a time of day, a word that says
/// what it is, or hardly anything else. A date in a sentence is no dateline.
pub(super) fn dateline(text: &str, zone: &TimeZone) -> Option<Stamp> {
    let head = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).take(HEAD_LINES);
    head.filter(|line| is_dateline(line)).find_map(|line| find(line, zone))
}

fn is_dateline(line: &str) -> bool {
    let length = line.chars().take(LONGEST_DATELINE + 1).count();
    let Some(date) = FULL_DATE.find(line).or_else(|| ENGLISH.find(line)) else { return false };
    if length > LONGEST_DATELINE || line.ends_with(['다', '。']) {
        return false;
    }
    let labels = [
        "입력",
        "승인",
        "등록",
        "수정",
        "송고",
        "기사입력",
        "发布",
        "發布",
        "发表",
        "更新",
        "时间",
        "時間",
        "published",
        "updated",
        "posted",
    ];
    let lower = line.to_lowercase();
    let timed = date.as_str().contains([':', '시', '时', '時', '点', '點']);
    let beside = length - date.as_str().chars().count();
    timed || labels.iter().any(|label| lower.contains(label)) || (beside <= LONGEST_BESIDE && !line.ends_with('.'))
}

/// `2026-03-02-title`, `20260302_title` or a folder `2026/03/02/`.
pub(super) fn in_file_name(id: &str, zone: &TimeZone) -> Option<Stamp> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?:$|[^0-9])")
            .expect("the pattern is a literal")
    });
    let found = NAME.captures(id)?;
    let number = |i: usize| found.get(i).and_then(|m| m.as_str().parse::<i16>().ok());
    let date = Date::new(number(1)?, number(2)? as i8, number(3)? as i8).ok()?;
    stamp(date.to_datetime(Time::midnight()), Precision::Day, zone)
}
