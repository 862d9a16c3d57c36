//! Words for people to read.

use std::io::{self, Write};

use newsbraid_segmenter::{Analysis, Layer, TokenClass};
use newsbraid_text::Document;

use super::{form, sentences};

/// Writes a sentence a line: its words between spaces, each followed by its parts (삼성전자[삼성|전자]).
pub fn write_text(out: &mut impl Write, document: &Document, analysis: &Analysis) -> io::Result<()> {
    for (_, tokens) in sentences(analysis) {
        let (mut line, mut parts) = (String::new(), Vec::new());
        for (at, token) in tokens.iter().enumerate() {
            let word = form(document, token.span);
            match token.layer {
                Layer::Surface if at == 0 => line = word,
                Layer::Surface => line = line + " " + &word,
                // The digits of a number are seen in it.
                Layer::Part | Layer::Constituent
                    if token.class == TokenClass::Number || parts.contains(&token.span) => {}
                Layer::Part | Layer::Constituent => {
                    line = line + if parts.is_empty() { "[" } else { "|" } + &word;
                    parts.push(token.span);
                }
                Layer::Variant => {}
            }
            let last = tokens.get(at + 1).is_none_or(|next| next.layer == Layer::Surface);
            if last && !std::mem::take(&mut parts).is_empty() {
                line.push(']');
            }
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}
