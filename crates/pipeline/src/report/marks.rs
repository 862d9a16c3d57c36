//! Cutting texts: into names and what is between them, into a lead and the rest, around a figure.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::data::{Highlight, Marked};

/// The highlights of a text in order, on character boundaries, without overlap: of two that overlap the earlier stays,
/// of two with one start the longer; empty ones and those beyond the text go.
pub(super) fn tidy(marked: &Marked) -> Vec<(Range<usize>, &Highlight)> {
    let mut all: Vec<(Range<usize>, &Highlight)> = marked
        .highlights
        .iter()
        .map(|highlight| (widened(&marked.text, &highlight.range), highlight))
        .filter(|(range, _)| !range.is_empty())
        .collect();
    all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|(range, _)| {
        let free = range.start >= end;
        if free {
            end = range.end;
        }
        free
    });
    all
}

/// The range, clamped to the text and widened to whole characters.
pub(super) fn widened(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.min(text.len()).max(start);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The paragraphs of `within`: the lines that are not blank, as byte ranges without the blanks around them.
pub(super) fn paragraphs(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = within.start;
    text[within].split('\n').filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let trimmed = line.trim().len();
        (trimmed > 0).then_some(start..start + trimmed)
    })
}

/// Where the lead of a text ends, in bytes: after a paragraph, else a sentence, else a word, else a grapheme, at or
/// before `limit`. The whole text, where little more than that would be left over. Never inside a name.
pub(super) fn lead_end(text: &str, names: &[(Range<usize>, &Highlight)], limit: usize) -> usize {
    if text.len() <= limit + limit / 4 {
        return text.len();
    }
    let end = cut(text, limit);
    match names.iter().find(|(name, _)| name.start < end && end < name.end) {
        Some((name, _)) if name.start > 0 => name.start,
        Some((name, _)) => name.end,
        None => end,
    }
}

/// The best place at or before `limit` to end a text; never in the first half, unless graphemes are that large.
fn cut(text: &str, limit: usize) -> usize {
    let (mut paragraph, mut sentence, mut word, mut grapheme) = (0, 0, 0, 0);
    for (at, piece) in text.grapheme_indices(true) {
        let end = at + piece.len();
        if end > limit {
            break;
        }
        let blank_follows = text[end..].starts_with(char::is_whitespace);
        grapheme = end;
        match piece {
            "\n" => paragraph = end,
            "。" | "！" | "？" => sentence = end,
            "." | "!" | "?" if blank_follows => sentence = end,
            _ if blank_follows => word = end,
            _ => {}
        }
    }
    let half = limit / 2;
    [paragraph, sentence, word].into_iter().find(|end| *end >= half && *end > 0).unwrap_or(grapheme)
}

/// A piece of `text` around `middle`, of about `limit` bytes, on grapheme boundaries: the range, which contains the
/// middle. The whole text, where it is short enough.
pub(super) fn excerpt(text: &str, middle: &Range<usize>, limit: usize) -> Range<usize> {
    if text.len() <= limit {
        return 0..text.len();
    }
    let side = limit.saturating_sub(middle.len()) / 2;
    let (from, to) = (middle.start.saturating_sub(side), middle.end + side);
    let borders = || text.grapheme_indices(true).map(|(at, _)| at);
    let start = borders().find(|at| *at >= from).unwrap_or(0).min(middle.start);
    let end = borders().find(|at| *at >= to).unwrap_or(text.len());
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[(usize, usize)]) -> Marked {
        let name = |&(start, end): &(usize, usize)| Highlight { range: start..end, ..Highlight::default() };
        let highlights = ranges.iter().map(name).collect();
        Marked { text: text.to_string(), highlights }
    }

    #[test]
    fn highlights_are_put_in_order() {
        let check = |text: &str, ranges: &[(usize, usize)], expect: &[&str]| {
            let marked = marked(text, ranges);
            let found: Vec<&str> = tidy(&marked).into_iter().map(|(range, _)| &marked.text[range]).collect();
            assert_eq!(found, expect, "{text} {ranges:?}");
        };
        check("阿里云与华为", &[(0, 9), (12, 18)], &["阿里云", "华为"]);
        check("阿里云与华为", &[(12, 18), (0, 9)], &["阿里云", "华为"]);
        check("阿里云与华为", &[(0, 6), (0, 9), (3, 9)], &["阿里云"]);
        check("阿里云与华为", &[(0, 6), (6, 9)], &["阿里", "云"]);
        check("阿里云", &[(1, 4)], &["阿里"]);
        check("阿里云", &[(6, 999), (40, 50), (9, 9)], &["云"]);
        check("阿里云", &[(6, 3), (5, 5)], &["里"]);
        check("", &[(0, 1)], &[]);
    }

    #[test]
    fn paragraphs_are_lines_that_say_something() {
        let check = |text: &str, within: Range<usize>, expect: &[&str]| {
            let found: Vec<&str> = paragraphs(text, within).map(|range| &text[range]).collect();
            assert_eq!(found, expect, "{text:?}");
        };
        check("서울\n\n 부산 \r\n", 0..17, &["서울", "부산"]);
        check("一\n二\n三", 4..11, &["二", "三"]);
        check("一\n二\n三", 3..7, &["二"]);
        check("\n\n", 0..2, &[]);
        check("", 0..0, &[]);
    }

    #[test]
    fn a_lead_ends_where_a_reader_pauses() {
        let check = |text: &str, limit: usize, names: &[(usize, usize)], expect: &str| {
            let marked = marked(text, names);
            assert_eq!(&text[..lead_end(text, &tidy(&marked), limit)], expect, "{text}");
        };
        check("Short.", 20, &[], "Short.");
        check("The first line.\nThe second line is longer.", 20, &[], "The first line.\n");
        check("First said. Second said it much later.", 20, &[], "First said.");
        check("云业务增长。阿里巴巴发布财报。", 30, &[], "云业务增长。");
        check("Up 3.5 percent on the day it was said", 10, &[], "Up 3.5");
        check("阿里巴巴集团发布财报", 16, &[], "阿里巴巴集");
        check("阿里巴巴集团发布财报", 16, &[(12, 18)], "阿里巴巴");
        check("阿里巴巴集团发布财报", 16, &[(0, 18)], "阿里巴巴集团");
        check("e\u{301}e\u{301}e\u{301}e\u{301}", 4, &[], "e\u{301}");
    }

    #[test]
    fn an_excerpt_holds_the_figure() {
        let check = |text: &str, middle: Range<usize>, limit: usize, expect: &str| {
            assert_eq!(&text[excerpt(text, &middle, limit)], expect, "{text}");
        };
        check("매출 36% 증가", 7..10, 100, "매출 36% 증가");
        check("aaaaaaaaaa36%bbbbbbbbbb", 10..13, 9, "aaa36%bbb");
        check("云云云云36%云云云云", 12..15, 9, "云36%云");
        check("36%bbbbbbbbbb", 0..3, 9, "36%bbb");
        check("bbbbbbbbbb36%", 10..13, 9, "bbb36%");
        check("0123456789", 0..10, 4, "0123456789");
    }
}
