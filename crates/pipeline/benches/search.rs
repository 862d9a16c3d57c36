//! Measures search over a run, on one thread, warm: finding the ids of the first ten articles exactly and expanded, and the
//! snippets of ten.
//!
//! ```text
//! cargo bench -p newsbraid-pipeline --bench search -- RUN [QUERIES.jsonl]
//! ```
//! Queries are made of the run itself: names of the entities in most articles, words and phrases of titles, and a name with a word,
//! five hundred of each; the questions of a file are asked as batches are. Expansion has the built-in knowledge base, and
//! glosses where they are installed.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use newsbraid_indexer::{Query, SnippetOptions, Syntax};
use newsbraid_kb::KnowledgeBase;
use newsbraid_pipeline::records::{DocumentRecord, EntityRecord};
use newsbraid_pipeline::{Config, Expansions, OutputError, OutputFolder, SearchWorker, Searcher, read_topics};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean, installed_glosses};

/// Queries of each kind.
const QUERIES: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let Some(run) = arguments.first() else {
        println!("no run given: cargo bench -p newsbraid-pipeline --bench search -- RUN [QUERIES.jsonl]");
        return;
    };
    let run = OutputFolder::open(Path::new(run)).expect("the folder of a run");
    let data = DataDir::of_user().expect("there is a folder for dictionaries");
    let korean = ensure_korean(&data, &mut |_| {}).expect("the Korean dictionary can be installed");
    let weights = Config::default().search;
    let glosses = installed_glosses(&data).expect("the glosses are whole").map(Arc::new);
    let expansions = Expansions { base: KnowledgeBase::embedded(), glosses, weights: &weights };
    let start = Instant::now();
    let searcher = Searcher::open(&run, Some(korean), Some(expansions)).expect("the run can be searched");
    println!("opened with all that expands in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut worker = searcher.worker();
    for (kind, queries) in made_of(&run) {
        measure(&mut worker, kind, &queries, Syntax::Full);
    }
    if let Some(file) = arguments.get(1) {
        let topics = read_topics(Path::new(file)).expect("a file of queries");
        let questions: Vec<String> = topics.into_iter().map(|topic| topic.text).collect();
        measure(&mut worker, "questions", &questions, Syntax::Plain);
    }
}

/// Queries by kind.
fn made_of(run: &OutputFolder) -> Vec<(&'static str, Vec<String>)> {
    let documents = all(run.records::<DocumentRecord>("documents.jsonl").expect("a file of the run"));
    let titles: Vec<String> = documents
        .iter()
        .step_by((documents.len() / QUERIES).max(1))
        .map(|document| document.title.replace('"', " "))
        .collect();
    let mut entities = all(run.records::<EntityRecord>("entities.jsonl").expect("a file of the run"));
    entities.sort_by_key(|entity| std::cmp::Reverse(entity.documents));
    entities.truncate(QUERIES);
    let surface = |entity: &EntityRecord| entity.surfaces.keys().next().cloned().unwrap_or_default();
    let names: Vec<String> = entities.iter().map(surface).collect();
    let words = |title: &String, count: usize| -> String {
        let words: Vec<&str> = title.split(|c: char| c.is_whitespace() || "，、：。".contains(c)).collect();
        words.into_iter().filter(|word| word.chars().nth(1).is_some()).take(count).collect::<Vec<_>>().join(" ")
    };
    // Within words, too.
    let fragment = |title: &String| format!("\"{}\"", title.chars().skip(3).take(8).collect::<String>().trim());
    let with_name = |(title, name): (&String, &String)| format!("{name} {}", words(title, 1));
    vec![
        ("names", names.clone()),
        ("names and a word", titles.iter().zip(&names).map(with_name).collect()),
        ("two words", titles.iter().map(|title| words(title, 2)).collect()),
        ("four words", titles.iter().map(|title| words(title, 4)).collect()),
        ("phrases", titles.iter().map(fragment).collect()),
    ]
}

fn all<T>(records: impl Iterator<Item = Result<T, OutputError>>) -> Vec<T> {
    records.map(|record| record.expect("a record of the run")).collect()
}

fn measure(worker: &mut SearchWorker, kind: &str, queries: &[String], syntax: Syntax) {
    let bare = |text: &str| Query { snippets: None, syntax, ..Query::new(text) };
    for (name, expand) in [("exact", false), ("expanded", true)] {
        let mut found = 0;
        let times = timed(queries, |text| found += worker.rank(&bare(text), expand).map_or(0, |ranked| ranked.len()));
        print_times(&format!("{kind}, {name}"), times, queries.len());
        assert!(found > 0, "queries made of the run find something in it");
    }
    let shown = |text: &str| Query { snippets: Some(SnippetOptions::default()), ..bare(text) };
    let with = timed(queries, |text| drop(worker.search(&shown(text), false)));
    print_times(&format!("{kind}, exact, with snippets"), with, queries.len());
}

/// Milliseconds that each query takes the second time it is asked: what it reads is in memory then.
fn timed(queries: &[String], mut ask: impl FnMut(&str)) -> Vec<f64> {
    queries
        .iter()
        .map(|text| {
            ask(text);
            let start = Instant::now();
            ask(text);
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect()
}

fn print_times(what: &str, mut times: Vec<f64>, count: usize) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what:36} p50 {:.3} ms, p99 {:.3} ms, {count} queries", at(0.5), at(0.99));
}
