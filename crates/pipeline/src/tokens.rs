//! The words of an article as records.

use newsbraid_segmenter::Analysis;
use newsbraid_text::Document;

use crate::outputs::Places;
use crate::records::TokenRecord;

/// The words of an article with their places in its input, each followed by its parts and other terms.
///
/// ```
/// use newsbraid_pipeline::token_records;
/// use newsbraid_segmenter::{Layer, Segmenter};
/// use newsbraid_text::{Origin, RawDocument, clean};
/// let document = clean(RawDocument::plain("a", "<b>農業銀行</b>公布。", Origin::unknown()));
/// let analysis = Segmenter::without_korean().worker().analyze(document.text(), document.meta.lang);
/// let found: Vec<_> = token_records(&document, &analysis).collect();
/// assert_eq!((found[0].place.start, found[0].place.surface.as_str(), found[0].term.as_str()), (3, "農業銀行", "农业银行"));
/// assert_eq!((found[1].place.surface.as_str(), found[1].layer), ("農業", Layer::Constituent));
/// ```
pub fn token_records<'a>(document: &'a Document, analysis: &'a Analysis) -> impl Iterator<Item = TokenRecord> + 'a {
    let places = Places::new(document);
    analysis.tokens.iter().map(move |token| TokenRecord {
        place: places.of(token.span),
        sentence: analysis.sentences.partition_point(|sentence| sentence.start <= token.span.start) as u32,
        eojeol: token.eojeol,
        term: analysis.term(token).to_string(),
        class: token.class,
        layer: token.layer,
        lang: token.lang.tag().to_string(),
    })
}
