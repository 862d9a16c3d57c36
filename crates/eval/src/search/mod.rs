//! Search results against judgements.

mod measures;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::{EvalError, read};

pub use measures::Measures;
use measures::{Grades, Ranks};

/// How good a search is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchScore {
    /// Means over the queries of the judgements.
    pub measures: Measures,
    /// By the language of the query, where the judgements name it.
    pub langs: BTreeMap<String, Measures>,
    /// Queries of the judgements.
    pub queries: usize,
    /// Queries of the judgements of which the run has nothing.
    pub unanswered: usize,
}

/// Ranked documents of each query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    queries: BTreeMap<String, Ranks>,
}

impl Run {
    /// Reads a TREC run: `query Q0 document rank score tag` a line, ranks from 1. The rank is what counts, not the score; of a
    /// document that is listed twice, the first line does.
    ///
    /// # Errors
    /// A file that cannot be read or has another form.
    pub fn read(path: &Path) -> Result<Run, EvalError> {
        let mut run = Run::default();
        read::each_line(path, |n, line| {
            let wrong =
                || read::wrong_form(path, n, format!("`{line}`"), "`query Q0 document rank score tag`, ranks from 1");
            let columns: Vec<&str> = line.split_whitespace().collect();
            let &[query, _, doc, rank, ..] = columns.as_slice() else { return Err(wrong()) };
            let rank = rank.parse().ok().filter(|&rank| rank > 0).ok_or_else(wrong)?;
            run.queries.entry(query.to_string()).or_default().entry(doc.to_string()).or_insert(rank);
            Ok(())
        })?;
        Ok(run)
    }
}

/// Relevant documents of each query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    /// In order of id.
    queries: BTreeMap<String, Query>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Query {
    grades: Grades,
    lang: Option<String>,
}

impl Judgements {
    /// Reads `queries.jsonl` (`{"qid", "lang"?, "pos": [documents]}` a line; a name that ends in `.jsonl`) or TREC qrels
    /// (`query 0 document grade` a line; a grade below 1 is not relevant).
    ///
    /// # Errors
    /// A file that cannot be read or has another form.
    pub fn read(path: &Path) -> Result<Judgements, EvalError> {
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            read_queries(path)
        } else {
            read_qrels(path)
        }
    }
}

fn read_queries(path: &Path) -> Result<Judgements, EvalError> {
    #[derive(Deserialize)]
    struct Row {
        qid: String,
        lang: Option<String>,
        pos: Vec<String>,
    }
    let rows: Vec<Row> = read::lines(path, "a query with `qid` and `pos`")?;
    let query =
        |row: Row| (row.qid, Query { grades: row.pos.into_iter().map(|doc| (doc, 1)).collect(), lang: row.lang });
    Ok(Judgements { queries: rows.into_iter().map(query).collect() })
}

fn read_qrels(path: &Path) -> Result<Judgements, EvalError> {
    let mut judgements = Judgements::default();
    read::each_line(path, |n, line| {
        let wrong = || read::wrong_form(path, n, format!("`{line}`"), "`query 0 document grade`");
        let columns: Vec<&str> = line.split_whitespace().collect();
        let &[query, _, doc, grade] = columns.as_slice() else { return Err(wrong()) };
        let grade: i64 = grade.parse().map_err(|_| wrong())?;
        let query = judgements.queries.entry(query.to_string()).or_default();
        if let Some(grade) = u64::try_from(grade).ok().filter(|&grade| grade > 0) {
            query.grades.insert(doc.to_string(), grade);
        }
        Ok(())
    })?;
    Ok(judgements)
}

/// Reads a TREC run and the judgements, and compares.
///
/// # Errors
/// A file that cannot be read or has another form; judgements without a query.
pub fn score(run: &Path, judgements: &Path) -> Result<SearchScore, EvalError> {
    compare(&Run::read(run)?, &Judgements::read(judgements)?)
}

