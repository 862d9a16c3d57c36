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
        if product && end > 0 && !inside[..end].contains('\n') && !taken(span, linked) {
            found.push(UnknownName::pattern(span, keys::thing(Kind::Product, span.of(around.text)), Kind::Product));
        }
    }
    found
}
