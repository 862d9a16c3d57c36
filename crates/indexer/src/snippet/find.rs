//! Finding the words of a query in the stored text.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use newsbraid_text::{Span, match_key, normalize};
use unicode_segmentation::GraphemeCursor;

use crate::grams::is_cjk;

/// Words of a query that are highlighted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// As compared: [`match_key`] of the normalised wording.
    key: String,
    /// The beginning that other forms of a Latin word share with it.
    stem: Option<String>,
}

/// Other forms of a word are longer than its stem by at most this many letters (`invest`, `investments`).
const LONGEST_ENDING: usize = 5;

impl Pattern {
    /// A pattern of a normalised wording; `None` where nothing of it can be found.
    pub fn new(normalized: &str, stem: Option<&str>) -> Option<Pattern> {
        let key = match_key(normalized).text().trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let stem = stem.filter(|s| s.is_ascii() && s.len() > 2).map(str::to_string);
        (!key.is_empty()).then_some(Pattern { key, stem })
    }
}

/// Finds the patterns of one query in many texts.
pub(crate) struct Finder {
    patterns: Vec<Pattern>,
    /// `None` where nothing can be found.
    automaton: Option<AhoCorasick>,
}

/// A place of a text, and the number of the pattern found there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Bytes of the text.
    pub span: Span,
    /// Which of the patterns.
    pub pattern: usize,
}

impl Finder {
    pub fn new(patterns: Vec<Pattern>) -> Finder {
        let keys = patterns.iter().map(|p| p.stem.as_ref().filter(|s| p.key.starts_with(s.as_str())).unwrap_or(&p.key));
        // A DFA would take longer to make than articles of this size take to search.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(keys).ok();
        Finder { patterns, automaton }
    }

    /// All places of the patterns in a text, and of further spellings that only this text has, from left to right, the
    /// longest where they overlap. They begin and end between graphemes.
    pub fn find(&self, text: &str, more: impl Iterator<Item = impl AsRef<str>>) -> Vec<Hit> {
        let more: Vec<Pattern> = more.filter_map(|spelling| Pattern::new(spelling.as_ref(), None)).collect();
        if more.is_empty() {
            return self.find_own(text);
        }
        Finder::new(self.patterns.iter().cloned().chain(more).collect()).find_own(text)
    }

    fn find_own(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let normalized = normalize(text);
        let key = match_key(normalized.text());
        let mut hits: Vec<Hit> = Vec::new();
        for found in automaton.find_iter(key.text()) {
            let pattern = &self.patterns[found.pattern().as_usize()];
            let Some(end) = word_end(key.text(), found.start(), found.end(), pattern) else { continue };
            let folded = key.to_source(Span::new(found.start(), end));
            if is_accident(folded.of(normalized.text()), &pattern.key) {
                continue;
            }
            let span = graphemes(text, normalized.to_source(folded));
            if !span.is_empty() && hits.last().is_none_or(|last| last.span.end <= span.start) {
                hits.push(Hit { span, pattern: found.pattern().as_usize() });
            }
        }
        hits
    }
}

/// The end of the word found, or `None` where Latin letters or digits go on before or behind it.
fn word_end(key: &str, start: usize, end: usize, pattern: &Pattern) -> Option<usize> {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let (first, last) = (key[start..end].chars().next(), key[start..end].chars().next_back());
    if joins(first) && joins(key[..start].chars().next_back()) {
        return None;
    }
    if !joins(last) {
        return Some(end);
    }
    let more: usize = key[end..].chars().take_while(|&c| joins(Some(c))).map(char::len_utf8).sum();
    match &pattern.stem {
        _ if more == 0 || key[start..end + more] == pattern.key => Some(end + more),
        Some(_) if more <= LONGEST_ENDING => Some(end + more),
        _ => None,
    }
}

/// Two characters across a space are no word: 삼 성 in 인삼 성분.
fn is_accident(folded: &str, key: &str) -> bool {
    key.chars().count() == 2 && key.chars().all(is_cjk) && folded.chars().count() > 2
}

/// Widens a span to whole graphemes.
fn graphemes(text: &str, span: Span) -> Span {
    Span::new(boundary_before(text, span.start as usize), boundary_after(text, span.end as usize))
}

/// The last grapheme boundary at or before `at`, which must be between characters.
pub(crate) fn boundary_before(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    }
}

/// The first grapheme boundary at or after `at`, which must be between characters.
pub(crate) fn boundary_after(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, patterns: &[(&str, Option<&str>)], expect: &[&str]) {
        let patterns = patterns.iter().filter_map(|(p, stem)| Pattern::new(normalize(p).text(), *stem)).collect();
        let found: Vec<&str> =
            Finder::new(patterns).find(text, std::iter::empty::<&str>()).iter().map(|h| h.span.of(text)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn original_spelling() {
        check("虚拟机 a : a : a 虚拟机", &[("虚拟机", None)], &["虚拟机", "虚拟机"]);
        check("國際論壇與国际论坛", &[("国际论坛", None)], &["國際論壇", "国际论坛"]);
        check("젠슨 황과 젠슨황", &[("젠슨황", None)], &["젠슨 황", "젠슨황"]);
        check("인삼 성분과 삼성", &[("삼성", None)], &["삼성"]);
        check("ＱＷＥＮ and Qwens", &[("Qwen", None)], &["ＱＷＥＮ"]);
        check("AI said; it AIMs", &[("ai", None)], &["AI"]);
        check("Investments invested investigators", &[("investment", Some("invest"))], &["Investments", "invested"]);
        check("阿里云阿里", &[("阿里", None), ("阿里云", None)], &["阿里云", "阿里"]);
    }
}
