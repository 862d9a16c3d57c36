//! How much the page shows, so that it opens at once however large the run was: under 1 MB for a hundred articles,
//! under 5 MB for any number.

use std::cmp::Reverse;

use super::data::{ReportData, ReportEntity, ReportEvent};
use super::html::clipped;
use super::page::main_headline;

/// Most events on a page: what a day of skimming headlines can take in.
pub const MAX_EVENTS: usize = 1200;

/// Bytes of all event sections together. With what refers to them, entities and rejects, each bounded below, 5 MB are
/// kept.
pub(super) const EVENT_BYTES: usize = 3_800_000;

/// While all texts together are no longer than this (bytes), the page has them whole: about 500 articles.
const WHOLE_TEXT_BYTES: usize = 1_200_000;

/// Bytes of an article that are shown unfolded. Bytes, because they even the languages out: 900 are 150 English words,
/// 300 Han characters or 350 Korean syllables with their blanks, that is, about as much content.
pub(super) const LEAD_BYTES: usize = 900;

/// Bytes of an article at most, folded rest included; a book in the input must not fill the page.
pub(super) const ARTICLE_BYTES: usize = 24_000;

/// Articles of one language and event with their text; the others are lines with a link.
pub(super) const ARTICLES_PER_COLUMN: usize = 10;

/// Articles of one language and event that are named at all.
pub(super) const LINES_PER_COLUMN: usize = 50;

/// Claims of one event, and figures of one claim.
pub(super) const CLAIMS: usize = 20;
/// See [`CLAIMS`].
pub(super) const VALUES: usize = 12;

/// Rows of the table that says what joined the articles of an event, and pieces of evidence in a row.
pub(super) const JOINS: usize = 40;
/// See [`JOINS`].
pub(super) const EVIDENCE: usize = 8;

/// Entities with a section, and bytes of all these sections.
const ENTITIES: usize = 320;
/// See [`ENTITIES`].
const ENTITY_BYTES: usize = 500_000;

/// Aliases and spellings of one entity, each.
pub(super) const NAMES: usize = 24;

/// Rejects, and input files.
pub(super) const ROWS: usize = 200;

/// Bytes of a title, and of a name or any other short string; longer ones are dirt.
pub(super) const TITLE_BYTES: usize = 400;
/// See [`TITLE_BYTES`].
pub(super) const NAME_BYTES: usize = 160;

/// Bytes of a sentence around a differing figure.
pub(super) const SENTENCE_BYTES: usize = 480;

/// The size and age of an event: what [`choose`] decides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSize<'a> {
    /// Id of the event.
    pub id: &'a str,
    /// Its articles.
    pub articles: usize,
    /// RFC 3339 time (UTC) or date of its last article.
    pub last_seen: Option<&'a str>,
}

