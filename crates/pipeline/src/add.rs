//! `newsbraid add`: a finished run with more articles.
//!
//! Only the new articles are read, segmented and linked. Events are looked for among all: a new article joins an event or
//! opens one, articles that were in one event stay in one, and ids stay. Everything is made in a folder of its own and put
//! in place at the end, so that the run is the old one or the new one, whenever it is interrupted.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::constraints::Constraints;
use crate::earlier::Earlier;
use crate::engines::Engines;
use crate::files::link_folder;
use crate::input::{FileStats, Inputs, find};
use crate::lock::{Output, STAGES};
use crate::progress::Progress;
use crate::publish::{next_folder, publish};
use crate::records::Reject;
use crate::relink::{Relink, old_inputs};
use crate::run::{RunSummary, finish};
use crate::run_error::RunError;
use crate::stages::index::INDEX;
use crate::stages::kept::kept;
use crate::stages::keys::StageKeys;
use crate::stages::sharding::{Sharded, shard_stage};
use crate::stages::store::Store;
use crate::stages::work::{Clock, Work, threads};

/// A run that articles can be added to.
pub struct Add {
    run: Relink,
}

impl Add {
    /// Reads settings and inputs from the manifest of a run.
    ///
    /// # Errors
    /// When the folder holds no finished run of this version.
    pub fn open(folder: &Path) -> Result<Add, RunError> {
        // What an interrupted `add` has finished is the run.
        if folder.join(STAGES).exists() {
            drop(Output::lock(folder)?);
        }
        Ok(Add { run: Relink::open(folder)? })
    }

    /// The settings of the run.
    pub fn config(&self) -> &Config {
        self.run.config()
    }

    /// The words of the user that the run was made with, where there are any.
    pub fn user_words(&self) -> Option<PathBuf> {
        self.run.user_words()
    }

    /// Takes constraints beside those of the run: a kind that is given takes the place of that of the run.
    ///
    /// # Errors
    /// When two pairs contradict each other.
    pub fn constrain(&mut self, given: Constraints, must: bool, cannot: bool) -> Result<(), RunError> {
        self.run.constrain(given, must, cannot)
    }

    /// Adds the articles of inputs. An article with the id of another takes its place. The summary names only what was
    /// refused of the new ones.
    ///
    /// # Errors
    /// When an input does not exist, the run was made by another version or with another knowledge base, or the file system
    /// refuses; the run is as it was then.
    pub fn run(
        self,
        inputs: &[String],
        engines: &Engines,
        count: usize,
        progress: &dyn Progress,
    ) -> Result<RunSummary, RunError> {
        let Relink { folder, manifest, config, constraints, mut removed } = self.run;
        let cannot = |what: String| RunError::CannotGrow { folder: folder.clone(), what };
        let found = if inputs.is_empty() { Inputs::default() } else { find(inputs)? };
        found.skipped.iter().for_each(|name| progress.note(&format!("skipped `{name}`: no form that is read")));
        let keys = StageKeys::new(engines, &config, &constraints);
        for (stage, key) in [("segment", &keys.segment), ("link", &keys.link)] {
            if manifest.stages.get(stage) != Some(key) {
                return Err(cannot(
                    "it was made by another version of the program, dictionary or knowledge base".to_string(),
                ));
            }
        }
        let out = Output::lock(&folder)?;
        let old = kept(&folder, &manifest).map_err(cannot)?;
        let earlier = Earlier::read(&folder, &old, &removed).map_err(|error| cannot(error.to_string()))?;
        let old_rejects = crate::relink::all_rejects(&folder).map_err(|error| cannot(error.to_string()))?;
        let pool = threads(count)?;
        let mut clock = Clock::default();
        let next = next_folder(&folder);
        fs::create_dir_all(&next).map_err(RunError::io(&next))?;
        link_folder(&folder.join(INDEX), &next.join(INDEX)).map_err(RunError::io(&next))?;
        let work = Work {
            config: &config,
            engines,
            keys: &keys,
            constraints: &constraints,
            out: &out,
            target: &next,
            pool: &pool,
            progress,
            updates_index: true,
        };
        let (new, stats, rejects) = clock.time("shard", || shard_stage(&found, &work))?;
        let shards = old.iter().chain(new.iter().filter(|files| !old.contains(files))).cloned().collect();
        // What was removed and comes again is there again.
        for files in &new {
            let store = Store::open(&files.segmented)?;
            removed.retain(|id| !store.ids().any(|other| other == id));
        }
        let mut all_stats = old_inputs(&manifest);
        all_stats.extend(stats.into_iter().filter(|new| !is_among(new, &old_inputs(&manifest))));
        let reading = old_rejects.iter().filter(|reject| reject.is_reading()).cloned();
        let sharded = Sharded {
            shards,
            stats: all_stats,
            skipped: with(manifest.skipped, found.skipped),
            rejects: reading.chain(rejects).collect(),
            removed,
        };
        let mut summary = finish(sharded, clock, &work, Some(&earlier))?;
        publish(&folder)?;
        summary.rejects.retain(|reject: &Reject| !old_rejects.contains(reject));
        Ok(summary)
    }
}

fn is_among(new: &FileStats, old: &[FileStats]) -> bool {
    old.iter().any(|old| (&old.name, &old.sha256) == (&new.name, &new.sha256))
}

fn with(mut old: Vec<String>, new: Vec<String>) -> Vec<String> {
    old.extend(new);
    old.sort();
    old.dedup();
    old
}
