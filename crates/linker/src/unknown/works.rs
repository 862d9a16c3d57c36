//! Titles in title marks: 《三体》, 〈기생충〉.

use newsbraid_kb::Kind;
use newsbraid_text::Span;

use super::{UnknownName, keys, taken};
use crate::mentions::boundary::Surroundings;
use crate::mentions::short_forms::Settled;

/// Marks that open and close titles.
const MARKS: [(char, char); 3] = [('《', '》'), ('〈', '〉'), ('『', '』')];

/// Words behind a quoted name that say it is a product: “灵光”App.
const PRODUCTS: &[&str] = &["app", "大模型", "模型", "应用程序", "小程序", "芯片", "앱", "모델"];

/// What documents call themselves: 《规划》 is short for a title given before, of another plan in every article.
const DOCUMENTS: &[&str] = &[
    "规划",
    "计划",
    "条例",
    "指南",
    "方案",
    "意见",
    "建议",
    "办法",
    "规定",
    "通知",
    "倡议",
    "手册",
    "细则",
    "公告",
    "报告",
    "纲要",
    "决定",
    "决议",
    "白皮书",
    "蓝皮书",
    "规范",
    "协议",
    "协定",
    "条约",
    "宣言",
    "声明",
    "合同",
    "章程",
    "目录",
    "清单",
    "标准",
    "准则",
    "行动方案",
    "实施方案",
    "行动计划",
    "实施意见",
    "指导意见",
    "管理办法",
    "征求意见稿",
    "草案",
    "法案",
    "公约",
    "备忘录",
    "公报",
];

/// Characters of the longest title that is taken for a name.
const LONGEST: usize = 12;

/// Titles, and quoted names of products, that hold no linked mention.
pub(super) fn titles(linked: &[Settled], around: &Surroundings) -> Vec<UnknownName> {
    let mut found = Vec::new();
    for (open, mark) in around.text.char_indices() {
        let title = MARKS.iter().find(|(opening, _)| *opening == mark);
        let close = title.map(|(_, close)| *close).or((mark == '“').then_some('”'));
        let Some(close) = close else { continue };
        let start = open + mark.len_utf8();
        let inside = &around.text[start..];
        let Some(end) = inside.char_indices().take(LONGEST + 1).find(|(_, c)| *c == close).map(|(at, _)| at) else {
            continue;
        };
        let after = &inside[end + close.len_utf8()..];
        let product = title.is_some() || PRODUCTS.iter().any(|word| after.starts_with(word));
        let span = Span::new(start, start + end);
        let named = end > 0 && !inside[..end].contains('\n') && !DOCUMENTS.contains(&&inside[..end]);
        if product && named && !taken(span, linked) {
            found.push(UnknownName::pattern(span, keys::thing(Kind::Product, span.of(around.text)), Kind::Product));
        }
    }
    found
}
