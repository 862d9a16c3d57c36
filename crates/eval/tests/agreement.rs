//! Agreement with the tools that score without the project's code, on made-up data and on real gold.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Random, run, same, shared};
use newsbraid_eval::clusters::{self, Bootstrap, ClusterScore};
use newsbraid_eval::links::{self, LinkScore};
use newsbraid_eval::search;
use serde_json::{Value, json};

const NO_INTERVALS: Bootstrap = Bootstrap { draws: 0, seed: 0 };

fn write_lines(path: &Path, rows: &[Value]) {
    std::fs::write(path, rows.iter().map(|row| format!("{row}\n")).collect::<String>()).expect("a folder to write in");
}

/// Documents dealt into piles: each goes to one of `piles`.
fn deal(random: &mut Random, docs: &[String], piles: usize) -> Vec<Value> {
    let mut clusters: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for doc in docs {
        clusters.entry(random.below(piles)).or_default().push(doc);
    }
    clusters.values().map(|docs| json!({ "docs": docs })).collect()
}

fn compare_clusters(tool: &Path, found: &Path, gold: &Path, articles: &Path) -> ClusterScore {
    let score = clusters::score(found, gold, Some(articles), NO_INTERVALS).expect("good files");
    let theirs = run(tool, &[found, gold, articles]);
    let prfs = [
        ("b3", score.measures.b3),
        ("pair", score.measures.pair),
        ("cross_pair", score.measures.cross_pair.expect("languages are given")),
    ];
    for (name, prf) in prfs {
        same(prf.precision, &theirs, &format!("{name}_precision"));
        same(prf.recall, &theirs, &format!("{name}_recall"));
        same(prf.f1, &theirs, &format!("{name}_f1"));
    }
    for (name, n) in [
        ("clusters", score.clusters),
        ("gold_stories", score.gold_stories),
        ("docs", score.docs),
        ("missing", score.missing),
    ] {
        assert_eq!(theirs[name], n, "{name}");
    }
    score
}

#[test]
fn clusters_of_chance() {
    let Some(tool) = shared("tools/score_clusters.py") else { return };
    let dir = tempfile::tempdir().unwrap();
    let [found, gold, articles] = ["found", "gold", "articles"].map(|name| dir.path().join(name));
    for seed in 1..=12 {
        let mut random = Random(seed);
        let docs: Vec<String> = (0..4 + random.below(60)).map(|n| format!("d{n}")).collect();
        let known = docs.len() - random.below(docs.len() / 2);
        let gold_piles = 1 + random.below(known);
        write_lines(&gold, &deal(&mut random, &docs[..known], gold_piles));
        let first = random.below(docs.len() / 3);
        let found_piles = 1 + random.below(docs.len());
        write_lines(&found, &deal(&mut random, &docs[first..], found_piles));
        let lang = |random: &mut Random| *random.pick(&["zh-Hans", "zh-Hant", "ko", "en"]);
        write_lines(&articles, &docs.iter().map(|id| json!({"id": id, "lang": lang(&mut random)})).collect::<Vec<_>>());
        compare_clusters(&tool, &found, &gold, &articles);
    }
}

#[test]
fn clusters_of_real_stories() {
    let (Some(tool), Some(data)) = (shared("tools/score_clusters.py"), shared("data/native_dev")) else { return };
    let gold = data.join("gold.jsonl");
    let mut random = Random(7);
    let mut found: Vec<Vec<String>> = Vec::new();
    for docs in clusters::read_clusters(&gold).unwrap() {
        // Some stories are merged with the one before, and some documents stand alone.
        let mut here = if random.one_in(5) { found.pop().unwrap_or_default() } else { Vec::new() };
        for doc in docs {
            if random.one_in(6) { found.insert(0, vec![doc]) } else { here.push(doc) }
        }
        found.push(here);
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("found.jsonl");
    write_lines(&path, &found.iter().map(|docs| json!({ "docs": docs })).collect::<Vec<_>>());
    let articles = data.join("articles.jsonl");
    let score = compare_clusters(&tool, &path, &gold, &articles);
    assert!(score.measures.b3.f1 > score.singletons.b3.f1 && score.measures.b3.f1 < 1.0);
    let perfect = clusters::score(&gold, &gold, Some(&articles), Bootstrap::default()).unwrap();
    assert_eq!((perfect.measures.b3.f1, perfect.measures.ari, perfect.low.unwrap().v_measure), (1.0, 1.0, 1.0));
}

/// The measures that no tool has, against definitions over all pairs and over a table of probabilities.
#[test]
fn adjusted_rand_and_v_measure_of_chance() {
    for seed in 1..=12 {
        let mut random = Random(seed);
        let n = 2 + random.below(40);
        let piles = [1 + random.below(n), 1 + random.below(n)];
        let labels: Vec<[usize; 2]> = (0..n).map(|_| piles.map(|p| random.below(p))).collect();
        let side = |side: usize| {
            let mut clusters = vec![Vec::new(); n];
            labels.iter().enumerate().for_each(|(doc, label)| clusters[label[side]].push(format!("{doc:02}")));
            clusters
        };
        let found = clusters::compare(&side(1), &side(0), None, NO_INTERVALS).unwrap().measures;
        let near = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-9, "seed {seed}: {ours} {theirs}");
        near(found.ari, adjusted_rand(&labels));
        let (story, both) = (entropy(labels.iter().map(|l| (l[0], 0))), entropy(labels.iter().map(|l| (l[0], l[1]))));
        let cluster = entropy(labels.iter().map(|l| (l[1], 0)));
        let share = |of: f64| if of > 0.0 { (story + cluster - both) / of } else { 1.0 };
        near(found.homogeneity, share(story));
        near(found.completeness, share(cluster));
    }
}

