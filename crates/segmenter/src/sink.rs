//! Where the cutters put their tokens.

use newsbraid_text::normalize::Edit;
use newsbraid_text::{Lang, Normalized, Span};
use unicode_normalization::char::is_combining_mark;

use crate::{Layer, Token, TokenClass};

/// Collects the tokens of one text. Cutters speak in bytes of the normalised text; the sink turns them into bytes of the
/// text that was analysed, from left to right, without a search per token.
pub(crate) struct Sink<'n> {
    normalized: &'n Normalized,
    base: u32,
    tokens: Vec<Token>,
    extra: String,
    /// Edits that lie wholly before the surface token that was put in last.
    passed: usize,
    /// Where the last surface token ends in the source.
    end: u32,
    last: Option<Surface>,
}

/// The surface token that parts and variants belong to.
#[derive(Clone, Copy)]
struct Surface {
    at: usize,
    norm: Span,
}

impl<'n> Sink<'n> {
    pub(crate) fn new(normalized: &'n Normalized, tokens: Vec<Token>) -> Sink<'n> {
        let base = normalized.text().len() as u32;
        Sink { normalized, base, tokens, extra: String::new(), passed: 0, end: 0, last: None }
    }

    /// Adds a token of the primary cut. A token that stands for no byte of its own (the second half of one source
    /// character) is left out, so that tokens never overlap.
    /// A combining mark belongs to the token before it, whatever a dictionary makes of it.
    pub(crate) fn surface(&mut self, norm: Span, class: TokenClass, lang: Lang, eojeol: u32) {
        if let Some(last) = self.last.filter(|last| last.norm.end == norm.start && self.begins_with_mark(norm)) {
            return self.extend(last, norm);
        }
        let edits = self.normalized.edits();
        while edits.get(self.passed).is_some_and(|e| e.norm.end <= norm.start) {
            self.passed += 1;
        }
        let source = self.to_source(norm);
        let span = Span { start: source.start.max(self.end), end: source.end };
        if span.start >= span.end {
            self.last = None;
            return;
        }
        self.end = span.end;
        self.last = Some(Surface { at: self.tokens.len(), norm });
        self.tokens.push(Token { span, term: norm, class, layer: Layer::Surface, lang, eojeol });
    }

    fn begins_with_mark(&self, norm: Span) -> bool {
        let first = self.normalized.text()[norm.start as usize..].chars().next();
        // No mark is ASCII, a Chinese character or a syllable of Hangul, and almost all else is.
        first.is_some_and(|c| !matches!(c as u32, 0..0x300 | 0x3400..=0xD7A3) && is_combining_mark(c))
    }

    fn extend(&mut self, last: Surface, norm: Span) {
        let end = self.to_source(norm).end.max(self.end);
        for token in &mut self.tokens[last.at..] {
            // The words that a surface token consists of cover it, so the last of them grows too.
            let grows = matches!(token.layer, Layer::Surface | Layer::Constituent);
            if grows && token.span.end == self.end {
                token.span.end = end;
                token.term.end += if token.term.end == norm.start { norm.end - norm.start } else { 0 };
            }
        }
        self.end = end;
        self.last = Some(Surface { norm: last.norm.cover(norm), ..last });
    }

    /// Adds a part of the last surface token, with its text as term.
    pub(crate) fn part(&mut self, norm: Span, class: TokenClass) {
        self.push_below(norm, norm, class, Layer::Part);
    }

    /// Adds a token of a layer below the last surface token, with its text as term.
    pub(crate) fn below(&mut self, norm: Span, class: TokenClass, layer: Layer) {
        self.push_below(norm, norm, class, layer);
    }

    /// Adds a number below the last surface token; its term is written without thousands separators.
    pub(crate) fn number_below(&mut self, norm: Span, layer: Layer) {
        let digits = norm.of(self.normalized.text());
        let term = if digits.contains(',') { self.append(digits.chars().filter(|&c| c != ',')) } else { norm };
        self.push_below(norm, term, TokenClass::Number, layer);
    }

    /// Adds another term for the last surface token.
    pub(crate) fn variant(&mut self, term: impl IntoIterator<Item = char>) {
        let Some(surface) = self.last else { return };
        let class = self.tokens[surface.at].class;
        let term = self.append(term);
        self.push_below(surface.norm, term, class, Layer::Variant);
    }

    fn push_below(&mut self, norm: Span, term: Span, class: TokenClass, layer: Layer) {
        let Some(surface) = self.last else { return };
        let of = self.tokens[surface.at];
        let source = if norm == surface.norm { of.span } else { self.to_source(norm) };
        let span = Span { start: source.start.max(of.span.start), end: source.end.min(of.span.end) };
        if span.start < span.end && !term.is_empty() {
            self.tokens.push(Token { span, term, class, layer, ..of });
        }
    }

    fn append(&mut self, term: impl IntoIterator<Item = char>) -> Span {
        let start = self.base + self.extra.len() as u32;
        self.extra.extend(term);
        Span { start, end: self.base + self.extra.len() as u32 }
    }

    /// [`Normalized::to_source`] for a span at or after the last surface token: walks on from there.
    fn to_source(&self, norm: Span) -> Span {
        let edits = &self.normalized.edits()[self.passed..];
        let before = self.passed.checked_sub(1).map(|i| self.normalized.edits()[i]);
        let start = edge(edits, before, norm.start, |e| e.norm.end <= norm.start, true);
        let ends = |e: &Edit| e.norm.end < norm.end || (e.norm.end == norm.end && !e.norm.is_empty());
        let end = edge(edits, before, norm.end, ends, false);
        Span { start, end: end.max(start) }
    }

    /// The tokens and the terms that do not stand in the text.
    pub(crate) fn finish(self) -> (Vec<Token>, String) {
        (self.tokens, self.extra)
    }
}

/// Edits that are looked at one by one before they are halved.
const NEAR: usize = 8;

fn edge(edits: &[Edit], before: Option<Edit>, at: u32, passes: impl Fn(&Edit) -> bool, starts: bool) -> u32 {
    // Most tokens have none or one; a number or word of a whole page in full-width letters has one for each.
    let near = edits.iter().take(NEAR).take_while(|e| passes(e)).count();
    let passed = if near == NEAR { NEAR + edits[NEAR..].partition_point(passes) } else { near };
    let last = passed.checked_sub(1).map(|i| edits[i]).or(before);
    let (norm, source) = last.map_or((0, 0), |e| (e.norm.end, e.source.end));
    match edits.get(passed) {
        Some(e) if e.norm.start < at => {
            if starts {
                e.source.start
            } else {
                e.source.end
            }
        }
        _ => source + (at - norm),
    }
}
