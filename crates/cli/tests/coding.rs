//! From a run to a coding sheet, and from what coders say to its precision.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use common::{SAMPLE, arg, fresh, newsbraid, run, scratch};
use serde_json::Value;

static RUN: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    let out = fresh("run");
    run(&[SAMPLE], &out, &[]);
    out
});

fn sheet(what: &str, n: &str, seed: &str) -> String {
    newsbraid(&["sample", arg(&RUN), "--what", what, "-n", n, "--seed", seed]).well()
}

/// Columns and rows.
fn table(sheet: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers().unwrap().iter().map(str::to_string).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect();
    (columns, rows)
}

#[test]
fn a_sheet_is_blind_has_context_and_comes_out_the_same_again() {
    for what in ["mentions", "figures", "clusters"] {
        let first = sheet(what, "20", "7");
        assert_eq!(first, sheet(what, "20", "7"));
        assert_ne!(first, sheet(what, "20", "8"));
        let (columns, rows) = table(&first);
        assert_eq!(rows.len(), 20, "{what}");
        assert!(columns.iter().all(|column| !["score", "rule", "why"].contains(&column.as_str())), "{columns:?}");
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let items: BTreeSet<&String> = rows.iter().map(|row| &row[at("item")]).collect();
        assert_eq!(items.len(), 20);
        for row in &rows {
            assert_eq!((row[at("verdict")].as_str(), row[at("note")].as_str()), ("", ""));
            if what == "clusters" {
                assert!(row[at("doc")] != row[at("other")] && !row[at("lead")].is_empty(), "{row:?}");
            } else {
                let marked = format!("【{}】", row[at("surface")]);
                assert!(row[at("context")].contains(&marked), "{row:?}");
                assert!(row[at("context")].chars().count() > row[at("surface")].chars().count() + 12, "{row:?}");
            }
            let formula = row.iter().find(|cell| cell.starts_with(['=', '+', '-', '@']));
            assert_eq!(formula, None, "a spreadsheet takes this for a formula");
        }
        // More of the same sample.
        assert_eq!(table(&sheet(what, "40", "7")).1[..20], rows[..]);
    }
    let all = table(&sheet("mentions", "100000", "1")).1.len();
    assert_eq!(all, common::rows(&RUN, "mentions.jsonl").len());
}

/// Writes a verdict into each row of a sheet.
fn code(folder: &Path, name: &str, sheet: &str, verdict: impl Fn(usize) -> &'static str) -> String {
    let (columns, rows) = table(sheet);
    let path = folder.join(name);
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&columns).unwrap();
    let at = columns.iter().position(|column| column == "verdict").unwrap();
    for (number, mut row) in rows.into_iter().enumerate() {
        row[at] = verdict(number).to_string();
        writer.write_record(&row).unwrap();
    }
    writer.flush().unwrap();
    arg(&path).to_string()
}

#[test]
fn two_coders_are_compared() {
    let folder = scratch("coded");
    let mentions = sheet("mentions", "50", "3");
    let one = code(&folder, "one.csv", &mentions, |n| if n < 40 { "right" } else { "wrong" });
    let two = code(&folder, "two.csv", &mentions, |n| if (35..45).contains(&n) { "0" } else { "1" });
    let score: Value = serde_json::from_str(&newsbraid(&["eval", "coded", &one, &two, "--json"]).well()).unwrap();
    let all = &score["sheets"][&one]["all"];
    assert_eq!((&all["right"], &all["wrong"], &all["precision"]), (&40.into(), &10.into(), &0.8.into()));
    let near = |value: &Value, expect: f64| (value.as_f64().unwrap() - expect).abs() < 5e-5;
    assert!(near(&all["low"], 0.6696) && near(&all["high"], 0.8876), "{all}");
    // Alike in the first 35 and in 40 to 44; chance gives .8 * .8 + .2 * .2.
    let agreement = &score["agreement"][0];
    assert!(near(&agreement["observed"], 0.8) && near(&agreement["kappa"], 0.375), "{agreement}");
    assert!(newsbraid(&["eval", "coded", &one, &two]).well().contains("Cohen's kappa 0.3750"));
    let wrong = code(&folder, "wrong.csv", &mentions, |n| if n == 2 { "maybe" } else { "1" });
    newsbraid(&["eval", "coded", &wrong])
        .refused(1, &["wrong.csv`, line 4", "expected a verdict: right (or 1)", "found `maybe`"]);
}