/// Positions of the events to show, the most wanted first, at most [`MAX_EVENTS`]: by turns the largest and the newest
/// that are left, ties by id. A run of any size needs to load the texts of these alone.
pub fn choose(events: &[EventSize<'_>]) -> Vec<usize> {
    let mut largest: Vec<usize> = (0..events.len()).collect();
    let mut newest = largest.clone();
    largest.sort_by_key(|&at| (Reverse(events[at].articles), Reverse(events[at].last_seen), events[at].id));
    newest.sort_by_key(|&at| (Reverse(events[at].last_seen), Reverse(events[at].articles), events[at].id));
    let mut taken = vec![false; events.len()];
    let turns = largest.into_iter().zip(newest).flat_map(|(large, new)| [large, new]);
    turns.filter(|&at| !std::mem::replace(&mut taken[at], true)).take(MAX_EVENTS).collect()
}

/// Whether the page has room for whole texts.
pub(super) fn whole_texts(data: &ReportData) -> bool {
    let bytes = |event: &ReportEvent| -> usize {
        event.articles.iter().map(|article| article.text.text.len().min(ARTICLE_BYTES)).sum()
    };
    data.events.iter().map(bytes).sum::<usize>() <= WHOLE_TEXT_BYTES
}

/// How many entities, from the first, have a section.
pub(super) fn entity_sections(entities: &[ReportEntity]) -> usize {
    let mut left = ENTITY_BYTES;
    let mut fits = |entity: &&ReportEntity| {
        let surfaces = entity.surfaces.keys().map(|name| clipped(name, NAME_BYTES).len() + NAME_MARKUP);
        let others = entity.labels.values().chain(&entity.aliases);
        let others = others.map(|name| clipped(name, NAME_BYTES).len() + NAME_MARKUP);
        let size = CARD_MARKUP + surfaces.take(NAMES).chain(others.take(2 * NAMES)).sum::<usize>();
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    entities.iter().take(ENTITIES).take_while(|entity| fits(entity)).count()
}

/// Bytes of markup around a name, and of an entity's section without its names.
const NAME_MARKUP: usize = 50;
/// See [`NAME_MARKUP`].
const CARD_MARKUP: usize = 400;

/// The sections of the events that fit, as (position in `events`, HTML), in the order of the events' dates.
pub(super) fn fit(events: &[ReportEvent], section: impl Fn(&ReportEvent) -> String) -> Vec<(usize, String)> {
    let sizes: Vec<EventSize<'_>> = events
        .iter()
        .map(|event| EventSize { id: &event.id, articles: event.articles.len(), last_seen: event.last_seen.as_deref() })
        .collect();
    let mut left = EVENT_BYTES;
    let mut sections = Vec::new();
    for at in choose(&sizes) {
        let html = section(&events[at]);
        let headline = clipped(main_headline(&events[at]).1, TITLE_BYTES).len();
        let size = html.len() + ROW_MARKUP + HEADLINES * headline;
        if size <= left {
            left -= size;
            sections.push((at, html));
        }
    }
    let date = |event: &ReportEvent| event.first_seen.clone().unwrap_or_else(|| UNDATED.to_string());
    sections.sort_by_key(|(at, _)| (date(&events[*at]), events[*at].id.clone()));
    sections
}

/// Bytes of markup of an event outside its section: in the contents and where other parts refer to it.
const ROW_MARKUP: usize = 800;

/// How often an event's headline is on the page: its heading, the contents, its story, entities, figures that differ.
const HEADLINES: usize = 4;

/// Sorts events without a date after all others.
const UNDATED: &str = "~";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_and_newest_take_turns() {
        let check = |events: &[(&'static str, usize, Option<&'static str>)], expect: &[&str]| {
            let events: Vec<EventSize<'_>> =
                events.iter().map(|&(id, articles, last_seen)| EventSize { id, articles, last_seen }).collect();
            let found: Vec<&str> = choose(&events).into_iter().map(|at| events[at].id).collect();
            assert_eq!(found, expect);
        };
        check(&[], &[]);
        check(
            &[("a", 9, Some("2026-03-01")), ("b", 8, Some("2026-03-02")), ("c", 1, Some("2026-03-09"))],
            &["a", "c", "b"],
        );
        check(&[("b", 2, None), ("a", 2, None), ("c", 1, Some("2026-03-09"))], &["a", "c", "b"]);
    }

    #[test]
    fn no_more_are_chosen_than_fit() {
        let sizes = vec![EventSize { id: "e", articles: 1, last_seen: None }; MAX_EVENTS + 7];
        assert_eq!(choose(&sizes).len(), MAX_EVENTS);
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_the_rest_is_in_order_of_date() {
        let event = |id: &str, date: Option<&str>| ReportEvent {
            id: id.to_string(),
            first_seen: date.map(str::to_string),
            ..ReportEvent::default()
        };
        let events = [event("late", Some("2026-03-09")), event("none", None), event("early", Some("2026-03-01"))];
        let order = |section: fn(&ReportEvent) -> String| -> Vec<usize> {
            fit(&events, section).into_iter().map(|(at, _)| at).collect()
        };
        assert_eq!(order(|_| String::new()), [2, 0, 1]);
        assert_eq!(order(|event| "x".repeat(if event.id == "early" { EVENT_BYTES + 1 } else { 1 })), [0, 1]);
    }
}
