//! Dates and periods of a text: absolute (2025年9月30日), relative to the day of publication (昨日, 24일, last Monday),
//! quarters and fiscal years (2026财年Q2 = 2025Q3 for a company whose year ends in March).
//!
//! Works on the normalised text. What an article leaves open is filled from its day of publication; where that is
//! unknown, the words are still known to be a date (and no quantity), but no [`Time`](crate::Time) is made of them:
//! dates are never guessed. 3/4/2025 is one of two days, and its [`Time`](crate::Time) goes from the one to the other and is
//! called `2025-03-04|2025-04-03`; 12/13/14 is no date.

mod calendar;
pub(crate) mod cursor;
mod dates;
mod digital;
mod given;
mod words;
mod years;
mod zones;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use newsbraid_text::Span;

use calendar::{Period, Side, fiscal, nearest, shift};
use cursor::{eat, eat_spaced, skip_space, small_number};
use dates::Found;
use given::Given;
use words::{Hit, Word};

/// What the reading of dates needs to know of an article.
pub(crate) struct Env<'a> {
    /// The normalised text.
    pub s: &'a str,
    /// Day of publication.
    pub published: Option<Date>,
    /// Month and day on which the fiscal year of the entity spoken of at this byte ends.
    pub year_end: &'a dyn Fn(usize) -> Option<(i8, i8)>,
}

/// A stretch of the normalised text that is a date, a period or a time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Bytes of the normalised text.
    pub span: Span,
    /// First and last day with a short name; `None` where nothing says which.
    pub when: Option<(Date, Date, String)>,
    /// Whether it is a quarter, a half or a fiscal year, of which reports are made, not a day on which something happened.
    pub report: bool,
}

/// All dates of a text, in order, without overlap.
pub(crate) fn scan(env: &Env) -> Vec<Stamp> {
    let mut stamps: Vec<Stamp> = Vec::new();
    let mut hits = words::hits(env.s).peekable();
    let mut at = 0;
    let mut quarter = None;
    loop {
        while hits.peek().is_some_and(|h| h.start < at) {
            hits.next();
        }
        let digit = next_number(env.s, at, hits.peek().map_or(env.s.len(), |h| h.start));
        let (start, found) = match (digit, hits.peek()) {
            (Some(start), _) => (start, dates::numeric(env, start, Given::NOTHING)),
            (None, Some(&hit)) => (hit.start, by_word(env, hit, quarter)),
            (None, None) => break,
        };
        let Some(found) = found else {
            at = digit.map_or_else(|| hits.next().map_or(start, |h| h.end), |d| after_digits(env.s, d));
            continue;
        };
        debug_assert!(found.end > start, "a date has a length");
        let found = explained(env, zones::in_utc(env.s, start, found));
        if let Some(Period::Quarter(..)) = found.period {
            quarter = found.period;
        }
        stamps.push(stamp(start, found));
        at = found.end;
    }
    stamps
}

fn stamp(start: usize, found: Found) -> Stamp {
    let when = found.period.and_then(|p| Some((p.days()?, p.label()))).map(|((from, to), label)| (from, to, label));
    let report = matches!(found.period, Some(Period::Quarter(..) | Period::Half(..)))
        || when
            .as_ref()
            .is_some_and(|(from, to, _)| from.day() == 1 && *to == to.last_of_month() && from.month() != to.month());
    Stamp { span: Span::new(start, found.end), when, report }
}

/// The next ASCII digit in `at..end` that begins a number, and not inside a name (gpt-4, h100, 1.5, $2025).
fn next_number(s: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = s.as_bytes();
    (at..end).find(|&i| {
        bytes[i].is_ascii_digit()
            && !(i > 0 && (bytes[i - 1].is_ascii_alphanumeric() || matches!(bytes[i - 1], b'$' | b'#')))
            && !(i > 1 && matches!(bytes[i - 1], b'.' | b',') && bytes[i - 2].is_ascii_digit())
            && !(i > 1 && bytes[i - 1] == b'-' && bytes[i - 2].is_ascii_alphanumeric())
    })
}

