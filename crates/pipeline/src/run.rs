//! `newsbraid run`: the three stages, one after the other.
//!
//! The shard stage leaves its results in `.stages` below the output folder, named by what they depend on; what is there
//! is used again, so an interrupted run goes on where it was and a changed knowledge base re-links without re-segmenting.
//! Corpus and index stage read them in order of id, which makes every output independent of threads and input order.

use std::collections::BTreeSet;
use std::path::PathBuf;

use newsbraid_clusterer::MergedEvent;

use crate::config::Config;
use crate::constraints::Constraints;
use crate::earlier::{Carried, MERGED};
use crate::engines::Engines;
use crate::files::remove_if_there;
use crate::input::find;
use crate::lock::Output;
use crate::manifest::{manifest, write_given, write_manifest};
use crate::outputs::write_lines;
use crate::progress::Progress;
use crate::records::{Manifest, Reject};
use crate::run_error::RunError;
use crate::stages::corpus::{self, Corpus};
use crate::stages::index::IndexStage;
use crate::stages::keys::StageKeys;
use crate::stages::report::{self, Findings};
use crate::stages::shard::Articles;
use crate::stages::sharding::{Sharded, shard_stage};
use crate::stages::work::{Clock, Work, threads};

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Files and folders, `-` for standard input.
    pub inputs: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Whether another run in the output folder gives way.
    pub overwrite: bool,
    /// Pairs of articles that are joined or kept apart.
    pub constraints: Constraints,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// As written to `manifest.json`.
    pub manifest: Manifest,
    /// What was refused, in order of input and line.
    pub rejects: Vec<Reject>,
}

/// Runs everything: inputs to line files, index and report. The manifest is written last: a folder with a manifest is
/// complete.
///
/// # Errors
/// When an input does not exist, the output folder is taken, or the file system refuses. Articles that cannot be used do
/// not stop a run; they are in [`RunSummary::rejects`].
pub fn run(
    options: &RunOptions,
    config: &Config,
    engines: &Engines,
    progress: &dyn Progress,
) -> Result<RunSummary, RunError> {
    let inputs = find(&options.inputs)?;
    inputs.skipped.iter().for_each(|name| progress.note(&format!("skipped `{name}`: no form that is read")));
    let out = Output::prepare(options)?;
    let pool = threads(options.threads)?;
    let constraints = &options.constraints;
    let keys = StageKeys::new(engines, config, constraints);
    let mut clock = Clock::default();
    let work = Work {
        config,
        engines,
        keys: &keys,
        constraints,
        out: &out,
        target: &out.folder,
        pool: &pool,
        progress,
        updates_index: false,
    };
    let (shards, stats, rejects) = clock.time("shard", || shard_stage(&inputs, &work))?;
    let sharded = Sharded { shards, stats, skipped: inputs.skipped, rejects, removed: BTreeSet::new() };
    finish(sharded, clock, &work, None)
}

/// The corpus and the index stage, the report, and the manifest. `earlier` is what is carried on of the run before.
pub(crate) fn finish(
    sharded: Sharded,
    mut clock: Clock,
    work: &Work,
    earlier: Option<&dyn Carried>,
) -> Result<RunSummary, RunError> {
    let Work { config, engines, constraints, target, pool, progress, updates_index, .. } = *work;
    let articles = Articles::open(&sharded.shards, &sharded.removed)?;
    let rejects = all_rejects(&sharded, &articles)?;
    let mut known = constraints.known(&articles.ids().collect::<Vec<_>>(), &sharded.removed)?;
    if let Some(earlier) = earlier {
        pool.install(|| earlier.carry_on(&articles, &mut known))?;
    }
    let corpus = clock.time("corpus", || corpus::run(&articles, &known, &config.events, pool, progress))?;
    let written =
        clock.time("records", || corpus::write(&articles, &corpus, engines, config, target, pool, progress))?;
    let index = IndexStage { articles: &articles, corpus: &corpus, work };
    clock.time("index", || if updates_index { index.update(target) } else { index.write(target) })?;
    let mut counts = written.lines;
    counts.insert("rejects.jsonl".to_string(), write_lines(&rejects, &target.join("rejects.jsonl"))?);
    let (merged, path) = (merged_events(earlier, &corpus), target.join(MERGED));
    if merged.is_empty() {
        remove_if_there(&path).map_err(RunError::io(&path))?;
    } else {
        counts.insert(MERGED.to_string(), write_lines(&merged, &path)?);
    }
    let findings = Findings {
        articles: &articles,
        corpus: &corpus,
        entities: &written.entities,
        engines,
        config,
        counts: &counts,
        inputs: &sharded.stats,
        rejects: &rejects,
    };
    clock.time("report", || report::write(&findings, target))?;

    write_given(work, target)?;
    let manifest = manifest(work, &sharded, counts, clock);
    write_manifest(&manifest, target)?;
    work.out.forget_old_shards(&sharded.shards);
    Ok(RunSummary { manifest, rejects })
}

/// What was refused in reading and in cleaning, in order of input and line.
fn all_rejects(sharded: &Sharded, articles: &Articles) -> Result<Vec<Reject>, RunError> {
    let mut rejects = sharded.rejects.clone();
    rejects.extend(articles.rejects()?);
    rejects.sort();
    rejects.dedup();
    Ok(rejects)
}

/// Events that turned out to be others, in this run or before.
fn merged_events(earlier: Option<&dyn Carried>, corpus: &Corpus) -> Vec<MergedEvent> {
    let mut merged = earlier.map(|earlier| earlier.merged(&corpus.merged)).unwrap_or_default();
    // An event that comes out again is none of the others, and one whose articles are gone is none at all.
    let is_there = |id: &String| corpus.events.binary_search_by(|event| event.cluster.cmp(id)).is_ok();
    merged.retain(|event| !is_there(&event.cluster) && is_there(&event.merged_into));
    merged
}
