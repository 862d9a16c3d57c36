//! Keys of unknown names: the same in all scripts where sound allows it.

use newsbraid_kb::Kind;
use newsbraid_readings::{
    NameKind, chinese_surname, chinese_to_hangul, hangul_fold, latin_to_pinyin, syllable_to_hangul,
};
use newsbraid_text::{Script, script_of};

/// The key of a person's name: for a Chinese name its Korean transcription, folded, so that 孙浩然, 쑨하오란 and Sun Haoran
/// agree; for others the name itself.
pub(super) fn person(name: &str) -> Option<String> {
    let bare: String = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '-')).collect();
    let sound = match script_of(bare.chars().next()?) {
        Script::Hangul => hangul_fold(&bare),
        Script::Han if name.contains('·') => bare,
        Script::Han => hangul_fold(chinese_to_hangul(&bare, NameKind::Person).first()?),
        Script::Latin => chinese_in_latin(name).unwrap_or(bare),
        _ => return None,
    };
    Some(format!("person:{sound}"))
}

/// The Hangul of a Chinese name in pinyin, with the surname in front or behind.
fn chinese_in_latin(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let [first, last] = words.as_slice() else { return None };
    let syllables = |word: &str| latin_to_pinyin(word).into_iter().next();
    let ordered = [(first, last), (last, first)];
    let (surname, given) = ordered.into_iter().find(|(surname, _)| is_pinyin_surname(surname))?;
    let (surname, given) = (syllables(surname)?, syllables(given)?);
    if surname.len() > 2 || given.len() > 2 {
        return None;
    }
    let hangul: Option<String> = surname.iter().chain(&given).map(|syllable| syllable_to_hangul(syllable)).collect();
    hangul.map(|hangul| hangul_fold(&hangul))
}

/// Surnames of four in five Chinese, in pinyin, and the compound ones.
const PINYIN_SURNAMES: &[&str] = &[
    "wang",
    "li",
    "zhang",
    "liu",
    "chen",
    "yang",
    "huang",
    "zhao",
    "wu",
    "zhou",
    "xu",
    "sun",
    "ma",
    "zhu",
    "hu",
    "guo",
    "he",
    "lin",
    "gao",
    "luo",
    "zheng",
    "liang",
    "xie",
    "song",
    "tang",
    "deng",
    "feng",
    "han",
    "cao",
    "zeng",
    "peng",
    "xiao",
    "cai",
    "pan",
    "tian",
    "dong",
    "yuan",
    "yu",
    "ye",
    "jiang",
    "du",
    "su",
    "wei",
    "cheng",
    "lü",
    "lu",
    "ding",
    "ren",
    "yao",
    "shen",
    "zhong",
    "cui",
    "tan",
    "fan",
    "shi",
    "liao",
    "jia",
    "xia",
    "fu",
    "fang",
    "zou",
    "xiong",
    "bai",
    "meng",
    "qin",
    "qiu",
    "hou",
    "yin",
    "xue",
    "yan",
    "duan",
    "lei",
    "qian",
    "dai",
    "hao",
    "kong",
    "long",
    "wan",
    "gu",
    "mao",
    "shao",
    "qiao",
    "ou",
    "ouyang",
    "situ",
    "sima",
    "zhuge",
    "shangguan",
    "bao",
    "ke",
    "xiang",
    "guan",
    "ni",
];

/// Whether a syllable is how a Chinese surname is written in pinyin.
pub(super) fn is_pinyin_surname(word: &str) -> bool {
    PINYIN_SURNAMES.contains(&word)
}

/// The key of an institution, product, place or title: the name without spaces, marks and case.
pub(crate) fn thing(kind: Kind, name: &str) -> String {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '.').collect();
    format!("{}:{}", kind.name(), bare.trim_end_matches('.').to_lowercase())
}

/// Letters of a surname that may stand for its bearer.
const SURNAME_FROM: usize = 4;

/// The word by which an article that gives a full name calls the person afterwards: Oosterveen, 阿巴德, Shen.
pub(super) fn surname(name: &str) -> Option<String> {
    let last = name.rsplit([' ', '·']).next()?;
    if last.len() == name.len() {
        return None;
    }
    let latin = script_of(last.chars().next()?) == Script::Latin;
    let first = name.split(' ').next()?;
    let word = if latin && chinese_in_latin(name).is_some() && is_pinyin_surname(first) { first } else { last };
    let letters = word.chars().count();
    let enough = if latin { letters >= SURNAME_FROM } else { letters >= 2 };
    enough.then(|| word.to_string())
}

/// Whether a Chinese name begins with a surname of the table.
pub(super) fn has_chinese_surname(name: &str) -> bool {
    chinese_surname(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_one_key() {
        let check = |a: &str, b: &str, expect: bool| assert_eq!(person(a) == person(b), expect, "{a} {b}");
        check("孙浩然", "쑨하오란", true);
        check("孙浩然", "sun haoran", true);
        check("haoran sun", "쑨하오란", true);
        check("欧阳澈", "어우양처", true);
        check("marit oosterveen", "마리트", false);
        check("孙浩然", "孙浩", false);
    }

    #[test]
    fn surnames_of_full_names() {
        let check = |name: &str, expect: Option<&str>| {
            assert_eq!(surname(name).as_deref(), expect, "{name}");
        };
        check("marit oosterveen", Some("oosterveen"));
        check("shen zhiyuan", Some("shen"));
        check("罗莎琳达·阿巴德", Some("阿巴德"));
        check("罗莎琳达·阿", None);
        check("孙浩然", None);
        check("john doe", None);
    }
}
