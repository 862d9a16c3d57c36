//! Words of a query that stand for words of other languages.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use common::{Corpus, Words};
use newsbraid_indexer::{Hits, Query};

fn search(corpus: &mut Corpus, query: &str, words: &Words) -> Hits {
    corpus.search_with(&Query { explain: true, ..Query::new(query) }, Some(words)).unwrap()
}

fn ids(hits: &Hits) -> Vec<&str> {
    hits.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn words() -> Words {
    Words(vec![
        ("market", "市场", 0.5),
        ("market", "行市", 0.4),
        ("falls", "下跌", 0.5),
        ("市场", "market", 0.5),
        ("下跌", "fall", 0.5),
    ])
}

fn news() -> Corpus {
    Corpus::of_texts(&[
        ("en", "The market falls again"),
        ("half", "市场很安静"),
        ("other", "天气很好"),
        ("rare", "行市不明"),
        ("zh", "市场再次下跌"),
    ])
}

#[test]
fn a_word_finds_what_it_is_in_another_language_after_itself() {
    let mut corpus = news();
    let found = search(&mut corpus, "market falls", &words());
    assert_eq!(ids(&found)[..2], ["en", "zh"]);
    assert_eq!(found.total, 4);
    let found = search(&mut corpus, "市场 下跌", &words());
    assert!(ids(&found)[0] == "zh" && ids(&found).contains(&"en"), "{found:?}");
}

#[test]
fn phrases_and_exact_search_mean_what_they_say() {
    let mut corpus = news();
    assert_eq!(ids(&search(&mut corpus, "\"market\" \"falls\"", &words())), ["en"]);
    assert_eq!(corpus.ids("market"), ["en"]);
}

#[test]
fn what_is_excluded_is_excluded_as_it_is_written() {
    let mut corpus = news();
    let found = search(&mut corpus, "market -falls", &words());
    assert!(!ids(&found).contains(&"en") && ids(&found).contains(&"zh"), "{found:?}");
}

#[test]
fn a_hit_says_through_what_it_was_found() {
    let mut corpus = news();
    let found = search(&mut corpus, "market falls", &words());
    let words: Vec<&str> = found.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(words, ["market", "falls"]);
    let through = |id: &str| {
        let hit = found.hits.iter().find(|hit| hit.id == id).unwrap();
        assert!(hit.matched.iter().all(|matched| matched.score > 0.0), "{hit:?}");
        let shown = hit.matched.iter().map(|m| format!("{}={} ({})", words[m.note], m.text, m.why));
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(through("en"), "market=market (as written), falls=falls (as written)");
    assert_eq!(through("zh"), "market=市场 (gloss), falls=下跌 (gloss)");
    assert_eq!(through("rare"), "market=行市 (gloss)");
    let plain = corpus.search_with(&Query::new("market"), None).unwrap();
    assert!(plain.hits.iter().all(|hit| hit.matched.is_empty()));
}

/// 行市场 is cut as 行 and 市场, or as 行市 and 场: either way the pairs of characters have both.
#[test]
fn an_equivalent_is_found_where_words_are_cut_otherwise() {
    let mut corpus = Corpus::of_texts(&[("a", "行市场"), ("b", "市容")]);
    assert_eq!(ids(&search(&mut corpus, "market", &words())), ["a"]);
    let found = search(&mut corpus, "city", &Words(vec![("city", "行市场", 0.5)]));
    assert_eq!(ids(&found), ["a"]);
}

/// The only word for a thing in a collection without the user's own word is no rare word there.
#[test]
fn a_rare_equivalent_does_not_outrank_a_common_one() {
    let mut texts: Vec<(String, String)> = (0..20).map(|n| (format!("c{n:02}"), "市场平稳".to_string())).collect();
    texts.push(("rare".to_string(), "行市平稳".to_string()));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let mut corpus = Corpus::of_texts(&texts);
    let found = corpus.search_with(&Query { limit: 30, ..Query::new("market") }, Some(&words())).unwrap();
    assert_eq!((found.total, found.hits.last().unwrap().id.as_str()), (21, "rare"));
}
