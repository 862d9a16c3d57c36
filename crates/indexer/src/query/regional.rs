//! Words that other regions write otherwise: 軟體 finds 软件.

use newsbraid_segmenter::{Analysis, regional};

use crate::query::{Expansion, Target};

/// An equivalent counts less than the word itself, and more than what only lies near in meaning.
const WEIGHT: f32 = 0.7;

/// The equivalents of all regional words of a query.
pub(crate) fn expansions(analysis: &Analysis) -> Vec<Expansion> {
    let words = regional::find(analysis);
    let expansion = |span, other: &str| Expansion {
        span,
        target: Target::Text(other.to_string()),
        weight: WEIGHT,
        why: "regional word".to_string(),
    };
    words.iter().flat_map(|word| word.equivalents.iter().map(move |other| expansion(word.span, other))).collect()
}
