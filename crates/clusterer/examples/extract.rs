//! Features of articles: reads JSONL (`id title text lang published_at source`) or a folder of `.txt` files, writes the
//! features as JSONL, in order of id. Glosses are used where they are installed, unless `--no-glosses` stands in front.
//!
//! cargo run --release -p newsbraid-clusterer --example extract -- [--no-glosses] ARTICLES.jsonl FEATURES.jsonl

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::sync::Arc;
use std::time::Instant;

use newsbraid_clusterer::{ArticleFeatures, Features};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean, installed_glosses};
use newsbraid_segmenter::{Glosses, Segmenter, SegmenterConfig};
use newsbraid_text::{Origin, RawDocument, clean};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let with_glosses = paths.first().is_none_or(|first| first != "--no-glosses");
    paths.retain(|path| path != "--no-glosses");
    let [input, output] = paths.as_slice() else {
        return Err("usage: extract [--no-glosses] ARTICLES.jsonl|FOLDER FEATURES.jsonl".into());
    };
    let documents = if fs::metadata(input)?.is_dir() { from_folder(input)? } else { from_jsonl(input)? };
    let glosses = if with_glosses { installed_glosses(&DataDir::of_user()?)? } else { None };
    eprintln!("glosses: {}", glosses.as_ref().map_or("none", Glosses::fingerprint));
    let features = Features::with_glosses(glosses.map(Arc::new));
    let linker = Linker::new(KnowledgeBase::embedded(), 0.5);
    let korean = Some(ensure_korean(&DataDir::of_user()?, &mut |_| ())?);
    let mut worker = Segmenter::new(SegmenterConfig { korean, ..SegmenterConfig::default() })?.worker();
    let start = Instant::now();
    let mut by_id: BTreeMap<String, ArticleFeatures> = BTreeMap::new();
    for raw in documents {
        let document = clean(raw);
        let analysis = worker.analyze(document.text(), document.meta.lang);
        let annotations = linker.annotate(&document, &analysis);
        by_id.insert(document.meta.id.clone(), features.extract(&document, &analysis, &annotations));
    }
    eprintln!("{} articles in {:.1} s", by_id.len(), start.elapsed().as_secs_f64());
    let mut out = BufWriter::new(fs::File::create(output)?);
    for article in by_id.values() {
        serde_json::to_writer(&mut out, article)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn from_folder(folder: &str) -> Result<Vec<RawDocument>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        documents.push(RawDocument::plain(&id, &fs::read_to_string(&path)?, Origin::unknown()));
    }
    Ok(documents)
}

fn from_jsonl(path: &str) -> Result<Vec<RawDocument>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let rows = text.lines().map(serde_json::from_str::<Value>);
    rows.map(|row| Ok(raw(&row?))).collect()
}

fn raw(row: &Value) -> RawDocument {
    let field = |name: &str| row[name].as_str().map(str::to_string);
    RawDocument {
        id: field("id").unwrap_or_default(),
        title: field("title"),
        text: field("text").unwrap_or_default(),
        lang: field("lang"),
        published_at: field("published_at"),
        source: field("source"),
        ..RawDocument::default()
    }
}
