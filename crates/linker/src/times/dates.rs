//! Dates that begin with a digit: 2025年9月30日, 24~26일, 2025-08-29, 3분기, 18 October 2025, 14:07.

use jiff::civil::Date;

use super::Env;
use super::calendar::Period;
use super::cursor::{char_at, char_before, eat, eat_spaced, skip_space, small_number};
use super::digital::{clock, iso, year_last};
use super::given::{Given, month_of_day, months_between, quarter_ending, resolve_day, resolve_days, resolve_month};
use super::words::{Word, word_at};
use super::years::{bare_year, fiscal_year, half_or_quarter_code, quarter, year, year_after};

/// A date found: where it ends, and what it is; `None` where nothing says which (a day without a day of publication).
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub end: usize,
    pub period: Option<Period>,
}

/// Between the two ends of a range.
pub(super) const DASHES: &[&str] =
    &["~", "∼", "〜", "-", "–", "—", "至", "到", "부터 ", "에서 ", " ~ ", " - ", " – ", " 至 "];

/// The date that begins with the digit at `at`.
pub(super) fn numeric(env: &Env, at: usize, given: Given) -> Option<Found> {
    let found = single(env, at, given)?;
    Some(quarter_ended(env, to_range(env, found)))
}

fn single(env: &Env, at: usize, given: Given) -> Option<Found> {
    if let Some(found) = iso(env.s, at).or_else(|| year_last(env.s, at)).or_else(|| clock(env.s, at)) {
        return Some(found);
    }
    let (n, end) = small_number(env.s, at)?;
    half_or_quarter_code(env, n, end)
        .or_else(|| fiscal_year(env, n, end))
        .or_else(|| year(env, n, end))
        .or_else(|| month(env, n, end, given))
        .or_else(|| day(env, at, n, end, given))
        .or_else(|| quarter(env, at, n, end, given))
        .or_else(|| day_month(env, n, end))
        .or_else(|| bare_year(env, at, n, end))
}

/// 9月, 8~10월, and the day after it.
pub(super) fn month(env: &Env, n: i16, end: usize, given: Given) -> Option<Found> {
    let first = i8::try_from(n).ok().filter(|m| (1..=12).contains(m))?;
    if let Some((last, after)) = eat(env.s, end, DASHES).and_then(|at| small_number(env.s, at))
        && let Some(end) = eat_spaced(env.s, after, &["月", "월"]).filter(|_| (1..=12).contains(&last))
    {
        let period = months_between(env, first, last as i8, given);
        return Some(Found { end, period });
    }
    let end = eat_spaced(env.s, end, &["月份", "月", "월"])?;
    Some(after_month(env, first, end, given))
}

/// The day after a month (日, 일, 号), or the quarter that ends with it (9月季度).
pub(super) fn after_month(env: &Env, month: i8, end: usize, given: Given) -> Found {
    if let Some(end) = eat_spaced(env.s, end, &["季度", "분기", "quarter"]) {
        return Found { end, period: quarter_ending(env, month, given) };
    }
    let day = small_number(env.s, skip_space(env.s, end))
        .or_else(|| han_day(env.s, end))
        .and_then(|(day, after)| Some((i8::try_from(day).ok()?, eat_spaced(env.s, after, &["日", "일", "号"])?)));
    match day {
        Some((day, end)) => Found { end, period: resolve_day(env, month, day, given) },
        None => {
            let day_range = small_number(env.s, skip_space(env.s, end)).and_then(|(n, e)| days_range(env.s, n, e));
            match day_range {
                Some((first, last, end)) => Found { end, period: resolve_days(env, month, first, last, given) },
                None => Found { end, period: resolve_month(env, month, given) },
            }
        }
    }
}

/// 一 to 三十一, as a day.
fn han_day(s: &str, at: usize) -> Option<(i16, usize)> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|d| d as i16 + 1);
    let (mut n, mut end) = (0, at);
    for c in s[at..].chars().take(3) {
        n = match (digit(c), c) {
            (Some(d), _) => n + d,
            (None, '十') if n <= 3 => n.max(1) * 10,
            _ => break,
        };
        end += c.len_utf8();
    }
    (1..=31).contains(&n).then_some((n, end))
}

/// 24~26일.
fn days_range(s: &str, first: i16, end: usize) -> Option<(i8, i8, usize)> {
    let (last, end) = small_number(s, eat(s, end, DASHES)?)?;
    let end = eat_spaced(s, end, &["日", "일"])?;
    let (first, last) = (i8::try_from(first).ok()?, i8::try_from(last).ok()?);
    ((1..=31).contains(&first) && first < last && last <= 31).then_some((first, last, end))
}

