//! Megabytes of UTF-8 per CPU-second of the finder of figures and times, by language.
//!
//! `cargo bench -p newsbraid-linker -- FILE.jsonl`, with `text` and `lang` on each line. One thread; the best of [`ROUNDS`]
//! rounds, in CPU time, so that other programs disturb little. Normalisation is measured beside it and not counted in.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use newsbraid_linker::{FigureFinder, Measures, Nothing};
use newsbraid_text::{Normalized, normalize};

const ROUNDS: usize = 5;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return eprintln!("name a JSONL file with `text` and `lang`");
    };
    let finder = FigureFinder::new(&Measures::embedded());
    let published = Some(jiff::civil::date(2025, 11, 25));
    let (mut all_bytes, mut all_seconds) = (0, 0.0);
    for (lang, texts) in &texts_by_lang(&path) {
        let bytes: usize = texts.iter().map(String::len).sum();
        let normalized: Vec<Normalized> = texts.iter().map(|text| normalize(text)).collect();
        let normalizing = best(|| texts.iter().for_each(|text| drop(black_box(normalize(text)))));
        let mut figures = 0;
        let finding = best(|| {
            figures = 0;
            for (text, normalized) in texts.iter().zip(&normalized) {
                figures += black_box(finder.find(text, normalized, published, &Nothing)).0.len();
            }
        });
        let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
        println!(
            "{lang:8} {:6.1} MB  figures {:6.1} MB/s ({figures} found)  normalize {:6.1} MB/s",
            bytes as f64 / 1e6,
            speed(finding),
            speed(normalizing)
        );
        all_bytes += bytes;
        all_seconds += finding;
    }
    println!("all      {:6.1} MB  figures {:6.1} MB/s", all_bytes as f64 / 1e6, all_bytes as f64 / 1e6 / all_seconds);
}

fn texts_by_lang(path: &str) -> BTreeMap<String, Vec<String>> {
    let mut texts = BTreeMap::<String, Vec<String>>::new();
    for line in fs::read_to_string(path).expect("the file can be read").lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let field = |name: &str| article[name].as_str().unwrap_or_default().to_string();
        texts.entry(field("lang")).or_default().push(field("text"));
    }
    texts
}

/// CPU-seconds of the fastest round.
fn best(mut work: impl FnMut()) -> f64 {
    let mut round = || {
        let (start, wall) = (cpu_seconds(), Instant::now());
        work();
        let cpu = cpu_seconds().zip(start).map(|(end, start)| end - start);
        cpu.unwrap_or_else(|| wall.elapsed().as_secs_f64())
    };
    (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
}

/// CPU time of this thread, where the system tells it.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(stat.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
