//! How two figures are related: whether they say the same thing, and how they differ where they do.

use std::collections::HashSet;
use std::sync::LazyLock;

use newsbraid_linker::{Bound, Measures, Quantity, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// One says that it leaves out or counts in what the other does not.
    Scope,
    /// One is the other times a power of ten: 亿 for 万.
    UnitSlip,
    /// They contradict each other.
    Conflict,
}

/// How far "about" reaches to both sides, at least and at most: 约1000 is rounded to its first digit.
const ABOUT: (f64, f64) = (0.05, 0.12);
/// What a stated bound leaves to the other side: over 62,000 and 61,722 are one count.
const BOUND: f64 = 0.01;

/// How two figures are related that were found anywhere; nothing where they are different quantities.
///
/// Figures of one claim (entity, measure, part, period, unit) get their class. What stands further apart is only related by
/// its closeness: equal or rounded values whose entity or measure one text leaves open, and sums with their conversion.
pub fn relation(a: &Quantity, b: &Quantity) -> Option<Class> {
    if is_conversion(a, b) {
        return Some(Class::Currency);
    }
    if a.unit != b.unit || a.currency.is_some() && b.currency.is_some() && a.currency != b.currency {
        return None;
    }
    let class = difference(a, b);
    let open = |x: &Option<String>, y: &Option<String>| x.is_none() || y.is_none() || x == y;
    let owners = open(&owner(a).map(str::to_string), &owner(b).map(str::to_string));
    let toll = is_toll(a) && is_toll(b);
    let measures = a.measure == b.measure || kin(a) == kin(b) && kin(a).is_some();
    if same_claim(a, b) || toll && a.measure == b.measure {
        return Some(class);
    }
    let close = class <= Class::Rounding && a.delta == b.delta;
    let loose = open(&a.measure, &b.measure) && open(&a.part, &b.part) && owners || measures && open(&a.part, &b.part);
    (close && (loose || a.value == b.value && digits(a.value) > 1 || exact(a, b))).then_some(class)
}

/// Whether two sums of one currency agree to three digits or more.
fn exact(a: &Quantity, b: &Quantity) -> bool {
    a.unit == Unit::Money && (a.value - b.value).abs() <= a.value.abs() * 1e-3
}

/// Whether one is the other in another currency.
fn is_conversion(a: &Quantity, b: &Quantity) -> bool {
    let currencies = a.currency.as_ref().zip(b.currency.as_ref()).is_some_and(|(x, y)| x != y);
    let open = |x: Option<&str>, y: Option<&str>| x.is_none() || y.is_none() || x == y;
    let same = open(a.measure.as_deref(), b.measure.as_deref()) && open(owner(a), owner(b));
    currencies && a.converted != b.converted && same
}

/// Whether two figures are of one claim: the same measure and part of the same entity, in the same unit and sense.
pub(crate) fn same_claim(a: &Quantity, b: &Quantity) -> bool {
    a.measure.is_some()
        && key(a) == key(b)
        && (a.change.is_none() || b.change.is_none() || a.change == b.change)
        && (a.period.is_none() || b.period.is_none() || a.period == b.period)
}

/// What two figures of one claim have in common; period and change may be left open. What an event has once is the event's, whoever
/// else is named beside it: the crowd of a match is of the club to one article and of the league to another.
pub(crate) type Key<'a> = (Option<&'a str>, &'a str, Option<&'a str>, Unit, bool, Option<&'a str>);

pub(crate) fn key(q: &Quantity) -> Key<'_> {
    let measure = kin(q).or(q.measure.as_deref()).unwrap_or_default();
    let toll = is_toll(q);
    let aspect = q.aspect.as_deref().filter(|aspect| !toll || *aspect != "cumulative");
    (owner(q).filter(|_| !is_once(q)), measure, q.part.as_deref(), q.unit, q.delta, aspect)
}

/// The company that a division belongs to, else whom it is about.
fn owner(q: &Quantity) -> Option<&str> {
    q.whole.as_deref().or(q.about.as_deref())
}

/// Measures that texts use for one another where they say of which months: what is spent on plant is invested.
fn kin(q: &Quantity) -> Option<&'static str> {
    let stretch = q.period.as_ref().is_some_and(|period| period.ends_with(" months"));
    (stretch && matches!(q.measure.as_deref()?, "investment" | "capital_expenditure")).then_some("investment")
}

/// Whether an event has one of it, whatever day its articles name.
pub(crate) fn is_once(q: &Quantity) -> bool {
    static ONCE: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let measures = Measures::embedded();
        measures.once().chain(measures.tolls()).map(str::to_string).collect()
    });
    is_of(q, &ONCE)
}

/// Whether it counts people struck by an event: of several counts the greatest is the total.
pub(crate) fn is_toll(q: &Quantity) -> bool {
    static TOLLS: LazyLock<HashSet<String>> =
        LazyLock::new(|| Measures::embedded().tolls().map(str::to_string).collect());
    is_of(q, &TOLLS)
}

