//! Ranges: 910亿至930亿, 3~5%, between 5 and 7 million. Both ends become quantities of their own.

use super::raw::{End, Raw};
use super::units::Counted;

const MARKS: [&str; 14] = ["- to ", "~", "∼", "〜", "-", "–", "—", "至", "到", " ~ ", " - ", " – ", " 至 ", "~约"];
/// Rules that need another word before them.
const TO: [&str; 2] = [" to ", " and "];

/// Finds ranges among neighbouring quantities: the first takes the unit (and, where it has none, the scale) of the
/// second, both take the interval from one to the other.
pub(crate) fn join(s: &str, raws: &mut [Raw]) {
    for at in 1..raws.len() {
        let (left, right) = raws.split_at_mut(at);
        let (first, second) = (&mut left[at - 1], &mut right[0]);
        if first.end_of_range.is_none() && connected(s, first, second) {
            pair(first, second);
        }
    }
}

fn connected(s: &str, first: &Raw, second: &Raw) -> bool {
    let (Some(gap), before) =
        (s.get(first.span.end as usize..second.span.start as usize), &s[..first.span.start as usize])
    else {
        return false;
    };
    let same = first.counted.unit() == second.counted.unit();
    let open = first.counted == Counted::Bare
        || (matches!(first.counted, Counted::Money { .. }) && second.counted == Counted::Bare);
    if !(same || open) || (first.counted == Counted::Bare && second.counted == Counted::Bare) {
        return false;
    }
    if MARKS.contains(&gap) {
        return !before.ends_with(['从', '由']);
    }
    let between = before.trim_end().ends_with("between");
    gap == TO[0]
        && (open || first.counted.unit() != Some(crate::annotations::Unit::Money))
        && !before.trim_end().ends_with("from")
        || gap == TO[1] && between
}

fn pair(first: &mut Raw, second: &mut Raw) {
    if second.counted == Counted::Bare {
        second.counted = first.counted;
        second.evaluate();
    } else {
        first.counted = second.counted;
    }
    if first.number.scale == 0 && second.number.scale > 0 {
        let power = second.number.scale;
        let scaled = first.number.rescaled(power);
        if scaled.value.to_f64() <= second.number.value.to_f64() {
            first.number = scaled;
        }
    }
    first.evaluate();
    if first.value <= second.value {
        let (low, high) = (first.value, second.value);
        (first.low, first.high, first.end_of_range) = (low, high, Some(End::Lower));
        (second.low, second.high, second.end_of_range) = (low, high, Some(End::Upper));
    }
}
