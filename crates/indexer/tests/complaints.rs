//! What users of other engines complain of, and must work here (DESIGN section 6).

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use common::Corpus;
use newsbraid_indexer::{Query, to_html, to_terminal};
use newsbraid_segmenter::Segmenter;
use newsbraid_text::Lang;
use proptest::prelude::*;

#[test]
fn parts_of_words_are_found() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "中国农业发展银行昨天发布了报告。"),
        ("b", "团队为新版本准备了测试工具箱。"),
        ("c", "她把小化妆包放在桌上。"),
        ("d", "삼성전자는 새로운 반도체 공장을 짓는다."),
    ]);
    corpus.check("农业", "a");
    corpus.check("测试", "b");
    corpus.check("工具箱", "b");
    corpus.check("工具", "b");
    corpus.check("\"小化妆\"", "c");
    corpus.check("小化妆", "c");
    corpus.check("삼성", "d");
    corpus.check("\"성전\"", "d");
}

#[test]
fn exclusion_and_two_phrases() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "招商公司公布了业绩。"),
        ("b", "各地招商活动陆续展开，吸引投资。"),
        ("c", "投资活动减少。"),
    ]);
    corpus.check("招商 -公司", "b");
    corpus.check("招商 NOT 公司", "b");
    corpus.check("\"招商活动\" \"吸引投资\"", "b");
    corpus.check("+\"招商\" +\"投资\"", "b");
    corpus.check("招商 AND 投资", "b");
    corpus.check("(公司 OR 减少) -业绩", "c");
    corpus.check("-招商", "c");
}

#[test]
fn likeness_of_one_character_is_no_match() {
    let mut corpus = Corpus::of_texts(&[("a", "本地居民说，这里的经典老店很多。"), ("b", "本田的新车在景点展出。")]);
    corpus.check("本田", "b");
    corpus.check("景点", "b");
    corpus.check("本地", "a");
    corpus.check("经典", "a");
}

#[test]
fn scripts_and_widths_are_one() {
    let mut corpus =
        Corpus::of_texts(&[("a", "国际论坛在北京开幕，ＡＩ产品受到关注。"), ("b", "國際論壇在臺北開幕。")]);
    for query in ["國際論坛", "国际论坛", "國際論壇"] {
        let mut found = corpus.ids(query);
        found.sort();
        assert_eq!(found, ["a", "b"], "{query}");
    }
    corpus.check("AI产品", "a");
    corpus.check("ai産品", "a");
    corpus.check("\"论坛在北\"", "a");
}

#[test]
fn punctuation_beside_a_korean_word_changes_nothing() {
    for text in ["삼성전자) 발표", "삼성전자ㆍ발표", "(삼성전자)", "‘삼성전자’는"] {
        let mut corpus = Corpus::of_texts(&[("a", text)]);
        corpus.check("삼성전자", "a");
    }
}

#[test]
fn a_name_that_occurs_nowhere_finds_nothing() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "우 대표는 융 회장과 밍 이사를 만났다. 우리 회사의 융합 기술."),
        ("b", "通义实验室发布了新的千问模型。"),
        ("c", "Eddie said that Wu was late. Cloud computing is alive."),
        ("d", "인삼 성분이 들어 있다. 인공 지능 기술."),
    ]);
    corpus.check("우융밍", "");
    corpus.check("通义千问", "");
    corpus.check("\"Eddie Wu\"", "");
    corpus.check("Alibaba", "");
    corpus.check("吴泳铭 우융밍", "");
    corpus.check("삼성", "");
    corpus.check("인공지능", "d");
    corpus.check("\"삼 성\"", "d");
}

#[test]
fn words_that_follow_each_other_without_spaces() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "阿里云公布财报，收入再次增长。"),
        ("b", "收入增长，但利润下降。"),
        ("c", "阿里云收入增长三成。"),
    ]);
    corpus.check("阿里云收入增长", "c a");
    corpus.check("阿里云在今年第三季度的收入为什么增长", "c a b");
}

#[test]
fn more_words_come_first() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "cloud cloud cloud cloud cloud cloud"),
        ("b", "the revenue of the cloud unit rose"),
        ("c", "investments in energy"),
    ]);
    corpus.check("cloud revenue", "b a");
    corpus.check("investing in the energy", "c");
    corpus.check("the", "b");
}

