//! Megabytes of UTF-8 per CPU-second for each language, beside the bare libraries on the same text.
//!
//! `cargo bench -p newsbraid-segmenter -- FILE.jsonl`, with `text` and `lang` on each line. One thread; the best of
//! [`ROUNDS`] rounds, in CPU time, so that other programs disturb little. Our worker is new in each round: what it keeps from
//! one round would make the next one fast.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;
#[path = "../../text/benches/common/clock.rs"]
mod clock;
#[path = "../../text/benches/common/texts.rs"]
mod texts;

use std::hint::black_box;

use clock::seconds_of;
use newsbraid_segmenter::bare::{BareJieba, BareLindera};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::{Lang, normalize};
use texts::texts_by_lang;

const ROUNDS: usize = 5;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return eprintln!("name a JSONL file with `text` and `lang`");
    };
    let texts = texts_by_lang(&path);
    let data_dir = DataDir::of_user().expect("a home folder");
    let korean = ensure_korean(&data_dir, &mut |_| ()).expect("the dictionary can be installed");
    let mut lindera = BareLindera::new(&korean);
    let config = SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() };
    let segmenter = Segmenter::new(config).expect("no words of a user");
    let jieba = BareJieba::load();
    for (tag, texts) in &texts {
        let lang: Lang = tag.parse().unwrap_or(Lang::Und);
        let bytes: usize = texts.iter().map(String::len).sum();
        let (mut ours, mut bare) = (0.0f64, 0.0f64);
        // In turn, so that a busy minute of the machine slows both.
        for _ in 0..ROUNDS {
            let mut worker = segmenter.worker();
            ours = ours.max(speed(bytes, texts, |text| drop(black_box(worker.analyze(text, lang)))));
            bare = bare.max(match lang {
                Lang::Ko => speed(bytes, texts, |text| drop(black_box(lindera.morphemes(text)))),
                _ => speed(bytes, texts, |text| drop(black_box(jieba.words(text, true)))),
            });
        }
        let normalizing = speed(bytes, texts, |text| drop(black_box(normalize(text))));
        let library = if lang == Lang::Ko { "lindera" } else { "jieba cut" };
        println!(
            "{tag:8} {:6.1} MB  analyze {ours:6.2} MB/s  normalize {normalizing:6.1} MB/s  {library} {bare:6.2} MB/s  ratio {:.2}",
            bytes as f64 / 1e6,
            ours / bare
        );
    }
}

/// Megabytes per CPU-second.
fn speed(bytes: usize, texts: &[String], mut work: impl FnMut(&str)) -> f64 {
    bytes as f64 / 1e6 / seconds_of(|| texts.iter().for_each(|text| work(text)))
}
