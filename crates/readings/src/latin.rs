//! Chinese names in Latin letters.

use crate::suffix;
use crate::table::letters;
use crate::transcription::conventional;
use crate::{NameKind, mandarin, push_new, surname};

/// A Chinese name, in either script, in pinyin without tones as news writes it, best first: persons in both orders, places
/// and organizations with their common noun in English, four-character products as two words; `ü` as such, as `u` and as
/// `yu`. Empty if the name has characters without a reading.
///
/// ```
/// use newsbraid_readings::{NameKind, chinese_to_latin};
/// assert_eq!(chinese_to_latin("吴泳铭", NameKind::Person), ["Wu Yongming", "Yongming Wu"]);
/// assert_eq!(chinese_to_latin("歐陽修", NameKind::Person), ["Ouyang Xiu", "Xiu Ouyang"]);
/// assert_eq!(chinese_to_latin("西安", NameKind::Place), ["Xi'an"]);
/// assert_eq!(chinese_to_latin("广东省", NameKind::Place), ["Guangdong Province", "Guangdong"]);
/// assert_eq!(chinese_to_latin("香港", NameKind::Place), ["Hong Kong", "Xianggang"]);
/// assert_eq!(chinese_to_latin("通义千问", NameKind::Product), ["Tongyi Qianwen", "Tongyiqianwen"]);
/// ```
pub fn chinese_to_latin(name: &str, kind: NameKind) -> Vec<String> {
    let chars = letters(name);
    let mut forms = Vec::new();
    for form in conventional(&chars, kind).iter().flat_map(|c| &c.latin) {
        push_new(&mut forms, form.clone());
    }
    for syllables in mandarin::readings(&chars, kind) {
        let written = match kind {
            NameKind::Person => person(&chars, &syllables),
            NameKind::Place | NameKind::Organization => with_ending(&chars, &syllables, kind),
            NameKind::Product => product(&syllables),
        };
        for form in written.iter().flat_map(|form| plain_u(form)) {
            push_new(&mut forms, form);
        }
    }
    forms
}

/// Syllables as one word with a capital: an apostrophe parts a syllable that begins with a, e or o from the one before.
pub(crate) fn word(syllables: &[&str]) -> String {
    let mut word = String::new();
    for syllable in syllables {
        if !word.is_empty() && syllable.starts_with(['a', 'e', 'o']) {
            word.push('\'');
        }
        word.push_str(syllable);
    }
    capital(&word)
}

pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn person(chars: &[char], syllables: &[&str]) -> Vec<String> {
    if syllables.len() < 2 {
        return vec![word(syllables)];
    }
    let n = surname::head(chars).map_or(1, |(n, _)| n);
    let (family, given) = (word(&syllables[..n]), word(&syllables[n..]));
    vec![format!("{family} {given}"), format!("{given} {family}")]
}

fn with_ending(chars: &[char], syllables: &[&str], kind: NameKind) -> Vec<String> {
    let (stem, suffixes) = suffix::cut_all(chars, kind);
    if suffixes.is_empty() {
        return vec![word(syllables)];
    }
    let usual = conventional(stem, kind).and_then(|c| c.latin.first().cloned());
    let name = usual.unwrap_or_else(|| word(&syllables[..stem.len()]));
    let nouns: Vec<&str> = suffixes.iter().map(|s| s.english).collect();
    let full = format!("{name} {}", nouns.join(" "));
    match suffixes[0].kind {
        suffix::SuffixKind::Division => vec![full, name],
        suffix::SuffixKind::Organization => vec![full, name, word(syllables)],
        suffix::SuffixKind::Place | suffix::SuffixKind::Feature => vec![word(syllables), full],
    }
}

fn product(syllables: &[&str]) -> Vec<String> {
    match syllables {
        [a, b, c, d] => vec![format!("{} {}", word(&[a, b]), word(&[c, d])), word(syllables)],
        _ => vec![word(syllables)],
    }
}

/// The form itself, and those that keyboards and passports make of ü.
fn plain_u(form: &str) -> Vec<String> {
    if form.contains('ü') {
        vec![form.to_owned(), form.replace('ü', "u"), form.replace('ü', "yu")]
    } else {
        vec![form.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NameKind::{Organization, Person, Place};

    #[test]
    fn forms() {
        let check = |name: &str, kind, expect: &[&str]| assert_eq!(chinese_to_latin(name, kind), expect, "{name}");
        check("习近平", Person, &["Xi Jinping", "Jinping Xi"]);
        check("李永安", Person, &["Li Yong'an", "Yong'an Li"]);
        check("吕布", Person, &["Lü Bu", "Lu Bu", "Lyu Bu", "Bu Lü", "Bu Lu", "Bu Lyu"]);
        check("冰心", Person, &["Bing Xin", "Xin Bing"]);
        check("王", Person, &["Wang"]);
        check("北京", Place, &["Beijing"]);
        check("重庆市", Place, &["Chongqing City", "Chongqing"]);
        check("复旦大学", Organization, &["Fudan University", "Fudan", "Fudandaxue"]);
        check("12", Place, &[]);
    }
}
