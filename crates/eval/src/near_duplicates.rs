//! Reprints against marked ones.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::clusters::Contingency;
use crate::table::Table;
use crate::{EvalError, Prf, Share, read};

/// How good near-duplicates are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct NearDuplicateScore {
    /// Pairs of articles in one group of reprints, whoever reprints whom.
    pub pair: Prf,
    /// Marked reprints that were found to be reprints of something.
    pub reprint: Share,
    /// Marked reprints that were found to repeat the very article that gold says.
    pub original: Share,
}

/// An article and the one it repeats.
pub type Reprint = (String, String);

/// Reads `documents.jsonl` of a run and `near_duplicates.tsv` (reprint, original), and compares.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn score(documents: &Path, gold: &Path) -> Result<NearDuplicateScore, EvalError> {
    Ok(compare(&read_found(documents)?, &read_gold(gold)?))
}

/// The reprints of a run: rows of `documents.jsonl` with `near_duplicate_of`.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn read_found(path: &Path) -> Result<Vec<Reprint>, EvalError> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        near_duplicate_of: Option<String>,
    }
    let rows: Vec<Row> = read::lines(path, "an article with `id`")?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.near_duplicate_of?))).collect())
}

/// The reprints of a table: reprint, tab, original; lines with `#` are comments.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn read_gold(path: &Path) -> Result<Vec<Reprint>, EvalError> {
    let mut rows = Vec::new();
    read::each_line(path, |n, line| {
        if !line.starts_with('#') {
            let (reprint, original) = line
                .split_once('\t')
                .ok_or_else(|| read::wrong_form(path, n, format!("`{line}`"), "a reprint, a tab and its original"))?;
            rows.push((reprint.to_string(), original.trim_end().to_string()));
        }
        Ok(())
    })?;
    Ok(rows)
}

/// Scores over all articles that either side names.
///
/// ```
/// use newsbraid_eval::near_duplicates::compare;
///
/// let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
/// let score = compare(&[pair("b", "a"), pair("c", "a")], &[pair("a", "b")]);
/// // a-b is right, a-c and b-c are not.
/// assert_eq!(score.pair.precision, 1.0 / 3.0);
/// assert_eq!((score.pair.recall, score.reprint.right, score.original.right), (1.0, 0, 0));
/// ```
pub fn compare(found: &[Reprint], gold: &[Reprint]) -> NearDuplicateScore {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for doc in found.iter().chain(gold).flat_map(|(a, b)| [a, b]) {
        let next = numbers.len();
        numbers.entry(doc).or_insert(next);
    }
    let (of_gold, of_found) = (groups(gold, &numbers), groups(found, &numbers));
    let table = Contingency::new((0..numbers.len()).map(|doc| (of_gold[doc], of_found[doc], 0)), false);
    let originals: BTreeMap<&str, &str> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut score = NearDuplicateScore { pair: table.measures().pair, ..Default::default() };
    for (reprint, original) in gold {
        let answer = originals.get(reprint.as_str());
        score.reprint.add(answer.is_some());
        score.original.add(answer.is_some_and(|answer| answer == original));
    }
    score
}

/// The group of each article: the least number it is joined to, by however many steps.
fn groups(pairs: &[Reprint], numbers: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..numbers.len()).collect();
    for (a, b) in pairs {
        let (a, b) = (root(&mut parent, numbers[a.as_str()]), root(&mut parent, numbers[b.as_str()]));
        parent[a.max(b)] = a.min(b);
    }
    (0..parent.len()).map(|doc| root(&mut parent, doc)).collect()
}

fn root(parent: &mut [usize], mut doc: usize) -> usize {
    while parent[doc] != doc {
        parent[doc] = parent[parent[doc]];
        doc = parent[doc];
    }
    doc
}

impl fmt::Display for NearDuplicateScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["", "precision", "recall", "F1"]);
        table.row("pairs", self.pair.cells());
        write!(f, "{table}")?;
        writeln!(f, "reprints known as such: {}; with their original: {}", self.reprint, self.original)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &str, gold: &str, right: u64, of_found: u64, of_gold: u64) {
        let pairs = |text: &str| -> Vec<Reprint> {
            let pair = |p: &str| p.split_once('>').map(|(a, b)| (a.to_string(), b.to_string())).unwrap();
            text.split_whitespace().map(pair).collect()
        };
        assert_eq!(compare(&pairs(found), &pairs(gold)).pair, Prf::of(right, of_found, of_gold), "{found} | {gold}");
    }

    #[test]
    fn groups_are_compared_pair_by_pair() {
        check("b>a", "b>a", 1, 1, 1);
        check("a>b", "b>a", 1, 1, 1);
        check("", "b>a", 0, 0, 1);
        check("b>a", "", 0, 1, 0);
        check("b>a c>b", "b>a c>a", 3, 3, 3);
        check("b>a d>c", "b>a c>b", 1, 2, 3);
    }

    #[test]
    fn a_row_without_a_tab() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("near_duplicates.tsv");
        std::fs::write(&path, "# reprint\toriginal\nb\ta\nc a\n").unwrap();
        let message = read_gold(&path).unwrap_err().to_string();
        assert!(message.ends_with("line 3: expected a reprint, a tab and its original, found `c a`"), "{message}");
    }
}
