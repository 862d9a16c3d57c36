//! One input gives one result, whatever the threads, the order of the inputs, the shards and the interruptions.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use common::{SAMPLE, arg, fresh, image, newsbraid, program, rows, run, scratch};
use serde_json::Value;

/// The sample on one thread, from scratch: what every other way must equal.
fn plain() -> &'static Path {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let out = fresh("plain");
        run(&[SAMPLE], &out, &["--threads", "1"]);
        out
    };
    RUN.get_or_init(make)
}

/// The files of a run that must not differ by a byte.
fn results(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let kept = entries.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl" || ending == "html"));
    let files: BTreeMap<String, Vec<u8>> =
        kept.map(|path| (arg(Path::new(path.file_name().unwrap())).to_string(), fs::read(&path).unwrap())).collect();
    assert_eq!(files.len(), 8, "{:?}", files.keys());
    assert!(files["mentions.jsonl"].len() > 1000);
    files
}

/// The manifest less its timing, the only part that may differ.
fn manifest(out: &Path) -> Value {
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    assert!(manifest.as_object_mut().unwrap().remove("timing").is_some());
    manifest
}

#[track_caller]
fn same_results(ours: &Path, theirs: &Path) {
    let (ours, theirs) = (results(ours), results(theirs));
    assert!(ours.keys().eq(theirs.keys()));
    for (name, bytes) in &ours {
        assert!(*bytes == theirs[name], "{name} differs: {} and {} bytes", bytes.len(), theirs[name].len());
    }
}

#[track_caller]
fn same(ours: &Path, theirs: &Path) {
    same_results(ours, theirs);
    assert_eq!(manifest(ours), manifest(theirs));
    for query in ["알리바바 투자", "台积电 OR Samsung", "(revenue OR 매출) lang:ko"] {
        let [ours, theirs] = [ours, theirs]
            .map(|out| newsbraid(&["search", arg(out), query, "--json", "--limit", "50", "--kb", image()]).well());
        let [ours, theirs]: [Value; 2] = [ours, theirs].map(|text| serde_json::from_str(&text).unwrap());
        assert!(ours["total"].as_u64().unwrap() > 1, "{query} finds too little to have an order");
        assert_eq!(ours, theirs, "{query}");
    }
}

/// Files of stage results with the time they were written.
fn stages(out: &Path, ending: &str) -> BTreeMap<PathBuf, SystemTime> {
    let entries = fs::read_dir(out.join(".stages")).unwrap().map(|entry| entry.unwrap().path());
    let kept = entries.filter(|path| path.extension().is_some_and(|found| found == ending));
    kept.map(|path| (path.clone(), fs::metadata(&path).unwrap().modified().unwrap())).collect()
}

/// A configuration with shards of seven articles, so that the sample has fifteen.
fn small_shards(name: &str) -> PathBuf {
    let path = scratch(name).join("shards.toml");
    fs::write(&path, "[run]\nshard_articles = 7\n").unwrap();
    path
}

#[test]
fn threads_and_repetition_change_nothing() {
    for (name, threads) in [("one", "1"), ("two", "2"), ("two-again", "2")] {
        let out = fresh(name);
        run(&[SAMPLE], &out, &["--threads", threads]);
        same(&out, plain());
    }
}

#[test]
fn the_size_of_shards_changes_nothing() {
    let (config, out) = (small_shards("shards-config"), fresh("shards"));
    run(&[SAMPLE], &out, &["--config", arg(&config), "--threads", "2"]);
    assert_eq!(stages(&out, "segmented").len(), 15);
    same_results(&out, plain());
}

#[test]
fn the_order_of_inputs_changes_nothing() {
    let folder = scratch("order");
    let [a, b] = ["a", "b"].map(|name| folder.join(name));
    fs::create_dir_all(a.join("pages")).unwrap();
    fs::create_dir_all(&b).unwrap();
    for (at, path) in sample_files().iter().enumerate() {
        let below = path.strip_prefix(SAMPLE).unwrap();
        let home = if at % 2 == 0 || below.starts_with("pages") { &a } else { &b };
        fs::copy(path, home.join(below)).unwrap();
    }
    let [one, other] = ["order-ab", "order-ba"].map(fresh);
    run(&[arg(&a), arg(&b)], &one, &["--threads", "2"]);
    run(&[arg(&b), arg(&a)], &other, &["--threads", "2"]);
    same(&one, &other);
    assert_eq!(rows(&one, "documents.jsonl"), rows(plain(), "documents.jsonl"));
}

fn sample_files() -> Vec<PathBuf> {
    let list = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut files = list(Path::new(SAMPLE));
    files.extend(list(&Path::new(SAMPLE).join("pages")));
    files.retain(|path| path.is_file());
    files.sort();
    files
}

#[test]
fn a_file_that_two_inputs_name_is_read_once() {
    let pages = Path::new(SAMPLE).join("pages");
    let page = pages.join("../pages/en-0411a.txt");
    let out = fresh("twice");
    run(&[arg(&page), arg(&pages), SAMPLE], &out, &[]);
    same_results(&out, plain());
}

#[test]
fn the_results_of_a_run_are_no_input() {
    let folder = scratch("inside");
    fs::copy(Path::new(SAMPLE).join("articles-1.jsonl"), folder.join("articles.jsonl")).unwrap();
    let out = folder.join("out");
    run(&[arg(&folder)], &out, &[]);
    let (before, manifest_before) = (results(&out), manifest(&out));
    run(&[arg(&folder)], &out, &["--overwrite"]);
    assert_eq!((results(&out) == before, manifest(&out)), (true, manifest_before));
}

