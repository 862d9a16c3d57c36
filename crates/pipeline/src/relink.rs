//! `newsbraid relink` and `newsbraid remove`: a finished run with another knowledge base, or without some of its articles.
//!
//! The segmentation of a run lies in its stage files, which the knowledge base never enters, so mentions, events and index
//! can be made anew without the inputs. What comes out are the events of a run from scratch with the same base over the articles
//! that are left. Events and unknown names keep their ids while the article is there that these were given for; of the index
//! only what changed is written again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use newsbraid_text::clean::CleanOptions;
use rayon::prelude::*;

use crate::config::{Config, ConfigError};
use crate::constraints::Constraints;
use crate::earlier::Founded;
use crate::engines::Engines;
use crate::input::FileStats;
use crate::lock::{Output, manifest_of};
use crate::output::{OutputError, Records, read_manifest};
use crate::progress::Progress;
use crate::records::{Manifest, ManifestInput, Reject};
use crate::run::{RunSummary, finish};
use crate::run_error::RunError;
use crate::stages::kept;
use crate::stages::keys::StageKeys;
use crate::stages::shard::{ShardFiles, ShardStage};
use crate::stages::sharding::Sharded;
use crate::stages::store::{Store, StoreError};
use crate::stages::work::{Clock, Work, threads};

/// A run that can be linked anew.
pub struct Relink {
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) config: Config,
    /// Those of the run, or what takes their place.
    pub(crate) constraints: Constraints,
    /// Ids of the articles that are left out.
    pub(crate) removed: BTreeSet<String>,
}

impl Relink {
    /// Reads inputs and settings from the manifest of a run.
    ///
    /// # Errors
    /// When the folder holds no finished run of this version.
    pub fn open(folder: &Path) -> Result<Relink, RunError> {
        let not = |what: String| RunError::NotAgain { folder: folder.to_path_buf(), what };
        let manifest = read_manifest(&manifest_of(folder)).map_err(|error| not(error.to_string()))?;
        let config = manifest
            .settings()
            .map_err(|error| not(format!("the settings in its manifest are not those of this version ({error})")))?;
        let constraints = match &manifest.constraints {
            Some(kept) => Constraints::of_run(&folder.join(&kept.file))?,
            None => Constraints::default(),
        };
        let removed = manifest.removed.iter().cloned().collect();
        Ok(Relink { folder: folder.to_path_buf(), manifest, config, constraints, removed })
    }

    /// Takes constraints beside those of the run: a kind that is given takes the place of that of the run.
    ///
    /// # Errors
    /// When two pairs contradict each other.
    pub fn constrain(&mut self, given: Constraints, must: bool, cannot: bool) -> Result<(), RunError> {
        self.constraints = given.over(std::mem::take(&mut self.constraints), must, cannot)?;
        Ok(())
    }

    /// Leaves out further articles, from now on: what is linked anew later is without them too.
    ///
    /// # Errors
    /// When the run has no article of one of these ids. One that was removed before may be named again.
    pub fn without(mut self, ids: impl IntoIterator<Item = String>) -> Result<Relink, RunError> {
        let mut unknown: BTreeSet<String> = ids.into_iter().collect();
        self.removed.extend(unknown.iter().cloned());
        for file in self.segmented()? {
            let there = Store::open(&file)?;
            unknown.retain(|id| !there.ids().any(|other| other == id));
        }
        if unknown.is_empty() {
            return Ok(self);
        }
        Err(RunError::NoArticle { folder: self.folder, ids: unknown.into_iter().collect() })
    }

    /// The settings of the run.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Other settings of events than those of the run, from a file in the form of `config/clusters.toml`.
    ///
    /// # Errors
    /// When the file cannot be read, has an unknown key or a value out of its range.
    pub fn with_events(mut self, path: &Path) -> Result<Relink, ConfigError> {
        self.config = self.config.with_events(path)?;
        Ok(self)
    }

    /// The words of the user that the run was made with, where there are any.
    pub fn user_words(&self) -> Option<PathBuf> {
        self.manifest.user_dictionary.as_ref().map(|words| self.folder.join(&words.file))
    }

    /// Links all articles of the run, finds events and writes everything anew.
    ///
    /// # Errors
    /// When the segmentation is of another version or not complete, or the file system refuses.
    pub fn run(self, engines: &Engines, count: usize, progress: &dyn Progress) -> Result<RunSummary, RunError> {
        let keys = StageKeys::new(engines, &self.config, &self.constraints);
        if self.manifest.stages.get("segment") != Some(&keys.segment) {
            return Err(self.not("its articles were segmented by another version of the program or of the dictionary"));
        }
        let rejects = self.reading_rejects()?;
        let segmented = self.segmented()?;
        // The records are of use, but a run without them can be made anew all the same.
        let founded = Founded::read(&self.folder).unwrap_or_else(|error| {
            progress.note(&format!("ids of events are given anew: {error}"));
            Founded::default()
        });
        // Only now that nothing is missing the run stops being complete.
        let out = Output::prepare_again(&self.folder)?;
        let pool = threads(count)?;
        let mut clock = Clock::default();
        let work = Work {
            config: &self.config,
            engines,
            keys: &keys,
            constraints: &self.constraints,
            out: &out,
            target: &out.folder,
            pool: &pool,
            progress,
            updates_index: true,
        };
        let shards = clock.time("shard", || link(segmented, &work))?;
        let stats = old_inputs(&self.manifest);
        let skipped = self.manifest.skipped.clone();
        let sharded = Sharded { shards, stats, skipped, rejects, removed: self.removed };
        finish(sharded, clock, &work, Some(&founded))
    }

    fn not(&self, what: &str) -> RunError {
        RunError::NotAgain { folder: self.folder.clone(), what: what.to_string() }
    }

    /// The articles that could not be read; those that cleaning refused stand in the stage files.
    fn reading_rejects(&self) -> Result<Vec<Reject>, RunError> {
        let mut rejects = all_rejects(&self.folder).map_err(|error| self.not(&error.to_string()))?;
        rejects.retain(Reject::is_reading);
        Ok(rejects)
    }

    /// The files of segmented articles.
    fn segmented(&self) -> Result<Vec<PathBuf>, RunError> {
        kept::all_segmented(&self.folder, &self.manifest).map_err(|what| self.not(&what))
    }
}

/// The files that a run read.
pub(crate) fn old_inputs(manifest: &Manifest) -> Vec<FileStats> {
    let stats = |input: &ManifestInput| FileStats {
        name: input.name.clone(),
        bytes: input.bytes,
        sha256: input.sha256.clone(),
        encoding: input.encoding.clone(),
    };
    manifest.inputs.iter().map(stats).collect()
}

/// What a run refused.
pub(crate) fn all_rejects(folder: &Path) -> Result<Vec<Reject>, OutputError> {
    Records::<Reject>::open(&folder.join("rejects.jsonl"))?.collect()
}

fn link(segmented: Vec<PathBuf>, work: &Work) -> Result<Vec<ShardFiles>, RunError> {
    let Work { config, engines, keys, out, pool, progress, .. } = *work;
    progress.begin("linking articles", Some(segmented.len() as u64));
    let stage = ShardStage::new(engines, keys, &out.stages, CleanOptions { timezone: config.timezone() });
    let one = |file| {
        let files = stage.relink(file)?;
        progress.advance(1);
        Ok(files)
    };
    let shards: Result<Vec<ShardFiles>, StoreError> = pool.install(|| segmented.into_par_iter().map(one).collect());
    progress.end();
    Ok(shards?)
}
