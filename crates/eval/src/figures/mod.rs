//! Figures against marked ones.

mod found;
mod gold;
mod pairs;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::table::Table;
use crate::{EvalError, Share, read};

pub use found::FoundFigure;
pub use gold::{Gold, GoldFigure, GoldPair};
pub use pairs::{PairCounts, WrongPair};

/// How good figures are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FigureScore {
    /// All marked figures that are not optional.
    pub total: FigureCounts,
    /// By kind: money, percent, points, multiple, count, duration, ...
    pub kinds: BTreeMap<String, FigureCounts>,
    /// By the language of the article.
    pub langs: BTreeMap<String, FigureCounts>,
    /// Of the money, percent, points and multiples found, those that overlap something marked; absent where the gold does not
    /// mark all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Share>,
    /// Of the right figures whose gold says so: those with the same bound, change, measure, period and about.
    pub attributes: BTreeMap<String, Share>,
    /// Of the marked pairs: those whose relation is the marked one, by relation; empty where the gold has no pairs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pairs: PairCounts,
    /// Pairs that are not right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong_pairs: Vec<WrongPair>,
    /// Marked figures that are not right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<WrongFigure>,
}

/// Counts of marked figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct FigureCounts {
    /// A found figure overlaps it that has its value and unit.
    pub right: Share,
    /// No found figure overlaps it.
    pub missed: Share,
}

impl FigureCounts {
    fn add(&mut self, found: bool, right: bool) {
        self.right.add(right);
        self.missed.add(!found);
    }
}

/// A marked figure that was missed or read wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongFigure {
    /// Its id in the gold.
    pub id: String,
    /// As it stands in the article.
    pub surface: String,
    /// Value and unit of the gold.
    pub expected: String,
    /// Value and unit of what was found over it.
    pub found: Vec<String>,
}

/// Reads the folder of a run (`figures.jsonl`, and `documents.jsonl` where it is there) and the gold, and compares.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn score(dir: &Path, gold: &Path) -> Result<FigureScore, EvalError> {
    let found = read_figures(&dir.join("figures.jsonl"))?;
    let documents = dir.join("documents.jsonl");
    let langs = if documents.exists() { read::languages(&documents)? } else { BTreeMap::new() };
    Ok(compare(&found, &Gold::read(gold)?, &langs))
}

/// Reads `figures.jsonl`.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn read_figures(path: &Path) -> Result<Vec<FoundFigure>, EvalError> {
    read::lines(path, "a figure with `doc`, `field`, `start`, `end`, `value` and `unit`")
}

/// Scores the articles in which gold marks figures; `langs` names their languages, `und` where it does not.
pub fn compare(found: &[FoundFigure], gold: &Gold, langs: &BTreeMap<String, String>) -> FigureScore {
    let mut by_field: BTreeMap<(&str, &str), Vec<&FoundFigure>> = BTreeMap::new();
    for figure in found {
        by_field.entry((&figure.doc, &figure.field)).or_default().push(figure);
    }
    let mut score = FigureScore::default();
    for marked in gold.figures.iter().filter(|marked| !marked.optional) {
        let all = by_field.get(&(marked.file.as_str(), marked.field)).map_or(&[][..], Vec::as_slice);
        let over: Vec<&FoundFigure> = all.iter().copied().filter(|figure| figure.overlaps(marked)).collect();
        let right = over.iter().copied().find(|figure| figure.equals(marked));
        let lang = langs.get(&marked.file).map_or("und", String::as_str);
        score.total.add(!over.is_empty(), right.is_some());
        score.kinds.entry(marked.kind.clone()).or_default().add(!over.is_empty(), right.is_some());
        score.langs.entry(lang.to_string()).or_default().add(!over.is_empty(), right.is_some());
        match right {
            Some(figure) => attributes(marked, figure, &mut score.attributes),
            None => score.wrong.push(wrong(marked, &over)),
        }
    }
    (score.pairs, score.wrong_pairs) = pairs::compare(&by_field, gold);
    score.precision = gold.complete.then(|| precision(found, gold));
    score
}

/// Of the figures in articles that gold knows: those that should be marked, and are.
fn precision(found: &[FoundFigure], gold: &Gold) -> Share {
    let mut marked: BTreeMap<&str, Vec<&GoldFigure>> = BTreeMap::new();
    for figure in &gold.figures {
        marked.entry(&figure.file).or_default().push(figure);
    }
    let mut share = Share::default();
    for figure in found.iter().filter(|figure| figure.would_be_marked()) {
        if let Some(marked) = marked.get(figure.doc.as_str()) {
            share.add(marked.iter().any(|gold| gold.field == figure.field && figure.overlaps(gold)));
        }
    }
    share
}

/// Compares what else is said of a figure, where the gold says it.
fn attributes(gold: &GoldFigure, found: &FoundFigure, shares: &mut BTreeMap<String, Share>) {
    let bound = gold.qualifier.as_deref().and_then(|qualifier| match qualifier {
        "approx" => Some("about"),
        "atleast" | "over" => Some("min"),
        "atmost" | "under" => Some("max"),
        _ => None,
    });
    let about = gold.about.as_deref().filter(|id| !id.starts_with("nil:"));
    let quantity = &found.quantity;
    // The gold names a part with its measure: cloud_revenue.
    let with_part = || Some(format!("{}_{}", quantity.part.as_deref()?, quantity.measure.as_deref()?));
    let measure = quantity.measure.clone().map(|plain| match with_part() {
        Some(both) if gold.measure.as_ref() == Some(&both) => both,
        _ => plain,
    });
    let owner = [&quantity.about, &quantity.whole].into_iter().flatten().find(|id| Some(id.as_str()) == about);
    for (attribute, expected, found) in [
        ("bound", bound, quantity.bound.as_ref().map(name)),
        ("change", gold.change.as_deref(), quantity.change.as_ref().map(name)),
        ("measure", gold.measure.as_deref(), measure),
        ("period", gold.period.as_deref(), quantity.period.clone()),
        ("about", about, owner.cloned()),
    ] {
        if expected.is_some() {
            shares.entry(attribute.to_string()).or_default().add(found.as_deref() == expected);
        }
    }
}

