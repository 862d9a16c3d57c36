//! Numbers of people that a verb counts, without a unit: a quake killed nine, 100 were evacuated.

use crate::annotations::Unit;
use crate::times::cursor::word_edge;

use super::raw::Raw;
use super::units::Counted;

/// The number behind a verb of killing counts people (a quake killed nine), and so does one before it (100 were killed).
pub(crate) fn struck(s: &str, raw: Raw) -> Raw {
    let (start, end) = (raw.span.start as usize, raw.span.end as usize);
    if raw.counted != Counted::Bare || !has_verb(s, start, end) {
        return raw;
    }
    Raw { counted: Counted::Thing { unit: Unit::Person, power: 0 }, ..raw }
}

/// Whether such a verb stands beside a number.
pub(crate) fn has_verb(s: &str, start: usize, end: usize) -> bool {
    follows_striking(s, start) || precedes_striking(s, end)
}

fn follows_striking(s: &str, start: usize) -> bool {
    let before = s[..start].trim_end();
    let before = BOUNDS.iter().find_map(|bound| before.strip_suffix(bound)).unwrap_or(before).trim_end();
    let verbs = ["kills", "killed", "killing", "injures", "injured", "injuring", "wounding", "wounded"];
    verbs.iter().any(|v| before.ends_with(v) && word_edge(s, before.len() - v.len()))
}

/// Bounds between a verb and its number.
const BOUNDS: [&str; 7] = ["at least", "more than", "about", "nearly", "up to", "as many as", "some"];

fn precedes_striking(s: &str, end: usize) -> bool {
    let rest = &s[end..];
    let verbs = [
        "killed",
        "injured",
        "wounded",
        "hurt",
        "dead",
        "missing",
        "arrested",
        "detained",
        "evacuated",
        "rescued",
        "hospitalised",
        "hospitalized",
        "displaced",
        "died",
        "charged",
    ];
    let helped = [" were ", " are ", " have been ", " had been ", " have ", " had ", " are still ", " "]
        .iter()
        .find_map(|w| rest.strip_prefix(w));
    let whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    helped.is_some_and(|rest| verbs.iter().any(|v| rest.strip_prefix(v).is_some_and(whole)))
}
