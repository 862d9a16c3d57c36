//! Megabytes of UTF-8 per CPU-second of the linker beyond segmentation, and where its time goes.
//!
//! `cargo bench -p newsbraid-linker -- FILE.jsonl`, with `text` and `lang` on each line. One thread; the best of
//! [`ROUNDS`] rounds, in CPU time, so that other programs disturb little.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;
#[path = "../../text/benches/common/clock.rs"]
mod clock;

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;

use clock::seconds_of;
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::{FigureFinder, Linker, Measures, MentionFinder, Nothing};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Analysis, Segmenter, SegmenterConfig};
use newsbraid_text::{Document, Origin, RawDocument, clean, match_key};

const ROUNDS: usize = 5;

type Article = (Document, Analysis);

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return eprintln!("name a JSONL file with `text` and `lang`");
    };
    let base = KnowledgeBase::embedded();
    let (linker, mentions) = (Linker::new(base.clone(), 0.5), MentionFinder::new(base.clone()));
    let figures = FigureFinder::new(&Measures::embedded());
    for (lang, articles) in &articles(&path) {
        let bytes: usize = articles.iter().map(|(document, _)| document.text().len()).sum();
        let all = best(bytes, articles, |(document, analysis)| drop(black_box(linker.annotate(document, analysis))));
        let names =
            best(bytes, articles, |(document, analysis)| drop(black_box(mentions.find(document.text(), analysis))));
        let scan = best(bytes, articles, |(_, analysis)| {
            let keys = match_key(analysis.normalized.text());
            black_box(base.scan(keys.text()).count());
        });
        let numbers = best(bytes, articles, |(document, analysis)| {
            drop(black_box(figures.find(document.text(), &analysis.normalized, None, &Nothing)));
        });
        println!(
            "{lang:8} {:6.1} MB  linker {all:6.1} MB/s  mentions {names:6.1}  of them keys and scan {scan:6.1}  figures and \
             times {numbers:6.1}",
            bytes as f64 / 1e6,
        );
    }
}

fn articles(path: &str) -> BTreeMap<String, Vec<Article>> {
    let data_dir = DataDir::of_user().expect("a home folder");
    let korean = ensure_korean(&data_dir, &mut |_| ()).expect("the dictionary can be installed");
    let config = SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() };
    let mut worker = Segmenter::new(config).expect("no words of a user").worker();
    let mut articles = BTreeMap::<String, Vec<Article>>::new();
    for (number, line) in fs::read_to_string(path).expect("the file can be read").lines().enumerate() {
        let article: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let field = |name: &str| article[name].as_str().unwrap_or_default().to_string();
        let document = clean(RawDocument::plain(&number.to_string(), &field("text"), Origin::unknown()));
        let analysis = worker.analyze(document.text(), document.meta.lang);
        articles.entry(field("lang")).or_default().push((document, analysis));
    }
    articles
}

/// Megabytes per CPU-second in the fastest round.
fn best(bytes: usize, articles: &[Article], mut work: impl FnMut(&Article)) -> f64 {
    let seconds = (0..ROUNDS).map(|_| seconds_of(|| articles.iter().for_each(&mut work))).fold(f64::INFINITY, f64::min);
    bytes as f64 / 1e6 / seconds
}
