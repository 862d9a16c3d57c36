//! Showing a place of a query.

use newsbraid_text::{Script, script_of};

use crate::error::QueryError;

/// Characters shown before and behind the place.
const CONTEXT: usize = 40;

impl QueryError {
    /// The query, or what of it is around the error, and below it a line with a caret at the column; `None` where the error has
    /// no place. Below a character that takes two columns stands a space that does so too.
    ///
    /// ```
    /// use newsbraid_indexer::parse;
    /// let error = parse("cloud \"abc").unwrap_err();
    /// assert_eq!(error.caret("cloud \"abc").unwrap(), "cloud \"abc\n      ^");
    /// ```
    pub fn caret(&self, query: &str) -> Option<String> {
        let QueryError::Syntax { column, .. } = self else { return None };
        let chars: Vec<char> = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let at = column.saturating_sub(1).min(chars.len());
        let (from, to) = (at.saturating_sub(CONTEXT), (at + CONTEXT).min(chars.len()));
        let before = if from > 0 { "…" } else { "" };
        let behind = if to < chars.len() { "…" } else { "" };
        let line: String = chars[from..to].iter().collect();
        let padding: String = before.chars().chain(chars[from..at].iter().copied()).filter_map(blank).collect();
        Some(format!("{before}{line}{behind}\n{padding}^"))
    }
}

/// A space as wide as a character; none for what is written over the character before it.
fn blank(c: char) -> Option<char> {
    let is_mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}');
    let is_wide = matches!(script_of(c), Script::Han | Script::Hangul | Script::Kana)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '\u{1F300}'..='\u{1FAFF}');
    (!is_mark).then_some(if is_wide { '\u{3000}' } else { ' ' })
}
