//! Events from features: reads what the example `extract` wrote, writes one line per event.
//!
//! cargo run --release -p newsbraid-clusterer --example events -- FEATURES.jsonl EVENTS.jsonl [CONFIG.toml]

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use newsbraid_clusterer::{ArticleFeatures, ClusterConfig, cluster};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (input, output) = match paths.as_slice() {
        [input, output, ..] => (input, output),
        _ => return Err("usage: events FEATURES.jsonl EVENTS.jsonl [CONFIG.toml]".into()),
    };
    let config = match paths.get(2) {
        Some(path) => ClusterConfig::parse(&fs::read_to_string(path)?, path)?,
        None => ClusterConfig::default(),
    };
    let text = fs::read_to_string(input)?;
    let articles: Vec<ArticleFeatures> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    drop(text);
    let start = Instant::now();
    let clustering = cluster(&articles, &config);
    eprintln!(
        "{} articles, {} events in {:.2} s",
        articles.len(),
        clustering.events.len(),
        start.elapsed().as_secs_f64()
    );
    let mut out = BufWriter::new(fs::File::create(output)?);
    for event in &clustering.events {
        serde_json::to_writer(&mut out, event)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
