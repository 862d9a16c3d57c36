//! `newsbraid run`: the three stages, one after the other.
//!
//! The shard stage leaves its results in `.stages` below the output folder, named by what they depend on; what is there
//! is used again, so an interrupted run goes on where it was and a changed knowledge base re-links without re-segmenting.
//! Corpus and index stage read them in order of id, which makes every output independent of threads and input order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use newsbraid_segmenter::UserDictionary;
use newsbraid_text::RawDocument;
use newsbraid_text::clean::CleanOptions;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use thiserror::Error;

use crate::config::Config;
use crate::constraints::{CONSTRAINTS, ConstraintError, Constraints};
use crate::earlier::Carried;
use crate::engines::Engines;
use crate::files::{NewFile, sync_folder};
use crate::input::{Articles as Reader, FileStats, InputError, Inputs, find};
use crate::outputs::line;
use crate::progress::Progress;
use crate::publish::publish;
use crate::records::{Manifest, ManifestInput, ManifestWords, Reject, SCHEMA_VERSION};
use crate::stages::corpus;
use crate::stages::index::IndexStage;
use crate::stages::keys::StageKeys;
use crate::stages::report::{self, Findings};
use crate::stages::shard::{Articles, ShardFiles, ShardStage};
use crate::stages::store::StoreError;

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

/// Why a run stopped.
#[derive(Debug, Error)]
pub enum RunError {
    /// The inputs cannot be read at all.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The output folder is taken by another run.
    #[error("output folder `{0}` holds another run; choose another folder, or give --overwrite")]
    Taken(PathBuf),
    /// Another process writes to the output folder.
    #[error(
        "output folder `{0}` is being written to by another newsbraid; wait for it to end, or choose another folder"
    )]
    Busy(PathBuf),
    /// The output folder holds something else.
    #[error("output folder `{0}` is not empty and holds no run of newsbraid; choose another folder")]
    Foreign(PathBuf),
    /// The file system refuses.
    #[error("`{path}`: {error}; what was finished before is kept, so the same command goes on from there")]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A result of an earlier stage cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The constraints do not fit the articles.
    #[error(transparent)]
    Constraint(#[from] ConstraintError),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] newsbraid_indexer::IndexError),
    /// A run cannot be linked anew from what it left.
    #[error("`{folder}` cannot be linked anew: {what}; run `newsbraid run INPUT... --out {folder} --overwrite`")]
    NotAgain {
        /// The output folder.
        folder: PathBuf,
        /// What is missing.
        what: String,
    },
    /// No articles can be added to a run.
    #[error(
        "no articles can be added to `{folder}`: {what}; run `newsbraid run INPUT... --out {folder} --overwrite` with all inputs, or `newsbraid relink {folder}` first"
    )]
    CannotGrow {
        /// The output folder.
        folder: PathBuf,
        /// What is in the way.
        what: String,
    },
    /// Articles that are to be removed are not there.
    #[error("`{folder}` has no article {}; the ids stand in its documents.jsonl, and nothing was removed", listed(.ids))]
    NoArticle {
        /// The output folder.
        folder: PathBuf,
        /// What was named, in order.
        ids: Vec<String>,
    },
    /// The threads cannot be started.
    #[error("cannot start {0} threads: {1}; give --threads N")]
    Threads(usize, String),
}

/// The first ids of a list, quoted, and how many more there are.
fn listed(ids: &[String]) -> String {
    const SHOWN: usize = 5;
    let first: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    let more = ids.len().saturating_sub(SHOWN);
    first.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

impl RunError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> RunError + '_ {
        move |error| RunError::Io { path: path.to_path_buf(), error }
    }
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

/// What the shard stage leaves for the others.
pub(crate) struct Sharded {
    pub shards: Vec<ShardFiles>,
    pub stats: Vec<FileStats>,
    pub skipped: Vec<String>,
    /// Articles that could not be read.
    pub rejects: Vec<Reject>,
    /// Ids of articles that are in the shards and no longer in the run.
    pub removed: BTreeSet<String>,
}

