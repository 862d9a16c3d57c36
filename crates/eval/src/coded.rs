//! Coding sheets that people filled in: precision of what was found, and how far two coders agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::table::Table;
use crate::{EvalError, read};

/// What a coder says of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As found.
    Right,
    /// Not as found.
    Wrong,
    /// The text does not say.
    Unclear,
}

/// What a cell may hold, for messages.
const EXPECTED: &str = "a verdict: right (or 1), wrong (or 0), unclear (or ?), or nothing where it is not coded yet";

impl Verdict {
    const ALL: [Verdict; 3] = [Verdict::Right, Verdict::Wrong, Verdict::Unclear];

    /// Reads a cell; nothing where it is empty.
    fn read(cell: &str) -> Result<Option<Verdict>, ()> {
        match cell.trim().to_lowercase().as_str() {
            "" => Ok(None),
            "right" | "1" => Ok(Some(Verdict::Right)),
            "wrong" | "0" => Ok(Some(Verdict::Wrong)),
            "unclear" | "?" => Ok(Some(Verdict::Unclear)),
            _ => Err(()),
        }
    }
}

/// A sheet as one coder returned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The file.
    pub path: PathBuf,
    /// Items in order.
    pub items: Vec<Item>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same in the sheets of all coders.
    pub item: String,
    /// Language and kind, where the sheet has these columns: precision is also given for each.
    pub groups: Vec<String>,
    /// `None` where it is not coded.
    pub verdict: Option<Verdict>,
}

/// Shares with the uncertainty of a sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CodedPrecision {
    /// Items found right.
    pub right: u64,
    /// Items found wrong.
    pub wrong: u64,
    /// Items of which the coder could not say; they count neither way.
    pub unclear: u64,
    /// Items not coded.
    pub empty: u64,
    /// Right of right and wrong; 0 of nothing.
    pub precision: f64,
    /// Ends of the 95% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far two coders agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoderAgreement {
    /// The two sheets.
    pub sheets: [String; 2],
    /// Items that both coded.
    pub items: u64,
    /// Share of them with the same verdict.
    pub observed: f64,
    /// Share that chance would give.
    pub expected: f64,
    /// Cohen's kappa; `None` where both say the same of everything, so that chance would do as well.
    pub kappa: Option<f64>,
}

/// What the sheets say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CodedScore {
    /// By sheet: precision over all, under `all`, and for each language and kind.
    pub sheets: BTreeMap<String, BTreeMap<String, CodedPrecision>>,
    /// Of each two sheets.
    pub agreement: Vec<CoderAgreement>,
}

/// Reads sheets that `newsbraid sample` wrote and coders filled in, and compares.
///
/// # Errors
/// A sheet that cannot be read, a verdict that is none, with the line; an item that comes twice; sheets that share no item.
pub fn score(paths: &[PathBuf]) -> Result<CodedScore, EvalError> {
    let sheets = paths.iter().map(|path| read_sheet(path)).collect::<Result<Vec<_>, _>>()?;
    for (at, a) in sheets.iter().enumerate() {
        for b in &sheets[at + 1..] {
            let items: BTreeSet<&str> = a.items.iter().map(|item| item.item.as_str()).collect();
            if !b.items.iter().any(|item| items.contains(item.item.as_str())) {
                let what = format!("a sheet of another sample than `{}`: they share no item", a.path.display());
                return Err(EvalError::Unfit { path: b.path.clone(), what });
            }
        }
    }
    Ok(compare(&sheets))
}

/// Reads one sheet: CSV with the columns `item` and `verdict`, separated by commas, semicolons or tabs as spreadsheets save them.
///
/// # Errors
/// As [`score`].
pub fn read_sheet(path: &Path) -> Result<Sheet, EvalError> {
    let text = read::text(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|c| head.matches(*c).count()).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator as u8).flexible(true).from_reader(text.as_bytes());
    let wrong = |error: csv::Error| {
        let line = error.position().map_or(1, |at| at.line() as usize);
        read::wrong_form(path, line, &error, "a table as `newsbraid sample` writes it")
    };
    let head = reader.headers().map_err(wrong)?.clone();
    let column = |name: &str| head.iter().position(|cell| cell.trim() == name);
    let (Some(item), Some(verdict)) = (column("item"), column("verdict")) else {
        let found = format!("`{}`", head.iter().collect::<Vec<_>>().join(","));
        return Err(read::wrong_form(
            path,
            1,
            found,
            "columns `item` and `verdict`, as `newsbraid sample` writes them",
        ));
    };
    let groups = [column("lang"), column("kind")];
    let mut sheet = Sheet { path: path.to_path_buf(), items: Vec::new() };
    let mut seen = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |at| at.line() as usize);
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_string();
        let said = cell(verdict);
        let verdict = Verdict::read(&said).map_err(|()| read::wrong_form(path, line, format!("`{said}`"), EXPECTED))?;
        let name = cell(item);
        if name.is_empty() || !seen.insert(name.clone()) {
            return Err(read::wrong_form(path, line, format!("item `{name}`"), "each item once, by its name"));
        }
        let groups = groups.iter().flatten().map(|at| cell(*at)).filter(|group| !group.is_empty()).collect();
        sheet.items.push(Item { item: name, groups, verdict });
    }
    Ok(sheet)
}

