use newsbraid_linker::{Bound, CurrencyFrom};

use super::*;

/// A revenue of Alibaba in the third quarter of 2025; without a currency a percentage of it.
fn quantity(value: f64, half_step: f64, currency: Option<&str>, bound: Option<Bound>) -> Quantity {
    Quantity {
        value,
        low: value - half_step,
        high: value + half_step,
        bound,
        unit: if currency.is_some() { Unit::Money } else { Unit::Percent },
        delta: currency.is_none(),
        change: None,
        currency: currency.map(str::to_string),
        currency_from: currency.map(|_| CurrencyFrom::Text),
        converted: false,
        measure: Some("revenue".to_string()),
        part: None,
        aspect: None,
        scope: Vec::new(),
        period: Some("2025Q3".to_string()),
        about: Some("alibaba-group".to_string()),
        whole: None,
        firm: true,
    }
}

fn yuan(value: f64, half_step: f64) -> Quantity {
    quantity(value, half_step, Some("CNY"), None)
}

fn percent(value: f64, half_step: f64) -> Quantity {
    quantity(value, half_step, None, None)
}

fn dead(value: f64, bound: Option<Bound>) -> Quantity {
    let unit = Unit::Person;
    Quantity { unit, measure: Some("deaths".to_string()), delta: false, ..quantity(value, 0.5, None, bound) }
}

fn claims(quantities: &[Quantity]) -> Vec<Claim> {
    let claim = |(at, quantity): (usize, &Quantity)| Claim {
        span: Span::new(10 * at, 10 * at + 5),
        in_title: false,
        repeated: false,
        quantity: quantity.clone(),
    };
    quantities.iter().enumerate().map(claim).collect()
}

/// The classes of the rows that articles with these figures give.
fn classes(articles: &[&[Quantity]]) -> Vec<Class> {
    rows(articles).into_iter().map(|row| row.class).collect()
}

fn rows(articles: &[&[Quantity]]) -> Vec<Disagreement> {
    let mut all = Claims::default();
    articles.iter().enumerate().for_each(|(at, quantities)| all.add(at, claims(quantities)));
    all.disagreements("ev", &|article| article.to_string())
}

#[track_caller]
fn check(articles: &[&[Quantity]], expect: &[Class]) {
    assert_eq!(classes(articles), expect);
}

#[test]
fn differences_have_a_class() {
    let check = |a: Quantity, b: Quantity, expect: Class| {
        assert_eq!(difference(&a, &b), expect, "{a:?} {b:?}");
        assert_eq!(difference(&b, &a), expect, "{b:?} {a:?}");
    };
    let bounded = |value: f64, bound: Bound| quantity(value, value * 1e-3, Some("CNY"), Some(bound));
    check(yuan(2478e8, 0.5e8), yuan(2477.95e8, 0.5e6), Class::Rounding);
    check(percent(34.0, 0.5), percent(34.0, 0.5), Class::Agree);
    check(percent(52.0, 0.5), percent(52.7, 0.05), Class::Rounding);
    check(percent(-53.0, 0.5), percent(-56.0, 0.5), Class::Conflict);
    check(yuan(398e8, 0.5e8), yuan(398e4, 0.5e4), Class::UnitSlip);
    check(yuan(5e8, 0.5e8), yuan(50e8, 0.5e8), Class::Conflict);
    check(yuan(348e8, 0.5e8), quantity(48e8, 0.5e8, Some("USD"), None), Class::Currency);
    check(yuan(3800e8, 50e8), bounded(4000e8, Bound::About), Class::Rounding);
    check(yuan(3800e8, 0.5e8), bounded(3000e8, Bound::Min), Class::Agree);
    check(yuan(1200e8, 0.5e8), bounded(1260e8, Bound::Min), Class::Conflict);
    check(dead(17.0, None), dead(14.0, Some(Bound::Min)), Class::Conflict);
    check(dead(1411.0, None), dead(1400.0, Some(Bound::Min)), Class::Rounding);
    let range =
        |value: f64, bound| Quantity { low: 910e8, high: 930e8, ..quantity(value, 0.0, Some("USD"), Some(bound)) };
    check(range(910e8, Bound::Min), range(930e8, Bound::Max), Class::Agree);
    check(range(910e8, Bound::Min), quantity(950e8, 0.5e8, Some("USD"), None), Class::Conflict);
    let without = Quantity { scope: vec!["excluding".to_string()], ..percent(15.0, 0.5) };
    check(percent(5.0, 0.5), without, Class::Scope);
}

