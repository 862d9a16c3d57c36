//! Words of Chinese and English text, numbers, and what lies between: all that needs no Korean dictionary.

mod common;

use common::check_all;
use newsbraid_segmenter::Segmenter;
use newsbraid_text::Lang;

#[track_caller]
fn table(lang: Lang, rows: &[(&str, &str)]) {
    check_all(&mut Segmenter::without_korean().worker(), lang, rows);
}

#[test]
fn chinese_words_and_the_words_in_them() {
    table(
        Lang::ZhHans,
        &[
            ("中国农业发展银行", "中国 农业发展银行[农业][发展][银行]"),
            ("測試工具箱", "测试工具[测试](试工)[工具] 箱"),
            ("阿里雲發佈通義千問，股價上漲。", "阿里 云 发布 通义 千问 ,. 股价 上涨 。."),
            ("人工智慧", "人工智慧(人工)(智慧)"),
            ("吴泳铭表示", "吴泳铭 表示"),
            ("々〇", "々 〇"),
        ],
    );
}

/// The finest words, as a grammar counts them.
#[track_caller]
fn words(text: &str, expect: &str) {
    let analysis = Segmenter::without_korean().worker().analyze(text, Lang::ZhHans);
    let found: Vec<_> = analysis.words().map(|token| analysis.term(token)).collect();
    assert_eq!(found.join(" "), expect);
}

#[test]
fn long_words_are_made_of_shorter_ones() {
    words("一个博物馆位于北京市", "一 个 博物 馆 位 于 北京 市");
    words("第一个三个月投资3,800億元人民幣", "第一 个 三 个 月 投资 3800亿 元 人民 币");
    words("体育用品公司总经理史树青", "体育 用品 公司 总 经理 史 树青");
    words("四面楚歌", "四面楚歌");
    words("增长5个百分点、20多人、34%", "增长 5 个 百分点 、 20多 人 、 34%");
}

#[test]
fn what_is_in_a_word_finds_it() {
    let analysis = Segmenter::without_korean().worker().analyze("测试工具箱", Lang::ZhHans);
    for term in ["测试", "工具", "测试工具"] {
        assert!(analysis.tokens.iter().any(|token| analysis.term(token) == term), "{term}");
    }
}

#[test]
fn japanese_keeps_its_scripts_apart() {
    let analysis = Segmenter::without_korean().worker().analyze("東京のクラウドサービスを発表した。", Lang::Ja);
    let found: Vec<_> = analysis.surface_tokens().map(|t| (analysis.term(t), t.lang)).collect();
    let expect = [
        ("东京", Lang::Ja),
        ("のクラウドサービスを", Lang::Ja),
        ("発", Lang::Ja),
        ("表", Lang::Ja),
        ("した", Lang::Ja),
        ("。", Lang::Ja),
    ];
    assert_eq!(found, expect);
}

#[test]
fn numbers_with_their_units() {
    table(
        Lang::ZhHans,
        &[
            ("3800亿元", "3800亿元#[3800亿](3800)[元]"),
            ("3,800億元人民幣", "3,800亿元#~3800亿元[3800亿](3800)[元] 人民币[人民][币]"),
            ("２０２５財年Q2增長34%", "2025财年#[2025][财年] q2#(2) 增长 34%#(34)"),
            ("1.5万亿美元、20多人", "1.5万亿美元#[1.5万亿](1.5)[美元] 、. 20多人#[20多](20)[人]"),
            ("2025.11.25", "2025.11.25#(2025)(11)(25)"),
            ("2025年11月25日10:30", "2025年#[2025][年] 11月#[11][月] 25日#[25][日] 10# :. 30#"),
            ("第3季度", "第 3季度#[3][季度]"),
            ("1,2,3", "1# ,. 2# ,. 3#"),
        ],
    );
    table(
        Lang::Ko,
        &[
            ("3,800억", "3,800억#~3800억(3800)"),
            ("2억5천만 원", "2억5천만#(2억)(2)(5천만)(5) 원"),
            ("74조9000억원", "74조9000억원#(74조)(74)(9000억)(9000)"),
            ("2025년 4월", "2025년#(2025) 4월#(4)"),
            ("34%", "34%#(34)"),
        ],
    );
    table(
        Lang::En,
        &[
            ("$38.6bn", "$. 38.6bn#(38.6)"),
            ("Q2 FY2026 2025Q3", "q2#(2) fy2026#(fy)(2026) 2025q3#(2025)(3)"),
            ("5G, 3D, GPT4o", "5g#(5) ,. 3d(3) ,. gpt4o(gpt)(4)"),
            ("5km 20%.", "5km#(5) 20%#(20) .."),
        ],
    );
}

