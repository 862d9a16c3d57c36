//! `newsbraid kb suggest`.

use std::fs;
use std::io::{self, Write, stdout};
use std::process::ExitCode;

use anyhow::{Context, Result};
use newsbraid_kb::{RecordForm, write_record};
use newsbraid_pipeline::{OutputFolder, Suggestion, suggest as suggestions};

use crate::args::{Common, SuggestArgs};
use crate::setup::knowledge_base;

/// Writes the unknown names of a run that are worth adding.
pub fn suggest(common: &Common, args: &SuggestArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let found = suggestions(&run, &*knowledge_base(common)?, args.min_docs)?;
    let mut text = Vec::new();
    writeln!(
        text,
        "# Unknown names of {}, most articles first: read each, add what is missing.\n",
        args.dir.display()
    )?;
    found.iter().try_for_each(|suggestion| print(suggestion, &mut text))?;
    match &args.out {
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => stdout().write_all(&text)?,
    }
    if !common.quiet {
        eprintln!("{} names in {} articles or more", found.len(), args.min_docs);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(suggestion: &Suggestion, out: &mut impl Write) -> io::Result<()> {
    let Suggestion { record, nil, documents, mentions, example } = suggestion;
    writeln!(out, "# {nil}: {documents} articles, {mentions} mentions")?;
    if let Some((doc, words)) = example {
        writeln!(out, "# {doc}: {words}")?;
    }
    write_record(record, RecordForm::Toml, out)
}
