//! Hangul syllables and the letters they are made of.

/// The letters of a syllable as indices in Unicode order: 19 onsets, 21 vowels, 28 codas of which 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jamo {
    /// ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ
    pub onset: u8,
    /// ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ
    pub vowel: u8,
    /// none ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
    pub coda: u8,
}

const ONSETS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const VOWELS: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ', 'ㅠ', 'ㅡ',
    'ㅢ', 'ㅣ',
];
const CODAS: [char; 28] = [
    ' ', 'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ',
    'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

impl Jamo {
    pub(crate) fn onset_letter(self) -> char {
        ONSETS[usize::from(self.onset)]
    }

    pub(crate) fn vowel_letter(self) -> char {
        VOWELS[usize::from(self.vowel)]
    }

    /// The coda's letter, a space for none.
    pub(crate) fn coda_letter(self) -> char {
        CODAS[usize::from(self.coda)]
    }

    pub(crate) fn with_onset(self, letter: char) -> Jamo {
        Jamo { onset: index(&ONSETS, letter).unwrap_or(self.onset), ..self }
    }

    pub(crate) fn with_vowel(self, letter: char) -> Jamo {
        Jamo { vowel: index(&VOWELS, letter).unwrap_or(self.vowel), ..self }
    }

    /// The syllable; as [`compose`], for indices known to be in range.
    pub(crate) fn syllable(self) -> char {
        compose(self).expect("indices of a decomposed syllable, or of the letter tables, are in range")
    }
}

fn index(letters: &[char], letter: char) -> Option<u8> {
    letters.iter().position(|&l| l == letter).map(|at| at as u8)
}

/// Takes a Hangul syllable apart; `None` for any other character.
///
/// ```
/// use newsbraid_readings::{Jamo, decompose};
/// assert_eq!(decompose('밍'), Some(Jamo { onset: 6, vowel: 20, coda: 21 }));
/// assert_eq!(decompose('明'), None);
/// ```
pub fn decompose(syllable: char) -> Option<Jamo> {
    let code = u32::from(syllable).checked_sub(0xAC00).filter(|&code| code < 19 * 21 * 28)?;
    Some(Jamo { onset: (code / 588) as u8, vowel: (code / 28 % 21) as u8, coda: (code % 28) as u8 })
}

/// Puts a Hangul syllable together; `None` if an index is out of range.
///
/// ```
/// use newsbraid_readings::{Jamo, compose};
/// assert_eq!(compose(Jamo { onset: 6, vowel: 20, coda: 21 }), Some('밍'));
/// assert_eq!(compose(Jamo { onset: 19, vowel: 0, coda: 0 }), None);
/// ```
pub fn compose(jamo: Jamo) -> Option<char> {
    if jamo.onset >= 19 || jamo.vowel >= 21 || jamo.coda >= 28 {
        return None;
    }
    char::from_u32(0xAC00 + (u32::from(jamo.onset) * 21 + u32::from(jamo.vowel)) * 28 + u32::from(jamo.coda))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_comes_back() {
        for syllable in '가'..='힣' {
            assert_eq!(decompose(syllable).and_then(compose), Some(syllable));
        }
        assert_eq!((decompose('\u{ABFF}'), decompose('\u{D7A4}')), (None, None));
    }

    #[test]
    fn letters_are_those_of_the_syllable() {
        let jamo = decompose('쬤').expect("a Hangul syllable");
        assert_eq!((jamo.onset_letter(), jamo.vowel_letter(), jamo.coda_letter()), ('ㅉ', 'ㅚ', 'ㅆ'));
        assert_eq!(jamo.with_onset('ㅅ').with_vowel('ㅓ').syllable(), '섰');
    }
}
