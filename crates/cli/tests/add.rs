//! A run that grows: `newsbraid add`, and constraints that a user gives.

#![allow(clippy::unwrap_used, reason = "a test fails where it would be an error")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use common::{Ran, arg, fresh, image, newsbraid, program, rows, run, scratch};
use serde_json::{Value, json};

/// Articles of the sample, the earlier ones in the first files.
fn part(number: usize) -> &'static str {
    const PARTS: [&str; 4] = [
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample/articles-1.jsonl"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample/articles-2.jsonl"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample/articles-3.jsonl"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample/articles-4.jsonl"),
    ];
    PARTS[number - 1]
}

fn add(out: &Path, more: &[&str]) -> Ran {
    newsbraid(&[&["add", arg(out), "--kb", image()], more].concat())
}

/// A run over the first half of the sample's articles.
fn half(name: &str) -> PathBuf {
    static HALF: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let out = fresh("half");
        run(&[part(1), part(2)], &out, &[]);
        out
    };
    let out = scratch(name).join("out");
    copy(HALF.get_or_init(make), &out);
    out
}

/// A run over all of them, from scratch.
fn whole() -> &'static Path {
    static WHOLE: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let out = fresh("whole");
        run(&[1, 2, 3, 4].map(part), &out, &[]);
        out
    };
    WHOLE.get_or_init(make)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let new = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &new),
            false => assert!(fs::copy(&path, &new).is_ok(), "{}", path.display()),
        }
    }
}

/// The articles of each event by its id.
fn events(out: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let docs = |event: &Value| event["docs"].as_array().unwrap().iter().map(text).collect();
    rows(out, "clusters.jsonl").iter().map(|event| (text(&event["cluster"]), docs(event))).collect()
}

/// BCubed F1 of two partitions of the same articles.
fn b_cubed(found: &Path, gold: &Path) -> f64 {
    let score: Value =
        serde_json::from_str(&newsbraid(&["eval", "clusters", arg(found), arg(gold), "--json"]).well()).unwrap();
    score["measures"]["b3"]["f1"].as_f64().unwrap()
}

/// Files of stage results.
fn stages(out: &Path) -> BTreeSet<PathBuf> {
    fs::read_dir(out.join(".stages")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Every file below a folder but those of the stages, with its content.
fn content(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let mut all = BTreeMap::new();
    for path in paths.filter(|path| !path.ends_with(".stages")) {
        if path.is_dir() {
            all.extend(content(&path))
        } else {
            drop(all.insert(path.clone(), fs::read(&path).unwrap()))
        }
    }
    all
}

#[test]
fn new_articles_join_or_open_events_and_ids_stay() {
    let out = half("grown");
    let (before, before_stages) = (events(&out), stages(&out));
    add(&out, &[part(3), part(4)]).well();
    let after = events(&out);
    for (id, docs) in &before {
        assert!(after[id].is_superset(docs), "{id} was {docs:?}, is {:?}", after[id]);
    }
    assert!(before.iter().any(|(id, docs)| after[id].len() > docs.len()), "no event grew");
    assert!(after.len() > before.len(), "no event is new");
    assert!(stages(&out).is_superset(&before_stages), "what was segmented and linked stays");
    let same = b_cubed(&out, whole());
    assert!(same > 0.97, "a run from scratch finds other events: BCubed F1 {same}");
    for file in ["documents.jsonl", "figures.jsonl"] {
        assert_eq!(fs::read(out.join(file)).unwrap(), fs::read(whole().join(file)).unwrap(), "{file}");
    }
    let manifest = |out: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap()
    };
    assert_eq!(manifest(&out)["inputs"], manifest(whole())["inputs"]);
    for query in ["알리바바 투자", "台积电 OR Samsung"] {
        let [ours, theirs] = [&out, whole()].map(|out| {
            let found = newsbraid(&["search", arg(out), query, "--json", "--limit", "50", "--kb", image()]).well();
            let found: Value = serde_json::from_str(&found).unwrap();
            found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].to_string()).collect::<BTreeSet<_>>()
        });
        assert!(ours.len() > 3 && ours == theirs, "{query}: {ours:?} {theirs:?}");
    }
    // Adding them once more changes nothing but the time it took.
    let (clusters, mentions) =
        (fs::read(out.join("clusters.jsonl")).unwrap(), fs::read(out.join("mentions.jsonl")).unwrap());
    add(&out, &[part(3)]).well();
    assert!(
        clusters == fs::read(out.join("clusters.jsonl")).unwrap()
            && mentions == fs::read(out.join("mentions.jsonl")).unwrap()
    );
    // Made anew, without the inputs, the events are those of a run from scratch, under the ids that they have.
    let grown = events(&out);
    newsbraid(&["relink", arg(&out), "--kb", image()]).well();
    let anew = events(&out);
    let groups = |events: BTreeMap<String, BTreeSet<String>>| events.into_values().collect::<BTreeSet<_>>();
    assert_eq!(groups(anew.clone()), groups(events(whole())));
    let same = grown.iter().filter(|(_, docs)| anew.values().any(|others| others == *docs));
    same.for_each(|(id, docs)| assert_eq!(anew.get(id), Some(docs), "{id}"));
}

