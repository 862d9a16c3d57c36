//! What happens to a finished run: articles are taken out of it, its index is looked after.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::fs;
use std::path::Path;

use common::{arg, fed, fresh, image, newsbraid, rows, run, scratch};
use serde_json::Value;

/// Three articles of one event and two others.
const ARTICLES: [(&str, &str, &str); 5] = [
    ("a", "阿里云发布通义千问新模型", "杭州，3月5日电。阿里巴巴集团旗下的阿里云发布了通义千问新模型，收入增长34%。"),
    ("b", "阿里雲發佈通義千問新模型", "杭州，3月5日電。阿里巴巴集團旗下的阿里雲發佈了通義千問新模型，收入增長34%。"),
    ("c", "Alibaba Cloud releases new Qwen model", "Alibaba Group said its cloud unit released a new Qwen model."),
    ("d", "图书馆重新开放", "市图书馆周末重新开放，读者排起长队。"),
    ("e", "地铁新线开通", "地铁新线今天开通，共有十二站。"),
];

/// A folder with these articles of the five, a file an article.
fn input(name: &str, ids: &str) -> String {
    let folder = scratch(name);
    for (id, title, text) in ARTICLES.iter().filter(|(id, _, _)| ids.contains(id)) {
        let line = serde_json::json!({"id": id, "title": title, "text": text, "published_at": "2026-03-05T10:00:00Z"});
        fs::write(folder.join(format!("{id}.jsonl")), format!("{line}\n")).unwrap();
    }
    arg(&folder).to_string()
}

fn found(out: &Path, query: &str) -> Value {
    let more = ["--json", "--kb", image()];
    serde_json::from_str(&newsbraid(&[&["search", arg(out), query], &more[..]].concat()).well()).unwrap()
}

fn ids(out: &Path, query: &str) -> Vec<String> {
    let hits = found(out, query);
    hits["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_string()).collect()
}

fn stats(out: &Path) -> Value {
    serde_json::from_str(&newsbraid(&["index", "stats", arg(out), "--json"]).well()).unwrap()
}

#[test]
fn what_is_removed_was_never_there() {
    let (out, without) = (fresh("removed"), fresh("without"));
    run(&[&input("all", "abcde")], &out, &[]);
    run(&[&input("some", "bde")], &without, &[]);
    newsbraid(&["remove", "-q", "--kb", image(), arg(&out), "a", "nobody"])
        .refused(1, &["has no article `nobody`", "nothing was removed"]);
    assert_eq!(rows(&out, "documents.jsonl").len(), 5);
    newsbraid(&["remove", "-q", "--kb", image(), arg(&out), "a"]).well();
    let removed = fed(&["remove", "-q", "--kb", image(), arg(&out), "--ids", "-"], b"c\n\na\n");
    assert_eq!(removed.code, 0, "{}", removed.stderr);
    for file in [
        "documents.jsonl",
        "mentions.jsonl",
        "figures.jsonl",
        "entities.jsonl",
        "clusters.jsonl",
        "disagreements.jsonl",
    ] {
        assert_eq!(rows(&out, file), rows(&without, file), "{file}");
    }
    assert_eq!(ids(&out, "阿里云"), ["b"]);
    let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["removed"], serde_json::json!(["a", "c"]));
    newsbraid(&["index", "verify", arg(&out)]).well();
    // They stay out when the run is linked anew, and come back with the inputs.
    newsbraid(&["relink", "-q", "--kb", image(), arg(&out)]).well();
    assert_eq!(rows(&out, "documents.jsonl").len(), 3);
    run(&[&input("all", "abcde")], &out, &["--overwrite"]);
    assert_eq!(rows(&out, "documents.jsonl").len(), 5);
}

#[test]
fn an_interrupted_removal_is_given_again() {
    let out = fresh("interrupted");
    run(&[&input("all-again", "abcde")], &out, &[]);
    // As an interruption leaves it: the manifest aside, some files not there.
    fs::rename(out.join("manifest.json"), out.join(".stages/manifest.json")).unwrap();
    fs::remove_file(out.join("mentions.jsonl")).unwrap();
    newsbraid(&["remove", "-q", "--kb", image(), arg(&out), "d"]).well();
    assert_eq!(rows(&out, "documents.jsonl").len(), 4);
    assert_eq!(ids(&out, "图书馆"), Vec::<String>::new());
}

#[test]
fn an_index_is_verified_merged_and_measured() {
    let out = fresh("looked-after");
    run(&[&input("all-five", "abcde")], &out, &[]);
    newsbraid(&["remove", "-q", "--kb", image(), arg(&out), "e"]).well();
    assert!(newsbraid(&["index", "verify", arg(&out)]).well().starts_with("all is whole: 4 articles"));
    newsbraid(&["index", "merge", arg(&out)]).well();
    let after = stats(&out);
    assert_eq!((&after["documents"], &after["deleted"], &after["segments"]), (&4.into(), &0.into(), &1.into()));
    let sum: u64 = after["parts"].as_object().unwrap().values().map(|bytes| bytes.as_u64().unwrap()).sum();
    assert!(sum > 0 && sum <= after["bytes"].as_u64().unwrap(), "{after}");
    let grams = after["fields"].as_array().unwrap().iter().find(|field| field["field"] == "grams").unwrap();
    assert!(grams["terms"].as_u64().unwrap() > 20, "{grams}");
    assert!(newsbraid(&["index", "stats", arg(&out)]).well().contains("stored texts"));
}

#[test]
fn verify_names_what_does_not_fit() {
    let out = fresh("damaged");
    run(&[&input("five", "abcde")], &out, &[]);
    let documents = out.join("documents.jsonl");
    let whole = fs::read_to_string(&documents).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    fs::write(&documents, lines[1..].join("\n") + "\n").unwrap();
    newsbraid(&["index", "verify", arg(&out)]).refused(1, &["documents.jsonl` has 4 lines, the manifest says 5"]);
    fs::write(&documents, whole.replace("\"id\":\"d\"", "\"id\":\"dd\"")).unwrap();
    newsbraid(&["index", "verify", arg(&out)])
        .refused(1, &["article `d` is in the index and not in documents.jsonl", "newsbraid relink"]);
    fs::write(&documents, &whole).unwrap();
    newsbraid(&["index", "verify", arg(&out)]).well();
    let store = fs::read_dir(out.join("index")).unwrap().map(|entry| entry.unwrap().path());
    let store = store.into_iter().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[3] ^= 0x40;
    fs::write(&store, bytes).unwrap();
    newsbraid(&["index", "verify", arg(&out)]).refused(1, &["is damaged", "--overwrite"]);
}
