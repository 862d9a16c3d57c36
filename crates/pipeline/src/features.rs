//! The shard stage alone, for what is learned from articles.

use std::collections::BTreeSet;

use newsbraid_clusterer::ArticleFeatures;

use crate::config::Config;
use crate::constraints::Constraints;
use crate::engines::Engines;
use crate::input::find;
use crate::lock::Output;
use crate::progress::Progress;
use crate::run::RunOptions;
use crate::run_error::RunError;
use crate::stages::keys::StageKeys;
use crate::stages::shard::Articles;
use crate::stages::sharding::shard_stage;
use crate::stages::work::{Work, threads};

/// The features of the articles of inputs, in order of id, every id once, as the corpus stage of a run sees them. Nothing
/// is left behind.
///
/// # Errors
/// When an input does not exist, or there is no room for what lies between the stages. Articles that cannot be used are
/// left out.
pub fn features(
    inputs: &[String],
    config: &Config,
    engines: &Engines,
    progress: &dyn Progress,
) -> Result<Vec<ArticleFeatures>, RunError> {
    let found = find(inputs)?;
    let folder = tempfile::tempdir().map_err(RunError::io(&std::env::temp_dir()))?;
    let out = folder.path().join("stages");
    let constraints = Constraints::default();
    let options =
        RunOptions { inputs: inputs.to_vec(), out, threads: 0, overwrite: false, constraints: constraints.clone() };
    let (out, pool, keys) = (Output::prepare(&options)?, threads(0)?, StageKeys::new(engines, config, &constraints));
    let work = Work {
        config,
        engines,
        keys: &keys,
        constraints: &constraints,
        out: &out,
        target: &out.folder,
        pool: &pool,
        progress,
        updates_index: false,
    };
    let (shards, _, _) = shard_stage(&found, &work)?;
    Ok(pool.install(|| Articles::open(&shards, &BTreeSet::new())?.all_features())?)
}
