//! The knowledge base from the terminal: `relink`, and the commands of `kb` that fill it.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

use std::fs;
use std::path::Path;

mod common;

use common::{Ran, SAMPLE, newsbraid, scratch};
use serde_json::Value;

/// An entity that the articles name and the built-in base does not know.
const OWN: &str = "[[entity]]\nid = \"purdue-university\"\nkind = \"organization\"\nlabel = { en = \"Purdue University\", ko = \"퍼듀대\", zh = \"普渡大学\" }\n";

/// A file with it.
fn own(folder: &Path) -> String {
    let file = folder.join("own.toml");
    fs::write(&file, OWN).unwrap();
    file.to_str().unwrap().to_string()
}

/// Everything that must be the same in two equal runs.
fn outputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl" || ending == "html"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    let mut manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    manifest.as_object_mut().unwrap().remove("timing");
    files.push(("manifest.json".to_string(), manifest.to_string().into_bytes()));
    files.sort();
    files
}

#[track_caller]
fn assert_equal(a: &Path, b: &Path) {
    let (a, b) = (outputs(a), outputs(b));
    assert_eq!(a.iter().map(|(name, _)| name).collect::<Vec<_>>(), b.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for ((name, a), (_, b)) in a.iter().zip(&b) {
        assert!(a == b, "{name} differs");
    }
    assert_eq!(a.len(), 9);
}

/// Some of the sample, and an article that cannot be read and one that cleaning refuses.
fn articles(folder: &Path) -> String {
    let input = folder.join("in");
    fs::create_dir_all(&input).unwrap();
    fs::copy(Path::new(SAMPLE).join("articles-2.jsonl"), input.join("a.jsonl")).unwrap();
    fs::write(input.join("b.jsonl"), "{\"id\":\"x\",\n{\"id\":\"y\",\"title\":\"!\",\"text\":\"…\"}\n").unwrap();
    input.to_str().unwrap().to_string()
}

#[test]
fn a_relinked_run_equals_one_from_scratch_with_the_same_base() {
    let folder = scratch("relink");
    let (input, own) = (articles(&folder), own(&folder));
    let (again, fresh) = (folder.join("again"), folder.join("fresh"));
    let (again_name, fresh_name) = (again.to_str().unwrap(), fresh.to_str().unwrap());
    newsbraid(&["run", "-q", &input, "--out", again_name]).refused(3, &[]);
    let before = outputs(&again);
    newsbraid(&["run", "-q", &input, "--out", fresh_name, "--kb", &own]).refused(3, &[]);
    fs::remove_dir_all(folder.join("in")).unwrap();
    let segmented = stages(&again, "segmented");
    newsbraid(&["relink", "-q", again_name, "--kb", &own, "--allow-rejects", "2"]).well();
    assert_equal(&again, &fresh);
    assert_ne!(outputs(&again), before, "the base of the test names something of the articles");
    assert_eq!(stages(&again, "segmented"), segmented, "the segmentation was used again");
    assert_eq!(stages(&again, "linked").len(), segmented.len(), "old links are gone");
    // Back again, as if nothing had been.
    newsbraid(&["relink", "-q", again_name]).refused(3, &[]);
    assert_eq!(outputs(&again), before);
    assert!(newsbraid(&["search", again_name, "삼성전자", "--json"]).well().contains("\"hits\""));
}

/// Names and times of the stage files with an ending.
fn stages(folder: &Path, ending: &str) -> Vec<(String, std::time::SystemTime)> {
    let entries = fs::read_dir(folder.join(".stages")).unwrap().map(Result::unwrap);
    let mut files: Vec<_> = entries
        .filter(|entry| entry.path().extension().is_some_and(|found| found == ending))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.metadata().unwrap().modified().unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn an_interrupted_relink_goes_on_and_what_cannot_be_linked_again_is_left_as_it_was() {
    let folder = scratch("relink-interrupted");
    let input = articles(&folder);
    let out = folder.join("out");
    let name = out.to_str().unwrap();
    newsbraid(&["relink", name]).refused(1, &["cannot be linked anew", "newsbraid run INPUT... --out"]);
    newsbraid(&["run", "-q", &input, "--out", name]).refused(3, &[]);
    let before = outputs(&out);
    // As an interruption leaves it: the manifest aside, some files not there.
    fs::rename(out.join("manifest.json"), out.join(".stages/manifest.json")).unwrap();
    fs::remove_file(out.join("mentions.jsonl")).unwrap();
    newsbraid(&["show", name, "qwen"]).refused(1, &["holds no complete run"]);
    newsbraid(&["relink", "-q", name]).refused(3, &[]);
    assert_eq!(outputs(&out), before);
    // Without all of its shards nothing is touched.
    let (shard, _) = stages(&out, "segmented").remove(0);
    fs::remove_file(out.join(".stages").join(shard)).unwrap();
    newsbraid(&["relink", name]).refused(1, &["its file .stages/", "--overwrite"]);
    assert_eq!(outputs(&out), before);
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    let key = manifest.lines().find(|line| line.contains("\"segment\"")).unwrap();
    fs::write(out.join("manifest.json"), manifest.replace(key, "    \"segment\": \"other\"")).unwrap();
    newsbraid(&["relink", name]).refused(1, &["segmented by another version"]);
}

#[test]
fn suggested_names_become_entities() {
    let folder = scratch("suggest");
    let (out, file) = (folder.join("out"), folder.join("new.toml"));
    let (out_name, file_name) = (out.to_str().unwrap(), file.to_str().unwrap());
    newsbraid(&["run", "-q", SAMPLE, "--out", out_name]).well();
    newsbraid(&["kb", "suggest", out_name, "--min-docs", "2", "--out", file_name]).well();
    let suggested = fs::read_to_string(&file).unwrap();
    let documents: Vec<u64> = suggested
        .lines()
        .filter_map(|line| line.strip_prefix("# nil-")?.split(": ").nth(1)?.split(' ').next()?.parse().ok())
        .collect();
    assert!(documents.len() >= 3 && documents.is_sorted_by(|a, b| a >= b), "{documents:?}");
    let nils = |folder: &Path| -> Vec<String> {
        let lines = fs::read_to_string(folder.join("entities.jsonl")).unwrap();
        let ids = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let nils =
            ids.filter(|e| e["id"].as_str().unwrap().starts_with("nil-") && e["documents"].as_u64().unwrap() >= 2);
        nils.map(|entity| entity["id"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(nils(&out).len(), documents.len());
    let checked = newsbraid(&["kb", "check", file_name]);
    assert_eq!((checked.code, checked.stdout.contains("error:")), (0, false), "{}", checked.stdout);
    newsbraid(&["relink", "-q", out_name, "--kb", file_name]).well();
    assert_eq!(nils(&out), [""; 0], "each is an entity now");
    let ids = suggested.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
    let entities = fs::read_to_string(out.join("entities.jsonl")).unwrap();
    ids.for_each(|id| assert!(entities.contains(&format!("{{\"id\":\"{id}\"")), "{id} is not met"));
}

/// A dump with two entities and a line that breaks off.
const DUMP: &str = r#"[
{"type":"item","id":"Q1","labels":{"en":{"value":"Yunmai Robotics"},"zh-tw":{"value":"雲脈機器人"}},"aliases":[],"sitelinks":{"enwiki":{}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q4830453"}}}}]}},
{"type":"item","id":"Q2","labels":{"en":
{"type":"item","id":"Q3","labels":{"en":{"value":"Qwen"},"zh":{"value":"通义千问"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q7397"}}}}]}}
]
"#;

fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_dump_is_imported_and_its_bad_lines_set_aside() {
    let folder = scratch("wikidata");
    let out = folder.join("w.jsonl");
    let out_name = out.to_str().unwrap();
    let import = |dump: &[u8]| -> Ran {
        let file = folder.join("dump");
        fs::write(&file, dump).unwrap();
        newsbraid(&["kb", "import-wikidata", file.to_str().unwrap(), "--out", out_name])
    };
    let mut imported = Vec::new();
    let bzip2 = include_bytes!("data/dump.json.bz2");
    for dump in [DUMP.as_bytes(), &gzip(DUMP), &zstd::encode_all(DUMP.as_bytes(), 1).unwrap(), bzip2] {
        import(dump).refused(3, &["2 entities taken, 0 left out, 1 lines set aside", ":3: EOF while parsing"]);
        imported.push(fs::read(&out).unwrap());
        let rejects = fs::read_to_string(folder.join("w.jsonl.rejects.jsonl")).unwrap();
        assert!(rejects.contains("\"line\":3") && rejects.lines().count() == 1, "{rejects}");
    }
    imported.iter().for_each(|other| assert_eq!(*other, imported[0]));
    newsbraid(&["kb", "check", out_name]).well();
    let shown = newsbraid(&["--kb", out_name, "kb", "show", "雲脈機器人"]).well();
    assert!(shown.starts_with("wd-q1 (organization)\n  written at ") && shown.contains("w.jsonl:1\n"), "{shown}");
    // A damaged packing is an error, and what was imported before stays.
    import(&gzip(DUMP)[..60]).refused(1, &["cannot read"]);
    assert_eq!(fs::read(&out).unwrap(), imported[0]);
    let mended = DUMP.replace("\n{\"type\":\"item\",\"id\":\"Q2\",\"labels\":{\"en\":", "");
    import(mended.as_bytes()).well();
    assert!(!folder.join("w.jsonl.rejects.jsonl").exists(), "there is nothing set aside");
    let patch = newsbraid(&["kb", "match-wikidata", out_name]).well();
    assert!(patch.contains("qwen: en Qwen; zh 通义千问\n") && patch.contains("+wikidata = \"Q3\"\n"), "{patch}");
    newsbraid(&["kb", "import-wikidata", "nowhere.json", "--out", out_name])
        .refused(1, &["cannot read `nowhere.json`"]);
    newsbraid(&["kb", "import-wikidata", "-", "--out", "w.txt"]).refused(1, &["ends neither in .jsonl nor in .toml"]);
    newsbraid(&["kb", "import-wikidata", "-", "--out", out_name, "--kinds", "thing"])
        .refused(2, &["unknown kind `thing`"]);
}

#[test]
fn a_table_of_names_is_imported() {
    let folder = scratch("import-tsv");
    let (table, out) = (folder.join("names.tsv"), folder.join("names.toml"));
    fs::write(&table, "yunmai\torganization\tzh\t云脉机器人\nyunmai\torganization\tko\t윈마이로보틱스\n").unwrap();
    newsbraid(&["kb", "import-tsv", table.to_str().unwrap(), "--out", out.to_str().unwrap()]).well();
    let shown = newsbraid(&["--kb", out.to_str().unwrap(), "kb", "show", "雲脈機器人"]).well();
    assert!(shown.contains("label ko\t윈마이로보틱스"), "{shown}");
    fs::write(&table, "yunmai\torganization\n").unwrap();
    newsbraid(&["kb", "import-tsv", table.to_str().unwrap(), "--out", out.to_str().unwrap()])
        .refused(1, &["names.tsv:1: the column lang is empty or missing"]);
}

#[test]
fn an_image_is_built_the_same_twice_and_used_beside_files() {
    let folder = scratch("kb-build");
    let own = own(&folder);
    let images = ["a.nbkb", "b.nbkb"].map(|name| folder.join(name));
    for image in &images {
        newsbraid(&["--kb", &own, "kb", "build", "--out", image.to_str().unwrap()]).well();
    }
    assert!(fs::read(&images[0]).unwrap() == fs::read(&images[1]).unwrap(), "two builds differ");
    let mine = folder.join("mine.toml");
    fs::write(&mine, "[[entity]]\nid = \"qwen\"\nkind = \"product\"\nlabel = { en = \"My Qwen\" }\n").unwrap();
    let image = images[0].to_str().unwrap();
    let shown = newsbraid(&["--kb", mine.to_str().unwrap(), "--kb", image, "kb", "show", "通义千问"]).well();
    assert!(shown.starts_with("qwen (product)\n") && shown.contains("en\tMy Qwen\n"), "{shown}");
    let mut old = fs::read(&images[0]).unwrap();
    old[12] = 1;
    fs::write(&images[0], old).unwrap();
    newsbraid(&["--kb", image, "kb", "show", "qwen"])
        .refused(1, &["of format 1 of daachorse 5", "newsbraid kb build --out"]);
}

#[test]
fn generated_names_are_shown_as_such() {
    let shown = newsbraid(&["kb", "show", "eddie-wu"]).well();
    assert!(shown.contains("  written at config/entities/people/"), "{shown}");
    assert!(shown.contains("  alias en\tYongming Wu\n") && shown.contains("  generated ko\t오영명\n"), "{shown}");
}
