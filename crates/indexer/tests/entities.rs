//! Names in a query, conditions, and the order of hits.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use common::{Article, Corpus, Names};
use newsbraid_indexer::{Query, SearchError, Sort, Target, sound_id, to_html};
use newsbraid_linker::Unit;
use newsbraid_text::Script;

fn entity(id: &str) -> Target {
    Target::Entity(id.to_string())
}

/// One person in four spellings, and accidents.
fn people() -> Corpus {
    Corpus::new(&[
        Article {
            entities: vec![("吳泳銘", "eddie-wu")], ..Article::new("a", "阿里巴巴執行長吳泳銘發表談話。")
        },
        Article {
            entities: vec![("우융밍", "eddie-wu")], ..Article::new("b", "알리바바의 우융밍 대표가 말했다.")
        },
        Article {
            entities: vec![("Eddie Wu", "eddie-wu")],
            ..Article::new("c", "Eddie Wu spoke about the results. Wu said more. Eddie Wu left.")
        },
        Article::new("d", "메타버스 메타버스 메타버스 메타버스 산업이 커진다."),
        Article {
            entities: vec![("메타", "meta")],
            ..Article::new(
                "e",
                "메타가 새 안경을 내놓았다. 다른 소식도 길게 이어진다. 시장은 조용했고 전문가들은 지켜보자고 했다.",
            )
        },
        Article::new("f", "우융밍 우융밍 우융밍 우융밍 우융밍"),
        Article::new("g", "Wu is a surname. Eddie is a given name."),
    ])
}

fn names() -> Names {
    Names(vec![("우융밍", entity("eddie-wu")), ("Eddie Wu", entity("eddie-wu")), ("메타", entity("meta"))])
}

#[test]
fn a_name_finds_all_spellings_and_real_mentions_first() {
    let mut corpus = people();
    for query in ["우융밍", "Eddie Wu", "우융밍이"] {
        let found = corpus.ids_with(query, Some(&names()));
        let mut linked = found[..3].to_vec();
        linked.sort();
        assert_eq!(linked, ["a", "b", "c"], "{query}");
        assert_eq!(found[3..], if query == "Eddie Wu" { vec![] } else { vec!["f".to_string()] }, "{query}");
    }
    assert_eq!(corpus.ids_with("메타", Some(&names())), ["e", "d"]);
    assert_eq!(corpus.ids("메타"), ["d", "e"]);
}

#[test]
fn a_name_that_nobody_knows_is_found_by_its_sound_in_other_scripts() {
    let sounds = |surface: &'static str| vec![(surface, "LPNSTN")];
    let mut corpus = Corpus::new(&[
        Article {
            sounds: sounds("利文斯顿"), ..Article::new("a", "利文斯顿队获胜。利文斯顿庆祝。")
        },
        Article { sounds: sounds("리빙스턴"), ..Article::new("b", "리빙스턴이 이겼다.") },
        Article {
            sounds: sounds("Livingston"),
            ..Article::new("c", "Livingston win again, after a long season of defeats.")
        },
        Article { sounds: sounds("Levingston"), ..Article::new("d", "Levingston is a street.") },
        Article::new("e", "A quiet day."),
    ]);
    let sound = |script| ("Livingston", Target::Sound(sound_id("LPNSTN", script)));
    let names = Names(vec![sound(Script::Han), sound(Script::Hangul)]);
    let mut found = corpus.ids_with("Livingston", Some(&names));
    found.sort();
    assert_eq!(found, ["a", "b", "c"]);
    assert_eq!(corpus.ids_with("title:Livingston", Some(&names)), Vec::<String>::new());
    let hits = corpus.search(&Query::new("Livingston"), Some(&names)).unwrap().hits;
    let shown: String = hits.iter().map(|hit| to_html(&hit.snippet)).collect();
    assert!(shown.contains("<mark>利文斯顿</mark>") && shown.contains("<mark>리빙스턴</mark>"), "{shown}");
}

