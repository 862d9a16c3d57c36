//! Figures on which articles of an event differ, or one article differs with itself. They are reported, never adjudicated.
//!
//! Claims are aligned by entity, measure, part, unit and sense ([`relation`]), then by period. Between two articles the
//! lightest difference of any two of their figures counts; only figures that are sure to be of the claim can contradict.

mod relation;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use newsbraid_linker::{Bound, Change, Quantity, Unit};
use newsbraid_text::Span;
use serde::{Deserialize, Serialize};

use crate::features::Claim;
pub(crate) use relation::is_repeated;
pub use relation::{Class, relation};
use relation::{are_alike, difference, is_apart, is_once, is_one_of_several, is_toll, key};

/// A claim with differing figures; one line of `disagreements.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The event.
    pub event: String,
    /// Id of the entity it is about.
    pub entity: Option<String>,
    /// A key of `config/measures.toml`.
    pub measure: String,
    /// The part of it.
    pub part: Option<String>,
    /// `2025Q3`, `2025`, `2025-08`.
    pub period: Option<String>,
    /// How the figures differ: the gravest difference between two articles, or inside one.
    pub class: Class,
    /// What is said, in order of article and place.
    pub values: Vec<Value>,
}

/// One figure of a disagreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The article.
    pub doc: String,
    /// Bytes of the article's clean text.
    pub span: Span,
    /// What is said there.
    pub quantity: Quantity,
}

/// An article that gives one measure more values than this lists parts of it (revenue by division), not the whole.
const MOST_VALUES: usize = 2;
/// Two sums this near, converted from one sum in another currency, differ by the exchange rate.
const EXCHANGE_RATES: f64 = 0.12;

/// A count whose greatest value is this many times its least is only a word.
const VAGUE: f64 = 5.0;
/// Bytes of title and lead, where news says how many it were; what is below counts parts, and other events.
const LEAD: u32 = 900;
/// Figures that contradict each other are not more than this many times apart.
const FARTHEST: f64 = 4.0;
/// The same of counts of the dead, who become more.
const FARTHEST_TOLL: f64 = 10.0;

/// The figures of one claim, by article.
type Said<'a> = BTreeMap<usize, Vec<&'a Claim>>;

/// The claims of the articles of an event. A reprint shares the list of its original, so that thousands of them are not
/// held against one another.
#[derive(Default)]
pub(crate) struct Claims {
    lists: Vec<Vec<Claim>>,
    /// Articles with the list that each has.
    articles: Vec<(usize, usize)>,
    /// Lists by length and first claim: those that may be equal.
    alike: HashMap<(usize, u32, u64), Vec<usize>>,
}

impl Claims {
    /// Adds what an article claims.
    pub fn add(&mut self, article: usize, claims: Vec<Claim>) {
        let Some(first) = claims.first() else { return };
        let key = (claims.len(), first.span.start, first.quantity.value.to_bits());
        let alike = self.alike.entry(key).or_default();
        let list = alike.iter().copied().find(|&list| self.lists[list] == claims).unwrap_or_else(|| {
            alike.push(self.lists.len());
            self.lists.push(claims);
            self.lists.len() - 1
        });
        self.articles.push((article, list));
    }

    /// The disagreements of the event, in order of entity, measure and period; `id` names an article.
    pub fn disagreements(mut self, event: &str, id: &dyn Fn(usize) -> String) -> Vec<Disagreement> {
        self.articles.sort_unstable();
        let row = |said: Said| {
            let class = class_of(&said);
            (class > Class::Agree).then(|| disagreement(id, event, class, &said))
        };
        let mut rows: Vec<Disagreement> = self.aligned().into_iter().filter_map(row).collect();
        rows.sort_by(|a, b| order(a).cmp(&order(b)));
        rows
    }
}

/// Entity, measure, part, period, and where the first figure stands.
type Order<'a> = (&'a Option<String>, &'a str, &'a Option<String>, &'a Option<String>, Option<(&'a str, u32)>);

fn order(row: &Disagreement) -> Order<'_> {
    let first = row.values.first().map(|value| (value.doc.as_str(), value.span.start));
    (&row.entity, &row.measure, &row.part, &row.period, first)
}

