//! What leaves the program are offsets of the input: `input[start:end] == surface`, dirt included.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{SAMPLE, arg, fresh, python, rows, run, scratch, shared};
use serde_json::Value;

/// The input texts of an article by the name of their field.
type Fields = BTreeMap<&'static str, String>;

/// The articles of an input, by id, read without the program.
type Originals = BTreeMap<String, Fields>;

fn fields(record: &Value, title: &str, text: &str) -> Fields {
    let value = |key: &str| record[key].as_str().unwrap_or_default().to_string();
    Fields::from([("title", value(title)), ("text", value(text))])
}

fn add_text(path: &Path, root: &Path, into: &mut Originals) {
    let id = path.strip_prefix(root).unwrap().with_extension("");
    into.insert(arg(&id).to_string(), Fields::from([("text", fs::read_to_string(path).unwrap())]));
}

fn add_lines(path: &Path, into: &mut Originals) {
    for line in fs::read_to_string(path).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        into.insert(record["id"].as_str().unwrap().to_string(), fields(&record, "title", "text"));
    }
}

fn add_table(path: &Path, columns: [&str; 2], into: &mut Originals) {
    let mut table = csv::Reader::from_path(path).unwrap();
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let [title, text] = columns.map(|column| row[column].clone());
        into.insert(row["id"].clone(), Fields::from([("title", title), ("text", text)]));
    }
}

fn files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

/// Byte offsets of the characters of a text, and of its end.
fn places(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Runs over `input` and holds every place in the results to the originals; at least `least` of each kind.
fn check(name: &str, input: &Path, originals: &Originals, least: usize) {
    let out = fresh(name);
    run(&[arg(input)], &out, &[]);
    let documents = rows(&out, "documents.jsonl");
    assert_eq!(documents.len(), originals.len());
    for document in &documents {
        let original = &originals[document["id"].as_str().unwrap()];
        let is_file = !original.contains_key("title");
        assert_eq!(document["text"].as_str(), (!is_file).then(|| original["text"].as_str()), "{}", document["id"]);
        let title = original.get("title").filter(|title| !title.is_empty());
        assert_eq!(document["title_text"].as_str(), title.map(String::as_str), "{}", document["id"]);
    }
    let texts =
        originals.iter().flat_map(|(id, fields)| fields.iter().map(move |(field, text)| ((id.as_str(), *field), text)));
    let texts: BTreeMap<(&str, &str), (&String, Vec<usize>)> =
        texts.map(|(key, text)| (key, (text, places(text)))).collect();
    for file in ["mentions.jsonl", "figures.jsonl"] {
        let found = rows(&out, file);
        assert!(found.len() >= least, "{file}: {}", found.len());
        found.iter().for_each(|row| check_place(row, &texts));
    }
    let claims = rows(&out, "disagreements.jsonl");
    claims.iter().flat_map(|claim| claim["values"].as_array().unwrap()).for_each(|value| check_place(value, &texts));
}

fn check_place(row: &Value, texts: &BTreeMap<(&str, &str), (&String, Vec<usize>)>) {
    let (text, places) = &texts[&(row["doc"].as_str().unwrap(), row["field"].as_str().unwrap())];
    let number = |key: &str| row[key].as_u64().unwrap() as usize;
    let surface = row["surface"].as_str();
    assert!(number("start") < number("end"), "{row}");
    assert_eq!(text.get(places[number("start")]..places[number("end")]), surface, "code points of {row}");
    assert_eq!(text.get(number("start_byte")..number("end_byte")), surface, "bytes of {row}");
}

#[test]
fn of_text_files() {
    let Some(seeds) = shared("seeds") else { return };
    let mut originals = Originals::new();
    files(&seeds).for_each(|path| add_text(&path, &seeds, &mut originals));
    check("seeds", &seeds, &originals, 100);
}

#[test]
fn of_the_sample() {
    let (sample, mut originals) = (Path::new(SAMPLE), Originals::new());
    files(&sample.join("pages")).for_each(|path| add_text(&path, sample, &mut originals));
    let lines = files(sample).filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    lines.for_each(|path| add_lines(&path, &mut originals));
    add_table(&sample.join("korean.csv"), ["제목", "본문"], &mut originals);
    add_table(&sample.join("chinese.csv"), ["标题", "正文"], &mut originals);
    let record: Value = serde_json::from_str(&fs::read_to_string(sample.join("en-0330a.json")).unwrap()).unwrap();
    originals.insert("en-0330a".to_string(), fields(&record, "headline", "articleBody"));
    check("sample", sample, &originals, 400);
}

#[test]
fn of_a_thousand_articles() {
    let Some(tool) = shared("tools/make_corpus.py") else { return };
    let folder = scratch("corpus");
    let (articles, gold) = (folder.join("articles.jsonl"), folder.join("gold.jsonl"));
    python(&[arg(&tool), "1000", arg(&articles), "--events", arg(&gold)]);
    let mut originals = Originals::new();
    add_lines(&articles, &mut originals);
    check("thousand", &articles, &originals, 1000);
}
