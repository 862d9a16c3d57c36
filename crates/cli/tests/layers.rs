//! The order of the crates: each names only those before it, and the heavy dependencies stay behind their fences.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Crates that only people call: nothing names them, so the workspace does not list them.
const DOORS: [&str; 3] = ["newsbraid-server", "newsbraid-cli", "newsbraid-python"];

/// Heavy dependencies, and the one crate that may have each.
const FENCED: [(&str, &str); 9] = [
    ("jieba-rs", "newsbraid-segmenter"),
    ("lindera", "newsbraid-segmenter"),
    ("tantivy", "newsbraid-indexer"),
    ("parquet", "newsbraid-pipeline"),
    ("axum", "newsbraid-server"),
    ("clap", "newsbraid-cli"),
    ("indicatif", "newsbraid-cli"),
    ("anyhow", "newsbraid-cli"),
    ("pyo3", "newsbraid-python"),
];

/// Our crates in the order of the workspace's list.
fn layers() -> Vec<String> {
    let text = fs::read_to_string(Path::new(WORKSPACE).join("Cargo.toml")).unwrap();
    let list = text.split("[workspace.dependencies]\n").nth(1).expect("the workspace lists its dependencies");
    let names = list.lines().take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.to_string()).filter(|name| name.starts_with("newsbraid-")).collect()
}

/// The folders of our crates.
fn crates() -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(WORKSPACE).join("crates")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The package of a crate's folder and what it names, the dependencies of its tests and build included.
fn dependencies(folder: &Path) -> (String, BTreeSet<String>) {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap();
    let mut names = BTreeSet::new();
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    for table in targets.filter_map(toml::Value::as_table).chain([&manifest]) {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            names.extend(
                table.get(kind).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys).cloned(),
            );
        }
    }
    (manifest["package"]["name"].as_str().unwrap().to_string(), names)
}

#[test]
fn a_crate_names_only_those_before_it() {
    let layers = layers();
    assert!(layers.len() >= 9, "{layers:?}");
    for folder in crates() {
        let (name, named) = dependencies(&folder);
        let before = match layers.iter().position(|layer| *layer == name) {
            Some(at) => &layers[..at],
            None => &layers[..],
        };
        let ours = named.iter().filter(|dependency| dependency.starts_with("newsbraid"));
        ours.for_each(|dependency| assert!(before.contains(dependency), "{name} may not name {dependency}"));
    }
}

#[test]
fn every_crate_is_in_the_list_or_a_door() {
    let mut found = Vec::new();
    for folder in crates() {
        let (name, _) = dependencies(&folder);
        let short = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(name, format!("newsbraid-{short}"), "the folder is named for its package");
        assert!(layers().contains(&name) || DOORS.contains(&name.as_str()), "{name} has no place in the order");
        found.push(name);
    }
    layers().iter().for_each(|layer| assert!(found.contains(layer), "{layer} has no folder"));
}

#[test]
fn heavy_dependencies_stay_in_their_crates() {
    let mut met = BTreeSet::new();
    for folder in crates() {
        let (name, named) = dependencies(&folder);
        for (heavy, home) in FENCED.iter().filter(|(heavy, _)| named.contains(*heavy)) {
            assert_eq!(name, *home, "{heavy} belongs in {home} alone");
            met.insert(*heavy);
        }
    }
    assert!(met.contains("tantivy") && met.contains("clap"), "the fences look at nothing: {met:?}");
}

#[test]
fn no_file_lies_deeper_than_a_room() {
    for folder in crates() {
        let rooms = fs::read_dir(folder.join("src")).unwrap().map(|entry| entry.unwrap().path());
        for room in rooms.filter(|path| path.is_dir()) {
            for file in fs::read_dir(&room).unwrap().map(|entry| entry.unwrap().path()) {
                assert!(!file.is_dir(), "`{}` is a room in a room", file.display());
            }
        }
    }
}
