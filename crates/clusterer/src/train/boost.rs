//! Trees boosted on the regression (Friedman, Greedy Function Approximation, 2001; splits by the second order of the loss and
//! over binned inputs, as Chen & Guestrin, XGBoost, 2016, describe it).

use rayon::prelude::*;

use super::logistic::Row;
use crate::family::mix;
use crate::model::INPUTS;
use crate::trees::{Forest, Node, Tree};

/// Trees of a forest, and leaves of a tree.
const TREES: u64 = 300;
const LEAVES: usize = 8;
/// What of a step is taken.
const RATE: f64 = 0.035;
/// Pull of a leaf to zero, in units of its curvature.
const RIDGE: f64 = 10.0;
/// Fewest rows of a leaf.
const FEWEST: u32 = 60;
/// An input is cut at no more places than this.
const CUTS: usize = 62;
/// Of 100 rows and of 100 inputs those that a tree sees.
const ROWS_SEEN: u64 = 50;
const INPUTS_SEEN: u64 = 30;

/// A row with the log odds that the regression gives it, and how much it counts.
pub(super) struct Judged<'r> {
    pub row: &'r Row,
    pub odds: f64,
    pub weight: f64,
}

/// Grows the trees; none without rows enough for a split.
pub(super) fn boost(rows: &[Judged]) -> Forest {
    if rows.len() < 2 * FEWEST as usize {
        return Forest::default();
    }
    let cuts: Vec<Vec<f64>> = (0..INPUTS.len()).into_par_iter().map(|input| cuts(rows, input)).collect();
    let bin = |(input, cuts): (usize, &Vec<f64>), row: &Judged| {
        cuts.partition_point(|&cut| cut <= row.row.inputs[input]) as u8
    };
    let columns: Vec<Vec<u8>> =
        cuts.par_iter().enumerate().map(|column| rows.iter().map(|row| bin(column, row)).collect()).collect();
    let mut odds: Vec<f64> = rows.iter().map(|row| row.odds).collect();
    let mut trees = Vec::new();
    for number in 0..TREES {
        let slopes: Vec<(f64, f64)> = rows.iter().zip(&odds).map(|(row, &odds)| slope(row, odds)).collect();
        let tree = Grower { cuts: &cuts, columns: &columns, slopes: &slopes, number }.grow();
        odds.par_iter_mut().zip(rows).for_each(|(odds, row)| *odds += tree.value(&row.row.inputs));
        trees.push(tree);
    }
    Forest::new(trees)
}

/// First and second derivative of the loss by the log odds.
fn slope(row: &Judged, odds: f64) -> (f64, f64) {
    let p = 1.0 / (1.0 + (-odds).exp());
    (row.weight * (p - f64::from(u8::from(row.row.label))), row.weight * p * (1.0 - p))
}

/// Places to cut an input at, ascending: where about equally many rows lie between. To four digits, as they are written.
fn cuts(rows: &[Judged], input: usize) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(|row| row.row.inputs[input]).collect();
    values.sort_unstable_by(f64::total_cmp);
    let mut cuts: Vec<f64> = (1..=CUTS).map(|i| digits(values[i * (values.len() - 1) / CUTS])).collect();
    // At the least value nothing lies below.
    cuts.retain(|&cut| cut > values[0]);
    cuts.dedup();
    cuts
}

fn digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().expect("a number is written as one")
}

/// Grows one tree.
struct Grower<'d> {
    cuts: &'d [Vec<f64>],
    /// For each input the number of cuts that lie at or below the value of each row.
    columns: &'d [Vec<u8>],
    slopes: &'d [(f64, f64)],
    number: u64,
}

/// Rows that a leaf would hold, and the best way to part them.
struct Branch {
    rows: Vec<u32>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    input: usize,
    /// Rows with no more cuts below them than this go to the first side.
    cut: usize,
}

/// Sums of slopes and curvatures, and rows.
type Sums = (f64, f64, u32);