fn after_digits(s: &str, at: usize) -> usize {
    at + s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// A quarter that the text itself explains: 3분기(8~10월), 2026财年Q2(自然年2025年Q3).
fn explained(env: &Env, found: Found) -> Found {
    let open = |at: usize| eat(env.s, at, &["(自然年", "("]);
    let quarterly = matches!(found.period, Some(Period::Quarter(..))) || found.period.is_none();
    let said = env.s[..found.end].ends_with(['q', '季', '度', '기', '1', '2', '3', '4']);
    let Some(at) = open(found.end).filter(|_| quarterly && said) else { return found };
    if !env.s.as_bytes().get(at).is_some_and(u8::is_ascii_digit) {
        return found;
    }
    let year = match found.period {
        Some(Period::Quarter(year, _)) if small_number(env.s, at).is_some_and(|n| n.0 < 13) => Some(year),
        _ => None,
    };
    let given = Given { year, ..Given::NOTHING };
    let inside = dates::numeric(env, at, given).filter(|f| env.s[f.end..].starts_with(')'));
    match inside.and_then(|f| f.period) {
        Some(period @ (Period::Quarter(..) | Period::Days(..))) => Found { period: Some(period), ..found },
        _ => found,
    }
}

/// The date that begins with a word.
fn by_word(env: &Env, hit: Hit, spoken_of: Option<Period>) -> Option<Found> {
    let whole = |period: Option<Period>| Some(Found { end: hit.end, period });
    match hit.word {
        Word::Day(days) => whole(env.published.and_then(|p| shift(p, days)).map(Period::Day)),
        Word::Year(years) => Some(relative_year(env, hit, years)),
        Word::Month(months) => Some(relative_month(env, hit, months)),
        Word::Week(weeks) => Some(week(env, hit, weeks)),
        Word::Weekday(day) => whole(weekday(env, day, Side::Past)),
        Word::MonthName(month, sure) => english_month(env, hit, month, sure, Given::NOTHING),
        Word::Quarter(quarter) => Some(named_quarter(env, hit, quarter)),
        Word::Half(half) => Some(named_half(env, hit, half)),
        Word::ThisQuarter => whole(spoken_of),
        Word::Fiscal => fiscal_word(env, hit),
        Word::Side(side) => after_side(env, hit, side),
    }
}

fn relative_year(env: &Env, hit: Hit, years: i16) -> Found {
    if eat_spaced(env.s, hit.end, &["同期", "동기", "같은 기간"]).is_some() {
        return Found { end: hit.end, period: None };
    }
    let year = env.published.map(|p| p.year().saturating_add(years));
    match year {
        Some(year) => years::within_year(env, hit.end, year),
        None => Found { period: None, ..years::within_year(env, hit.end, 2000) },
    }
}

fn relative_month(env: &Env, hit: Hit, months: i32) -> Found {
    let month = env.published.and_then(|p| p.first_of_month().checked_add(jiff::Span::new().months(months)).ok());
    let given = Given { month: month.map(|m| (m.year(), m.month())), ..Given::NOTHING };
    let at = skip_space(env.s, hit.end);
    if env.s.as_bytes().get(at).is_some_and(u8::is_ascii_digit) {
        let day = dates::numeric(env, at, given)
            .filter(|f| matches!(f.period, None | Some(Period::Day(_) | Period::Days(..))));
        if let Some(found) = day {
            return found;
        }
    }
    Found { end: hit.end, period: month.map(|m| Period::Month(m.year(), m.month())) }
}

fn week(env: &Env, hit: Hit, weeks: i64) -> Found {
    let monday = env.published.and_then(|p| shift(p, weeks * 7 - i64::from(p.weekday().to_monday_zero_offset())));
    let day = "一二三四五六日天".char_indices().find_map(|(i, c)| {
        let rest = env.s[hit.end..].strip_prefix(c)?;
        Some((i as i64 / 3).min(6)).map(|day| (day, env.s.len() - rest.len()))
    });
    let korean = words::word_at(env.s, skip_space(env.s, hit.end)).and_then(|h| match h.word {
        Word::Weekday(day) => Some((day, h.end)),
        _ => None,
    });
    match day.or(korean) {
        Some((day, end)) => Found { end, period: monday.and_then(|m| shift(m, day)).map(Period::Day) },
        None => Found { end: hit.end, period: monday.and_then(|m| Some(Period::Days(m, shift(m, 6)?))) },
    }
}

/// The last such day up to the day of publication, or the next one after it.
fn weekday(env: &Env, day: i64, side: Side) -> Option<Period> {
    let published = env.published?;
    let back = (i64::from(published.weekday().to_monday_zero_offset()) - day).rem_euclid(7);
    let days = if side == Side::Future { 7 - back } else { -back };
    shift(published, days).map(Period::Day)
}

/// October 18, 2025; October 2023; to October; Chinese names of months as well.
fn english_month(env: &Env, hit: Hit, month: i8, sure: bool, given: Given) -> Option<Found> {
    if !env.s.as_bytes()[hit.start].is_ascii() {
        return Some(dates::after_month(env, month, hit.end, given));
    }
    let end = eat(env.s, hit.end, &["."]).unwrap_or(hit.end);
    if eat(env.s, end, &[" quarter"]).is_some() {
        return Some(dates::after_month(env, month, end, given));
    }
    if let Some((day, after)) = small_number(env.s, skip_space(env.s, end)).filter(|n| (1..=31).contains(&n.0)) {
        return english_day(env, month, day as i8, after, given);
    }
    if let Some((year, end)) = years::year_after(env.s, end) {
        return Some(Found { end, period: Some(Period::Month(year, month)) });
    }
    let said = ["in ", "since ", "until ", "by ", "last ", "this ", "early ", "late ", "mid-", "to ", "from "];
    let before = &env.s[..hit.start];
    if !(sure || matches!(month, 3 | 5) && said[..7].iter().any(|w| before.ends_with(w)) && end == hit.end) {
        return None;
    }
    let published = env.published;
    let years = published.into_iter().flat_map(|p| given::around(p.year()));
    let period = published.and_then(|p| nearest(p, given.side, years.map(|y| Period::Month(y, month))));
    Some(Found { end: hit.end, period })
}

/// The day, the range of days, and the year after an English month.
fn english_day(env: &Env, month: i8, day: i8, after: usize, given: Given) -> Option<Found> {
    let after = eat(env.s, after, &["st", "nd", "rd", "th"]).unwrap_or(after);
    if !cursor::word_edge(env.s, after) || env.s[after..].starts_with(['%', ':']) {
        return None;
    }
    let last = eat(env.s, after, &["-", "–", " to ", " and "]).and_then(|at| small_number(env.s, at));
    let last = last.filter(|(n, e)| (1..=31).contains(n) && *n > i16::from(day) && cursor::word_edge(env.s, *e));
    let end = last.map_or(after, |l| l.1);
    let (year, end) = years::year_after(env.s, end).map_or((given.year, end), |(y, e)| (Some(y), e));
    let given = Given { year, ..given };
    let candidates = |day: i8| -> Option<Date> {
        let of_year = |y| Date::new(y, month, day).ok().map(Period::Day);
        let period = match given.year {
            Some(year) => of_year(year),
            None => nearest(env.published?, given.side, given::around(env.published?.year()).filter_map(of_year)),
        };
        period.and_then(Period::days).map(|d| d.0)
    };
    let first = candidates(day);
    let period = match last {
        Some((last, _)) => first.and_then(|f| Some(Period::Days(f, Date::new(f.year(), month, last as i8).ok()?))),
        None => first.map(Period::Day),
    };
    Some(Found { end, period })
}

/// Second quarter (of 2025), Q2 2025, 第三季度, fiscal second quarter.
fn named_quarter(env: &Env, hit: Hit, quarter: i8) -> Found {
    let before = env.s[..hit.start].trim_end();
    let quarter_of_year = env.s[..hit.end].ends_with("财季");
    let fiscal_year = quarter_of_year || eat(env.s, hit.end, &[" of fiscal ", " of fy"]).is_some();
    if fiscal_year || before.ends_with("fiscal") || before.ends_with("财年") {
        return fiscal_quarter(env, hit.end, quarter);
    }
    let year = years::year_after(env.s, hit.end).filter(|_| env.s.as_bytes()[hit.start].is_ascii());
    let given = Given { year: year.map(|y| y.0), ..Given::NOTHING };
    Found { end: year.map_or(hit.end, |y| y.1), period: given::resolve_quarter(env, quarter, given) }
}

fn named_half(env: &Env, hit: Hit, half: i8) -> Found {
    let year = years::year_after(env.s, hit.end).filter(|_| env.s.as_bytes()[hit.start].is_ascii());
    let period = match year {
        Some((year, _)) => Some(Period::Half(year, half)),
        None if env.s.as_bytes()[hit.start].is_ascii() => None,
        None => {
            env.published.and_then(|p| nearest(p, Side::Past, given::around(p.year()).map(|y| Period::Half(y, half))))
        }
    };
    Found { end: year.map_or(hit.end, |y| y.1), period }
}

/// Fiscal 2026, FY26, fiscal second quarter (of 2026), 회계연도 2분기, 财年第二季度.
fn fiscal_word(env: &Env, hit: Hit) -> Option<Found> {
    let at = skip_space(env.s, eat_spaced(env.s, hit.end, &["year"]).unwrap_or(hit.end));
    if let Some((n, end)) = small_number(env.s, at).filter(|n| n.0 >= 10) {
        let year = years::full_year(n)?;
        let quarter = years::quarter_at(env.s, skip_space(env.s, end));
        let end = quarter.map_or(end, |q| q.1);
        let period = (env.year_end)(end).and_then(|e| fiscal(year, quarter.map(|q| q.0), e));
        return Some(Found { end, period });
    }
    let (quarter, end) = years::quarter_at(env.s, at)?;
    Some(fiscal_quarter(env, end, quarter))
}

/// A fiscal quarter without a year is the last one that has begun.
fn fiscal_quarter(env: &Env, end: usize, quarter: i8) -> Found {
    let at = eat(env.s, end, &[" of fiscal year ", " of fiscal ", " of fy", " of ", " "])
        .and_then(|at| small_number(env.s, at));
    let year = at.and_then(|(n, e)| Some((years::full_year(n)?, e)));
    let Some(year_end) = (env.year_end)(end) else { return Found { end, period: None } };
    let period = match (year, env.published) {
        (Some((year, _)), _) => fiscal(year, Some(quarter), year_end),
        (None, Some(published)) => {
            let years = given::around(published.year()).filter_map(|y| fiscal(y, Some(quarter), year_end));
            nearest(published, Side::Past, years)
        }
        (None, None) => None,
    };
    Found { end: year.map_or(end, |y| y.1), period }
}

/// 지난 17일, 오는 22일, last Monday, next October.
fn after_side(env: &Env, hit: Hit, side: Side) -> Option<Found> {
    let given = Given { side, ..Given::NOTHING };
    if env.s.as_bytes().get(hit.end).is_some_and(u8::is_ascii_digit) {
        return dates::numeric(env, hit.end, given);
    }
    let next = words::word_at(env.s, hit.end)?;
    match next.word {
        Word::Weekday(day) => Some(Found { end: next.end, period: weekday(env, day, side) }),
        Word::MonthName(month, _) => english_month(env, next, month, true, given),
        Word::Quarter(quarter) => Some(Found { end: next.end, period: given::resolve_quarter(env, quarter, given) }),
        _ => None,
    }
}
