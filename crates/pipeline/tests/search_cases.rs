//! The cases of `corpus/cases/search`: what users of other search engines complain of, through the whole way of an article.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

#[path = "../../text/tests/common/cases.rs"]
mod cases;

use std::fs;
use std::sync::LazyLock;

use cases::{SearchCase, search_cases};
use newsbraid_indexer::{Query, to_text};
use newsbraid_kb::KnowledgeBase;
use newsbraid_pipeline::{
    Config, Constraints, Engines, Expansions, Found, OutputFolder, RunOptions, Searcher, Silent, run,
};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use tempfile::TempDir;

static ENGINES: LazyLock<Engines> = LazyLock::new(|| {
    let config = SegmenterConfig { korean: Some(korean()), ..SegmenterConfig::default() };
    let segmenter = Segmenter::new(config).unwrap();
    Engines::new(segmenter, "of the tests".to_string(), KnowledgeBase::embedded(), &Config::default())
});

fn korean() -> newsbraid_segmenter::dictionary::KoreanDictionary {
    ensure_korean(&DataDir::of_user().unwrap(), &mut |_| {}).unwrap()
}

/// A run over the articles of a case, open for search.
fn searcher(case: &SearchCase) -> (TempDir, Searcher) {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("articles.jsonl"), dir.path().join("out"));
    let line = |(id, text): &(String, String)| serde_json::json!({ "id": id, "text": text }).to_string() + "\n";
    fs::write(&input, case.articles.iter().map(line).collect::<String>()).unwrap();
    let options = RunOptions {
        inputs: vec![input.display().to_string()],
        out: out.clone(),
        threads: 1,
        overwrite: false,
        constraints: Constraints::default(),
    };
    let done = run(&options, &Config::default(), &ENGINES, &Silent).unwrap();
    assert_eq!(done.rejects, [], "{}:{}", case.file, case.line);
    let (folder, weights) = (OutputFolder::open(&out).unwrap(), Config::default().search);
    // Without glosses, which not every machine has.
    let expansions = Expansions { base: KnowledgeBase::embedded(), glosses: None, weights: &weights };
    let opened = Searcher::open(&folder, Some(korean()), Some(expansions)).unwrap();
    (dir, opened)
}

/// Ids in alphabetical order; in the order of the hits where the case says `a > b`.
fn ids(found: &Found, ordered: bool) -> String {
    let mut ids: Vec<&str> = found.hits.hits.iter().map(|hit| hit.id.as_str()).collect();
    if ordered {
        return ids.join(" > ");
    }
    ids.sort_unstable();
    ids.join(" ")
}

/// The articles found as `id: snippet`, what was found in square brackets.
fn highlights(found: &Found) -> String {
    let shown = |hit: &newsbraid_indexer::Hit| format!("{}: {}", hit.id, to_text(&hit.snippet, ["[", "]"]));
    found.hits.hits.iter().map(shown).collect::<Vec<_>>().join(" / ")
}

#[test]
fn queries_find_what_the_cases_say() {
    let mut failures = Vec::new();
    let cases = search_cases("search");
    let lines: usize = cases.iter().map(|case| case.lines.len()).sum();
    for case in &cases {
        let (_dir, searcher) = searcher(case);
        for (number, (query, expected)) in &case.lines {
            let found = match searcher.search(&Query::new(query), true) {
                Ok(found) if case.kind == "hits" => ids(&found, expected.contains('>')),
                Ok(found) => highlights(&found),
                Err(error) => error.to_string(),
            };
            if found != *expected {
                let place = format!("corpus/cases/{}:{number} {query}", case.file);
                failures.push(format!("{place}\n expected {expected}\n found    {found}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {lines} lines fail\n\n{}\n", failures.len(), failures.join("\n"));
}
