//! Pairs of figures, marked by how they are related.

use std::collections::BTreeMap;

use newsbraid_clusterer::{Class, relation};
use serde::Serialize;

use super::FoundFigure;
use super::gold::{Gold, GoldFigure};
use crate::Share;

/// Right pairs by marked relation: same, rounding, conflict, conversion, different-quantity.
pub type PairCounts = BTreeMap<String, Share>;

/// A pair whose relation is not the marked one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongPair {
    /// Both surfaces.
    pub figures: String,
    /// The marked relation.
    pub expected: String,
    /// The found one; `missed` where one of the figures was not found with its value and unit.
    pub found: String,
}

/// Relates the figures of each marked pair as the program does.
pub(super) fn compare(found: &BTreeMap<(&str, &str), Vec<&FoundFigure>>, gold: &Gold) -> (PairCounts, Vec<WrongPair>) {
    let marked: BTreeMap<&str, &GoldFigure> = gold.figures.iter().map(|figure| (figure.id.as_str(), figure)).collect();
    let over = |id: &str| {
        let marked = marked.get(id)?;
        let all = found.get(&(marked.file.as_str(), marked.field))?;
        all.iter().copied().find(|figure| figure.overlaps(marked) && figure.equals(marked))
    };
    let (mut counts, mut wrong) = (PairCounts::new(), Vec::new());
    for pair in &gold.pairs {
        let said = match over(&pair.a).zip(over(&pair.b)) {
            Some((a, b)) => name(relation(&a.quantity, &b.quantity)),
            None => "missed",
        };
        counts.entry(pair.relation.clone()).or_default().add(said == pair.relation);
        if said != pair.relation {
            let surface = |id: &str| marked.get(id).map_or(id, |figure| figure.surface.as_str()).to_string();
            wrong.push(WrongPair {
                figures: format!("{} {} / {} {}", pair.a, surface(&pair.a), pair.b, surface(&pair.b)),
                expected: pair.relation.clone(),
                found: said.to_string(),
            });
        }
    }
    (counts, wrong)
}

/// The relation in the words of the gold.
fn name(class: Option<Class>) -> &'static str {
    match class {
        None => "different-quantity",
        Some(Class::Agree) => "same",
        Some(Class::Rounding) => "rounding",
        Some(Class::Currency) => "conversion",
        Some(Class::Scope) => "scope",
        Some(Class::UnitSlip) => "unit slip",
        Some(Class::Conflict) => "conflict",
    }
}
