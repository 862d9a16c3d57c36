//! Figures on which articles differ. They are reported, never adjudicated.

use std::collections::BTreeMap;

use newsbraid_linker::{Bound, Change, Unit};
use newsbraid_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::events::Event;
use crate::features::{ArticleFeatures, Claim};

/// A claim with differing figures; one line of `disagreements.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Disagreement {
    /// The event.
    pub event: String,
    /// Id of the entity it is about.
    pub entity: Option<String>,
    /// A key of `config/measures.toml`.
    pub measure: String,
    /// `2025Q3`, `2025`, `2025-08`.
    pub period: Option<String>,
    /// How the figures differ: the gravest difference between two articles, or inside one.
    pub class: Class,
    /// What is said, in order of article and place.
    pub values: Vec<Value>,
}

/// One figure of a disagreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// The article.
    pub doc: String,
    /// Bytes of the article's clean text.
    #[schemars(with = "(u32, u32)")]
    pub span: Span,
    /// As written.
    pub surface: String,
    /// As stated.
    pub value: f64,
    /// What is counted.
    pub unit: Unit,
    /// The least value that rounding allows.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// ISO 4217, for money.
    pub currency: Option<String>,
}

/// How figures differ, from the lightest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// They do not differ; such claims are not written.
    Agree,
    /// One is the other, rounded or cut: 2,478억 and 2,477.95亿, 52% and 52.7%.
    Rounding,
    /// One sum in two currencies, or at two exchange rates.
    Currency,
    /// It is not sure that they count the same.
    Scope,
    /// One is the other times a power of ten: 亿 for 万.
    UnitSlip,
    /// They contradict each other.
    Conflict,
}

/// An article that gives one measure more values than this lists parts of it (revenue by division), not the whole.
const MOST_VALUES: usize = 3;
/// Two sums this near, converted from one sum in another currency, differ by the exchange rate.
const EXCHANGE_RATES: f64 = 0.03;
/// How far "about" reaches to both sides.
const ABOUT: f64 = 0.05;

/// What makes two figures comparable.
type Key<'a> = (Option<&'a str>, &'a str, Option<&'a str>, Unit, Option<Change>);

/// The disagreements of all events, in order of event, entity, measure and period. `groups` are the articles of `events`.
pub(crate) fn disagreements(
    articles: &[ArticleFeatures],
    events: &[Event],
    groups: &[Vec<usize>],
) -> Vec<Disagreement> {
    let of_event = |(event, group): (&Event, &Vec<usize>)| {
        let mut members = group.clone();
        members.sort_unstable();
        event_disagreements(articles, &event.cluster, &members)
    };
    events.iter().zip(groups).flat_map(of_event).collect()
}

fn event_disagreements(articles: &[ArticleFeatures], event: &str, members: &[usize]) -> Vec<Disagreement> {
    let mut by_key: BTreeMap<Key, BTreeMap<usize, Vec<&Claim>>> = BTreeMap::new();
    for &article in members {
        for claim in articles[article].claims.iter().filter(|claim| is_comparable(claim)) {
            by_key.entry(key(claim)).or_default().entry(article).or_default().push(claim);
        }
    }
    let row = |(key, mut said): (Key, BTreeMap<usize, Vec<&Claim>>)| {
        said.values_mut().for_each(|claims| claims.dedup_by(|a, b| a.value == b.value && a.currency == b.currency));
        said.retain(|_, claims| !lists_parts(claims));
        let class = class_of(&said);
        let value = |article: usize, claim: &Claim| value(&articles[article].id, claim);
        (class > Class::Agree).then(|| Disagreement {
            event: event.to_string(),
            entity: key.0.map(str::to_string),
            measure: key.1.to_string(),
            period: key.2.map(str::to_string),
            class,
            values: said.iter().flat_map(|(&a, claims)| claims.iter().map(move |claim| value(a, claim))).collect(),
        })
    };
    by_key.into_iter().filter_map(row).collect()
}

fn lists_parts(claims: &[&Claim]) -> bool {
    let mut of_currency = BTreeMap::<_, usize>::new();
    claims.iter().for_each(|claim| *of_currency.entry(&claim.currency).or_default() += 1);
    of_currency.values().any(|&values| values > MOST_VALUES)
}

/// Sums of money without an owner are about anything.
fn is_comparable(claim: &Claim) -> bool {
    claim.unit != Unit::Money || claim.about.is_some()
}

fn key(claim: &Claim) -> Key<'_> {
    (claim.about.as_deref(), &claim.measure, claim.period.as_deref(), claim.unit, claim.change)
}

fn value(doc: &str, claim: &Claim) -> Value {
    Value {
        doc: doc.to_string(),
        span: claim.span,
        surface: claim.surface.clone(),
        value: claim.value,
        unit: claim.unit,
        low: claim.low,
        high: claim.high,
        currency: claim.currency.clone(),
    }
}

