//! The user's Korean words, as rows of mecab-ko-dic.

use lindera::dictionary::{DictionaryBuilder, UserDictionary as CompiledWords};
use newsbraid_readings::decompose;

use super::KoreanEngine;
use crate::user_dictionary::{USUAL_WEIGHT, UserDictionary, UserDictionaryError, UserWord, UserWordKind};

/// Context identifiers of proper nouns in mecab-ko-dic 2.1.1 (`left-id.def`, `right-id.def`): from the left, and from the
/// right after a final consonant and without one. Rows of three columns would take identifier 0, after which no particle is
/// likely.
const PERSON: [u16; 3] = [1788, 3550, 3549];
const OTHER: [u16; 3] = [1786, 3546, 3545];

/// A cost at which a name wins over its syllables without swallowing the particle behind it, and what a step of the weight
/// takes off.
const COST: i16 = 2500;
const STEP: i16 = 500;

/// Compiles the words for `engine`.
pub(super) fn korean_words(engine: &KoreanEngine, user: &UserDictionary) -> Result<CompiledWords, UserDictionaryError> {
    let rows: String = user.korean().map(row).collect();
    let builder = DictionaryBuilder::new((*engine.dictionary.metadata).clone());
    let compiled = builder.build_user_dict_from_reader(rows.as_bytes());
    let mut compiled = compiled.map_err(|error| UserDictionaryError::Refused { what: error.to_string() })?;
    if let Some(map) = &engine.dictionary.metadata.context_id_map {
        compiled.remap_context_ids(map);
    }
    Ok(compiled)
}

fn row(word: &UserWord) -> String {
    let term = &word.term;
    let closed = term.chars().next_back().and_then(decompose).is_some_and(|jamo| jamo.coda > 0);
    let (ids, meaning) = match word.kind {
        UserWordKind::Person => (PERSON, "인명"),
        UserWordKind::Name => (OTHER, "*"),
    };
    let (right, mark) = if closed { (ids[1], "T") } else { (ids[2], "F") };
    let cost = COST - STEP * (i16::from(word.weight) - i16::from(USUAL_WEIGHT));
    format!("{term},{},{right},{cost},NNP,{meaning},{mark},{term},*,*,*,*\n", ids[0])
}
