#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use newsbraid_text::normalize;

use super::*;
use crate::annotations::{Bound, Change, CurrencyFrom, Quantity, Unit};
use crate::cases::{check_rows, rows};

fn finder() -> &'static FigureFinder {
    static FINDER: std::sync::LazyLock<FigureFinder> =
        std::sync::LazyLock::new(|| FigureFinder::new(&Measures::embedded()));
    &FINDER
}

pub(super) fn figures(text: &str) -> Vec<Figure> {
    finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Nothing).0
}

/// `CNY`, `percent`, ...: the currency of money, else the unit.
fn unit_of(figure: &Quantity) -> String {
    let unit = serde_json::to_value(figure.unit).unwrap();
    figure.currency.clone().unwrap_or(unit.as_str().unwrap().to_string())
}

/// One figure in short: `380000000000 CNY >=`, `-53 percent yoy`.
fn short(figure: &Quantity) -> String {
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

/// What qualifies a figure: `cloud`, `[earlier]`, `(excluding)`, `@past 12 months`, `delta`.
fn qualified(figure: &Quantity) -> String {
    let aspect = figure.aspect.iter().map(|aspect| format!("[{aspect}]"));
    let scope = figure.scope.iter().map(|scope| format!("({scope})"));
    let period = figure.period.iter().map(|period| format!("@{period}"));
    let delta = figure.delta.then(|| "delta".to_string());
    let all: Vec<String> = figure.part.iter().cloned().chain(aspect).chain(scope).chain(period).chain(delta).collect();
    if all.is_empty() { "-".to_string() } else { all.join(" ") }
}

/// What a table of this kind compares, of all figures of a text.
fn shown(kind: &str, text: &str) -> String {
    let found = figures(text);
    let each = |show: &dyn Fn(&Quantity) -> String, between: &str| {
        found.iter().map(|f| show(&f.quantity)).collect::<Vec<_>>().join(between)
    };
    match kind {
        "values" | "none" => each(&short, ", "),
        "intervals" => each(&|f| format!("{}..{} {}", f.low, f.high, unit_of(f)), ", "),
        "measures" => each(&|f| f.measure.clone().unwrap_or("-".into()), " "),
        "qualifiers" => each(&qualified, ", "),
        "spans" => found.iter().map(|f| f.span.of(text)).collect::<Vec<_>>().join(" / "),
        _ => panic!("no table compares `{kind}`"),
    }
}

#[test]
fn figures_are_read_as_the_tables_say() {
    let mut rows = rows("figures");
    rows.retain(|row| row.kind != "dates");
    assert!(rows.len() > 400);
    check_rows(&rows, |row| shown(&row.kind, &row.text));
}

#[test]
fn what_is_long_or_malformed_is_nothing() {
    for text in [
        "9".repeat(1_000_000),
        format!("{}亿元", "9".repeat(40)),
        "亿".repeat(100_000),
        "万".repeat(100_000),
        "1,".repeat(100_000),
    ] {
        assert_eq!(shown("none", &text), "");
    }
    sound(&"1亿".repeat(20_000));
    sound(&"3~".repeat(20_000));
    sound(&"收入".repeat(20_000));
    sound(&"从1亿元至".repeat(5_000));
    sound(&"过去".repeat(20_000));
}

#[test]
fn the_currency_says_where_it_was_found() {
    let found = |text: &str| figures(text).into_iter().map(|f| f.quantity).collect::<Vec<_>>();
    let plan = found("資本開支將達3800億。收入為2,477.95億元");
    assert_eq!((plan[0].currency.as_deref(), plan[0].currency_from), (Some("CNY"), Some(CurrencyFrom::Context)));
    assert_eq!(plan[1].currency_from, Some(CurrencyFrom::Text));
    let alone = found("市值126亿");
    assert_eq!((alone[0].unit, alone[0].currency.as_deref(), alone[0].currency_from), (Unit::Money, None, None));
    let taipei = found("台股上漲,台積電收漲31元");
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

    fn whole(&self, _: &str) -> Option<&str> {
        None
    }

    fn labels(&self, _: &str) -> Vec<&str> {
        Vec::new()
    }
}

#[test]
fn figures_are_about_the_entity_of_their_clause_and_its_period() {
    let text = "阿里云2026财年第二季度收入398亿元,腾讯资本支出130亿元。净利润下降53%。";
    let found = finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Two::new(text)).0;
    let said = |f: &Figure| (f.quantity.about.clone().unwrap(), f.quantity.period.clone().unwrap());
    let about: Vec<_> = found.iter().map(said).collect();
    let expect = |entity: &str| (entity.to_string(), "2025Q3".to_string());
    assert_eq!(about, [expect("alibaba"), expect("tencent"), expect("alibaba")]);
}

#[test]
fn who_does_something_for_another_is_not_spoken_of_on() {
    let about = |text: &str| {
        let found = finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Two::new(text)).0;
        found.iter().find_map(|f| f.quantity.about.clone()).expect("a figure that is about somebody")
    };
    assert_eq!(about("腾讯的园区开工，腾讯称进展顺利。阿里云将为其提供服务器，预计投资10亿元。"), "tencent");
    assert_eq!(about("腾讯的园区开工，腾讯称进展顺利。阿里云将提供服务器，预计投资10亿元。"), "alibaba");
}

/// Spans lie on characters, in order and apart; intervals hold their value.
pub(super) fn sound(text: &str) {
    let (figures, times) = finder().find(text, &normalize(text), Some(date(2025, 11, 25)), &Two::new(text));
    for Figure { span, quantity: figure } in &figures {
        assert!(!span.of(text).is_empty());
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
