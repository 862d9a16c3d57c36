//! Of whom and of which period a figure speaks.

use newsbraid_text::{Normalized, Span};

use crate::annotations::Unit;
use crate::times::Stamp;
use crate::times::cursor::{sentence_end, sentence_start};

use super::FigureContext;

/// The entities of a text, in bytes of its normalised form.
pub(crate) struct Owners {
    named: Vec<Owner>,
}

struct Owner {
    span: Span,
    entity: String,
    rank: Rank,
    year_end: Option<(i8, i8)>,
}

/// Who figures are about first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Maker,
    Person,
    Place,
}

impl Owners {
    pub(crate) fn new(normalized: &Normalized, context: &dyn FigureContext) -> Owners {
        let named = context.mentions().into_iter().map(|m| Owner {
            span: normalized.from_source(m.span),
            entity: m.entity.to_string(),
            rank: match m.kind {
                "person" => Rank::Person,
                "place" | "event" => Rank::Place,
                _ => Rank::Maker,
            },
            year_end: context.fiscal_year_end(m.entity),
        });
        Owners { named: named.collect() }
    }

    /// The end of the fiscal year of the company last spoken of before `at`, or first after it.
    pub(crate) fn year_end(&self, s: &str, at: usize) -> Option<(i8, i8)> {
        let passed = self.named.partition_point(|o| o.span.end as usize <= at);
        let before = self.named[..passed].iter().rev().find(|o| o.rank == Rank::Maker && o.year_end.is_some());
        let sentence = sentence_end(s, at) as u32;
        let after = || {
            let near = self.named[passed..].iter().take_while(|o| o.span.start < sentence);
            near.into_iter().find(|o| o.rank == Rank::Maker && o.year_end.is_some())
        };
        before.or_else(after).and_then(|o| o.year_end)
    }

    /// The entity in the clause before the figure, then behind it, then in the sentence, then the last one spoken of.
    /// Organisations and products come before people, people before places; the dead and the weather belong to places.
    pub(crate) fn about(&self, s: &str, figure: Span, unit: Unit) -> Option<String> {
        if self.named.is_empty() {
            return None;
        }
        let (start, end) = (figure.start as usize, figure.end as usize);
        let (from, to) = (sentence_start(s, start), sentence_end(s, end));
        let clause_from = from + s[from..start].rfind([',', ';']).map_or(0, |i| i + 1);
        let clause_to = end + s[end..to.max(end)].find([',', ';', '。']).unwrap_or(to.max(end) - end);
        let stretches = [(clause_from, start, true), (end, clause_to, false), (from, clause_from, true)];
        let places = matches!(unit, Unit::Person | Unit::Magnitude | Unit::Celsius | Unit::Millimetre);
        for most in [Rank::Maker, Rank::Place] {
            let most = if places { Rank::Place } else { most };
            let found = stretches.iter().find_map(|&(from, to, last)| self.within(from, to, last, most));
            if let Some(owner) = found {
                return Some(owner.entity.clone());
            }
        }
        let passed = self.named.partition_point(|o| (o.span.start as usize) < start);
        let spoken = &self.named[..passed];
        let last = spoken.iter().rev().find(|o| o.rank == Rank::Maker).or(spoken.last());
        last.map(|o| o.entity.clone())
    }

    /// The last (or first) owner of a stretch, up to a rank.
    fn within(&self, from: usize, to: usize, last: bool, most: Rank) -> Option<&Owner> {
        let first = self.named.partition_point(|o| (o.span.start as usize) < from);
        let inside = self.named[first..].iter().take_while(|o| o.span.end as usize <= to).filter(|o| o.rank <= most);
        if last { inside.last() } else { { inside }.next() }
    }

    /// The label of the period that the sentence names: the last before the figure, else the first behind it; else the
    /// last quarter, half or year that the text spoke of before.
    /// The figure of 去年同期 is of no period that is named, unless it is the change since then.
    pub(crate) fn period(&self, s: &str, figure: Span, stamps: &[Stamp], change: bool) -> Option<String> {
        let (start, end) = (figure.start as usize, figure.end as usize);
        let (from, to) = (sentence_start(s, start), sentence_end(s, end));
        let passed = stamps.partition_point(|t| t.span.start as usize <= start);
        let label = |t: &Stamp| t.when.as_ref().map(|w| w.2.clone());
        let last = stamps[..passed]
            .last()
            .filter(|t| t.when.is_none() && start.saturating_sub(t.span.end as usize) <= FARTHEST_COMPARISON);
        if !change && last.is_some_and(|t| ["去年", "작년", "지난해"].contains(&t.span.of(s))) {
            return None;
        }
        let known = |t: &&Stamp| t.when.is_some() && !since(s, t);
        let before = || stamps[..passed].iter().rev().filter(known);
        let sentence = || before().take_while(|t| t.span.start as usize >= from);
        let after = || stamps[passed..].iter().take_while(|t| (t.span.end as usize) <= to);
        sentence()
            .find(|t| t.report)
            .or_else(|| sentence().next())
            .or_else(|| after().find(known))
            .or_else(|| before().take(FARTHEST_REPORT).find(|t| t.report))
            .and_then(label)
    }
}

/// Bytes between 去年同期 and the figure that is of then.
const FARTHEST_COMPARISON: usize = 40;

/// Dates back in the text among which the period of a report is looked for.
const FARTHEST_REPORT: usize = 64;

/// Whether a date is only where a stretch of time begins: since 2022, 自2023年.
fn since(s: &str, stamp: &Stamp) -> bool {
    let before = s[..stamp.span.start as usize].trim_end();
    let after = &s[stamp.span.end as usize..];
    before.ends_with("since") || before.ends_with('自') || after.starts_with("以来") || after.starts_with(" 이후")
}
