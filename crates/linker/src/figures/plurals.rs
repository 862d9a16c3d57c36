//! English plurals that count without being listed as units: 390 commitments, 15 pigs, two late tries.

use std::collections::HashSet;

use newsbraid_text::{Normalized, Span};

use crate::annotations::Unit;
use crate::times::cursor::{skip_space_back, word_edge};

use super::lexicon::{Endings, Measures, norm};

/// What tells a plural, and whether it names people.
#[derive(Debug)]
pub(crate) struct Plurals {
    people: Vec<String>,
    things: HashSet<String>,
    none: HashSet<String>,
    labels: Endings<()>,
}

/// Letters of the shortest plural: no initials, no `us`.
const SHORTEST: usize = 4;

impl Plurals {
    pub(crate) fn new(measures: &Measures) -> Plurals {
        let of = &measures.plural;
        Plurals {
            people: of.people.clone(),
            things: of.things.iter().map(|w| norm(w)).collect(),
            none: of.none.iter().map(|w| norm(w)).collect(),
            labels: Endings::new(of.labels.iter().map(|w| (norm(w), ()))),
        }
    }

    /// What a word in lower case counts; `None` where it is no plural.
    pub(crate) fn unit(&self, word: &str) -> Option<Unit> {
        let plural = word.len() >= SHORTEST
            && (word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
                || ["men", "women"].iter().any(|end| word.ends_with(end)))
            && !self.none.contains(word);
        let people = self.people.iter().any(|end| word.ends_with(end.as_str())) && !self.things.contains(word);
        plural.then_some(if people { Unit::Person } else { Unit::Count })
    }

    /// Whether a word before `at` makes a number a name: flight 93, S&P 500.
    pub(crate) fn labelled(&self, s: &str, at: usize) -> bool {
        let end = skip_space_back(s, at);
        end < at && self.labels.before(s, end).any(|(word, ())| word_edge(s, end - word.len()))
    }
}

/// Words that may stand with a capital before a number that counts.
const BEFORE: [&str; 44] = [
    "the",
    "some",
    "about",
    "over",
    "nearly",
    "around",
    "at",
    "in",
    "on",
    "another",
    "all",
    "these",
    "those",
    "his",
    "her",
    "their",
    "its",
    "our",
    "my",
    "more",
    "than",
    "least",
    "most",
    "only",
    "just",
    "for",
    "with",
    "of",
    "and",
    "but",
    "after",
    "up",
    "to",
    "from",
    "by",
    "almost",
    "roughly",
    "approximately",
    "as",
    "other",
    "first",
    "last",
    "next",
    "past",
];

/// Whether a number in a text is part of a name by its capitals (Boeing 737 crashes, the Final Four teams), or of one in
/// Latin letters amid another script.
pub(crate) fn in_capitals(text: &str, normalized: &Normalized, number: Span) -> bool {
    let start = normalized.to_source(number).start as usize;
    let before = text[..start].trim_end_matches([' ', '\u{a0}']);
    let word = &before[before.trim_end_matches(|c: char| c.is_alphanumeric()).len()..];
    let begins = word.is_empty();
    let foreign = word.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii());
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase());
    let named = capital(word) && !BEFORE.contains(&word.to_lowercase().as_str());
    foreign || named || !begins && capital(&text[start..])
}
