//! Words that Chinese writers of different regions use for one thing: 软件 and 軟體, 出租车 and 計程車, 特朗普 and 川普.
//!
//! They are equivalents where something is looked for or compared; no text is ever rewritten.

use std::collections::HashMap;
use std::sync::LazyLock;

use newsbraid_text::Span;

use crate::{Analysis, Token};

static TABLE: &str = include_str!("../data/regional_words.tsv");

/// Words of the longest term: 国际|货币|基金|组织.
const LONGEST: usize = 5;

#[derive(Default)]
struct Row {
    equivalents: Vec<&'static str>,
    mainland: Vec<&'static str>,
}

static WORDS: LazyLock<HashMap<&'static str, Row>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Row> = HashMap::new();
    let rows = TABLE.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    for (mainland, others) in rows {
        let all: Vec<&str> = std::iter::once(mainland).chain(others.split(' ')).collect();
        for word in &all {
            let row = words.entry(word).or_default();
            row.equivalents.extend(all.iter().filter(|other| *other != word));
            if *word != mainland {
                row.mainland.push(mainland);
            }
        }
    }
    for row in words.values_mut() {
        let mut seen = Vec::new();
        row.equivalents.retain(|word| {
            !seen.contains(word) && {
                seen.push(*word);
                true
            }
        });
    }
    words
});

/// What other regions call the thing that a normalised word stands for, in normalised text; nothing for most words.
///
/// ```
/// use newsbraid_segmenter::regional::equivalents;
/// assert_eq!(equivalents("激光"), ["雷射", "镭射"]);
/// assert_eq!(equivalents("川普"), ["特朗普"]);
/// assert!(equivalents("阿里云").is_empty());
/// ```
pub fn equivalents(term: &str) -> &'static [&'static str] {
    WORDS.get(term).map_or(&[], |row| &row.equivalents)
}

/// A word of a text that other regions call otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionalWord<'a> {
    /// Bytes of the text that was analysed.
    pub span: Span,
    /// The word, normalised.
    pub term: &'a str,
    /// What others call it.
    pub equivalents: &'static [&'static str],
    /// What of these is said on the mainland; nothing where the word itself is.
    pub mainland: &'static [&'static str],
}

/// The regional words of a text, the longest from the left. They begin and end where words do: 四川普通话 has no 川普.
///
/// ```
/// use newsbraid_segmenter::{Segmenter, regional};
/// use newsbraid_text::Lang;
/// let analysis = Segmenter::without_korean().worker().analyze("川普談人工智慧", Lang::ZhHant);
/// let found: Vec<_> = regional::find(&analysis).iter().map(|word| word.mainland).collect();
/// assert_eq!(found, [["特朗普"], ["人工智能"]]);
/// ```
pub fn find(analysis: &Analysis) -> Vec<RegionalWord<'_>> {
    let mut found = Vec::new();
    if !analysis.tokens.iter().any(|token| token.lang.is_chinese()) {
        return found;
    }
    let words: Vec<&Token> = analysis.words().collect();
    let text = analysis.normalized.text();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let candidates = (1..=LONGEST.min(words.len() - at)).rev();
        let hit = candidates.filter(|_| first.lang.is_chinese()).find_map(|count| {
            let last = words[at + count - 1];
            let term = text.get(first.term.start as usize..last.term.end as usize)?;
            WORDS.get_key_value(term).map(|(_, row)| (count, term, row, first.span.cover(last.span)))
        });
        if let Some((count, term, row, span)) = hit {
            found.push(RegionalWord { span, term, equivalents: &row.equivalents, mainland: &row.mainland });
            at += count;
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use newsbraid_text::normalize;

    use super::*;

    #[test]
    fn the_table_is_normalised_and_goes_both_ways() {
        assert!(WORDS.len() > 500);
        for (word, row) in WORDS.iter() {
            assert_eq!(normalize(word).text(), *word);
            assert!(word.chars().count() > 1 && !row.equivalents.is_empty(), "{word}");
            for other in &row.equivalents {
                assert!(equivalents(other).contains(word), "{word} {other}");
            }
        }
    }
}
