//! Calibrates the scores of links: fits the weights of `config/linking.toml` to gold, and says how reliable they are on
//! articles that they were not fitted to.
//!
//! usage: calibrate_links (INPUT MENTIONS.json ENTITIES.json)...
//!
//! Prints the file to standard output; to standard error the table of reliability, made of ten parts of the articles, each
//! scored by weights that were fitted to the other nine.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use newsbraid_eval::links::{Found, FoundEntity, FoundMention, Gold, Reliability, outcomes};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::{Explained, Linker};
use newsbraid_pipeline::Config;
use newsbraid_pipeline::input::{Articles, find};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::{FieldName, clean};

/// Parts of the articles for cross-validation.
const PARTS: usize = 10;
/// Strength of the pull of the weights of signs towards zero and of rules towards [`LIKELY`], in links. Nearly all links are
/// right, so without it a sign that a single wrong link has would count for much.
const PULL: f64 = 8.0;
/// Weight of a rule of which nothing is known: nine in ten links right.
const LIKELY: f64 = 2.2;
/// Steps of gradient ascent, and their length.
const STEPS: usize = 4000;
const LENGTH: f64 = 0.5;

/// A link with its signs and whether it is right.
struct Example {
    doc: String,
    signs: BTreeMap<String, f64>,
    right: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.is_empty() || !args.len().is_multiple_of(3) {
        return Err("usage: calibrate_links (INPUT MENTIONS.json ENTITIES.json)...".into());
    }
    let mut examples = Vec::new();
    let mut unknown = [0.0, 0.0];
    for set in args.chunks(3) {
        read(&set[0], Path::new(&set[1]), Path::new(&set[2]), &mut examples, &mut unknown)?;
    }
    let docs: BTreeSet<&str> = examples.iter().map(|example| example.doc.as_str()).collect();
    let part: BTreeMap<&str, usize> = docs.iter().enumerate().map(|(at, doc)| (*doc, at % PARTS)).collect();
    let mut scored = Vec::new();
    for held in 0..PARTS {
        let (test, train): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|example| part[example.doc.as_str()] == held);
        let weights = fit(&train);
        scored.extend(test.iter().map(|example| (score(&weights, &example.signs), example.right)));
    }
    eprintln!("{} links in {} articles, {PARTS} parts", examples.len(), docs.len());
    eprint!("{}", Reliability::of(&scored));
    let all: Vec<&Example> = examples.iter().collect();
    print!("{}", file(&fit(&all), (unknown[1] + 1.0) / (unknown[0] + 2.0)));
    Ok(())
}

/// Links the articles of an input and adds what gold says of each link. `unknown` counts names that the base does not have,
/// and those of them that gold marks.
fn read(
    input: &str,
    mentions: &Path,
    entities: &Path,
    examples: &mut Vec<Example>,
    unknown: &mut [f64; 2],
) -> Result<(), Box<dyn Error>> {
    let base = KnowledgeBase::embedded();
    let korean = ensure_korean(&DataDir::of_user()?, &mut |_| {})?;
    let segmenter = Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() })?;
    let (linker, mut worker) = (Linker::new(base.clone(), 0.0), segmenter.worker());
    let gold = Gold::read(mentions, entities)?;
    let mut found = Found::default();
    let mut evidence: BTreeMap<(String, String, u32), Explained> = BTreeMap::new();
    let config = Config::default();
    for article in Articles::new(find(&[input.to_string()])?.files, &config).filter_map(Result::ok) {
        let document = clean(article);
        let analysis = worker.analyze(document.text(), document.meta.lang);
        let locator = document.locator();
        for explained in linker.explain(&document, &analysis).mentions {
            let place = locator.locate(explained.mention.span);
            let field = if place.field == FieldName::Title { "title" } else { "text" };
            let (doc, start, end) = (document.meta.id.clone(), place.chars.start, place.chars.end);
            let entity = explained.mention.entity.clone();
            let row = FoundMention { doc: doc.clone(), field: field.into(), start, end, entity, ..Default::default() };
            found.mentions.push(row);
            evidence.insert((doc, field.to_string(), start), explained);
        }
    }
    found.entities = base
        .entities()
        .iter()
        .map(|entity| FoundEntity {
            id: entity.id.to_string(),
            kind: Some(entity.kind.name().to_string()),
            labels: entity.labels.iter().map(|(lang, label)| (lang.to_string(), label.to_string())).collect(),
            aliases: entity.names.iter().map(|name| name.text.to_string()).collect(),
        })
        .collect();
    for (mention, right) in outcomes(&found, &gold) {
        let explained = &evidence[&(mention.doc.clone(), mention.field.clone(), mention.start)];
        let rule = serde_json::to_value(explained.mention.rule)?;
        let mut signs = BTreeMap::from([(format!("rule {}", rule.as_str().unwrap_or("")), 1.0)]);
        let own = explained.evidence.iter().filter(|part| part.sign != "rule");
        signs.extend(own.map(|part| (part.sign.to_string(), f64::from(part.value))));
        examples.push(Example { doc: format!("{input} {}", mention.doc), signs, right });
    }
    for document in &gold.documents {
        let id = document.file.trim_end_matches(".txt");
        for mention in found.mentions.iter().filter(|m| m.doc == id && m.field == "text" && m.entity.is_none()) {
            unknown[0] += 1.0;
            let marked = document.mentions.iter().any(|gold| gold.start < mention.end && mention.start < gold.end);
            unknown[1] += f64::from(u8::from(marked));
        }
    }
    Ok(())
}

