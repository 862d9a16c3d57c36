//! Pairs of articles that a user joins or parts: `--must-link`, `--cannot-link`.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use newsbraid_clusterer::Known;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::input::hex;
use crate::records::ManifestConstraints;

/// The file of a run that holds its constraints, so that `relink` and `add` keep them.
pub(crate) const CONSTRAINTS: &str = "constraints.tsv";

/// Why constraints cannot be used.
#[derive(Debug, Error)]
pub enum ConstraintError {
    /// The file cannot be read.
    #[error("`{path}`: {error}; expected a UTF-8 text with two ids of articles a line, set apart by a tab")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A line of another form.
    #[error("{place}: expected two ids of articles set apart by a tab, found `{found}`")]
    Form {
        /// File and line.
        place: Place,
        /// The line.
        found: String,
    },
    /// An article and itself.
    #[error("{place}: `{id}` is paired with itself; name two articles")]
    Itself {
        /// File and line.
        place: Place,
        /// The id.
        id: String,
    },
    /// Two lines of which one can hold.
    #[error(
        "{place}: `{a}` and `{b}` cannot be of one event, but {joined_by} joins them, by itself or through others; remove one of these lines"
    )]
    Contradiction {
        /// File and line of the pair that is kept apart.
        place: Place,
        /// Its first article.
        a: String,
        /// Its second article.
        b: String,
        /// File and line of the last pair that joins them.
        joined_by: Place,
    },
    /// An id of no article.
    #[error(
        "{place}: `{id}` is no article of the run; the ids stand in documents.jsonl, those refused in rejects.jsonl"
    )]
    Unknown {
        /// File and line.
        place: Place,
        /// The id.
        id: String,
    },
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`, line {}", self.path.display(), self.line)
    }
}

/// Two articles and where they are named.
#[derive(Clone, Debug)]
struct Row {
    pair: (String, String),
    place: Place,
}

/// Pairs of articles that report one event, or different ones, because a user says so. They do not contradict each other.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    must: Vec<Row>,
    cannot: Vec<Row>,
}

impl Constraints {
    /// Reads the files that are given: two ids a line, set apart by a tab; empty lines and those that begin with `#` do not
    /// count. Pairs that must be joined are transitive; naming one twice, in whatever order, is no fault.
    ///
    /// # Errors
    /// When a file cannot be read or has another form, or two pairs contradict each other, with file and line.
    pub fn load(must: Option<&Path>, cannot: Option<&Path>) -> Result<Constraints, ConstraintError> {
        let rows = |path: Option<&Path>| path.map(rows).transpose().map(Option::unwrap_or_default);
        Constraints { must: rows(must)?, cannot: rows(cannot)? }.checked()
    }

    /// What a run keeps in its folder, in this file.
    pub(crate) fn of_run(path: &Path) -> Result<Constraints, ConstraintError> {
        let mut kept = Constraints::default();
        for (place, line) in lines(path)? {
            let (kind, pair) = line.split_once('\t').unwrap_or((&line, ""));
            let row = Row { pair: pair_of(&place, pair)?, place: place.clone() };
            match kind {
                MUST => kept.must.push(row),
                CANNOT => kept.cannot.push(row),
                _ => return Err(ConstraintError::Form { place, found: line }),
            }
        }
        kept.checked()
    }

    /// These, and of the other ones what these say nothing about: a kind that is given takes the place of the whole kind.
    ///
    /// # Errors
    /// When two pairs contradict each other.
    pub(crate) fn over(self, kept: Constraints, must: bool, cannot: bool) -> Result<Constraints, ConstraintError> {
        let choose = |given, own: Vec<Row>, kept: Vec<Row>| if given { own } else { kept };
        let both =
            Constraints { must: choose(must, self.must, kept.must), cannot: choose(cannot, self.cannot, kept.cannot) };
        both.checked()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.must.is_empty() && self.cannot.is_empty()
    }

    fn checked(self) -> Result<Constraints, ConstraintError> {
        let mut joined = Joined::default();
        self.must.iter().for_each(|row| joined.join(&row.pair));
        let broken = self.cannot.iter().find(|row| joined.are(&row.pair));
        let Some(cannot) = broken else { return Ok(self) };
        let mut joined = Joined::default();
        let by = self.must.iter().find(|row| {
            joined.join(&row.pair);
            joined.are(&cannot.pair)
        });
        let joined_by = by.map(|row| row.place.clone()).expect("all of them together join the pair");
        let ((a, b), place) = (cannot.pair.clone(), cannot.place.clone());
        Err(ConstraintError::Contradiction { place, a, b, joined_by })
    }

    /// The pairs by the places of their articles in `ids`, which are in order. Pairs with an article that was removed from
    /// the run are passed over.
    ///
    /// # Errors
    /// When an id is not among them.
    pub(crate) fn known(&self, ids: &[&str], removed: &BTreeSet<String>) -> Result<Known, ConstraintError> {
        let find = |row: &Row, id: &String| {
            let unknown = |_| ConstraintError::Unknown { place: row.place.clone(), id: id.clone() };
            ids.binary_search(&id.as_str()).map_err(unknown)
        };
        let find = |rows: &[Row]| -> Result<Vec<(usize, usize)>, ConstraintError> {
            let there = rows.iter().filter(|Row { pair: (a, b), .. }| !removed.contains(a) && !removed.contains(b));
            there.map(|row| Ok((find(row, &row.pair.0)?, find(row, &row.pair.1)?))).collect()
        };
        Ok(Known { must_link: find(&self.must)?, cannot_link: find(&self.cannot)?, ..Known::default() })
    }

    /// The constraints as the run keeps them: kind, tab, pair; sorted, without those named twice.
    pub(crate) fn list(&self) -> String {
        let line = |kind: &str, Row { pair: (a, b), .. }: &Row| format!("{kind}\t{}\t{}\n", a.min(b), a.max(b));
        let cannot = self.cannot.iter().map(|row| line(CANNOT, row));
        cannot.chain(self.must.iter().map(|row| line(MUST, row))).collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// What the manifest says of them; nothing where there are none.
    pub(crate) fn manifest(&self) -> Option<ManifestConstraints> {
        let list = self.list();
        let count = |kind: &str| list.lines().filter(|line| line.starts_with(kind)).count() as u64;
        (!self.is_empty()).then(|| ManifestConstraints {
            file: CONSTRAINTS.to_string(),
            sha256: hex(&Sha256::digest(&list)),
            must_link: count(MUST),
            cannot_link: count(CANNOT),
        })
    }
}