/// An event has the id that its first article gave it, whatever else comes or goes; only without that article it has the id
/// of a run from scratch.
#[test]
fn an_id_stays_with_the_article_that_it_was_given_for() {
    let (folder, out) = (scratch("founded-input"), fresh("founded"));
    let file = |id: &str, day: u32| {
        let path = folder.join(format!("{id}.jsonl"));
        let text = "The ferry Northern Star sank off the coast of Norway early on Tuesday with 214 people on board. Rescue \
                    helicopters from Bergen lifted 187 passengers from the water, the coast guard said.";
        let date = format!("2026-03-{day:02}T08:00:00Z");
        let row = json!({ "id": id, "title": "Ferry sinks off Norway", "text": text, "published_at": date });
        fs::write(&path, format!("{row}\n")).unwrap();
        path
    };
    run(&[arg(&file("b", 2))], &out, &[]);
    let id = events(&out).into_keys().next().unwrap();
    let check = |args: &[&str], docs: &[&str]| {
        newsbraid(&[args, &["--kb", image()]].concat()).well();
        let docs = docs.iter().map(|doc| doc.to_string()).collect();
        assert_eq!(events(&out), BTreeMap::from([(id.clone(), docs)]), "{args:?}");
    };
    check(&["add", arg(&out), arg(&file("a", 1)), arg(&file("c", 3))], &["a", "b", "c"]);
    check(&["relink", arg(&out)], &["a", "b", "c"]);
    check(&["remove", arg(&out), "c"], &["a", "b"]);
    newsbraid(&["remove", arg(&out), "b", "--kb", image()]).well();
    let fresh_run = fresh("founded-by-another");
    run(&[arg(&file("a", 1))], &fresh_run, &[]);
    assert_eq!(events(&out), events(&fresh_run));
}

#[test]
fn unknown_names_keep_their_ids() {
    let out = half("names");
    let key = |row: &Value| (row["doc"].to_string(), row["field"].to_string(), row["start"].to_string());
    let nils = |out: &Path| -> BTreeMap<_, String> {
        let rows = rows(out, "mentions.jsonl");
        rows.iter().filter(|row| !row["nil"].is_null()).map(|row| (key(row), row["nil"].to_string())).collect()
    };
    let before = nils(&out);
    add(&out, &[part(3), part(4)]).well();
    let after = nils(&out);
    assert!(before.len() > 20, "too few unknown names");
    let changed: Vec<_> = before.iter().filter(|(key, id)| after.get(key) != Some(id)).collect();
    assert!(changed.len() * 50 < before.len(), "only those that turn out to be others may change: {changed:?}");
    newsbraid(&["relink", arg(&out), "--kb", image()]).well();
    let anew = nils(&out);
    let changed: Vec<_> = after.iter().filter(|(key, id)| anew.get(key) != Some(id)).collect();
    assert!(changed.len() * 50 < after.len(), "relink keeps them too: {changed:?}");
}

