//! `newsbraid kb`: one file an action.

mod check;
mod import;
mod matching;
mod show;
mod suggest;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_kb::{RecordForm, write_image};

use crate::args::{Common, KbAction, KbArgs};
use crate::setup::knowledge_base;

/// Builds, checks, fills or looks into the knowledge base.
pub fn kb(common: &Common, args: &KbArgs) -> Result<ExitCode> {
    match &args.action {
        KbAction::Build { out } => build(common, out),
        KbAction::Check { paths } => check::check_sources(common, paths),
        KbAction::Show { name } => show::show(&*knowledge_base(common)?, name),
        KbAction::ImportWikidata(args) => import::wikidata(common, args),
        KbAction::ImportTsv(args) => import::tsv(common, args),
        KbAction::MatchWikidata(args) => matching::match_wikidata(common, args),
        KbAction::Suggest(args) => suggest::suggest(common, args),
    }
}

fn build(common: &Common, out: &Path) -> Result<ExitCode> {
    let base = knowledge_base(common)?;
    write_image(&base, out)?;
    if !common.quiet {
        eprintln!("{}: {} entities, {} names", out.display(), base.entities().len(), base.keys());
    }
    Ok(ExitCode::SUCCESS)
}

/// The form of an entity file that is to be written.
fn form_of(out: &Path) -> Result<RecordForm> {
    match RecordForm::of(out) {
        Some(form) => Ok(form),
        None => bail!("`{}` ends neither in .jsonl nor in .toml, so its form is not known", out.display()),
    }
}
