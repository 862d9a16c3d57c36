//! What agencies put before a report: tags of haste, datelines with the reporter's name.

use std::sync::LazyLock;

use regex::Regex;

use super::cuts::Cuts;
use crate::Flag;

macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is a literal"));
    };
}

// [속보] 【快讯】 [1보] at the start of a line, (종합2보) at its end.
pattern!(
    TAG,
    r"(?m)^[ \t]*(?:[\[【](?:속보|긴급|단독|종합|[1-9]보|종합[1-9]보|快讯|快訊|突发|突發|速报|速報|即時|BREAKING|Breaking)[\]】][ \t]*)+"
);
pattern!(EDITION, r"(?m)[ \t]*\((?:종합(?:[1-9]보)?|[1-9]보|상보|속보)\)[ \t]*$");
// (서울=나루통신) 정하람 기자 =
pattern!(
    KOREAN,
    r"(?m)^[ \t]*[\[(][가-힣A-Za-z ,·ㆍ]{1,40}=[가-힣A-Za-z0-9 ]{2,20}[\])](?:[가-힣 ·ㆍ,]{2,40}(?:기자|특파원|통신원|논설위원)[ \t]*=)?[ \t]*"
);
// 【财经星报讯】, 本报讯（记者 姚立群）, 新岸通讯社首尔3月20日电（记者 林小满）
pattern!(CHINESE_TAG, r"(?m)^[ \t]*【[^】\n]{1,16}[讯訊]】[ \t]*");
pattern!(
    CHINESE,
    r"(?m)^[ \t]*[^\s，。,！？：:（()）]{1,24}[讯訊电電][ \t]*[（(][^）)\n]{0,12}(?:记者|記者)[^）)\n]{1,20}[）)][ \t]*"
);

/// Cuts them; the sentence behind stays whole. A pattern runs only where a part of every match of it stands.
pub(super) fn cut(cuts: &mut Cuts) {
    let input = cuts.input();
    let has = |needles: &[&str]| needles.iter().any(|needle| input.contains(needle));
    let patterns = [
        (&TAG, has(&["[", "【"])),
        (&EDITION, has(&["보)"])),
        (&KOREAN, has(&["="])),
        (&CHINESE_TAG, has(&["【"])),
        (&CHINESE, has(&["记者", "記者"])),
    ];
    for (pattern, _) in patterns.into_iter().filter(|(_, may_match)| *may_match) {
        for found in pattern.find_iter(input) {
            cuts.remove(found.range(), Flag::Boilerplate);
        }
    }
}
