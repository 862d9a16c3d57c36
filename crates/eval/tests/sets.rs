//! The readers on the project's own gold, and on real sets that are not part of it.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::shared;
use newsbraid_eval::figures::{self, FoundFigure};
use newsbraid_eval::segmentation::{Cut, Sentence, morphemes, read_conllu, word_cutter, words};
use newsbraid_eval::transcription::{self, Name};
use newsbraid_eval::{Share, clusters, disagreements, links, near_duplicates, search};
use newsbraid_linker::{Bound, Quantity, Unit};
use newsbraid_readings::{NameKind, chinese_to_hangul};
use newsbraid_segmenter::Segmenter;
use newsbraid_text::Lang;
use serde_json::json;

fn corpus(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/gold")).join(name)
}

/// The gold as a run would have it: what is marked is found.
fn as_found(gold: &figures::Gold) -> Vec<FoundFigure> {
    let found = |g: &figures::GoldFigure| {
        let unit = match g.unit.as_str() {
            "%" => Unit::Percent,
            "pp" => Unit::PercentPoint,
            "x" => Unit::Multiple,
            "tonne" => Unit::Tonne,
            "minute" => Unit::Minute,
            "day" => Unit::Day,
            "hour" => Unit::Hour,
            "year" => Unit::Year,
            "m2" => Unit::SquareMetre,
            "death" | "injury" | "missing" | "person" | "casualty" => Unit::Person,
            _ if g.kind == "money" => Unit::Money,
            _ if g.kind == "index" => Unit::Point,
            _ => Unit::Count,
        };
        let code = g.unit.trim_end_matches("/year").trim_end_matches("/month");
        let bound = |qualifier: &str| if qualifier == "approx" { Bound::About } else { Bound::Min };
        FoundFigure {
            doc: g.file.clone(),
            field: g.field.to_string(),
            start: g.start,
            end: g.end,
            surface: g.surface.clone(),
            quantity: Quantity {
                currency: (g.kind == "money").then(|| code.to_string()),
                bound: g.qualifier.as_deref().map(bound),
                ..Quantity::new(-g.value.expect("only dates have no value"), unit)
            },
        }
    };
    gold.figures.iter().map(found).collect()
}

#[test]
fn figures_of_the_corpus() {
    let gold = figures::Gold::read(&corpus("figures.json")).unwrap();
    let optional = gold.figures.iter().filter(|f| f.optional).count() as u64;
    let all = gold.figures.len() as u64;
    let score = figures::compare(&as_found(&gold), &gold, &BTreeMap::new());
    assert!(gold.complete && optional > 0 && gold.figures.iter().any(|f| f.field == "title"));
    assert_eq!(score.total.right, Share::new(all - optional, all - optional), "{}", score.details());
    let precision = score.precision.unwrap();
    assert_eq!(precision.right, precision.of);
    assert!(score.attributes["bound"].of > score.attributes["bound"].right, "one bound is at most");
    let none = figures::compare(&[], &gold, &BTreeMap::new());
    assert_eq!(none.total.missed, Share::new(all - optional, all - optional));
}

#[test]
fn figures_of_real_articles() {
    let Some(path) = shared("data/linking_dev/figures.json") else { return };
    let gold = figures::Gold::read(&path).unwrap();
    let score = figures::compare(&as_found(&gold), &gold, &BTreeMap::new());
    // 119 rows, 18 of them dates.
    assert_eq!((score.total.right, score.precision), (Share::new(101, 101), None), "{}", score.details());
}

#[test]
fn disagreements_of_the_corpus() {
    let gold = disagreements::Gold::read(&corpus("disagreements.json"), &corpus("figures.json")).unwrap();
    let row = |row: &disagreements::GoldDisagreement| {
        let value = |id: &String| {
            let figure = &gold.figures[id];
            json!({"value": figure.value, "doc": figure.file, "field": figure.field, "start": figure.start, "end": figure.end})
        };
        let values: Vec<_> = row.figures.iter().map(value).collect();
        json!({"measure": row.measure, "class": row.class.replace(' ', "_"), "values": values})
    };
    let found: Vec<_> = gold.rows.iter().map(|r| serde_json::from_value(row(r)).unwrap()).collect();
    let score = disagreements::compare(&found, &gold);
    let rows = gold.rows.len() as u64;
    assert_eq!(
        (score.total.right, score.precision),
        (Share::new(rows, rows), Share::new(rows, rows)),
        "{}",
        score.details()
    );
    assert_eq!(score.classes.keys().collect::<Vec<_>>(), ["conflict", "currency", "rounding", "scope", "unit slip"]);
}

