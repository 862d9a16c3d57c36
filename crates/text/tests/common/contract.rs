//! What holds of any text whatever. The tests here and the fuzz targets of `crates/segmenter/fuzz` call the same functions.

use newsbraid_text::{Document, Normalized, Origin, RawDocument, Span, clean, match_key, normalize};

/// Bytes that one byte of the source may become at most: `İ`, two bytes, is three in lower case, and NFC writes some
/// characters as several (U+1D15F, four bytes, is eight).
const MOST_GROWTH: usize = 3;

/// Normalising twice is normalising once, keys are no longer than their text, and both lead back to their source.
pub fn check_normalized(source: &str) {
    let normalized = normalize(source);
    check_way_back(source, &normalized);
    assert!(normalized.text().len() <= MOST_GROWTH * source.len(), "{source:?}");
    assert_eq!(normalize(normalized.text()).text(), normalized.text(), "{source:?}");
    let key = match_key(normalized.text());
    check_way_back(normalized.text(), &key);
    assert!(key.text().len() <= normalized.text().len(), "{source:?}");
}

/// Edits lie in order, what lies between them has one length, and every character leads to whole characters and back.
fn check_way_back(source: &str, changed: &Normalized) {
    let (mut norm, mut from) = (0, 0);
    let whole = Span::new(changed.text().len(), changed.text().len());
    let ends = [(whole, Span::new(source.len(), source.len()))];
    for (now, then) in changed.edits().iter().map(|edit| (edit.norm, edit.source)).chain(ends) {
        let (kept, was) = (Span { start: norm, end: now.start }, Span { start: from, end: then.start });
        assert!(norm <= now.start && from <= then.start && kept.len() == was.len(), "{source:?}");
        let widths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        assert_eq!(widths(kept.of(changed.text())), widths(was.of(source)), "{source:?}");
        (norm, from) = (now.end, then.end);
    }
    for (at, c) in changed.text().char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        let back = changed.to_source(span);
        assert!(source.get(back.range()).is_some_and(|surface| !surface.is_empty()), "{source:?} {span:?} {back:?}");
        assert!(changed.from_source(back).contains(span), "{source:?} {span:?} {back:?}");
    }
}

/// A cleaned article holds its input in order and nothing longer, and each of its characters has its place there.
pub fn check_cleaned(title: Option<&str>, text: &str) {
    let raw = RawDocument { title: title.map(str::to_string), ..RawDocument::plain("a", text, Origin::unknown()) };
    let document = clean(raw);
    assert!(document.text().len() <= title.map_or(0, |title| title.len() + 1) + text.len(), "{title:?} {text:?}");
    assert!(document.text().get(document.title_span.range()).is_some(), "{title:?} {text:?}");
    for part in &document.parts {
        let (mut clean, mut input) = (part.clean.start, 0);
        for kept in &part.kept {
            assert!(clean <= kept.clean && input <= kept.input && kept.len > 0, "{title:?} {text:?}");
            let [now, then] = [kept.clean, kept.input].map(|start| Span { start, end: start + kept.len });
            assert_eq!(now.of(document.text()), then.of(&part.input), "{title:?} {text:?}");
            (clean, input) = (now.end, then.end);
        }
        assert!(clean <= part.clean.end, "{title:?} {text:?}");
    }
    let chars = document.text().char_indices().map(|(at, c)| Span::new(at, at + c.len_utf8()));
    check_places(&document, chars);
}

/// Where spans of the clean text stand in the input: on whole characters, in bytes and in code points alike, in order.
pub fn check_places(document: &Document, spans: impl Iterator<Item = Span>) {
    let locator = document.locator();
    let mut last = None;
    for span in spans {
        let place = locator.locate(span);
        let input = document.input(place.field);
        let surface = input.get(place.bytes.range()).unwrap_or_else(|| panic!("{place:?} of {input:?}"));
        assert_eq!(locator.surface(place), surface);
        assert_eq!(input[..place.bytes.start as usize].chars().count(), place.chars.start as usize, "{input:?}");
        assert_eq!(surface.chars().count(), place.chars.len(), "{input:?}");
        let now = (place.field, place.bytes.start);
        assert!(last.is_none_or(|last| last <= now), "{place:?} of {input:?} lies before {last:?}");
        last = Some(now);
    }
}
