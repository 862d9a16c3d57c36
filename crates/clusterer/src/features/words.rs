//! Words of the article's own language, words in Latin letters, and pairs of characters.

use std::collections::HashSet;
use std::sync::LazyLock;

use newsbraid_segmenter::{Layer, Token, TokenClass, regional};
use newsbraid_text::{Lang, Script, script_of};

use super::collect::Collector;
use super::{Article, Place, korean};
use crate::family::Family;

static STOP_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| stop_words().collect());

/// English words that say nothing of an event.
pub(super) fn stop_words() -> impl Iterator<Item = &'static str> {
    let rows = include_str!("../../data/stop_words.txt").lines().filter(|line| !line.starts_with('#'));
    rows.flat_map(str::split_whitespace)
}

/// Adds words and bigrams.
pub(super) fn collect(article: &Article, out: &mut Collector) {
    let morphemes = article.analysis.tokens.iter().any(|token| token.class == TokenClass::Particle);
    let tokens = &article.analysis.tokens;
    for (at, token) in tokens.iter().enumerate() {
        let Some(place) = place(article, token) else { continue };
        if token.class != TokenClass::Word || token.layer == Layer::Variant {
            continue;
        }
        let term = article.analysis.term(token);
        match script_of(term.chars().next().unwrap_or(' ')) {
            Script::Latin => latin(article, tokens.get(at + 1), term, place, out),
            Script::Hangul if morphemes => long_enough(term, place, out),
            Script::Hangul => long_enough(korean::without_particle(term), place, out),
            Script::Han => long_enough(term, place, out),
            _ => {}
        }
    }
    regional_words(article, out);
    bigrams(article, out);
}

/// Adds what the mainland calls a thing that an article calls otherwise, so that 川普 and 特朗普 are one word.
fn regional_words(article: &Article, out: &mut Collector) {
    for word in regional::find(article.analysis) {
        let start = article.analysis.normalized.from_source(word.span).start;
        let Some(place) = article.place(start) else { continue };
        word.mainland.iter().for_each(|other| long_enough(other, place, out));
    }
}

/// Where a token stands, by its place in the normalised text.
fn place(article: &Article, token: &Token) -> Option<Place> {
    article.place(article.analysis.normalized.from_source(token.span).start)
}

fn long_enough(term: &str, place: Place, out: &mut Collector) {
    // One character or syllable is in too many words to say anything.
    if place != Place::Far && term.chars().nth(1).is_some() {
        out.add(Family::Word, term, place, 1.0);
    }
}

fn latin(article: &Article, next: Option<&Token>, term: &str, place: Place, out: &mut Collector) {
    let word = term.strip_suffix("'s").unwrap_or(term);
    if word.len() < 2 || STOP_WORDS.contains(word) || place == Place::Far {
        return;
    }
    out.add(Family::Latin, word, place, 1.0);
    if article.document.meta.lang == Lang::En {
        out.add(Family::Word, stem(article, next).unwrap_or(word), place, 1.0);
    }
}

/// The stem that stands as a variant behind a word.
pub(super) fn stem<'a>(article: &Article<'a>, next: Option<&Token>) -> Option<&'a str> {
    next.filter(|token| token.layer == Layer::Variant).map(|token| article.analysis.term(token))
}

/// Whether an English word says nothing of the event.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

fn bigrams(article: &Article, out: &mut Collector) {
    let text = article.text();
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        let counts = matches!(script_of(c), Script::Han | Script::Hangul);
        // A bigram of two scripts (美의) is a word and its particle.
        if let Some((start, first)) = before.filter(|(_, first)| counts && script_of(*first) == script_of(c)) {
            debug_assert_eq!(start + first.len_utf8(), at);
            if let Some(place) = article.place(start as u32).filter(|p| matches!(p, Place::Title | Place::Lead)) {
                out.add(Family::Bigram, &text[start..at + c.len_utf8()], place, 1.0);
            }
        }
        before = counts.then_some((at, c));
    }
}
