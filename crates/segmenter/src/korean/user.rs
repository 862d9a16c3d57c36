//! The user's Korean words, as rows of mecab-ko-dic.

use lindera::dictionary::{DictionaryBuilder, UserDictionary as CompiledWords};
use newsbraid_readings::decompose;
use newsbraid_text::Span;

use super::{KoreanEngine, KoreanWorker};
use crate::user_dictionary::{UserDictionary, UserDictionaryError, WordParts};

/// Context identifiers of proper nouns in mecab-ko-dic 2.1.1 (`left-id.def`, `right-id.def`), after a final consonant and
/// without one, and a cost at which a name wins over its syllables without swallowing the particle behind it. Rows of three
/// columns would take identifier 0, after which no particle is likely.
const LEFT: u16 = 1786;
const RIGHT_CONSONANT: u16 = 3546;
const RIGHT_VOWEL: u16 = 3545;
const COST: i16 = 2500;

/// Compiles the words for `engine`, and finds what it makes of each without them.
pub(super) fn korean_words(
    engine: &KoreanEngine,
    user: &UserDictionary,
) -> Result<(CompiledWords, WordParts), UserDictionaryError> {
    let (mut rows, mut parts, mut worker) = (String::new(), WordParts::default(), KoreanWorker::default());
    for word in user.korean() {
        rows += &row(word);
        worker.analyze(engine, word, Span::new(0, word.len()));
        let mut spans = Vec::new();
        for morpheme in &worker.morphemes {
            spans.push(morpheme.span);
            let expression = morpheme.expression(&engine.dictionary).unwrap_or_default();
            if super::morpheme::spells_out(expression, morpheme.span.of(word)) {
                spans.extend(super::morpheme::parts(expression, morpheme.span).map(|part| part.span));
            }
        }
        parts.insert(word, spans.into_iter());
    }
    let builder = DictionaryBuilder::new((*engine.dictionary.metadata).clone());
    let compiled = builder.build_user_dict_from_reader(rows.as_bytes());
    let mut compiled = compiled.map_err(|error| UserDictionaryError::Refused { what: error.to_string() })?;
    if let Some(map) = &engine.dictionary.metadata.context_id_map {
        compiled.remap_context_ids(map);
    }
    Ok((compiled, parts))
}

fn row(word: &str) -> String {
    let closed = word.chars().next_back().and_then(decompose).is_some_and(|jamo| jamo.coda > 0);
    let (right, mark) = if closed { (RIGHT_CONSONANT, "T") } else { (RIGHT_VOWEL, "F") };
    format!("{word},{LEFT},{right},{COST},NNP,*,{mark},{word},*,*,*,*\n")
}