/// 2(ad - bc) / ((a + b)(b + d) + (a + c)(c + d)) over the four kinds of pairs (Steinley 2004, equation 9).
fn adjusted_rand(labels: &[[usize; 2]]) -> f64 {
    let mut kinds = [[0f64; 2]; 2];
    for (n, x) in labels.iter().enumerate() {
        for y in &labels[..n] {
            kinds[usize::from(x[0] == y[0])][usize::from(x[1] == y[1])] += 1.0;
        }
    }
    let [[d, c], [b, a]] = kinds;
    let below = (a + b) * (b + d) + (a + c) * (c + d);
    if below == 0.0 { 1.0 } else { 2.0 * (a * d - b * c) / below }
}

fn entropy(labels: impl Iterator<Item = (usize, usize)>) -> f64 {
    let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    labels.for_each(|label| *counts.entry(label).or_default() += 1.0);
    let all: f64 = counts.values().sum();
    counts.values().map(|n| -n / all * (n / all).ln()).sum()
}

/// The files of a comparison of links.
struct LinkFiles {
    dir: tempfile::TempDir,
    mentions: PathBuf,
    entities: PathBuf,
}

impl LinkFiles {
    fn new(mentions: &[Value], entities: &[Value]) -> LinkFiles {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let [mentions_path, entities_path] = ["mentions.jsonl", "entities.jsonl"].map(|name| dir.path().join(name));
        write_lines(&mentions_path, mentions);
        write_lines(&entities_path, entities);
        LinkFiles { dir, mentions: mentions_path, entities: entities_path }
    }

    /// The tool knows no NIL: it counts every marked mention of an unknown name as missed, and no titles.
    fn compare(&self, tool: &Path, gold_mentions: &Path, gold_entities: &Path) -> LinkScore {
        let score = links::score(self.dir.path(), gold_mentions, gold_entities).expect("good files");
        let theirs = run(tool, &[&self.mentions, &self.entities, gold_mentions, gold_entities]);
        let titles = score.fields.get("title").copied().unwrap_or_default();
        let text = score.fields.get("text").copied().unwrap_or_default();
        let nil = theirs["fn"].as_u64().expect("the tool counts the missed") - text.missed;
        assert_eq!((&theirs["tp"], &theirs["fp"]), (&json!(text.right), &json!(text.extra)));
        if titles.right + titles.extra + titles.missed == 0 {
            assert_eq!(nil, score.nil.right.of);
        }
        if nil == 0 {
            same(text.weak.precision, &theirs, "precision");
            same(text.weak.recall, &theirs, "recall");
            same(text.weak.f1, &theirs, "f1");
            same(text.strong.recall, &theirs, "strong_recall");
        }
        score
    }
}

const NAMES: [&str; 8] = ["Alibaba", "ALIBABA GROUP", "alibaba group", "Straße AG", "STRASSE AG", "BYD", "byd", "李"];

fn names(random: &mut Random) -> Vec<&'static str> {
    (0..random.below(4)).map(|_| *random.pick(&NAMES)).collect()
}

fn span(random: &mut Random, id: &str) -> Value {
    let start = random.below(60);
    json!({"start": start, "end": start + 1 + random.below(6), "surface": "x", "entity": id, "optional": random.one_in(6)})
}

