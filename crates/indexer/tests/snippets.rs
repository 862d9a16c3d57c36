//! Snippets of any text: whole graphemes in the order of the article, what was found in its own spelling, nothing that is not
//! escaped.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeSet;

use common::{Article, Corpus, Names};
use newsbraid_indexer::{Query, Snippet, SnippetOptions, Target, to_html, to_terminal, to_text};
use newsbraid_text::{match_key, normalize};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// What the queries look for, and how articles write it.
const WRITTEN: [(&str, &[&str]); 4] = [
    ("阿里云", &["阿里雲", "阿里云", "阿里 云"]),
    ("虚拟机", &["虛擬機", "虚拟机"]),
    ("젠슨황", &["젠슨 황", "젠슨황"]),
    ("qwen3", &["Ｑｗｅｎ３", "QWEN3", "qwen3"]),
];

/// Text with all that is hard to cut: marks over letters and spaces, families, flags, jamo, controls, tags.
fn stretch() -> impl Strategy<Value = String> {
    let hard = [
        "e\u{301}",
        " \u{301}",
        "👨\u{200D}👩\u{200D}👧",
        "🇰🇷🇨🇳",
        "\u{1112}\u{1161}\u{11AB}",
        "\r\n",
        "\n",
        "\t",
        "<b>",
        "&amp;",
        "\u{1b}[31m",
        "\u{202e}",
        "。",
        " ",
    ];
    let words: Vec<&str> = WRITTEN.iter().flat_map(|(_, spellings)| spellings.iter().copied()).collect();
    prop_oneof![
        3 => "[一-龥가-힣a-z ]{1,30}",
        2 => prop::sample::select(hard.to_vec()).prop_map(str::to_string),
        2 => prop::sample::select(words).prop_map(|word| format!("，{word}。")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(stretch(), 1..25).prop_map(|parts| format!("{}，阿里雲，", parts.concat()))
}

fn key(text: &str) -> String {
    match_key(normalize(text).text()).text().to_string()
}

/// Between graphemes of a text.
fn boundaries(text: &str) -> BTreeSet<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

fn check(snippet: &Snippet, stored: &str, options: &SnippetOptions) -> Result<(), TestCaseError> {
    let between = boundaries(stored);
    let keys: Vec<String> = WRITTEN.iter().map(|(word, _)| key(word)).collect();
    prop_assert!(snippet.fragments.len() <= options.fragments && !snippet.fragments.is_empty());
    let mut end = 0;
    for fragment in &snippet.fragments {
        prop_assert!(fragment.start >= end, "fragments come in order");
        end = fragment.start + fragment.text.len();
        prop_assert_eq!(&stored[fragment.start..end], fragment.text.as_str());
        prop_assert!(between.contains(&fragment.start) && between.contains(&end), "{:?}", fragment);
        let mut last = 0;
        for highlight in &fragment.highlights {
            let range = highlight.range();
            prop_assert!(range.start >= last && range.start < range.end, "{:?}", fragment);
            last = range.end;
            prop_assert!(
                between.contains(&(fragment.start + range.start)) && between.contains(&(fragment.start + range.end))
            );
            let found = key(&fragment.text[range]);
            prop_assert!(keys.iter().any(|key| found.contains(key.as_str())), "{} in {:?}", found, fragment);
        }
    }
    let plain = to_text(snippet, ["", ""]);
    prop_assert!(!plain.chars().any(|c| c.is_control() || c == '\u{202e}'), "{:?}", plain);
    let html = to_html(snippet);
    let bare = html.replace("<mark>", "").replace("</mark>", "");
    prop_assert!(!bare.contains(['<', '>', '"', '\'']), "{}", bare);
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let unescaped = escapes.iter().fold(bare, |text, (escaped, plain)| text.replace(escaped, plain));
    prop_assert_eq!(&unescaped, &plain);
    prop_assert_eq!(to_terminal(snippet).replace("\u{1b}[1;31m", "").replace("\u{1b}[0m", ""), plain);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn snippets_of_any_text(text in text(), which in prop::sample::subsequence(WRITTEN.to_vec(), 0..=4), fragments in 1usize..4, context in 0usize..50) {
        let mut corpus = Corpus::of_texts(&[("a", &text)]);
        let words: Vec<&str> = which.iter().map(|(word, _)| *word).chain(["阿里云"]).collect();
        let options = SnippetOptions { fragments, context };
        let asked = Query { snippets: Some(options.clone()), ..Query::new(&words.join(" ")) };
        let hits = corpus.search(&asked, None).unwrap().hits;
        let stored = corpus.index.text("a").unwrap().unwrap();
        check(&hits[0].snippet, &stored, &options)?;
        prop_assert!(hits[0].snippet.fragments.iter().any(|fragment| !fragment.highlights.is_empty()));
    }
}

#[test]
fn an_entity_is_highlighted_under_the_names_of_each_article() {
    let article = |id, text, entities: &[(&'static str, &'static str)]| Article {
        entities: entities.to_vec(),
        ..Article::new(id, text)
    };
    let mut corpus = Corpus::new(&[
        article("a", "阿里雲今天說，雲業務成長。", &[("阿里雲", "alibaba-cloud")]),
        article(
            "b",
            "Alibaba Cloud said its AliCloud unit grew.",
            &[("Alibaba Cloud", "alibaba-cloud"), ("AliCloud", "alibaba-cloud")],
        ),
        article("c", "알리바바 클라우드가 말했다.", &[("알리바바 클라우드", "alibaba-cloud")]),
    ]);
    let names = Names(vec![("阿里云", Target::Entity("alibaba-cloud".to_string()))]);
    let hits = corpus.search(&Query::new("阿里云"), Some(&names)).unwrap().hits;
    let mut shown: Vec<String> = hits.iter().map(|hit| to_text(&hit.snippet, ["[", "]"])).collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "[Alibaba Cloud] said its [AliCloud] unit grew.",
            "[阿里雲]今天說，雲業務成長。",
            "[알리바바 클라우드]가 말했다."
        ]
    );
}