/// The probability that a link is right.
fn score(weights: &BTreeMap<String, f64>, signs: &BTreeMap<String, f64>) -> f64 {
    let sum: f64 = signs.iter().map(|(sign, value)| weights.get(sign).copied().unwrap_or(unseen(sign)) * value).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// The weight of what the training articles do not hold.
fn unseen(sign: &str) -> f64 {
    if sign.starts_with("rule ") { LIKELY } else { 0.0 }
}

/// Logistic regression by gradient ascent.
fn fit(examples: &[&Example]) -> BTreeMap<String, f64> {
    let signs: BTreeSet<&String> = examples.iter().flat_map(|example| example.signs.keys()).collect();
    let mut weights: BTreeMap<String, f64> = signs.into_iter().map(|sign| (sign.clone(), 0.0)).collect();
    let counts: BTreeMap<String, f64> = weights
        .keys()
        .map(|sign| (sign.clone(), examples.iter().filter_map(|example| example.signs.get(sign)).sum::<f64>()))
        .collect();
    for _ in 0..STEPS {
        let mut slopes: BTreeMap<&str, f64> = BTreeMap::new();
        for example in examples {
            let miss = f64::from(u8::from(example.right)) - score(&weights, &example.signs);
            for (sign, value) in &example.signs {
                *slopes.entry(sign).or_default() += miss * value;
            }
        }
        let slopes: BTreeMap<String, f64> = slopes.into_iter().map(|(sign, slope)| (sign.to_string(), slope)).collect();
        for (sign, weight) in &mut weights {
            *weight += LENGTH * (slopes[sign] - PULL * (*weight - unseen(sign))) / (counts[sign] / 4.0 + PULL);
        }
    }
    weights
}

/// The file of weights.
fn file(weights: &BTreeMap<String, f64>, unknown: f64) -> String {
    let mut text = String::from(
        "# Weights of the score of a link, in log odds: a score is the logistic function of the weight of the rule and those of\n\
         # the signs that hold. Made by `cargo run --release -p newsbraid-cli --example calibrate_links`; crates/README.md says\n\
         # on what, and how reliable the scores are.\n\n[rules]\n",
    );
    let rules = ["name", "generated", "weak", "code", "ticker", "short_form", "bracket"];
    for rule in rules {
        text += &format!("{rule} = {:.2}\n", weights.get(&format!("rule {rule}")).copied().unwrap_or(LIKELY));
    }
    text += &format!("unknown = {:.2}\n\n[signs]\n", (unknown / (1.0 - unknown)).ln());
    for sign in [
        "repeated",
        "related",
        "country_named",
        "short",
        "long",
        "kind_word",
        "other_kind_word",
        "rival",
        "spaced",
        "product",
        "confirmed",
    ] {
        text += &format!("{sign} = {:.2}\n", weights.get(sign).copied().unwrap_or(0.0));
    }
    text
}
