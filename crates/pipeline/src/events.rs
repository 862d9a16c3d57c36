//! The events of a run, filtered.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use newsbraid_text::Lang;

use crate::output::{OutputError, OutputFolder};
use crate::records::{ClusterRecord, MentionRecord};

/// Which events are asked for. The default asks for all.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Last seen at this time or later; events without a date are left out.
    pub since: Option<Timestamp>,
    /// First seen before this time; events without a date are left out.
    pub before: Option<Timestamp>,
    /// An article mentions this entity, of the base or not (`nil-…`).
    pub entity: Option<String>,
    /// An article is in one of these languages.
    pub langs: Option<Vec<Lang>>,
    /// Least number of articles.
    pub min_size: usize,
}

/// The events that a filter asks for, the largest first, then the newest, then by id.
///
/// # Errors
/// When the run cannot be read.
pub fn list_events(run: &OutputFolder, filter: &EventFilter) -> Result<Vec<ClusterRecord>, OutputError> {
    let naming = filter.entity.as_deref().map(|entity| articles_naming(run, entity)).transpose()?;
    let mut found = Vec::new();
    for event in run.records::<ClusterRecord>("clusters.jsonl")? {
        let event = event?;
        let named = naming.as_ref().is_none_or(|docs| event.docs.iter().any(|doc| docs.contains(doc)));
        if named && filter.admits(&event) {
            found.push(event);
        }
    }
    found.sort_by(|a, b| {
        (Reverse(a.docs.len()), Reverse(a.last_seen), &a.cluster).cmp(&(
            Reverse(b.docs.len()),
            Reverse(b.last_seen),
            &b.cluster,
        ))
    });
    Ok(found)
}

impl EventFilter {
    fn admits(&self, event: &ClusterRecord) -> bool {
        let since = self.since.is_none_or(|since| event.last_seen.is_some_and(|last| last >= since));
        let before = self.before.is_none_or(|before| event.first_seen.is_some_and(|first| first < before));
        let lang = self.langs.as_ref().is_none_or(|langs| event.langs.iter().any(|lang| langs.contains(lang)));
        since && before && lang && event.docs.len() >= self.min_size
    }
}

/// The first instant of a stretch of time, and the first one after it.
pub type Stretch = (Timestamp, Timestamp);

/// A stretch of time as people name it.
///
/// ```
/// let (from, to) = newsbraid_pipeline::stretch("2026-03").unwrap();
/// assert_eq!((from.to_string(), to.to_string()), ("2026-03-01T00:00:00Z".into(), "2026-04-01T00:00:00Z".into()));
/// ```
///
/// # Errors
/// When it is neither a year (`2026`), a month (`2026-03`) or a day (`2026-03-12`), in UTC, nor an instant
/// (`2026-03-12T09:00:00+09:00`).
pub fn stretch(text: &str) -> Result<Stretch, String> {
    let wrong = || format!("`{text}` is no time; expected 2026, 2026-03, 2026-03-12 or 2026-03-12T09:00:00+09:00");
    let (first, span) = match text.len() {
        4 => (format!("{text}-01-01"), 1.year()),
        7 => (format!("{text}-01"), 1.month()),
        10 => (text.to_string(), 1.day()),
        _ => {
            let at: Timestamp = text.parse().map_err(|_| wrong())?;
            return Ok((at, at));
        }
    };
    let first: Date = first.parse().map_err(|_| wrong())?;
    let instant = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| wrong());
    Ok((instant(first)?, instant(first.checked_add(span).map_err(|_| wrong())?)?))
}

/// The articles that mention an entity. The records of events name only the entities of most articles.
fn articles_naming(run: &OutputFolder, entity: &str) -> Result<HashSet<String>, OutputError> {
    let mut docs = HashSet::new();
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        if mention.entity.as_deref().or(mention.nil.as_deref()) == Some(entity) {
            docs.insert(mention.place.doc);
        }
    }
    Ok(docs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = stretch(text).map_or_else(|error| error, |(from, to)| format!("{from} {to}"));
        assert!(found.starts_with(expect), "{found}");
    }

    #[test]
    fn stretches_of_time() {
        check("2026", "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z");
        check("2026-12", "2026-12-01T00:00:00Z 2027-01-01T00:00:00Z");
        check("2024-02-29", "2024-02-29T00:00:00Z 2024-03-01T00:00:00Z");
        check("2026-03-12T09:00:00+09:00", "2026-03-12T00:00:00Z 2026-03-12T00:00:00Z");
        ["2026-13", "2026-02-30", "9999", "yesterday", "", "0x26"].into_iter().for_each(|text| check(text, "`"));
    }
}
