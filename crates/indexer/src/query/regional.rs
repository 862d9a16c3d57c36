//! Words that other regions write otherwise: 軟體 finds 软件.

use newsbraid_segmenter::{Analysis, regional};

use crate::query::{Expansion, Target};

/// The equivalents of all regional words of a text, each of which counts `weight` of the word itself.
pub fn regional_words(analysis: &Analysis, weight: f32) -> Vec<Expansion> {
    let words = regional::find(analysis);
    let expansion = |span, other: &str| Expansion {
        span,
        target: Target::Text(other.to_string()),
        weight,
        why: "regional word".to_string(),
    };
    words.iter().flat_map(|word| word.equivalents.iter().map(move |other| expansion(word.span, other))).collect()
}
