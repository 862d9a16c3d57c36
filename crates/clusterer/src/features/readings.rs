//! Chinese words in their Korean reading.

use newsbraid_readings::hanja_reading;
use newsbraid_segmenter::{Layer, TokenClass};
use newsbraid_text::{Script, script_of};

use super::collect::Collector;
use super::korean::units;
use super::{Article, Place};
use crate::family::Family;

/// Adds the readings of the Chinese words of an article.
pub(super) fn collect(article: &Article, out: &mut Collector) {
    for token in &article.analysis.tokens {
        if token.class != TokenClass::Word || token.layer != Layer::Surface {
            continue;
        }
        let term = article.analysis.term(token);
        if term.chars().any(|c| script_of(c) != Script::Han) {
            continue;
        }
        let at = article.analysis.normalized.from_source(token.span).start;
        if let Some(place) = article.place(at).filter(|&p| p != Place::Far) {
            units(term, |unit| add(unit, place, out));
        }
    }
}

fn add(unit: &str, place: Place, out: &mut Collector) {
    if let Some(reading) = reading(unit) {
        out.add_as(Family::Reading, &reading, unit, place, 1.0);
    }
}

/// The Korean reading of a word that begins with it: 领导 is 영도, not 령도. Nothing where a character has none.
fn reading(word: &str) -> Option<String> {
    let mut syllables = word.chars().map(hanja_reading);
    let first = initial(syllables.next()??);
    std::iter::once(Some(first)).chain(syllables).collect()
}

/// The initial-sound law (두음법칙): ㄴ and ㄹ fall or soften at the start of a word.
fn initial(syllable: char) -> char {
    const FIRST: u32 = 0xAC00;
    const PER_INITIAL: u32 = 21 * 28;
    let code = syllable as u32 - FIRST;
    let (initial, vowel) = (code / PER_INITIAL, code % PER_INITIAL / 28);
    // ㅑ ㅕ ㅖ ㅛ ㅠ ㅣ
    let soft = matches!(vowel, 2 | 6 | 7 | 12 | 17 | 20);
    let new = match (initial, soft) {
        (2 | 5, true) => 11, // ㄴ, ㄹ -> ㅇ
        (5, false) => 2,     // ㄹ -> ㄴ
        _ => initial,
    };
    char::from_u32(FIRST + new * PER_INITIAL + code % PER_INITIAL).unwrap_or(syllable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_words_read_as_in_korean() {
        for (word, expect) in [("投资", "투자"), ("领导", "영도"), ("劳动", "노동"), ("女子", "여자"), ("会谈", "회담")]
        {
            assert_eq!(reading(word).as_deref(), Some(expect), "{word}");
        }
    }
}
