//! What a date leaves out, and how it is filled: by the words before it, else by the day of publication.

use jiff::civil::Date;

use super::Env;
use super::calendar::{Period, Side, nearest};

/// What the words before a date said of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub year: Option<i16>,
    pub month: Option<(i16, i8)>,
    pub side: Side,
}

impl Given {
    pub(super) const NOTHING: Given = Given { year: None, month: None, side: Side::Nearest };

    pub(super) fn of(period: Option<Period>) -> Given {
        let month = match period {
            Some(Period::Day(day)) => Some((day.year(), day.month())),
            Some(Period::Month(year, month)) => Some((year, month)),
            _ => None,
        };
        Given { year: month.map(|m| m.0), month, side: Side::Nearest }
    }
}

/// 9月 of the year that is given, else the nearest.
pub(super) fn resolve_month(env: &Env, month: i8, given: Given) -> Option<Period> {
    if let Some(year) = given.year {
        return Some(Period::Month(year, month));
    }
    let published = env.published?;
    nearest(published, given.side, around(published.year()).map(|y| Period::Month(y, month)))
}

/// 8~10월; 11~2월 ends in the year after.
pub(super) fn months_between(env: &Env, first: i8, last: i8, given: Given) -> Option<Period> {
    let of_year = |year: i16| {
        let to = Period::Month(if last < first { year.checked_add(1)? } else { year }, last).days()?.1;
        Some(Period::between(Period::Month(year, first).days()?.0, to))
    };
    match given.year {
        Some(year) => of_year(year),
        None => nearest(env.published?, given.side, around(env.published?.year()).filter_map(of_year)),
    }
}

/// The quarter whose last month this is.
pub(super) fn quarter_ending(env: &Env, month: i8, given: Given) -> Option<Period> {
    let ending = |year| {
        let to = Period::Month(year, month).days()?.1;
        let from = to.first_of_month().checked_sub(jiff::Span::new().months(2)).ok()?;
        Some(Period::between(from, to))
    };
    match given.year {
        Some(year) => ending(year),
        None => nearest(env.published?, given.side, around(env.published?.year()).filter_map(ending)),
    }
}

/// 3분기 of the year that is given, else the nearest, and the last one where nothing says that it is to come.
pub(super) fn resolve_quarter(env: &Env, quarter: i8, given: Given) -> Option<Period> {
    if let Some(year) = given.year {
        return Some(Period::Quarter(year, quarter));
    }
    let published = env.published?;
    let side = if given.side == Side::Nearest { Side::Past } else { given.side };
    nearest(published, side, around(published.year()).map(|y| Period::Quarter(y, quarter)))
}

/// 9月30日 of the year that is given, else the nearest.
pub(super) fn resolve_day(env: &Env, month: i8, day: i8, given: Given) -> Option<Period> {
    let of_year = |year| Date::new(year, month, day).ok().map(Period::Day);
    if let Some(year) = given.year {
        return of_year(year);
    }
    let published = env.published?;
    nearest(published, given.side, around(published.year()).filter_map(of_year))
}

/// 9월 24~26일.
pub(super) fn resolve_days(env: &Env, month: i8, first: i8, last: i8, given: Given) -> Option<Period> {
    let Period::Day(from) = resolve_day(env, month, first, given)? else { return None };
    let to = Date::new(from.year(), month, last).ok()?;
    Some(Period::Days(from, to))
}

/// The month in which a day lies nearest to the day of publication.
pub(super) fn month_of_day(env: &Env, day: i8, side: Side) -> Option<(i16, i8)> {
    let published = env.published?;
    let of_month = |months: i32| {
        let month = published.first_of_month().checked_add(jiff::Span::new().months(months)).ok()?;
        Date::new(month.year(), month.month(), day).ok().map(Period::Day)
    };
    match nearest(published, side, [0, -1, 1].into_iter().filter_map(of_month))? {
        Period::Day(date) => Some((date.year(), date.month())),
        _ => None,
    }
}

/// The years in which a date without one may lie, the year of publication first.
pub(super) fn around(year: i16) -> impl Iterator<Item = i16> {
    [year, year.saturating_sub(1), year.saturating_add(1)].into_iter()
}
