#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use newsbraid_text::normalize;

use super::*;
use crate::annotations::{Bound, Change, CurrencyFrom};

fn finder() -> &'static FigureFinder {
    static FINDER: std::sync::LazyLock<FigureFinder> =
        std::sync::LazyLock::new(|| FigureFinder::new(&Measures::embedded()));
    &FINDER
}

pub(super) fn figures(text: &str) -> Vec<Figure> {
    finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Nothing).0
}

/// `CNY`, `percent`, ...: the currency of money, else the unit.
fn unit_of(figure: &Figure) -> String {
    let unit = serde_json::to_value(figure.unit).unwrap();
    figure.currency.clone().unwrap_or(unit.as_str().unwrap().to_string())
}

/// One figure in short: `380000000000 CNY >=`, `-53 percent yoy`.
fn short(figure: &Figure) -> String {
    let bound = match figure.bound {
        Some(Bound::About) => " ~",
        Some(Bound::Min) => " >=",
        Some(Bound::Max) => " <=",
        None => "",
    };
    let change = match figure.change {
        Some(Change::Yoy) => " yoy",
        Some(Change::Qoq) => " qoq",
        None => "",
    };
    format!("{} {}{bound}{change}", figure.value, unit_of(figure))
}

/// All figures of a text, in short, parted by commas.
#[track_caller]
fn check(text: &str, expect: &str) {
    let found: Vec<String> = figures(text).iter().map(short).collect();
    assert_eq!(found.join(", "), expect, "{text}");
}

/// The interval and unit of the only figure.
#[track_caller]
fn check_interval(text: &str, expect: &str) {
    let found: Vec<String> = figures(text).iter().map(|f| format!("{}..{} {}", f.low, f.high, unit_of(f))).collect();
    assert_eq!(found.join(", "), expect, "{text}");
}

/// The measures, in order; `-` for none.
#[track_caller]
fn check_measures(text: &str, expect: &str) {
    let found: Vec<String> = figures(text).iter().map(|f| f.measure.clone().unwrap_or("-".into())).collect();
    assert_eq!(found.join(" "), expect, "{text}");
}

