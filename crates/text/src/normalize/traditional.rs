//! From simplified to traditional, for labels that people read. Never used for matching.

use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/s2t.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).collect()
});

/// Characters of the longest word in the table.
const LONGEST: usize = 3;

/// Writes Chinese in traditional characters, longest words first, otherwise letter by letter.
///
/// ```
/// use newsbraid_text::normalize::to_traditional;
/// assert_eq!(to_traditional("台湾头发公司发布"), "臺灣頭髮公司發佈");
/// ```
pub fn to_traditional(simplified: &str) -> String {
    let mut out = String::with_capacity(simplified.len());
    let mut rest = simplified;
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
        let ends: Vec<usize> = ends.collect();
        let found = ends.iter().rev().find_map(|&end| TABLE.get(&rest[..end]).map(|to| (end, *to)));
        let (end, to) = found.unwrap_or((ends[0], &rest[..ends[0]]));
        out.push_str(to);
        rest = &rest[end..];
    }
    out
}
