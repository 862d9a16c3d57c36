//! Transcribed names against those that news writes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::table::Table;
use crate::{EvalError, Share, read};

/// How good transcriptions are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TranscriptionScore {
    /// How many of the first forms may be the expected one.
    pub among: usize,
    /// All names.
    pub total: TranscriptionCounts,
    /// By the method of the list, where it says so.
    pub groups: BTreeMap<String, TranscriptionCounts>,
    /// Names whose expected form is not among the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<MissedName>,
}

/// Counts of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TranscriptionCounts {
    /// The very first form is the expected one.
    pub first: Share,
    /// One of the first `among` forms is.
    pub among: Share,
}

/// A name whose expected form is not among the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissedName {
    /// As it is written in its language.
    pub name: String,
    /// The transcription that the list has.
    pub expected: String,
    /// The first forms given.
    pub found: Vec<String>,
}

/// A row of a list of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it is written in its language.
    pub name: String,
    /// Its transcription.
    pub expected: String,
    /// person, place, org or product, where the list says so.
    pub kind: Option<String>,
    /// What to count it under besides: pinyin, sinokorean, loan.
    pub group: Option<String>,
}

/// Reads a list: tab-separated, the first line names the columns (with or without `# `). The first column is the name, the
/// second its transcription; `kind` and `method` are used where they are there, what follows a `(` in their heads is not.
///
/// # Errors
/// A file that cannot be read, or a row with fewer columns than its head.
pub fn read_names(path: &Path) -> Result<Vec<Name>, EvalError> {
    let mut head: Option<Vec<String>> = None;
    let mut names = Vec::new();
    read::each_line(path, |n, line| {
        let Some(head) = &head else {
            let columns = line.trim_start_matches(['#', ' ']).split('\t');
            head =
                Some(columns.map(|column| column.split('(').next().unwrap_or_default().trim().to_string()).collect());
            return Ok(());
        };
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.len() < head.len().max(2) {
            return Err(read::wrong_form(path, n, format!("`{line}`"), &head.join(", tab, ")));
        }
        let column = |name: &str| head.iter().position(|column| column == name).map(|at| cells[at].to_string());
        names.push(Name {
            name: cells[0].to_string(),
            expected: cells[1].to_string(),
            kind: column("kind"),
            group: column("method"),
        });
        Ok(())
    })?;
    Ok(names)
}

/// Scores what `transcribe` gives for each name, best form first.
///
/// ```
/// use newsbraid_eval::transcription::{Name, compare};
///
/// let name = Name { name: "吴泳铭".into(), expected: "우융밍".into(), kind: None, group: None };
/// let score = compare(&[name], 3, |_| vec!["오영명".to_string(), "우융밍".to_string()]);
/// assert_eq!((score.total.first.right, score.total.among.right), (0, 1));
/// ```
pub fn compare(names: &[Name], among: usize, mut transcribe: impl FnMut(&Name) -> Vec<String>) -> TranscriptionScore {
    let mut score = TranscriptionScore { among, ..Default::default() };
    for name in names {
        let mut forms = transcribe(name);
        forms.truncate(among);
        let first = forms.first().is_some_and(|form| *form == name.expected);
        let found = forms.contains(&name.expected);
        let group = name.group.as_ref().map(|group| score.groups.entry(group.clone()).or_default());
        for counts in std::iter::once(&mut score.total).chain(group) {
            counts.first.add(first);
            counts.among.add(found);
        }
        if !found {
            let (name, expected) = (name.name.clone(), name.expected.clone());
            score.missed.push(MissedName { name, expected, found: forms });
        }
    }
    score
}

impl TranscriptionScore {
    /// The names whose expected form is not among the first, a line each.
    pub fn details(&self) -> String {
        let line = |m: &MissedName| format!("missed {} {}, found {}\n", m.name, m.expected, m.found.join(" "));
        self.missed.iter().map(line).collect()
    }
}

impl fmt::Display for TranscriptionScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let among = format!("among {}", self.among);
        let mut table = Table::new(&["", "first", "names", "share", &among, "share"]);
        let groups = self.groups.iter().map(|(name, counts)| (name.as_str(), counts));
        for (name, counts) in std::iter::once(("all", &self.total)).chain(groups) {
            let [found, _, share] = counts.among.cells();
            table.row(name, counts.first.cells().into_iter().chain([found, share]));
        }
        write!(f, "{table}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Result<Vec<Name>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("names.tsv");
        std::fs::write(&path, content).unwrap();
        read_names(&path).map_err(|e| e.to_string())
    }

    #[test]
    fn lists() {
        let names = read("# chinese\tkorean\tkind\tmethod(pinyin|loan)\n王毅\t왕이\tperson\tpinyin\n").unwrap();
        let expected = Name {
            name: "王毅".into(),
            expected: "왕이".into(),
            kind: Some("person".into()),
            group: Some("pinyin".into()),
        };
        assert_eq!(names, [expected]);
        assert_eq!(read("chinese\thangul\n王毅\t왕이\n").unwrap()[0].kind, None);
        let message = read("chinese\thangul\n\n王毅 왕이\n").unwrap_err();
        assert!(message.ends_with("line 3: expected chinese, tab, hangul, found `王毅 왕이`"), "{message}");
    }

    #[test]
    fn forms_past_the_first_n_do_not_count() {
        let names = read("zh\tko\tmethod\nx\t1\ta\ny\t3\tb\n").unwrap();
        let forms = |_: &Name| ["1", "2", "3"].map(str::to_string).to_vec();
        let score = compare(&names, 2, forms);
        assert_eq!((score.total.first, score.total.among), (Share::new(1, 2), Share::new(1, 2)));
        assert_eq!(score.groups["b"].among, Share::new(0, 1));
        assert_eq!(score.missed[0].found, ["1", "2"]);
        assert_eq!(compare(&names, 3, forms).total.among, Share::new(2, 2));
    }
}