fn disagreement(id: &dyn Fn(usize) -> String, event: &str, class: Class, said: &Said) -> Disagreement {
    let currency = if class == Class::Currency { None } else { usual_currency(said) };
    let related = related(class, said);
    let counts = |claim: &Claim| currency.is_none() || claim.quantity.currency.as_deref() == currency;
    let all = || all_of(said).filter(|(_, claim)| counts(claim) && related.contains(&std::ptr::from_ref(*claim)));
    let quantity = |part: fn(&Quantity) -> &Option<String>| all().find_map(|(_, claim)| part(&claim.quantity).clone());
    let value = |(article, claim): (usize, &Claim)| Value {
        doc: id(article),
        span: claim.span,
        quantity: claim.quantity.clone(),
    };
    Disagreement {
        event: event.to_string(),
        entity: quantity(|q| &q.whole).or_else(|| quantity(|q| &q.about)),
        measure: usual(all().filter_map(|(_, claim)| claim.quantity.measure.as_deref()))
            .unwrap_or_default()
            .to_string(),
        part: quantity(|q| &q.part),
        period: quantity(|q| &q.period),
        class,
        values: all().map(value).collect(),
    }
}

/// The claims that are part of a row: of a rounding all that round to one another; of anything graver what is sure to be of
/// the claim, and what agrees with it in another place. Claims that reprints share are looked at once.
fn related(class: Class, said: &Said) -> HashSet<*const Claim> {
    let mut claims: Vec<(&Claim, usize)> = Vec::new();
    let mut known: HashMap<*const Claim, usize> = HashMap::new();
    for (_, claim) in all_of(said) {
        let at = *known.entry(std::ptr::from_ref(claim)).or_insert_with(|| {
            claims.push((claim, 0));
            claims.len() - 1
        });
        claims[at].1 += 1;
    }
    let pair = |a: &Claim, b: &Claim| difference(&a.quantity, &b.quantity);
    let rounds: Vec<bool> = match class {
        Class::Agree | Class::Rounding => {
            let rounds = |(c, _): &(&Claim, usize)| claims.iter().any(|(o, _)| pair(c, o) == Class::Rounding);
            claims.iter().map(rounds).collect()
        }
        _ => claims.iter().map(|(claim, places)| claim.quantity.firm || *places > 1).collect(),
    };
    let is_related = |at: usize| {
        let near = |other: usize| pair(claims[at].0, claims[other].0) <= Class::Rounding;
        match class {
            Class::Agree | Class::Rounding => (0..claims.len()).any(|o| rounds[o] && (o == at || near(o))),
            _ => rounds[at] || (0..claims.len()).any(|o| o != at && near(o)),
        }
    };
    (0..claims.len()).filter(|&at| is_related(at)).map(|at| std::ptr::from_ref(claims[at].0)).collect()
}

fn all_of<'a>(said: &'a Said<'a>) -> impl Iterator<Item = (usize, &'a Claim)> {
    said.iter().flat_map(|(&article, claims)| claims.iter().map(move |claim| (article, *claim)))
}

/// The currency of most sums; what stands in another one has no part in how they differ.
fn usual_currency<'a>(said: &'a Said<'a>) -> Option<&'a str> {
    usual(all_of(said).filter_map(|(_, claim)| claim.quantity.currency.as_deref()))
}

/// The most frequent; of two that are as frequent, the first in order.
fn usual<'a>(all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(one, _)| one)
}

impl Claims {
    /// Each claim with all that is said of it.
    fn aligned(&self) -> Vec<Said<'_>> {
        let slips: Vec<Vec<(&Claim, &Claim)>> = self.lists.iter().map(|claims| slips_of_title(claims)).collect();
        let mut by_key: BTreeMap<_, Vec<(usize, &Claim)>> = BTreeMap::new();
        for &(article, list) in &self.articles {
            for claim in self.lists[list].iter().filter(|claim| is_comparable(&claim.quantity)) {
                by_key.entry(key(&claim.quantity)).or_default().push((article, claim));
            }
            for &(title, meant) in &slips[list] {
                by_key.entry(key(&meant.quantity)).or_default().push((article, title));
            }
        }
        let mut said = Vec::new();
        for claims in by_key.into_values() {
            for claims in by_change(claims).into_iter().flat_map(by_period) {
                let (converted, stated): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(_, c)| c.quantity.converted);
                let conversions = conversions(&converted, &stated).into_iter();
                said.extend(conversions.filter(|said| class_of(said) == Class::Currency));
                said.push(gathered(stated));
            }
        }
        said
    }
}

/// The figures of a title that its text has nowhere, but at another power of a thousand, with what they are in the text: a budget of
/// 480 million over an investment of 480 billion. A title repeats the text, so they need not be of one measure.
fn slips_of_title(claims: &[Claim]) -> Vec<(&Claim, &Claim)> {
    let slip = |title: &Claim| {
        let t = &title.quantity;
        let meant = |text: &&Claim| {
            let q = &text.quantity;
            let slips = are_alike(t, q) && difference(t, q) == Class::UnitSlip && is_thousands(t, q);
            !text.in_title && slips && key(t) != key(q) && is_comparable(q)
        };
        claims.iter().find(meant)
    };
    claims
        .iter()
        .filter(|claim| claim.in_title && !claim.repeated)
        .filter_map(|title| Some((title, slip(title)?)))
        .collect()
}