/// Precision of each sheet and agreement of each two.
pub fn compare(sheets: &[Sheet]) -> CodedScore {
    let mut score = CodedScore::default();
    for (at, sheet) in sheets.iter().enumerate() {
        score.sheets.insert(sheet.path.display().to_string(), precisions(sheet));
        for other in &sheets[at + 1..] {
            score.agreement.push(agreement(sheet, other));
        }
    }
    score
}

fn precisions(sheet: &Sheet) -> BTreeMap<String, CodedPrecision> {
    let mut found: BTreeMap<String, CodedPrecision> = BTreeMap::new();
    found.insert("all".to_string(), CodedPrecision::default());
    for item in &sheet.items {
        for group in item.groups.iter().map(String::as_str).chain(["all"]) {
            let counts = found.entry(group.to_string()).or_default();
            *match item.verdict {
                Some(Verdict::Right) => &mut counts.right,
                Some(Verdict::Wrong) => &mut counts.wrong,
                Some(Verdict::Unclear) => &mut counts.unclear,
                None => &mut counts.empty,
            } += 1;
        }
    }
    for counts in found.values_mut() {
        let of = counts.right + counts.wrong;
        (counts.low, counts.high) = wilson(counts.right, of);
        counts.precision = if of == 0 { 0.0 } else { counts.right as f64 / of as f64 };
    }
    found
}

