//! How good the links and events of real articles are, by tools that share no code with the program.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{arg, fresh, python, rows, run, seeds, shared};
use serde_json::Value;

/// Holds the links of a run to gold: at least this precision and recall.
fn check(out: &Path, mentions: &str, entities: &str, precision: f64, recall: f64) {
    let Some(tool) = shared("tools/score_mentions.py") else { return };
    let [found, met] = ["mentions.jsonl", "entities.jsonl"].map(|file| out.join(file));
    let gold = [mentions, entities].map(|file| shared(file).expect("it lies beside the tool"));
    let printed = python(&[arg(&tool), arg(&found), arg(&met), arg(&gold[0]), arg(&gold[1])]);
    let scores: Value = serde_json::from_str(&printed).unwrap();
    eprintln!("{mentions}: {}", printed.trim());
    assert!(scores["precision"].as_f64().unwrap() >= precision, "precision below {precision}: {scores}");
    assert!(scores["recall"].as_f64().unwrap() >= recall, "recall below {recall}: {scores}");
}

#[test]
fn links_of_the_seeds() {
    let Some(out) = seeds() else { return };
    check(out, "gold/seeds_mentions.json", "gold/seeds_entities.json", 0.92, 0.92);
}

#[test]
fn links_of_real_news() {
    let Some(articles) = shared("data/linking_dev/docs.jsonl") else { return };
    let out = fresh("linking");
    run(&[arg(&articles)], &out, &[]);
    check(&out, "data/linking_dev/mentions.json", "data/linking_dev/entities.json", 0.90, 0.80);
}

#[test]
fn events_of_the_seeds() {
    let Some(out) = seeds() else { return };
    let numbers = |event: &Value| -> BTreeSet<String> {
        event["docs"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()[..3].to_string()).collect()
    };
    let found: BTreeSet<BTreeSet<String>> = rows(out, "clusters.jsonl").iter().map(numbers).collect();
    let event = |numbers: &[&str]| -> BTreeSet<String> { numbers.iter().map(|&number| number.to_string()).collect() };
    assert_eq!(found, BTreeSet::from([event(&["000", "003", "004"]), event(&["001"]), event(&["002"])]));
}