/// The gravest difference: between two articles the lightest of any two of their figures counts, inside one article every
/// two figures of one currency do.
fn class_of(said: &BTreeMap<usize, Vec<&Claim>>) -> Class {
    let articles: Vec<&Vec<&Claim>> = said.values().collect();
    let mut gravest = Class::Agree;
    for (at, claims) in articles.iter().enumerate() {
        for (i, a) in claims.iter().enumerate() {
            // A sum with its conversion in brackets, 2,478억 위안(348억 달러), is no difference.
            let inside = claims[i + 1..].iter().map(|b| difference(a, b)).filter(|&class| class != Class::Currency);
            gravest = inside.fold(gravest, Class::max);
        }
        for other in &articles[at + 1..] {
            let lightest = claims.iter().flat_map(|a| other.iter().map(|b| difference(a, b))).min();
            gravest = gravest.max(lightest.unwrap_or(Class::Agree));
        }
    }
    let currencies: Vec<_> =
        articles.iter().flat_map(|claims| claims.iter().filter_map(|c| c.currency.as_deref())).collect();
    let mixed = currencies.windows(2).any(|pair| pair[0] != pair[1]);
    if gravest == Class::Conflict && mixed && spread(&articles) <= EXCHANGE_RATES { Class::Currency } else { gravest }
}

/// How far the figures of any one currency lie apart, as a share of the greatest.
fn spread(articles: &[&Vec<&Claim>]) -> f64 {
    let mut ranges: BTreeMap<Option<&str>, (f64, f64)> = BTreeMap::new();
    for claim in articles.iter().flat_map(|claims| claims.iter()) {
        let range = ranges.entry(claim.currency.as_deref()).or_insert((claim.value, claim.value));
        *range = (range.0.min(claim.value), range.1.max(claim.value));
    }
    let share = |(low, high): &(f64, f64)| (high - low) / high.abs().max(low.abs()).max(f64::MIN_POSITIVE);
    ranges.values().map(share).fold(0.0, f64::max)
}

/// How two figures of one measure differ.
fn difference(a: &Claim, b: &Claim) -> Class {
    if a.currency.as_ref().zip(b.currency.as_ref()).is_some_and(|(x, y)| x != y) {
        return Class::Currency;
    }
    let (x, y) = (range(a), range(b));
    if a.value == b.value {
        return Class::Agree;
    }
    // Cutting instead of rounding moves a figure by up to one whole step of its last digit.
    let step = (a.high - a.low).max(b.high - b.low);
    if (x.0 <= y.1 && y.0 <= x.1) || (a.value - b.value).abs() < step {
        return Class::Rounding;
    }
    if is_power_of_ten(a.value / b.value) { Class::UnitSlip } else { Class::Conflict }
}

/// What a figure allows, with its bound.
fn range(claim: &Claim) -> (f64, f64) {
    match claim.bound {
        None => (claim.low, claim.high),
        Some(Bound::Min) => (claim.low, f64::INFINITY),
        Some(Bound::Max) => (f64::NEG_INFINITY, claim.high),
        Some(Bound::About) => (claim.low - claim.value.abs() * ABOUT, claim.high + claim.value.abs() * ABOUT),
    }
}

fn is_power_of_ten(ratio: f64) -> bool {
    let power = ratio.log10();
    power.is_finite() && power.round() != 0.0 && (power - power.round()).abs() < 0.002
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(value: f64, half_step: f64, currency: Option<&str>, bound: Option<Bound>) -> Claim {
        Claim {
            span: Span::new(0, 1),
            surface: value.to_string(),
            in_title: false,
            value,
            low: value - half_step,
            high: value + half_step,
            bound,
            unit: if currency.is_some() { Unit::Money } else { Unit::Percent },
            change: None,
            currency: currency.map(str::to_string),
            measure: "revenue".to_string(),
            period: Some("2025Q3".to_string()),
            about: Some("alibaba-group".to_string()),
        }
    }

    #[test]
    fn differences_have_a_class() {
        let check = |a: Claim, b: Claim, expect: Class| assert_eq!(difference(&a, &b), expect, "{a:?} {b:?}");
        let yuan = |value: f64, half: f64| claim(value, half, Some("CNY"), None);
        let percent = |value: f64, half: f64| claim(value, half, None, None);
        check(yuan(2478e8, 0.5e8), yuan(2477.95e8, 0.5e6), Class::Rounding);
        check(percent(34.0, 0.5), percent(34.0, 0.5), Class::Agree);
        check(percent(52.0, 0.5), percent(52.7, 0.05), Class::Rounding);
        check(percent(-53.0, 0.5), percent(-56.0, 0.5), Class::Conflict);
        check(yuan(398e8, 0.5e8), yuan(398e4, 0.5e4), Class::UnitSlip);
        check(yuan(348e8, 0.5e8), claim(48e8, 0.5e8, Some("USD"), None), Class::Currency);
        check(yuan(3800e8, 50e8), claim(4000e8, 50e8, Some("CNY"), Some(Bound::About)), Class::Rounding);
        check(yuan(3800e8, 0.5e8), claim(3000e8, 0.5e8, None, Some(Bound::Min)), Class::Rounding);
    }

    #[test]
    fn an_article_can_contradict_itself_and_lists_of_parts_do_not() {
        let claims: Vec<Claim> = [-53.0, -56.0, -10.0, -20.0].map(|value| claim(value, 0.5, None, None)).into();
        let check = |claims: Vec<&Claim>, expect: Class| {
            assert_eq!(class_of(&BTreeMap::from([(0, claims)])), expect);
        };
        check(vec![&claims[0], &claims[1]], Class::Conflict);
        check(vec![&claims[0]], Class::Agree);
        let yuan = claim(2478e8, 0.5e8, Some("CNY"), None);
        let dollars = claim(348e8, 0.5e8, Some("USD"), None);
        check(vec![&yuan, &dollars], Class::Agree);
        let article = ArticleFeatures { claims, ..crate::testing::article("a", "2025-11-25T00:00:00Z", &[]) };
        assert_eq!(event_disagreements(&[article], "ev", &[0]), []);
    }
}
