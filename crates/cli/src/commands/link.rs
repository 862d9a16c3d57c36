//! `newsbraid link`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_linker::{Contribution, Explanation};
use newsbraid_pipeline::name_of;
use newsbraid_text::Locator;
use serde_json::json;

use super::{print_json, read_document};
use crate::args::{Common, LinkArgs};
use crate::setup;

/// Links the names of a text, and shows its figures and dates.
pub fn link(common: &Common, args: &LinkArgs) -> Result<ExitCode> {
    let document = read_document(&args.file)?;
    let config = newsbraid_pipeline::Config::default();
    let engines = setup::engines(common, &config, None)?;
    let analysis = engines.segmenter.worker().analyze(document.text(), document.meta.lang);
    let locator = document.locator();
    let mut out = BufWriter::new(stdout().lock());
    if args.explain {
        explain(&engines.linker.explain(&document, &analysis), &locator, args.json, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let annotations = engines.linker.annotate(&document, &analysis);
    for mention in &annotations.mentions {
        let place = locator.locate(mention.span);
        let target = mention.entity.as_deref().or(mention.key.as_deref()).unwrap_or("");
        let (start, end, surface) = (place.chars.start, place.chars.end, locator.surface(place));
        if args.json {
            let row = json!({
                "what": "mention", "start": start, "end": end, "surface": surface, "entity": mention.entity,
                "key": mention.key, "kind": mention.kind, "score": mention.score, "rule": mention.rule,
            });
            print_json(&mut out, &row)?;
        } else {
            writeln!(out, "{start}\t{end}\t{surface}\t{target}\t{:.2}\t{}", mention.score, name_of(&mention.rule))?;
        }
    }
    for figure in &annotations.figures {
        let place = locator.locate(figure.span);
        let (start, end, surface) = (place.chars.start, place.chars.end, locator.surface(place));
        let quantity = &figure.quantity;
        if args.json {
            let mut row = json!({"what": "figure", "start": start, "end": end, "surface": surface});
            let said = serde_json::to_value(quantity)?;
            row.as_object_mut().expect("made an object above").extend(said.as_object().cloned().unwrap_or_default());
            print_json(&mut out, &row)?;
        } else {
            let currency = quantity.currency.as_deref().unwrap_or("");
            let measure = quantity.measure.as_deref().unwrap_or("-");
            writeln!(
                out,
                "{start}\t{end}\t{surface}\t{} {} {currency}\t{measure}",
                quantity.value,
                name_of(&quantity.unit)
            )?;
        }
    }
    for time in &annotations.times {
        let place = locator.locate(time.span);
        let (start, end, surface) = (place.chars.start, place.chars.end, locator.surface(place));
        if args.json {
            let row = json!({
                "what": "time", "start": start, "end": end, "surface": surface, "label": time.label,
                "from": time.from.to_string(), "to": time.to.to_string(),
            });
            print_json(&mut out, &row)?;
        } else {
            writeln!(out, "{start}\t{end}\t{surface}\t{}\t{}..{}", time.label, time.from, time.to)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what speaks for each mention, and the candidates that lost.
fn explain(explanation: &Explanation, locator: &Locator, json: bool, out: &mut impl Write) -> Result<()> {
    for explained in &explanation.mentions {
        let mention = &explained.mention;
        let place = locator.locate(mention.span);
        let target = mention.entity.as_deref().or(mention.key.as_deref()).unwrap_or("");
        let (start, end, surface) = (place.chars.start, place.chars.end, locator.surface(place));
        if json {
            let row = json!({
                "what": "mention", "start": start, "end": end, "surface": surface, "entity": mention.entity,
                "key": mention.key, "kind": mention.kind, "score": mention.score, "rule": mention.rule,
                "evidence": explained.evidence, "rivals": explained.rivals,
            });
            print_json(out, &row)?;
            continue;
        }
        let (score, rule) = (mention.score, mention.rule);
        writeln!(
            out,
            "{start}\t{end}\t{surface}\t{target}\t{score:.3}\t{}\t{}",
            name_of(&rule),
            sum(&explained.evidence)
        )?;
        for rival in &explained.rivals {
            writeln!(out, "\t\t\trival {rival}")?;
        }
    }
    for lost in &explanation.lost {
        let place = locator.locate(lost.span);
        let (start, end, surface) = (place.chars.start, place.chars.end, locator.surface(place));
        if json {
            let row = json!({
                "what": "lost", "start": start, "end": end, "surface": surface, "entity": lost.entity,
                "reason": lost.reason, "winner": lost.winner,
            });
            print_json(out, &row)?;
            continue;
        }
        let winner = lost.winner.as_ref().map(|winner| format!(" ({winner})")).unwrap_or_default();
        writeln!(out, "{start}\t{end}\t{surface}\tnot {}\t{}{winner}", lost.entity, lost.reason.describe())?;
    }
    Ok(())
}

/// `rule +3.10, related +0.42`: what each piece of evidence adds to the log odds.
fn sum(evidence: &[Contribution]) -> String {
    let parts = evidence.iter().map(|part| format!("{} {:+.2}", part.sign, part.value * part.weight));
    parts.collect::<Vec<_>>().join(", ")
}