/// What all stages work with.
pub(crate) struct Work<'w> {
    pub config: &'w Config,
    pub engines: &'w Engines,
    pub keys: &'w StageKeys,
    pub constraints: &'w Constraints,
    pub out: &'w Output,
    /// Where records, index and report are written: the output folder, or a folder that takes its place when it is whole.
    pub target: &'w Path,
    pub pool: &'w ThreadPool,
    pub progress: &'w dyn Progress,
    /// Whether the index of an earlier run is brought up to date; else it is made anew.
    pub updates_index: bool,
}

/// The corpus and the index stage, the report, and the manifest. `earlier` is what is carried on of the run before.
pub(crate) fn finish(
    sharded: Sharded,
    mut clock: Clock,
    work: &Work,
    earlier: Option<&dyn Carried>,
) -> Result<RunSummary, RunError> {
    let Work { config, engines, keys, constraints, target, pool, progress, updates_index, .. } = *work;
    let Sharded { shards, stats, skipped, mut rejects, removed } = sharded;
    let articles = Articles::open(&shards, &removed)?;
    rejects.extend(articles.rejects()?);
    rejects.sort();
    rejects.dedup();
    let mut known = constraints.known(&articles.ids().collect::<Vec<_>>(), &removed)?;
    if let Some(earlier) = earlier {
        pool.install(|| earlier.carry_on(&articles, &mut known))?;
    }
    let corpus = clock.time("corpus", || corpus::run(&articles, &known, &config.events, pool, progress))?;
    let written =
        clock.time("records", || corpus::write(&articles, &corpus, engines, config, target, pool, progress))?;
    let index = IndexStage { articles: &articles, corpus: &corpus, engines, keys, pool, progress };
    clock.time("index", || if updates_index { index.update(target) } else { index.write(target) })?;
    let mut counts = written.lines;
    counts.insert("rejects.jsonl".to_string(), write_lines(&rejects, &target.join("rejects.jsonl"))?);
    let mut merged = earlier.map(|earlier| earlier.merged(&corpus.merged)).unwrap_or_default();
    // An event that comes out again is none of the others, and one whose articles are gone is none at all.
    let is_there = |id: &String| corpus.events.binary_search_by(|event| event.cluster.cmp(id)).is_ok();
    merged.retain(|event| !is_there(&event.cluster) && is_there(&event.merged_into));
    let path = target.join(MERGED);
    if merged.is_empty() {
        remove_if_there(&path)?;
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
        inputs: &stats,
        rejects: &rejects,
    };
    clock.time("report", || report::write(&findings, target))?;

    write_kept(USER_WORDS, &engines.segmenter.user_dictionary().list(), target)?;
    write_kept(CONSTRAINTS, &constraints.list(), target)?;
    let mut manifest = manifest(work, stats, skipped, counts, &shards, clock);
    manifest.removed = removed.into_iter().collect();
    write_manifest(&manifest, target)?;
    work.out.forget_old_shards(&shards);
    Ok(RunSummary { manifest, rejects })
}

pub(crate) fn threads(wanted: usize) -> Result<ThreadPool, RunError> {
    ThreadPoolBuilder::new().num_threads(wanted).build().map_err(|error| RunError::Threads(wanted, error.to_string()))
}

/// The folder of stage results below the output folder.
pub(crate) const STAGES: &str = ".stages";

/// A file in that folder, locked while a run writes.
const LOCK: &str = "lock";

/// The manifest of a finished run that is being linked anew, in that folder.
const KEPT_MANIFEST: &str = "manifest.json";

/// Where the manifest of the run in a folder lies: in its place, or aside if the run is being linked anew.
pub(crate) fn manifest_of(folder: &Path) -> PathBuf {
    let (manifest, kept) = (folder.join("manifest.json"), folder.join(STAGES).join(KEPT_MANIFEST));
    if !manifest.exists() && kept.exists() { kept } else { manifest }
}

/// The output folder, ready for a run, and its own until it is dropped.
pub(crate) struct Output {
    pub folder: PathBuf,
    pub stages: PathBuf,
    lock: PathBuf,
    _locked: fs::File,
}

/// Whether a run may write to its output folder; says so before anything is loaded or installed.
///
/// # Errors
/// When the folder holds another run and `overwrite` is not set, or holds something else.
pub fn check_output(options: &RunOptions) -> Result<(), RunError> {
    let folder = &options.out;
    let (stages, manifest) = (folder.join(STAGES), folder.join("manifest.json"));
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.count(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(RunError::Io { path: folder.to_path_buf(), error }),
    };
    let holds_run = is_manifest(&manifest);
    if holds_run && !options.overwrite {
        return Err(RunError::Taken(folder.to_path_buf()));
    }
    if entries > 0 && !holds_run && !stages.exists() {
        return Err(RunError::Foreign(folder.to_path_buf()));
    }
    Ok(())
}

