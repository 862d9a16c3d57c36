//! Counts over all articles that match, and conditions beside the text of a query.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use common::{Article, Corpus};
use newsbraid_indexer::{Facet, Filter, Interval, Query};

fn corpus() -> Corpus {
    let article = |id, text, published, source, entities: &[(&'static str, &'static str)]| Article {
        published,
        source,
        entities: entities.to_vec(),
        ..Article::new(id, text)
    };
    Corpus::new(&[
        article(
            "a",
            "阿里云和腾讯云，阿里云再次降价",
            Some("2026-03-02T00:00:00Z"),
            Some("新华网"),
            &[("阿里云", "ali"), ("腾讯云", "ten")],
        ),
        article("b", "阿里雲的收入與臺灣市場", Some("2026-03-08T23:59:59Z"), Some("聯合報"), &[("阿里雲", "ali")]),
        article("c", "The 阿里云 cloud unit grew", Some("2026-03-09T00:00:00Z"), Some("新华网"), &[]),
        article("d", "阿里云收入", Some("2026-04-01T12:00:00Z"), None, &[("阿里云", "ali")]),
        article("e", "阿里云涨价", None, None, &[]),
        article("f", "与此无关的报道", Some("2026-03-02T00:00:00Z"), Some("新华网"), &[("报道", "ten")]),
    ])
}

#[track_caller]
fn check(corpus: &mut Corpus, query: &str, facet: Facet, expect: &str) {
    let asked = Query { facets: vec![facet], limit: 1, ..Query::new(query) };
    let hits = corpus.search(&asked, None).unwrap();
    let [counts] = hits.facets.as_slice() else { panic!("{:?}", hits.facets) };
    let shown: Vec<String> = counts.values.iter().map(|(value, count)| format!("{value}={count}")).collect();
    assert_eq!((counts.facet, shown.join(" ").as_str()), (facet, expect), "{query}");
}

#[test]
fn all_that_match_are_counted_not_only_those_handed_out() {
    let mut corpus = corpus();
    check(&mut corpus, "阿里云", Facet::Lang, "zh-Hans=3 en=1 zh-Hant=1");
    check(&mut corpus, "阿里云", Facet::Source, "=2 新华网=2 聯合報=1");
    check(&mut corpus, "阿里云", Facet::Entity, "ali=3 ten=1");
    check(&mut corpus, "阿里云", Facet::Month, "=1 2026-03=3 2026-04=1");
    check(&mut corpus, "百度", Facet::Entity, "");
    check(&mut corpus, "entity:ten", Facet::Source, "新华网=2");
}

#[test]
fn bars_begin_on_their_first_day() {
    let mut corpus = corpus();
    for (interval, expect) in [
        (Interval::Day, "2026-03-02=1 2026-03-08=1 2026-03-09=1 2026-04-01=1"),
        (Interval::Week, "2026-03-02=2 2026-03-09=1 2026-03-30=1"),
        (Interval::Month, "2026-03-01=3 2026-04-01=1"),
    ] {
        let asked = Query { histogram: Some(interval), limit: 0, ..Query::new("阿里云") };
        let found = corpus.search(&asked, None).unwrap().histogram.unwrap();
        let shown: Vec<String> = found.bars.iter().map(|(first, count)| format!("{first}={count}")).collect();
        assert_eq!((shown.join(" ").as_str(), found.undated), (expect, 1));
    }
    assert_eq!(corpus.search(&Query::new("阿里云"), None).unwrap().histogram, None);
}

#[test]
fn conditions_beside_the_text_hold_for_all_of_it() {
    let mut corpus = corpus();
    let mut ids = |text: &str, lang: &str| {
        let filters = vec![Filter::Lang(lang.to_string())];
        let hits = corpus.search(&Query { filters, ..Query::new(text) }, None).unwrap();
        let mut ids: Vec<String> = hits.hits.into_iter().map(|hit| hit.id).collect();
        ids.sort();
        ids.join(" ")
    };
    assert_eq!(ids("腾讯 OR cloud", "zh"), "a");
    assert_eq!(ids("阿里云 腾讯", "zh-Hant"), "b");
    assert_eq!(ids("-阿里云", "zh"), "f");
    assert_eq!(ids("", "en"), "c");
}
