//! Names of one Latin letter: X, the service.
//!
//! A letter alone is an axis, a model, an unknown. It is a name where the words beside it say what it is.

use newsbraid_text::Span;

use super::boundary::Surroundings;

/// What ends before the letter, normalised and without the space between.
const BEFORE: &[&str] = &[
    "소셜미디어",
    "소셜 미디어",
    "sns",
    "sns)",
    "엑스(",
    "트위터(",
    "社交平台",
    "社交媒体",
    "社群平台",
    "社媒",
    "推特(",
    "社交网络",
    "social media platform",
    "social network",
    "social media site",
    "social platform",
];

/// What begins behind it.
const AFTER: &[&str] = &[
    "(옛 트위터",
    "(구 트위터",
    "·옛 트위터",
    "·구 트위터",
    "(전 트위터",
    "(옛트위터",
    "(前推特",
    "(原推特",
    "(推特",
    "(twitter",
    "(formerly",
    ", formerly twitter",
    ", formerly known as twitter",
    "平台",
    "账号",
    "帐号",
    " 계정",
    "에 글을",
    "에 올린",
    "에 \"",
    "에 “",
    "에서 \"",
    "에서 “",
];

/// 在X上, 于X发文.
const CHINESE_FRAMES: &[(&str, &str)] = &[("在", "上"), ("于", "上"), ("在", "发文"), ("于", "发文"), ("在", "发帖")];

/// Whether the surroundings of a letter say that it names something.
pub(crate) fn stands(letter: Span, around: &Surroundings) -> bool {
    let before = around.text[..letter.start as usize].trim_end_matches([' ', '"', '“', '\'', '‘']);
    let after = &around.text[letter.end as usize..];
    let frame = |(open, close): &(&str, &str)| before.ends_with(open) && after.trim_start().starts_with(close);
    BEFORE.iter().any(|words| before.ends_with(words))
        || AFTER.iter().any(|words| after.starts_with(words))
        || CHINESE_FRAMES.iter().any(frame)
}