#[track_caller]
fn check_snippet(text: &str, query: &str, expect: &str) {
    let mut corpus = Corpus::of_texts(&[("a", text)]);
    let hits = corpus.search(&Query::new(query), None).unwrap();
    assert_eq!(to_html(&hits.hits[0].snippet), expect, "{query}");
}

#[test]
fn snippets_show_the_spelling_of_the_article() {
    check_snippet("虚拟机 a : a : a", "虚拟机", "<mark>虚拟机</mark> a : a : a");
    check_snippet("虚拟机 a : a : a", "虚拟机 a : a : a", "<mark>虚拟机</mark> a : a : a");
    check_snippet("在國際論壇上", "国际论坛", "在<mark>國際論壇</mark>上");
    check_snippet(
        "<script>阿里雲</script> & co",
        "阿里云",
        "&lt;script&gt;<mark>阿里雲</mark>&lt;/script&gt; &amp; co",
    );
    check_snippet("Rising investments", "investment", "Rising <mark>investments</mark>");
    check_snippet("阿里云\u{1b}[31m\u{202e}涨", "阿里云", "<mark>阿里云</mark> [31m 涨");
}

#[test]
fn a_terminal_is_not_steered_by_an_article() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云\u{1b}]0;x\u{7}涨")]);
    let hits = corpus.search(&Query::new("阿里云"), None).unwrap();
    assert_eq!(to_terminal(&hits.hits[0].snippet), "\u{1b}[1;31m阿里云\u{1b}[0m ]0;x 涨");
}

#[test]
fn far_places_make_several_fragments() {
    let filler = "这里是与问题无关的文字。".repeat(30);
    let text = format!("开头提到阿里云。{filler}中间提到通义千问。{filler}结尾又提到阿里云。");
    let mut corpus = Corpus::of_texts(&[("a", &text)]);
    let hits = corpus.search(&Query::new("阿里云 通义千问"), None).unwrap();
    let fragments = &hits.hits[0].snippet.fragments;
    let marked: Vec<&str> = fragments.iter().flat_map(|f| f.highlights.iter().map(|h| h.of(&f.text))).collect();
    assert_eq!(marked, ["阿里云", "通义千问", "阿里云"]);
    for fragment in fragments {
        assert_eq!(text[fragment.start..fragment.start + fragment.text.len()], fragment.text);
        assert!(fragment.text.chars().count() < 100, "{}", fragment.text);
    }
}

/// Words of Chinese and Korean with what may stand between them.
fn article() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[一-龥]{1,6}",
        "[가-힣]{1,5}",
        Just("阿里雲收入增長".to_string()),
        Just("삼성전자는 발표했다".to_string()),
        Just("AI".to_string()),
        Just("3800".to_string()),
    ];
    let between = prop_oneof![Just(""), Just(" "), Just("，"), Just("。\n"), Just("·"), Just(")")];
    prop::collection::vec((word, between), 1..12)
        .prop_map(|parts| parts.iter().map(|(word, gap)| format!("{word}{gap}")).collect())
}

fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0x4E00..=0x9FFF | 0xAC00..=0xD7A3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_two_or_more_adjacent_characters_find_it(text in article(), at in any::<prop::sample::Index>(), length in 2usize..9) {
        let stretches: Vec<&str> = text.split(|c: char| !is_cjk(c)).filter(|s| s.chars().count() >= 2).collect();
        prop_assume!(!stretches.is_empty());
        let stretch: Vec<char> = at.get(&stretches).chars().collect();
        let length = length.min(stretch.len());
        let start = at.index(stretch.len() - length + 1);
        let fragment: String = stretch[start..start + length].iter().collect();
        let mut corpus = Corpus::of_texts(&[("a", &text), ("b", "something else entirely")]);
        prop_assert_eq!(corpus.ids(&format!("\"{fragment}\"")), ["a"], "{} in {}", fragment, text);
        prop_assert_eq!(corpus.ids(&fragment), ["a"], "bare {} in {}", fragment, text);
    }

    #[test]
    fn snippets_of_any_text_are_parts_of_it(text in "(.|[가-힣一-龥 e\u{301}👨\u{200D}👩]){0,80}", query in "[가-힣一-龥a-z ]{1,8}") {
        let mut corpus = Corpus::of_texts(&[("a", &format!("{text} 阿里云 {text}"))]);
        let hits = corpus.search(&Query::new(&format!("阿里云 {query}")), None).unwrap();
        for fragment in &hits.hits[0].snippet.fragments {
            for highlight in &fragment.highlights {
                prop_assert!(fragment.text.get(highlight.range()).is_some());
            }
        }
        to_html(&hits.hits[0].snippet);
        to_terminal(&hits.hits[0].snippet);
    }
}