#[test]
fn a_part_of_a_word_is_found_beside_what_sounds_like_it() {
    let mut corpus = Corpus::new(&[
        Article { sounds: vec![("利文斯顿", "LPNSTN")], ..Article::new("a", "利文斯顿是一条街。") },
        Article::new("b", "The Livingstonian habit."),
        Article::new("c", "A quiet day."),
    ]);
    let names = Names(vec![("Livingston", Target::Sound(sound_id("LPNSTN", Script::Han)))]);
    let mut found = corpus.ids_with("Livingston", Some(&names));
    found.sort();
    assert_eq!(found, ["a", "b"]);
}

#[test]
fn a_part_of_a_word_is_found_beside_what_it_may_mean() {
    let mut corpus =
        Corpus::of_texts(&[("a", "市中心很安静。"), ("b", "A day in Middlesex."), ("c", "Supercentral midday.")]);
    let names =
        Names(vec![("Middl", Target::Text("中心".to_string())), ("Middl", Target::Text("central".to_string()))]);
    let mut found = corpus.ids_with("Middl", Some(&names));
    found.sort();
    assert_eq!(found, ["a", "b"]);
    assert_eq!(corpus.ids_with("Middl -lang:zh", Some(&names)), ["b"]);
}

#[test]
fn a_word_finds_what_other_regions_call_the_same() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "這款軟體使用人工智慧。"),
        ("b", "这款软件使用人工智能。"),
        ("c", "計程車司機談川普"),
        ("d", "出租车司机谈特朗普"),
        ("e", "四川普通話比賽"),
    ]);
    let none = Names(Vec::new());
    for (query, own, other) in [
        ("软件", "b", "a"),
        ("軟體", "a", "b"),
        ("人工智能", "b", "a"),
        ("川普", "c", "d"),
        ("特朗普", "d", "c"),
        ("出租车司机", "d", "c"),
    ] {
        let found = corpus.ids_with(query, Some(&none));
        assert_eq!(found[..2], [own, other], "{query}");
        assert!(!corpus.ids(query).contains(&other.to_string()), "exact {query}");
    }
}

#[test]
fn exact_search_takes_names_as_they_are_written() {
    let mut corpus = people();
    assert_eq!(corpus.ids("우융밍"), ["f", "b"]);
    assert_eq!(corpus.ids("\"Eddie Wu\""), ["c"]);
    assert_eq!(corpus.ids_with("\"우융밍\"", Some(&names())), ["f", "b"]);
}

#[test]
fn a_rare_spelling_gains_nothing() {
    let mut articles: Vec<Article> = (0..20)
        .map(|n| Article {
            entities: vec![("通义千问", "qwen")],
            ..Article::new(&format!("common-{n:02}"), "通义千问发布")
        })
        .collect();
    articles.push(Article { entities: vec![("퉁이첸원", "qwen")], ..Article::new("rare", "퉁이첸원 출시") });
    let mut corpus = Corpus::new(&articles);
    let names = Names(vec![("퉁이첸원", entity("qwen"))]);
    let hits = corpus.search(&Query { limit: 30, ..Query::new("퉁이첸원") }, Some(&names)).unwrap();
    assert_eq!(hits.total, 21);
    let (first, last) = (hits.hits[0].score, hits.hits[20].score);
    assert!(first - last < 1e-4, "{first} {last}");
}

#[test]
fn names_are_marked_as_each_article_writes_them() {
    let mut corpus = people();
    let hits = corpus.search(&Query::new("우융밍"), Some(&names())).unwrap();
    let snippet = |id: &str| to_html(&hits.hits.iter().find(|h| h.id == id).unwrap().snippet);
    assert_eq!(snippet("a"), "阿里巴巴執行長<mark>吳泳銘</mark>發表談話。");
    assert!(snippet("c").starts_with("<mark>Eddie Wu</mark> spoke"));
    assert_eq!(hits.notes[0].text, "우융밍");
}

#[test]
fn equivalents_find_more_but_never_before_the_word_itself() {
    let mut corpus = Corpus::of_texts(&[("a", "人工智慧產業"), ("b", "人工智能产业"), ("c", "川普")]);
    let names = Names(vec![("人工智慧", Target::Text("人工智能".to_string()))]);
    let mut found = corpus.ids_with("人工智慧", Some(&names));
    found.sort();
    assert_eq!(found, ["a", "b"]);
    assert_eq!(corpus.ids("人工智慧"), ["a"]);
}

