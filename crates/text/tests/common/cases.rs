//! Reads the cases of a linguist: Markdown files under `corpus/cases/<topic>/` with pairs of fenced blocks, an `article`
//! and what is expected of it. `corpus/README.md` describes the blocks. Test files of other crates include this one by
//! its path.

#![allow(dead_code, reason = "a test file reads pairs, tables or both")]

use std::fs;
use std::path::Path;

/// An article and what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// `links/country-codes.md`.
    pub file: String,
    /// Line of the expectation's fence, counted from 1.
    pub line: usize,
    /// What `lang=` says.
    pub lang: String,
    /// The article, without a line break at its end.
    pub article: String,
    /// The lines of the expectation.
    pub expected: Vec<String>,
}

/// A line of a table: a short text and what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `figures/table-money.md`.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is compared: the word behind `table`.
    pub kind: String,
    /// The text.
    pub text: String,
    /// What stands behind the last ` | `; empty where there is none.
    pub expected: String,
}

/// Articles and what is to be found in them.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchCase {
    /// `search/mixed-scripts.md`.
    pub file: String,
    /// Line of the fence behind the articles, counted from 1.
    pub line: usize,
    /// Ids and texts.
    pub articles: Vec<(String, String)>,
    /// `hits` or `highlights`.
    pub kind: String,
    /// By line, a query and what it gives.
    pub lines: Vec<(usize, (String, String))>,
}

/// A fenced block: its line, its info string and its lines.
struct Block<'a> {
    line: usize,
    info: &'a str,
    lines: Vec<&'a str>,
}

/// All cases of a topic, in order of file and line. `block` is the name of the fence that holds the expectation.
///
/// # Panics
/// When a file does not have the form, with file and line.
pub fn cases(topic: &str, block: &str) -> Vec<Case> {
    let found: Vec<Case> = files(topic).iter().flat_map(|(file, content)| parse(file, content, block)).collect();
    assert!(!found.is_empty(), "{topic} holds no case with a `{block}` block");
    found
}

/// All lines of the tables of a topic, in order of file and line.
///
/// # Panics
/// When a file cannot be read, or there is none.
pub fn rows(topic: &str) -> Vec<Row> {
    let found: Vec<Row> = files(topic).iter().flat_map(|(file, content)| parse_rows(file, content)).collect();
    assert!(!found.is_empty(), "{topic} holds no table");
    found
}

/// All cases of a topic with `articles` and behind each of these blocks one of `hits` or `highlights`.
///
/// # Panics
/// When a file does not have the form, with file and line.
pub fn search_cases(topic: &str) -> Vec<SearchCase> {
    let found: Vec<SearchCase> =
        files(topic).iter().flat_map(|(file, content)| parse_searches(file, content)).collect();
    assert!(!found.is_empty(), "{topic} holds no case");
    found
}

fn parse_searches(file: &str, content: &str) -> Vec<SearchCase> {
    let blocks = blocks(file, content);
    assert!(blocks.len().is_multiple_of(2), "{file}: blocks come in pairs of `articles` and `hits` or `highlights`");
    let case = |pair: &[Block]| {
        let [articles, queries] = pair else { unreachable!("chunks of two") };
        assert!(articles.info == "articles", "{file}:{}: expected `articles`", articles.line);
        let known = ["hits", "highlights"].contains(&queries.info);
        assert!(known, "{file}:{}: expected `hits` or `highlights`", queries.line);
        let split = |block: &Block, at: usize, by: &str| {
            let line = block.lines[at];
            let parted = line.split_once(by).unwrap_or_else(|| panic!("{file}:{}: no `{by}`", block.line + 1 + at));
            (parted.0.trim().to_string(), parted.1.trim().to_string())
        };
        SearchCase {
            file: file.to_string(),
            line: queries.line,
            articles: (0..articles.lines.len()).map(|at| split(articles, at, ":")).collect(),
            kind: queries.info.to_string(),
            lines: (0..queries.lines.len()).map(|at| (queries.line + 1 + at, split(queries, at, "->"))).collect(),
        }
    };
    blocks.chunks(2).map(case).collect()
}

