//! Of which period a figure speaks.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use newsbraid_text::Span;

use crate::times::Stamp;
use crate::times::cursor::{char_at, eat, sentence_end, sentence_start, skip_space, small_number};

use super::marks::clause_start;
use super::measure::floor;

/// Bytes between 去年同期 and the figure that is of then.
const FARTHEST_COMPARISON: usize = 40;
/// Dates back in the text among which the period of a report is looked for.
const FARTHEST_REPORT: usize = 64;

/// How the period of a figure is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kind {
    /// It says by how much something changed against another period.
    pub change: bool,
    /// It adds up over a period, and is never of a day.
    pub flow: bool,
}

/// The label of the period of a figure: a stretch of months back or ahead (过去一年, 향후 3년) in its clause; else the period
/// that the sentence names, the last before the figure, else the first behind it; else the last quarter, half or year that
/// the text spoke of before. The figure of 去年同期 is of no period that is named, unless it is the change since then.
pub(crate) fn period(s: &str, figure: Span, stamps: &[Stamp], stretches: &[Horizon], kind: Kind) -> Option<String> {
    let (start, end) = (figure.start as usize, figure.end as usize);
    let (from, to) = (sentence_start(s, start), sentence_end(s, end).max(end));
    if let Some(stretch) = horizon(s, stretches, from, start, end, to) {
        return Some(stretch);
    }
    let passed = stamps.partition_point(|t| t.span.start as usize <= start);
    let last = stamps[..passed]
        .last()
        .filter(|t| t.when.is_none() && start.saturating_sub(t.span.end as usize) <= FARTHEST_COMPARISON);
    if !kind.change && last.is_some_and(|t| ["去年", "작년", "지난해"].contains(&t.span.of(s))) {
        return None;
    }
    let fits = |t: &&Stamp| t.when.as_ref().is_some_and(|w| !kind.flow || w.0 != w.1) && !since(s, t);
    let before = || stamps[..passed].iter().rev().filter(fits);
    let sentence = || before().take_while(|t| t.span.start as usize >= from);
    let after = || stamps[passed..].iter().take_while(|t| (t.span.end as usize) <= to);
    // A quarter that nothing dates is of no other period that stands around.
    let mut named = stamps[..passed].iter().rev().take_while(|t| t.span.start as usize >= from);
    if named.any(|t| t.when.is_none() && t.report) && !sentence().any(|t| t.report) {
        return None;
    }
    let found = sentence()
        .find(|t| t.report)
        .or_else(|| sentence().next())
        .or_else(|| after().find(fits))
        .or_else(|| before().take(FARTHEST_REPORT).find(|t| t.report));
    found.and_then(|t| t.when.as_ref().map(|w| w.2.clone()))
}

/// Whether a date is only where a stretch of time begins: since 2022, 自2023年.
fn since(s: &str, stamp: &Stamp) -> bool {
    let before = s[..stamp.span.start as usize].trim_end();
    let after = &s[stamp.span.end as usize..];
    before.ends_with("since") || before.ends_with('自') || after.starts_with("以来") || after.starts_with(" 이후")
}

const PAST: [&str; 11] = [
    "过去",
    "最近",
    "지난 ",
    "최근 ",
    "지난",
    "over the past ",
    "in the past ",
    "over the last ",
    "in the last ",
    "for the past ",
    "during the past ",
];
const NEXT: [&str; 10] = [
    "未来",
    "今后",
    "향후 ",
    "앞으로 ",
    "over the next ",
    "in the next ",
    "over the coming ",
    "within the next ",
    "for the next ",
    "in the coming ",
];

/// A stretch of time before or behind the day of publication: 过去一年, 향후 3년.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    /// Where it begins.
    start: usize,
    next: bool,
    months: i32,
}

/// The stretches of time of a normalised text, in order.
pub(crate) fn horizons(s: &str) -> Vec<Horizon> {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words = PAST.iter().chain(&NEXT);
        let built =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(words);
        built.expect("twenty short patterns fit")
    });
    let horizon = |hit: aho_corasick::Match| {
        let next = hit.pattern().as_usize() >= PAST.len();
        Some(Horizon { start: hit.start(), next, months: months(s, hit.end())? })
    };
    WORDS.find_iter(s).filter_map(horizon).collect()
}

/// `past 12 months`, `next 36 months`: the stretch named last in the clause of the figure or the one before it, else the
/// first behind it in its clause.
fn horizon(s: &str, all: &[Horizon], from: usize, start: usize, end: usize, to: usize) -> Option<String> {
    let passed = all.partition_point(|h| h.start < start);
    let clause_to = || end + s[end..to].find(['。', ';', ',']).unwrap_or(to - end);
    // The clause of the figure and the one before it.
    let near = || clause_start(s, floor(s, clause_start(s, start).saturating_sub(1))).max(from);
    let before = passed.checked_sub(1).map(|at| all[at]).filter(|h| h.start >= from && h.start >= near());
    let after = || all.get(passed).copied().filter(|h| h.start >= end && h.start < to && h.start < clause_to());
    let found = before.or_else(after)?;
    Some(format!("{} {} months", if found.next { "next" } else { "past" }, found.months))
}

/// The months of 3년, 三年, three years, 四个季度, "year".
fn months(s: &str, at: usize) -> Option<i32> {
    let at = skip_space(s, at);
    let (count, end) =
        small_number(s, at).map(|(n, end)| (i32::from(n), end)).or_else(|| word_number(s, at)).unwrap_or((1, at));
    let end = skip_space(s, end);
    let end = if s[end..].starts_with('-') { end + 1 } else { end };
    let units: [(&[&str], i32); 3] = [
        (&["个季度", "개 분기", "개분기", "quarters", "quarter"], 3),
        (&["个月", "개월", "months", "month"], 1),
        (&["年", "년", "years", "year"], 12),
    ];
    let (_, length) = units.iter().find(|(words, _)| eat(s, end, words).is_some())?;
    // 最近年报 and 지난년 are no stretches: a lone unit must be 过去年 in no text, but "past year" in English.
    let lone = end == at && !s.as_bytes().get(at).is_some_and(u8::is_ascii);
    (!lone && (1..=100).contains(&count)).then_some(count * length)
}

fn word_number(s: &str, at: usize) -> Option<(i32, usize)> {
    const HAN: [char; 11] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    const ENGLISH: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let c = char_at(s, at)?;
    let c = if c == '两' { '二' } else { c };
    if let Some(n) = HAN.iter().position(|h| *h == c) {
        return Some((n as i32, at + c.len_utf8()));
    }
    let n = ENGLISH.iter().position(|w| s[at..].starts_with(w))?;
    Some((n as i32 + 1, at + ENGLISH[n].len()))
}
