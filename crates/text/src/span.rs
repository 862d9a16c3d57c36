//! Ranges of bytes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes of one text, `start` included and `end` not; which text, the owner says.
///
/// Unless said otherwise it is [`Document::text`](crate::Document::text). Texts are shorter than 4 GiB: longer input is
/// rejected when it is read.
///
/// ```
/// use newsbraid_text::Span;
/// assert_eq!(Span::new(4, 10).of("우 CEO는"), "CEO는".get(0..6).unwrap());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of two byte offsets.
    #[inline]
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end <= u32::MAX as usize, "span {start}..{end}");
        Span { start: start as u32, end: end as u32 }
    }

    /// The text between its ends. Panics where they are not on character boundaries of `text`.
    #[inline]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }

    /// As a range of `usize`, for slicing.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Bytes in it.
    #[inline]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte.
    #[inline]
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within it.
    #[inline]
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[inline]
    pub fn cover(&self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