/// Whether a `manifest.json` is of newsbraid: other programs have files of this name.
fn is_manifest(path: &Path) -> bool {
    let value = fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    value.is_some_and(|value| value.get("schema_version").is_some() && value.get("stages").is_some())
}

impl Output {
    pub(crate) fn prepare(options: &RunOptions) -> Result<Output, RunError> {
        check_output(options)?;
        let out = Output::lock(&options.out)?;
        // The articles may be others from here on, so nothing is left that could be linked anew.
        for manifest in [out.folder.join("manifest.json"), out.stages.join(KEPT_MANIFEST)] {
            if manifest.exists() {
                fs::remove_file(&manifest).map_err(RunError::io(&manifest))?;
            }
        }
        Ok(out)
    }

    /// The folder of a run that is to be linked anew. Its manifest is put aside: a folder with a manifest is complete, and
    /// after an interruption what it says is still needed.
    pub(crate) fn prepare_again(folder: &Path) -> Result<Output, RunError> {
        let out = Output::lock(folder)?;
        let manifest = folder.join("manifest.json");
        if manifest.exists() {
            fs::rename(&manifest, out.stages.join(KEPT_MANIFEST)).map_err(RunError::io(&manifest))?;
        }
        Ok(out)
    }

    /// The folder, its own while it lives. What was made in its place and not yet put there is put there, or removed if it
    /// is not whole.
    pub(crate) fn lock(folder: &Path) -> Result<Output, RunError> {
        let stages = folder.join(STAGES);
        fs::create_dir_all(&stages).map_err(RunError::io(&stages))?;
        let lock = stages.join(LOCK);
        let locked = fs::File::create(&lock).map_err(RunError::io(&lock))?;
        // A file system without locks is no reason not to run.
        if let Err(fs::TryLockError::WouldBlock) = locked.try_lock() {
            return Err(RunError::Busy(folder.to_path_buf()));
        }
        publish(folder)?;
        Ok(Output { folder: folder.to_path_buf(), stages, lock, _locked: locked })
    }

    /// Removes results that this run did not use.
    fn forget_old_shards(&self, used: &[ShardFiles]) {
        let files = used.iter().flat_map(|files| [files.segmented.as_path(), files.linked.as_path()]);
        let used: Vec<&Path> = files.chain([self.lock.as_path()]).collect();
        let entries = fs::read_dir(&self.stages).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()).filter(|path| !used.contains(&path.as_path())) {
            // A leftover costs only room.
            let _ = fs::remove_file(path);
        }
    }
}

pub(crate) type ShardResults = (Vec<ShardFiles>, Vec<FileStats>, Vec<Reject>);

pub(crate) fn shard_stage(inputs: &Inputs, work: &Work) -> Result<ShardResults, RunError> {
    let Work { config, engines, keys, out, pool, progress, .. } = *work;
    progress.begin("reading, segmenting and linking articles", None);
    let stage = ShardStage::new(engines, keys, &out.stages, CleanOptions { timezone: config.timezone() });
    let mut reader = Reader::new(inputs.files.clone(), config);
    let rejects = Mutex::new(Vec::new());
    let shards = Shards { reader: &mut reader, size: config.run.shard_articles, rejects: &rejects };
    let process = |(number, raws): (usize, Vec<RawDocument>)| {
        let count = raws.len() as u64;
        let files = stage.process(raws)?;
        progress.advance(count);
        Ok((number, files))
    };
    let done: Result<Vec<(usize, ShardFiles)>, StoreError> =
        pool.install(|| shards.enumerate().par_bridge().map(process).collect());
    let mut done = done?;
    done.sort();
    progress.end();
    let rejects = rejects.into_inner().expect("no thread panics while it holds the list");
    Ok((done.into_iter().map(|(_, files)| files).collect(), reader.into_stats(), rejects))
}

/// Cuts the stream of articles into shards; puts refused articles aside.
struct Shards<'r, 'c> {
    reader: &'r mut Reader<'c>,
    size: usize,
    rejects: &'r Mutex<Vec<Reject>>,
}