/// The stretches of text, in order.
#[track_caller]
fn check_spans(text: &str, expect: &[&str]) {
    let found: Vec<&str> = figures(text).iter().map(|f| f.span.of(text)).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn money_in_four_scripts() {
    check("3,800억 위안", "380000000000 CNY");
    check("3800亿元", "380000000000 CNY");
    check("3,800億元", "380000000000 CNY");
    check("３８００億元", "380000000000 CNY");
    check("380 billion yuan", "380000000000 CNY");
    check("三千八百亿元", "380000000000 CNY");
    check("삼천팔백억 위안", "380000000000 CNY");
    check("人民幣2,477.95億元", "247795000000 CNY");
    check("398.24億元人民幣", "39824000000 CNY");
    check("2,426억5천만 위안", "242650000000 CNY");
    check("74조9000억원", "74900000000000 KRW");
    check("10억 5천만 원", "1050000000 KRW");
    check("1조 2,000억원", "1200000000000 KRW");
    check("570억600만달러", "57006000000 USD");
    check("570억1천만 달러", "57010000000 USD");
    check("1억3990만원", "139900000 KRW");
    check("1만9960원", "19960 KRW");
    check("83조원", "83000000000000 KRW");
    check("7.54億美元", "754000000 USD");
    check("8.43 万亿美元", "8430000000000 USD");
    check("600 亿美元", "60000000000 USD");
    check("百万美元", "1000000 USD");
    check("백만 달러", "1000000 USD");
    check("한화 50조원", "50000000000000 KRW");
    check("미화 348억 달러", "34800000000 USD");
    check("一万亿元人民币", "1000000000000 CNY");
    check("1亿3000万元", "130000000 CNY");
    check("两千三百万元", "23000000 CNY");
    check("三万五千元", "35000 CNY");
    check("三千零五十元", "3050 CNY");
    check("0.025 元", "0.025 CNY");
    check("50億港元", "5000000000 HKD");
    check("1兆日圓", "1000000000000 JPY");
    check("300亿日元", "30000000000 JPY");
    check("2亿新台币", "200000000 TWD");
    check("20亿欧元", "2000000000 EUR");
    check("5億韓元", "500000000 KRW");
    check("30억 엔", "3000000000 JPY");
    check("5억 유로", "500000000 EUR");
    check("$57bn", "57000000000 USD");
    check("$31.9 Billion", "31900000000 USD");
    check("$350 million", "350000000 USD");
    check("US$22,500", "22500 USD");
    check("HK$3.5 billion", "3500000000 HKD");
    check("NT$1,325", "1325 TWD");
    check("€20m", "20000000 EUR");
    check("£3.2tn", "3200000000000 GBP");
    check("¥500万", "5000000 CNY");
    check("RMB 1.5 billion", "1500000000 CNY");
    check("USD 5 million", "5000000 USD");
    check("38.6bn yuan", "38600000000 CNY");
    check("a billion dollars", "1000000000 USD");
    check("two million dollars", "2000000 USD");
    check("A new $100,000 fee", "100000 USD");
    check("1元兑换", "1 CNY");
}

#[test]
fn rounding_intervals() {
    check_interval("2,478억 위안", "247750000000..247850000000 CNY");
    check_interval("2,477.95億元", "247794500000..247795500000 CNY");
    check_interval("3,800억 위안", "379500000000..380500000000 CNY");
    check_interval("74조9000억원", "74850000000000..74950000000000 KRW");
    check_interval("1억4000만원", "139500000..140500000 KRW");
    check_interval("83조원", "82500000000000..83500000000000 KRW");
    check_interval("34%", "33.5..34.5 percent");
    check_interval("100%", "99.5..100.5 percent");
    check_interval("35.80%", "35.795..35.805 percent");
    check_interval("下降53%", "-53.5..-52.5 percent");
    check_interval("126661人", "126660.5..126661.5 person");
    check_interval("62,000 people", "61950..62050 person");
    check_interval("三分之一", "0.3333333333333333..0.3333333333333333 multiple");
    check_interval("十几人", "10..19 person");
    check_interval("数千人", "1000..9999 person");
    check_interval("수백만 명", "1000000..9990000 person");
    check_interval("数十亿美元", "1000000000..9900000000 USD");
    check_interval("一亿数千万元", "110000000..199990000 CNY");
    check_interval("tens of thousands of people", "10000..99000 person");
    check_interval("910亿至930亿美元", "91000000000..93000000000 USD, 91000000000..93000000000 USD");
}

#[test]
fn bounds_before_and_behind() {
    check("超过3800亿元", "380000000000 CNY >=");
    check("3,800억 위안 이상", "380000000000 CNY >=");
    check("최소 3800억위안", "380000000000 CNY >=");
    check("at least $5bn", "5000000000 USD >=");
    check("more than 2,500 people", "2500 person >=");
    check("over 380 billion yuan", "380000000000 CNY >=");
    check("近30年的婚姻", "30 year ~");
    check("约10亿元", "1000000000 CNY ~");
    check("약 530억 달러", "53000000000 USD ~");
    check("about 20%", "20 percent ~");
    check("nearly 4 billion yuan", "4000000000 CNY ~");
    check("15亿元左右", "1500000000 CNY ~");
    check("百亿元级", "10000000000 CNY ~");
    check("不到20%", "20 percent <=");
    check("不超过20%", "20 percent <=");
    check("最多5亿元", "500000000 CNY <=");
    check("최대 5억원", "500000000 KRW <=");
    check("5% 미만", "5 percent <=");
    check("up to 40 per cent", "40 percent <=");
    check("사망자 1400명 넘어", "1400 person >=");
    check("사망자가 800명을 넘은", "800 person >=");
    check("150여 명이 실종", "150 person >=");
    check("40多人受傷", "40 person >=");
    check("三倍多", "3 multiple >=");
    check("3000多亿元", "300000000000 CNY >=");
    check("300余家企业", "300 count >=");
    check("75%以上", "75 percent >=");
    check("20일 넘게 체류했다", "20 day >=");
    check("最近3天", "3 day");
    check("签约5亿元", "500000000 CNY");
    check("2%대 상승", "2 percent ~");
    check("用户过亿", "100000000 person >=");
}

#[test]
fn ranges_have_two_ends() {
    check("910亿至930亿美元", "91000000000 USD >=, 93000000000 USD <=");
    check("3~5%", "3 percent >=, 5 percent <=");
    check("20-30%", "20 percent >=, 30 percent <=");
    check("约 30%-40%", "30 percent >=, 40 percent <=");
    check("between 5 and 7 million people", "5000000 person >=, 7000000 person <=");
    check("5 to 7 percent", "5 percent >=, 7 percent <=");
    check("$5-7 million", "5000000 USD >=, 7000000 USD <=");
    check("3~5만명", "30000 person >=, 50000 person <=");
    check("20万至100万辆", "200000 count >=, 1000000 count <=");
    check("2—3天", "2 day >=, 3 day <=");
    check("下滑约30%-40%", "-30 percent >=, -40 percent <=");
    check("从366亿元降至130亿元", "36600000000 CNY, 13000000000 CNY");
    check("US$10,000 to US$22,500", "10000 USD, 22500 USD");
}

#[test]
fn percentages_points_multiples_fractions() {
    check("34%", "34 percent");
    check("８％", "8 percent");
    check("8 per cent", "8 percent");
    check("12.5 percent", "12.5 percent");
    check("3퍼센트", "3 percent");
    check("百分之三十", "30 percent");
    check("百分之3.5", "3.5 percent");
    check("千分之五", "0.5 percent");
    check("三成", "30 percent");
    check("上调1个百分点", "1 percent_point");
    check("0.5%포인트 인하", "-0.5 percent_point");
    check("2%p", "2 percent_point");
    check("25个基点", "25 basis_point");
    check("rates were cut by 25 basis points", "-25 basis_point");
    check("50bp", "50 basis_point");
    check("两倍", "2 multiple");
    check("3倍", "3 multiple");
    check("3배", "3 multiple");
    check("두 배", "2 multiple");
    check("세 배 증가", "3 multiple");
    check("three times the size", "3 multiple");
    check("三分之一", "0.3333333333333333 multiple");
    check("3분의 1", "0.3333333333333333 multiple");
    check("4分之3", "0.75 multiple");
    check("two-thirds of", "0.6666666666666666 multiple");
    check("降低一半", "0.5 multiple");
    check("절반", "0.5 multiple");
    check("零分之一", "");
    check("0분의 1", "");
}

#[test]
fn changes_and_their_direction() {
    check("同比下降53%", "-53 percent yoy");
    check("收入同比增长34%", "34 percent yoy");
    check("驟降85%", "-85 percent");
    check("전년 동기 대비 5% 증가", "5 percent yoy");
    check("전년동기대비 각각 8%, 4% 감소", "-8 percent yoy, -4 percent yoy");
    check("전 분기 대비 22% 증가", "22 percent qoq");
    check("나스닥 1.5% 급락", "-1.5 percent");
    check("34%로 하락", "34 percent");
    check("降至5%", "5 percent");
    check("降至130亿元", "13000000000 CNY");
    check("14.1%的萎縮", "-14.1 percent");
    check("环比增长3%", "3 percent qoq");
    check("同比减少近300亿元", "-30000000000 CNY ~ yoy");
    check("较去年同期减少213亿元", "-21300000000 CNY yoy");
    check("推理成本年降6亿美元", "600000000 USD");
    check("revenue rose 8 per cent year on year", "8 percent yoy");
    check("a year-on-year increase of 220%", "220 percent yoy");
    check("profit fell 53%", "-53 percent");
    check("sales fell by more than 5%", "-5 percent >=");
    check("shares fell to 3%", "3 percent");
    check("a 5% decline", "-5 percent");
    check("+34% YoY", "34 percent yoy");
    check("흘러 -53%", "-53 percent");
    check("영하 10도", "-10 celsius");
    check("零下10度", "-10 celsius");
}

#[test]
fn units_of_the_news() {
    check("16명이 사망", "16 person");
    check("5 名队员", "5 person");
    check("3,356 位亿万富翁", "3356 person");
    check("2500명", "2500 person");
    check("수백만 명", "1000000 person ~");
    check("두 명", "2 person");
    check("16 people", "16 person");
    check("800 dead", "800 person");
    check("4.7 million units", "4700000 count");
    check("over 300 AI models", "300 count >=");
    check("5 万颗芯片", "50000 count");
    check("10 座晶圆厂", "10 count");
    check("三家企业", "3 count");
    check("1,000만 회 다운로드", "10000000 count");
    check("주택 5400여 채", "5400 count >=");
    check("2만吨", "20000 tonne");
    check("500 tonnes", "500 tonne");
    check("约 826 万平方米", "8260000 square_metre ~");
    check("3平方公里", "3000000 square_metre");
    check("35度", "35 celsius");
    check("35℃", "35 celsius");
    check("12公里", "12 kilometre");
    check("30km", "30 kilometre");
    check("5兆瓦", "5000000 watt");
    check("10GW", "10000000000 watt");
    check("556.87點", "556.87 point");
    check("24小时", "24 hour");
    check("十年", "10 year");
    check("3년간", "3 year");
    check("三個月", "3 month");
    check("6개 분기", "6 quarter");
    check("14 quarters", "14 quarter");
    check("40-year-old", "40 year");
    check("75.33美元/桶", "75.33 USD");
    check("규모 6.0의 지진", "6 magnitude");
    check("6.0级地震", "6 magnitude");
}

#[test]
fn bare_numbers_need_a_measure() {
    check("7", "");
    check("公布了 500 以内", "");
    check("得分 74.4", "74.4 point");
    check("Gaza death toll exceeds 62,000", "62000 person >=");
    check("다운로드(첫 주 1,000만)", "10000000 count");
    check("下載量已超過1000萬。", "10000000 count >=");
    check("阿里美股收入3,800億元。之前提到的3800億", "380000000000 CNY, 380000000000 CNY");
    check("74조 투자", "74000000000000 KRW");
    check("市值从126亿暴跌到16亿", "12600000000 money, 1600000000 money");
}

#[test]
fn names_ordinals_dates_and_marks_are_no_quantities() {
    for text in [
        "Qwen2.5-Max",
        "GPT-5",
        "9988.HK",
        "9988-HK",
        "第3",
        "第三",
        "第十名",
        "2025年",
        "[2]",
        "88VIP",
        "H100",
        "5G",
        "Qwen3-30B",
        "제18호 태풍",
        "Q3",
        "3.1 model",
        "1위",
        "No. 5",
        "top 10",
        "14:07",
        "2025-08-29",
        "9月30日",
        "지난 17일",
        "2,1",
        "v2.0.1",
        "歼-15T",
        "24~26일",
        "SK3사",
        "百度",
        "千问",
        "万达",
        "万一",
        "十分重要",
        "三星",
        "一个问题",
        "两岸",
        "三位数增长",
        "元宇宙3",
        "5元宇宙",
        "조달",
        "억제",
        "천명했다",
        "백기를",
        "만약",
        "이백",
        "사조",
        "5대 그룹",
        "한 조",
        "3-2",
        "7-eleven",
        "covid-19",
        "boeing 737",
        "in 2024",
        "8-K 文件",
        "8点30分",
        "오후 11시 47분",
        "4pm",
        "@3",
        "#7",
        "180도 다른",
        "七八个",
        "S&P 500",
        "다우존스30산업평균지수",
    ] {
        check(text, "");
    }
}

#[test]
fn what_is_malformed_is_nothing() {
    for text in
        ["1e400", "3,80,0元", "12/13/14", "1.234,56 yuan", "1,2,3", "0분의 0", "1/0", "007", "1..2%%", "2024,300人"]
    {
        check(text, "");
    }
    check(&"9".repeat(1_000_000), "");
    check(&format!("{}亿元", "9".repeat(40)), "");
    check(&"亿".repeat(100_000), "");
    check(&"万".repeat(100_000), "");
    sound(&"1亿".repeat(20_000));
    sound(&"3~".repeat(20_000));
    sound(&"收入".repeat(20_000));
}

#[test]
fn spans_hold_number_currency_and_unit_and_no_more() {
    check_spans("收入为人民幣398.24億元(55.94億美元)", &["人民幣398.24億元", "55.94億美元"]);
    check_spans("총 3,800억 위안 이상", &["3,800억 위안"]);
    check_spans("about $350bn more", &["$350bn"]);
    check_spans("同比下降34%。", &["34%"]);
    check_spans("６００ 亿美元", &["６００ 亿美元"]);
    check_spans("2.478\u{200B}亿元", &["2.478\u{200B}亿元"]);
}

#[test]
fn measures_are_the_nearest_that_fit() {
    check_measures("收入398.24億元,同比增長34%;而集團經營利潤暴跌85%", "revenue revenue operating_profit");
    check_measures(
        "歸屬於淨利潤為209.90億元(29.48億美元)。經營利潤53.65億元,同比下降85%",
        "net_profit net_profit operating_profit operating_profit",
    );
    check_measures(
        "매출액은 2801억위안(약 55조원), 순이익 548억위안으로 전년동기대비 각각 8%, 4% 증가",
        "revenue revenue net_profit revenue net_profit",
    );
    check_measures("총 3,800억 위안(약 530억 달러) 투자 계획", "investment investment");
    check_measures("182억위안(약 3조6000억원)의 과징금", "fine fine");
    check_measures("시장의 379억 위안 예상치", "forecast");
    check_measures("16명이 사망하고 20명이 부상", "deaths injured");
    check_measures("9명이 숨지고 25명이 다쳤다", "deaths injured");
    check_measures("사망자는 1411명, 부상자는 3124명", "deaths injured");
    check_measures("造成16人死亡,20人受伤", "deaths injured");
    check_measures("killed at least 16 people and injured 20 more people", "deaths injured");
    check_measures(
        "Profit Jumped 65% to $31.9 Billion, also said revenue rose to $57 billion",
        "net_profit net_profit revenue",
    );
    check_measures("capital expenditure reached 38.6 billion yuan", "capital_expenditure");
    check_measures("市场份额35.8%", "market_share");
    check_measures("34%的收入增长", "revenue");
    check_measures("连续增长15%", "growth");
    check_measures("日活跃用户数达到3.6亿的新高", "users");
    check_measures("410億美元的淨現金", "net_cash");
    check_measures("股价收跌1.9%", "share_price");
    check_measures("气温35度", "temperature");
    check_measures("득표율 49.4%", "votes");
}

#[test]
fn the_currency_says_where_it_was_found() {
    let plan = figures("資本開支將達3800億。收入為2,477.95億元");
    assert_eq!((plan[0].currency.as_deref(), plan[0].currency_from), (Some("CNY"), Some(CurrencyFrom::Context)));
    assert_eq!(plan[1].currency_from, Some(CurrencyFrom::Text));
    let alone = figures("市值126亿");
    assert_eq!((alone[0].unit, alone[0].currency.as_deref(), alone[0].currency_from), (Unit::Money, None, None));
    let taipei = figures("台股上漲,台積電收漲31元");
    assert_eq!((taipei[0].currency.as_deref(), taipei[0].currency_from), (Some("TWD"), Some(CurrencyFrom::Context)));
}

/// Two companies, one with a fiscal year that ends in March.
struct Two(Vec<(Span, &'static str)>);

impl Two {
    fn new(text: &str) -> Two {
        let names = [("阿里云", "alibaba"), ("腾讯", "tencent"), ("알리바바", "alibaba")];
        let mut found: Vec<_> = names
            .iter()
            .flat_map(|(name, id)| text.match_indices(name).map(move |(at, m)| (Span::new(at, at + m.len()), *id)))
            .collect();
        found.sort();
        Two(found)
    }
}

impl FigureContext for Two {
    fn mentions(&self) -> Vec<Named<'_>> {
        self.0.iter().map(|(span, entity)| Named { span: *span, entity, kind: "organization" }).collect()
    }

    fn fiscal_year_end(&self, entity: &str) -> Option<(i8, i8)> {
        Some(if entity == "alibaba" { (3, 31) } else { (12, 31) })
    }
}

#[test]
fn figures_are_about_the_entity_of_their_clause_and_its_period() {
    let text = "阿里云2026财年第二季度收入398亿元,腾讯资本支出130亿元。净利润下降53%。";
    let found = finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Two::new(text)).0;
    let about: Vec<_> = found.iter().map(|f| (f.about.as_deref().unwrap(), f.period.as_deref().unwrap())).collect();
    assert_eq!(about, [("alibaba", "2025Q3"), ("tencent", "2025Q3"), ("tencent", "2025Q3")]);
}

/// Spans lie on characters, in order and apart; intervals hold their value.
pub(super) fn sound(text: &str) {
    let (figures, times) = finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Two::new(text));
    for figure in &figures {
        assert!(!figure.span.of(text).is_empty());
        assert!(
            figure.low <= figure.value && figure.value <= figure.high && figure.value.is_finite(),
            "{figure:?} in {text:?}"
        );
        assert_eq!(figure.currency.is_some(), figure.currency_from.is_some());
    }
    assert!(figures.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{figures:?} in {text:?}");
    for time in &times {
        assert!(time.from <= time.to && !time.span.of(text).is_empty());
    }
    assert!(times.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{times:?} in {text:?}");
}

#[test]
fn the_embedded_table_is_sound_and_wrong_ones_are_refused() {
    assert!(Measures::embedded().ids().count() > 50);
    let table = include_str!("../../../../config/measures.toml");
    let wrong = |from: &str, to: &str| Measures::parse(&table.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(wrong("weak = true", "week = true").contains("unknown field `week`"));
    assert!(wrong("id = \"net_profit\"", "id = \"revenue\"").contains("two measures are called `revenue`"));
    assert!(wrong("\"turnover\"", "\" \"").contains("`revenue` lists an empty word"));
}
