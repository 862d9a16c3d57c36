//! The invariants of the segmenter, seen through the index: what is written otherwise and means the same is found by the same
//! queries (DESIGN section 3). Those of Korean words stand in `korean.rs`, those of fragments in `complaints.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use common::Corpus;
use newsbraid_text::normalize;
use proptest::prelude::*;

/// Words of Chinese in both scripts, of Latin letters and of digits.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[一-龥]{2,5}",
        1 => Just("阿里雲".to_string()),
        1 => Just("國際論壇".to_string()),
        1 => Just("人工智慧".to_string()),
        1 => "[A-Z][a-z]{3,7}",
        1 => "[1-9][0-9]{2,3}",
    ]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(word(), 2..7)
}

fn simplified(text: &str) -> String {
    let letter = |c: char| if c.is_ascii() { c.to_string() } else { normalize(&c.to_string()).text().to_string() };
    text.chars().map(letter).collect()
}

/// ASCII as full-width forms.
fn full_width(text: &str) -> String {
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c };
    text.chars().map(wide).collect()
}

/// Hangul syllables as the letters that they are made of (Unicode, section 3.12).
fn decomposed(text: &str) -> String {
    let letters = |c: char| match (c as u32).checked_sub(0xAC00).filter(|index| *index < 11_172) {
        Some(index) => {
            let codes = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28];
            let kept = if index % 28 == 0 { 2 } else { 3 };
            codes[..kept].iter().map(|code| char::from_u32(*code).unwrap()).collect()
        }
        None => vec![c],
    };
    text.chars().flat_map(letters).collect()
}

/// Each query finds exactly these articles, in any order.
fn finds(corpus: &mut Corpus, query: &str, expect: &[&str]) -> Result<(), TestCaseError> {
    let mut found = corpus.ids(query);
    found.sort();
    prop_assert_eq!(found, expect, "{}", query);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn both_scripts_are_one(words in words(), which in any::<prop::sample::Index>()) {
        let text = words.join("，");
        let mut corpus = Corpus::of_texts(&[("a", &text), ("b", &simplified(&text)), ("c", "something else entirely")]);
        let word = which.get(&words);
        for query in [word.clone(), simplified(word), format!("\"{word}\""), format!("\"{}\"", simplified(word))] {
            finds(&mut corpus, &query, &["a", "b"])?;
        }
    }

    #[test]
    fn width_does_not_matter(words in words(), which in any::<prop::sample::Index>()) {
        let text = words.join(" ");
        let mut corpus = Corpus::of_texts(&[("a", &text), ("b", &full_width(&text)), ("c", "something else entirely")]);
        let word = which.get(&words);
        finds(&mut corpus, word, &["a", "b"])?;
        finds(&mut corpus, &full_width(word), &["a", "b"])?;
    }

    #[test]
    fn what_cannot_be_seen_does_not_matter(words in words(), which in any::<prop::sample::Index>(), c in prop::sample::select(vec!['\u{200B}', '\u{FEFF}', '\u{2060}', '\u{AD}'])) {
        let dirty = |text: &str| text.chars().flat_map(|letter| [letter, c]).collect::<String>();
        let text = words.join("。");
        let mut corpus = Corpus::of_texts(&[("a", &text), ("b", &dirty(&text)), ("c", "something else entirely")]);
        let word = which.get(&words);
        finds(&mut corpus, word, &["a", "b"])?;
        finds(&mut corpus, &dirty(word), &["a", "b"])?;
    }

    #[test]
    fn composition_and_kind_of_dot_do_not_matter(left in "[가-힣]{2,4}", right in "[가-힣]{2,4}") {
        let dots = ["·", "ㆍ", "・"];
        let texts: Vec<String> = dots.iter().map(|dot| format!("오늘 {left}{dot}{right} 발표")).collect();
        let apart = decomposed(&texts[0]);
        let mut corpus = Corpus::of_texts(&[("a", &texts[0]), ("b", &texts[1]), ("c", &texts[2]), ("d", &apart), ("e", "something")]);
        for dot in dots {
            finds(&mut corpus, &format!("\"{left}{dot}{right}\""), &["a", "b", "c", "d"])?;
        }
        finds(&mut corpus, &decomposed(&left), &["a", "b", "c", "d"])?;
    }

    #[test]
    fn punctuation_at_the_edges_does_not_matter(word in word(), marks in prop::sample::select(vec![
        ("（", "）"), ("“", "”"), ("《", "》"), ("「", "」"), ("", "。"), ("", "，"), ("※", "！"), ("‘", "’"), ("[", "]"),
    ])) {
        let (open, close) = marks;
        let texts = [word.clone(), format!("{open}{word}{close}"), format!("昨天{open}{word}{close}明天")];
        let mut corpus = Corpus::of_texts(&[("a", &texts[0]), ("b", &texts[1]), ("d", "something else entirely")]);
        finds(&mut corpus, &word, &["a", "b"])?;
        finds(&mut corpus, &format!("\"{open}{word}{close}\"").replace(['“', '”'], ""), &["a", "b"])?;
        let mut inside = Corpus::of_texts(&[("c", &texts[2]), ("d", "something else entirely")]);
        finds(&mut inside, &word, &["c"])?;
    }

    #[test]
    fn figures_are_one_unit_and_its_parts(number in 100u32..9999, unit in prop::sample::select(vec!["亿元", "%", "年", "万辆", "억", "명"])) {
        let text = format!("据报道，共计{number}{unit}，较上年有所增加。");
        let mut corpus = Corpus::of_texts(&[("a", &text), ("b", "共计有所增加")]);
        for query in [format!("{number}{unit}"), format!("\"{number}{unit}\""), number.to_string(), format!("\"{number}\"")] {
            finds(&mut corpus, &query, &["a"])?;
        }
    }

    #[test]
    fn words_of_mixed_scripts_match_whole_and_in_parts(latin in "[A-Z]{2,5}[0-9]{0,2}", han in "[一-龥]{2,4}", latin_first in any::<bool>()) {
        let word = if latin_first { format!("{latin}{han}") } else { format!("{han}{latin}") };
        let mut corpus = Corpus::of_texts(&[("a", &format!("昨天，{word}，今天")), ("b", "something else entirely")]);
        for query in [word.clone(), format!("\"{word}\""), latin.clone(), latin.to_lowercase(), han.clone(), format!("\"{latin}\" AND {han}")] {
            finds(&mut corpus, &query, &["a"])?;
        }
    }
}
