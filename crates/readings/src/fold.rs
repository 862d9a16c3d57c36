//! Folding the ways of writing one sound in Hangul.

use crate::jamo::{Jamo, decompose};

/// A Hangul text as names are compared: ㅉ is ㅈ, ㅆ is ㅅ (as onsets), ㅛ is ㅓ after ㅅ, ㅈ and ㅊ, the glides ㅑ ㅕ ㅠ ㅖ that
/// ㅈ and ㅊ swallow are gone (외래어 표기법, 제3장 제7절 제2항), spaces and middle dots too. All else stays.
///
/// ```
/// use newsbraid_readings::hangul_fold;
/// assert_eq!(hangul_fold("장쩌민"), hangul_fold("장저민"));
/// assert_eq!(hangul_fold("퉁이 첸원"), hangul_fold("퉁이쳰원"));
/// assert_eq!(hangul_fold("쑤저우"), "수저우");
/// assert_ne!(hangul_fold("카이"), hangul_fold("가이"));
/// ```
pub fn hangul_fold(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '・' | '‧' | 'ㆍ'));
    kept.map(|c| decompose(c).map_or(c, |jamo| fold(jamo).syllable())).collect()
}

fn fold(jamo: Jamo) -> Jamo {
    let plain = match jamo.onset_letter() {
        'ㅉ' => jamo.with_onset('ㅈ'),
        'ㅆ' => jamo.with_onset('ㅅ'),
        _ => jamo,
    };
    match (plain.onset_letter(), plain.vowel_letter()) {
        ('ㅅ' | 'ㅈ' | 'ㅊ', 'ㅛ') => plain.with_vowel('ㅓ'),
        ('ㅈ' | 'ㅊ', 'ㅑ') => plain.with_vowel('ㅏ'),
        ('ㅈ' | 'ㅊ', 'ㅕ') => plain.with_vowel('ㅓ'),
        ('ㅈ' | 'ㅊ', 'ㅠ') => plain.with_vowel('ㅜ'),
        ('ㅈ' | 'ㅊ', 'ㅖ') => plain.with_vowel('ㅔ'),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        let check = |text: &str, expect: &str| assert_eq!(hangul_fold(text), expect, "{text}");
        check("쓰촨", "스촨");
        check("쭈셴", "주셴");
        check("쇼우", "서우");
        check("쥬하이", "주하이");
        check("지옌", "지옌");
        check("젠슨 황", "젠슨황");
        check("BYD 쓰마", "BYD스마");
        check("", "");
    }
}