#[test]
fn links_clusters_and_reprints_of_the_corpus() {
    let gold = links::Gold::read(&corpus("mentions.json"), &corpus("entities.json")).unwrap();
    assert!(gold.documents.iter().filter(|d| d.title_mentions.is_some()).count() > 90);
    for name in ["clusters.jsonl", "stories.jsonl"] {
        let score = clusters::score(&corpus(name), &corpus(name), None, clusters::Bootstrap::default()).unwrap();
        assert_eq!((score.measures.b3.f1, score.measures.v_measure), (1.0, 1.0));
    }
    let reprints = near_duplicates::read_gold(&corpus("near_duplicates.tsv")).unwrap();
    assert_eq!(near_duplicates::compare(&reprints, &reprints).pair.f1, 1.0);
}

#[test]
fn queries_of_real_sets() {
    for name in ["drcd_dev", "cmrc2018_trial", "xquad_en", "xquad_zh"] {
        let Some(path) = shared(&format!("data/search/{name}.queries.jsonl")) else { return };
        let dir = tempfile::tempdir().unwrap();
        let run = dir.path().join("run.txt");
        std::fs::write(&run, "").unwrap();
        let score = search::score(&run, &path).unwrap();
        assert!(score.queries > 1000 && score.unanswered == score.queries && score.langs.len() == 1, "{score}");
    }
}

fn gold_cuts(sentences: &[Sentence], text: &str) -> Vec<Cut> {
    let sentence = sentences.iter().find(|s| s.text == text).expect("a text of the treebank");
    sentence.words.iter().map(|w| (w.start, w.end, w.lemma.clone())).collect()
}

#[test]
fn treebanks() {
    let Some(dir) = shared("data/segmentation") else { return };
    for (name, n) in [("zh_gsd-ud-dev", 12665), ("zh_gsdsimp-ud-dev", 12663), ("ko_gsd-ud-dev", 11958)] {
        let sentences = read_conllu(&dir.join(format!("{name}.conllu"))).unwrap();
        let score = words(&sentences[..40], |text| gold_cuts(&sentences, text));
        assert_eq!((score.right, score.found), (score.gold, score.gold));
        assert_eq!(sentences.iter().map(|s| s.words.len()).sum::<usize>(), n);
    }
    let korean = read_conllu(&dir.join("ko_gsd-ud-dev.conllu")).unwrap();
    let whole = morphemes(&korean, |text| gold_cuts(&korean, text));
    let parts = morphemes(&korean, |text| {
        let cut = |(start, end, lemma): Cut| lemma.split('+').map(|m| (start, end, m.to_string())).collect::<Vec<_>>();
        gold_cuts(&korean, text).into_iter().flat_map(cut).collect()
    });
    assert!(whole.prf.f1 < 0.6 && parts.prf.f1 > 0.999, "{whole}{parts}");
}

/// The Chinese words of our segmenter, in both scripts.
#[test]
fn chinese_words() {
    let Some(dir) = shared("data/segmentation") else { return };
    let segmenter = Segmenter::without_korean();
    for (name, lang) in [("zh_gsd-ud-dev", Lang::ZhHant), ("zh_gsdsimp-ud-dev", Lang::ZhHans)] {
        let mut worker = segmenter.worker();
        let sentences = read_conllu(&dir.join(format!("{name}.conllu"))).unwrap();
        let score = words(&sentences, word_cutter(&mut worker, lang));
        eprintln!("{name}\n{score}");
        assert!(score.prf.f1 > 0.87, "{score}");
    }
}

#[test]
fn names_of_real_lists() {
    let Some(dir) = shared("data/names") else { return };
    let transcribe = |name: &Name| chinese_to_hangul(&name.name, NameKind::Person);
    let names = transcription::read_names(&dir.join("zh_ko_transcriptions.tsv")).unwrap();
    let score = transcription::compare(&names, 3, transcribe);
    eprintln!("{score}");
    assert!(score.total.among.share >= 0.97 && score.total.among.of == 66, "{score}");
    let names = transcription::read_names(&dir.join("news_names.tsv")).unwrap();
    let score = transcription::compare(&names, 3, transcribe);
    eprintln!("{score}");
    assert!(score.groups["pinyin"].among.share > 0.8 && score.groups.contains_key("sinokorean"), "{score}");
    assert!(names.iter().all(|name| name.kind.is_some()));
}