/// Whether one thing has many of it at a time, so that two values do not contradict each other.
pub(crate) fn is_one_of_several(q: &Quantity) -> bool {
    static SEVERAL: LazyLock<HashSet<String>> =
        LazyLock::new(|| Measures::embedded().several().map(str::to_string).collect());
    is_of(q, &SEVERAL)
}

fn is_of(q: &Quantity, measures: &HashSet<String>) -> bool {
    q.measure.as_ref().is_some_and(|measure| measures.contains(measure))
}

/// How two figures of one claim differ.
pub(crate) fn difference(a: &Quantity, b: &Quantity) -> Class {
    if a.currency.as_ref().zip(b.currency.as_ref()).is_some_and(|(x, y)| x != y) {
        return Class::Currency;
    }
    if a.value == b.value {
        return Class::Agree;
    }
    if overlap((a.low, a.high), (b.low, b.high)) {
        return if is_range(a) || is_range(b) { Class::Agree } else { Class::Rounding };
    }
    // Cutting instead of rounding moves a figure by up to one whole step of its last digit.
    let (one, other) = (a.high - a.low, b.high - b.low);
    let coarser = one.max(other) > 2.0 * one.min(other);
    if coarser && !is_range(a) && !is_range(b) && (a.value - b.value).abs() < one.max(other) {
        return Class::Rounding;
    }
    if overlap(reach(a), reach(b)) {
        let about = a.bound == Some(Bound::About) || b.bound == Some(Bound::About);
        let near = (a.value - b.value).abs() <= a.value.abs().max(b.value.abs()) * 2.0 * BOUND;
        return if about || near { Class::Rounding } else { Class::Agree };
    }
    if is_unit_slip(a, b) {
        return Class::UnitSlip;
    }
    if a.scope != b.scope { Class::Scope } else { Class::Conflict }
}

/// Whether what two figures say exactly, with no more slack than their last digits, is apart.
pub(crate) fn is_apart(a: &Quantity, b: &Quantity) -> bool {
    !overlap((a.low, a.high), (b.low, b.high))
}

/// Whether two figures are in one unit and currency.
pub(crate) fn are_alike(a: &Quantity, b: &Quantity) -> bool {
    a.unit == b.unit && a.currency == b.currency
}

/// Whether a figure of a title is one of its text, rounded or not; a title may say of a fall only how far.
pub(crate) fn is_repeated(title: &Quantity, text: &Quantity) -> bool {
    are_alike(title, text) && (difference(title, text) <= Class::Rounding || title.value == -text.value)
}

/// Whether two intervals have more in common than an edge: 16 and 17 people are not one count rounded.
fn overlap(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Whether it is an end of a range, whose interval is the range.
fn is_range(q: &Quantity) -> bool {
    matches!(q.bound, Some(Bound::Min | Bound::Max)) && (q.low == q.value) != (q.high == q.value)
}

/// What a figure allows, with its bound. The dead of "at least 14" are 14 so far: for a toll a bound is no licence.
fn reach(q: &Quantity) -> (f64, f64) {
    if is_range(q) {
        return (q.low, q.high);
    }
    let slack = q.value.abs() * BOUND;
    match q.bound {
        None => (q.low, q.high),
        Some(Bound::Min | Bound::Max) if is_toll(q) => (q.low.min(q.value - slack), q.high.max(q.value + slack)),
        Some(Bound::Min) => (q.low - slack, f64::INFINITY),
        Some(Bound::Max) => (f64::NEG_INFINITY, q.high + slack),
        Some(Bound::About) => {
            let first_digit = 0.5 * 10f64.powi(last_digit(q.value));
            let around = first_digit.clamp(q.value.abs() * ABOUT.0, q.value.abs() * ABOUT.1);
            (q.low.min(q.value - around), q.high.max(q.value + around))
        }
    }
}

/// The power of ten of the last digit that is not nought.
fn last_digit(value: f64) -> i32 {
    let text = format!("{:e}", value.abs());
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    power.parse::<i32>().unwrap_or(0) - decimals
}

/// How many digits of a value say something: 480e9 has two.
fn digits(value: f64) -> usize {
    format!("{:e}", value.abs())
        .split('e')
        .next()
        .map_or(0, |mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count())
}

/// Whether the same digits stand at another power of ten; one digit alone must be off by thousands.
fn is_unit_slip(a: &Quantity, b: &Quantity) -> bool {
    let counted =
        matches!(a.unit, Unit::Money | Unit::Person | Unit::Count | Unit::Tonne | Unit::WattHour | Unit::Watt);
    let power = (a.value / b.value).abs().log10();
    let whole = power.is_finite() && power.round() != 0.0 && (power - power.round()).abs() < 0.002;
    let sure = digits(a.value).min(digits(b.value)) > 1 || power.abs() > 2.5;
    counted && !a.delta && whole && sure && (a.value > 0.0) == (b.value > 0.0)
}
