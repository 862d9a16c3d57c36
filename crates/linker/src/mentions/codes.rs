//! One-character codes of headlines: 美, 中, 日, 北, 韓, 미, 중.
//!
//! Matched blindly they cost twelve points of precision. A code stands alone, before a space or a mark, or in a row of
//! codes (미·중, 中美, 한중일). Inside a longer word (访美, 방한, 회의 중) it is none.

use newsbraid_kb::NameLang;
use newsbraid_text::{Script, Span, script_of};

use super::boundary::Surroundings;

/// Characters that serve as codes, to recognise rows of them.
const CODES: &str = "美中日韩北俄英法德印台朝欧加澳越菲伊미중일한북남러영독불인";

/// Those that stand in rows in Chinese text, where 以 and 文 are words and 北 is a direction.
const IN_CHINESE: &str = "美中日韩朝俄英法德印台欧加澳越菲伊";

/// Whether a code stands alone, in a text of the language whose headlines use it: 伊 is Italy in Korean and Iran in Chinese,
/// 法 France in Chinese and the law in Korean.
pub(crate) fn stands_alone(lang: NameLang, span: Span, around: &Surroundings) -> bool {
    let Some(code) = around.after(span.start) else { return false };
    let of_text = match lang {
        NameLang::Ko => korean_around(span, around),
        NameLang::Zh => !korean_around(span, around),
        NameLang::En | NameLang::Any => true,
    };
    match script_of(code) {
        Script::Han => of_text && han_code(span, around),
        Script::Hangul => hangul_code(span, around),
        _ => false,
    }
}

/// In Korean text a Han code is a word: nothing but spaces, marks, codes and Hangul around it, or 對 (對中 수출). In
/// Chinese text only a row of codes is certain: 中美关系, 美、日、韩.
fn han_code(span: Span, around: &Surroundings) -> bool {
    if !korean_around(span, around) {
        return in_chinese_row(span, around);
    }
    let (before, after) = (around.before(span.start), around.after(span.end));
    let han = |c: Option<char>| c.is_some_and(|c| script_of(c) == Script::Han);
    let free = |c: Option<char>| !han(c) || is_code(c);
    (free(before) || towards(span, around)) && free(after) && !is_hangul(before)
}

/// 對 before a code, in both spellings, that no Han character precedes.
fn towards(span: Span, around: &Surroundings) -> bool {
    let mut before = around.text[..span.start as usize].chars().rev();
    before.next() == Some('对') && before.next().is_none_or(|c| script_of(c) != Script::Han)
}

/// Words made of codes that name no two states.
const NO_ROWS: &[&str] = &["美德", "台中", "欧美"];

/// Two or more codes in a row (中美, 日、韩) that the segmenter took for no part of another word (17日中午, 测试中文).
fn in_chinese_row(span: Span, around: &Surroundings) -> bool {
    let text = around.text;
    let row = row_around(span, text);
    let codes = row.of(text).chars().filter(|c| is_state(*c)).count();
    let after_digit = text[..row.start as usize].ends_with(|c: char| c.is_ascii_digit());
    codes >= 2
        && !after_digit
        && row_ends(row, text)
        && around.word_over(span).is_some_and(|word| !NO_ROWS.contains(&word) && word.chars().all(is_state))
}

fn is_state(c: char) -> bool {
    IN_CHINESE.contains(c)
}

/// The codes, and the marks between them, on both sides of one code.
fn row_around(span: Span, text: &str) -> Span {
    let in_row = |c: char| is_state(c) || matches!(c, '·' | '、');
    let before = &text[..span.start as usize];
    let start = before.trim_end_matches(in_row).len();
    let rest = &text[span.end as usize..];
    Span::new(start, span.end as usize + rest.len() - rest.trim_start_matches(in_row).len())
}

/// Codes that seldom begin another word; 加 does in 中加速, 法 in 中法律.
const SURE: &str = "美中日韩朝俄英";

/// What two states have with each other.
const RELATIONS: &[&str] = &[
    "关系",
    "两国",
    "双方",
    "经贸",
    "贸易",
    "会谈",
    "峰会",
    "领导人",
    "首脑",
    "元首",
    "外长",
    "磋商",
    "谈判",
    "协议",
    "协定",
    "边境",
    "战争",
    "冲突",
    "合作",
    "沟通",
    "对话",
    "友好",
    "同盟",
    "联盟",
    "关税",
];

fn row_ends(row: Span, text: &str) -> bool {
    let rest = &text[row.end as usize..];
    let last_is_sure = row.of(text).ends_with(|c| SURE.contains(c));
    let ends = rest.chars().next().is_none_or(|c| script_of(c) != Script::Han);
    last_is_sure || ends || RELATIONS.iter().any(|relation| rest.starts_with(relation))
}

/// A Hangul syllable is a code in a row that is set off by dots (미·중 정상), and as a word before a word for an organ of
/// a state (미 재무장관).
fn hangul_code(span: Span, around: &Surroundings) -> bool {
    let (before, after) = (around.before(span.start), around.after(span.end));
    let neighbour = |c: Option<char>, far: Option<char>| dotted(c) && is_code(far);
    let far_before = around.text[..span.start as usize].chars().rev().nth(1);
    let far_after = around.text[span.end as usize..].chars().nth(1);
    let left = neighbour(before, far_before);
    let right = neighbour(after, far_after);
    (left && !is_hangul(after)) || (right && !is_hangul(before)) || (left && right) || before_organ(span, around)
}

/// Codes that are no common word before the name of an organ; 중, 일 and 한 are (회의 중 의회가, 그 일 정부는).
const BEFORE_ORGANS: &str = "미북러";

/// How the names of organs of a state and their heads begin.
const ORGANS: &[&str] = &[
    "정부",
    "행정부",
    "의회",
    "상원",
    "하원",
    "대통령",
    "부통령",
    "국무",
    "재무",
    "상무",
    "국방",
    "법무",
    "에너지부",
    "교통부",
    "농무부",
    "외교부",
    "외무",
    "총리",
    "연준",
    "연방",
    "백악관",
    "중앙은행",
    "당국",
    "국채",
    "증시",
    "대사",
    "대선",
    "공군",
    "해군",
    "육군",
    "무역대표",
    "증권거래위원회",
    "식품의약국",
    "매체",
    "언론",
    "전문매체",
    "경제지",
    "기업",
    "항공우주국",
    "국가안보",
];

fn before_organ(span: Span, around: &Surroundings) -> bool {
    let code = around.after(span.start).is_some_and(|c| BEFORE_ORGANS.contains(c));
    let after = around.text[span.end as usize..].strip_prefix(' ');
    let starts = around.before(span.start).is_none_or(|c| !c.is_alphanumeric());
    code && starts && after.is_some_and(|after| ORGANS.iter().any(|organ| after.starts_with(organ)))
}

/// Bytes looked at on both sides for Hangul.
const NEAR: usize = 40;

fn korean_around(span: Span, around: &Surroundings) -> bool {
    let text = around.text;
    let (mut from, mut to) = ((span.start as usize).saturating_sub(NEAR), (span.end as usize + NEAR).min(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text[from..to].chars().any(|c| script_of(c) == Script::Hangul)
}

fn is_code(c: Option<char>) -> bool {
    c.is_some_and(|c| CODES.contains(c))
}

fn is_hangul(c: Option<char>) -> bool {
    c.is_some_and(|c| script_of(c) == Script::Hangul)
}

fn dotted(c: Option<char>) -> bool {
    matches!(c, Some('·' | '-' | '、' | '/' | '，' | ','))
}