/// A value as a run writes it.
fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

fn wrong(gold: &GoldFigure, over: &[&FoundFigure]) -> WrongFigure {
    let shown = |value: f64, unit: &str| format!("{value} {unit}").trim_end().to_string();
    let found = |f: &&FoundFigure| {
        let unit = f.quantity.currency.clone().unwrap_or_else(|| name(&f.quantity.unit));
        shown(f.quantity.value, &unit)
    };
    WrongFigure {
        id: gold.id.clone(),
        surface: gold.surface.clone(),
        expected: shown(gold.value.unwrap_or_default(), &gold.unit),
        found: over.iter().map(found).collect(),
    }
}

impl fmt::Display for FigureScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["", "right", "of", "share", "missed", "share"]);
        let groups = [&self.langs, &self.kinds].into_iter().flatten().map(|(name, counts)| (name.as_str(), counts));
        for (name, counts) in std::iter::once(("all", &self.total)).chain(groups) {
            let [missed, _, missed_share] = counts.missed.cells();
            table.row(name, counts.right.cells().into_iter().chain([missed, missed_share]));
        }
        write!(f, "{table}")?;
        if let Some(precision) = &self.precision {
            writeln!(f, "of money, percent, points and multiples found, marked: {precision}")?;
        }
        if !self.pairs.is_empty() {
            let mut table = Table::new(&["pairs", "right", "of", "share"]);
            let all = self.pairs.values().fold(Share::default(), |sum, share| sum.plus(*share));
            let rows =
                std::iter::once(("all", &all)).chain(self.pairs.iter().map(|(name, share)| (name.as_str(), share)));
            for (name, share) in rows {
                table.row(name, share.cells());
            }
            write!(f, "{table}")?;
        }
        let attributes: Vec<String> = self.attributes.iter().map(|(name, share)| format!("{name} {share}")).collect();
        if attributes.is_empty() {
            return Ok(());
        }
        writeln!(f, "of the right ones: {}", attributes.join(", "))
    }
}

impl FigureScore {
    /// Every marked figure that is not right, a line each.
    pub fn details(&self) -> impl fmt::Display {
        let line = |w: &WrongFigure| {
            let found = if w.found.is_empty() { "nothing".to_string() } else { w.found.join(", ") };
            format!("{} {}: expected {}, found {found}\n", w.id, w.surface, w.expected)
        };
        let pair = |w: &WrongPair| format!("{}: expected {}, found {}\n", w.figures, w.expected, w.found);
        self.wrong.iter().map(line).chain(self.wrong_pairs.iter().map(pair)).collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use newsbraid_linker::{Bound, Quantity, Unit};

    use super::*;

    fn marked(start: u32, kind: &str, value: f64, unit: &str) -> GoldFigure {
        GoldFigure {
            id: format!("d.{start}"),
            file: "d".to_string(),
            field: "text",
            start,
            end: start + 4,
            kind: kind.to_string(),
            value: Some(value),
            unit: unit.to_string(),
            ..Default::default()
        }
    }

    fn found(start: u32, value: f64, unit: Unit) -> FoundFigure {
        let (doc, field) = ("d".to_string(), "text".to_string());
        let quantity = Quantity::new(value, unit);
        FoundFigure { doc, field, start, end: start + 4, surface: String::new(), quantity }
    }

    #[test]
    fn by_hand() {
        let gold = Gold {
            figures: vec![
                GoldFigure {
                    qualifier: Some("over".into()),
                    about: Some("nil:x".into()),
                    ..marked(0, "percent", 21.0, "%")
                },
                marked(10, "percent", 3.0, "%"),
                marked(20, "count", 5.0, "vote"),
                GoldFigure { optional: true, ..marked(30, "percent", 50.0, "%") },
            ],
            pairs: Vec::new(),
            complete: true,
        };
        let mut least = found(0, -21.0, Unit::Percent);
        least.quantity.bound = Some(Bound::Min);
        let rows = [
            least,
            found(12, 3.5, Unit::Percent),
            found(30, 1.0, Unit::Percent),
            found(40, 1.0, Unit::Percent),
            found(50, 1.0, Unit::Count),
        ];
        let score = compare(&rows, &gold, &BTreeMap::from([("d".to_string(), "ko".to_string())]));
        assert_eq!((score.total.right, score.total.missed), (Share::new(1, 3), Share::new(1, 3)));
        assert_eq!(score.kinds["percent"].missed, Share::new(0, 2));
        assert_eq!(score.langs["ko"].right, Share::new(1, 3));
        assert_eq!(score.precision, Some(Share::new(3, 4)));
        assert_eq!(score.attributes, BTreeMap::from([("bound".to_string(), Share::new(1, 1))]));
        assert_eq!(
            score.details().to_string(),
            "d.10 : expected 3 %, found 3.5 percent\nd.20 : expected 5 vote, found nothing\n"
        );
    }
}
