//! What holds for every string.

use newsbraid_readings::*;
use newsbraid_text::Lang;
use newsbraid_text::normalize::to_simplified;
use proptest::prelude::*;

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Place, NameKind::Organization, NameKind::Product];

/// Any string at all, or letters of one script, where the interesting ways lie.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,24}",
        "[一-龥]{0,10}",
        "[가-힣 ]{0,10}",
        "[a-zA-ZüÜ' -]{0,20}",
        "[李王曾司馬乾吕省市大学江行长·]{0,6}"
    ]
}

/// The simplified form of a character. A form that is itself the traditional one of a third character (薴 苧 苎) has a
/// reading of its own, so such a character stays.
fn simple(c: char) -> char {
    to_simplified(c).filter(|&simple| to_simplified(simple).is_none_or(|third| third == simple)).unwrap_or(c)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn transcription_ends_and_is_the_same_each_time(name in name()) {
        for kind in KINDS {
            for from in Lang::ALL {
                for to in Lang::ALL {
                    let forms = transcribe(&name, from, to, kind);
                    prop_assert!(forms.len() <= 16 && forms.iter().all(|form| !form.is_empty()));
                    prop_assert_eq!(forms, transcribe(&name, from, to, kind));
                }
            }
        }
    }

    #[test]
    fn both_scripts_read_alike(name in name()) {
        let simplified: String = name.chars().map(simple).collect();
        for kind in KINDS {
            prop_assert_eq!(pinyin(&name, kind), pinyin(&simplified, kind));
            prop_assert_eq!(chinese_to_hangul(&name, kind), chinese_to_hangul(&simplified, kind));
            prop_assert_eq!(chinese_to_latin(&name, kind), chinese_to_latin(&simplified, kind));
        }
        prop_assert_eq!(sino_korean(&name), sino_korean(&simplified));
        prop_assert_eq!(is_surname(&name), is_surname(&simplified));
    }

    #[test]
    fn every_syllable_of_pinyin_is_one_character(name in "[一-龥]{1,10}") {
        if let Some(syllables) = pinyin(&name, NameKind::Person) {
            prop_assert_eq!(syllables.len(), name.chars().count());
            prop_assert!(syllables.iter().all(|s| syllable_to_hangul(s).is_some()));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in name()) {
        prop_assert_eq!(hangul_fold(&hangul_fold(&text)), hangul_fold(&text));
    }

    #[test]
    fn readings_back_fold_to_what_was_read(text in "[가-힣]{1,6}") {
        for syllables in hangul_to_pinyin(&text) {
            let hangul: String = syllables.iter().filter_map(|s| syllable_to_hangul(s)).collect();
            prop_assert_eq!(hangul_fold(&hangul), hangul_fold(&text));
        }
    }

    #[test]
    fn heads_are_parts_of_the_name(text in name()) {
        for head in [chinese_surname(&text), korean_surname(&text)].into_iter().flatten() {
            prop_assert!(text.starts_with(head) && head.len() < text.len());
        }
    }

    #[test]
    fn keys_and_latin_never_fail(text in name()) {
        prop_assert!(phonetic_key(&text).is_none_or(|key| key.len() >= 2 && key.bytes().all(|b| b"KLMNPST".contains(&b))));
        prop_assert!(romanize_korean(&text).chars().all(|c| decompose(c).is_none()));
        prop_assert!(korean_name_to_latin(&text).len() <= 48);
        prop_assert!(latin_to_pinyin(&text).len() <= 32);
    }

    #[test]
    fn jamo_come_back(onset in 0u8..=255, vowel in 0u8..=255, coda in 0u8..=255) {
        let jamo = Jamo { onset, vowel, coda };
        let whole = compose(jamo);
        prop_assert_eq!(whole.is_some(), onset < 19 && vowel < 21 && coda < 28);
        prop_assert_eq!(whole.and_then(decompose), whole.map(|_| jamo));
    }
}
