//! The common nouns that names of places and organizations end in: 广东省, 清华大学.

use std::sync::LazyLock;

use crate::NameKind;
use crate::table::rows;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SuffixKind {
    /// A division of a state: Korean always translates it (광둥성).
    Division,
    /// A common noun that may be part of the name (连云港).
    Place,
    /// River, mountain, lake, island: doubled after a single character (泰山 타이산산).
    Feature,
    /// What kind of organization it is.
    Organization,
}

pub(crate) struct Suffix {
    pub(crate) kind: SuffixKind,
    chars: Vec<char>,
    /// Korean forms, the usual first.
    pub(crate) korean: Vec<&'static str>,
    pub(crate) english: &'static str,
}

/// Longest first.
static SUFFIXES: LazyLock<Vec<Suffix>> = LazyLock::new(|| {
    let mut all: Vec<Suffix> = rows(include_str!("../data/suffixes.tsv")).map(|row| suffix(&row)).collect();
    all.sort_by_key(|s| std::cmp::Reverse(s.chars.len()));
    all
});

fn suffix(row: &[&'static str]) -> Suffix {
    let kind = match row[0] {
        "division" => SuffixKind::Division,
        "place" => SuffixKind::Place,
        "feature" => SuffixKind::Feature,
        _ => SuffixKind::Organization,
    };
    Suffix { kind, chars: row[1].chars().collect(), korean: row[2].split(' ').collect(), english: row[3] }
}

/// Cuts the ending off a name of simplified letters: what is left has at least two characters, or one before a feature.
pub(crate) fn cut(chars: &[char], kind: NameKind) -> Option<(&[char], &'static Suffix)> {
    let fits = |s: &Suffix| match kind {
        NameKind::Place => s.kind != SuffixKind::Organization,
        NameKind::Organization => s.kind == SuffixKind::Organization,
        NameKind::Person | NameKind::Product => false,
    };
    SUFFIXES.iter().filter(|s| fits(s) && chars.ends_with(&s.chars)).find_map(|s| {
        let stem = &chars[..chars.len() - s.chars.len()];
        let least = if s.kind == SuffixKind::Feature { 1 } else { 2 };
        (stem.len() >= least).then_some((stem, s))
    })
}

/// Cuts one ending after another (科技集团): the stem, and the endings in the order of the name.
pub(crate) fn cut_all(chars: &[char], kind: NameKind) -> (&[char], Vec<&'static Suffix>) {
    let (mut stem, mut suffixes) = (chars, Vec::new());
    while let Some((shorter, suffix)) = cut(stem, kind) {
        suffixes.insert(0, suffix);
        stem = shorter;
    }
    (stem, suffixes)
}
