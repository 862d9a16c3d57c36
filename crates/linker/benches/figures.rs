//! Megabytes of UTF-8 per CPU-second of the finder of figures and times, by language.
//!
//! `cargo bench -p newsbraid-linker -- FILE.jsonl`, with `text` and `lang` on each line. One thread; the best of [`ROUNDS`]
//! rounds, in CPU time, so that other programs disturb little. Normalisation is measured beside it and not counted in.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;
#[path = "../../text/benches/common/clock.rs"]
mod clock;
#[path = "../../text/benches/common/texts.rs"]
mod texts;

use std::hint::black_box;

use clock::seconds_of;
use newsbraid_linker::{FigureFinder, Measures, Nothing};
use newsbraid_text::{Normalized, normalize};
use texts::texts_by_lang;

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

/// CPU-seconds of the fastest round.
fn best(mut work: impl FnMut()) -> f64 {
    (0..ROUNDS).map(|_| seconds_of(&mut work)).fold(f64::INFINITY, f64::min)
}
