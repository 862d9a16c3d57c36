//! What holds of the annotations of any text whatever. The tests here and the fuzz target `link` call the same function.

use newsbraid_linker::{Annotations, Linker};
use newsbraid_segmenter::Worker;
use newsbraid_text::{Lang, Origin, RawDocument, Span, clean};

/// Annotates a text: mentions lie in order, none overlaps another or is empty, each has an entity or a key and a score;
/// figures lie in order and their values between their ends; all spans are on character boundaries of the clean text. A
/// second look says the same, and so do the mentions that are explained.
pub fn check_annotations(linker: &Linker, worker: &mut Worker, text: &str, lang: Lang) {
    let document = clean(RawDocument::plain("a", text, Origin::unknown()));
    let analysis = worker.analyze(document.text(), lang);
    let found = linker.annotate(&document, &analysis);
    check_mentions(&found, document.text());
    check_figures(&found, document.text());
    assert_eq!(linker.annotate(&document, &analysis), found, "{text:?}");
    let explained = linker.explain(&document, &analysis).mentions.into_iter().map(|m| m.mention);
    assert_eq!(explained.collect::<Vec<_>>(), found.mentions, "{text:?}");
}

fn check_mentions(found: &Annotations, text: &str) {
    let mut end = 0;
    for mention in &found.mentions {
        assert!(stands(mention.span, text) && end <= mention.span.start, "{text:?} {mention:?} after {end}");
        assert!(mention.entity.is_some() != mention.key.is_some(), "{text:?} {mention:?}");
        assert!((0.0..=1.0).contains(&mention.score), "{text:?} {mention:?}");
        end = mention.span.end;
    }
}

fn check_figures(found: &Annotations, text: &str) {
    let mut start = 0;
    for figure in &found.figures {
        assert!(stands(figure.span, text) && start <= figure.span.start, "{text:?} {figure:?} after {start}");
        let quantity = &figure.quantity;
        assert!(quantity.value.is_finite() && quantity.low <= quantity.high, "{text:?} {figure:?}");
        start = figure.span.start;
    }
    assert!(found.times.iter().all(|time| stands(time.span, text)), "{text:?} {:?}", found.times);
}

fn stands(span: Span, text: &str) -> bool {
    text.get(span.range()).is_some_and(|surface| !surface.is_empty())
}
