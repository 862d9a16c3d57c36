//! Queries that no one should write, and indexes that were damaged: an error that says what to do, never a panic.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::fs;

use common::{Corpus, files};
use newsbraid_indexer::{Index, IndexError, Query, Reader, SearchError, Syntax};
use newsbraid_segmenter::Segmenter;
use newsbraid_text::majority_lang;

/// Refused before any word of it is looked at.
#[track_caller]
fn check_refused(corpus: &Corpus, query: &Query, says: &str) {
    let mut reader = Reader {
        analyze: &mut |text| panic!("`{text}` was analysed"),
        share: &|_| 0.0,
        expander: None,
        figure: &|_| None,
        cluster: &|_| None,
    };
    let error = corpus.index.search(query, &mut reader).expect_err("it is wrong");
    assert!(matches!(error, SearchError::Query(_)), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn what_is_malformed_or_too_large_is_refused_before_anything_is_done() {
    let corpus = Corpus::of_texts(&[("a", "阿里云")]);
    let (brackets, deep) = ("(".repeat(10_000), format!("{}云{}", "(".repeat(65), ")".repeat(65)));
    let (quotes, words) = ("\"".repeat(4096), "云 ".repeat(300));
    for (query, says) in [
        (brackets.as_str(), "the query has 10000 bytes; at most 4096"),
        (&deep, "column 65: brackets are nested deeper than 64 levels"),
        (&quotes, "more than 256 words and conditions"),
        (&words, "more than 256 words and conditions"),
        ("阿里云 \"收入", "column 5: this quotation mark is never closed"),
        ("(阿里云", "column 1: this bracket is never closed"),
        ("阿里云)", "column 4: this bracket closes nothing"),
        ("*云", "there are no wildcards"),
        ("云 阿*", "column 3: there are no wildcards"),
        ("date:0000-00..99999", "is no date"),
        ("date:2026..2025", "ends before it begins"),
        ("lang:klingon", "unknown language"),
    ] {
        check_refused(&corpus, &Query::new(query), says);
    }
    let large = "云".repeat(2000);
    check_refused(&corpus, &Query { syntax: Syntax::Plain, ..Query::new(&large) }, "at most 4096");
    for (limit, offset) in [(10_001, 0), (1, 10_000), (usize::MAX, usize::MAX)] {
        check_refused(&corpus, &Query { limit, offset, ..Query::new("云") }, "at most 10000");
    }
}

#[test]
fn enormous_ranges_and_strange_words_are_answered() {
    let mut corpus = Corpus::of_texts(&[("a", "阿里云收入增长34%")]);
    let run = "云".repeat(1300);
    let letters = "a".repeat(4000);
    for query in [
        "date:0001..9998",
        "figure:-1e308..1e308CNY",
        "figure:0..1e308",
        "figure:1e-300%",
        "云 :::: ~~ ^^ \\ //",
        "-",
        "+",
        "\"\"",
        "()",
        "title:()",
        "NOT",
        "云 AND AND",
        "\u{0}\u{202e}云",
        "- - -云",
        "😀👨\u{200D}👩",
        &letters,
    ] {
        if let Err(error) = corpus.search(&Query::new(query), None) {
            assert!(matches!(error, SearchError::Query(_)), "{query}: {error}");
        }
    }
    // A run without spaces is cut into more words than are allowed, or answered.
    match corpus.search(&Query::new(&run), None) {
        Ok(_) | Err(SearchError::Query(_)) => {}
        Err(error) => panic!("{error}"),
    }
    let refused = corpus.search(&Query::new("云 figure:1e999CNY"), None).unwrap_err().to_string();
    assert!(refused.contains("column 3: `1e999CNY` is no quantity"), "{refused}");
}

#[test]
fn a_damaged_index_gives_an_error_or_an_answer_never_a_panic() {
    let corpus =
        Corpus::of_texts(&[("a", "阿里云收入增长34%"), ("b", "腾讯云涨价，收入下降"), ("c", "Alibaba Cloud grew")]);
    let mut worker = Segmenter::without_korean().worker();
    let mut refused = 0;
    for file in files(&corpus.path) {
        let bytes = fs::read(&file).unwrap();
        for at in (0..bytes.len()).step_by((bytes.len() / 12).max(1)) {
            let mut broken = bytes.clone();
            broken[at] ^= 0xA5;
            fs::write(&file, &broken).unwrap();
            let mut reader = Reader {
                analyze: &mut |text| worker.analyze(text, majority_lang(text)),
                share: &|_| 0.0,
                expander: None,
                figure: &|_| None,
                cluster: &|_| None,
            };
            let answer = Index::open(&corpus.path)
                .map_err(SearchError::from)
                .and_then(|index| index.search(&Query::new("阿里云 收入 lang:zh"), &mut reader));
            if let Err(error) = answer {
                refused += 1;
                let SearchError::Index(error) = error else { panic!("{error}") };
                assert!(!matches!(error, IndexError::Missing { .. }), "{}: {error}", file.display());
                assert!(error.to_string().contains("newsbraid"), "{error}");
            }
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert!(refused > 10, "{refused}");
}
