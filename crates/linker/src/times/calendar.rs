//! Periods of the calendar and of fiscal years, and which of several a writer means.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A day or a longer period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    /// One day.
    Day(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and quarter, from 1.
    Quarter(i16, i8),
    /// Year and half, from 1.
    Half(i16, i8),
    /// Year and season, spring being 0; winter ends in the next year.
    Season(i16, i8),
    /// A year.
    Year(i16),
    /// First and last day of anything else.
    Days(Date, Date),
    /// One of two days, in order: 3/4/2025.
    Either(Date, Date),
}

impl Period {
    /// First and last day; `None` for months and days that the calendar does not have, and for ends before beginnings.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        match self {
            Period::Day(day) => Some((day, day)),
            Period::Month(year, month) => months(year, month, 1),
            Period::Quarter(year, quarter) => months(year, checked(quarter, 4)? * 3 - 2, 3),
            Period::Half(year, half) => months(year, checked(half, 2)? * 6 - 5, 6),
            Period::Season(year, season) => months(year, season * 3 + 3, 3),
            Period::Year(year) => months(year, 1, 12),
            Period::Days(from, to) | Period::Either(from, to) => (from <= to).then_some((from, to)),
        }
    }

    /// In short: `2025-08-29`, `2025-08`, `2025Q3`, `2025H1`, `2026-autumn`, `2025`, `2025-08-24/2025-08-26`,
    /// `2025-03-04|2025-04-03` for one of two days.
    pub(crate) fn label(self) -> String {
        match self {
            Period::Day(day) => day.to_string(),
            Period::Month(year, month) => format!("{year:04}-{month:02}"),
            Period::Quarter(year, quarter) => format!("{year:04}Q{quarter}"),
            Period::Half(year, half) => format!("{year:04}H{half}"),
            Period::Season(year, season) => {
                format!("{year:04}-{}", ["spring", "summer", "autumn", "winter"][season.clamp(0, 3) as usize])
            }
            Period::Year(year) => format!("{year:04}"),
            Period::Days(from, to) if whole_months(from, to) => {
                format!("{:04}-{:02}/{:04}-{:02}", from.year(), from.month(), to.year(), to.month())
            }
            Period::Days(from, to) => format!("{from}/{to}"),
            Period::Either(one, other) => format!("{one}|{other}"),
        }
    }

    /// The period of two days by its usual name, where it has one: 1 July to 30 September is the third quarter.
    pub(crate) fn between(from: Date, to: Date) -> Period {
        let (year, month) = (from.year(), from.month());
        let named = [
            Period::Day(from),
            Period::Month(year, month),
            Period::Quarter(year, (month + 2) / 3),
            Period::Half(year, (month + 5) / 6),
            Period::Year(year),
        ];
        named.into_iter().find(|p| p.days() == Some((from, to))).unwrap_or(Period::Days(from, to))
    }
}

fn whole_months(from: Date, to: Date) -> bool {
    from.day() == 1 && to == to.last_of_month()
}

fn checked(number: i8, most: i8) -> Option<i8> {
    (1..=most).contains(&number).then_some(number)
}

fn months(year: i16, month: i8, count: i8) -> Option<(Date, Date)> {
    let from = Date::new(year, month, 1).ok()?;
    let last = from.checked_add((i64::from(count) - 1).months()).ok()?.last_of_month();
    Some((from, last))
}

/// A day some days before or after; `None` past the ends of the calendar.
pub(crate) fn shift(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// A quarter (1 to 4) or a whole year (`None`) of a company's fiscal year, which is named after the year it ends in:
/// with a year that ends on 31 March, the second quarter of 2026 is July to September 2025. A year that ends within the
/// first ten days of a month counts as ending with the month before (52-week years move about its edge).
pub(crate) fn fiscal(year: i16, quarter: Option<i8>, year_end: (i8, i8)) -> Option<Period> {
    let (month, early) = (checked(year_end.0, 12)?, i8::from(year_end.1 <= 10));
    let end = Date::new(year, month, 1).ok()?.checked_sub(i64::from(early).months()).ok()?;
    let (back, count) = match quarter {
        Some(quarter) => (i64::from(12 - 3 * (checked(quarter, 4)? - 1)) - 1, 3),
        None => (11, 12),
    };
    let first = end.checked_sub(back.months()).ok()?;
    let (from, to) = months(first.year(), first.month(), count)?;
    Some(Period::between(from, to))
}

/// Which side of the day of publication a date lies on, by the words around it (지난, 오는).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Not said: the nearer one.
    Nearest,
    /// Before it, or that day.
    Past,
    /// After it.
    Future,
}

/// Of what an incomplete date can mean, the period nearest to the day of publication. News look back: a day ahead is as
/// far as [`AHEAD`] days behind.
pub(crate) fn nearest(published: Date, side: Side, candidates: impl Iterator<Item = Period>) -> Option<Period> {
    let cost = |period: &Period| -> Option<i64> {
        let (from, to) = period.days()?;
        match side {
            Side::Past if from > published => return None,
            Side::Future if to < published => return None,
            _ => {}
        }
        Some(if to < published {
            days_between(to, published)
        } else if from > published {
            AHEAD * days_between(published, from)
        } else {
            0
        })
    };
    candidates.filter_map(|p| Some((cost(&p)?, p))).min_by_key(|(cost, _)| *cost).map(|(_, p)| p)
}

/// Weight of a day ahead: "2월" in November is last February, "12월" in November is next December.
const AHEAD: i64 = 6;

fn days_between(from: Date, to: Date) -> i64 {
    to.since((jiff::Unit::Day, from)).map_or(i64::MAX / 8, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check_fiscal(year: i16, quarter: Option<i8>, end: (i8, i8), expect: &str) {
        assert_eq!(fiscal(year, quarter, end).map(Period::label).as_deref(), Some(expect));
    }

    #[test]
    fn fiscal_quarters_count_back_from_the_end_of_the_year() {
        check_fiscal(2026, Some(2), (3, 31), "2025Q3");
        check_fiscal(2025, Some(3), (3, 31), "2024Q4");
        check_fiscal(2026, None, (3, 31), "2025-04/2026-03");
        check_fiscal(2025, Some(3), (12, 31), "2025Q3");
        check_fiscal(2026, Some(3), (1, 31), "2025-08/2025-10");
        check_fiscal(2025, Some(4), (9, 27), "2025Q3");
        check_fiscal(2025, Some(1), (7, 3), "2024Q3");
        assert_eq!(fiscal(2025, Some(5), (12, 31)), None);
        assert_eq!(fiscal(2025, Some(0), (13, 31)), None);
        assert_eq!(fiscal(i16::MAX, Some(1), (3, 31)), None);
    }

    #[test]
    fn the_calendar_refuses_what_it_does_not_have() {
        assert_eq!(Period::Month(2025, 13).days(), None);
        assert_eq!(Period::Quarter(2025, 5).days(), None);
        assert_eq!(Period::Days(date(2025, 2, 2), date(2025, 2, 1)).days(), None);
        assert_eq!(Period::Season(2025, 3).days(), Some((date(2025, 12, 1), date(2026, 2, 28))));
    }

    #[test]
    fn months_lie_behind_rather_than_ahead() {
        let pick = |month| nearest(date(2025, 11, 25), Side::Nearest, (2024..2027).map(|y| Period::Month(y, month)));
        assert_eq!(pick(2), Some(Period::Month(2025, 2)));
        assert_eq!(pick(12), Some(Period::Month(2025, 12)));
        assert_eq!(pick(7), Some(Period::Month(2025, 7)));
    }
}
