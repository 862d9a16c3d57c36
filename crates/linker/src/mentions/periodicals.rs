//! Papers and journals whose names are common words, in title marks: 《自然》杂志, 据《连线》报道.

use newsbraid_text::Span;

use super::boundary::Surroundings;

/// What stands behind the title of a periodical, a bracket with its other name passed over.
const AFTER: &[&str] =
    &["杂志", "期刊", "周刊", "月刊", "子刊", "报道", "网站", "记者", "专访", "评选", "披露", "援引", "发文"];

/// What stands before it.
const BEFORE: &[&str] = &[
    "发表在",
    "发表于",
    "刊登在",
    "刊登于",
    "刊发在",
    "刊发于",
    "刊载于",
    "刊于",
    "登上",
    "期刊",
    "杂志",
    "媒体",
    "据",
    "接受",
    "学术期刊",
    "顶刊",
];

/// Whether a name stands in title marks as a periodical does.
pub(crate) fn is_periodical(name: Span, around: &Surroundings) -> bool {
    let before = around.text[..name.start as usize].strip_suffix('《');
    let after = around.text[name.end as usize..].strip_prefix('》');
    let (Some(before), Some(after)) = (before, after) else { return false };
    let after = after.strip_prefix('(').and_then(|inside| inside.split_once(')')).map_or(after, |(_, rest)| rest);
    let after = after.trim_start_matches(' ');
    AFTER.iter().any(|word| after.starts_with(word)) || BEFORE.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::boundary::tests::beside;

    #[test]
    fn titles_of_periodicals() {
        let check = |text: &str, name: &str, expect: bool| {
            beside(text, name, |name, around| assert_eq!(is_periodical(name, around), expect, "{text}"));
        };
        check("论文发表在《自然》上。", "自然", true);
        check("《科学》（Science）杂志的论文", "科学", true);
        check("据《连线》报道，", "连线", true);
        check("纪录片《自然》上映", "自然", false);
        check("自然杂志", "自然", false);
    }
}