impl Iterator for Shards<'_, '_> {
    type Item = Vec<RawDocument>;

    fn next(&mut self) -> Option<Vec<RawDocument>> {
        let mut shard = Vec::new();
        while shard.len() < self.size {
            match self.reader.next() {
                Some(Ok(article)) => shard.push(article),
                Some(Err(reject)) => {
                    self.rejects.lock().expect("no thread panics while it holds the list").push(reject)
                }
                None => break,
            }
        }
        (!shard.is_empty()).then_some(shard)
    }
}

fn write_lines(records: &[impl Serialize], path: &Path) -> Result<u64, RunError> {
    let write = || {
        let mut file = NewFile::create(path)?;
        records.iter().try_for_each(|record| file.write_lines(&line(record)))?;
        file.finish()
    };
    write().map_err(RunError::io(path))
}

fn manifest(
    work: &Work,
    stats: Vec<FileStats>,
    skipped: Vec<String>,
    counts: BTreeMap<String, u64>,
    shards: &[ShardFiles],
    clock: Clock,
) -> Manifest {
    let Work { config, engines, keys, constraints, pool, .. } = *work;
    let mut timing = clock.seconds;
    timing.insert("threads".to_string(), pool.current_num_threads() as f64);
    let input = |s: FileStats| ManifestInput { name: s.name, bytes: s.bytes, sha256: s.sha256, encoding: s.encoding };
    Manifest {
        schema_version: SCHEMA_VERSION,
        version: env!("CARGO_PKG_VERSION").to_string(),
        dictionary: engines.dictionary.clone(),
        glosses: engines.glosses_fingerprint().map(str::to_string),
        user_dictionary: manifest_words(engines.segmenter.user_dictionary()),
        constraints: constraints.manifest(),
        knowledge_base: engines.base.hash().to_string(),
        config: serde_json::to_value(config).expect("a configuration is plain data"),
        inputs: stats.into_iter().map(input).collect(),
        skipped,
        removed: Vec::new(),
        counts,
        stages: [("segment", &keys.segment), ("link", &keys.link), ("corpus", &keys.corpus)]
            .map(|(stage, key)| (stage.to_string(), key.clone()))
            .into(),
        shards: shards.iter().map(ShardFiles::key).collect(),
        timing,
    }
}

/// Events that turned out to be others.
pub(crate) const MERGED: &str = "merged.jsonl";

/// The file of a run that holds the words of the user: a search in it takes them from there.
pub(crate) const USER_WORDS: &str = "user_dictionary.txt";

fn manifest_words(words: &UserDictionary) -> Option<ManifestWords> {
    let of_file = || ManifestWords {
        file: USER_WORDS.to_string(),
        sha256: words.fingerprint(),
        words: words.words().len() as u64,
    };
    (!words.is_empty()).then(of_file)
}

/// Writes what the run was given of a kind, or removes what an earlier run left of it.
fn write_kept(name: &str, list: &str, folder: &Path) -> Result<(), RunError> {
    let path = folder.join(name);
    if list.is_empty() {
        return remove_if_there(&path);
    }
    let write = || {
        let mut file = NewFile::create(&path)?;
        file.write_lines(list)?;
        file.finish().map(drop)
    };
    write().map_err(RunError::io(&path))
}

fn remove_if_there(path: &Path) -> Result<(), RunError> {
    if path.exists() { fs::remove_file(path).map_err(RunError::io(path)) } else { Ok(()) }
}

fn write_manifest(manifest: &Manifest, folder: &Path) -> Result<(), RunError> {
    let path = folder.join("manifest.json");
    let write = || {
        let mut file = NewFile::create(&path)?;
        let text = serde_json::to_string_pretty(manifest).expect("a manifest is plain data");
        file.write_lines(&format!("{text}\n"))?;
        file.finish()?;
        sync_folder(folder)
    };
    write().map_err(RunError::io(&path))
}

/// Seconds per stage.
#[derive(Default)]
pub(crate) struct Clock {
    seconds: BTreeMap<String, f64>,
}

impl Clock {
    pub(crate) fn time<T>(&mut self, stage: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.seconds.insert(stage.to_string(), (start.elapsed().as_secs_f64() * 1e3).round() / 1e3);
        result
    }
}
