//! How an article writes its entities: stored for highlighting, in few bytes.
//!
//! For each spelling of each entity its first place in the text: the step from the place before, the length, both as
//! numbers of base 128, and which entity it is. Entities of the column that they are counted by are told by their place among
//! those of the article. Figures and sounds of names are in no column: they are told by two bytes of a hash of the id, and the
//! lowest bit of the length says so. Another one of an article has those bytes too once in 65,536 times, and then a hit shows a name
//! too many. Figures of one value are not told apart by unit, nor names of one sound by script.

use std::collections::BTreeSet;

use newsbraid_text::{Span, normalize};

/// Bytes of the hash of an id.
const HASH: usize = 2;

/// What tells an entity from the others of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// Its place among the entities of the article, in order of id.
    Place(u32),
    /// A hash of its id.
    Hash([u8; HASH]),
}

impl Key {
    /// The key of what is in no column.
    pub fn of_id(id: &str) -> Key {
        Key::Hash(hash(id))
    }
}

/// Packs where entities stand behind what is in `packed`: spans of the text in order of their start, each with an id; `entities`
/// are those of the column, in order. `spelling` says how a span is written; the second place with one spelling of one entity is
/// left out.
pub(crate) fn pack<'a>(
    mentions: impl Iterator<Item = (Span, &'a str)>,
    entities: &[&str],
    spelling: impl Fn(Span) -> &'a str,
    packed: &mut Vec<u8>,
) {
    let (mut last, mut seen) = (0, BTreeSet::new());
    for (span, id) in mentions {
        let place = entities.binary_search(&id).ok();
        let key = place.map_or_else(|| Key::of_id(id), |place| Key::Place(place as u32));
        if !seen.insert((key, spelling(span))) {
            continue;
        }
        number(packed, span.start - last);
        match key {
            Key::Place(place) => {
                number(packed, (span.len() as u32) << 1);
                number(packed, place);
            }
            Key::Hash(hash) => {
                number(packed, (span.len() as u32) << 1 | 1);
                packed.extend(hash);
            }
        }
        last = span.start;
    }
}

/// The normalised spellings of an entity in a stored text.
pub(crate) fn spellings(packed: &[u8], text: &str, wanted: Key) -> Vec<String> {
    let (mut rest, mut at, mut found) = (packed, 0, Vec::new());
    while let Some((step, length, key)) = entry(&mut rest) {
        at += step;
        if key == wanted
            && let Some(surface) = text.get(at..at + length)
        {
            found.push(normalize(surface).text().to_string());
        }
    }
    found
}

/// Takes a place from the front: the step to it, its length, and what stands there.
fn entry(packed: &mut &[u8]) -> Option<(usize, usize, Key)> {
    let (step, length) = (read(packed)?, read(packed)?);
    let key = if length & 1 == 0 {
        Key::Place(read(packed)? as u32)
    } else {
        let (hash, rest) = packed.split_first_chunk()?;
        *packed = rest;
        Key::Hash(*hash)
    };
    Some((step, length >> 1, key))
}

fn number(packed: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        packed.push(n as u8 | 0x80);
        n >>= 7;
    }
    packed.push(n as u8);
}

/// Takes a number from the front; `None` where none is whole.
fn read(packed: &mut &[u8]) -> Option<usize> {
    let (mut n, mut shift) = (0, 0);
    while let [byte, rest @ ..] = *packed {
        *packed = rest;
        n |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(n);
        }
        if shift > 28 {
            break;
        }
    }
    None
}

/// FNV-1a, folded, of an id without its third part (`CNY` of `figure:3.80e11:CNY`).
fn hash(id: &str) -> [u8; HASH] {
    let end = id.match_indices(':').nth(1).map_or(id.len(), |(at, _)| at);
    let hash = id[..end]
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    let folded = (hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48)).to_le_bytes();
    [folded[0], folded[1]]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packed<'a>(
        mentions: impl Iterator<Item = (Span, &'a str)>,
        entities: &[&str],
        spelling: impl Fn(Span) -> &'a str,
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(mentions, entities, spelling, &mut bytes);
        bytes
    }

    #[test]
    fn spellings_come_back_once() {
        let text = "阿里雲和阿里云、Alibaba Cloud，阿里雲";
        let span = |start: usize, surface: &str| {
            let at = start + text[start..].find(surface).unwrap();
            Span::new(at, at + surface.len())
        };
        let mentions = [
            (span(0, "阿里雲"), "cloud"),
            (span(0, "阿里云"), "cloud"),
            (span(9, "Ali"), "ali"),
            (span(40, "阿里雲"), "cloud"),
        ];
        let packed = packed(mentions.into_iter(), &["ali", "cloud"], |span| span.of(text));
        assert_eq!(packed.len(), 3 * 3);
        assert_eq!(spellings(&packed, text, Key::Place(1)), ["阿里云", "阿里云"]);
        assert_eq!(spellings(&packed, text, Key::Place(0)), ["ali"]);
        assert_eq!(spellings(&packed, text, Key::of_id("cloud")), [""; 0]);
    }

    #[test]
    fn a_figure_is_stored_once_for_its_value_and_its_unit() {
        let text = "3800亿元和380";
        let (sum, number) = (Span::new(0, "3800亿元".len()), Span::new(text.len() - 3, text.len()));
        let mentions = [(sum, "figure:3.80e11:CNY"), (sum, "figure:3.80e11"), (number, "figure:3.80e2")];
        let packed = packed(mentions.into_iter(), &[], |span| span.of(text));
        assert_eq!(packed.len(), 2 * (2 + HASH));
        for id in ["figure:3.80e11:CNY", "figure:3.80e11"] {
            assert_eq!(spellings(&packed, text, Key::of_id(id)), ["3800亿元"]);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_safe(junk in prop::collection::vec(any::<u8>(), 0..40), text in ".{0,20}") {
            spellings(&junk, &text, Key::of_id("id"));
            spellings(&junk, &text, Key::Place(0));
        }

        #[test]
        fn places_come_back(starts in prop::collection::btree_set(0u32..100_000, 0..20), known in any::<bool>()) {
            let text = "가".repeat(40_000);
            let mentions = starts.iter().map(|start| (Span { start: start / 3 * 3, end: start / 3 * 3 + 6 }, "id"));
            // Each place has a spelling of its own, so that none is left out.
            let names: Vec<String> = (0..100_003).map(|n| n.to_string()).collect();
            let entities: &[&str] = if known { &["an", "id"] } else { &[] };
            let packed = packed(mentions, entities, |span| &names[span.start as usize]);
            let places: BTreeSet<u32> = starts.iter().map(|start| start / 3).collect();
            let key = if known { Key::Place(1) } else { Key::of_id("id") };
            prop_assert_eq!(spellings(&packed, &text, key), vec!["가가".to_string(); places.len()]);
        }
    }
}
