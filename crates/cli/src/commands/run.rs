//! `newsbraid run`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::records::Reject;
use newsbraid_pipeline::{Add, Constraints, Relink, RunOptions, RunSummary, run as run_pipeline};

use super::read_text;
use crate::args::{AddArgs, AllowedRejects, Common, ConstraintArgs, RelinkArgs, RemoveArgs, RunArgs};
use crate::progress::Bars;
use crate::setup;

/// Exit code of a run with more rejects than were allowed.
pub(super) const REJECTED: u8 = 3;

/// Rejects that are printed; `rejects.jsonl` has them all.
const SHOWN: usize = 10;

/// Runs everything and says what came out.
pub fn run(common: &Common, args: &RunArgs) -> Result<ExitCode> {
    let mut config = setup::config(args.config.as_deref(), args.events.as_deref(), args.encoding.as_deref())?;
    config.output.text &= !args.no_text;
    config.cluster.glosses &= !args.no_glosses;
    let options = RunOptions {
        inputs: args.inputs.clone(),
        out: args.out.clone(),
        threads: args.threads,
        overwrite: args.overwrite,
        constraints: constraints(&args.constraints)?,
    };
    // What can be said without the dictionary is said before it is installed.
    newsbraid_pipeline::input::find(&options.inputs)?;
    newsbraid_pipeline::check_output(&options)?;
    let engines = setup::engines(common, &config, args.user_dict.as_deref())?;
    let summary = run_pipeline(&options, &config, &engines, &Bars::new(common.quiet))?;
    Ok(outcome(common, &args.out, args.allow_rejects, &summary))
}

/// Links a finished run again and says what came out.
pub fn relink(common: &Common, args: &RelinkArgs) -> Result<ExitCode> {
    let given = constraints(&args.constraints)?;
    let mut relink = Relink::open(&args.dir)?;
    if let Some(events) = &args.events {
        relink = relink.with_events(events)?;
    }
    relink.constrain(given, args.constraints.must_link.is_some(), args.constraints.cannot_link.is_some())?;
    let engines = setup::engines(common, relink.config(), relink.user_words().as_deref())?;
    let summary = relink.run(&engines, args.threads, &Bars::new(common.quiet))?;
    Ok(outcome(common, &args.dir, args.allow_rejects, &summary))
}

/// Adds articles to a finished run and says what came out.
pub fn add(common: &Common, args: &AddArgs) -> Result<ExitCode> {
    let given = constraints(&args.constraints)?;
    if !args.inputs.is_empty() {
        newsbraid_pipeline::input::find(&args.inputs)?;
    }
    let mut add = Add::open(&args.dir)?;
    add.constrain(given, args.constraints.must_link.is_some(), args.constraints.cannot_link.is_some())?;
    let engines = setup::engines(common, add.config(), add.user_words().as_deref())?;
    let summary = add.run(&args.inputs, &engines, args.threads, &Bars::new(common.quiet))?;
    Ok(outcome(common, &args.dir, args.allow_rejects, &summary))
}

fn constraints(args: &ConstraintArgs) -> Result<Constraints> {
    Ok(Constraints::load(args.must_link.as_deref(), args.cannot_link.as_deref())?)
}

/// Takes articles out of a finished run and says what is left.
pub fn remove(common: &Common, args: &RemoveArgs) -> Result<ExitCode> {
    let mut ids = args.id.clone();
    if let Some(file) = &args.ids {
        let text = read_text(file)?;
        ids.extend(text.lines().map(str::trim).filter(|id| !id.is_empty()).map(str::to_string));
    }
    let relink = Relink::open(&args.dir)?.without(ids)?;
    let engines = setup::engines(common, relink.config(), relink.user_words().as_deref())?;
    let summary = relink.run(&engines, args.threads, &Bars::new(common.quiet))?;
    Ok(outcome(common, &args.dir, args.allow_rejects, &summary))
}

/// Says what came out.
fn outcome(common: &Common, out: &Path, allowed: AllowedRejects, summary: &RunSummary) -> ExitCode {
    report(common, out, summary);
    let rejects = summary.rejects.len() as u64;
    let accepted = summary.manifest.counts.get("documents.jsonl").copied().unwrap_or(0);
    if allowed.allow(rejects, accepted + rejects) { ExitCode::SUCCESS } else { ExitCode::from(REJECTED) }
}

/// Says of a refused article where it is and why.
pub(super) fn print_reject(reject: &Reject) {
    let line = reject.line.map_or(String::new(), |line| format!(":{line}"));
    eprintln!("rejected {}{line}: {}", reject.input, reject.reason);
}

fn report(common: &Common, out: &Path, summary: &RunSummary) {
    summary.rejects.iter().take(SHOWN).for_each(print_reject);
    if summary.rejects.len() > SHOWN {
        eprintln!("... and {} more in {}", summary.rejects.len() - SHOWN, out.join("rejects.jsonl").display());
    }
    if !common.quiet {
        let count = |file: &str| summary.manifest.counts.get(file).copied().unwrap_or(0);
        eprintln!(
            "{} articles, {} mentions of {} entities, {} figures, {} events; {} rejected. See {}",
            count("documents.jsonl"),
            count("mentions.jsonl"),
            count("entities.jsonl"),
            count("figures.jsonl"),
            count("clusters.jsonl"),
            summary.rejects.len(),
            out.join("report.html").display()
        );
    }
}
