//! Whether scores are the probabilities that they are taken for.

use std::fmt;

use serde::Serialize;

use crate::table::Table;

/// Lower edges of the bins; most links are sure, so the upper bins are narrow.
const EDGES: [f64; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

/// Links by score, and how many of each bin are right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reliability {
    /// Bins that hold links, lowest first.
    pub bins: Vec<Bin>,
    /// Mean squared difference of score and outcome (Brier, Verification of forecasts, 1950).
    pub brier: f64,
    /// Expected calibration error: the mean difference of score and share that is right, weighted by links.
    pub error: f64,
}

/// The links whose scores lie in one stretch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Least score.
    pub from: f64,
    /// Links.
    pub links: u64,
    /// Their mean score.
    pub mean: f64,
    /// The share of them that is right.
    pub right: f64,
}

impl Reliability {
    /// From the score of each link and whether it is right.
    ///
    /// ```
    /// let table = newsbraid_eval::links::Reliability::of(&[(0.9, true), (0.9, true), (0.92, false)]);
    /// assert_eq!((table.bins[0].from, table.bins[0].links), (0.9, 3));
    /// assert!((table.bins[0].right - 2.0 / 3.0).abs() < 1e-9);
    /// ```
    pub fn of(links: &[(f64, bool)]) -> Reliability {
        let mut bins = Vec::new();
        for (at, &from) in EDGES.iter().enumerate() {
            let to = EDGES.get(at + 1).copied().unwrap_or(f64::INFINITY);
            let inside: Vec<&(f64, bool)> = links.iter().filter(|(score, _)| (from..to).contains(score)).collect();
            if inside.is_empty() {
                continue;
            }
            let count = inside.len() as f64;
            let mean = inside.iter().map(|(score, _)| score).sum::<f64>() / count;
            let right = inside.iter().filter(|(_, right)| *right).count() as f64 / count;
            bins.push(Bin { from, links: inside.len() as u64, mean, right });
        }
        let all = links.len().max(1) as f64;
        let square = |&(score, right): &(f64, bool)| (score - f64::from(u8::from(right))).powi(2);
        Reliability {
            brier: links.iter().map(square).sum::<f64>() / all,
            error: bins.iter().map(|bin| (bin.mean - bin.right).abs() * bin.links as f64).sum::<f64>() / all,
            bins,
        }
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["score from", "links", "mean score", "right"]);
        for bin in &self.bins {
            let cells = [bin.links.to_string(), format!("{:.3}", bin.mean), format!("{:.3}", bin.right)];
            table.row(&format!("{:.2}", bin.from), cells);
        }
        write!(f, "{table}")?;
        writeln!(f, "Brier {:.4}, expected calibration error {:.4}", self.brier, self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let table = Reliability::of(&[(0.55, true), (0.55, false), (0.99, true), (1.0, true)]);
        let bins: Vec<(f64, u64, f64)> = table.bins.iter().map(|bin| (bin.from, bin.links, bin.right)).collect();
        assert_eq!(bins, [(0.5, 2, 0.5), (0.98, 2, 1.0)]);
        assert!((table.brier - (0.2025 + 0.3025 + 0.0001) / 4.0).abs() < 1e-9, "{}", table.brier);
        assert!((table.error - (0.05 * 2.0 + 0.005 * 2.0) / 4.0).abs() < 1e-9, "{}", table.error);
        assert_eq!(Reliability::of(&[]), Reliability::default());
    }
}