/// The 95% interval of a share by the score method (Wilson, Probable inference, JASA 22, 1927): it stays between 0 and 1 and holds
/// for small samples and shares near 1 too. Of nothing it is everything.
///
/// ```
/// let (low, high) = newsbraid_eval::coded::wilson(190, 200);
/// assert!((low - 0.9104).abs() < 1e-4 && (high - 0.9726).abs() < 1e-4);
/// ```
pub fn wilson(right: u64, of: u64) -> (f64, f64) {
    /// Of the normal distribution, for 95%.
    const Z: f64 = 1.959963984540054;
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (of as f64, right as f64 / of as f64);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let (middle, scale) = (share + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    (((middle - spread) / scale).max(0.0), ((middle + spread) / scale).min(1.0))
}

/// Cohen's kappa over the items that both coded (Cohen, A coefficient of agreement for nominal scales, 1960).
fn agreement(a: &Sheet, b: &Sheet) -> CoderAgreement {
    let of_b: BTreeMap<&str, Verdict> =
        b.items.iter().filter_map(|item| Some((item.item.as_str(), item.verdict?))).collect();
    let pairs: Vec<(Verdict, Verdict)> =
        a.items.iter().filter_map(|item| Some((item.verdict?, *of_b.get(item.item.as_str())?))).collect();
    let of = pairs.len().max(1) as f64;
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / of;
    let share = |verdict: Verdict, side: fn(&(Verdict, Verdict)) -> Verdict| {
        pairs.iter().filter(|pair| side(pair) == verdict).count() as f64 / of
    };
    let expected: f64 = Verdict::ALL.iter().map(|v| share(*v, |pair| pair.0) * share(*v, |pair| pair.1)).sum();
    let kappa = (!pairs.is_empty() && expected < 1.0).then(|| (observed - expected) / (1.0 - expected));
    let sheets = [a, b].map(|sheet| sheet.path.display().to_string());
    CoderAgreement { sheets, items: pairs.len() as u64, observed, expected, kappa }
}

impl fmt::Display for CodedScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (sheet, groups) in &self.sheets {
            writeln!(f, "{sheet}")?;
            let mut table = Table::new(&["", "right", "wrong", "unclear", "empty", "precision", "95% from", "to"]);
            for (group, counts) in groups {
                let numbers = [counts.right, counts.wrong, counts.unclear, counts.empty].map(|count| count.to_string());
                let shares = [counts.precision, counts.low, counts.high].map(|share| format!("{share:.4}"));
                table.row(group, numbers.into_iter().chain(shares));
            }
            writeln!(f, "{table}")?;
        }
        for CoderAgreement { sheets: [a, b], items, observed, kappa, .. } in &self.agreement {
            let kappa = kappa.map_or("undefined, both say the same of everything".to_string(), |k| format!("{k:.4}"));
            writeln!(
                f,
                "{a} and {b}: {items} items coded by both, {observed:.4} of them alike; Cohen's kappa {kappa}"
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, verdicts: &str) -> Sheet {
        let item = |(at, c): (usize, char)| Item {
            item: at.to_string(),
            groups: Vec::new(),
            verdict: Verdict::read(&c.to_string()).unwrap(),
        };
        Sheet { path: PathBuf::from(name), items: verdicts.chars().enumerate().map(item).collect() }
    }

    #[test]
    fn kappa_of_two_coders() {
        let check = |a: &str, b: &str, items: u64, expect: Option<f64>| {
            let score = compare(&[sheet("a", a), sheet("b", b)]);
            assert_eq!(score.agreement[0].items, items, "{a} {b}");
            let found = score.agreement[0].kappa.map(|kappa| (kappa * 1e4).round() / 1e4);
            assert_eq!(found, expect, "{a} {b}");
        };
        // Cohen's own form: 20 both right, 15 both wrong, 5 and 10 crosswise: (.7 - .5) / .5.
        let (a, b) =
            ("1".repeat(25) + &"0".repeat(25), "1".repeat(20) + &"0".repeat(5) + &"1".repeat(10) + &"0".repeat(15));
        check(&a, &b, 50, Some(0.4));
        check("1010", "1010", 4, Some(1.0));
        check("1010", "0101", 4, Some(-1.0));
        check("1111", "1111", 4, None);
        check("10 ?", "1 0?", 2, Some(1.0));
        check("    ", "1111", 0, None);
        check("11?0", "1??0", 4, Some(0.6364));
    }

    #[test]
    fn intervals() {
        let check = |right, of, low: f64, high: f64| {
            let found = wilson(right, of);
            assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{right} of {of}: {found:?}");
        };
        check(0, 0, 0.0, 1.0);
        check(10, 10, 0.7225, 1.0);
        check(0, 10, 0.0, 0.2775);
        check(81, 263, 0.2553, 0.3662);
    }

    fn read_text(text: &str) -> Result<Sheet, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sheet.csv");
        std::fs::write(&path, text).unwrap();
        read_sheet(&path).map_err(|error| error.to_string().replace(&dir.path().display().to_string(), ""))
    }

    #[test]
    fn sheets_as_spreadsheets_save_them() {
        for (comma, end) in [(",", "\r\n"), (";", "\n"), ("\t", "\n")] {
            let text = [
                "\u{feff}item,lang,context,verdict,note",
                "a,ko,\"말했다\n그는\",1,",
                "b,zh-Hans,云, Wrong ,hm",
                "c,ko,x,?",
                "d,en,y,,",
            ];
            let sheet = read_text(&text.join(end).replace(',', comma)).unwrap();
            let verdicts: Vec<_> = sheet.items.iter().map(|item| item.verdict).collect();
            assert_eq!(verdicts, [Some(Verdict::Right), Some(Verdict::Wrong), Some(Verdict::Unclear), None], "{comma}");
            let score = compare(&[sheet]);
            let korean = score.sheets.values().next().unwrap()["ko"];
            assert_eq!((korean.right, korean.unclear, korean.precision), (1, 1, 1.0));
        }
    }

    #[test]
    fn what_is_no_verdict_is_named_with_its_line() {
        let check = |text: &str, says: &str| {
            let error = read_text(text).unwrap_err();
            assert!(error.starts_with(says), "{error}");
        };
        check(
            "item,verdict\na,1\nb,ja\n",
            "`/sheet.csv`, line 3: expected a verdict: right (or 1), wrong (or 0), unclear (or ?)",
        );
        check("item,context,verdict\na,\"x\ny\",1\nb,z,2\n", "`/sheet.csv`, line 4: expected a verdict");
        check("item,verdict\na,1\na,0\n", "`/sheet.csv`, line 3: expected each item once");
        check("id,verdict\na,1\n", "`/sheet.csv`, line 1: expected columns `item` and `verdict`");
        check("", "`/sheet.csv`, line 1: expected columns");
    }

    #[test]
    fn sheets_of_two_samples_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let [a, b] = ["a.csv", "b.csv"].map(|name| dir.path().join(name));
        std::fs::write(&a, "item,verdict\nx,1\n").unwrap();
        std::fs::write(&b, "item,verdict\ny,1\n").unwrap();
        let error = score(&[a, b]).unwrap_err().to_string();
        assert!(error.contains("they share no item"), "{error}");
    }
}
