//! What figures that stand beside each other share: the signs of a list, the ends of a range, a sum said twice.

use crate::annotations::{Bound, Figure, Quantity, Unit};

use super::around::Around;
use super::raw::Raw;

/// In a list (각각 8%, 4% 감소) the verb at its end and the comparison at its start hold for all.
pub(crate) fn share_signs(s: &str, around: &Around, figures: &mut [Figure]) {
    share_falls(s, around, figures);
    share_changes(s, figures);
    share_deltas(s, figures);
}

/// The verb at the end of a list; the two ends of a range fall together, whichever has the verb.
fn share_falls(s: &str, around: &Around, figures: &mut [Figure]) {
    for at in (1..figures.len()).rev() {
        let (first, second) = pair(figures, at);
        if ends_range(&first.quantity, &second.quantity) {
            if (first.quantity.value < 0.0) != (second.quantity.value < 0.0) {
                [first, second].into_iter().for_each(|f| fall(&mut f.quantity));
            }
        } else if second.quantity.value < 0.0 && listed(s, first, second) && !around.verb_follows(s, first.span) {
            fall(&mut first.quantity);
        }
    }
}

/// The comparison at the start of a list.
fn share_changes(s: &str, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (first, second) = pair(figures, at);
        if second.quantity.change.is_none() && listed(s, first, second) {
            second.quantity.change = first.quantity.change;
            second.quantity.delta |= first.quantity.delta;
        }
    }
}

/// Where the last of a list says by how much something changed, all do.
fn share_deltas(s: &str, figures: &mut [Figure]) {
    for at in (1..figures.len()).rev() {
        let (first, second) = pair(figures, at);
        if listed(s, first, second) && second.quantity.delta {
            first.quantity.delta = true;
        }
    }
}

/// The figure at a place and the one before it.
fn pair(figures: &mut [Figure], at: usize) -> (&mut Figure, &mut Figure) {
    let (left, right) = figures.split_at_mut(at);
    (&mut left[at - 1], &mut right[0])
}

/// Whether two neighbours are percentages of one list.
fn listed(s: &str, first: &Figure, second: &Figure) -> bool {
    let relative = |f: &Figure| f.quantity.unit == Unit::Percent && f.quantity.bound != Some(Bound::About);
    let gap = &s[first.span.end as usize..second.span.start as usize];
    relative(first) && relative(second) && LIST.contains(&gap)
}

/// What stands between the figures of a list.
const LIST: [&str; 8] = [", ", "、", "和", "及", " 및 ", ",", "·", " and "];

/// Turns a figure into a fall.
fn fall(quantity: &mut Quantity) {
    if quantity.value > 0.0 {
        (quantity.value, quantity.low, quantity.high) = (-quantity.value, -quantity.high, -quantity.low);
    }
}

/// The two ends of a range are of one kind: what the first one is, the second is.
pub(crate) fn share_ends(figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (first, second) = pair(figures, at);
        let (first, second) = (&first.quantity, &mut second.quantity);
        if ends_range(first, second) {
            let (value, bound) = (second.value, second.bound);
            *second = Quantity { value, bound, low: second.low, high: second.high, ..first.clone() };
        }
    }
}

/// Whether two neighbours are the two ends of one range, whatever their signs.
fn ends_range(first: &Quantity, second: &Quantity) -> bool {
    let interval = |f: &Quantity| if f.value < 0.0 { (-f.high, -f.low) } else { (f.low, f.high) };
    let bounds = (first.bound, second.bound) == (Some(Bound::Min), Some(Bound::Max));
    bounds && first.unit == second.unit && interval(first) == interval(second)
}

/// Whether a sum in brackets says the sum before it once more in another currency.
pub(crate) fn converts(s: &str, first: &Raw, second: &Raw) -> bool {
    let money = |raw: &Raw| raw.counted.unit() == Some(Unit::Money);
    let gap = s.get(first.span.end as usize..second.span.start as usize);
    money(first) && money(second) && first.counted != second.counted && gap.is_some_and(opens_bracket)
}

/// Whether a bracket opens soon behind a sum and holds what follows: 600亿美元(编者注:现汇率约合.
fn opens_bracket(gap: &str) -> bool {
    let open = gap.find('(');
    let bare = open.and_then(|open| gap.split_at_checked(open));
    gap.len() <= FARTHEST_CONVERSION
        && bare.is_some_and(|(before, inside)| {
            before.len() <= 30 && !before.contains([',', '。', '\n']) && !inside.contains([')', '。', '\n'])
        })
}

/// Bytes between a sum and its conversion.
const FARTHEST_CONVERSION: usize = 72;

/// A sum that says the one before it in another currency measures what that one does.
pub(crate) fn as_conversion(sum: Quantity, twin: &Quantity) -> Quantity {
    Quantity {
        value: sum.value,
        low: sum.low,
        high: sum.high,
        bound: sum.bound.or(twin.bound),
        unit: sum.unit,
        currency: sum.currency,
        currency_from: sum.currency_from,
        converted: true,
        ..twin.clone()
    }
}
