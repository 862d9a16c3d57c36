//! Figures and dates of an article.

use newsbraid_linker::{Annotations, Figure, Quantity};
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
    /// Whether it stands in the title.
    pub in_title: bool,
    /// What is said there.
    pub quantity: Quantity,
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
    let measuring = annotations.figures.iter().filter(|figure| figure.quantity.measure.is_some());
    let claim = |figure: &Figure| Claim {
        span: figure.span,
        in_title: document.title_span.contains(figure.span),
        quantity: figure.quantity.clone(),
    };
    measuring.map(claim).collect()
}

/// A value to three digits: `2.48e11`.
pub(super) fn rounded(value: f64) -> String {
    format!("{value:.2e}")
}
