//! Batches of queries, and the runs that answer them, in the forms of information retrieval.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use newsbraid_indexer::Query;
use rayon::prelude::*;
use serde::Deserialize;
use thiserror::Error;

use crate::search::{SearchFailure, Searcher};

/// One query of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Names the query in the run.
    pub id: String,
    /// The query as people write it: a question, a title, words.
    pub text: String,
}

/// Why a batch of queries was not answered.
#[derive(Debug, Error)]
pub enum TopicError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line has another form.
    #[error(
        "{path}, line {line}: {what}; expected `{{\"qid\": \"1\", \"query\": \"…\"}}`, or in any file but .jsonl the id, a tab and the query"
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// Counts from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// One of the queries failed.
    #[error("query `{id}`: {source}")]
    Query {
        /// Of the query.
        id: String,
        /// Why.
        source: SearchFailure,
    },
}

/// Ranked articles of a query, the best first, with their scores.
pub type Ranking = Vec<(f32, String)>;

/// Reads queries: `{"qid", "query"}` a line (`id` and `text` are taken too) from a `.jsonl` file, else `id<TAB>query` a line,
/// the form of TREC's and MIRACL's topics. Empty lines are passed over.
///
/// # Errors
/// A file that cannot be read, or a line of another form.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, TopicError> {
    let io = |source| TopicError::Io { path: path.to_path_buf(), source };
    let read = if path.extension().is_some_and(|ending| ending == "jsonl") { from_json } else { from_tabs };
    let mut topics = Vec::new();
    for (line, text) in (1..).zip(BufReader::new(File::open(path).map_err(io)?).lines()) {
        let text = text.map_err(io)?;
        let text = text.trim_start_matches('\u{FEFF}').trim_end();
        if !text.is_empty() {
            let form = |what| TopicError::Form { path: path.to_path_buf(), line, what };
            topics.push(read(text).map_err(form)?);
        }
    }
    Ok(topics)
}

fn from_json(line: &str) -> Result<Topic, String> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(alias = "id", alias = "query_id")]
        qid: serde_json::Value,
        #[serde(alias = "text", alias = "title")]
        query: String,
    }
    let row: Row = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let id = match row.qid {
        serde_json::Value::String(id) => id,
        serde_json::Value::Number(id) => id.to_string(),
        other => return Err(format!("`qid` is {other}, neither a string nor a number")),
    };
    Ok(Topic { id, text: row.query })
}

fn from_tabs(line: &str) -> Result<Topic, String> {
    let (id, text) = line.split_once('\t').ok_or("there is no tab")?;
    Ok(Topic { id: id.trim().to_string(), text: text.trim().to_string() })
}

/// Answers all queries on the threads of the current pool. `template` says how: its text is replaced by that of each.
///
/// # Errors
/// The first query, in their order, that is malformed or too large.
pub fn answer(
    searcher: &Searcher,
    topics: &[Topic],
    template: &Query,
    expand: bool,
) -> Result<Vec<Ranking>, TopicError> {
    let rankings: Vec<Result<Ranking, TopicError>> = topics
        .par_iter()
        .map_init(
            || searcher.worker(),
            |worker, topic| {
                let query = Query { text: topic.text.clone(), ..template.clone() };
                worker.rank(&query, expand).map_err(|source| TopicError::Query { id: topic.id.clone(), source })
            },
        )
        .collect();
    rankings.into_iter().collect()
}

/// Writes a TREC run: `query Q0 document rank score tag` a line. Blanks within ids, which the form has no room for, are
/// written as `%20`.
///
/// # Errors
/// What writing meets.
pub fn write_trec_run(out: &mut impl Write, topics: &[Topic], rankings: &[Ranking], tag: &str) -> io::Result<()> {
    for (topic, ranking) in topics.iter().zip(rankings) {
        let query = without_blanks(&topic.id);
        for (rank, (score, id)) in (1..).zip(ranking) {
            writeln!(out, "{query} Q0 {} {rank} {score:.6} {tag}", without_blanks(id))?;
        }
    }
    Ok(())
}

fn without_blanks(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Vec<Topic>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let path_name = path.display().to_string();
        read_topics(&path).map_err(|error| error.to_string().replace(&path_name, name))
    }

    #[test]
    fn both_forms_are_read() {
        let expect = [("1", "통의 천문"), ("b", "阿里云: 收入?")];
        let topics: Vec<Topic> =
            expect.iter().map(|(id, text)| Topic { id: id.to_string(), text: text.to_string() }).collect();
        let json = "{\"qid\": 1, \"query\": \"통의 천문\"}\n\n{\"id\": \"b\", \"text\": \"阿里云: 收入?\", \"lang\": \"zh\"}\n";
        assert_eq!(read("q.jsonl", json), Ok(topics.clone()));
        assert_eq!(read("topics.tsv", "\u{FEFF}1\t통의 천문\r\nb\t阿里云: 收入?\n"), Ok(topics));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = read("topics.tsv", "1\tone\ntwo\n").unwrap_err();
        assert!(error.starts_with("topics.tsv, line 2: there is no tab; expected"), "{error}");
        let error = read("q.jsonl", "{\"qid\": []}\n").unwrap_err();
        assert!(error.starts_with("q.jsonl, line 1: missing field `query`"), "{error}");
    }

    #[test]
    fn a_run_has_six_columns_whatever_the_ids() {
        let topics = [Topic { id: "q 1".to_string(), text: String::new() }];
        let mut out = Vec::new();
        write_trec_run(&mut out, &topics, &[vec![(1.5, "a b".to_string()), (1.0, "c".to_string())]], "x").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "q%201 Q0 a%20b 1 1.500000 x\nq%201 Q0 c 2 1.000000 x\n");
    }
}
