//! `newsbraid kb`.

use std::io::{self, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_kb::{Entity, KnowledgeBase, Severity, Sources, check, write_image};

use crate::args::{Common, KbAction, KbArgs};
use crate::setup::knowledge_base;

/// Builds, checks or looks into the knowledge base.
pub fn kb(common: &Common, args: &KbArgs) -> Result<ExitCode> {
    match &args.action {
        KbAction::Build { out } => {
            let base = knowledge_base(common)?;
            write_image(&base, out)?;
            if !common.quiet {
                eprintln!("{}: {} entities, {} names", out.display(), base.entities().len(), base.keys());
            }
            Ok(ExitCode::SUCCESS)
        }
        KbAction::Check { paths } => check_sources(common, paths),
        KbAction::Show { name } => show(&*knowledge_base(common)?, name),
    }
}

fn check_sources(common: &Common, paths: &[PathBuf]) -> Result<ExitCode> {
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

fn show(base: &KnowledgeBase, name: &str) -> Result<ExitCode> {
    let mut found: Vec<u32> = base.lookup(name).map(|found| found.entity).chain(base.by_id(name)).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        bail!("no entity has the name or id `{name}`; entities of your own come in with --kb FILE");
    }
    let mut out = stdout().lock();
    found.into_iter().try_for_each(|index| print(base, base.entity(index), &mut out))?;
    Ok(ExitCode::SUCCESS)
}

fn print(base: &KnowledgeBase, entity: &Entity, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({})", entity.id, entity.kind)?;
    for (lang, label) in &entity.labels {
        writeln!(out, "  {lang}\t{label}")?;
    }
    for name in &entity.names {
        writeln!(out, "  {:?} {:?}\t{}", name.role, name.lang, name.text)?;
    }
    if let Some((month, day)) = entity.fiscal_year_end {
        writeln!(out, "  fiscal year ends {month:02}-{day:02}")?;
    }
    for &of in &entity.of {
        writeln!(out, "  of {}", base.entity(of).id)?;
    }
    if let Some(wikidata) = &entity.wikidata {
        writeln!(out, "  {wikidata}")?;
    }
    Ok(())
}
