//! Figures and dates of an article.

use newsbraid_linker::{Annotations, Bound, Change, Unit};
use newsbraid_text::{Document, Span};
use serde::{Deserialize, Serialize};

use super::collect::Collector;
use super::{Article, Place};
use crate::family::Family;

/// A figure that says what it measures, to be held against those of other articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Bytes of the clean text.
    pub span: Span,
    /// As written.
    pub surface: String,
    /// Whether it stands in the title.
    pub in_title: bool,
    /// As stated, signed.
    pub value: f64,
    /// The least value that rounding allows.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// about, at least, at most.
    pub bound: Option<Bound>,
    /// What is counted.
    pub unit: Unit,
    /// Against which period a change is stated.
    pub change: Option<Change>,
    /// ISO 4217, for money.
    pub currency: Option<String>,
    /// A key of `config/measures.toml`.
    pub measure: String,
    /// `2025Q3`, `2025`, `2025-08`.
    pub period: Option<String>,
    /// Id of the entity it is about.
    pub about: Option<String>,
}

/// Adds the days that a text names. Numbers are added by [`super::numbers`].
pub(super) fn collect(annotations: &Annotations, article: &Article, out: &mut Collector) {
    for time in annotations.times.iter().filter(|time| time.from == time.to) {
        let at = article.analysis.normalized.from_source(time.span).start;
        if let Some(place) = article.place(at) {
            let place = if place == Place::Far { Place::Rest } else { place };
            out.add_as(Family::Figure, &format!("day {}", time.from), &time.label, place, 1.0);
        }
    }
}

/// The figures that say what they measure.
pub(super) fn claims(document: &Document, annotations: &Annotations) -> Vec<Claim> {
    let with_measure = annotations.figures.iter().filter_map(|f| Some((f, f.measure.clone()?)));
    with_measure
        .map(|(figure, measure)| Claim {
            span: figure.span,
            surface: figure.span.of(document.text()).to_string(),
            in_title: document.title_span.contains(figure.span),
            value: figure.value,
            low: figure.low,
            high: figure.high,
            bound: figure.bound,
            unit: figure.unit,
            change: figure.change,
            currency: figure.currency.clone(),
            measure,
            period: figure.period.clone(),
            about: figure.about.clone(),
        })
        .collect()
}

/// A value to three digits: `2.48e11`.
pub(super) fn rounded(value: f64) -> String {
    format!("{value:.2e}")
}
