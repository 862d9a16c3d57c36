//! The unit of a number that has none beside it: 3,800억을 투자, as young as 11, compared with 2,706.

use std::collections::HashSet;

use crate::annotations::Unit;

use super::assembly::Assembly;
use super::measure::Measuring;
use super::number::Form;
use super::raw::Raw;

impl Assembly<'_> {
    /// The unit of a number that has none beside it: what its measure counts first, else money or things by its scale.
    pub(crate) fn bare_unit(
        &self,
        raw: &Raw,
        measure: Option<u16>,
        measuring: &Measuring,
        sums: &HashSet<u64>,
    ) -> Option<Unit> {
        let scaled = raw.number.scale_writing.is_some() || raw.number.scale >= 3;
        let unit = measure.map(|m| self.finder.measures[usize::from(m)].of[0]);
        if scaled {
            let known = self.purse.knows(raw.value) || sums.contains(&raw.value.to_bits());
            return match unit {
                Some(unit @ (Unit::Money | Unit::Person | Unit::Count)) => Some(unit),
                _ if known || raw.value >= LARGE_SUM => Some(Unit::Money),
                _ => Some(Unit::Count),
            };
        }
        if raw.value < OLDEST && is_age(self.s, raw) {
            return Some(Unit::Year);
        }
        let unit = unit.filter(|unit| *unit != Unit::Money)?;
        let likely = match unit {
            Unit::Magnitude => raw.number.point && raw.value < 10.0,
            Unit::Point => raw.number.point,
            _ => true,
        };
        (likely && measuring.bare_counts(raw, measure?)).then_some(unit)
    }

    /// The unit of a great number that is held against the one before it in its sentence: 1,127 defections, compared with
    /// 2,706 the year before.
    pub(crate) fn compared(&self, at: usize) -> Option<Unit> {
        let (raw, before) = (&self.raws[at], &self.raws[at.checked_sub(1)?]);
        let between = self.s.get(before.span.end as usize..raw.span.start as usize)?;
        let held = ["compared with ", "compared to ", "up from ", "down from "].iter().any(|w| between.ends_with(w));
        let unit = before.counted.unit().filter(|unit| matches!(unit, Unit::Person | Unit::Count));
        unit.filter(|_| held && raw.number.grouped && !between.contains(['.', '\n']))
    }
}

/// Whether a bare number is how old somebody is: aged 14, as young as 11, Tyler was 13 when, Jane Doe, 34, said.
fn is_age(s: &str, raw: &Raw) -> bool {
    let (start, end) = (raw.span.start as usize, raw.span.end as usize);
    let (before, after) = (s[..start].trim_end(), &s[end..]);
    let said = [" aged", " age of", " at age", " as young as", " as old as", " she turned", " he turned"];
    let when = before.ends_with(" was") && [" when", " years old", " at the time"].iter().any(|w| after.starts_with(w));
    let name = || before.strip_suffix(',').map(|name| name.bytes().rev().take_while(u8::is_ascii_lowercase).count());
    let between_commas = raw.number.form == Form::Digits && after.starts_with(',') && name().is_some_and(|n| n > 2);
    raw.value > 0.0 && (said.iter().any(|w| before.ends_with(w)) || when || between_commas)
}

/// Years that people stay below.
const OLDEST: f64 = 125.0;

/// From here a scaled number without a unit is money: nobody counts a trillion of anything else.
const LARGE_SUM: f64 = 1e12;
