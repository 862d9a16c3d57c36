//! The user's Korean words, as rows of mecab-ko-dic.

use lindera::dictionary::{DictionaryBuilder, UserDictionary as CompiledWords};
use lindera::segmenter::Segmenter;
use newsbraid_readings::decompose;
use newsbraid_text::Span;

use crate::user_dictionary::{UserDictionary, UserDictionaryError, WordParts};

/// Context identifiers of proper nouns in mecab-ko-dic 2.1.1 (`left-id.def`, `right-id.def`), after a final consonant and
/// without one, and a cost at which a name wins over its syllables without swallowing the particle behind it. Rows of three
/// columns would take identifier 0, after which no particle is likely.
const LEFT: u16 = 1786;
const RIGHT_CONSONANT: u16 = 3546;
const RIGHT_VOWEL: u16 = 3545;
const COST: i16 = 2500;

/// Compiles the words for `segmenter`, and finds what it makes of each without them.
pub(super) fn korean_words(
    segmenter: &Segmenter,
    user: &UserDictionary,
) -> Result<(Option<CompiledWords>, WordParts), UserDictionaryError> {
    let refused = |what: String| UserDictionaryError::Refused { what };
    let (mut rows, mut parts) = (String::new(), WordParts::default());
    for word in user.korean() {
        rows += &row(word);
        let tokens = segmenter.segment(word.into()).map_err(|error| refused(error.to_string()))?;
        let mut spans = Vec::new();
        for mut token in tokens {
            let span = Span::new(token.byte_start, token.byte_end);
            spans.push(span);
            let expression = token.get("expression").unwrap_or_default().to_string();
            if super::morpheme::spells_out(&expression, &word[span.range()]) {
                spans.extend(super::morpheme::parts(&expression, span).map(|part| part.span));
            }
        }
        parts.insert(word, spans.into_iter());
    }
    if rows.is_empty() {
        return Ok((None, parts));
    }
    let builder = DictionaryBuilder::new((*segmenter.dictionary.metadata).clone());
    let compiled = builder.build_user_dict_from_reader(rows.as_bytes());
    Ok((Some(compiled.map_err(|error| refused(error.to_string()))?), parts))
}

fn row(word: &str) -> String {
    let closed = word.chars().next_back().and_then(decompose).is_some_and(|jamo| jamo.coda > 0);
    let (right, mark) = if closed { (RIGHT_CONSONANT, "T") } else { (RIGHT_VOWEL, "F") };
    format!("{word},{LEFT},{right},{COST},NNP,*,{mark},{word},*,*,*,*\n")
}