const MUST: &str = "must_link";
const CANNOT: &str = "cannot_link";

/// The lines of a file that count.
fn lines(path: &Path) -> Result<Vec<(Place, String)>, ConstraintError> {
    let unreadable = |error| ConstraintError::Unreadable { path: path.to_path_buf(), error };
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let place = |at: usize| Place { path: path.to_path_buf(), line: at + 1 };
    let counts = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    Ok(text
        .lines()
        .enumerate()
        .filter(|(_, line)| counts(line))
        .map(|(at, line)| (place(at), line.to_string()))
        .collect())
}

fn rows(path: &Path) -> Result<Vec<Row>, ConstraintError> {
    lines(path)?.into_iter().map(|(place, line)| Ok(Row { pair: pair_of(&place, &line)?, place })).collect()
}

fn pair_of(place: &Place, text: &str) -> Result<(String, String), ConstraintError> {
    let ids: Vec<&str> = text.split('\t').map(str::trim).collect();
    match ids.as_slice() {
        [a, b] if !a.is_empty() && a == b => Err(ConstraintError::Itself { place: place.clone(), id: a.to_string() }),
        [a, b] if !a.is_empty() && !b.is_empty() => Ok((a.to_string(), b.to_string())),
        _ => Err(ConstraintError::Form { place: place.clone(), found: text.to_string() }),
    }
}

/// Articles that are one through pairs.
#[derive(Default)]
struct Joined<'a> {
    numbers: HashMap<&'a str, usize>,
    parents: Vec<usize>,
}

