//! Words beside a name that say what kind of thing it is.

use std::sync::LazyLock;

use newsbraid_kb::Kind;
use newsbraid_text::Span;

use super::boundary::Surroundings;
use super::titles;
use crate::charset::CharSet;

/// What begins directly behind a name, normalised, a space allowed.
const AFTER: &[(Kind, &[&str])] = &[
    (
        Kind::Organization,
        &[
            "그룹",
            "주가",
            "주식",
            "본사",
            "회장",
            "최고경영자",
            "대표이사",
            "사장",
            "이사회",
            "측은",
            "임직원",
            "노조",
            "集团",
            "公司",
            "股份",
            "股价",
            "总裁",
            "董事长",
            "ceo",
            "创始人",
            "首席",
            "财报",
            "总部",
            "方面",
            "官方",
            "inc",
            "corp",
            "co.",
            "ltd",
            "group",
            "'s ceo",
            "shares",
            "executives",
            "holdings",
        ],
    ),
    (
        Kind::Product,
        &[
            "모델",
            "앱",
            "칩",
            "서비스",
            "플랫폼",
            "시리즈",
            "지수",
            "모델은",
            "大模型",
            "模型",
            "芯片",
            "平台",
            "系列",
            "手机",
            "app",
            "应用",
            "软件",
            "指数",
            "用户",
            "model",
            "chip",
            "app",
            "index",
            "users",
            "platform",
        ],
    ),
    (
        Kind::Place,
        &[
            "정부",
            "지역",
            "당국",
            "국민",
            "시민",
            "현지",
            "공항",
            "政府",
            "地区",
            "当局",
            "居民",
            "市民",
            "市区",
            "国民",
            "境内",
            "government",
            "province",
            "residents",
            "authorities",
        ],
    ),
];

/// Words for the makers and services of things that are named right before a name, normalised, a space allowed.
const BEFORE: &[(Kind, &[&str])] = &[
    (
        Kind::Organization,
        &["기업", "업체", "회사", "스타트업", "公司", "企业", "厂商", "集团", "company", "startup", "maker", "firm"],
    ),
    (Kind::Product, &["모델", "앱", "서비스", "大模型", "模型", "应用", "软件", "平台", "chatbot", "model", "app"]),
    (Kind::Place, &["수도", "도시", "首都", "城市", "位于", "city of", "in"]),
];

/// Whether the words beside a name say that it names something of `kind`.
fn say(kind: Kind, name: Span, around: &Surroundings) -> bool {
    if kind == Kind::Person {
        return titles::beside(name, around);
    }
    let before = around.text[..name.start as usize].trim_end_matches(' ');
    let after = around.text[name.end as usize..].trim_start_matches(' ');
    static FIRST: LazyLock<CharSet> = LazyLock::new(|| CharSet::first_of(AFTER.iter().flat_map(|row| row.1)));
    static LAST: LazyLock<CharSet> = LazyLock::new(|| CharSet::last_of(BEFORE.iter().flat_map(|row| row.1)));
    let of_kind = |table: &'static [(Kind, &'static [&'static str])]| {
        table.iter().filter(move |(other, _)| *other == kind).flat_map(|(_, words)| words.iter())
    };
    FIRST.begins(after) && of_kind(AFTER).any(|word| after.starts_with(word))
        || LAST.ends(before) && of_kind(BEFORE).any(|word| ends_with_word(before, word))
}

/// The kinds that the words beside a name say.
pub(crate) struct Said([bool; Kind::ALL.len()]);

impl Said {
    /// Reads the words beside a name.
    pub(crate) fn beside(name: Span, around: &Surroundings) -> Said {
        Said(Kind::ALL.map(|kind| say(kind, name, around)))
    }

    pub(crate) fn says(&self, kind: Kind) -> bool {
        self.0[kind as usize]
    }

    /// Whether they say another kind, and not this.
    pub(crate) fn says_other(&self, kind: Kind) -> bool {
        !self.says(kind) && self.0.contains(&true)
    }
}

/// Whether `text` ends with the word; a Latin one must not end a longer word.
fn ends_with_word(text: &str, word: &str) -> bool {
    let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
    text.strip_suffix(word).is_some_and(|rest| !latin || !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::boundary::tests::beside;

    #[test]
    fn words_beside_a_name() {
        let check = |text: &str, name: &str, expect: &[Kind]| {
            beside(text, name, |name, around| {
                let said: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| say(*kind, name, around)).collect();
                assert_eq!(said, expect, "{text}");
            });
        };
        check("苹果公司的股价", "苹果", &[Kind::Organization]);
        check("알리바바 회장", "알리바바", &[Kind::Person, Kind::Organization]);
        check("大模型 Qwen 发布", "qwen", &[Kind::Product]);
        check("首都河内", "河内", &[Kind::Place]);
        check("苹果很甜", "苹果", &[]);
        check("begin Paris", "paris", &[]);
    }
}
