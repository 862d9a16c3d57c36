//! The title of a text that has none of its own.

use crate::Span;

/// Code points of the longest line that counts as a title; of a longer one its first sentence is taken.
const LONGEST: usize = 100;

/// The first line with a letter or digit, or its first sentence.
pub(super) fn find(text: &str) -> Span {
    let mut start = 0;
    for line in text.split('\n') {
        if line.chars().any(char::is_alphanumeric) {
            let first = start + line.len() - line.trim_start().len();
            return Span::new(first, first + title_len(line.trim()));
        }
        start += line.len() + 1;
    }
    Span::default()
}

fn title_len(line: &str) -> usize {
    let mut end = line.len();
    for (count, (at, c)) in line.char_indices().enumerate() {
        if count == LONGEST {
            return end.min(at);
        }
        if end == line.len() && matches!(c, '。' | '！' | '？' | '…') {
            end = at + c.len_utf8();
        }
    }
    line.len()
}