impl Grower<'_> {
    fn grow(&self) -> Tree {
        let drawn = |salt: u64, at: usize, of: u64| mix(mix(self.number ^ salt) ^ at as u64) % 100 < of;
        let inputs: Vec<usize> =
            (0..self.columns.len()).filter(|&i| !self.cuts[i].is_empty() && drawn(1 << 32, i, INPUTS_SEEN)).collect();
        let rows = (0..self.slopes.len()).filter(|&at| drawn(1 << 33, at, ROWS_SEEN)).map(|at| at as u32).collect();
        let mut branches = vec![self.branch(rows, &inputs)];
        // Splits with the branches at both sides; the first takes the place of the branch that was split.
        let mut splits: Vec<(usize, Split, usize)> = Vec::new();
        while branches.len() < LEAVES {
            let gain = |at: &usize| branches[*at].split.map_or(0.0, |split| split.gain);
            let Some(at) = (0..branches.len()).max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.cmp(a))) else { break };
            let Some(split) = branches[at].split else { break };
            let rows = std::mem::take(&mut branches[at].rows);
            let first = |&row: &u32| usize::from(self.columns[split.input][row as usize]) <= split.cut;
            let (below, rest): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(first);
            splits.push((at, split, branches.len()));
            branches[at] = self.branch(below, &inputs);
            branches.push(self.branch(rest, &inputs));
        }
        let mut nodes = Vec::new();
        self.write(0, &splits, &branches, &mut nodes);
        Tree(nodes)
    }

    /// Writes what became of a branch by the splits that came after it.
    fn write(&self, branch: usize, splits: &[(usize, Split, usize)], branches: &[Branch], nodes: &mut Vec<Node>) {
        let Some(at) = splits.iter().position(|split| split.0 == branch) else {
            nodes.push(Node::Leaf(self.value(&branches[branch].rows)));
            return;
        };
        let (_, Split { input, cut, .. }, other) = splits[at];
        let place = nodes.len();
        nodes.push(Node::Leaf(0.0));
        self.write(branch, &splits[at + 1..], branches, nodes);
        nodes[place] = Node::Split { input, limit: self.cuts[input][cut], rest: nodes.len() };
        self.write(other, &splits[at + 1..], branches, nodes);
    }

    fn value(&self, rows: &[u32]) -> f64 {
        let (slope, curvature, _) = self.sums(rows);
        digits(-RATE * slope / (curvature + RIDGE))
    }

    fn sums(&self, rows: &[u32]) -> Sums {
        rows.iter().fold((0.0, 0.0, 0), |sums, &row| plus(sums, (self.slopes[row as usize], 1)))
    }

    fn branch(&self, rows: Vec<u32>, inputs: &[usize]) -> Branch {
        let all = self.sums(&rows);
        let best = |&input: &usize| self.best_cut(&rows, input, all);
        let splits: Vec<Option<Split>> = inputs.par_iter().map(best).collect();
        let split =
            splits.into_iter().flatten().reduce(|best, split| if split.gain > best.gain { split } else { best });
        Branch { rows, split }
    }

    /// The cut of an input that lowers the loss most.
    fn best_cut(&self, rows: &[u32], input: usize, all: Sums) -> Option<Split> {
        let mut bins = [(0.0, 0.0, 0); CUTS + 1];
        for &row in rows {
            let bin = &mut bins[usize::from(self.columns[input][row as usize])];
            *bin = plus(*bin, (self.slopes[row as usize], 1));
        }
        let score = |(slope, curvature, _): Sums| slope * slope / (curvature + RIDGE);
        let (mut below, mut best) = ((0.0, 0.0, 0), None::<Split>);
        for (cut, &(slope, curvature, count)) in bins.iter().take(self.cuts[input].len()).enumerate() {
            below = plus(below, ((slope, curvature), count));
            let rest = (all.0 - below.0, all.1 - below.1, all.2 - below.2);
            let gain = score(below) + score(rest) - score(all);
            if below.2 >= FEWEST && rest.2 >= FEWEST && gain > best.map_or(1e-9, |best| best.gain) {
                best = Some(Split { gain, input, cut });
            }
        }
        best
    }
}

fn plus(sums: Sums, ((slope, curvature), rows): ((f64, f64), u32)) -> Sums {
    (sums.0 + slope, sums.1 + curvature, sums.2 + rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::Role;

    #[test]
    fn what_no_line_parts_is_parted_by_trees() {
        // An event only where one of two inputs is high, not both: no regression can say that.
        let row = |i: u64| {
            let mut inputs = [0.0; INPUTS.len()];
            (inputs[0], inputs[1], inputs[2]) = ((mix(i) % 100) as f64, (mix(i + 5000) % 100) as f64, (i % 7) as f64);
            Row { inputs, label: (inputs[0] < 50.0) != (inputs[1] < 50.0), role: Role::Whole }
        };
        let rows: Vec<Row> = (0..4000).map(row).collect();
        let judged: Vec<Judged> = rows.iter().map(|row| Judged { row, odds: 0.0, weight: 1.0 }).collect();
        let forest = boost(&judged);
        let right = rows.iter().filter(|row| (forest.correction(&row.inputs) > 0.0) == row.label).count();
        assert!(right > 3800, "{right} of 4000");
        assert_eq!(boost(&judged), forest);
        assert_eq!(boost(&judged[..100]), Forest::default(), "too few rows for a split");
        // As many rows that say the contrary of each, of hardly any weight, leave it at that.
        let contrary: Vec<Row> =
            rows.iter().map(|row| Row { inputs: row.inputs, label: !row.label, role: row.role }).collect();
        let light = contrary.iter().map(|row| Judged { row, odds: 0.0, weight: 0.01 });
        let forest = boost(&judged.into_iter().chain(light).collect::<Vec<_>>());
        let right = rows.iter().filter(|row| (forest.correction(&row.inputs) > 0.0) == row.label).count();
        assert!(right > 3800, "{right} of 4000");
    }
}
