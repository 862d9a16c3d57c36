//! Disagreements of articles about one event against marked ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::figures::{Gold as GoldFigures, GoldFigure};
use crate::table::Table;
use crate::{EvalError, Share, read};

/// How good disagreements are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DisagreementScore {
    /// All rows of the gold.
    pub total: DisagreementCounts,
    /// By class of the gold.
    pub classes: BTreeMap<String, DisagreementCounts>,
    /// Of the found rows about articles of the gold's events, those that answer a row of the gold.
    pub precision: Share,
    /// Gold rows that are not right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<WrongDisagreement>,
}

/// Counts of gold rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct DisagreementCounts {
    /// Some found row sets two or more of its figures, of different value or unit, against one another.
    pub found: Share,
    /// Of the found: with the measure of the gold.
    pub measure: Share,
    /// Of the found: with the class of the gold.
    pub class: Share,
    /// Of all: found with measure and class of the gold.
    pub right: Share,
}

/// A gold row that was missed, or has another measure or class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrongDisagreement {
    /// The event of the gold.
    pub event: String,
    /// Measure and class of the gold.
    pub expected: String,
    /// Measure and class of the found row; nothing where there is none.
    pub found: Option<String>,
}

/// A row of `disagreements.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDisagreement {
    /// The event.
    pub event: String,
    /// What the figures measure.
    pub measure: String,
    /// rounding, unit slip, currency, scope or conflict.
    pub class: String,
    /// Ids of figures.
    pub figures: Vec<String>,
}

/// The gold of disagreements, with the figures that it names.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// In order of the file.
    pub rows: Vec<GoldDisagreement>,
    /// By id.
    pub figures: BTreeMap<String, GoldFigure>,
}

impl Gold {
    /// Reads `disagreements.json` and `figures.json`.
    ///
    /// # Errors
    /// A file that cannot be read or has another form; a figure that `figures.json` does not have.
    pub fn read(disagreements: &Path, figures: &Path) -> Result<Gold, EvalError> {
        let rows: Vec<GoldDisagreement> =
            read::list(disagreements, "a row with `event`, `measure`, `class` and `figures`")?;
        let known = GoldFigures::read(figures)?.figures.into_iter().map(|f| (f.id.clone(), f)).collect();
        let gold = Gold { rows, figures: known };
        for row in &gold.rows {
            if let Some(id) = row.figures.iter().find(|id| !gold.figures.contains_key(*id)) {
                return Err(EvalError::Unknown {
                    path: disagreements.to_path_buf(),
                    row: format!("the {} of `{}`", row.measure, row.event),
                    what: format!("figure `{id}`"),
                    companion: figures.to_path_buf(),
                });
            }
        }
        Ok(gold)
    }

    fn figures_of<'a>(&'a self, row: &'a GoldDisagreement) -> impl Iterator<Item = &'a GoldFigure> {
        row.figures.iter().filter_map(|id| self.figures.get(id))
    }
}

/// A row of `disagreements.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct FoundDisagreement {
    /// A key of measures.toml.
    pub measure: String,
    /// rounding, unit_slip, currency, scope or conflict.
    pub class: String,
    /// Where the values stand.
    pub values: Vec<FoundValue>,
}

/// A stated value.
#[derive(Clone, Debug, Deserialize)]
pub struct FoundValue {
    /// The article.
    pub doc: String,
    /// `text` or `title`.
    pub field: String,
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl FoundValue {
    fn is_at(&self, gold: &GoldFigure) -> bool {
        (self.doc.as_str(), self.field.as_str()) == (&gold.file, gold.field)
            && self.start < gold.end
            && gold.start < self.end
    }
}

/// Measure and class are the gold's, the class is, the measure is, number of figures.
type Rank = (bool, bool, bool, usize);

impl FoundDisagreement {
    /// How well it answers a row; nothing unless it names two figures of the row that differ in value or unit.
    fn rank(&self, row: &GoldDisagreement, gold: &Gold) -> Option<Rank> {
        let named: Vec<_> =
            gold.figures_of(row).filter(|figure| self.values.iter().any(|value| value.is_at(figure))).collect();
        let values: BTreeSet<_> =
            named.iter().filter_map(|figure| Some((figure.value?.to_bits(), &figure.unit))).collect();
        let (measure, class) = (self.measure == row.measure, self.class() == row.class);
        (values.len() > 1).then_some((measure && class, class, measure, named.len()))
    }

