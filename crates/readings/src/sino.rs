//! Chinese characters read the Korean way.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::jamo::decompose;
use crate::table::{CharTable, Phrases, letters, rows, simplified};
use crate::{NameKind, push_new, surname};

/// Readings without the initial-sound law, by simplified character, and those of traditional characters that differ.
static CHARS: LazyLock<CharTable> = LazyLock::new(|| CharTable::grouped(include_str!("../data/hanja.tsv")));

/// Words whose characters read otherwise than alone: 贸易 무역.
static PHRASES: LazyLock<Phrases<&'static str>> =
    LazyLock::new(|| Phrases::new(rows(include_str!("../data/sino_phrases.tsv")).map(|row| (row[0], row[1]))));

/// The Korean reading of a character in either script, one Hangul syllable as inside a word (李 is 리); `None` if Korean has
/// none. A traditional character keeps its own reading where the simplified one stands for several (乾 건, 干 간).
///
/// ```
/// use newsbraid_readings::hanja_reading;
/// assert_eq!(hanja_reading('銘'), Some('명'));
/// assert_eq!(hanja_reading('铭'), Some('명'));
/// assert_eq!(hanja_reading('\u{F9E1}'), Some('리')); // 李 as Korean keyboards type it
/// assert_eq!(hanja_reading('가'), None);
/// ```
pub fn hanja_reading(c: char) -> Option<char> {
    let reading = CHARS.get(c).or_else(|| CHARS.get(simplified(c)));
    reading.and_then(|r| r.chars().next())
}

/// A Chinese name, in either script, read the Korean way, best first; empty if a character has no Korean reading.
///
/// The initial-sound law (한글 맞춤법 제10-12항) holds at the start. At the second syllable of what may be a person's name
/// forms with and without it are given: of three characters the one with (정율성), of two the one without first (장량).
///
/// ```
/// use newsbraid_readings::sino_korean;
/// assert_eq!(sino_korean("李连杰"), ["이연걸", "이련걸", "리연걸", "리련걸"]);
/// assert_eq!(sino_korean("遼寧"), ["요녕", "요영", "료녕", "료영"]);
/// assert_eq!(sino_korean("环球时报"), ["환구시보"]);
/// assert!(sino_korean("Qwen").is_empty());
/// ```
pub fn sino_korean(name: &str) -> Vec<String> {
    let chars = letters(name);
    let kind = if surname::head(&chars).is_some() { NameKind::Person } else { NameKind::Organization };
    let mut forms = read_as(&chars, kind);
    read_as(&chars, NameKind::Person).into_iter().for_each(|form| push_new(&mut forms, form));
    forms
}

/// A Chinese word, in either script, that is no name, read the Korean way; `None` if a character has no Korean reading.
///
/// ```
/// use newsbraid_readings::sino_korean_word;
/// assert_eq!(sino_korean_word("投资").as_deref(), Some("투자"));
/// assert_eq!(sino_korean_word("勞動").as_deref(), Some("노동"));
/// ```
pub fn sino_korean_word(word: &str) -> Option<String> {
    read_as(&letters(word), NameKind::Organization).into_iter().next()
}

/// Every syllable that a character can be read as, at the start of a word or inside it.
static SYLLABLES: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let syllables = rows(include_str!("../data/hanja.tsv")).flat_map(|row| row[0].chars().collect::<Vec<_>>());
    syllables.flat_map(|c| [c, law(c)]).collect()
});

/// Whether all of a Hangul text can be a reading of characters.
pub(crate) fn is_reading(hangul: &str) -> bool {
    hangul.chars().filter(|c| !c.is_whitespace()).all(|c| SYLLABLES.contains(&c))
}

