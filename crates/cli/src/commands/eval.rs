//! `newsbraid eval`.

use std::fmt::Display;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use newsbraid_eval::clusters::Bootstrap;
use newsbraid_eval::segmentation::surface_cutter;
use newsbraid_eval::{clusters, disagreements, figures, links, near_duplicates, search, segmentation};
use newsbraid_text::Lang;
use serde::Serialize;

use super::print_json;
use crate::args::{Common, EvalArgs, EvalWhat};
use crate::setup;

/// Prints the scores of what is asked for.
pub fn eval(common: &Common, args: &EvalArgs) -> Result<ExitCode> {
    let show = Show { json: args.json, verbose: args.verbose };
    match &args.what {
        EvalWhat::Links { dir, mentions, entities } => {
            let score = links::score(dir, mentions, entities)?;
            show.score(&score)?;
            show.details(&score.details())?;
        }
        EvalWhat::Clusters { found, gold, articles } => {
            show.score(&clusters::score(found, gold, articles.as_deref(), Bootstrap::default())?)?;
        }
        EvalWhat::Figures { dir, gold } => {
            let score = figures::score(dir, gold)?;
            show.score(&score)?;
            show.details(&score.details())?;
        }
        EvalWhat::NearDuplicates { dir, gold } => {
            show.score(&near_duplicates::score(&dir.join("documents.jsonl"), gold)?)?;
        }
        EvalWhat::Disagreements { dir, gold, figures } => {
            let score = disagreements::score(&dir.join("disagreements.jsonl"), gold, figures)?;
            show.score(&score)?;
            show.details(&score.details())?;
        }
        EvalWhat::Search { run, gold } => show.score(&search::score(run, gold)?)?,
        EvalWhat::Segmentation { gold, lang } => segment(common, gold, lang, &show)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn segment(common: &Common, gold: &[PathBuf], lang: &str, show: &Show) -> Result<()> {
    let lang: Lang = lang.parse().map_err(|message| anyhow!("--lang: {message}"))?;
    let engines = setup::engines(common, &newsbraid_pipeline::Config::default())?;
    let mut worker = engines.segmenter.worker();
    for path in gold {
        let score = match lang {
            Lang::Ko => segmentation::score_morphemes(path, surface_cutter(&mut worker, lang))?,
            _ => segmentation::score_words(path, surface_cutter(&mut worker, lang))?,
        };
        show.named(path, &score)?;
    }
    Ok(())
}

/// How scores are printed.
struct Show {
    json: bool,
    verbose: bool,
}

impl Show {
    fn score(&self, score: &(impl Serialize + Display)) -> Result<()> {
        let mut out = stdout().lock();
        if self.json { print_json(&mut out, score) } else { Ok(write!(out, "{score}")?) }
    }

    fn named(&self, path: &Path, score: &(impl Serialize + Display)) -> Result<()> {
        if !self.json {
            println!("{}", path.display());
        }
        self.score(score)
    }

    fn details(&self, details: &impl Display) -> Result<()> {
        if self.verbose && !self.json {
            write!(stdout().lock(), "{details}")?;
        }
        Ok(())
    }
}
