//! Cutters: ours, and any that gives spans.

use newsbraid_segmenter::Worker;
use newsbraid_text::{Lang, Span};

use super::Cut;

/// The words of our segmenter, with their terms.
pub fn word_cutter(worker: &mut Worker, lang: Lang) -> impl FnMut(&str) -> Vec<Cut> {
    move |text| {
        let analysis = worker.analyze(text, lang);
        let cut = |token| (token, analysis.term(token).to_string());
        let cuts = analysis.surface_tokens().map(cut);
        cuts.map(|(token, term)| (token.span.start as usize, token.span.end as usize, term)).collect()
    }
}

/// The morphemes of our segmenter, with their terms.
pub fn morpheme_cutter(worker: &mut Worker) -> impl FnMut(&str) -> Vec<Cut> {
    word_cutter(worker, Lang::Ko)
}

/// A cutter from a function that gives spans: the terms are what stands there.
pub fn span_cutter(mut spans: impl FnMut(&str) -> Vec<Span>) -> impl FnMut(&str) -> Vec<Cut> {
    move |text| {
        let cut = |span: Span| (span.start as usize, span.end as usize, span.of(text).to_string());
        spans(text).into_iter().map(cut).collect()
    }
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;

    use super::*;

    #[test]
    fn our_segmenter_is_a_cutter() {
        let segmenter = Segmenter::without_korean();
        let mut worker = segmenter.worker();
        let cuts = word_cutter(&mut worker, Lang::ZhHant)("軟體，AI");
        let expect = [(0, 6, "软体"), (6, 9, ","), (9, 11, "ai")];
        assert_eq!(cuts, expect.map(|(start, end, term)| (start, end, term.to_string())));
    }
}
