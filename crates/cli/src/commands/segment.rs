//! `newsbraid segment`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_segmenter::{Layer, Worker};
use newsbraid_text::Document;
use serde_json::json;

use super::{print_json, read_document};
use crate::args::{Common, SegmentArgs};
use crate::setup;

/// Cuts a text into words: a line a token, parts and variants indented below their word.
pub fn segment(common: &Common, args: &SegmentArgs) -> Result<ExitCode> {
    let document = read_document(&args.file)?;
    let config = newsbraid_pipeline::Config::default();
    let engines = setup::engines(common, &config)?;
    if args.morphemes {
        return morphemes(&document, &mut engines.segmenter.worker(), args.json);
    }
    let analysis = engines.segmenter.worker().analyze(document.text(), document.meta.lang);
    let locator = document.locator();
    let mut out = BufWriter::new(stdout().lock());
    for token in &analysis.tokens {
        let place = locator.locate(token.span);
        let (term, surface) = (analysis.term(token), locator.surface(place));
        if args.json {
            let row = json!({
                "start": place.chars.start, "end": place.chars.end, "surface": surface, "term": term,
                "class": token.class, "layer": token.layer, "lang": token.lang,
            });
            print_json(&mut out, &row)?;
        } else {
            let indent = if token.layer == Layer::Surface { "" } else { "  " };
            writeln!(out, "{indent}{surface}\t{term}\t{:?}\t{:?}", token.class, token.layer)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the morphemes of a text: a line each, with the stretch they come from.
fn morphemes(document: &Document, worker: &mut Worker, json: bool) -> Result<ExitCode> {
    let locator = document.locator();
    let mut out = BufWriter::new(stdout().lock());
    for morpheme in worker.morphemes(document.text()) {
        let place = locator.locate(morpheme.span);
        let (surface, form, tag) = (locator.surface(place), morpheme.form, morpheme.tag);
        if json {
            let (start, end) = (place.chars.start, place.chars.end);
            print_json(&mut out, &json!({ "start": start, "end": end, "surface": surface, "form": form, "tag": tag }))?;
        } else {
            writeln!(out, "{surface}\t{form}\t{tag}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