#[test]
fn simplified_and_traditional_articles_answer_to_zh() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "阿里云发布产品"),
        ("b", "阿里雲發佈產品"),
        ("c", "아리 阿里云 클라우드 제품을 발표했다"),
    ]);
    corpus.check("阿里云 lang:zh", "a b");
    corpus.check("阿里云 lang:zh-Hant", "b");
    let mut either = corpus.ids("阿里云 lang:ko OR lang:zh-Hant");
    either.sort();
    assert_eq!(either, ["b", "c"]);
    // Conditions alone, which score nothing.
    assert_eq!(corpus.ids("lang:ko OR lang:zh-Hant").len(), 2);
    assert_eq!(corpus.ids("lang:ko OR 发布").len(), 3);
    assert_eq!(common::langs(&mut corpus, "阿里云 -lang:zh"), [Lang::Ko]);
    assert_eq!(Segmenter::without_korean().worker().analyze("阿里雲", Lang::ZhHant).normalized.text(), "阿里云");
}

/// What begins or ends within a word is found where nothing has it as a word.
#[test]
fn fragments_may_cut_words() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "Alibaba Group said revenue rose 5%."),
        ("b", "团队和轿车制造商Quarterdeck合作。"),
        ("c", "구조대는 수색을 재개할 것이라고 발표했다."),
    ]);
    corpus.check("\"ibaba Gro\"", "a");
    corpus.check("\"venue rose\"", "a");
    corpus.check("libab", "a");
    corpus.check("venue AND ros AND G", "a");
    corpus.check("\"造商Qua\"", "b");
    corpus.check("队和轿", "b");
    corpus.check("할 AND 것이라고 AND 발", "c");
    corpus.check("Group", "a");
    corpus.check("zorblatt", "");
}

/// Marks between characters leave them without pairs, and a single letter at an edge is part of almost any word.
#[test]
fn fragments_may_hold_marks_and_end_in_a_single_letter() {
    let mut corpus = Corpus::of_texts(&[
        ("a", "检查了卵巢、肺部和皮肤，医生说“可行”，他放心了。"),
        ("b", "专辑在大马士革（Damascus）上市，型号为vitamin g，或者更新。"),
        ("c", "军队对和平示威的人群开枪。"),
        ("d", "Prices, case by case, fell again."),
    ]);
    corpus.check("\"巢、肺\"", "a");
    corpus.check("\"行”，他\"", "a");
    corpus.check("\"革（Damas\"", "b");
    corpus.check("\"g，或\"", "b");
    corpus.check("\"“可\" AND 他放", "a");
    corpus.check("平示威的人", "c");
    corpus.check("\"s,\" AND case", "d");
    corpus.check("\"肺、巢\"", "");
}

/// Words that cannot be looked for are not left out where only conditions would be left.
#[test]
fn conditions_with_words_that_cannot_be_looked_for_find_nothing() {
    let mut corpus = Corpus::of_texts(&[("a", "Prices, case by case, fell again. Plan b, again."), ("b", "疫苗短缺")]);
    for query in ["lang:en \"t,\"", "lang:en +\"t,\"", "lang:en (\"t,\" OR \"x.\")", "-fire \"t,\"", "lang:en \"…\""]
    {
        corpus.check(query, "");
    }
    corpus.check("lang:en \"b,\"", "a");
    corpus.check("lang:en \"t,\" case", "a");
    corpus.check("lang:en title:\"t,\" case", "a");
    corpus.check("lang:en -\"t,\"", "a");
    corpus.check("lang:en", "a");
}
