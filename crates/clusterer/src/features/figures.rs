//! Figures and dates of an article.

use jiff::Unit;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newsbraid_linker::{Annotations, Figure, Quantity, Time};
use newsbraid_text::{Document, Span};
use serde::{Deserialize, Serialize};

use super::collect::Collector;
use super::{Article, Place};
use crate::disagreements::is_repeated;
use crate::family::Family;

/// A figure that says what it measures, to be held against those of other articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Bytes of the clean text.
    pub span: Span,
    /// Whether it stands in the title.
    pub in_title: bool,
    /// Whether it stands in the title and its text has the figure too, rounded or not, whatever it measures there.
    pub repeated: bool,
    /// What is said there.
    pub quantity: Quantity,
}

/// Adds the days that a text names. Numbers are added by [`super::numbers`].
pub(super) fn collect(annotations: &Annotations, article: &Article, out: &mut Collector) {
    for (time, place) in single_days(annotations, article) {
        let place = if place == Place::Far { Place::Rest } else { place };
        out.add_as(Family::Figure, &format!("day {}", time.from), &time.label, place, 1.0);
    }
}

/// Days that lie further from that of publication than this do not say when the event was.
const ABOUT: i32 = 10;

/// Days about that of publication that title and lead name, in days since 1970: what happened the next day is the next step.
pub(super) fn days(article: &Article, annotations: &Annotations) -> Vec<i32> {
    let Some(published) = article.document.meta.published_at else { return Vec::new() };
    let published = number(published.to_zoned(TimeZone::UTC).date());
    let mut found: Vec<i32> = Vec::new();
    for (time, place) in single_days(annotations, article) {
        let day = number(time.from);
        let counts = matches!(place, Place::Title | Place::Lead) && day.abs_diff(published) <= ABOUT.unsigned_abs();
        found.extend((counts && !found.contains(&day)).then_some(day));
    }
    found
}

/// Days since 1970.
fn number(day: Date) -> i32 {
    day.since((Unit::Day, Date::constant(1970, 1, 1))).map_or(0, |span| span.get_days())
}

/// Times of one day, with where they stand.
fn single_days<'a>(annotations: &'a Annotations, article: &Article) -> impl Iterator<Item = (&'a Time, Place)> {
    let place = |time: &Time| article.place(article.analysis.normalized.from_source(time.span).start);
    let days = annotations.times.iter().filter(|time| time.from == time.to);
    days.filter_map(move |time| Some((time, place(time)?)))
}

/// The figures that say what they measure.
pub(super) fn claims(document: &Document, annotations: &Annotations) -> Vec<Claim> {
    let in_title = |figure: &Figure| document.title_span.contains(figure.span);
    let measuring = annotations.figures.iter().filter(|figure| figure.quantity.measure.is_some());
    let repeats = |title: &Figure| {
        let mut texts = annotations.figures.iter().filter(|figure| !in_title(figure));
        texts.any(|text| is_repeated(&title.quantity, &text.quantity))
    };
    let claim = |figure: &Figure| Claim {
        span: figure.span,
        in_title: in_title(figure),
        repeated: in_title(figure) && repeats(figure),
        quantity: figure.quantity.clone(),
    };
    measuring.map(claim).collect()
}

/// A value to three digits: `2.48e11`.
pub(super) fn rounded(value: f64) -> String {
    format!("{value:.2e}")
}