/// A day of the month alone: 24일, 16 日.
fn day(env: &Env, at: usize, n: i16, end: usize, given: Given) -> Option<Found> {
    if let Some((first, last, end)) = days_range(env.s, n, end) {
        let month = given.month.or_else(|| month_of_day(env, first, given.side));
        let period = month.and_then(|(y, m)| resolve_days(env, m, first, last, Given { year: Some(y), ..given }));
        return Some(Found { end, period });
    }
    let day = i8::try_from(n).ok().filter(|d| (1..=31).contains(d))?;
    let end = eat_spaced(env.s, end, &["日", "일"])?;
    let next = char_at(env.s, end);
    let lasting = next.is_some_and(|c| "간동만째차내本元圆圓韩美中俄间치정상교".contains(c));
    if lasting
        || eat_spaced(env.s, end, &LASTING).is_some()
        || char_before(env.s, at).is_some_and(|c| "约약超近".contains(c))
        || ["주 ", "징역 ", "구류 ", "금고 ", "연차 ", "총 ", "약 ", "최대 ", "최장 ", "적어도 ", "최소 "]
            .iter()
            .any(|w| env.s[..at].ends_with(w))
    {
        return None;
    }
    let period = given
        .month
        .or_else(|| month_of_day(env, day, given.side))
        .and_then(|(year, month)| Date::new(year, month, day).ok().map(Period::Day));
    Some(Found { end, period })
}

/// Words behind a number of days that lasted.
const LASTING: [&str; 16] = [
    "넘게",
    "동안",
    "만에",
    "이상",
    "이내",
    "넘는",
    "가까이",
    "휴전",
    "연속",
    "여",
    "일정",
    "전쟁",
    "체류",
    "이 소요",
    "이 걸",
    "씩",
];

/// 18 October 2025.
fn day_month(env: &Env, n: i16, end: usize) -> Option<Found> {
    let day = i8::try_from(n).ok().filter(|d| (1..=31).contains(d))?;
    let end = eat(env.s, end, &["st", "nd", "rd", "th"]).unwrap_or(end);
    let at = eat_spaced(env.s, end, &["of "]).unwrap_or(skip_space(env.s, end));
    let hit = word_at(env.s, at).filter(|_| at > end && env.s.as_bytes()[at].is_ascii())?;
    let Word::MonthName(month, _) = hit.word else { return None };
    let (year, end) = year_after(env.s, hit.end).unzip();
    let given = Given { year, ..Given::NOTHING };
    Some(Found { end: end.unwrap_or(hit.end), period: resolve_day(env, month, day, given) })
}

/// From one date to another: 7月26日至28日, 2025年7月27日至2026年7月27日.
fn to_range(env: &Env, first: Found) -> Found {
    let second = eat(env.s, first.end, DASHES)
        .filter(|&at| env.s.as_bytes().get(at).is_some_and(u8::is_ascii_digit))
        .and_then(|at| single(env, at, Given::of(first.period)));
    let Some(second) = second else { return first };
    let same_kind = match (first.period, second.period) {
        (Some(a), Some(b)) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
        _ => return first,
    };
    let days = first.period.and_then(Period::days).zip(second.period.and_then(Period::days));
    match days.filter(|_| same_kind) {
        Some((from, to)) if from.0 <= to.1 => Found { end: second.end, period: Some(Period::between(from.0, to.1)) },
        _ => first,
    }
}

/// 截至2025年9月30日止季度 is the quarter that ended on that day.
fn quarter_ended(env: &Env, found: Found) -> Found {
    let Some(Period::Day(day)) = found.period else { return found };
    let spans: [(&[&str], i32); 3] = [
        (&["止季度", "止的季度", "止三个月", "止的三个月", "止3个月"], 2),
        (&["止六个月", "止的六个月", "止6个月"], 5),
        (&["止年度", "止财年", "止财政年度", "止的年度"], 11),
    ];
    spans
        .iter()
        .find_map(|(words, months)| {
            let end = eat(env.s, found.end, words)?;
            let from = day.first_of_month().checked_sub(jiff::Span::new().months(*months)).ok()?;
            (day == day.last_of_month()).then_some(Found { end, period: Some(Period::between(from, day)) })
        })
        .unwrap_or(found)
}
