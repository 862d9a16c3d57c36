//! What is asked of a run as a whole: batches of queries, hits by date and event, counts.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{SAMPLE, arg, fresh, image, newsbraid, rows, run, scratch};
use serde_json::{Value, json};

/// One run over the sample.
fn sample() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    RUN.get_or_init(|| {
        let out = fresh("batch-sample");
        run(&[SAMPLE], &out, &[]);
        out
    })
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_default()
}

/// Questions with signs that the query language would trip over: the title of each article in brackets and quotes.
fn titles(path: &Path) -> BTreeMap<String, String> {
    let documents = rows(sample(), "documents.jsonl");
    let mut gold = BTreeMap::new();
    let mut lines = String::new();
    for (at, document) in documents.iter().filter(|d| !text(d, "title").is_empty()).enumerate() {
        let query = format!("(\"{}: -?", text(document, "title").replace('"', ""));
        lines += &format!("{}\n", json!({ "qid": format!("q{at}"), "query": query, "pos": [document["id"]] }));
        gold.insert(format!("q{at}"), text(document, "id").to_string());
    }
    fs::write(path, lines).unwrap();
    gold
}

#[test]
fn a_batch_of_titles_finds_their_articles() {
    let folder = scratch("batch");
    let (queries, trec) = (folder.join("q.jsonl"), folder.join("run.txt"));
    let gold = titles(&queries);
    newsbraid(&["search", arg(sample()), "--queries", arg(&queries), "--trec-run", arg(&trec), "--kb", image()]).well();
    let mut first = 0;
    for line in fs::read_to_string(&trec).unwrap().lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        let &[query, "Q0", doc, rank, _, "newsbraid"] = columns.as_slice() else { panic!("{line}") };
        first += usize::from(rank == "1" && gold[query] == doc);
    }
    assert!(first * 100 >= gold.len() * 95, "{first} of {} titles find their own article first", gold.len());
    let score = newsbraid(&["eval", "search", arg(&trec), arg(&queries), "--json"]).well();
    let score: Value = serde_json::from_str(&score).unwrap();
    assert_eq!((score["queries"].as_u64(), score["unanswered"].as_u64()), (Some(gold.len() as u64), Some(0)));
}

/// MIRACL's corpora, topics and judgements as they are published: `docid title text`, `qid<TAB>query`, TREC qrels.
#[test]
fn a_collection_in_the_form_of_miracl_needs_no_settings() {
    let folder = scratch("miracl");
    let [corpus, topics, qrels, trec] = ["corpus.jsonl", "topics.tsv", "qrels.tsv", "run.txt"].map(|f| folder.join(f));
    let passages = [
        ("7#0", "한강", "한강은 서울을 가로질러 서해로 흐르는 강이다."),
        ("7#1", "한강", "강의 남쪽에는 여의도가 있다."),
        ("9#0", "낙동강", "낙동강은 영남 지방을 흐른다."),
    ];
    let line =
        |(docid, title, text): &(&str, &str, &str)| json!({ "docid": docid, "title": title, "text": text }).to_string();
    fs::write(&corpus, passages.iter().map(|passage| line(passage) + "\n").collect::<String>()).unwrap();
    fs::write(&topics, "1\t서해로 흐르는 강은?\n2\t여의도는 어디에 있나?\n").unwrap();
    fs::write(&qrels, "1\tQ0\t7#0\t1\n1\tQ0\t9#0\t0\n2\tQ0\t7#1\t1\n").unwrap();
    let out = fresh("miracl-run");
    run(&[arg(&corpus)], &out, &[]);
    newsbraid(&["search", arg(&out), "--queries", arg(&topics), "--trec-run", arg(&trec), "--kb", image()]).well();
    let score = newsbraid(&["eval", "search", arg(&trec), arg(&qrels), "--json"]).well();
    let score: Value = serde_json::from_str(&score).unwrap();
    assert_eq!((score["queries"].as_u64(), score["measures"]["mrr10"].as_f64()), (Some(2), Some(1.0)), "{score}");
}

#[test]
fn a_batch_in_the_query_language_is_refused_where_one_is_wrong() {
    let folder = scratch("batch-syntax");
    let queries = folder.join("topics.tsv");
    fs::write(&queries, "1\t\"地震\" lang:zh\n2\t(阿里云\n").unwrap();
    let asked = ["search", arg(sample()), "--queries", arg(&queries), "--trec-run", "-", "--kb", image()];
    assert!(newsbraid(&asked).well().starts_with("1 Q0 "));
    let refused = newsbraid(&[&asked[..], &["--syntax", "full"]].concat());
    refused.refused(1, &["query `2`", "column 1: this bracket is never closed"]);
}

#[test]
fn hits_by_date_and_by_event() {
    let ask = |more: &[&str]| -> Vec<Value> {
        let asked =
            ["search", arg(sample()), "lang:zh OR lang:ko OR lang:en", "--json", "--limit", "1000", "--kb", image()];
        let answer: Value = serde_json::from_str(&newsbraid(&[&asked[..], more].concat()).well()).unwrap();
        answer["hits"].as_array().unwrap().clone()
    };
    let dates = |hits: &[Value]| -> Vec<String> {
        hits.iter().map(|hit| text(hit, "published_at").to_string()).filter(|date| !date.is_empty()).collect()
    };
    let (newest, oldest) = (dates(&ask(&["--sort", "newest"])), dates(&ask(&["--sort", "oldest"])));
    assert!(newest.len() > 50 && newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
    assert!(oldest.len() == newest.len() && oldest.is_sorted(), "{oldest:?}");

    let events = ask(&["--group", "cluster"]);
    let met: BTreeSet<&str> = events.iter().map(|hit| text(hit, "cluster")).collect();
    assert_eq!((met.len(), events.len()), (rows(sample(), "clusters.jsonl").len(), met.len()));
    assert_eq!(ask(&["--group", "cluster", "--sort", "newest"])[0], ask(&["--sort", "newest"])[0]);
}

/// The rows of `count` with these keys, without the head.
fn count(by: &str, unit: &str) -> Vec<Vec<String>> {
    let table = newsbraid(&["count", arg(sample()), "--by", by, "--unit", unit]).well();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
}

#[test]
fn counts_agree_with_the_records() {
    let documents = rows(sample(), "documents.jsonl");
    let total =
        |table: &[Vec<String>]| table.iter().map(|row| row.last().unwrap().parse::<usize>().unwrap()).sum::<usize>();
    for by in ["month", "lang", "source", "lang,month,source"] {
        let table = count(by, "article");
        assert_eq!(total(&table), documents.len(), "{by}");
        assert!(table.is_sorted() && table[0].len() == by.split(',').count() + 1, "{table:?}");
    }
    let mut met: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mention in rows(sample(), "mentions.jsonl") {
        let id = mention["entity"].as_str().or(mention["nil"].as_str());
        met.extend(id.filter(|id| !met.contains_key(*id)).map(|id| (id.to_string(), BTreeSet::new())));
        id.map(|id| met.get_mut(id).unwrap().insert(text(&mention, "doc").to_string()));
    }
    let expect: Vec<Vec<String>> = met.into_iter().map(|(id, docs)| vec![id, docs.len().to_string()]).collect();
    assert_eq!(count("entity", "article"), expect);
    let events = count("entity", "event");
    assert!(events.len() == expect.len() && total(&events) < total(&expect));
}