fn dated() -> Corpus {
    Corpus::new(&[
        Article {
            published: Some("2025-08-29T10:00:00Z"),
            source: Some("新華網"),
            figures: vec![(380e9, Unit::Money, Some("CNY")), (34.0, Unit::Percent, None)],
            has_title: true,
            ..Article::new("a", "阿里云财报\n收入增长。")
        },
        Article {
            published: Some("2025-09-30T23:59:59Z"),
            figures: vec![(380e9, Unit::Money, Some("USD")), (-34.0, Unit::Percent, None)],
            times: vec!["2025Q3"],
            ..Article::new("b", "阿里云财报，收入增长。阿里云。")
        },
        Article {
            published: Some("2026-01-01T00:00:00Z"),
            source: Some("연합뉴스"),
            ..Article::new("c", "阿里云财报，收入增长，其余从略。")
        },
        Article {
            entities: vec![("阿里云", "alibaba-cloud")],
            ..Article::new("d", "阿里云财报，收入增长，其余从略，没有日期。")
        },
    ])
}

#[test]
fn conditions() {
    let mut corpus = dated();
    corpus.check("阿里云 date:2025-08..2025-09 date:..2025-08", "a");
    corpus.check("阿里云 date:2026", "c");
    corpus.check("date:2025-08..2025-09", "a b");
    corpus.check("date:2025-09..", "b c");
    corpus.check("source:新华网", "a");
    corpus.check("source:연합뉴스 阿里云", "c");
    corpus.check("figure:379e9..390e9CNY", "a");
    corpus.check("figure:3800亿元", "a");
    corpus.check("figure:380e9USD", "b");
    corpus.check("figure:34%", "a b");
    corpus.check("figure:-34%", "b");
    corpus.check("figure:35%", "");
    corpus.check("entity:alibaba-cloud", "d");
    corpus.check("time:2025Q3", "b");
    corpus.check("cluster:e1", "a c");
    corpus.check("cluster:nothing", "");
    corpus.check("title:财报", "a");
    corpus.check("title:收入", "");
    corpus.check("title:里云财", "a");
    corpus.check("-title:财报 收入 cluster:e1", "c");
    let error = corpus.search(&Query::new("云 figure:许多"), None).unwrap_err();
    assert_eq!(error.to_string(), "query, column 3: `许多` is no quantity; write 380e9..390e9CNY, 34% or 3800亿元");
}

#[test]
fn a_word_of_the_title_counts_more() {
    assert_eq!(dated().ids("财报")[0], "a");
}

#[test]
fn order_limit_and_offset() {
    let mut corpus = dated();
    let mut ask = |sort, limit, offset| {
        let query = Query { sort, limit, offset, snippets: None, ..Query::new("阿里云") };
        let hits = corpus.search(&query, None).unwrap();
        assert_eq!(hits.total, 4);
        hits.hits.into_iter().map(|h| h.id).collect::<String>()
    };
    assert_eq!(ask(Sort::Newest, 10, 0), "cbad");
    assert_eq!(ask(Sort::Oldest, 10, 0), "abcd");
    assert_eq!(ask(Sort::Oldest, 2, 1), "bc");
    assert_eq!(ask(Sort::Score, 0, 0), "");
    assert_eq!(ask(Sort::Score, 10, 10), "");
}

#[test]
fn what_is_asked_too_much_is_refused() {
    let mut corpus = dated();
    for (query, limit) in [
        ("云".repeat(2000), 10),
        ("(".repeat(10_000), 10),
        ("云".to_string(), 10_001),
        ("\"云".to_string(), 10),
        ("*云".to_string(), 10),
    ] {
        let refused = corpus.search(&Query { limit, ..Query::new(&query) }, None);
        assert!(matches!(refused, Err(SearchError::Query(_))), "{query}");
    }
    let long: String = "增长收入财报利润".repeat(160);
    assert!(long.len() < 4096);
    assert!(matches!(corpus.search(&Query::new(&long), None), Err(SearchError::Query(_))));
    corpus.check("", "");
    corpus.check(" :：，。() ", "");
}
