use jiff::civil::date;
use newsbraid_text::normalize;

use super::*;

/// The labels of all dates of a text published on 25 November 2025 (a Tuesday), by a company whose fiscal year ends in
/// March; `?` for a date that stays unknown.
#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(labels(text, Some(date(2025, 11, 25))), expect, "{text}");
}

fn labels(text: &str, published: Option<Date>) -> String {
    let normalized = normalize(text);
    let stamps = scan(&Env { s: normalized.text(), published, year_end: &|_| Some((3, 31)) });
    let labels: Vec<String> = stamps.into_iter().map(|s| s.when.map_or("?".into(), |w| w.2)).collect();
    labels.join(" ")
}

#[test]
fn absolute_dates() {
    check("2025年9月30日", "2025-09-30");
    check("2025 年 9 月 30 日", "2025-09-30");
    check("2025년 9월 30일", "2025-09-30");
    check("２０２５年９月", "2025-09");
    check("2025年", "2025");
    check("25 年 4 月", "2025-04");
    check("2025-08-29", "2025-08-29");
    check("2025/8/29 14:07", "2025-08-29 ?");
    check("2025.11.25", "2025-11-25");
    check("October 18, 2025", "2025-10-18");
    check("18 October 2025", "2025-10-18");
    check("Oct. 18", "2025-10-18");
    check("October 2023", "2023-10");
    check("in 2024", "2024");
    check("十月一日", "2025-10-01");
    check("2020年底", "2020-12");
    check("1990年代", "1990-01/1999-12");
    check("2025年上半年", "2025H1");
    check("2025년 하반기", "2025H2");
    check("今年秋季", "2025-autumn");
    check("1H25", "2025H1");
    check("3Q25", "2025Q3");
}

#[test]
fn dates_relative_to_the_day_of_publication() {
    check("今天", "2025-11-25");
    check("昨日", "2025-11-24");
    check("어제", "2025-11-24");
    check("yesterday", "2025-11-24");
    check("24일 제일재경", "2025-11-24");
    check("지난 17일", "2025-11-17");
    check("지난 28일", "2025-10-28");
    check("오는 28일", "2025-11-28");
    check("28일", "2025-11-28");
    check("9월", "2025-09");
    check("2월에 공표한", "2025-02");
    check("12月", "2025-12");
    check("去年10月", "2024-10");
    check("지난해 8월", "2024-08");
    check("올해 3분기", "2025Q3");
    check("내년 3월", "2026-03");
    check("지난달 31일", "2025-10-31");
    check("上周", "2025-11-17/2025-11-23");
    check("上周五", "2025-11-21");
    check("지난주 금요일", "2025-11-21");
    check("월요일", "2025-11-24");
    check("周二", "2025-11-25");
    check("on Monday", "2025-11-24");
    check("last Monday", "2025-11-24");
    check("next Friday", "2025-11-28");
    check("last month", "2025-10");
    check("this year", "2025");
    check("to October", "2025-10");
    assert_eq!(labels("24일, 9월, 昨日, on Monday", None), "? ? ? ?");
}

#[test]
fn ranges_of_dates() {
    check("24~26일", "2025-11-24/2025-11-26");
    check("7月26日至28日", "2025-07-26/2025-07-28");
    check("2025年7月27日至2026年7月27日", "2025-07-27/2026-07-27");
    check("2024년 9~12월", "2024-09/2024-12");
    check("8∼10월", "2025-08/2025-10");
    check("2020-2024年", "2020-01/2024-12");
    check("August 20 to 22", "2025-08-20/2025-08-22");
    check("1—7月份", "2025-01/2025-07");
}

#[test]
fn quarters_and_fiscal_years() {
    check("2026財年Q2(自然年2025年Q3)", "2025Q3 2025Q3");
    check("2026財年第二季度", "2025Q3");
    check("회계연도 2분기", "2025Q3");
    check("2025 회계연도 3분기", "2024Q4");
    check("9월 분기", "2025Q3");
    check("6월 분기", "2025Q2");
    check("12月季度", "2025Q4");
    check("九月季度", "2025Q3");
    check("September quarter", "2025Q3");
    check("截至2025年9月30日止季度", "2025Q3");
    check("fiscal second quarter", "2025Q3");
    check("second quarter of fiscal 2026", "2025Q3");
    check("fiscal year 2025", "2024-04/2025-03");
    check("FY26", "2025-04/2026-03");
    check("第三季度", "2025Q3");
    check("3분기(8~10월)", "2025-08/2025-10 2025-08/2025-10");
    check("2027 年 Q1", "2027Q1");
    check("2025年Q2-Q3", "2025-04/2025-09");
    check("Q2 2025", "2025Q2");
    check("2025年Q3。本季度", "2025Q3 2025Q3");
}

#[test]
fn zones_move_the_day() {
    check("北京时间2025年8月17日 00:00", "2025-08-16");
    check("北京时间2025年8月17日 09:00", "2025-08-17");
    check("August 17 22:00 EST", "2025-08-18");
    check("2025年8月17日 00:00", "2025-08-17 ?");
}

#[test]
fn what_is_no_date() {
    for text in [
        "12/13/14",
        "3/4/2025",
        "2025-13-01",
        "3개월",
        "6개 분기",
        "3분기 연속",
        "20일 넘게",
        "3日元",
        "十年",
        "30年",
        "Qwen-2025",
        "$2025",
        "1위",
        "2025亿元",
        "may rise",
        "march on",
        "第三名",
        "周年",
        "올라",
        "in 2000 people",
        "2,025年间",
        "Q1:\n",
    ] {
        check(text, "");
    }
    // What the calendar does not have is a date all the same, and no quantity.
    check("2025年2月30日", "?");
    check("2025年13月", "2025");
}
