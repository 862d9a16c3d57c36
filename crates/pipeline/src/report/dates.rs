//! Dates as people read them.

use jiff::civil::Date;

/// The day of an RFC 3339 time or date: `2026-03-06` of `2026-03-06T08:30:00+09:00`.
pub(super) fn day(time: &str) -> Option<Date> {
    time.get(..10)?.parse().ok()
}

/// `6 Mar 2026`.
pub(super) fn short(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// `Fri 6 Mar`.
pub(super) fn with_weekday(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// `6 Mar 2026, 08:30 +09:00`; the date alone, where there is no time; the text itself, where there is no date.
/// Not escaped.
pub(super) fn moment(time: &str) -> String {
    let Some(date) = day(time) else { return time.to_string() };
    let is_clock =
        |clock: &&str| clock.bytes().enumerate().all(|(at, b)| if at == 2 { b == b':' } else { b.is_ascii_digit() });
    let Some(clock) = time.get(11..16).filter(is_clock) else { return short(date) };
    let zone = match time.get(16..).and_then(|rest| rest.find(['Z', '+', '-']).map(|at| &rest[at..])) {
        Some("Z") | None => "UTC",
        Some(offset) => offset,
    };
    format!("{}, {clock} {zone}", short(date))
}

/// `6 Mar 2026`, `5–6 Mar 2026`, `28 Feb – 2 Mar 2026`, `30 Dec 2025 – 2 Jan 2026`.
pub(super) fn period(first: Date, last: Date) -> String {
    if first == last {
        short(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{}", first.day(), short(last))
    } else if first.year() == last.year() {
        format!("{} – {}", first.strftime("%-d %b"), short(last))
    } else {
        format!("{} – {}", short(first), short(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_show_what_is_known() {
        let check = |time: &str, expect: &str| assert_eq!(moment(time), expect);
        check("2026-03-06T08:30:00+09:00", "6 Mar 2026, 08:30 +09:00");
        check("2026-03-06T08:30:00Z", "6 Mar 2026, 08:30 UTC");
        check("2026-03-06", "6 Mar 2026");
        check("2026-03-06T", "6 Mar 2026");
        check("2026-03-06 어제 아침에", "6 Mar 2026");
        check("2026-13-06", "2026-13-06");
        check("어제 아침에 일어난 일", "어제 아침에 일어난 일");
    }

    #[test]
    fn periods_do_not_repeat_themselves() {
        let check = |first: &str, last: &str, expect: &str| {
            assert_eq!(period(day(first).unwrap(), day(last).unwrap()), expect);
        };
        check("2026-03-06", "2026-03-06", "6 Mar 2026");
        check("2026-03-05", "2026-03-06", "5–6 Mar 2026");
        check("2026-02-28", "2026-03-02", "28 Feb – 2 Mar 2026");
        check("2025-12-30", "2026-01-02", "30 Dec 2025 – 2 Jan 2026");
    }
}