impl<'a> Joined<'a> {
    fn join(&mut self, (a, b): &'a (String, String)) {
        let (a, b) = (self.number(a), self.number(b));
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    fn are(&mut self, (a, b): &'a (String, String)) -> bool {
        let (a, b) = (self.number(a), self.number(b));
        self.root(a) == self.root(b)
    }

    fn number(&mut self, id: &'a str) -> usize {
        let next = self.parents.len();
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.parents.push(next);
        }
        number
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(must: &str, cannot: &str) -> Result<Constraints, String> {
        let dir = tempfile::tempdir().unwrap();
        let [m, c] = [("must.tsv", must), ("cannot.tsv", cannot)].map(|(name, text)| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let folder = format!("{}/", dir.path().display());
        Constraints::load(Some(&m), Some(&c)).map_err(|error| error.to_string().replace(&folder, ""))
    }

    #[test]
    fn pairs_are_read_and_kept() {
        let found = load("# joined\nb\ta\n\na\tb\r\nb\tc\n", "\u{feff}x\ta\n").unwrap();
        assert_eq!(found.list(), "cannot_link\ta\tx\nmust_link\ta\tb\nmust_link\tb\tc\n");
        let manifest = found.manifest().unwrap();
        assert_eq!((manifest.must_link, manifest.cannot_link), (2, 1));
        let known = found.known(&["a", "b", "c", "x"], &BTreeSet::new()).unwrap();
        assert_eq!((known.must_link, known.cannot_link), (vec![(1, 0), (0, 1), (1, 2)], vec![(3, 0)]));
        let left = found.known(&["a", "b", "c"], &BTreeSet::from(["x".to_string()])).unwrap();
        assert_eq!(left.cannot_link, []);
        assert!(load("", "# none\n").unwrap().manifest().is_none());
    }

    #[test]
    fn what_a_run_keeps_is_what_it_was_given() {
        let dir = tempfile::tempdir().unwrap();
        let found = load("b\ta\n", "x\ta\n").unwrap();
        std::fs::write(dir.path().join(CONSTRAINTS), found.list()).unwrap();
        let kept = Constraints::of_run(&dir.path().join(CONSTRAINTS)).unwrap();
        assert_eq!(kept.list(), found.list());
        let other = load("c\td\n", "").unwrap().over(kept, true, false).unwrap();
        assert_eq!(other.list(), "cannot_link\ta\tx\nmust_link\tc\td\n");
    }

    #[track_caller]
    fn refused(must: &str, cannot: &str, expect: &str) {
        let message = load(must, cannot).unwrap_err();
        assert!(message.contains(expect), "{message}");
    }

    #[test]
    fn what_cannot_hold_is_refused_with_its_place() {
        refused("a b\n", "", "`must.tsv`, line 1: expected two ids of articles set apart by a tab, found `a b`");
        refused("a\tb\n\na\t\n", "", "`must.tsv`, line 3:");
        refused("", "a\tb\tc\n", "`cannot.tsv`, line 1:");
        refused("", "a\ta\n", "`cannot.tsv`, line 1: `a` is paired with itself");
        refused(
            "a\tb\n",
            "# no\nb\ta\n",
            "`cannot.tsv`, line 2: `b` and `a` cannot be of one event, but `must.tsv`, line 1",
        );
        refused("a\tb\nx\ty\nc\tb\n", "a\tc\n", "but `must.tsv`, line 3 joins them");
        let missing = Constraints::load(Some(Path::new("nowhere.tsv")), None).unwrap_err().to_string();
        assert!(missing.starts_with("`nowhere.tsv`: "), "{missing}");
        let unknown = load("a\tb\n", "a\tz\n").unwrap().known(&["a", "b"], &BTreeSet::new()).unwrap_err().to_string();
        assert!(unknown.contains("cannot.tsv`, line 1: `z` is no article of the run"), "{unknown}");
    }

    /// Joining in a circle says nothing new, and many pairs are checked at once.
    #[test]
    fn circles_and_many_pairs_are_no_fault() {
        let circle: String = (0..2000).map(|n| format!("a{n}\ta{}\n", (n + 1) % 2000)).collect();
        assert_eq!(load(&circle, "a1\tz\n").unwrap().must.len(), 2000);
    }
}