#[test]
fn an_article_that_comes_again_with_other_text_takes_the_place_of_the_old() {
    let out = half("again");
    let file = scratch("again-input").join("again.jsonl");
    let doc = rows(&out, "documents.jsonl")[0].clone();
    let text = "Zorvex Quantile opened a lighthouse museum in Reykjavik, and visitors queued for hours.";
    fs::write(&file, format!("{}\n", json!({ "id": doc["id"], "title": "Lighthouse museum opens", "text": text })))
        .unwrap();
    let count = rows(&out, "documents.jsonl").len();
    add(&out, &[arg(&file)]).well();
    let documents = rows(&out, "documents.jsonl");
    assert_eq!((documents.len(), &documents[0]["text"]), (count, &json!(text)));
    let search = |query: &str| newsbraid(&["search", arg(&out), query, "--json", "--kb", image()]).well();
    assert!(search("lighthouse").contains(doc["id"].as_str().unwrap()));
    let title = doc["title"].as_str().unwrap();
    let ids: Value = serde_json::from_str(&search(&format!("\"{title}\""))).unwrap();
    assert!(ids["hits"].as_array().unwrap().iter().all(|hit| hit["id"] != doc["id"]), "the old text is found: {ids}");
    let all: Vec<String> = events(&out).into_values().flatten().collect();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (count, count));
}

#[test]
fn an_event_that_turns_out_to_be_another_says_so() {
    let out = half("merged");
    let mut found: Vec<(String, BTreeSet<String>)> = events(&out).into_iter().collect();
    found.sort_by_key(|(_, docs)| docs.len());
    let (one, other) = (found.pop().unwrap(), found.pop().unwrap());
    let file = scratch("merged-input").join("must.tsv");
    fs::write(&file, format!("# one event\n{}\t{}\n", one.1.first().unwrap(), other.1.first().unwrap())).unwrap();
    add(&out, &["--must-link", arg(&file)]).well();
    let merged = rows(&out, "merged.jsonl");
    assert_eq!(merged.len(), 1);
    let [gone, kept] = ["cluster", "merged_into"].map(|key| merged[0][key].as_str().unwrap().to_string());
    assert_eq!(BTreeSet::from([&gone, &kept]), BTreeSet::from([&one.0, &other.0]));
    let joined: BTreeSet<String> = one.1.union(&other.1).cloned().collect();
    assert_eq!(events(&out)[&kept], joined);
    let said = newsbraid(&["show", arg(&out), &gone]).well();
    assert!(said.contains(&format!("turned out to be {kept}")), "{said}");
    assert!(newsbraid(&["show", arg(&out), &kept]).well().contains("must-link"));
    // What is known stays known as the run grows on, and where it is made anew with the same pairs.
    add(&out, &[part(3)]).well();
    assert_eq!(rows(&out, "merged.jsonl"), merged);
    assert!(events(&out)[&kept].is_superset(&joined));
    newsbraid(&["relink", arg(&out), "--kb", image()]).well();
    assert!(events(&out).values().any(|docs| docs.is_superset(&joined)), "relink keeps the constraints");
    assert_eq!(rows(&out, "merged.jsonl"), merged, "and says what became of an id that someone may have kept");
}

#[test]
fn constraints_hold_in_a_run_and_stand_in_its_manifest() {
    let plain = events(whole());
    let event = plain.values().max_by_key(|docs| docs.len()).unwrap();
    let [a, b] = [event.first().unwrap(), event.last().unwrap()];
    let stranger = plain.values().find(|docs| docs.len() == 1).unwrap().first().unwrap();
    let folder = scratch("bound");
    let [must, cannot] = ["must.tsv", "cannot.tsv"].map(|name| folder.join(name));
    fs::write(&must, format!("{a}\t{stranger}\n")).unwrap();
    fs::write(&cannot, format!("{b}\t{a}\n")).unwrap();
    let out = folder.join("out");
    run(&[1, 2, 3, 4].map(part), &out, &["--must-link", arg(&must), "--cannot-link", arg(&cannot)]);
    let found = events(&out);
    let of = |doc: &str| found.values().find(|docs| docs.contains(doc)).unwrap();
    assert!(of(a).contains(stranger) && !of(a).contains(b));
    let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(
        (&manifest["constraints"]["must_link"], &manifest["constraints"]["cannot_link"]),
        (&json!(1), &json!(1))
    );
    let of_whole: Value = serde_json::from_str(&fs::read_to_string(whole().join("manifest.json")).unwrap()).unwrap();
    assert_ne!(manifest["stages"]["corpus"], of_whole["stages"]["corpus"]);
    let page = found.iter().find(|(_, docs)| docs.contains(a)).unwrap().0;
    let page = newsbraid(&["show", arg(&out), page]).well();
    assert!(page.contains("must-link") && page.contains(&format!("{a}\tcannot-link {b}")), "{page}");
    // Others take their place.
    fs::write(&must, "").unwrap();
    newsbraid(&["relink", arg(&out), "--kb", image(), "--must-link", arg(&must), "--cannot-link", arg(&must)]).well();
    assert_eq!(events(&out), plain);
}

