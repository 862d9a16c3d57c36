//! Cutters: ours, and any that gives spans.

use newsbraid_segmenter::{Analysis, Token, Worker};
use newsbraid_text::{Lang, Span};

use super::Cut;

/// The finest words of our segmenter ([`newsbraid_segmenter::Analysis::words`]), with their terms.
pub fn word_cutter(worker: &mut Worker, lang: Lang) -> impl FnMut(&str) -> Vec<Cut> {
    move |text| {
        let analysis = worker.analyze(text, lang);
        cuts(&analysis, analysis.words())
    }
}

/// The morphemes of our segmenter, contracted ones apart.
pub fn morpheme_cutter(worker: &mut Worker) -> impl FnMut(&str) -> Vec<Cut> {
    |text| {
        let morphemes = worker.morphemes(text).into_iter();
        morphemes.map(|found| (found.span.start as usize, found.span.end as usize, found.form)).collect()
    }
}

fn cuts<'a>(analysis: &'a Analysis, tokens: impl Iterator<Item = &'a Token>) -> Vec<Cut> {
    tokens.map(|t| (t.span.start as usize, t.span.end as usize, analysis.term(t).to_string())).collect()
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
