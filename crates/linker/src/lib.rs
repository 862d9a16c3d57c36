//! Mentions, figures and times of an article.
//!
//! A [`Linker`] takes a [`Document`](newsbraid_text::Document) and its [`Analysis`](newsbraid_segmenter::Analysis) and
//! gives [`Annotations`]: names with their entity or, for unknown names, a key that is the same in all scripts; quantities
//! with what their rounding allows; dates and periods. All spans are bytes of the document's clean text.
//!
//! This crate knows one article at a time. Which unknown names of several articles are one person, and which figures of
//! an event differ, the crates above decide.

mod annotations;
mod charset;
mod explanation;
pub mod figures;
mod linker;
mod mentions;
pub mod times;
mod unknown;

#[cfg(test)]
#[path = "../../text/tests/common/cases.rs"]
mod cases;

pub use annotations::{Annotations, Bound, Change, CurrencyFrom, Figure, Mention, Quantity, Rule, Time, Unit};
pub use explanation::{Contribution, Explained, Explanation, LostCandidate};
pub use figures::{FigureContext, FigureFinder, Measures, MeasuresError, Named, Nothing};
pub use linker::Linker;
pub use mentions::{Lost, MentionFinder};
pub use unknown::transcribes;
