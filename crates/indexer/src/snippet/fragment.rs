//! Choosing what to show of an article.

use std::collections::BTreeSet;

use newsbraid_text::Span;

use crate::snippet::find::{Hit, boundary_after, boundary_before};

/// How much of an article is shown.
#[derive(Clone, Debug)]
pub struct SnippetOptions {
    /// Most fragments.
    pub fragments: usize,
    /// About how many characters of context stand on each side of a place that was found.
    pub context: usize,
}

impl Default for SnippetOptions {
    /// Three fragments with 40 characters on each side.
    fn default() -> SnippetOptions {
        SnippetOptions { fragments: 3, context: 40 }
    }
}

/// A piece of the stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// First byte in the stored text.
    pub start: usize,
    /// As it stands there.
    pub text: String,
    /// What was found, in bytes of `text`.
    pub highlights: Vec<Span>,
}

/// What is shown of an article, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The beginning of the article where nothing was found.
    pub fragments: Vec<Fragment>,
}

/// Cuts fragments around hits, which must be in order and between graphemes.
pub(crate) fn cut(text: &str, hits: &[Hit], options: &SnippetOptions) -> Snippet {
    let mut windows: Vec<(Span, usize)> = Vec::new();
    let mut at = 0;
    while at < hits.len() {
        let window = window(text, hits[at].span, options.context);
        let inside = hits[at..].iter().take_while(|h| h.span.end <= window.end).count().max(1);
        windows.push((window, at));
        at += inside;
    }
    if windows.is_empty() {
        let beginning = window(text, Span::default(), 2 * options.context);
        return Snippet { fragments: fragment(text, beginning, &[]).into_iter().collect() };
    }
    let chosen = choose(windows, hits, options.fragments);
    Snippet { fragments: chosen.into_iter().filter_map(|span| fragment(text, span, hits)).collect() }
}

/// The windows with the most different patterns, then the most hits, then the first ones; joined where they touch.
fn choose(mut windows: Vec<(Span, usize)>, hits: &[Hit], most: usize) -> Vec<Span> {
    let worth = |(window, first): &(Span, usize)| {
        let inside: Vec<&Hit> = hits[*first..].iter().take_while(|h| h.span.end <= window.end).collect();
        let different: BTreeSet<usize> = inside.iter().map(|h| h.pattern).collect();
        (std::cmp::Reverse(different.len()), std::cmp::Reverse(inside.len()), window.start)
    };
    windows.sort_by_cached_key(worth);
    windows.truncate(most.max(1));
    let mut spans: Vec<Span> = windows.into_iter().map(|(window, _)| window).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// A span with context on both sides, cut at line breaks, and at spaces where one is near.
fn window(text: &str, span: Span, context: usize) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = &text[..start];
    let from =
        before.char_indices().rev().take(context).take_while(|(_, c)| *c != '\n').last().map_or(start, |(at, _)| at);
    let behind = text[end..].char_indices().take(context).take_while(|(_, c)| *c != '\n');
    let to = behind.last().map_or(end, |(at, c)| end + at + c.len_utf8());
    let from = if from == 0 { 0 } else { after_space(text, from, start) };
    let to = if to == text.len() { to } else { before_space(text, to, end) };
    Span::new(boundary_before(text, from), boundary_after(text, to).max(end))
}

/// Words are not cut where they are Latin or Korean: at most this many bytes are left out for it.
const SHORTEST_CUT: usize = 24;

fn after_space(text: &str, from: usize, limit: usize) -> usize {
    let near = text[from..limit].find(' ').map(|at| from + at + 1);
    near.filter(|at| at - from <= SHORTEST_CUT).unwrap_or(from)
}

fn before_space(text: &str, to: usize, limit: usize) -> usize {
    let near = text[limit..to].rfind(' ').map(|at| limit + at);
    near.filter(|at| to - at <= SHORTEST_CUT).unwrap_or(to)
}

fn fragment(text: &str, window: Span, hits: &[Hit]) -> Option<Fragment> {
    let whole = window.of(text);
    let trimmed = whole.trim();
    if trimmed.is_empty() {
        return None;
    }
    let start = window.start as usize + (whole.len() - whole.trim_start().len());
    // A mark over a space belongs to it.
    let shown = Span::new(boundary_before(text, start), boundary_after(text, start + trimmed.len()));
    let inside = hits.iter().filter(|h| shown.contains(h.span));
    let highlights =
        inside.map(|h| Span { start: h.span.start - shown.start, end: h.span.end - shown.start }).collect();
    Some(Fragment { start: shown.start as usize, text: shown.of(text).to_string(), highlights })
}
