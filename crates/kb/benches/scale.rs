//! A base of many names: compiling, the size of its image, reading it, and scanning a text for its names.
//!
//! `cargo bench -p newsbraid-kb -- FILE.jsonl`, with `text` on each line. Prints, for 1e5 and 1e6 made-up names, the seconds
//! to compile, the megabytes of the image, the milliseconds to read it, and megabytes of text per CPU-second: the bare
//! automaton on ready keys, [`KnowledgeBase::scan`] on ready keys, and the whole way of a text that is normalised already
//! (match key, scan, ends of words). One thread; the best of [`ROUNDS`] rounds.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;
#[path = "../../text/benches/common/clock.rs"]
mod clock;

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use clock::seconds_of;
use daachorse::CharwiseDoubleArrayAhoCorasick;
use newsbraid_kb::{KnowledgeBase, Sources, compile, name_key, read_image, write_image};
use newsbraid_text::{Script, match_key, normalize, script_of};

const ROUNDS: usize = 5;
/// Names of each made-up entity: one in each language.
const NAMES: usize = 3;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return eprintln!("name a JSONL file with `text`");
    };
    let texts = normalized(&path);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for names in [100_000, 1_000_000] {
        let start = Instant::now();
        let mut sources = Sources::default();
        sources.add("made-up.jsonl", &made_up(names / NAMES)).expect("it is of the form");
        let parsed = start.elapsed().as_secs_f64();
        let base = compile(&sources);
        drop(sources);
        let compiled = start.elapsed().as_secs_f64();
        let image = folder.path().join("base.nbkb");
        write_image(&base, &image).expect("there is room");
        let size = fs::metadata(&image).expect("it was written").len();
        let before = process_seconds();
        let loads = (0..ROUNDS).map(|_| seconds(|| read_image(&image))).fold(f64::INFINITY, f64::min);
        let cpu = process_seconds().zip(before).map_or(f64::NAN, |(after, before)| (after - before) / ROUNDS as f64);
        println!(
            "{} keys: parsed in {parsed:.2} s, compiled in {:.2} s, image {:.1} MB, read in {:.0} ms ({:.0} of CPU)",
            base.keys(),
            compiled - parsed,
            size as f64 / 1e6,
            loads * 1e3,
            cpu * 1e3
        );
        speeds(&base, names, &texts);
    }
}

fn speeds(base: &KnowledgeBase, names: usize, texts: &[String]) {
    let mut keys: Vec<String> = (0..names / NAMES).flat_map(|n| names_of(n).map(|name| name_key(&name))).collect();
    keys.sort();
    keys.dedup();
    let bare = CharwiseDoubleArrayAhoCorasick::<u32>::new(&keys).expect("keys are distinct");
    let ready: Vec<String> = texts.iter().map(|text| match_key(text).text().to_string()).collect();
    let bare = best(&ready, |text| bare.find_overlapping_iter(text).count());
    let scan = best(&ready, |text| base.scan(text).map(|found| found.names.len()).sum());
    let whole = best(texts, |text| matches(base, text));
    println!(
        "  MB/s: bare daachorse {bare:.0}, scan {scan:.0} ({:.2}), key and scan with ends of words {whole:.0} ({:.2})",
        scan / bare,
        whole / bare
    );
}

/// Names in a normalised text that begin and end where words may.
fn matches(base: &KnowledgeBase, text: &str) -> usize {
    let keys = match_key(text);
    let ends = |span: newsbraid_text::Span| {
        let source = keys.to_source(span);
        let before = text[..source.start as usize].chars().next_back().map(script_of);
        let after = text[source.end as usize..].chars().next().map(script_of);
        let (first, last) = (text[source.start as usize..].chars().next(), source.of(text).chars().next_back());
        let joined = |a: Option<Script>, b: Option<Script>| a == b && matches!(a, Some(Script::Latin | Script::Hangul));
        let inside = after == Some(Script::Latin) && joined(after, last.map(script_of));
        !joined(before, first.map(script_of)) && !inside
    };
    base.scan(keys.text()).filter(|found| ends(found.span)).map(|found| found.names.len()).sum()
}

fn normalized(path: &str) -> Vec<String> {
    let file = fs::read_to_string(path).expect("the file can be read");
    let text = |line: &str| {
        let article: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        normalize(article["text"].as_str().unwrap_or_default()).text().to_string()
    };
    file.lines().map(text).collect()
}

/// Entities as lines.
fn made_up(entities: usize) -> String {
    let line = |number: usize| {
        let [han, hangul, latin] = names_of(number);
        format!(
            "{{\"id\":\"e-{number}\",\"kind\":\"organization\",\"label\":{{\"en\":\"{latin}\",\"ko\":\"{hangul}\",\"zh\":\"{han}\"}}}}\n"
        )
    };
    (0..entities).map(line).collect()
}

/// Three names that look like names: four to six Han characters, four to six syllables, two words of letters. All differ.
fn names_of(number: usize) -> [String; 3] {
    let mut seed = number as u64;
    let mut draw = |count: u64| {
        // SplitMix64: the same names in every run.
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % count
    };
    let length = 4 + draw(3) as usize;
    // As in names, some characters are much more frequent than others.
    let mut letters = |from: u32, count: u64, length: usize| -> String {
        (0..length).filter_map(|_| char::from_u32(from + (draw(count) * draw(count) / count) as u32)).collect()
    };
    let (han, hangul) = (letters(0x4E00, 3000, length), letters(0xAC00, 1500, length));
    let (first, second) = (letters(0x61, 26, length + 1), letters(0x61, 26, length + 2));
    [
        han,
        hangul,
        format!("{}{first} {}{second}", (b'A' + (number % 26) as u8) as char, (b'K' + (number % 15) as u8) as char),
    ]
}

/// Seconds of the work, without those that its result takes to be dropped.
fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let made = black_box(work());
    let seconds = start.elapsed().as_secs_f64();
    drop(made);
    seconds
}

/// Megabytes per CPU-second in the fastest round.
fn best(texts: &[String], work: impl Fn(&str) -> usize) -> f64 {
    let bytes: usize = texts.iter().map(String::len).sum();
    let round = || {
        black_box(texts.iter().map(|text| work(text)).sum::<usize>());
    };
    let seconds = (0..ROUNDS).map(|_| seconds_of(round)).fold(f64::INFINITY, f64::min);
    bytes as f64 / 1e6 / seconds
}

/// CPU time of all threads, where the system tells it: clock ticks of a hundredth.
fn process_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(") ").next()?.split(' ').collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
