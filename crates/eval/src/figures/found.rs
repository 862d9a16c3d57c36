//! Figures of a run, and when they are equal to marked ones.

use newsbraid_linker::{Quantity, Unit};
use serde::Deserialize;

use super::gold::GoldFigure;

/// A row of `figures.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct FoundFigure {
    /// The article.
    pub doc: String,
    /// `text` or `title`.
    pub field: String,
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between.
    #[serde(default)]
    pub surface: String,
    /// What is said there.
    #[serde(flatten)]
    pub quantity: Quantity,
}

/// Units of figures that a complete gold marks without exception.
const ALWAYS_MARKED: [Unit; 5] = [Unit::Money, Unit::Percent, Unit::PercentPoint, Unit::BasisPoint, Unit::Multiple];

impl FoundFigure {
    /// Whether a complete gold would have marked it.
    pub(super) fn would_be_marked(&self) -> bool {
        ALWAYS_MARKED.contains(&self.quantity.unit)
    }

    /// Whether both share a code point.
    pub(crate) fn overlaps(&self, gold: &GoldFigure) -> bool {
        self.start < gold.end && gold.start < self.end
    }

    /// Whether value and unit are those of the gold. The gold gives falls without their sign; basis points are hundredths of
    /// a point, and durations are compared in minutes.
    pub fn equals(&self, gold: &GoldFigure) -> bool {
        let Some(expected) = gold.value else { return false };
        scale(gold, self).is_some_and(|scale| {
            let (found, expected) = (self.quantity.value.abs() * scale, expected.abs());
            (found - expected).abs() <= expected * 1e-9
        })
    }
}

/// What turns a found value into the gold's unit; nothing where the units do not agree.
fn scale(gold: &GoldFigure, found: &FoundFigure) -> Option<f64> {
    let unit = found.quantity.unit;
    let same = |agree: bool| agree.then_some(1.0);
    let counted = gold.unit.split('/').next().unwrap_or_default();
    match (gold.kind.as_str(), counted) {
        ("money", "") => same(unit == Unit::Money),
        ("money", code) => same(unit == Unit::Money && found.quantity.currency.as_deref() == Some(code)),
        (_, "%") => same(unit == Unit::Percent),
        (_, "pp") if unit == Unit::BasisPoint => Some(0.01),
        (_, "pp") => same(unit == Unit::PercentPoint),
        (_, "x") => same(unit == Unit::Multiple),
        ("index", _) => same(unit == Unit::Point),
        ("duration", expected) => Some(minutes(unit)? / minutes(named(expected)?)?),
        (_, "m2") => same(unit == Unit::SquareMetre),
        (_, "death" | "injury" | "missing" | "person" | "casualty") => same(unit == Unit::Person),
        (_, expected) if named(expected) == Some(unit) => Some(1.0),
        // The gold has words for measured quantities that a run keeps as it can.
        ("measurement", _) => same(!found.would_be_marked()),
        (_, "tonne") => None,
        // Korean and Chinese count votes by heads (182명).
        (_, "vote") => same(unit == Unit::Count || unit == Unit::Person),
        _ => same(unit == Unit::Count),
    }
}

/// A unit by the name that a run gives it.
fn named(unit: &str) -> Option<Unit> {
    serde_json::from_value(serde_json::Value::String(unit.to_string())).ok()
}

fn minutes(unit: Unit) -> Option<f64> {
    match unit {
        Unit::Minute => Some(1.0),
        Unit::Hour => Some(60.0),
        Unit::Day => Some(1440.0),
        Unit::Year => Some(525_600.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gold `kind value unit`, found `value unit currency?`.
    #[track_caller]
    fn check(gold: &str, found: &str, equal: bool) {
        let (gold_parts, parts): (Vec<&str>, Vec<&str>) = (gold.split(' ').collect(), found.split(' ').collect());
        let marked = GoldFigure {
            kind: gold_parts[0].to_string(),
            value: Some(gold_parts[1].parse().unwrap()),
            unit: gold_parts[2].to_string(),
            ..Default::default()
        };
        let quantity = Quantity {
            currency: parts.get(2).map(|c| c.to_string()),
            ..Quantity::new(parts[0].parse().unwrap(), named(parts[1]).unwrap())
        };
        let figure =
            FoundFigure { doc: "d".into(), field: "text".into(), start: 0, end: 1, surface: "".into(), quantity };
        assert_eq!(figure.equals(&marked), equal, "{gold} | {found}");
    }

    #[test]
    fn value_and_unit() {
        check("money 380e9 CNY", "380e9 money CNY", true);
        check("money 380e9 CNY", "380e9 money KRW", false);
        check("money 380e9 CNY", "380e8 money CNY", false);
        check("money 74e12 ", "74e12 money KRW", true);
        check("money 20e9 USD/year", "20e9 money USD", true);
        check("percent 21 %", "-21 percent", true);
        check("percent 21 %", "21 percent_point", false);
        check("points 0.25 pp", "25 basis_point", true);
        check("points 0.25 pp", "0.25 percent_point", true);
        check("multiple 1.8 x", "1.8 multiple", true);
        check("count 17 death", "17 person", true);
        check("count 17 vote", "17 count", true);
        check("count 17 vote", "17 person", true);
        check("count 17 vehicle", "17 person", false);
        check("count 25e6 tonne", "25e6 tonne", true);
        check("count 25e6 tonne", "25e6 count", false);
        check("duration 90 minute", "1.5 hour", true);
        check("duration 90 minute", "90 day", false);
        check("measurement 512 ug/m3", "512 count", true);
        check("measurement 512 ug/m3", "512 percent", false);
        check("index 4100.5 point", "4100.5 point", true);
    }
}