/// The readings of simplified letters as a name of some kind.
pub(crate) fn read_as(chars: &[char], kind: NameKind) -> Vec<String> {
    let person = kind == NameKind::Person && (2..=4).contains(&chars.len());
    let (given, base) = match surname::head(chars).filter(|_| person) {
        Some((n, surname)) => (n, read(chars, surname.hangul)),
        None => (1, read(chars, None)),
    };
    let Some(base) = base else { return Vec::new() };
    let heads = if person { vec![law(base[0]), base[0]] } else { vec![law(base[0])] };
    let mut seconds = vec![base.get(given).copied()];
    if let Some(&syllable) = base.get(given).filter(|_| person) {
        let lawful = Some(law(syllable));
        if base.len() - given >= 2 { seconds.insert(0, lawful) } else { seconds.push(lawful) }
    }
    let mut forms = Vec::new();
    for head in heads {
        for second in &seconds {
            let mut syllables = after_vowel(&base);
            syllables[0] = head;
            if let (Some(second), true) = (second, person) {
                syllables[given] = *second;
            }
            push_new(&mut forms, syllables.into_iter().collect());
        }
    }
    forms
}

/// The syllables as they read inside a word.
fn read(chars: &[char], surname: Option<&'static str>) -> Option<Vec<char>> {
    let mut syllables: Vec<char> = surname.into_iter().flat_map(str::chars).collect();
    while syllables.len() < chars.len() {
        let rest = &chars[syllables.len()..];
        match PHRASES.at(rest) {
            Some((_, reading)) => syllables.extend(reading.chars()),
            None => syllables.extend(CHARS.get(rest[0])?.chars()),
        }
    }
    (!syllables.is_empty()).then_some(syllables)
}

/// 렬 and 률 after a vowel or ㄴ are 열 and 율 (제11항).
fn after_vowel(base: &[char]) -> Vec<char> {
    let softened = |at: usize, c: char| match (c, at.checked_sub(1).and_then(|before| decompose(base[before]))) {
        ('렬' | '률', Some(before)) if matches!(before.coda_letter(), ' ' | 'ㄴ') => law(c),
        _ => c,
    };
    base.iter().enumerate().map(|(at, &c)| softened(at, c)).collect()
}

/// The initial-sound law: ㄴ and ㄹ before ㅣ or a glide are ㅇ, ㄹ elsewhere is ㄴ.
fn law(syllable: char) -> char {
    let Some(jamo) = decompose(syllable) else { return syllable };
    let glide = matches!(jamo.vowel_letter(), 'ㅑ' | 'ㅕ' | 'ㅖ' | 'ㅛ' | 'ㅠ' | 'ㅣ');
    match jamo.onset_letter() {
        'ㄴ' | 'ㄹ' if glide => jamo.with_onset('ㅇ').syllable(),
        'ㄹ' => jamo.with_onset('ㄴ').syllable(),
        _ => syllable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_form_first() {
        let check = |name: &str, expect: &str| assert_eq!(sino_korean(name)[0], expect, "{name}");
        check("李白", "이백");
        check("梁启超", "양계초");
        check("鄭律成", "정율성");
        check("张良", "장량");
        check("金正恩", "김정은");
        check("诸葛亮", "제갈량");
        check("女真", "여진");
        check("年代", "연대");
        check("老子", "노자");
        check("劳动新闻", "노동신문");
        check("中国农业银行", "중국농업은행");
        check("北京", "북경");
        check("贸易", "무역");
        check("比率", "비율");
        check("系列", "계열");
        check("乾隆", "건륭");
        check("後漢", "후한");
    }

    #[test]
    fn both_forms_of_a_person() {
        let forms = sino_korean("梁朝伟");
        assert!(forms.contains(&"양조위".to_owned()) && forms.contains(&"량조위".to_owned()), "{forms:?}");
    }

    #[test]
    fn tables_hold_one_syllable_per_character() {
        for row in rows(include_str!("../data/sino_phrases.tsv")) {
            assert_eq!(letters(row[0]).iter().collect::<String>(), row[0], "a key that no simplified name reaches");
            assert_eq!(row[0].chars().count(), row[1].chars().count(), "{row:?}");
        }
        for row in rows(include_str!("../data/hanja.tsv")) {
            assert!(row[0].chars().count() == 1 && row[0].chars().all(|c| decompose(c).is_some()), "{row:?}");
        }
    }
}