#[test]
fn overwriting_another_run_equals_a_run_from_scratch() {
    let out = fresh("overwrite");
    run(&[arg(&Path::new(SAMPLE).join("articles-1.jsonl"))], &out, &[]);
    newsbraid(&["run", SAMPLE, "--out", arg(&out)]).refused(1, &["holds another run", "--overwrite"]);
    run(&[SAMPLE], &out, &["--overwrite"]);
    same(&out, plain());
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    let (config, out) = (small_shards("interrupted-config"), fresh("interrupted"));
    let more = ["--config", arg(&config)];
    run(&[SAMPLE], &out, &more);
    let (segmented, linked) = (stages(&out, "segmented"), stages(&out, "linked"));
    for path in fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        fs::remove_file(path).unwrap();
    }
    fs::remove_dir_all(out.join("index")).unwrap();
    let lost = linked.keys().next().unwrap();
    fs::remove_file(lost).unwrap();
    fs::write(lost.with_extension("tmp"), "half a file").unwrap();
    run(&[SAMPLE], &out, &more);
    same_results(&out, plain());
    assert_eq!(stages(&out, "segmented"), segmented, "what was finished is used again");
    let again: Vec<bool> = stages(&out, "linked").iter().map(|(path, time)| linked[path] == *time).collect();
    assert_eq!(again.iter().filter(|&&kept| !kept).count(), 1, "only what was lost is made again");
    assert!(stages(&out, "tmp").is_empty());
}

#[test]
fn a_run_that_was_killed_ends_equal_to_one_that_was_not() {
    let (config, out) = (small_shards("killed-config"), fresh("killed"));
    let args = ["run", SAMPLE, "--kb", image(), "--out", arg(&out), "--config", arg(&config), "--threads", "2"];
    for found in ["stages", "1 shard", "a line file", "the index"] {
        let mut child = program().args(args).stderr(Stdio::null()).spawn().unwrap();
        while !is_there(&out, found) && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        // It may be done by itself before it is killed; then there is a manifest and nothing left to go on with.
        let _ = child.kill();
        child.wait().unwrap();
        if out.join("manifest.json").exists() {
            fs::remove_file(out.join("manifest.json")).unwrap();
        }
    }
    newsbraid(&args).well();
    same_results(&out, plain());
    let hidden = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(hidden.filter(|name| name.starts_with('.')).collect::<Vec<_>>(), [".stages"]);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let out = scratch("busy");
    fs::create_dir(out.join(".stages")).unwrap();
    let lock = File::create(out.join(".stages/lock")).unwrap();
    lock.lock().unwrap();
    newsbraid(&["run", SAMPLE, "--out", arg(&out), "--kb", image()]).refused(1, &["written to by another newsbraid"]);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    drop(lock);
    run(&[SAMPLE], &out, &[]);
    same_results(&out, plain());
}

/// How far a run is.
fn is_there(out: &Path, what: &str) -> bool {
    match what {
        "stages" => out.join(".stages").exists(),
        "1 shard" => out.join(".stages").exists() && !stages(out, "linked").is_empty(),
        "a line file" => out.join(".mentions.jsonl.tmp").exists(),
        _ => out.join("index").exists(),
    }
}

#[test]
fn a_changed_knowledge_base_links_again_and_segments_nothing() {
    let folder = scratch("changed-base");
    let (base, out) = (folder.join("yunmai.toml"), folder.join("out"));
    let entity = "[[entity]]\nid = \"yunmai-robotics\"\nkind = \"organization\"\n\
        label = { en = \"Yunmai Robotics\", ko = \"윈마이로보틱스\", zh = \"云脉机器人\" }\n";
    fs::write(&base, entity).unwrap();
    newsbraid(&["run", SAMPLE, "--out", arg(&out)]).well();
    same(&out, plain());
    let (segmented, linked) = (stages(&out, "segmented"), stages(&out, "linked"));
    let before = rows(&out, "mentions.jsonl");
    newsbraid(&["run", SAMPLE, "--out", arg(&out), "--overwrite", "--kb", arg(&base)]).well();
    assert_eq!(stages(&out, "segmented"), segmented);
    assert!(stages(&out, "linked").keys().all(|path| !linked.contains_key(path)));
    check_new_links(&before, &rows(&out, "mentions.jsonl"));
    let (new, old) = (manifest(&out), manifest(plain()));
    assert_eq!(new["stages"]["segment"], old["stages"]["segment"]);
    assert_ne!(new["stages"]["link"], old["stages"]["link"]);
    assert_ne!(new["knowledge_base"], old["knowledge_base"]);
}

/// The mentions of the new entity are new, all others are as before.
fn check_new_links(before: &[Value], after: &[Value]) {
    let is_new = |row: &&Value| row["entity"] == "yunmai-robotics";
    let names: Vec<&str> = after.iter().filter(is_new).map(|row| row["surface"].as_str().unwrap()).collect();
    for name in ["Yunmai Robotics", "윈마이로보틱스", "云脉机器人"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let place = |row: &Value| (row["doc"].clone(), row["field"].clone(), row["start"].clone(), row["end"].clone());
    let taken: Vec<_> = after.iter().filter(is_new).map(place).collect();
    let others = |rows: &[Value]| -> Vec<Value> {
        rows.iter().filter(|row| row["nil"].is_null() && !taken.contains(&place(row))).cloned().collect()
    };
    assert_eq!(others(before), others(after));
}
