use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(source: &str, expect: &str) {
    assert_eq!(normalize(source).text(), expect, "{source:?}");
}

#[test]
fn folds_what_writers_mix_and_nothing_else() {
    check("阿里雲收入達３，８００億元", "阿里云收入达3,800亿元");
    check("中·美 ㆍ 韓・日", "中·美 · 韩·日");
    check("①2025년 10² ㅋㅋ", "①2025년 10² ㅋㅋ");
    check("李대통령", "李대통령"); // U+F9E1, the compatibility ideograph
    check("Qwen3\u{200B}-Max", "qwen3-max");
    check("“AI”\u{3000}‘핵심’", "\"ai\" '핵심'");
    check("\u{1112}\u{1161}\u{11AB}글", "한글"); // NFD jamo
    check("e\u{301}té", "été");
    check("İstanbul", "i\u{307}stanbul");
    check("乾隆 乾燥", "干隆 干燥");
    check(
        "👨\u{200D}👩\u{200D}👧 🏳\u{FE0F}\u{200D}🌈 a\u{200D}b 👍🏽\u{200D}",
        "👨\u{200D}👩\u{200D}👧 🏳\u{200D}🌈 ab 👍🏽",
    );
    check("", "");
}

#[test]
fn spans_go_back_to_whole_characters() {
    let text = "ＡＩ\u{200B}產品e\u{301}";
    let n = normalize(text);
    let back = |piece: &str| {
        let at = n.text().find(piece).unwrap();
        n.to_source(Span::new(at, at + piece.len())).of(text).to_string()
    };
    assert_eq!(n.text(), "ai产品é");
    assert_eq!(back("ai"), "ＡＩ");
    assert_eq!(back("i产"), "Ｉ\u{200B}產");
    assert_eq!(back("é"), "e\u{301}");
    assert_eq!(back("产品"), "產品");
}

#[test]
fn keys_drop_spaces_and_dots_only_where_writers_vary_them() {
    let key = |s: &str| match_key(normalize(s).text()).text().to_string();
    assert_eq!(key("퉁이 첸원"), "퉁이첸원");
    assert_eq!(key("埃隆 · 马斯克"), "埃隆马斯克");
    assert_eq!(key("오픈 AI"), "오픈ai");
    assert_eq!(key("알리바바\n클라우드"), "알리바바\n클라우드");
    assert_eq!(key("GPT-4 o"), "gpt-4 o");
    assert_eq!(key("미·중"), "미중");
    assert_eq!(key("3.5 - 4"), "3.5 - 4");
}

/// The stupid twin: every character on its own, composed with what follows, with its source range.
fn twin(source: &str) -> String {
    source.chars().filter(|&c| !is_dropped(c)).nfc().map(fold).fold(String::new(), append).nfc().collect()
}

proptest! {
    #[test]
    fn equals_the_twin(source in "[a-zA-ZéÅİ阿雲里臺灣汉字가나다한글１２３ＡＢ\u{1112}\u{1161}\u{11AB}\u{301}\u{200B}\u{F9E1} ·ㆍ・①²\n]{0,40}") {
        let n = normalize(&source);
        prop_assert_eq!(n.text(), twin(&source));
        let again = normalize(n.text());
        prop_assert_eq!(again.text(), n.text());
    }

    #[test]
    fn offsets_round_trip(source in "\\PC{0,60}") {
        let n = normalize(&source);
        for (at, c) in n.text().char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            let back = n.to_source(span);
            prop_assert!(source.is_char_boundary(back.start as usize) && source.is_char_boundary(back.end as usize));
            prop_assert!(!back.is_empty());
            prop_assert!(n.from_source(back).contains(span));
        }
        let whole = n.from_source(Span::new(0, source.len()));
        prop_assert_eq!(whole.end as usize, n.text().len());
    }

    #[test]
    fn spans_in_order_map_as_each_alone(source in "[a-cÅ阿雲，。１２가\u{301}\u{200B}①² \n]{0,40}", step in 1usize..4) {
        let n = normalize(&source);
        let ends: Vec<usize> = source.char_indices().map(|(at, _)| at).chain([source.len()]).step_by(step).collect();
        let spans: Vec<Span> = ends.windows(2).map(|ends| Span::new(ends[0], ends[1])).collect();
        let alone: Vec<Span> = spans.iter().map(|span| n.from_source(*span)).collect();
        prop_assert_eq!(n.from_source_in_order(spans).collect::<Vec<_>>(), alone);
    }

    #[test]
    fn keys_map_back(source in "[a-b가나阿里 ·\\-\n]{0,30}") {
        let n = normalize(&source);
        let k = match_key(n.text());
        for (at, c) in k.text().char_indices() {
            let back = k.to_source(Span::new(at, at + c.len_utf8()));
            prop_assert!(!back.is_empty());
        }
    }
}
