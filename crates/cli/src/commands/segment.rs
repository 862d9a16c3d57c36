//! `newsbraid segment`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::input::{Articles, find};
use newsbraid_pipeline::records::Reject;
use newsbraid_pipeline::token_records;
use newsbraid_segmenter::{Analysis, Worker};
use newsbraid_text::clean::{CleanOptions, clean_with};
use newsbraid_text::{Document, Lang, RawDocument};
use serde_json::json;

use super::print_json;
use super::run::{REJECTED, print_reject};
use crate::args::{Common, SegmentArgs, TokenFormat};
use crate::setup;
use crate::tokens::{write_conllu, write_text};

/// Cuts articles into words, one after the other.
pub fn segment(common: &Common, args: &SegmentArgs) -> Result<ExitCode> {
    let config = setup::config(args.config.as_deref(), None, args.encoding.as_deref())?;
    let inputs = find(&args.inputs)?;
    if !common.quiet {
        inputs.skipped.iter().for_each(|name| eprintln!("skipped `{name}`: no form that is read"));
    }
    let (segmenter, _) = setup::segmenter(common, args.user_dict.as_deref())?;
    let format = if args.json { TokenFormat::Jsonl } else { args.format };
    let mut out = Printer { out: BufWriter::new(stdout().lock()), format, named: inputs.files.len() > 1, printed: 0 };
    let (mut worker, options) = (segmenter.worker(), CleanOptions { timezone: config.timezone() });
    let mut rejected = false;
    for article in Articles::new(inputs.files, &config) {
        match article.and_then(|raw| cut(raw, &options, &mut worker)) {
            Ok((document, _)) if args.morphemes => out.morphemes(&document, &mut worker)?,
            Ok((document, analysis)) => out.print(&document, &analysis, &mut worker)?,
            Err(reject) => {
                print_reject(&reject);
                rejected = true;
            }
        }
    }
    out.out.flush()?;
    Ok(if rejected { ExitCode::from(REJECTED) } else { ExitCode::SUCCESS })
}

fn cut(raw: RawDocument, options: &CleanOptions, worker: &mut Worker) -> Result<(Document, Analysis), Reject> {
    let document = clean_with(raw, options);
    if let Some(reject) = Reject::of_nothing_left(&document) {
        return Err(reject);
    }
    let analysis = worker.analyze(document.text(), document.meta.lang);
    Ok((document, analysis))
}

/// Prints articles in one form.
struct Printer<W: Write> {
    out: W,
    format: TokenFormat,
    /// Whether there are several files.
    named: bool,
    printed: usize,
}

impl<W: Write> Printer<W> {
    fn print(&mut self, document: &Document, analysis: &Analysis, worker: &mut Worker) -> Result<()> {
        match self.format {
            TokenFormat::Text => {
                self.head(document)?;
                write_text(&mut self.out, document, analysis)?;
            }
            TokenFormat::Jsonl => {
                token_records(document, analysis).try_for_each(|record| print_json(&mut self.out, &record))?;
            }
            TokenFormat::Conllu => {
                let is_korean = document.meta.lang == Lang::Ko;
                let morphemes = if is_korean { worker.morphemes(document.text()) } else { Vec::new() };
                write_conllu(&mut self.out, document, analysis, &morphemes)?;
            }
        }
        self.printed += 1;
        Ok(())
    }

    /// The morphemes of an article: a line each, with the stretch they come from.
    fn morphemes(&mut self, document: &Document, worker: &mut Worker) -> Result<()> {
        if self.format == TokenFormat::Text {
            self.head(document)?;
        }
        let locator = document.locator();
        for morpheme in worker.morphemes(document.text()) {
            let place = locator.locate(morpheme.span);
            let (surface, form, tag) = (locator.surface(place), morpheme.form, morpheme.tag);
            if self.format == TokenFormat::Jsonl {
                let (doc, start, end) = (&document.meta.id, place.chars.start, place.chars.end);
                let row =
                    json!({ "doc": doc, "start": start, "end": end, "surface": surface, "form": form, "tag": tag });
                print_json(&mut self.out, &row)?;
            } else {
                writeln!(self.out, "{surface}\t{form}\t{tag}")?;
            }
        }
        self.printed += 1;
        Ok(())
    }

    /// The id of an article, where it is not the only one.
    fn head(&mut self, document: &Document) -> Result<()> {
        if self.named || document.origin.line.is_some() {
            let gap = if self.printed > 0 { "\n" } else { "" };
            writeln!(self.out, "{gap}# {}", document.meta.id.replace(char::is_control, " "))?;
        }
        Ok(())
    }
}
