//! `newsbraid kb check`.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_kb::{Severity, Sources, check};

use crate::args::Common;

/// Prints what should be mended.
pub fn check_sources(common: &Common, paths: &[PathBuf]) -> Result<ExitCode> {
    let mut sources = Sources::default();
    paths.iter().chain(&common.kb).try_for_each(|path| sources.stack(path))?;
    // One's own files may name entities of the built-in base; what is to mend in that is not theirs.
    let (own, own_layers) = (sources.len(), paths.len() + common.kb.len());
    sources.stack_embedded()?;
    let mut findings = check(&sources);
    findings.retain(|finding| own == 0 || finding.layer < own_layers);
    let mut out = stdout().lock();
    findings.iter().try_for_each(|finding| writeln!(out, "{finding}"))?;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if !common.quiet {
        eprintln!(
            "{} entities, {errors} errors, {} warnings",
            if own == 0 { sources.len() } else { own },
            findings.len() - errors
        );
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
