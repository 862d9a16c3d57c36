//! `newsbraid kb match-wikidata`.

use std::fs;
use std::io::{self, BufRead, Write, stdout};
use std::process::ExitCode;

use anyhow::{Context, Result};
use newsbraid_kb::Stack;
use newsbraid_kb::wikidata::{ImportOptions, Line, Matcher, import, patch};
use newsbraid_pipeline::input::Packed;

use crate::args::{Common, MatchWikidataArgs};

/// Proposes numbers of Wikidata, as a patch of the entity files.
pub fn match_wikidata(common: &Common, args: &MatchWikidataArgs) -> Result<ExitCode> {
    let own = Stack::new(common.kb.iter().cloned());
    let sources = if common.kb.is_empty() { own } else { own.alone() }.sources()?;
    let mut matcher = Matcher::new(sources.records());
    let read = see_all(&args.dump, &mut matcher);
    read.with_context(|| format!("cannot read `{}`", args.dump))?;
    let (sure, ambiguous) = matcher.finish();
    let patch = patch(&sure, &ambiguous, &sources)?;
    match &args.out {
        Some(path) => fs::write(path, patch).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => stdout().write_all(patch.as_bytes())?,
    }
    if !common.quiet {
        eprintln!("{} of {} entities matched, {} pairs ambiguous", sure.len(), sources.len(), ambiguous.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// How a line of a file that `import-wikidata` made begins.
const IMPORTED: &[u8] = b"{\"id\":\"wd-";

/// Shows the matcher all entities of a dump or of an imported file.
fn see_all(name: &str, matcher: &mut Matcher) -> Result<()> {
    let mut packed = Packed::open(name)?;
    if packed.reader.fill_buf()?.starts_with(IMPORTED) {
        for (number, line) in packed.reader.lines().enumerate() {
            let record = serde_json::from_str(&line?).with_context(|| format!("{name}:{}", number + 1))?;
            matcher.see(&record);
        }
        return Ok(());
    }
    let each = |line| -> io::Result<()> {
        if let Line::Taken(record) = line {
            matcher.see(&record);
        }
        Ok(())
    };
    Ok(import(packed.reader, &ImportOptions::default(), each, |_| ())?)
}
