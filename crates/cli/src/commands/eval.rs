//! `newsbraid eval`.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use newsbraid_eval::clusters::Bootstrap;
use newsbraid_eval::{
    agreement, clusters, coded, disagreements, figures, links, near_duplicates, search, segmentation, similar,
    transcription,
};
use newsbraid_pipeline::records::DocumentRecord;
use newsbraid_pipeline::{OutputFolder, SimilarArticles};
use newsbraid_readings::NameKind;
use newsbraid_segmenter::bare::{BareJieba, BareLindera};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::Lang;
use serde::Serialize;

use super::{langs, print_json, transcribe};
use crate::args::{Common, EvalArgs, EvalWhat};
use crate::setup;

/// Articles ranked for a score; what stands lower counts as not found.
const RANKED: usize = 100;

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
            let of_run = |path: &Path, file: &str| path.is_dir().then(|| path.join(file));
            let articles = articles.clone().or_else(|| of_run(found, "documents.jsonl"));
            let [found, gold] =
                [found, gold].map(|path| of_run(path, "clusters.jsonl").unwrap_or_else(|| path.clone()));
            show.score(&clusters::score(&found, &gold, articles.as_deref(), Bootstrap::default())?)?;
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
        EvalWhat::Similar { dir, gold } => show.score(&rank_similar(dir, gold)?)?,
        EvalWhat::Coded { sheets } => show.score(&coded::score(sheets)?)?,
        EvalWhat::Agreement { dir, versions, pivot } => {
            let score = agreement::compare(&links::Found::read(dir)?, &agreement::read_versions(versions)?, pivot);
            show.score(&score)?;
            show.details(&score.details())?;
        }
        EvalWhat::Transcription { gold, from, to, among } => {
            let (from, to) = transcribe::languages(from, to)?;
            let names = transcription::read_names(gold)?;
            let score = transcription::compare(&names, *among, |name| {
                let kind = transcribe::kind_of(name.kind.as_deref().unwrap_or("person")).unwrap_or(NameKind::Person);
                newsbraid_readings::transcribe(&name.name, from, to, kind)
            });
            show.score(&score)?;
            show.details(&score.details())?;
        }
        EvalWhat::Segmentation { gold, lang, drop_spaces, add_spaces } => {
            let spaces = segmentation::Spaces { dropped: *drop_spaces, added: *add_spaces };
            segment(common, gold, lang.as_deref(), spaces, &show)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Looks for the articles of each story in every other language of it.
fn rank_similar(dir: &Path, gold: &Path) -> Result<similar::SimilarScore> {
    let run = OutputFolder::open(dir)?;
    let documents = run.records::<DocumentRecord>("documents.jsonl")?;
    let of: BTreeMap<String, String> =
        documents.map(|document| document.map(|d| (d.id, d.lang))).collect::<Result<_, _>>()?;
    let stories = similar::read_stories(gold, &of)?;
    let articles = SimilarArticles::open(&run)?;
    similar::compare(&of, &stories, |doc, lang| {
        let asked = langs(lang)?;
        let near = articles.nearest(doc, |lang| asked.contains(&lang), RANKED)?;
        Ok(near.into_iter().map(|article| article.id).collect())
    })
}

fn segment(
    common: &Common,
    gold: &[PathBuf],
    lang: Option<&str>,
    spaces: segmentation::Spaces,
    show: &Show,
) -> Result<()> {
    let lang = lang.map(str::parse::<Lang>).transpose().map_err(|message| anyhow!("--lang: {message}"))?;
    let mut engines = Cutters { common, jieba: OnceCell::new() };
    gold.iter().try_for_each(|path| show.score(&segmentation::score_set(path, lang, spaces, &mut engines)?))
}

/// Segmenters, loaded when a treebank asks for them.
struct Cutters<'a> {
    common: &'a Common,
    jieba: OnceCell<BareJieba>,
}

impl segmentation::Engines for Cutters<'_> {
    type Error = anyhow::Error;

    fn segmenter(&mut self, lang: Lang) -> Result<Segmenter> {
        let korean = (lang == Lang::Ko).then(|| setup::korean(self.common)).transpose()?;
        Ok(Segmenter::new(SegmenterConfig { korean, ..SegmenterConfig::default() })?)
    }

    fn jieba(&mut self) -> &BareJieba {
        self.jieba.get_or_init(BareJieba::load)
    }

    fn lindera(&mut self) -> Result<BareLindera> {
        Ok(BareLindera::new(&setup::korean(self.common)?))
    }
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

    fn details(&self, details: &impl Display) -> Result<()> {
        if self.verbose && !self.json {
            write!(stdout().lock(), "{details}")?;
        }
        Ok(())
    }
}
