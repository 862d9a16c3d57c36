//! A word of the user takes nothing away: what was found without it is found with it.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::sync::LazyLock;

use common::{Article, Corpus};
use newsbraid_segmenter::dictionary::{DataDir, KoreanDictionary, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig, UserDictionary};
use proptest::prelude::*;

static KOREAN: LazyLock<KoreanDictionary> =
    LazyLock::new(|| ensure_korean(&DataDir::of_user().unwrap(), &mut |_| {}).unwrap());
static PLAIN: LazyLock<Segmenter> = LazyLock::new(|| with_words(""));

const TEXTS: [&str; 6] = [
    "삼성전자가 반도체 공장을 짓는다고 발표했다.",
    "우융밍은 클라우드매출이 늘었다고 밝혔다.",
    "中国农业发展银行发布测试工具箱。",
    "通義千問大模型在人工智慧市場的新產品",
    "젠슨황 최고경영자의 인공지능 투자",
    "韓美日 3국의 AI제품 3,800억 위안",
];

fn with_words(list: &str) -> Segmenter {
    let user_dictionary = UserDictionary::parse(list).unwrap();
    Segmenter::new(SegmenterConfig { korean: Some(KOREAN.clone()), user_dictionary }).unwrap()
}

fn corpus(segmenter: &Segmenter) -> Corpus {
    let articles = TEXTS.iter().enumerate().map(|(id, text)| Article::new(&id.to_string(), text));
    Corpus::cut_by(segmenter, &articles.collect::<Vec<_>>())
}

/// A stretch of one of the texts, within a word: Chinese characters or Hangul.
fn stretch(longest: usize) -> impl Strategy<Value = String> {
    let runs = TEXTS.iter().flat_map(|text| text.split(|c: char| !matches!(c, '가'..='힣' | '一'..='鿿')));
    let runs: Vec<Vec<char>> = runs.map(|run| run.chars().collect()).filter(|run: &Vec<char>| run.len() > 1).collect();
    let place = (prop::sample::select(runs), any::<prop::sample::Index>(), 2..=longest);
    place.prop_map(|(run, at, length)| {
        let length = length.min(run.len());
        let start = at.index(run.len() - length + 1);
        run[start..start + length].iter().collect()
    })
}

#[track_caller]
fn check(words: &[String], queries: &[String]) {
    let list: String = words.iter().map(|word| format!("{word}\t\t9\n")).collect();
    let (mut before, mut after) = (corpus(&PLAIN), corpus(&with_words(&list)));
    for query in queries.iter().chain(words) {
        let (before, after) = (before.ids(query), after.ids(query));
        assert!(before.iter().all(|id| after.contains(id)), "{query} finds {after:?}, not {before:?}, with {words:?}");
    }
}

#[test]
fn a_part_or_a_whole_as_word_loses_neither() {
    let list = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
    check(&list(&["삼성"]), &list(&["삼성전자", "삼성전자가", "전자"]));
    check(&list(&["工具", "具箱"]), &list(&["工具箱", "测试工具箱", "工具", "测试"]));
    check(&list(&["성전", "业发", "드매"]), &list(&["삼성전자", "农业发展银行", "클라우드매출", "매출", "클라우드"]));
    check(&list(&["우융밍은"]), &list(&["우융밍", "우융밍이"]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_loses_a_stretch(
        words in prop::collection::btree_set(stretch(6), 1..4),
        queries in prop::collection::vec(stretch(8), 12),
    ) {
        check(&words.into_iter().collect::<Vec<_>>(), &queries);
    }
}
