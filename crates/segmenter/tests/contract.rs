//! What holds for any text whatever.

mod common;
#[path = "common/contract.rs"]
mod contract;
#[path = "common/mecab.rs"]
mod mecab;

use std::sync::OnceLock;

use common::{korean_dictionary, render};
use newsbraid_segmenter::bare::BareJieba;
use newsbraid_segmenter::{Analysis, Segmenter, SegmenterConfig};
use newsbraid_text::{Lang, Span};
use proptest::prelude::*;

fn segmenter() -> &'static Segmenter {
    static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();
    let config = || SegmenterConfig { korean: Some(korean_dictionary()), ..SegmenterConfig::default() };
    SEGMENTER.get_or_init(|| Segmenter::new(config()).expect("no words of a user"))
}

fn analyze(text: &str, lang: Lang) -> Analysis {
    segmenter().worker().analyze(text, lang)
}

fn check_contract(text: &str, lang: Lang) {
    contract::check_analysis(&mut segmenter().worker(), text, lang);
}

fn lang() -> impl Strategy<Value = Lang> {
    prop::sample::select(Lang::ALL.to_vec())
}

/// Texts of the characters that meet in news, much more often than chance would have them.
fn news() -> impl Strategy<Value = String> {
    let pieces = [
        "阿里",
        "雲",
        "云",
        "發佈",
        "通义千问",
        "農業",
        "3,800",
        "3800",
        "亿",
        "億元",
        "%",
        "年",
        "알리바바",
        "의",
        "삼성전자",
        "우융밍",
        "는",
        "했다",
        "한",
        "미",
        "韓",
        "美",
        "\u{F9E1}",
        "ㆍ",
        "·",
        " ",
        "\u{3000}",
        "\n",
        "\u{200B}",
        "e\u{301}",
        "\u{1112}\u{1161}\u{11AB}",
        "AI",
        "Ｑ２",
        "Qwen3",
        "-",
        "Max",
        "'s",
        "U.S.",
        ".",
        "。",
        "!",
        "”",
        "“",
        "\"",
        "(",
        ")",
        "（",
        "クラウド",
        "ー",
        "は",
        "😀",
        "🏽",
        "①",
        "²",
        "İ",
        "ß",
        "п",
        "ก",
        "\u{0E33}",
        "ﬁ",
        "ㅋㅋ",
        "〇",
        "々",
        "\u{20000}",
        "1.5",
        ",",
        ":",
        "0",
        "조",
        "만",
        "년",
        "분기",
        "월",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_covered(text in "\\PC*", lang in lang()) {
        check_contract(&text, lang);
    }

    #[test]
    fn any_mixture_is_covered(text in news(), lang in lang()) {
        check_contract(&text, lang);
    }

    #[test]
    fn any_bytes_are_read_as_a_dictionary(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        mecab::check_mecab(&bytes);
    }

    /// The cut of our trie is jieba's, wherever all characters are in its list.
    #[test]
    fn chinese_is_cut_as_jieba_cuts_it(text in "[一-三不中为人从以会你全公出分别到动北华发可同名后和国在地大天好学家小就年开当成我所政方日时是月有来民法海点现生用的社第系经美者行要说车进过还这都部里重金长间面高]{1,24}") {
        static JIEBA: OnceLock<BareJieba> = OnceLock::new();
        let analysis = analyze(&text, Lang::ZhHans);
        let ours: Vec<Span> = analysis.surface_tokens().map(|token| token.span).collect();
        prop_assert_eq!(ours, JIEBA.get_or_init(BareJieba::load).words(&text, true));
    }

    #[test]
    fn a_worker_forgets_the_text_before(first in news(), second in news(), lang in lang()) {
        let mut worker = segmenter().worker();
        worker.analyze(&first, lang);
        prop_assert_eq!(worker.analyze(&second, lang), analyze(&second, lang));
    }
}

#[test]
fn long_runs_without_a_space_are_covered() {
    for unit in ["가", "阿", "a", "1", "ㅋ", "、", "ア", "한국어", "3,800", "a.", "1.", "\".", "가.", "'s", ". "]
    {
        check_contract(&unit.repeat(20_000), Lang::Ko);
    }
}

#[test]
fn broken_hangul_is_covered() {
    for text in [
        "\u{1100}".repeat(3000),
        "\u{11A8}".repeat(3000),
        "\u{1161}\u{1100}\u{11A8}".repeat(1000),
        "\u{1112}\u{1161}\u{11AB}".repeat(3000),
        format!("한{}국", "\u{302}".repeat(5000)),
        "가\u{302}\u{1161}".repeat(2000),
        "ㄱㅏㄴ".repeat(2000),
        "\u{3164}\u{115F}\u{1160}\u{FFA0}".repeat(500),
        format!("{} {}", "한".repeat(3000), "글은".repeat(3000)),
    ] {
        check_contract(&text, Lang::Ko);
        let mut worker = segmenter().worker();
        for morpheme in worker.morphemes(&text) {
            assert!(text.get(morpheme.span.range()).is_some_and(|s| !s.is_empty()), "{morpheme:?}");
        }
    }
}

#[test]
fn a_word_is_whole_wherever_a_long_line_is_cut() {
    // 30 bytes a sentence without spaces; 8 KiB end within one, at another syllable for each offset.
    for offset in 0..10 {
        let text = format!("{}{}", "가".repeat(offset), "알리바바클라우드매출은".repeat(600));
        let analysis = analyze(&text, Lang::Ko);
        let words = analysis.surface_tokens().filter(|token| analysis.term(token).contains("알리바바")).count();
        assert_eq!(words, 600, "{offset}");
    }
}

#[test]
fn marks_beside_a_word_do_not_change_it() {
    let texts = [
        "알리바바의 매출은 늘었다",
        "삼성전자",
        "한국은행",
        "우융밍은",
        "이재명 대통령",
        "中国农业发展银行",
        "通義千問發佈",
        "测试工具箱",
        "3,800억",
        "34%",
        "qwen3",
        "클라우드 사업이 성장했다",
    ];
    let marks =
        [")", "(", "ㆍ", "·", ".", "。", ",", "，", "!", "?", "\"", "”", "》", "…", " ", "\n", "-", "♥", "\u{200B}"];
    for text in texts {
        let alone = render(&analyze(text, Lang::Ko));
        for mark in marks {
            for marked in [format!("{text}{mark}"), format!("{mark}{text}"), format!("{mark}{text}{mark}")] {
                let found = render(&analyze(&marked, Lang::Ko));
                let tokens: Vec<_> = found.split(' ').filter(|token| !token.ends_with('.') && *token != "♥?").collect();
                assert_eq!(tokens.join(" "), alone, "{marked}");
            }
        }
    }
}

#[test]
fn spellings_of_one_word_fold() {
    let same = [
        ("ＡＩ産業３８００億元", "AI产业3800亿元"),
        ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}은행", "한국은행"),
        ("中ㆍ美", "中·美"),
        ("中・美", "中·美"),
        ("通\u{200B}義\u{FEFF}千問", "通义千问"),
        ("Cafe\u{301}", "café"),
        ("軟體與人工智慧", "软体与人工智慧"),
        ("\u{F9E1}대통령", "李대통령"),
    ];
    for (one, other) in same {
        for lang in [Lang::ZhHans, Lang::Ko] {
            assert_eq!(render(&analyze(one, lang)), render(&analyze(other, lang)), "{one}");
        }
    }
}

