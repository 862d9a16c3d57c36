//! What users do with the events of a run: list them, and find the articles nearest to one.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{SAMPLE, arg, fresh, image, newsbraid, rows, run, scratch};
use serde_json::Value;

const GOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/gold");

fn sample() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let out = fresh("sample");
        run(&[SAMPLE], &out, &[]);
        out
    };
    RUN.get_or_init(make)
}

/// The lines of JSON that a command prints.
#[track_caller]
fn printed(args: &[&str]) -> Vec<Value> {
    let text = newsbraid(&[args, &["--json"]].concat()).well();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn clusters(more: &[&str]) -> Vec<Value> {
    printed(&[&["clusters", arg(sample())], more].concat())
}

fn size(event: &Value) -> usize {
    event["docs"].as_array().unwrap().len()
}

#[test]
fn all_events_are_listed_the_largest_first() {
    let (listed, mut all) = (clusters(&[]), rows(sample(), "clusters.jsonl"));
    assert!(listed.is_sorted_by_key(|event| std::cmp::Reverse(size(event))));
    let mut by_id = listed.clone();
    [&mut by_id, &mut all].into_iter().for_each(|events| events.sort_by_key(|event| event["cluster"].to_string()));
    assert_eq!(by_id, all);
    assert_eq!(clusters(&["-n", "3"]), listed[..3]);
}

#[test]
fn filters_keep_what_they_say_and_nothing_else() {
    let all = clusters(&[]);
    let mentions = rows(sample(), "mentions.jsonl");
    let of = |event: &Value, key: &str| event[key].as_str().unwrap_or("").to_string();
    let names = |event: &Value| {
        let doc = |mention: &Value| event["docs"].as_array().unwrap().contains(&mention["doc"]);
        mentions.iter().any(|mention| mention["entity"] == "alibaba-group" && doc(mention))
    };
    type Keeps<'k> = &'k dyn Fn(&Value) -> bool;
    let chinese =
        |event: &Value| event["langs"].as_array().unwrap().iter().any(|l| l.as_str().unwrap().starts_with("zh"));
    let cases: [(&[&str], Keeps); 6] = [
        (&["--min-size", "4"], &|event| size(event) >= 4),
        (&["--since", "2026-03-20"], &|event| of(event, "last_seen").as_str() >= "2026-03-20"),
        (&["--until", "2026-03-10"], &|event| event["first_seen"].as_str().is_some_and(|at| at < "2026-03-11")),
        (&["--lang", "zh"], &chinese),
        (&["--lang", "ko", "--min-size", "2"], &|event| {
            event["langs"].as_array().unwrap().iter().any(|lang| lang == "ko") && size(event) > 1
        }),
        (&["--entity", "alibaba-group"], &names),
    ];
    for (args, keeps) in cases {
        let ids = |events: &[&Value]| events.iter().map(|event| of(event, "cluster")).collect::<Vec<_>>();
        let expect = ids(&all.iter().filter(|event| keeps(event)).collect::<Vec<_>>());
        assert!(!expect.is_empty() && expect.len() < all.len(), "{args:?} says nothing");
        assert_eq!(ids(&clusters(args).iter().collect::<Vec<_>>()), expect, "{args:?}");
    }
    assert_eq!(clusters(&["--entity", "nobody"]), Vec::<Value>::new());
}

#[test]
fn a_list_for_people_has_headlines_and_entities() {
    let event = &clusters(&["--entity", "alibaba-group", "-n", "1"])[0];
    let page = newsbraid(&["clusters", arg(sample()), "--entity", "alibaba-group", "-n", "1"]).well();
    let head = format!("{}  {} articles · ", event["cluster"].as_str().unwrap(), size(event));
    assert!(page.starts_with(&head) && page.contains("alibaba-group"), "{page}");
    for headline in event["headline"].as_object().unwrap().values() {
        assert!(page.contains(headline.as_str().unwrap()), "{page}");
    }
}

#[test]
fn what_cannot_be_listed_is_said() {
    let refused = |args: &[&str], code: i32, says: &[&str]| {
        newsbraid(&[&["clusters", arg(sample())], args].concat()).refused(code, says);
    };
    refused(&["--since", "2026-02-30"], 2, &["`2026-02-30` is no time", "2026-03-12"]);
    refused(&["--lang", "klingon"], 1, &["--lang", "klingon"]);
    newsbraid(&["clusters", arg(&scratch("none"))]).refused(1, &["holds no complete run"]);
}

#[test]
fn the_nearest_articles_are_of_the_event() {
    let near = printed(&["similar", arg(sample()), "zs-0312a", "-n", "3"]);
    let event = rows(sample(), "clusters.jsonl")
        .into_iter()
        .find(|event| event["docs"].as_array().unwrap().contains(&"zs-0312a".into()));
    let docs = event.unwrap()["docs"].as_array().unwrap().clone();
    assert_eq!(near.len(), 3);
    near.iter().for_each(|article| assert!(docs.contains(&article["id"]), "{article}"));
    assert!(near.is_sorted_by(|a, b| a["csls"].as_f64() >= b["csls"].as_f64()));
    let korean = printed(&["similar", arg(sample()), "zs-0312a", "--lang", "ko"]);
    assert!(korean.len() > 3 && korean.iter().all(|article| article["lang"] == "ko"), "{korean:?}");
    let page = newsbraid(&["similar", arg(sample()), "zs-0312a", "-n", "1"]).well();
    assert!(page.starts_with(near[0]["id"].as_str().unwrap()) && page.lines().count() == 2, "{page}");
    assert!(page.contains(near[0]["evidence"][0]["text"].as_str().unwrap()), "{page}");
}

#[test]
fn the_nearest_of_an_article_that_is_not_there() {
    newsbraid(&["similar", arg(sample()), "nobody"]).refused(1, &["`nobody` is no article of", "documents.jsonl"]);
    let out = fresh("bare");
    run(&[arg(&Path::new(SAMPLE).join("articles-1.jsonl"))], &out, &[]);
    std::fs::remove_dir_all(out.join(".stages")).unwrap();
    newsbraid(&["similar", arg(&out), "zs-0312a"]).refused(1, &["cannot be compared", ".stages", "--overwrite"]);
}

#[test]
fn similar_articles_are_scored() {
    let gold = format!("{GOLD}/clusters.jsonl");
    let score = &printed(&["eval", "similar", arg(sample()), &gold])[0];
    for pair in ["en-ko", "en-zh", "ko-zh"] {
        assert!(score["pairs"][pair]["accuracy"].as_f64().unwrap() > 0.9, "{score}");
        assert!(score["pairs"][pair]["mrr"].as_f64() >= score["pairs"][pair]["accuracy"].as_f64(), "{score}");
    }
    let table = newsbraid(&["eval", "similar", arg(sample()), &gold]).well();
    assert!(table.starts_with("       queries  accuracy@1     MRR\nen-ko "), "{table}");
}

/// Settings of events are a matter of the corpus stage: other ones need no input, and the old ones bring the old events back.
#[test]
fn events_follow_their_settings_and_the_run_keeps_these() {
    let out = fresh("settings");
    let file = scratch("settings-files").join("events.toml");
    std::fs::write(&file, "window_hours = 0\n\n[families]\nentity = 0\n").unwrap();
    run(&[SAMPLE], &out, &["--events", arg(&file)]);
    let manifest = || std::fs::read(out.join("manifest.json")).unwrap();
    let settings = || serde_json::from_slice::<Value>(&manifest()).unwrap()["config"]["events"].clone();
    let most = || rows(&out, "clusters.jsonl").iter().map(size).max().unwrap();
    assert_eq!(settings()["families"]["entity"].as_f64(), Some(0.0));
    let narrow = rows(&out, "clusters.jsonl");
    assert!(most() <= 2, "only what is of one instant, or undated, is one event");
    newsbraid(&["relink", "-q", arg(&out), "--kb", image()]).well();
    assert_eq!(rows(&out, "clusters.jsonl"), narrow, "relink takes the settings of the run");
    let defaults = scratch("settings-defaults").join("events.toml");
    std::fs::write(&defaults, newsbraid(&["config", "--events"]).well()).unwrap();
    newsbraid(&["relink", "-q", arg(&out), "--kb", image(), "--events", arg(&defaults)]).well();
    assert_eq!(rows(&out, "clusters.jsonl"), rows(sample(), "clusters.jsonl"));
    for (text, says) in [("window = 1\n", "unknown field `window`"), ("threshold = 7\n", "from 0 to 1")] {
        std::fs::write(&file, text).unwrap();
        newsbraid(&["relink", arg(&out), "--events", arg(&file)]).refused(1, &["events.toml", says]);
    }
}
