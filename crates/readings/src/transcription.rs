//! Chinese names in Hangul, by sound.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::suffix::{self, Suffix, SuffixKind};
use crate::syllable::syllable_to_hangul;
use crate::table::{letters, rows};
use crate::{NameKind, mandarin, push_new};

/// Forms in use that are no transcription, and their Latin forms.
pub(crate) struct Conventional {
    pub(crate) korean: Vec<&'static str>,
    pub(crate) latin: Vec<String>,
}

static CONVENTIONAL: LazyLock<HashMap<Vec<char>, Conventional>> = LazyLock::new(|| {
    let words = |cell: &'static str| cell.split(' ').filter(|w| !w.is_empty());
    let row = |row: Vec<&'static str>| {
        let latin = words(row[2]).map(|w| w.replace('_', " ")).collect();
        (row[0].chars().collect(), Conventional { korean: words(row[1]).collect(), latin })
    };
    rows(include_str!("../data/conventional.tsv")).map(row).collect()
});

/// The conventional forms of a place.
pub(crate) fn conventional(chars: &[char], kind: NameKind) -> Option<&'static Conventional> {
    CONVENTIONAL.get(chars).filter(|_| kind == NameKind::Place)
}

/// A Chinese name, in either script, in Hangul by its Mandarin sound, the official form first (외래어 표기법, 제3장 제7절),
/// then other forms that are written: with another reading of a character, with the common noun translated (청화대학 is
/// not among them, see [`sino_korean`](crate::sino_korean); 칭화대 is), rivers and mountains named once and twice.
/// Empty if the name has characters without a reading.
///
/// ```
/// use newsbraid_readings::{NameKind, chinese_to_hangul};
/// assert_eq!(chinese_to_hangul("邓小平", NameKind::Person), ["덩샤오핑"]);
/// assert_eq!(chinese_to_hangul("廣東省", NameKind::Place), ["광둥성", "광둥"]);
/// assert_eq!(chinese_to_hangul("泰山", NameKind::Place), ["타이산", "타이산산"]);
/// assert_eq!(chinese_to_hangul("香港", NameKind::Place), ["홍콩", "샹강"]);
/// assert_eq!(chinese_to_hangul("清华大学", NameKind::Organization)[..2], ["칭화대", "칭화대학"]);
/// assert_eq!(chinese_to_hangul("通义千问", NameKind::Product), ["퉁이첸원", "퉁이 첸원"]);
/// assert!(chinese_to_hangul("Qwen", NameKind::Product).is_empty());
/// ```
pub fn chinese_to_hangul(name: &str, kind: NameKind) -> Vec<String> {
    let chars = letters(name);
    let mut forms = Vec::new();
    for form in conventional(&chars, kind).iter().flat_map(|c| &c.korean) {
        push_new(&mut forms, form.to_string());
    }
    let whole = sounds(&chars, kind);
    let Some((stem, suffix)) = suffix::cut(&chars, kind) else {
        whole.into_iter().for_each(|form| push_new(&mut forms, form));
        if let Some(form) = two_words(&chars, kind) {
            push_new(&mut forms, form);
        }
        return forms;
    };
    let (translated, bare) = with_ending(&chars, stem, suffix, kind);
    match suffix.kind {
        SuffixKind::Division => translated.into_iter().chain(bare).for_each(|form| push_new(&mut forms, form)),
        SuffixKind::Organization => translated.into_iter().chain(whole).for_each(|form| push_new(&mut forms, form)),
        SuffixKind::Place | SuffixKind::Feature => {
            whole.into_iter().take(1).chain(translated).for_each(|form| push_new(&mut forms, form));
        }
    }
    forms
}

/// The Hangul of each reading of a name.
fn sounds(chars: &[char], kind: NameKind) -> Vec<String> {
    let hangul = |reading: Vec<&str>| reading.into_iter().map(syllable_to_hangul).collect::<Option<String>>();
    mandarin::readings(chars, kind).into_iter().filter_map(hangul).collect()
}

/// A name of four characters for a product is mostly two words of two.
fn two_words(chars: &[char], kind: NameKind) -> Option<String> {
    if kind != NameKind::Product || chars.len() != 4 {
        return None;
    }
    let syllables = mandarin::readings(chars, kind).into_iter().next()?;
    let word = |part: &[&str]| part.iter().copied().map(syllable_to_hangul).collect::<Option<String>>();
    Some(format!("{} {}", word(&syllables[..2])?, word(&syllables[2..])?))
}

/// The stem by sound with the ending translated, and the stem alone.
fn with_ending(chars: &[char], stem: &[char], suffix: &Suffix, kind: NameKind) -> (Vec<String>, Option<String>) {
    let doubled = suffix.kind == SuffixKind::Feature && stem.len() == 1;
    let (stem, inner) = if doubled { (chars, Vec::new()) } else { suffix::cut_all(stem, kind) };
    let official = conventional(stem, kind).and_then(|c| c.korean.first().map(|form| form.to_string()));
    let Some(sound) = official.or_else(|| sounds(stem, kind).into_iter().next()) else { return (Vec::new(), None) };
    let inner: String = inner.iter().filter_map(|s| s.korean.first().copied()).collect();
    let forms = suffix.korean.iter().map(|form| format!("{sound}{inner}{form}")).collect();
    (forms, Some(sound + &inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NameKind::{Organization, Person, Place, Product};

    #[test]
    fn official_form_first() {
        let check = |name: &str, kind, expect: &str| assert_eq!(chinese_to_hangul(name, kind)[0], expect, "{name}");
        check("毛泽东", Person, "마오쩌둥");
        check("毛澤東", Person, "마오쩌둥");
        check("曾国藩", Person, "쩡궈판");
        check("諸葛亮", Person, "주거량");
        check("尼古拉·特斯拉", Person, "니구라터쓰라");
        check("重庆", Place, "충칭");
        check("重庆市", Place, "충칭시");
        check("浦东新区", Place, "푸둥신구");
        check("连云港", Place, "롄윈강");
        check("黑龙江", Place, "헤이룽장");
        check("台湾", Place, "대만");
        check("复旦大学", Organization, "푸단대");
        check("吉利汽车集团", Organization, "지리자동차그룹");
        check("招商银行", Organization, "자오상은행");
        check("比亚迪", Product, "비야디");
    }

    #[test]
    fn other_forms() {
        let check = |name: &str, kind, expect: &str| {
            assert!(chinese_to_hangul(name, kind).iter().any(|form| form == expect), "{name} {expect}");
        };
        check("黄河", Place, "황허강");
        check("黑龙江", Place, "헤이룽강");
        check("张知行", Person, "장즈항");
        check("洞庭湖", Place, "둥팅호");
        check("香港特别行政区", Place, "홍콩특별행정구");
    }
}
