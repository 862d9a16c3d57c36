//! Korean words less their particles, and the Sino-Korean pairs of syllables in them.

use newsbraid_text::{Script, script_of};

use super::collect::Collector;
use super::{Article, Place};
use crate::family::Family;

/// Particles and light verb endings, the longest first. What is left must have two syllables (회의 keeps its 의).
const PARTICLES: [&str; 52] = [
    "으로부터",
    "이라고",
    "이라는",
    "에서는",
    "에서도",
    "으로는",
    "으로도",
    "에게서",
    "까지는",
    "했다고",
    "한다고",
    "된다고",
    "하기로",
    "까지",
    "부터",
    "에서",
    "에게",
    "으로",
    "라고",
    "라는",
    "처럼",
    "보다",
    "이다",
    "에는",
    "에도",
    "하는",
    "하고",
    "했다",
    "한다",
    "된다",
    "됐다",
    "하며",
    "되는",
    "들은",
    "들이",
    "들을",
    "들의",
    "해야",
    "하자",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "로",
    "만",
];

/// A word less its particle: 정상회담에서 is 정상회담. The word itself where less than two syllables would be left.
pub(super) fn without_particle(word: &str) -> &str {
    PARTICLES
        .iter()
        .filter_map(|particle| word.strip_suffix(particle))
        .find(|rest| rest.chars().nth(1).is_some())
        .unwrap_or(word)
}

/// Adds the readings of Korean words: pairs of syllables from the start of a word (정상회담: 정상, 회담), as Chinese words
/// are mostly pairs of characters, and words of three syllables whole.
pub(super) fn collect(article: &Article, out: &mut Collector) {
    for (at, run) in hangul_runs(article.text()) {
        if let Some(place) = article.place(at as u32).filter(|&p| p != Place::Far) {
            units(without_particle(run), |unit| out.add(Family::Reading, unit, place, 1.0));
        }
    }
}

/// The stretches of Hangul in a text with their first byte.
pub(super) fn hangul_runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    runs(text, Script::Hangul)
}

/// The stretches of one script in a text with their first byte.
pub(super) fn runs(text: &str, script: Script) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c| script_of(c) == script)?;
        let len = text[start..].find(|c| script_of(c) != script).unwrap_or(text.len() - start);
        at = start + len;
        Some((start, &text[start..at]))
    })
}

/// Pairs of characters at even places, and three characters whole.
pub(super) fn units(word: &str, mut add: impl FnMut(&str)) {
    let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    for pair in 0..ends.len() / 2 {
        let start = if pair == 0 { 0 } else { ends[pair * 2 - 1] };
        add(&word[start..ends[pair * 2 + 1]]);
    }
    if ends.len() == 3 {
        add(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_go() {
        for (word, expect) in [
            ("정상회담에서", "정상회담"),
            ("회의", "회의"),
            ("대통령이", "대통령"),
            ("투자했다고", "투자"),
            ("미국", "미국"),
        ] {
            assert_eq!(without_particle(word), expect, "{word}");
        }
    }

    #[test]
    fn units_are_pairs() {
        let check = |word: &str, expect: &[&str]| {
            let mut found = Vec::new();
            units(word, |unit| found.push(unit.to_string()));
            assert_eq!(found, expect, "{word}");
        };
        check("정상회담", &["정상", "회담"]);
        check("대통령", &["대통", "대통령"]);
        check("투자", &["투자"]);
        check("말", &[]);
        check("", &[]);
    }
}
