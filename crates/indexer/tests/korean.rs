//! Korean words, cut with the installed dictionary.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::sync::LazyLock;

use common::{Article, Corpus, Names};
use newsbraid_indexer::{Query, Target, to_html};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig, UserDictionary};
use proptest::prelude::*;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| {
    let korean = ensure_korean(&DataDir::of_user().unwrap(), &mut |_| {}).unwrap();
    Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() }).unwrap()
});

fn corpus(texts: &[(&str, &str)]) -> Corpus {
    Corpus::cut_by(&SEGMENTER, &texts.iter().map(|(id, text)| Article::new(id, text)).collect::<Vec<_>>())
}

/// With words of the user, some of them parts of others.
static WITH_WORDS: LazyLock<Segmenter> = LazyLock::new(|| {
    let korean = Some(ensure_korean(&DataDir::of_user().unwrap(), &mut |_| {}).unwrap());
    let user_dictionary = UserDictionary::parse("삼성\n전자우\n삼성전자우\n드매출\n발표했\n표했다\n").unwrap();
    Segmenter::new(SegmenterConfig { korean, user_dictionary }).unwrap()
});

#[test]
fn headline_codes_are_found_by_what_they_stand_for() {
    let mut corpus = corpus(&[
        ("a", "美 연준, 금리 동결 결정에 시장이 안도했다."),
        ("b", "한·중 정상이 상하이에서 만나 협력을 논의했다."),
        ("c", "與 대표는 野의 제안을 거절했다고 말했다."),
        ("d", "그는 訪美 일정을 마치고 美術 전시회를 찾았다."),
    ]);
    for (query, expect) in [
        ("미국", "a"),
        ("\"미국 연준\"", "a"),
        ("+미국 +연준", "a"),
        ("중국", "b"),
        ("여당", "c"),
        ("\"야당의 제안\"", "c"),
        ("방미", "d"),
    ] {
        corpus.check(query, expect);
    }
}

#[test]
fn compounds_particles_and_spaces() {
    let mut corpus = corpus(&[
        ("a", "삼성전자가 새 반도체 공장을 짓는다."),
        ("b", "알리바바의 클라우드매출이 크게 늘었다."),
        ("c", "통의천문(通義千問)을 공개했다."),
        ("d", "인삼 성분이 든 음료, 메타버스 산업."),
        ("e", "젠슨 황 최고경영자는 인공 지능 투자를 밝혔다."),
    ]);
    for (query, expect) in [
        ("삼성", "a"),
        ("삼성전자", "a"),
        ("삼성전자는", "a"),
        ("삼성전자)", "a"),
        ("\"반도체 공장\"", "a"),
        ("클라우드", "b"),
        ("클라우드매출", "b"),
        ("\"클라우드 매출\"", "b"),
        ("알리바바 매출", "b"),
        ("통의천문", "c"),
        ("通义千问", "c"),
        ("通義千問을", "c"),
        ("젠슨황", "e"),
        ("인공지능", "e"),
        ("\"인공지능 투자\"", "e"),
        ("밝혔다", "e"),
    ] {
        let query = query.trim_end_matches(')');
        corpus.check(query, expect);
    }
}

#[test]
fn a_name_that_occurs_nowhere_finds_nothing() {
    let mut corpus = corpus(&[
        ("a", "우 대표는 융 회장과 밍 이사를 만났다. 우리 회사의 융합 기술이다."),
        ("b", "통신사의 의견과 천문대의 관측."),
        ("c", "이가 아프다. 김 씨는 이 소식을 들었다."),
    ]);
    for query in ["우융밍", "우융밍이", "우융밍은 ", "통의천문", "이나영", "김이가"] {
        corpus.check(query, "");
    }
}

#[test]
fn a_linked_name_comes_before_an_accident() {
    let articles = [
        Article::new("a", "메타버스 메타버스 메타버스 산업이 커진다."),
        Article {
            entities: vec![("메타", "meta")],
            ..Article::new("b", "메타는 새 안경을 내놓았다. 시장은 조용했고 전문가들은 지켜보자고 했다.")
        },
        Article { entities: vec![("Meta", "meta")], ..Article::new("c", "Meta unveiled new glasses.") },
    ];
    let mut corpus = Corpus::cut_by(&SEGMENTER, &articles);
    let names = Names(vec![("메타", Target::Entity("meta".to_string()))]);
    let found = corpus.ids_with("메타가", Some(&names));
    assert_eq!((found.len(), found[2].as_str()), (3, "a"), "{found:?}");
    let hits = corpus.search(&Query::new("메타"), Some(&names)).unwrap();
    let marked = |id: &str| to_html(&hits.hits.iter().find(|h| h.id == id).unwrap().snippet);
    assert!(marked("b").starts_with("<mark>메타</mark>는"), "{}", marked("b"));
    assert!(marked("c").starts_with("<mark>Meta</mark> unveiled"), "{}", marked("c"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_space_in_a_compound_loses_no_document(
        words in prop::collection::vec(
            prop::sample::select(vec!["인공", "지능", "반도체", "공장", "삼성", "전자", "국제", "유가", "금리", "인상", "클라우드", "매출"]),
            2..4,
        ),
        space in any::<prop::sample::Index>(),
        particle in prop::sample::select(vec!["", "은", "을", "의", "에서"]),
    ) {
        let (before, behind) = words.split_at(space.index(words.len() - 1) + 1);
        let (together, apart) = (words.concat(), format!("{} {}", before.concat(), behind.concat()));
        let one = format!("오늘 {together}{particle} 논의가 있었다.");
        let other = format!("오늘 {apart}{particle} 논의가 있었다.");
        let mut corpus = corpus(&[("a", &one), ("b", &other), ("c", "전혀")]);
        for query in [together, apart] {
            let mut found = corpus.ids(&query);
            found.sort();
            prop_assert_eq!(found, ["a", "b"], "{}", query);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_part_of_an_eojeol_finds_it(
        words in prop::collection::vec(prop_oneof![
            "[가-힣]{2,6}",
            Just("삼성전자는".to_string()),
            Just("발표했다고".to_string()),
            Just("클라우드매출이".to_string()),
        ], 1..8),
        which in any::<prop::sample::Index>(),
        length in 2usize..6,
    ) {
        let text = words.join(" ");
        let articles = [Article::new("a", &text), Article::new("b", "전혀")];
        let corpora = [&SEGMENTER, &WITH_WORDS].map(|segmenter| Corpus::cut_by(segmenter, &articles));
        let word: Vec<char> = which.get(&words).chars().collect();
        let length = length.min(word.len());
        let start = which.index(word.len() - length + 1);
        let fragment: String = word[start..start + length].iter().collect();
        for mut corpus in corpora {
            for query in [fragment.clone(), format!("\"{fragment}\"")] {
                prop_assert!(corpus.ids(&query).contains(&"a".to_string()), "{} in {:?}", query, words);
            }
        }
    }
}
