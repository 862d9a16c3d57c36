//! What holds of the analysis of any text whatever. The tests here and the fuzz target `segment` call the same function.

use newsbraid_segmenter::{Analysis, Layer, TokenClass, Worker};
use newsbraid_text::{Lang, Span, normalize};

/// Tokens and bytes of own terms for a byte of normalised text, at most: three parts of one Chinese character are the
/// worst that a dictionary does.
const MOST_TOKENS: usize = 4;

/// Tokens lie in order on character boundaries, what lies between them is space or was dropped, parts lie in their word;
/// there are not too many, and both scripts of Chinese give the same.
pub fn check_analysis(worker: &mut Worker, text: &str, lang: Lang) {
    let analysis = worker.analyze(text, lang);
    check_tokens(&analysis, text);
    check_sentences(&analysis, text);
    let bytes = analysis.normalized.text().len();
    assert!(analysis.tokens.len() <= MOST_TOKENS * bytes && analysis.extra.len() <= MOST_TOKENS * bytes, "{text:?}");
    let folded = worker.analyze(analysis.normalized.text(), lang);
    assert_eq!(terms(&folded), terms(&analysis), "{text:?} as {lang}");
}

fn check_tokens(analysis: &Analysis, text: &str) {
    let (mut end, mut surface, mut eojeol) = (0, Span::default(), 0);
    for token in &analysis.tokens {
        assert!(text.get(token.span.range()).is_some_and(|s| !s.is_empty()), "{text:?} {token:?}");
        assert!(!analysis.term(token).is_empty(), "{text:?} {token:?}");
        if token.layer != Layer::Surface {
            assert!(surface.contains(token.span), "{text:?} {token:?} not in {surface:?}");
            continue;
        }
        assert!(end <= token.span.start, "{text:?} {token:?} overlaps {surface:?}");
        check_gap(text, end, token.span.start);
        assert!(eojeol <= token.eojeol, "{text:?} {token:?}");
        (end, surface, eojeol) = (token.span.end, token.span, token.eojeol);
    }
    check_gap(text, end, text.len() as u32);
    let mut end = 0;
    for word in analysis.words() {
        assert!(end <= word.span.start, "{text:?} {word:?} overlaps the word before");
        check_gap(text, end, word.span.start);
        end = word.span.end;
    }
    check_gap(text, end, text.len() as u32);
}

fn check_gap(text: &str, start: u32, end: u32) {
    let gap = Span { start, end }.of(text);
    assert!(normalize(gap).text().trim().is_empty(), "{gap:?} of {text:?} has no token");
}

fn check_sentences(analysis: &Analysis, text: &str) {
    let mut end = 0;
    for sentence in &analysis.sentences {
        assert!(end <= sentence.start && !sentence.of(text).is_empty(), "{text:?} {sentence:?}");
        assert!(text[end as usize..sentence.start as usize].trim().is_empty(), "{text:?} {sentence:?}");
        end = sentence.end;
    }
    assert!(text[end as usize..].trim().is_empty(), "{text:?} after {end}");
}

fn terms(analysis: &Analysis) -> Vec<(&str, TokenClass, Layer)> {
    analysis.tokens.iter().map(|token| (analysis.term(token), token.class, token.layer)).collect()
}
