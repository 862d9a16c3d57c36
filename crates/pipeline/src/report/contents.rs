//! The contents: events by day, each with a bar on a common scale of days.

use jiff::civil::Date;

use super::budget::TITLE_BYTES;
use super::data::ReportEvent;
use super::html::{anchor, clipped, counted, escape};
use super::page::{languages, main_headline};
use super::{dates, lang};

/// The contents of the shown events, which are in order of date.
pub(super) fn contents(out: &mut String, events: &[&ReportEvent]) {
    let scale = Scale::of(events);
    let step = 100.0 * scale.step() as f64 / scale.days as f64;
    out.push_str(&format!("<nav class=\"days\" aria-label=\"Events by date\" style=\"--step:{step:.3}%\">\n"));
    axis(out, &scale);
    out.push_str("<ol>\n");
    let mut previous: Option<Option<Date>> = None;
    for event in events {
        let (first, last) = days(event);
        if previous != Some(first) {
            if previous.is_some() {
                out.push_str("</ol></li>\n");
            }
            day_heading(out, first, previous.flatten());
            previous = Some(first);
        }
        row(out, event, first.map(|first| scale.bar(first, last.unwrap_or(first))));
    }
    out.push_str(if previous.is_some() { "</ol></li>\n</ol></nav>\n" } else { "</ol></nav>\n" });
}

fn days(event: &ReportEvent) -> (Option<Date>, Option<Date>) {
    let first = event.first_seen.as_deref().and_then(dates::day);
    (first, event.last_seen.as_deref().and_then(dates::day))
}

/// The year is said where it changes.
fn day_heading(out: &mut String, day: Option<Date>, previous: Option<Date>) {
    match day {
        Some(day) => {
            let new_year = previous.is_none_or(|previous| previous.year() != day.year());
            let year = if new_year { format!(" <small>{}</small>", day.year()) } else { String::new() };
            out.push_str(&format!("<li><time datetime=\"{day}\">{}{year}</time><ol>\n", dates::with_weekday(day)));
        }
        None => out.push_str("<li><span class=\"undated\">no date</span><ol>\n"),
    }
}

fn row(out: &mut String, event: &ReportEvent, bar: Option<(f64, f64)>) {
    let (tag, headline) = main_headline(event);
    let signs: Vec<String> = languages(event)
        .into_iter()
        .take(8)
        .map(|tag| format!("<span lang=\"{}\">{}</span>", escape(tag), clipped(lang::sign(tag), 12)))
        .collect();
    let articles = event.articles.len() as u64;
    out.push_str(&format!(
        "<li><a href=\"#{}\" lang=\"{}\">{}</a><span class=\"signs\">{}</span>\
         <span class=\"n\" title=\"{}\">{articles}</span>",
        anchor('v', &event.id),
        escape(tag),
        clipped(headline, TITLE_BYTES),
        signs.join(" "),
        counted(articles, "article"),
    ));
    if let Some((left, width)) = bar {
        out.push_str(&format!("<span class=\"track\"><i style=\"left:{left:.2}%;width:{width:.2}%\"></i></span>"));
    }
    out.push_str("</li>\n");
}

/// Days on the scale, and their dates above it.
fn axis(out: &mut String, scale: &Scale) {
    out.push_str("<p class=\"axis\" aria-hidden=\"true\">");
    for day in (0..scale.days).step_by(scale.step() as usize) {
        let left = 100.0 * day as f64 / scale.days as f64;
        let date = scale.first.saturating_add(jiff::Span::new().days(day));
        let form = if scale.days > 400 { "%b %Y" } else { "%-d %b" };
        out.push_str(&format!("<span style=\"left:{left:.2}%\">{}</span>", date.strftime(form)));
    }
    out.push_str("</p>\n");
}

/// A scale of days.
struct Scale {
    first: Date,
    days: i64,
}

impl Scale {
    /// From the first to the last day of the events. A few dates far off (a mistaken year) would press all others
    /// together: where the middle 96 in 100 take less than a quarter of the whole, the scale is theirs.
    fn of(events: &[&ReportEvent]) -> Scale {
        let mut all: Vec<Date> = events.iter().flat_map(|event| <[_; 2]>::from(days(event))).flatten().collect();
        all.sort();
        let (Some(&first), Some(&last)) = (all.first(), all.last()) else {
            return Scale { first: Date::default(), days: 1 };
        };
        let (low, high) = (all[all.len() / 50], all[all.len() - 1 - all.len() / 50]);
        let (whole, middle) = (between(first, last), between(low, high));
        match whole > 4 * middle + 14 {
            true => Scale { first: low, days: middle + 1 },
            false => Scale { first, days: whole + 1 },
        }
    }

    /// Days between two marks of the axis, so that there are at most eight.
    fn step(&self) -> i64 {
        let steps = [1, 2, 7, 14, 28, 91, 182];
        steps.into_iter().find(|step| self.days <= 8 * step).unwrap_or(self.days / 8 + 1)
    }

    /// Start and width of a bar in percent; what lies off the scale sits at its edge.
    fn bar(&self, first: Date, last: Date) -> (f64, f64) {
        let at = |day: Date| between(self.first, day).clamp(0, self.days - 1);
        let (start, end) = (at(first), at(last.max(first)));
        let percent = |days: i64| 100.0 * days as f64 / self.days as f64;
        (percent(start), percent(end - start + 1))
    }
}

/// Days from one date to another.
fn between(from: Date, to: Date) -> i64 {
    let seconds = to.duration_since(from).as_secs();
    seconds / SECONDS_PER_DAY
}

/// Civil days have no leap seconds.
const SECONDS_PER_DAY: i64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    fn event(first: &str, last: &str) -> ReportEvent {
        ReportEvent { first_seen: Some(first.to_string()), last_seen: Some(last.to_string()), ..ReportEvent::default() }
    }

    #[test]
    fn bars_stand_on_a_common_scale() {
        let events = [event("2026-03-01", "2026-03-02"), event("2026-03-08T23:00:00Z", "2026-03-10")];
        let scale = Scale::of(&events.iter().collect::<Vec<_>>());
        assert_eq!((scale.days, scale.step()), (10, 2));
        let check = |first: &str, last: &str, expect: (f64, f64)| {
            assert_eq!(scale.bar(first.parse().unwrap(), last.parse().unwrap()), expect);
        };
        check("2026-03-01", "2026-03-02", (0.0, 20.0));
        check("2026-03-10", "2026-03-10", (90.0, 10.0));
        check("1999-01-01", "1999-01-02", (0.0, 10.0));
        check("2026-03-05", "2026-03-04", (40.0, 10.0));
    }

    #[test]
    fn a_mistaken_year_does_not_press_the_others_together() {
        let mut events = vec![event("1926-03-01", "1926-03-01")];
        events.extend((0..60).map(|at| event("2026-03-01", if at % 2 == 0 { "2026-03-05" } else { "2026-03-09" })));
        let scale = Scale::of(&events.iter().collect::<Vec<_>>());
        assert_eq!((scale.first.to_string().as_str(), scale.days), ("2026-03-01", 9));
    }

    #[test]
    fn events_without_dates_have_a_scale_too() {
        let scale = Scale::of(&[&ReportEvent::default()]);
        assert_eq!((scale.days, scale.step()), (1, 1));
    }
}