#[test]
fn mixed_scripts_part_at_their_edges() {
    table(
        Lang::ZhHans,
        &[
            ("AI产品", "ai 产品"),
            ("Qwen3-Max", "qwen3(qwen)(3) -. max"),
            ("알리바바(BABA)", "알리바바 (. baba )."),
            ("アリババのクラウド", "アリババのクラウド"),
            ("Привет 😀👍🏽 ①2025年 10²", "привет? 😀? 👍🏽? ①? 2025年#[2025][年] 10# ²?"),
        ],
    );
}

#[test]
fn emoji_stay_whole() {
    table(
        Lang::En,
        &[
            ("👨\u{200D}👩\u{200D}👧👍🏽❤\u{FE0F}\u{200D}🔥", "👨\u{200D}👩\u{200D}👧? 👍🏽? ❤\u{200D}🔥?"),
            ("👩🏽\u{200D}🚀🧑\u{200D}🤝\u{200D}🧑", "👩🏽\u{200D}🚀? 🧑\u{200D}🤝\u{200D}🧑?"),
            ("🇰🇷🇨🇳🇺", "🇰🇷? 🇨🇳? 🇺?"),
            ("삼성📈전자", "삼성 📈? 전자"),
        ],
    );
}

#[test]
fn writing_from_right_to_left_and_its_controls() {
    table(
        Lang::En,
        &[
            ("\u{202B}שלום עולם\u{202C} (السلام عليكم).", "שלום? עולם? (. السلام? عليكم? ). .."),
            ("ali\u{202E}baba \u{2067}Qwen\u{2069}\u{200F}!", "alibaba qwen !."),
        ],
    );
}

#[test]
fn english_words_and_their_stems() {
    table(
        Lang::En,
        &[
            ("Alibaba's models don't run", "alibaba's~alibaba models~model don't run"),
            ("U.S. and A.I.", "u.s~us .. and a.i~ai .."),
            ("end.Start cafés", "end .. start cafés"),
            ("AT&T R&D state-of-the-art", "at &. t r &. d state -. of -. the -. art"),
            ("the companies' rules", "the companies~compani '. rules~rule"),
        ],
    );
}

#[track_caller]
fn cuts(text: &str, expect: &[&str]) {
    let analysis = Segmenter::without_korean().worker().analyze(text, Lang::Und);
    let found: Vec<_> = analysis.sentences.iter().map(|sentence| sentence.of(text)).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn sentences_end_where_readers_stop() {
    cuts("他说：“好。”她走了！真的？？ 是", &["他说：“好。”", "她走了！", "真的？？", "是"]);
    cuts(
        "“내년에 3.5% 오른다.” 그가 말했다. 정말요? 네, 좋아요. 환율은 1,380.5원… 올랐다.",
        &["“내년에 3.5% 오른다.”", "그가 말했다.", "정말요?", "네, 좋아요.", "환율은 1,380.5원… 올랐다."],
    );
    cuts("발표했다.”라고 했다. A사. B사는", &["발표했다.”", "라고 했다.", "A사.", "B사는"]);
    cuts("他说好。“不。”", &["他说好。", "“不。”"]);
    cuts("매출이 3.5% 늘었다.그는 말했다. \"좋다.\" 끝", &["매출이 3.5% 늘었다.", "그는 말했다.", "\"좋다.\"", "끝"]);
    cuts(
        "Mr. Wu of Alibaba Inc. said so. Sales at U.S. firms rose 3.5%. \"Fine.\" Done",
        &["Mr. Wu of Alibaba Inc. said so.", "Sales at U.S. firms rose 3.5%.", "\"Fine.\"", "Done"],
    );
    cuts(
        "Alibaba Inc. The firm. J. K. Rowling met I. Then qwen.ai rose",
        &["Alibaba Inc.", "The firm.", "J. K. Rowling met I.", "Then qwen.ai rose"],
    );
    cuts("一行\r\n\n二行。\n", &["一行", "二行。"]);
    cuts("東京です。はい", &["東京です。", "はい"]);
    cuts("", &[]);
}
