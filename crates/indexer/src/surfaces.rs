//! How an article writes its entities: stored for highlighting, in few bytes.
//!
//! For each spelling of each entity its first place in the text: the step from the place before, the length, both as
//! numbers of base 128, and two bytes of a hash of the id. Another entity of an article has those bytes too once in 65,536 times,
//! and then a hit shows a name too many. Figures of one value are not told apart by unit, nor names of one sound by script.

use std::collections::BTreeSet;

use newsbraid_text::{Span, normalize};

/// Bytes of the hash of an id.
const HASH: usize = 2;

/// Packs where entities stand: spans of the text in order of their start, each with an id. `spelling` says how a span is
/// written; the second place with one spelling of one entity is left out.
pub(crate) fn pack<'a>(mentions: impl Iterator<Item = (Span, &'a str)>, spelling: impl Fn(Span) -> &'a str) -> Vec<u8> {
    let (mut packed, mut last, mut seen) = (Vec::new(), 0, BTreeSet::new());
    for (span, id) in mentions {
        let hash = hash(id);
        if seen.insert((hash, spelling(span))) {
            number(&mut packed, span.start - last);
            number(&mut packed, span.len() as u32);
            packed.extend(hash);
            last = span.start;
        }
    }
    packed
}

/// The normalised spellings of an entity in a stored text.
pub(crate) fn spellings(packed: &[u8], text: &str, id: &str) -> Vec<String> {
    let (mut rest, mut at, mut found) = (packed, 0, Vec::new());
    let wanted = hash(id);
    while let Some((step, length)) = read(&mut rest).zip(read(&mut rest)) {
        let Some((hash, behind)) = rest.split_at_checked(HASH) else { break };
        (rest, at) = (behind, at + step);
        if hash == wanted
            && let Some(surface) = text.get(at..at + length)
        {
            found.push(normalize(surface).text().to_string());
        }
    }
    found
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
        let packed = pack(mentions.into_iter(), |span| span.of(text));
        assert_eq!(packed.len(), 3 * (2 + HASH));
        assert_eq!(spellings(&packed, text, "cloud"), ["阿里云", "阿里云"]);
        assert_eq!(spellings(&packed, text, "ali"), ["ali"]);
        assert_eq!(spellings(&packed, text, "other"), [""; 0]);
    }

    #[test]
    fn a_figure_is_stored_once_for_its_value_and_its_unit() {
        let text = "3800亿元和380";
        let (sum, number) = (Span::new(0, "3800亿元".len()), Span::new(text.len() - 3, text.len()));
        let mentions = [(sum, "figure:3.80e11:CNY"), (sum, "figure:3.80e11"), (number, "figure:3.80e2")];
        let packed = pack(mentions.into_iter(), |span| span.of(text));
        assert_eq!(packed.len(), 2 * (2 + HASH));
        for id in ["figure:3.80e11:CNY", "figure:3.80e11"] {
            assert_eq!(spellings(&packed, text, id), ["3800亿元"]);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_safe(junk in prop::collection::vec(any::<u8>(), 0..40), text in ".{0,20}") {
            spellings(&junk, &text, "id");
        }

        #[test]
        fn places_come_back(starts in prop::collection::btree_set(0u32..100_000, 0..20)) {
            let text = "가".repeat(40_000);
            let mentions = starts.iter().map(|start| (Span { start: start / 3 * 3, end: start / 3 * 3 + 6 }, "id"));
            // Each place has a spelling of its own, so that none is left out.
            let names: Vec<String> = (0..100_003).map(|n| n.to_string()).collect();
            let packed = pack(mentions, |span| &names[span.start as usize]);
            let places: BTreeSet<u32> = starts.iter().map(|start| start / 3).collect();
            prop_assert_eq!(spellings(&packed, &text, "id"), vec!["가가".to_string(); places.len()]);
        }
    }
}
