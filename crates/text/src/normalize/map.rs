//! A changed text and the way back to the one it was made from.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A stretch whose length changed: `norm` bytes of the new text stand for `source` bytes of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Bytes of the new text; empty where something was dropped.
    pub norm: Span,
    /// Bytes of the source.
    pub source: Span,
}

/// A text made from another, with a sparse list of the places where lengths differ. Between two edits the bytes of both
/// correspond one to one, character by character.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Normalized {
    text: String,
    edits: Vec<Edit>,
}

impl Normalized {
    /// The new text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The places where lengths differ, in order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The source bytes of a span of the new text, widened outwards where it begins or ends inside an edit. What was
    /// dropped at its edges stays outside.
    pub fn to_source(&self, span: Span) -> Span {
        let start = self.edge(span.start, |e| (e.norm, e.source), true);
        let end = self.edge(span.end, |e| (e.norm, e.source), false);
        Span { start, end: end.max(start) }
    }

    /// The bytes of the new text for a span of the source, widened outwards likewise.
    pub fn from_source(&self, span: Span) -> Span {
        let start = self.edge(span.start, |e| (e.source, e.norm), true);
        let end = self.edge(span.end, |e| (e.source, e.norm), false);
        Span { start, end: end.max(start) }
    }

    /// [`from_source`](Self::from_source) of spans that follow one another without overlap, in one walk over the edits.
    pub fn from_source_in_order(&self, spans: impl IntoIterator<Item = Span>) -> impl Iterator<Item = Span> {
        let (mut starts, mut ends) = (0, 0);
        spans.into_iter().map(move |span| {
            starts += self.edits[starts..].iter().take_while(|e| e.source.end <= span.start).count();
            ends += self.edits[ends..].iter().take_while(|e| ends_before(e.source, span.end)).count();
            let side = |e: &Edit| (e.source, e.norm);
            let start = self.place(starts, span.start, side, true);
            let end = self.place(ends, span.end, side, false);
            Span { start, end: end.max(start) }
        })
    }

    /// Maps one offset. `sides` gives (from, to) of an edit. A starting offset on an empty stretch goes behind it, an
    /// ending one before it.
    fn edge(&self, at: u32, sides: impl Fn(&Edit) -> (Span, Span), starts: bool) -> u32 {
        let passed = self.edits.partition_point(|e| {
            let from = sides(e).0;
            if starts { from.end <= at } else { ends_before(from, at) }
        });
        self.place(passed, at, sides, starts)
    }

    /// Maps an offset that so many edits go before.
    fn place(&self, passed: usize, at: u32, sides: impl Fn(&Edit) -> (Span, Span), starts: bool) -> u32 {
        let base = passed.checked_sub(1).map_or((0, 0), |i| {
            let (from, to) = sides(&self.edits[i]);
            (from.end, to.end)
        });
        if let Some((_, to)) = self.edits.get(passed).map(&sides).filter(|(from, _)| from.start < at) {
            return if starts { to.start } else { to.end };
        }
        base.1 + (at - base.0)
    }
}

/// Whether an edit goes before an ending offset.
fn ends_before(edit: Span, at: u32) -> bool {
    edit.end < at || (edit.end == at && !edit.is_empty())
}

/// Builds a [`Normalized`] from left to right.
pub(super) struct Builder {
    text: String,
    edits: Vec<Edit>,
}

impl Builder {
    pub(super) fn with_capacity(bytes: usize) -> Builder {
        Builder { text: String::with_capacity(bytes), edits: Vec::new() }
    }

    /// The character that was added last.
    pub(super) fn last(&self) -> Option<char> {
        self.text.chars().next_back()
    }

    /// Adds one character that stands for `source_len` bytes at `at`.
    pub(super) fn push_same(&mut self, at: usize, c: char, source_len: usize) {
        let start = self.text.len();
        self.text.push(c);
        if c.len_utf8() != source_len {
            self.edits.push(Edit { norm: Span::new(start, self.text.len()), source: Span::new(at, at + source_len) });
        }
    }

    /// Adds text that stays as it is.
    pub(super) fn push_plain(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Puts `folded` in place of `source` and marks it as one piece, whatever the lengths.
    pub(super) fn replace(&mut self, source: Span, folded: &str) {
        let start = self.text.len();
        self.text.push_str(folded);
        self.edits.push(Edit { norm: Span::new(start, self.text.len()), source });
    }

    pub(super) fn finish(self, source_len: usize) -> Normalized {
        let last = self.edits.last().map_or((0, 0), |e| (e.norm.end as usize, e.source.end as usize));
        debug_assert_eq!(self.text.len() - last.0, source_len - last.1, "the tails must be of one length");
        Normalized { text: self.text, edits: self.edits }
    }
}