#[test]
fn articles_are_held_against_each_other() {
    check(&[&[yuan(2478e8, 0.5e8)], &[yuan(2478e8, 0.5e8)]], &[]);
    check(&[&[yuan(2478e8, 0.5e8)], &[yuan(2477.95e8, 0.5e6)]], &[Class::Rounding]);
    check(&[&[yuan(2478e8, 0.5e8)], &[yuan(2600e8, 0.5e8)]], &[Class::Conflict]);
    check(&[&[yuan(398e8, 0.5e8)], &[yuan(398e4, 0.5e4)]], &[Class::UnitSlip]);
    check(&[&[yuan(398e8, 0.5e8)], &[yuan(51e8, 0.5e8)]], &[]);
    check(&[&[dead(16.0, None)], &[dead(9.0, None), dead(17.0, None)]], &[Class::Conflict]);
    check(&[&[dead(17.0, None)], &[dead(9.0, None), dead(17.0, None)]], &[]);
    // What rose here and fell there is not taken for written so.
    check(&[&[percent(40.0, 0.5)], &[percent(-40.0, 0.5)]], &[]);
    check(&[&[yuan(2e8, 0.5e8)], &[quantity(2e8, 0.5e8, Some("USD"), None)]], &[Class::Currency]);
    check(&[&[yuan(2e8, 0.5e8)], &[quantity(3e7, 0.5e7, Some("USD"), None)]], &[]);
}

#[test]
fn different_things_are_not_compared() {
    let cloud = Quantity { part: Some("cloud".to_string()), ..yuan(398e8, 0.5e8) };
    let forecast = Quantity { aspect: Some("expected".to_string()), ..yuan(2426e8, 0.5e8) };
    let before = Quantity { period: Some("2024Q3".to_string()), ..yuan(2365e8, 0.5e8) };
    let profit = Quantity { measure: Some("net_profit".to_string()), ..yuan(206e8, 0.5e8) };
    let other = Quantity { about: Some("tencent".to_string()), ..yuan(1929e8, 0.5e8) };
    let unsure = Quantity { firm: false, ..yuan(3000e8, 0.5e8) };
    for apart in [cloud, forecast, before, profit, other, unsure] {
        check(&[&[yuan(2478e8, 0.5e8)], &[apart]], &[]);
    }
    let division = |about: &str, whole: Option<&str>| Quantity {
        about: Some(about.to_string()),
        whole: whole.map(str::to_string),
        part: Some("cloud".to_string()),
        ..yuan(398e8, 0.5e8)
    };
    let alone = division("alibaba-cloud", Some("alibaba-group"));
    let named = Quantity { value: 400e8, low: 399.5e8, high: 400.5e8, ..division("alibaba-group", None) };
    check(&[&[alone], &[named]], &[Class::Conflict]);
}

#[test]
fn only_a_title_can_contradict_its_text() {
    check(&[&[percent(-53.0, 0.5), percent(-56.0, 0.5)]], &[]);
    // Another article says what it is about.
    check(&[&[percent(-53.0, 0.5), percent(-56.0, 0.5)], &[percent(-53.0, 0.5)]], &[Class::Conflict]);
    check(&[&[percent(-53.0, 0.5)]], &[]);
    let dollars = quantity(348e8, 0.5e8, Some("USD"), None);
    check(&[&[yuan(2478e8, 0.5e8), Quantity { converted: true, ..dollars }]], &[]);
    let list = [-53.0, -56.0, -10.0, -20.0].map(|value| percent(value, 0.5));
    check(&[&list], &[]);
    let title = |value| Claim { in_title: true, ..claims(&[dead(value, None)]).remove(0) };
    let body = claims(&[dead(9.0, None), dead(17.0, None)]);
    let of = |value| {
        let mut all = Claims::default();
        all.add(0, std::iter::once(title(value)).chain(body.clone()).collect());
        all.disagreements("ev", &|_| "a".to_string())
    };
    assert_eq!(of(17.0), []);
    assert_eq!(of(16.0)[0].values.len(), 2);
}

