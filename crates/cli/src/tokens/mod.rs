//! The words of an article as text and as CoNLL-U.

mod conllu;
mod text;

pub use conllu::write_conllu;
use newsbraid_segmenter::{Analysis, Layer, Token};
use newsbraid_text::{Document, Span};
pub use text::write_text;

/// The tokens of each sentence with its number, counted from 1, in order.
fn sentences(analysis: &Analysis) -> Vec<(usize, &[Token])> {
    let number = |token: &Token| analysis.sentences.partition_point(|sentence| sentence.start <= token.span.start);
    let (mut found, mut rest) = (Vec::new(), analysis.tokens.as_slice());
    while let Some(first) = rest.first() {
        let here = number(first);
        let other = |token: &Token| token.layer == Layer::Surface && number(token) != here;
        let (sentence, after) = rest.split_at(rest.iter().position(other).unwrap_or(rest.len()));
        found.push((here, sentence));
        rest = after;
    }
    found
}

/// A stretch of the cleaned text as it can stand in a line: without control characters, which no word has for its own.
fn form(document: &Document, span: Span) -> String {
    span.of(document.text()).chars().filter(|c| !c.is_control()).collect()
}
