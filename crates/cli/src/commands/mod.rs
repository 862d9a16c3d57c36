//! One file a command.

pub mod clusters;
pub mod count;
pub mod dict;
pub mod disagreements;
pub mod eval;
pub mod export;
mod hits;
pub mod index;
pub mod link;
pub mod run;
pub mod sample;
pub mod schema;
pub mod search;
pub mod segment;
pub mod show;
pub mod similar;
pub mod train;
pub mod transcribe;

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use newsbraid_text::{Document, Lang, Origin, RawDocument, clean};

use crate::args::ConfigArgs;

/// Prints the settings.
pub fn config(args: &ConfigArgs) -> Result<ExitCode> {
    let text =
        if args.events { newsbraid_clusterer::DEFAULT_CLUSTER_CONFIG } else { newsbraid_pipeline::DEFAULT_CONFIG };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A text from a file, or from standard input for `-`.
fn read_text(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
    } else {
        bytes = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("`{}` is not UTF-8 at byte {at}; `newsbraid run` reads other encodings", file.display())
    })
}

/// A text as an article, cleaned.
fn read_document(file: &Path) -> Result<Document> {
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(clean(RawDocument::plain(&name, &read_text(file)?, Origin::unknown())))
}

/// Prints a line of JSON.
fn print_json(out: &mut impl Write, value: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// The languages that `--lang` names: `zh` is both Chinese scripts.
fn langs(name: &str) -> Result<Vec<Lang>> {
    if name == "zh" {
        return Ok(vec![Lang::ZhHans, Lang::ZhHant]);
    }
    match name.parse::<Lang>() {
        Ok(lang) => Ok(vec![lang]),
        Err(message) => bail!("--lang: {message}, or zh for both Chinese scripts"),
    }
}
