//! Lines that are no part of the news.

use std::ops::Range;

use super::cuts::Cuts;
use crate::Flag;

/// Bullets and rules that news sites put before a heading or on a line of their own.
const MARKS: [char; 22] =
    ['|', '◇', '◆', '■', '□', '▲', '△', '▶', '▷', '►', '●', '○', '◎', '★', '☆', '※', '￭', '▣', '◈', '¶', '▼', '▽'];

/// Words of a page's own machinery, alone on a line.
const FURNITURE: [&str; 16] = [
    "workflow",
    "share",
    "print",
    "read more",
    "related articles",
    "sign up",
    "subscribe",
    "menu",
    "loading...",
    "공유하기",
    "기사듣기",
    "글자크기",
    "关闭",
    "分享",
    "分享到",
    "返回顶部",
];

/// What parts an article from an advertisement, alone on a line.
const ADS: [&str; 10] = [
    "주목",
    "광고",
    "廣告",
    "广告",
    "[광고]",
    "advertisement",
    "sponsored",
    "推广",
    "ad",
    "story continues below advertisement",
];

/// How notices of a platform begin.
const NOTICES: [&str; 12] = [
    "特別聲明",
    "特别声明",
    "免責聲明",
    "免责声明",
    "郑重声明",
    "鄭重聲明",
    "版权声明",
    "版權聲明",
    "notice: the content above",
    "disclaimer:",
    "the content above (including",
    "本文来自网易号",
];

/// What only lines about rights and editors hold. The word for an editor alone may be the news; with a colon it is a
/// line about the one in charge.
const RIGHTS: [&str; 15] = [
    "무단 전재",
    "무단전재",
    "재배포 금지",
    "저작권자",
    "all rights reserved",
    "责任编辑:",
    "责任编辑：",
    "責任編輯:",
    "責任編輯：",
    "未经授权",
    "未經授權",
    "转载请注明",
    "轉載請註明",
    "copyright ©",
    "copyright (c)",
];

/// A notice or a line about rights is shorter than this, in bytes; a longer line is an article about the matter.
const LONGEST_NOTICE: usize = 700;
const LONGEST_RIGHTS: usize = 240;

/// Cuts such lines, and the marks before headings. Line breaks stay.
pub(super) fn cut(cuts: &mut Cuts) {
    let input = cuts.input();
    let (mut lines, mut start) = (Vec::new(), 0);
    for line in input.split('\n') {
        let at = start + (line.len() - line.trim_start().len());
        lines.push(at..at + line.trim().len());
        start += line.len() + 1;
    }
    lines.retain(|line| !line.is_empty());
    for line in cuts.not_cut(lines) {
        cut_line(cuts, &input[line.clone()], line);
    }
}

fn cut_line(cuts: &mut Cuts, line: &str, at: Range<usize>) {
    if let Some(flag) = whole_line(line) {
        cuts.remove(at, flag);
    } else if line.starts_with(MARKS) {
        let rest = line.trim_start_matches(|c: char| MARKS.contains(&c) || c == ' ');
        cuts.remove(at.start..at.end - rest.len(), Flag::Separator);
    }
}

fn whole_line(line: &str) -> Option<Flag> {
    if line.chars().all(|c| MARKS.contains(&c) || matches!(c, '-' | '=' | '*' | '_' | '~' | '─' | '—' | ' ')) {
        return Some(Flag::Separator);
    }
    if line.len() > LONGEST_NOTICE {
        return None;
    }
    let lower = line.to_lowercase();
    if FURNITURE.contains(&lower.as_str()) {
        Some(Flag::PageFurniture)
    } else if ADS.contains(&lower.as_str()) {
        Some(Flag::AdSeparator)
    } else if NOTICES.iter().any(|notice| lower.starts_with(notice)) {
        Some(Flag::PlatformNotice)
    } else if line.len() <= LONGEST_RIGHTS && RIGHTS.iter().any(|words| lower.contains(words)) {
        Some(Flag::Boilerplate)
    } else {
        None
    }
}
