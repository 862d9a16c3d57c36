//! Names and order of languages.

use std::cmp::Ordering;

/// Tag, own name and sign of the languages, in the order of the columns.
const LANGUAGES: [(&str, &str, &str); 5] = [
    ("zh-Hans", "简体中文", "简"),
    ("zh-Hant", "繁體中文", "繁"),
    ("ko", "한국어", "한"),
    ("ja", "日本語", "日"),
    ("en", "English", "En"),
];

/// What a language calls itself; the tag, where that is not known. Not escaped.
pub(super) fn name(tag: &str) -> &str {
    LANGUAGES.iter().find(|language| language.0 == tag).map_or(tag, |language| language.1)
}

/// A sign for it, as short as can be. Not escaped.
pub(super) fn sign(tag: &str) -> &str {
    LANGUAGES.iter().find(|language| language.0 == tag).map_or(tag, |language| language.2)
}

/// The order of two languages: as above, then by tag.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let rank = |tag| LANGUAGES.iter().position(|language| language.0 == tag).unwrap_or(LANGUAGES.len());
    rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
}

/// ` lang=…` for a name whose language nobody states, by its script; nothing for Latin letters. Without it a browser
/// shows Han in the forms of the reader's own language.
pub(super) fn attribute_for(text: &str) -> &'static str {
    let has = |test: fn(char) -> bool| text.chars().any(test);
    if has(|c| matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')) {
        " lang=ko"
    } else if has(|c| matches!(c, '\u{3041}'..='\u{30FA}')) {
        " lang=ja"
    } else if has(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')) {
        " lang=zh"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_an_order() {
        let mut tags = ["fr", "en", "ko", "de", "zh-Hant", "zh-Hans"];
        tags.sort_by(|a, b| order(a, b));
        assert_eq!(tags, ["zh-Hans", "zh-Hant", "ko", "en", "de", "fr"]);
        assert_eq!((name("ko"), sign("zh-Hant"), name("fr")), ("한국어", "繁", "fr"));
    }

    #[test]
    fn a_name_says_its_language_by_script() {
        let check = |text: &str, expect: &str| assert_eq!(attribute_for(text), expect, "{text}");
        check("우융밍", " lang=ko");
        check("李대통령", " lang=ko");
        check("吳泳銘", " lang=zh");
        check("ソニー", " lang=ja");
        check("Eddie Wu", "");
    }
}