/// Whether one value is the other times a thousand or more, as the names of large numbers are: 9.9 a month and 99 a year are two prices.
fn is_thousands(a: &Quantity, b: &Quantity) -> bool {
    (a.value / b.value).abs().log10().abs().round() >= 3.0
}

/// Sums of money without an owner are about anything; numbers that only say how long or how many are about it are none.
fn is_comparable(q: &Quantity) -> bool {
    let counts = !matches!(q.unit, Unit::Year | Unit::Quarter | Unit::Month | Unit::Week | Unit::Day);
    // Hundreds and 数百 contradict nothing.
    let vague = q.low > 0.0 && q.high > VAGUE * q.low && q.bound == Some(Bound::About);
    counts && !vague && (q.about.is_some() || is_once(q) || q.unit == Unit::Minute)
}

/// Changes against different periods are different claims; what leaves it open goes with those against a year before.
fn by_change(claims: Vec<(usize, &Claim)>) -> Vec<Vec<(usize, &Claim)>> {
    let (quarter, year): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|(_, c)| c.quantity.change == Some(Change::Qoq));
    vec![year, quarter]
}

/// By period; what has none goes with the only period there is.
fn by_period(claims: Vec<(usize, &Claim)>) -> Vec<Vec<(usize, &Claim)>> {
    let mut periods: BTreeMap<Option<&str>, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (article, claim) in claims {
        let period = claim.quantity.period.as_deref().filter(|_| !is_once(&claim.quantity));
        periods.entry(period).or_default().push((article, claim));
    }
    if periods.len() == 2
        && let Some(open) = periods.remove(&None)
    {
        let mut all = periods.into_values().flatten().chain(open).collect::<Vec<_>>();
        all.sort_by_key(|(article, claim)| (*article, claim.span.start));
        return vec![all];
    }
    periods.into_values().collect()
}

/// The sums in one currency that were converted from another, with those of the same currency that stand alone.
fn conversions<'a>(converted: &[(usize, &'a Claim)], stated: &[(usize, &'a Claim)]) -> Vec<Said<'a>> {
    let mut by_currency: BTreeMap<Option<&str>, Vec<(usize, &Claim)>> = BTreeMap::new();
    for &(article, claim) in converted {
        by_currency.entry(claim.quantity.currency.as_deref()).or_default().push((article, claim));
    }
    let with_stated = |(currency, mut sums): (Option<&str>, Vec<(usize, &'a Claim)>)| {
        sums.extend(stated.iter().filter(|(_, c)| c.quantity.currency.as_deref() == currency));
        gathered(sums)
    };
    by_currency.into_iter().map(with_stated).collect()
}

/// By article, each value once; an article that lists values says none of the whole. Of what an event has once only the
/// greatest counts, in the title and in the lead.
fn gathered(claims: Vec<(usize, &Claim)>) -> Said<'_> {
    let mut said: Said = BTreeMap::new();
    for (article, claim) in claims {
        said.entry(article).or_default().push(claim);
    }
    for claims in said.values_mut() {
        if claims.iter().all(|claim| is_once(&claim.quantity)) {
            *claims = totals(claims);
        }
        *claims = distinct(claims);
    }
    said.retain(|_, claims| !claims.is_empty() && !lists_parts(claims));
    said
}

/// Each value once, in order of place; where one of several equal figures is sure to be of the claim, that one.
fn distinct<'a>(claims: &[&'a Claim]) -> Vec<&'a Claim> {
    let mut known: Vec<&Claim> = Vec::new();
    for claim in claims {
        let same = |other: &&Claim| {
            let (a, b) = (&other.quantity, &claim.quantity);
            a.value == b.value && a.currency == b.currency && a.scope == b.scope
        };
        match known.iter_mut().find(|other| same(other)) {
            Some(other) if !other.quantity.firm && claim.quantity.firm => *other = claim,
            Some(_) => {}
            None => known.push(claim),
        }
    }
    known.sort_by_key(|claim| claim.span.start);
    known
}

fn totals<'a>(claims: &[&'a Claim]) -> Vec<&'a Claim> {
    let greatest = |title: bool| {
        let inside = claims.iter().filter(|claim| claim.in_title == title && claim.span.start < LEAD);
        inside.copied().max_by(|a, b| a.quantity.value.total_cmp(&b.quantity.value))
    };
    [greatest(true), greatest(false)].into_iter().flatten().collect()
}

