//! The sounds of a name in Hangul.

use super::Sound;
use crate::jamo::{Jamo, decompose};

pub(super) fn sounds(name: &str) -> Option<Vec<Sound>> {
    let syllables = name.chars().map(decompose).collect::<Option<Vec<Jamo>>>()?;
    let mut sounds = Vec::new();
    for (at, jamo) in syllables.iter().enumerate() {
        if is_coda_r(&syllables, at) {
            continue;
        }
        sounds.extend(onset(jamo.onset_letter()).map(Sound::Consonant));
        sounds.push(Sound::Vowel);
        sounds.extend(coda(jamo.coda_letter()).map(Sound::Coda));
    }
    Some(sounds)
}

/// 르 inside or at the end of a word writes an r that closes a syllable (메르켈), unless ㄹ before it makes it an l; so does
/// 를 before ㄹ (베를린).
fn is_coda_r(syllables: &[Jamo], at: usize) -> bool {
    let jamo = syllables[at];
    let l_before = at.checked_sub(1).is_none_or(|before| syllables[before].coda_letter() == 'ㄹ');
    let l_after = syllables.get(at + 1).is_some_and(|next| next.onset_letter() == 'ㄹ');
    let ends = match jamo.coda_letter() {
        ' ' => true,
        'ㄹ' => l_after,
        _ => false,
    };
    (jamo.onset_letter(), jamo.vowel_letter()) == ('ㄹ', 'ㅡ') && ends && !l_before
}

fn onset(letter: char) -> Option<char> {
    match letter {
        'ㅂ' | 'ㅍ' | 'ㅃ' => Some('P'),
        'ㄷ' | 'ㅌ' | 'ㄸ' => Some('T'),
        'ㄱ' | 'ㅋ' | 'ㄲ' => Some('K'),
        'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅉ' | 'ㅊ' => Some('S'),
        'ㅁ' => Some('M'),
        'ㄴ' => Some('N'),
        'ㄹ' => Some('L'),
        _ => None,
    }
}

fn coda(letter: char) -> Option<char> {
    match letter {
        'ㄱ' | 'ㄲ' | 'ㅋ' => Some('K'),
        'ㅂ' | 'ㅍ' => Some('P'),
        'ㄷ' | 'ㅅ' | 'ㅆ' | 'ㅌ' | 'ㅈ' | 'ㅊ' => Some('T'),
        'ㅁ' => Some('M'),
        'ㄴ' | 'ㅇ' => Some('N'),
        _ => None,
    }
}
