//! Names that are common words too: 苹果 in an orchard, 안산 before a house, 천궁 among herbs.

use std::collections::BTreeMap;

use newsbraid_text::{Span, normalize};

use super::boundary::Surroundings;
use crate::times::cursor::{sentence_end, sentence_start};

/// The names; a line is the name and words of its other sense.
const TABLE: &str = include_str!("../../data/senses.tsv");

/// The other senses of names.
pub(crate) struct Senses(BTreeMap<String, Vec<String>>);

impl Senses {
    /// Reads the table.
    pub(crate) fn new() -> Senses {
        let norm = |text: &str| normalize(text).text().to_string();
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        Senses(rows.map(|(name, words)| (norm(name), words.split(' ').map(norm).collect())).collect())
    }

    /// Whether a word of another sense stands in the sentence of a name.
    pub(crate) fn speak_against(&self, name: Span, around: &Surroundings) -> bool {
        let Some(words) = self.0.get(name.of(around.text)) else { return false };
        let (start, end) = (name.start as usize, name.end as usize);
        let before = &around.text[sentence_start(around.text, start)..start];
        let after = &around.text[end..sentence_end(around.text, end)];
        words.iter().any(|word| before.contains(word.as_str()) || after.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::boundary::tests::beside;

    #[test]
    fn words_of_the_sentence_tell_the_sense() {
        let senses = Senses::new();
        let check = |text: &str, name: &str, expect: bool| {
            beside(text, name, |name, around| assert_eq!(senses.speak_against(name, around), expect, "{text}"));
        };
        check("果園裡的蘋果紅了。", "苹果", true);
        check("果农很高兴。苹果发布了新手机。", "苹果", false);
        check("약재상은 천궁과 당귀를 달였다.", "천궁", true);
        check("천궁 미사일을 수출했다.", "천궁", false);
        check("the Amazon rainforest", "amazon", true);
    }
}