fn lists_parts(claims: &[&Claim]) -> bool {
    let mut apart: Vec<&Claim> = Vec::new();
    for claim in claims {
        let near = |other: &&Claim| difference(&other.quantity, &claim.quantity) <= Class::Scope;
        if !apart.iter().any(near) {
            apart.push(claim);
        }
    }
    apart.len() > MOST_VALUES
}

/// The gravest difference: between two articles the lightest of any two of their figures counts, inside one article what [`inside`]
/// says of any two.
fn class_of(said: &Said) -> Class {
    // Articles that share their claims do not differ.
    let mut met: HashSet<Vec<*const Claim>> = HashSet::new();
    let first = |claims: &&Vec<&Claim>| met.insert(claims.iter().map(|claim| std::ptr::from_ref(*claim)).collect());
    let articles: Vec<&Vec<&Claim>> = said.values().filter(first).collect();
    let mut gravest = Class::Agree;
    for (at, claims) in articles.iter().enumerate() {
        for (i, a) in claims.iter().enumerate() {
            let others =
                || articles.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, claims)| *claims);
            let inside = claims[i + 1..].iter().map(|b| inside(a, b, others()));
            gravest = inside.fold(gravest, Class::max);
        }
        for other in &articles[at + 1..] {
            gravest = gravest.max(between(claims, other));
        }
    }
    gravest
}

/// The lightest difference between the figures of two articles. It is as grave as more than rounding only where both have a
/// figure that is sure to be of the claim.
fn between(claims: &[&Claim], other: &[&Claim]) -> Class {
    let pairs = |firm: bool| {
        let counts = move |claim: &&&Claim| !firm || claim.quantity.firm;
        let pairs = claims.iter().filter(counts).flat_map(move |a| other.iter().filter(counts).map(move |b| (a, b)));
        let slip = |a: &Claim, b: &Claim| difference(&a.quantity, &b.quantity) == Class::UnitSlip;
        let compared = pairs.filter(|(a, b)| !is_far(&a.quantity, &b.quantity) || slip(a, b));
        compared.map(|(a, b)| apart(&a.quantity, &b.quantity)).min()
    };
    match pairs(false) {
        Some(class) if class <= Class::Rounding => class,
        _ => pairs(true).unwrap_or(Class::Agree),
    }
}

/// Two figures of one article. A text that gives two values for what seems one claim speaks of two things, unless one of them is what
/// `others` say of it; that a title says what its text says otherwise, and nowhere so, is a difference, and so is one figure at two
/// powers of a thousand.
fn inside<'a>(a: &Claim, b: &Claim, mut others: impl Iterator<Item = &'a &'a Claim>) -> Class {
    let class = apart(&a.quantity, &b.quantity);
    let sure = a.quantity.firm && b.quantity.firm;
    let only_in_title = |claim: &Claim| claim.in_title && !claim.repeated;
    let of_title = only_in_title(a) != only_in_title(b);
    let agrees = |other: &Claim| {
        let near = |c: &Claim| are_alike(&c.quantity, &other.quantity) && c.quantity.value == other.quantity.value;
        other.quantity.firm && (near(a) || near(b))
    };
    match class {
        Class::UnitSlip if sure && is_thousands(&a.quantity, &b.quantity) => class,
        Class::Conflict | Class::Scope if sure && (of_title || others.any(|other| agrees(other))) => class,
        _ => Class::Agree,
    }
}

/// Whether two values are too far apart to be said of one thing: one of them is read wrong, or of other people.
fn is_far(a: &Quantity, b: &Quantity) -> bool {
    let (less, more) = (a.value.abs().min(b.value.abs()), a.value.abs().max(b.value.abs()));
    less * if is_toll(a) { FARTHEST_TOLL } else { FARTHEST } < more
}

/// The difference of two figures of a claim. Sums in two currencies differ where the number is the same, sums converted at two
/// rates where they are near; what rose for one and fell for the other is read wrong more often than written wrong.
fn apart(a: &Quantity, b: &Quantity) -> Class {
    let near = (a.value - b.value).abs() <= a.value.abs().max(b.value.abs()) * EXCHANGE_RATES;
    let rates = a.converted || b.converted;
    match difference(a, b) {
        Class::Currency if a.value == b.value && !rates => Class::Currency,
        // 약 99조4천억 and 약 97조 were converted from one sum at two rates.
        Class::Rounding if a.converted && b.converted && is_apart(a, b) => Class::Currency,
        Class::Currency => Class::Agree,
        Class::Conflict if rates && near => Class::Currency,
        class if class > Class::Rounding && rates => Class::Agree,
        Class::Conflict | Class::Scope if a.value == -b.value || is_far(a, b) || is_one_of_several(a) => Class::Agree,
        class => class,
    }
}
