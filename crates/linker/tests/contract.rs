//! What holds for any text whatever.

#[path = "common/contract.rs"]
mod contract;

use std::sync::LazyLock;

use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::Lang;
use proptest::prelude::*;

/// The default of `config/newsbraid.toml`.
const THRESHOLD: f32 = 0.5;

fn check(text: &str, lang: Lang) {
    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| {
        let data_dir = DataDir::of_user().expect("a home folder");
        let korean = ensure_korean(&data_dir, &mut |_| {}).expect("the dictionary can be installed");
        let config = SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() };
        Segmenter::new(config).expect("no words of a user")
    });
    static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(KnowledgeBase::embedded(), THRESHOLD));
    contract::check_annotations(&LINKER, &mut SEGMENTER.worker(), text, lang);
}

#[test]
fn a_name_behind_any_mark_before_brackets() {
    for mark in ["▲", "·", "“", "—", " ", "🎉", "e\u{301}"] {
        check(&format!("관람했다{mark}제프 플레이크(Jeff Flake) 상원의원은"), Lang::Ko);
        check(&format!("他说{mark}奥林·哈奇(Orrin Hatch)议员"), Lang::ZhHans);
    }
}

#[test]
fn an_institution_that_a_linked_name_goes_beyond() {
    check("The Court of Bosnia and Herzegovina took the case on Monday.", Lang::En);
    check("She moved to the Department of Health and Human Services.", Lang::En);
}

/// What the rules of mentions, figures and dates look for, with the marks of all scripts between.
const PIECES: &[&str] = &[
    "吴泳铭",
    "吳泳銘",
    "우융밍",
    "Eddie Wu",
    "阿里",
    "알리바바",
    "Alibaba",
    "통이 첸원",
    "Qwen",
    "Qwen2.5-Max",
    "GPT-5",
    "App",
    "孙浩然",
    "쑨하오란",
    "罗莎琳达",
    "제프",
    "플레이크",
    "Jeff Flake",
    "Marit Oosterveen",
    "Naru Economic Institute",
    "of",
    "the",
    "University",
    "海纳",
    "证券",
    "하이나증권",
    "布鲁克林",
    "体育",
    "公司",
    "大学",
    "港",
    "정수빈",
    "김민수",
    "欧阳",
    "澈",
    "沈",
    "总统",
    "董事长",
    "研究员",
    "表示",
    "回应",
    "대통령",
    "대표",
    "회장은",
    "CEO",
    "President",
    "Prof.",
    "said",
    "총",
    "总",
    "각각",
    "分别",
    "韩",
    "美",
    "中",
    "日",
    "미",
    "중",
    "북",
    "남",
    "한",
    "미국",
    "中国",
    "中美",
    "州",
    "市",
    "시",
    "도",
    "정부는",
    "달러",
    "9988.HK",
    "BABA",
    "005930",
    "(45)",
    "45세",
    "2330",
    "亿",
    "万",
    "억",
    "조",
    "만",
    "천",
    "만명",
    "million",
    "bn",
    "元",
    "위안",
    "美元",
    "원",
    "$",
    "US$",
    "€",
    "%",
    "%p",
    "个百分点",
    "点",
    "3,800",
    "3.8",
    "380",
    "0",
    "-53",
    "十",
    "二十",
    "兩百",
    "수십",
    "约",
    "약",
    "about",
    "至",
    "에서",
    "from",
    "to",
    "~",
    "같은",
    "同比",
    "전년",
    "增长",
    "下降",
    "증가",
    "rose",
    "年",
    "月",
    "日",
    "년",
    "월",
    "일",
    "2026",
    "5월",
    "周三",
    "去年",
    "지난해",
    "Q3",
    "财年",
    "上午",
    "10:30",
    "营收",
    "净利润",
    "매출",
    "사망자",
    "dead",
    "人",
    "명",
    "은",
    "는",
    "이",
    "가",
    "을",
    "의",
    "(",
    ")",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "<",
    ">",
    "·",
    "、",
    "，",
    ",",
    ".",
    "。",
    "！",
    ":",
    "/",
    "-",
    "—",
    "▲",
    "■",
    "※",
    "#",
    "@",
    "\"",
    "'",
    "’",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\u{3000}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{301}",
    "é",
    "Ä",
    "ﬁ",
    "①",
    "㎡",
    "Ⅲ",
    "½",
    "🎉",
    "👨\u{200d}👩\u{200d}👧",
    "\u{F9E1}",
    "ᄒ",
    "か",
    "ไทย",
];

fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(str::to_string),
        1 => any::<char>().prop_map(String::from),
        1 => (0u64..2_000_000).prop_map(|number| number.to_string()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn lang() -> impl Strategy<Value = Lang> {
    prop::sample::select(Lang::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotations_of_any_news(text in news(), lang in lang()) {
        check(&text, lang);
    }

    #[test]
    fn annotations_of_any_text(text in any::<String>(), lang in lang()) {
        check(&text, lang);
    }
}