#[test]
fn a_title_at_another_power_of_ten_than_its_text_is_a_slip_whatever_it_measures() {
    let budget = |value: f64| Quantity { measure: Some("budget".to_string()), ..yuan(value, value * 1e-3) };
    let of = |title: Quantity, texts: &[Quantity]| {
        let title = Claim { in_title: true, ..claims(&[title]).remove(0) };
        let mut all = Claims::default();
        all.add(0, std::iter::once(title).chain(claims(texts)).collect());
        let rows = all.disagreements("ev", &|_| "a".to_string());
        rows.into_iter().map(|row| (row.class, row.values.len())).collect::<Vec<_>>()
    };
    let texts = [yuan(480e9, 0.5e9)];
    assert_eq!(of(budget(480e6), &texts), [(Class::UnitSlip, 2)]);
    let repeated = Claim { in_title: true, repeated: true, ..claims(&[budget(480e6)]).remove(0) };
    let mut all = Claims::default();
    all.add(0, std::iter::once(repeated).chain(claims(&texts)).collect());
    assert_eq!(all.disagreements("ev", &|_| "a".to_string()), [], "the text has it too");
    assert_eq!(of(budget(4.8e9), &texts), [], "a hundredth is another sum");
}

#[test]
fn what_an_event_has_once_is_of_no_other_owner() {
    let crowd = |value: f64, about: &str| {
        let (measure, about) = (Some("attendance".to_string()), Some(about.to_string()));
        Quantity { unit: Unit::Person, measure, about, delta: false, ..quantity(value, 0.5, None, None) }
    };
    check(&[&[crowd(22_041.0, "lafc")], &[crowd(22_400.0, "major-league-soccer")]], &[Class::Conflict]);
    let staff = |value, about| Quantity { measure: Some("employees".to_string()), ..crowd(value, about) };
    check(&[&[staff(22_041.0, "lafc")], &[staff(22_400.0, "major-league-soccer")]], &[]);
}

/// Reprints share the claims of their original; the row names them all the same.
#[test]
fn reprints_are_named_and_not_compared() {
    let check = |articles: &[&[Quantity]], expect: &[&str]| {
        let values = |row: &Disagreement| row.values.iter().map(|v| v.doc.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(rows(articles).iter().map(values).collect::<Vec<_>>(), expect);
    };
    let (a, b, c) = ([yuan(2478e8, 0.5e8)], [yuan(2600e8, 0.5e8)], [yuan(2477.95e8, 0.5e6)]);
    check(&[&a, &b, &a, &b, &b], &["0 1 2 3 4"]);
    check(&[&a, &c, &a], &["0 1 2"]);
    check(&[&a, &a], &[]);
    let unsure = [Quantity { firm: false, ..yuan(2800e8, 0.5e8) }];
    // What is not sure counts where another text, or a reprint, agrees.
    check(&[&a, &b, &unsure], &["0 1"]);
    check(&[&a, &b, &unsure, &unsure], &["0 1 2 3"]);
    let many: Vec<&[Quantity]> = (0..20_000).map(|at| if at % 2 == 0 { &a[..] } else { &b[..] }).collect();
    assert_eq!(rows(&many)[0].values.len(), 20_000);
}

#[test]
fn one_sum_at_two_exchange_rates() {
    let won = |value: f64| Quantity { converted: true, ..quantity(value, 0.05e12, Some("KRW"), None) };
    check(&[&[yuan(4800e8, 0.5e8), won(99.4e12)], &[yuan(4800e8, 0.5e8), won(97e12)]], &[Class::Currency]);
    check(&[&[yuan(4800e8, 0.5e8), won(99.4e12)], &[yuan(4800e8, 0.5e8), won(30e12)]], &[]);
    let about = |value| Quantity { bound: Some(Bound::About), ..won(value) };
    check(&[&[yuan(4800e8, 0.5e8), about(99.4e12)], &[yuan(4800e8, 0.5e8), about(97e12)]], &[Class::Currency]);
}

#[test]
fn pairs_found_anywhere_are_related_by_claim_or_closeness() {
    let open = Quantity { measure: None, about: None, ..yuan(2477.95e8, 0.5e6) };
    assert_eq!(relation(&yuan(2478e8, 0.5e8), &open), Some(Class::Rounding));
    assert_eq!(relation(&yuan(2600e8, 0.5e8), &open), None);
    let profit = Quantity { measure: Some("net_profit".to_string()), ..percent(65.0, 0.5) };
    assert_eq!(relation(&percent(62.0, 0.5), &profit), None);
    let dollars = Quantity { converted: true, ..quantity(348e8, 0.5e8, Some("USD"), None) };
    assert_eq!(relation(&yuan(2478e8, 0.5e8), &dollars), Some(Class::Currency));
    assert_eq!(relation(&dead(17.0, None), &dead(16.0, None)), Some(Class::Conflict));
}