/// The Markdown files of a topic with their content, in order of name.
fn files(topic: &str) -> Vec<(String, String)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/cases")).join(topic);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> = entries.map(file_name).filter(|file| file.ends_with(".md")).collect();
    names.sort();
    let read = |file: String| {
        let content = fs::read_to_string(folder.join(&file)).unwrap_or_else(|error| panic!("{topic}/{file}: {error}"));
        (format!("{topic}/{file}"), content)
    };
    names.into_iter().map(read).collect()
}

fn file_name(entry: std::io::Result<fs::DirEntry>) -> String {
    let name = entry.expect("the folder was opened").file_name();
    name.into_string().expect("case files have names in UTF-8")
}

/// The name of the fence of a table, before what it compares.
const TABLE: &str = "table ";

fn parse_rows(file: &str, content: &str) -> Vec<Row> {
    let blocks = blocks(file, content);
    let tables = blocks.iter().filter_map(|block| Some((block, block.info.strip_prefix(TABLE)?)));
    let row = |block: &Block, kind: &str, (at, line): (usize, &&str)| {
        let (text, expected) = line.rsplit_once(" |").unwrap_or((line, ""));
        Row {
            file: file.to_string(),
            line: block.line + 1 + at,
            kind: kind.to_string(),
            text: text.to_string(),
            expected: expected.trim().to_string(),
        }
    };
    tables.flat_map(|(block, kind)| block.lines.iter().enumerate().map(move |line| row(block, kind, line))).collect()
}

/// Runs all rows and reports every failing one with file, line, expected and found.
///
/// # Panics
/// When a row fails.
pub fn check_rows(rows: &[Row], mut run: impl FnMut(&Row) -> String) {
    let failed = |row: &Row| {
        let found = run(row);
        let Row { file, line, text, expected, .. } = row;
        (found != *expected)
            .then(|| format!("corpus/cases/{file}:{line} {text}\n expected {expected}\n found    {found}"))
    };
    let failures: Vec<String> = rows.iter().filter_map(failed).collect();
    assert!(failures.is_empty(), "{} of {} rows fail\n\n{}\n", failures.len(), rows.len(), failures.join("\n"));
}

/// The cases of one file.
pub fn parse(file: &str, content: &str, block: &str) -> Vec<Case> {
    let mut blocks = blocks(file, content);
    blocks.retain(|found| !found.info.starts_with(TABLE));
    assert!(
        blocks.len().is_multiple_of(2),
        "{file}: blocks come in pairs of `article` and `{block}`, found {}",
        blocks.len()
    );
    let case = |pair: &[Block]| {
        let [article, expected] = pair else { unreachable!("chunks of two") };
        let lang = article.info.strip_prefix("article lang=");
        let lang = lang.unwrap_or_else(|| {
            panic!("{file}:{}: expected `article lang=...`, found `{}`", article.line, article.info)
        });
        assert!(expected.info == block, "{file}:{}: expected `{block}`, found `{}`", expected.line, expected.info);
        Case {
            file: file.to_string(),
            line: expected.line,
            lang: lang.to_string(),
            article: article.lines.join("\n"),
            expected: expected.lines.iter().map(|line| line.to_string()).collect(),
        }
    };
    blocks.chunks(2).map(case).collect()
}

fn blocks<'a>(file: &str, content: &'a str) -> Vec<Block<'a>> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in content.lines().enumerate() {
        match (open.take(), line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { line: number + 1, info: info.trim(), lines: Vec::new() }),
            (Some(block), Some(_)) => found.push(block),
            (Some(mut block), None) => {
                block.lines.push(line);
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{file}: the last block is not closed");
    found
}

/// Runs all cases and reports every failing one with file, line, expected and found. `run` gives what was found as lines.
///
/// # Panics
/// When a case fails.
pub fn check_cases(cases: &[Case], mut run: impl FnMut(&Case) -> Vec<String>) {
    let mut failures = Vec::new();
    for case in cases {
        let found = run(case);
        if found != case.expected {
            let (file, line, expected) = (&case.file, case.line, case.expected.join("\n  "));
            failures
                .push(format!("corpus/cases/{file}:{line}\n expected\n  {expected}\n found\n  {}", found.join("\n  ")));
        }
    }
    let (failed, all) = (failures.len(), cases.len());
    assert!(failures.is_empty(), "{failed} of {all} cases fail\n\n{}\n", failures.join("\n\n"));
}