#[test]
fn constraints_that_cannot_hold_are_refused_and_leave_the_run_alone() {
    let out = half("refused");
    let (before, other) = (content(&out), other_base());
    let folder = scratch("refused-input");
    let new = folder.join("new");
    let [must, cannot] = ["must.tsv", "cannot.tsv"].map(|name| folder.join(name));
    let ids: Vec<String> =
        rows(&out, "documents.jsonl").iter().map(|row| row["id"].as_str().unwrap().to_string()).collect();
    let (a, b, c) = (&ids[0], &ids[1], &ids[2]);
    let cases = [
        (format!("{a}\t{b}\n{b}\t{c}\n"), format!("{c}\t{a}\n"), vec!["cannot.tsv`, line 1", "must.tsv`, line 2"]),
        (format!("{a}\tnobody\n"), String::new(), vec!["must.tsv`, line 1", "`nobody` is no article of the run"]),
        (format!("{a} {b}\n"), String::new(), vec!["must.tsv`, line 1", "set apart by a tab"]),
        (String::new(), format!("{a}\t{a}\n"), vec!["cannot.tsv`, line 1", "paired with itself"]),
    ];
    for (joined, parted, says) in cases {
        fs::write(&must, joined).unwrap();
        fs::write(&cannot, parted).unwrap();
        let constraints = ["--must-link", arg(&must), "--cannot-link", arg(&cannot)];
        add(&out, &constraints).refused(1, &says);
        assert!(content(&out) == before, "{says:?}");
        let args = [&["run", part(1), part(2), "--kb", image(), "--out", arg(&new)], &constraints[..]];
        newsbraid(&args.concat()).refused(1, &says);
    }
    add(&out, &["no/such/file.jsonl"]).refused(1, &["no/such/file.jsonl"]);
    newsbraid(&["add", arg(&out), part(3), "--kb", arg(&other)]).refused(1, &["no articles can be added", "relink"]);
    add(&scratch("none"), &[part(3)]).refused(1, &["holds no complete run"]);
    newsbraid(&["add", arg(&out)]).refused(2, &["INPUT"]);
    assert!(content(&out) == before);
}

#[test]
fn killed_at_any_moment_the_run_is_the_old_one_or_the_new_one() {
    let old = half("old");
    let (before, new) = (events(&old), half("new"));
    add(&new, &[part(3)]).well();
    let (after, mut met) = (events(&new), BTreeSet::new());
    for at in 0..8 {
        let out = half("killed");
        let args = ["add", arg(&out), part(3), "--kb", image(), "--threads", "1"];
        let mut child = program().args(args).stderr(Stdio::null()).spawn().unwrap();
        let seen = |what: &str| out.join(".stages/next").join(what).exists();
        let reached = || match at {
            0 => stages(&out).len() > stages(&old).len(),
            1 => seen(""),
            2 => seen("clusters.jsonl"),
            3 => seen("index"),
            4 => seen("report.html"),
            5 => seen("manifest.json"),
            6 => !out.join("index").exists(),
            _ => true,
        };
        while child.try_wait().unwrap().is_none() && !reached() {
            std::thread::sleep(Duration::from_micros(50));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let listed = newsbraid(&["clusters", arg(&out), "--json"]).well().lines().count();
        let found = events(&out);
        assert!(found == before || found == after, "killed at moment {at}");
        assert_eq!(listed, found.len());
        met.insert(found == after);
        let hits = newsbraid(&["search", arg(&out), "알리바바", "--json", "--limit", "99", "--kb", image()]).well();
        let hits: Value = serde_json::from_str(&hits).unwrap();
        for hit in hits["hits"].as_array().unwrap() {
            assert!(!hit["cluster"].is_null(), "the index is ahead of the records at moment {at}");
        }
        add(&out, &[part(3)]).well();
        assert_eq!(events(&out), after);
    }
    assert!(met.contains(&false), "no kill came early enough to see the old state");
}

/// An entity file of one entity.
fn other_base() -> PathBuf {
    let path = scratch("other-base").join("mine.toml");
    fs::write(&path, "[[entity]]\nid = \"zorvex\"\nkind = \"organization\"\nlabel = { en = \"Zorvex\", ko = \"조르벡스\", zh = \"佐维克斯\" }\n")
        .unwrap();
    path
}
