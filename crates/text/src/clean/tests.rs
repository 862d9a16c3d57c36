use proptest::prelude::*;

use super::*;
use crate::{Origin, Precision};

#[track_caller]
fn check(input: &str, expect: &str, flags: &[Flag]) {
    let document = clean(RawDocument::plain("a", input, Origin::unknown()));
    assert_eq!((document.text(), document.meta.flags.as_slice()), (expect, flags), "{input:?}");
}

#[test]
fn cuts_what_pages_leave_in_their_text() {
    check("![]()\n一邊是收入", "\n一邊是收入", &[Flag::ImageMarkup]);
    check("|\n◇“AI 인프라”\n|", "\n“AI 인프라”\n", &[Flag::Separator]);
    check("products [2][4][12]. Group", "products. Group", &[Flag::ReferenceMarks]);
    check("[1] 첫째", "[1] 첫째", &[]);
    check("개선됐다다.\n밝혔다다", "개선됐다.\n밝혔다", &[Flag::DoubledEnding]);
    check("다다음 주 가다 다다랐다.", "다다음 주 가다 다다랐다.", &[]);
    check("본문\n주목\n다음", "본문\n\n다음", &[Flag::AdSeparator]);
    check("Workflow\n千亿", "\n千亿", &[Flag::PageFurniture]);
    check("a\n特別聲明：以上內容為用戶上傳", "a\n", &[Flag::PlatformNotice]);
    check("a\nNotice: The content above (including", "a\n", &[Flag::PlatformNotice]);
    check("a\n责任编辑：王某", "a\n", &[Flag::Boilerplate]);
    check("<p>AT&amp;T <b>rises</b></p>3 < 4 &foo;", "\nAT&T rises\n3 < 4 &foo;", &[Flag::Html]);
    check("see [Reuters](https://example.org/x) today", "see Reuters today", &[Flag::ImageMarkup]);
    check("a\u{200B}b", "a\u{200B}b", &[Flag::InvisibleCharacters]);
    check("云计算 營業 數據", "云计算 營業 數據", &[]);
    check("计产业发 營業數據", "计产业发 營業數據", &[Flag::MixedScripts]);
}

#[track_caller]
fn date(input: &str, expect: Option<(&str, Precision)>) {
    let document = clean(RawDocument::plain("a", input, Origin::unknown()));
    let found = document.meta.published_at.map(|at| at.to_string()).zip(document.meta.date_precision);
    assert_eq!(found, expect.map(|(at, precision)| (at.to_string(), precision)), "{input:?}");
}

#[test]
fn datelines_give_dates_and_sentences_do_not() {
    date("Title\nBABA 虎嗅APP·2025-08-29 14:07\n", Some(("2025-08-29T14:07:00Z", Precision::Minute)));
    date("제목\n입력 2026.03.02. 오후 2:07", Some(("2026-03-02T14:07:00Z", Precision::Minute)));
    date("标题\n2026年3月2日\n正文", Some(("2026-03-02T00:00:00Z", Precision::Day)));
    date("Title\nMarch 2, 2026\n", Some(("2026-03-02T00:00:00Z", Precision::Day)));
    date("제목\n\n2025년 11월 25일, 한 방송의 보도에 따르면 알리바바는 실적을 발표했다.", None);
    date("11月25日,阿里公布2026財年Q2(自然年2025年Q3)季度業績公告。", None);
    date("AI 효과로 매출 34% 급증", None);
}

#[test]
fn given_dates_are_read_or_reported() {
    let raw = |given: &str| RawDocument {
        published_at: Some(given.into()),
        ..RawDocument::plain("a", "x", Origin::unknown())
    };
    let at = |given: &str| clean(raw(given)).meta.published_at.map(|at| at.to_string());
    for given in [
        "2026-03-02T14:07:00Z",
        "2026-03-02T23:07:00+09:00",
        "2026-03-02 14:07",
        "20260302140700",
        "202603021407",
        "2026-03-02T14:07+00:00",
        "2026年3月2日14时07分",
        "Mon, 2 Mar 2026 14:07:00 +0000",
        "1772460420",
        "2 March 2026 14:07",
        "2026-03-02T23:07+0900",
    ] {
        assert_eq!(at(given).as_deref(), Some("2026-03-02T14:07:00Z"), "{given}");
    }
    let unread = clean(raw("yesterday"));
    assert_eq!((unread.meta.published_at, unread.meta.flags), (None, vec![Flag::UnreadableDate]));
    assert_eq!(clean(raw("2026-13-45")).meta.flags, [Flag::UnreadableDate]);
    assert_eq!(
        clean(RawDocument::plain("news/2026-03-02_x", "x", Origin::unknown())).meta.date_from,
        DateFrom::FileName
    );
}

#[test]
fn language_and_title() {
    let given = |lang: Option<&str>, text: &str| {
        clean(RawDocument { lang: lang.map(str::to_string), ..RawDocument::plain("a", text, Origin::unknown()) }).meta
    };
    assert_eq!(given(None, "千亿砸向AI\nCore Viewpoint - Alibaba's latest financial report").lang, Lang::En);
    assert_eq!(given(Some("zh"), "阿里雲的增長").lang, Lang::ZhHant);
    assert_eq!(given(Some("ko-KR"), "AI").lang, Lang::Ko);
    assert_eq!(given(None, "阿里雲 AI 시대 매출이 늘었다").scripts, ["Hang", "Hant", "Latn"]);
    let long = format!("一邊是收入。{}", "很長的正文".repeat(30));
    assert_eq!(given(None, &long).title, "一邊是收入。");
}

#[test]
fn titles_of_their_own_are_a_field() {
    let raw = RawDocument {
        title: Some("AI &amp; 클라우드".into()),
        ..RawDocument::plain("a", "본문[2] 끝", Origin::unknown())
    };
    let document = clean(raw);
    assert_eq!(document.text(), "AI & 클라우드\n본문 끝");
    let cloud = document.locate(document.find("클라우드").unwrap());
    assert_eq!((cloud.field, cloud.chars), (FieldName::Title, Span::new(9, 13)));
    let end = document.locate(document.find("끝").unwrap());
    assert_eq!((end.field, end.chars, end.bytes), (FieldName::Text, Span::new(6, 7), Span::new(10, 13)));
    let and = document.locate(document.find("&").unwrap());
    assert_eq!(document.locator().surface(and), "&amp;");
}

proptest! {
    #[test]
    fn every_span_of_the_clean_text_has_a_place_in_the_input(
        title in proptest::option::of("(<b>|&amp;|다다\\.|[가a&;<>\\[\\]2! \n|◇雲]){0,12}"),
        text in "(!\\[\\]\\(\\)|<p>|&lt;|주목\n|다다\\.|[가a&;<>\\[\\]2! \n|◇雲]){0,40}",
    ) {
        let raw = RawDocument { title, ..RawDocument::plain("a", &text, Origin::unknown()) };
        let document = clean(raw);
        let locator = document.locator();
        for (at, c) in document.text().char_indices() {
            let place = locator.locate(Span::new(at, at + c.len_utf8()));
            let input = document.input(place.field);
            prop_assert!(input.get(place.bytes.range()).is_some());
            let chars: String = input.chars().skip(place.chars.start as usize).take(place.chars.len()).collect();
            prop_assert_eq!(chars, locator.surface(place));
        }
    }
}
