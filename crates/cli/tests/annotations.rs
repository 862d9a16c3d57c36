//! What annotation tools and taggers get of a run, read back; scores of agreement and transcription; why a name links.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{SAMPLE, arg, fed, fresh, newsbraid, rows, run, scratch};
use serde_json::Value;

fn sample() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    RUN.get_or_init(|| {
        let out = fresh("annotated");
        run(&[SAMPLE], &out, &[]);
        out
    })
}

/// The mentions of each article: surface and entity, in order of place, those of the title first.
fn mentions() -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(u64, u64, String, String)>> = BTreeMap::new();
    for row in rows(sample(), "mentions.jsonl") {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_string();
        let entity = row["entity"].as_str().or(row["nil"].as_str()).unwrap_or_default().to_string();
        let field = u64::from(row["field"] == "text");
        found.entry(text("doc")).or_default().push((field, row["start"].as_u64().unwrap(), text("surface"), entity));
    }
    let ordered = |mut list: Vec<(u64, u64, String, String)>| {
        list.sort();
        list.into_iter().map(|(_, _, surface, entity)| (surface, entity)).collect()
    };
    found.into_iter().map(|(doc, list)| (doc, ordered(list))).collect()
}

#[test]
fn brat_files_read_back() {
    let to = scratch("brat").join("out");
    newsbraid(&["export", arg(sample()), "--format", "brat", "--to", arg(&to)])
        .refused(1, &["the run does not hold the text of", "--input"]);
    newsbraid(&["export", arg(sample()), "--format", "brat", "--to", arg(&to), "--input", SAMPLE]).well();
    let mut read = 0;
    for (doc, expected) in mentions() {
        let text: Vec<char> = fs::read_to_string(to.join(format!("{doc}.txt"))).unwrap().chars().collect();
        let annotations = fs::read_to_string(to.join(format!("{doc}.ann"))).unwrap();
        let mut found = Vec::new();
        for line in annotations.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if line.starts_with('T') {
                let (kind, places) = cells[1].split_once(' ').unwrap();
                assert!(["Person", "Organization", "Product", "Place", "Event"].contains(&kind), "{line}");
                let parts = places.split(';').map(|part| {
                    let (start, end) = part.split_once(' ').unwrap();
                    text[start.parse().unwrap()..end.parse().unwrap()].iter().collect::<String>()
                });
                assert_eq!(parts.collect::<Vec<_>>().join(" "), cells[2], "{doc}: {line}");
                found.push((cells[2].to_string(), String::new()));
            } else {
                found.last_mut().unwrap().1 = cells[1].rsplit_once("newsbraid:").unwrap().1.to_string();
            }
        }
        read += found.len();
        assert_eq!(found, expected, "{doc}");
    }
    assert_eq!(read, rows(sample(), "mentions.jsonl").len());
}

#[test]
fn conll_columns_read_back() {
    let to = scratch("conll").join("out");
    newsbraid(&["export", arg(sample()), "--format", "conll", "--to", arg(&to), "--input", SAMPLE]).well();
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut doc = String::new();
    for line in fs::read_to_string(to.join("mentions.conll")).unwrap().lines().filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [word, tag, entity] = cells[..] else { panic!("`{line}`") };
        match tag.split_once('-') {
            _ if word == "-DOCSTART-" => doc = entity.to_string(),
            Some(("B", _)) => found.entry(doc.clone()).or_default().push((word.to_string(), entity.to_string())),
            Some(("I", _)) => {
                let last = found.get_mut(&doc).unwrap().last_mut().unwrap();
                assert_eq!(last.1, entity, "{line}");
                last.0.push_str(word);
            }
            _ => assert_eq!((tag, entity), ("O", "_"), "{line}"),
        }
    }
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '_').collect::<String>();
    let bare_all = |list: &[(String, String)]| list.iter().map(|(s, e)| (bare(s), e.clone())).collect::<Vec<_>>();
    for (doc, expected) in mentions() {
        assert_eq!(bare_all(&found[&doc]), bare_all(&expected), "{doc}");
    }
}

#[test]
fn versions_that_agree() {
    let folder = scratch("versions");
    let documents = rows(sample(), "documents.jsonl");
    let of = |lang: &str| documents.iter().find(|d| d["lang"] == lang).unwrap()["id"].as_str().unwrap().to_string();
    let versions = folder.join("versions.tsv");
    fs::write(&versions, format!("doc\tarticle\n{}\ta\n{}\ta\n", of("en"), of("ko"))).unwrap();
    let printed = newsbraid(&["eval", "agreement", arg(sample()), arg(&versions), "--json"]).well();
    let score: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((score["pivot"].as_str(), score["articles"].as_u64()), (Some("en"), Some(1)));
    let ko = &score["langs"]["ko"];
    assert!(ko["of"].as_u64().unwrap() > 0 && ko["right"].as_u64() <= ko["of"].as_u64(), "{score}");
}

#[test]
fn transcriptions_are_scored() {
    let path = scratch("names").join("names.tsv");
    fs::write(&path, "chinese\tkorean\tkind\n吴泳铭\t우융밍\tperson\n重庆\t충칭\tplace\n重庆\t부산\tplace\n").unwrap();
    let printed = newsbraid(&["eval", "transcription", arg(&path), "--json"]).well();
    let score: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((score["total"]["first"]["right"].as_u64(), score["total"]["first"]["of"].as_u64()), (Some(2), Some(3)));
    let table = newsbraid(&["eval", "transcription", arg(&path), "--verbose"]).well();
    assert!(table.contains("missed 重庆 부산, found 충칭"), "{table}");
}

#[test]
fn links_are_explained() {
    let text = "알리바바는 항저우에 있다. 阿里의 실적이다. 메타버스는 아니다. 阿里山은 산이다.";
    let lines = fed(&["link", "-", "--explain"], text.as_bytes()).well();
    assert!(lines.contains("알리바바\talibaba-group\t0.9") && lines.contains("\tname\trule +"), "{lines}");
    assert!(lines.contains("메타\tnot meta\tpart of another word"), "{lines}");
    let json = fed(&["link", "-", "--explain", "--json"], text.as_bytes()).well();
    let rows: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let lost = rows.iter().find(|row| row["what"] == "lost" && row["surface"] == "阿里").unwrap();
    assert_eq!((lost["entity"].as_str(), lost["reason"].as_str()), (Some("ngari"), Some("unsupported")));
    let linked = rows.iter().find(|row| row["what"] == "mention" && row["surface"] == "알리바바").unwrap();
    let sum: f64 = linked["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["value"].as_f64().unwrap() * part["weight"].as_f64().unwrap())
        .sum();
    let score = linked["score"].as_f64().unwrap();
    assert!((1.0 / (1.0 + (-sum).exp()) - score).abs() < 1e-4, "{sum} {score}");
}
