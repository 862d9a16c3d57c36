//! Ordinary phrases that hold a name: 苹果汁, 카카오 열매, meta-analysis.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use newsbraid_text::{Span, normalize};

/// The phrases; a line is the phrase and what it means.
const TABLE: &str = include_str!("../../data/ordinary.tsv");

/// Finds the phrases.
pub(crate) struct Ordinary {
    automaton: AhoCorasick,
}

impl Ordinary {
    /// Reads the table.
    pub(crate) fn new() -> Ordinary {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        let phrases =
            rows.filter_map(|line| line.split('\t').next()).map(|phrase| normalize(phrase).text().to_string());
        let builder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases);
        Ordinary { automaton: builder.expect("the table is small") }
    }

    /// Where the phrases stand in a normalised text, in order, none overlapping another.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        // The same bytes, with 0 for every digit.
        let digits_folded: Vec<u8> = text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b }).collect();
        let found = self.automaton.find_iter(&digits_folded).map(|found| Span::new(found.start(), found.end()));
        found.filter(|span| begins_word(*span, text)).collect()
    }
}

/// A phrase in Latin letters or Hangul begins a word; one in Han characters has no such edge.
fn begins_word(span: Span, text: &str) -> bool {
    let first = span.of(text).chars().next();
    let before = text[..span.start as usize].chars().next_back();
    let letters = |c: char| c.is_ascii_alphanumeric() || ('가'..='힣').contains(&c);
    !(first.is_some_and(letters) && before.is_some_and(letters))
}

/// Whether a phrase in `phrases` (in order, not overlapping) overlaps the name without lying inside it.
pub(crate) fn covers(phrases: &[Span], name: Span) -> bool {
    let from = phrases.partition_point(|phrase| phrase.end <= name.start);
    phrases[from..].iter().take_while(|phrase| phrase.start < name.end).any(|phrase| !name.contains(*phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_in_any_spelling() {
        let ordinary = Ordinary::new();
        let check = |text: &str, expect: &[&str]| {
            let normalized = normalize(text);
            let found: Vec<&str> =
                ordinary.find(normalized.text()).iter().map(|span| span.of(normalized.text())).collect();
            assert_eq!(found, expect, "{text}");
        };
        check("他喝了一杯蘋果汁。", &["苹果汁"]);
        check("Meta-Analysis and an Apple Pie", &["meta-analysis", "apple pie"]);
        check("10억 달러(한화 1조4000억원)", &["한화 1"]);
        check("pineapple pie", &[]);
        check("苹果公司", &[]);
    }

    #[test]
    fn a_longer_name_stands() {
        let check = |phrase: (usize, usize), name: (usize, usize), expect: bool| {
            assert_eq!(
                covers(&[Span::new(phrase.0, phrase.1)], Span::new(name.0, name.1)),
                expect,
                "{phrase:?} {name:?}"
            );
        };
        check((0, 9), (0, 6), true);
        check((3, 9), (0, 6), true);
        check((0, 9), (0, 12), false);
        check((0, 9), (0, 9), false);
        check((0, 9), (9, 12), false);
    }
}