#[test]
fn links_of_chance() {
    let Some(tool) = shared("tools/score_mentions.py") else { return };
    for seed in 1..=12 {
        let mut random = Random(seed);
        let with_nil = seed % 2 == 0;
        let ids: Vec<String> = (0..6).map(|n| format!("{}{n}", if with_nil && n > 3 { "nil:" } else { "g" })).collect();
        let entity = |random: &mut Random| {
            let label = *random.pick(&NAMES);
            json!({"type": "org", "label_en": label, "names": {"en": names(random), "ko": names(random)}})
        };
        let gold_entities: BTreeMap<_, _> = ids.iter().map(|id| (id.clone(), entity(&mut random))).collect();
        let document = |n: usize, random: &mut Random| {
            let mark = |random: &mut Random| {
                let id = random.pick(&ids);
                span(random, id)
            };
            let mentions: Vec<Value> = (0..random.below(14)).map(|_| mark(random)).collect();
            json!({"file": format!("d{n}{}", ["", ".txt"][n % 2]), "mentions": mentions})
        };
        let documents: Vec<Value> = (0..5).map(|n| document(n, &mut random)).collect();
        let found = |random: &mut Random| {
            let mut row = span(random, "");
            row["doc"] = json!(format!("d{}", random.below(6)));
            row["entity"] = if random.one_in(5) { Value::Null } else { json!(format!("Q{}", random.below(6))) };
            row["field"] = json!(if random.one_in(5) { "title" } else { "text" });
            row
        };
        let mentions: Vec<Value> = (0..80).map(|_| found(&mut random)).collect();
        let entity = |n: usize, random: &mut Random| json!({"id": format!("Q{n}"), "labels": {"en": random.pick(&NAMES)}, "aliases": names(random)});
        let entities: Vec<Value> = (0..5).map(|n| entity(n, &mut random)).collect();
        let files = LinkFiles::new(&mentions, &entities);
        let [gold, known] = ["gold.json", "known.json"].map(|name| files.dir.path().join(name));
        std::fs::write(&gold, json!(documents).to_string()).unwrap();
        std::fs::write(&known, json!(gold_entities).to_string()).unwrap();
        files.compare(&tool, &gold, &known);
    }
}

/// Real gold with found mentions made of it: some left out, some moved, some linked wrong.
#[test]
fn links_of_real_articles() {
    let Some(tool) = shared("tools/score_mentions.py") else { return };
    let Some(root) = shared("") else { return };
    let corpus = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/gold"));
    let sets = [
        (root.join("gold/seeds_mentions.json"), root.join("gold/seeds_entities.json")),
        (root.join("data/linking_dev/mentions.json"), root.join("data/linking_dev/entities.json")),
        (corpus.join("mentions.json"), corpus.join("entities.json")),
    ];
    for (gold_mentions, gold_entities) in sets {
        let gold = links::Gold::read(&gold_mentions, &gold_entities).unwrap();
        let ids: Vec<&String> = gold.entities.keys().collect();
        let mut random = Random(5);
        let mut mentions = Vec::new();
        for document in &gold.documents {
            let titles = document.title_mentions.iter().flatten().map(|m| ("title", m));
            for (field, mention) in document.mentions.iter().map(|m| ("text", m)).chain(titles) {
                let entity = if random.one_in(8) { *random.pick(&ids) } else { &mention.entity };
                let end = mention.end + u32::from(random.one_in(7));
                let known = !entity.starts_with("nil:");
                let row = json!({"doc": document.file.trim_end_matches(".txt"), "field": field, "start": mention.start, "end": end,
                    "entity": known.then_some(entity), "nil": (!known).then_some(entity)});
                if !random.one_in(9) {
                    mentions.push(row);
                }
            }
        }
        let entity = |(id, entity): (&String, &links::GoldEntity)| json!({"id": id, "kind": entity.kind, "labels": {"en": entity.label_en}, "aliases": []});
        let files = LinkFiles::new(&mentions, &gold.entities.iter().map(entity).collect::<Vec<_>>());
        let score = files.compare(&tool, &gold_mentions, &gold_entities);
        assert!(score.total.weak.f1 > 0.7 && score.total.weak.f1 < 0.95, "{score}");
        assert!(score.total.strong.f1 < score.total.weak.f1, "{score}");
    }
}

#[test]
fn runs_of_chance() {
    let Some(tool) = shared("tools/score_run.py") else { return };
    let dir = tempfile::tempdir().unwrap();
    let [run_path, queries] = ["run.txt", "queries.jsonl"].map(|name| dir.path().join(name));
    for seed in 1..=6 {
        let mut random = Random(seed);
        let mut lines = String::new();
        for query in 0..30 {
            for rank in 1..=random.below(130) {
                lines += &format!("q{query} Q0 d{} {rank} {} t\n", random.below(300), 200 - rank);
            }
        }
        std::fs::write(&run_path, lines).unwrap();
        let row = |n: usize, random: &mut Random| {
            let pos: Vec<String> = (0..random.below(6)).map(|_| format!("d{}", random.below(300))).collect();
            json!({"qid": format!("q{n}"), "query": "x", "pos": pos})
        };
        write_lines(&queries, &(0..34).map(|n| row(n, &mut random)).collect::<Vec<_>>());
        let score = search::score(&run_path, &queries).unwrap();
        let theirs = run(&tool, &[&run_path, &queries]);
        assert_eq!(theirs["queries"], score.queries);
        same(score.measures.mrr10, &theirs, "mrr10");
        same(score.measures.success1, &theirs, "recall1");
        same(score.measures.success10, &theirs, "recall10");
        same(score.measures.success100, &theirs, "recall100");
    }
}