/// Scores every query of the judgements.
///
/// # Errors
/// Judgements without a query.
pub fn compare(run: &Run, judgements: &Judgements) -> Result<SearchScore, EvalError> {
    if judgements.queries.is_empty() {
        return Err(EvalError::NoGold);
    }
    let nothing = Ranks::new();
    let mut score = SearchScore { queries: judgements.queries.len(), ..Default::default() };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, query) in &judgements.queries {
        let ranks = run.queries.get(id);
        score.unanswered += usize::from(ranks.is_none());
        let measures = Measures::of(ranks.unwrap_or(&nothing), &query.grades);
        add(&mut score.measures, measures);
        if let Some(lang) = &query.lang {
            add(score.langs.entry(lang.clone()).or_default(), measures);
            *counts.entry(lang).or_default() += 1;
        }
    }
    divide(&mut score.measures, score.queries);
    for (lang, measures) in &mut score.langs {
        divide(measures, counts[lang.as_str()]);
    }
    Ok(score)
}

fn add(sum: &mut Measures, mut measures: Measures) {
    for ((_, sum), (_, value)) in sum.named().into_iter().zip(measures.named()) {
        *sum += *value;
    }
}

fn divide(sum: &mut Measures, queries: usize) {
    for (_, value) in sum.named() {
        *value /= queries as f64;
    }
}

impl fmt::Display for SearchScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut columns = vec![("all", self.measures)];
        columns.extend(self.langs.iter().map(|(lang, measures)| (lang.as_str(), *measures)));
        let head: Vec<&str> = std::iter::once("").chain(columns.iter().map(|(name, _)| *name)).collect();
        let mut table = Table::new(&head);
        let names = Measures::default().named().map(|(name, _)| name);
        for (row, name) in names.into_iter().enumerate() {
            table.row(name, columns.iter_mut().map(|(_, measures)| format!("{:.4}", measures.named()[row].1)));
        }
        writeln!(f, "{table}{} queries, {} of them without an answer", self.queries, self.unanswered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(run: &str, name: &str, judgements: &str) -> Result<SearchScore, String> {
        let dir = tempfile::tempdir().unwrap();
        let (run_path, judged) = (dir.path().join("run.txt"), dir.path().join(name));
        std::fs::write(&run_path, run).unwrap();
        std::fs::write(&judged, judgements).unwrap();
        score(&run_path, &judged).map_err(|e| e.to_string())
    }

    #[test]
    fn both_forms_of_judgements() {
        let run = "q1 Q0 a 1 9.5 t\nq1 Q0 b 2 9.1 t\nq1 Q0 b 7 1 t\nq3 Q0 a 1 1 t\n";
        let qrels = check(run, "qrels.txt", "q1 0 b 1\nq1 0 a 0\nq2 0 a 2\n").unwrap();
        let lines =
            "{\"qid\":\"q1\",\"lang\":\"ko\",\"pos\":[\"b\"]}\n{\"qid\":\"q2\",\"lang\":\"en\",\"pos\":[\"a\"]}\n";
        let queries = check(run, "queries.jsonl", lines).unwrap();
        assert_eq!(qrels.measures, queries.measures);
        assert_eq!((qrels.measures.mrr10, qrels.queries, qrels.unanswered), (0.25, 2, 1));
        assert_eq!((queries.langs["ko"].mrr10, queries.langs["en"].mrr10), (0.5, 0.0));
        assert!(
            queries
                .to_string()
                .starts_with("                all      en      ko\nnDCG@10      0.3155  0.0000  0.6309\n")
        );
    }

    #[test]
    fn what_cannot_be_read() {
        let message = |run: &str, qrels: &str| check(run, "qrels.txt", qrels).unwrap_err();
        assert!(
            message("q1 Q0 a 0 1 t\n", "q1 0 a 1\n").contains("run.txt`, line 1: expected `query Q0 document rank")
        );
        assert!(message("q1 Q0 a\n", "q1 0 a 1\n").contains("line 1: expected `query Q0 document rank"));
        assert!(message("", "q1 0 a 1\nq1 0 a x\n").contains("qrels.txt`, line 2: expected `query 0 document grade`"));
        assert!(message("", "").starts_with("the gold is empty"));
    }
}