    /// The class in the words of the gold.
    fn class(&self) -> String {
        self.class.replace('_', " ")
    }
}

/// Reads `disagreements.jsonl` of a run, `disagreements.json` and `figures.json`, and compares.
///
/// # Errors
/// A file that cannot be read or has another form; a figure that `figures.json` does not have.
pub fn score(found: &Path, gold: &Path, gold_figures: &Path) -> Result<DisagreementScore, EvalError> {
    let found: Vec<FoundDisagreement> = read::lines(found, "a row with `measure`, `class` and `values`")?;
    Ok(compare(&found, &Gold::read(gold, gold_figures)?))
}

/// Scores every row of the gold by the found row that answers it best: measure and class, then class, then measure, then
/// the number of its figures.
pub fn compare(found: &[FoundDisagreement], gold: &Gold) -> DisagreementScore {
    let mut score = DisagreementScore::default();
    let mut answers = vec![false; found.len()];
    for row in &gold.rows {
        let mut best: Option<(Rank, &FoundDisagreement)> = None;
        for (answer, answered) in found.iter().zip(&mut answers) {
            let Some(rank) = answer.rank(row, gold) else { continue };
            *answered = true;
            if best.is_none_or(|(before, _)| rank > before) {
                best = Some((rank, answer));
            }
        }
        score.add(row, best.map(|(_, answer)| answer));
    }
    let docs: BTreeSet<&str> = gold.figures.values().map(|figure| figure.file.as_str()).collect();
    for (answer, answered) in found.iter().zip(answers) {
        if answer.values.iter().any(|value| docs.contains(value.doc.as_str())) {
            score.precision.add(answered);
        }
    }
    score
}

impl DisagreementScore {
    fn add(&mut self, row: &GoldDisagreement, answer: Option<&FoundDisagreement>) {
        let measure = answer.is_some_and(|a| a.measure == row.measure);
        let class = answer.is_some_and(|a| a.class() == row.class);
        for counts in [&mut self.total, self.classes.entry(row.class.clone()).or_default()] {
            counts.found.add(answer.is_some());
            counts.right.add(measure && class);
            if answer.is_some() {
                counts.measure.add(measure);
                counts.class.add(class);
            }
        }
        if !(measure && class) {
            self.wrong.push(WrongDisagreement {
                event: row.event.clone(),
                expected: format!("{} {}", row.measure, row.class),
                found: answer.map(|a| format!("{} {}", a.measure, a.class())),
            });
        }
    }

    /// Every gold row that is not right, a line each.
    pub fn details(&self) -> impl fmt::Display {
        let line = |w: &WrongDisagreement| {
            format!("{}: expected {}, found {}\n", w.event, w.expected, w.found.as_deref().unwrap_or("nothing"))
        };
        self.wrong.iter().map(line).collect::<String>()
    }
}

impl fmt::Display for DisagreementScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["", "rows", "found", "measure", "class", "right", "share"]);
        let classes = self.classes.iter().map(|(name, counts)| (name.as_str(), counts));
        for (name, counts) in std::iter::once(("all", &self.total)).chain(classes) {
            let numbers = [counts.right.of, counts.found.right, counts.measure.right, counts.class.right];
            let [right, _, share] = counts.right.cells();
            table.row(name, numbers.map(|n| n.to_string()).into_iter().chain([right, share]));
        }
        writeln!(f, "{table}found rows that answer one: {}", self.precision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures a1, a2 say 1, b1 says 2; the row sets all three against one another.
    fn gold() -> Gold {
        let figure = |id: &str, start, value| GoldFigure {
            id: id.to_string(),
            file: id[..1].to_string(),
            field: "text",
            start,
            end: start + 2,
            value: Some(value),
            ..Default::default()
        };
        let figures = [figure("a1", 0, 1.0), figure("a2", 10, 1.0), figure("b1", 0, 2.0)];
        Gold {
            rows: vec![GoldDisagreement {
                event: "e".to_string(),
                measure: "revenue".to_string(),
                class: "unit slip".to_string(),
                figures: figures.iter().map(|f| f.id.clone()).collect(),
            }],
            figures: figures.into_iter().map(|f| (f.id.clone(), f)).collect(),
        }
    }

    fn row(measure: &str, class: &str, places: &[(&str, u32)]) -> FoundDisagreement {
        let value = |&(doc, start): &(&str, u32)| FoundValue {
            doc: doc.to_string(),
            field: "text".to_string(),
            start,
            end: start + 2,
        };
        let (measure, class) = (measure.to_string(), class.to_string());
        FoundDisagreement { measure, class, values: places.iter().map(value).collect() }
    }

    /// The counts found, measure, class, right.
    #[track_caller]
    fn check(rows: &[FoundDisagreement], expect: [u64; 4], precision: Share) {
        let score = compare(rows, &gold());
        let DisagreementCounts { found, measure, class, right } = score.total;
        assert_eq!([found, measure, class, right].map(|share| share.right), expect);
        assert_eq!(score.precision, precision);
    }

    #[test]
    fn by_hand() {
        check(&[], [0, 0, 0, 0], Share::default());
        check(&[row("revenue", "unit_slip", &[("a", 0), ("b", 1)])], [1, 1, 1, 1], Share::new(1, 1));
        check(&[row("revenue", "conflict", &[("a", 0), ("b", 0)])], [1, 1, 0, 0], Share::new(1, 1));
        // Equal values are no disagreement; a figure of another place is none of the row.
        check(&[row("revenue", "unit_slip", &[("a", 0), ("a", 10)])], [0, 0, 0, 0], Share::new(0, 1));
        check(&[row("revenue", "unit_slip", &[("a", 0), ("b", 7)])], [0, 0, 0, 0], Share::new(0, 1));
        check(&[row("revenue", "unit_slip", &[("x", 0), ("y", 0)])], [0, 0, 0, 0], Share::default());
    }

    #[test]
    fn the_best_row_answers() {
        let rows = [
            row("jobs", "unit_slip", &[("a", 0), ("a", 10), ("b", 0)]),
            row("revenue", "unit_slip", &[("a", 0), ("b", 0)]),
        ];
        check(&rows, [1, 1, 1, 1], Share::new(2, 2));
        assert_eq!(
            compare(&rows[..1], &gold()).details().to_string(),
            "e: expected revenue unit slip, found jobs unit slip\n"
        );
    }
}