#[test]
fn workers_of_many_threads_agree() {
    let texts: Vec<String> =
        (0..40).map(|i| format!("알리바바 {i}분기 매출 3,{i:03}억 위안, 阿里雲 {i}% growth")).collect();
    let alone: Vec<_> = texts.iter().map(|text| analyze(text, Lang::Ko)).collect();
    let threads = std::thread::scope(|scope| {
        let run = || texts.iter().map(|text| analyze(text, Lang::Ko)).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(threads.iter().all(|found| *found == alone));
}

#[test]
fn a_jamo_that_composes_with_nothing_is_a_token_of_its_own() {
    for text in ["Ϲ\u{D7B0}", "e\u{301}\u{1161}", "Ａ\u{11A8}", "\u{1112}\u{1161}\u{11AB}\u{11AB}"] {
        check_contract(text, Lang::ZhHans);
    }
}

#[test]
fn a_mark_on_hangul_is_part_of_the_word() {
    for text in ["클라우드\0\u{340} 국내", "한\u{302E}국\u{302F}은행\u{301}\u{301}", "\u{301}가", "３\u{301}억"]
    {
        Lang::ALL.iter().for_each(|lang| check_contract(text, *lang));
    }
    assert_eq!(render(&analyze("한\u{302E}국은행\u{301}", Lang::Ko)), "한\u{302E} 국 은행\u{301}");
}

/// Time that grows with the square of the length shows here: each took minutes.
#[test]
fn a_page_of_one_pattern_takes_no_more_time_than_any_other() {
    let page = |unit: &str, end: &str| unit.repeat(400_000 / unit.len()) + end;
    for text in [
        page(".", "a"),
        page("．", "가"),
        page("１．", ""),
        page("ａ１", ""),
        page("a1", ""),
        page("a", "b"),
        page("阿", ""),
    ] {
        check_contract(&text, Lang::ZhHans);
    }
}

/// Found by fuzzing: of an eojeol with a tab before it, the memo gave the tab to its first word.
#[test]
fn a_tab_before_an_eojeol_changes_nothing_the_second_time() {
    for text in ["장비 등 \t급한 화물은", "\t급한", "급한\t했다고 \u{1}발표했다", "가 \t\t알리바바는"]
    {
        check_contract(text, Lang::Ko);
        let mut worker = segmenter().worker();
        let first = worker.analyze(text, Lang::Ko);
        assert_eq!(worker.analyze(text, Lang::Ko).tokens, first.tokens, "{text:?}");
    }
}

/// Found by fuzzing: the mark was part of the word, but of none of the words that it consists of.
#[test]
fn a_mark_after_a_compound_is_part_of_its_last_word() {
    for text in ["上的下载量\u{1DF2}超过", "下载量\u{301}\u{301}", "3,800\u{301}亿元\u{301}", "金融业\u{302E}增长"]
    {
        Lang::ALL.iter().for_each(|lang| check_contract(text, *lang));
    }
    let analysis = analyze("下载量\u{301}", Lang::ZhHans);
    let words: Vec<_> = analysis.words().map(|word| analysis.term(word)).collect();
    assert_eq!(words, ["下载", "量\u{301}"]);
}
