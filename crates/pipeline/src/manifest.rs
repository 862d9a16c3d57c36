//! What a run says of itself: its manifest, and beside it the words and constraints that it was given.

use std::collections::BTreeMap;
use std::path::Path;

use newsbraid_segmenter::UserDictionary;

use crate::constraints::CONSTRAINTS;
use crate::files::{remove_if_there, sync_folder, write_whole};
use crate::input::FileStats;
use crate::records::{Manifest, ManifestInput, ManifestWords, SCHEMA_VERSION};
use crate::run_error::RunError;
use crate::stages::shard::ShardFiles;
use crate::stages::sharding::Sharded;
use crate::stages::work::{Clock, Work};

/// The file that says what was run; a folder with it is complete.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The file of a run that holds the words of the user: a search in it takes them from there.
const USER_WORDS: &str = "user_dictionary.txt";

/// The manifest of a run. `counts` are the lines of its files.
pub(crate) fn manifest(work: &Work, sharded: &Sharded, counts: BTreeMap<String, u64>, clock: Clock) -> Manifest {
    let Work { config, engines, keys, constraints, pool, .. } = *work;
    let mut timing = clock.seconds;
    timing.insert("threads".to_string(), pool.current_num_threads() as f64);
    Manifest {
        schema_version: SCHEMA_VERSION,
        version: env!("CARGO_PKG_VERSION").to_string(),
        dictionary: engines.dictionary.clone(),
        glosses: engines.glosses_fingerprint().map(str::to_string),
        user_dictionary: manifest_words(engines.segmenter.user_dictionary()),
        constraints: constraints.manifest(),
        knowledge_base: engines.base.hash().to_string(),
        config: serde_json::to_value(config).expect("a configuration is plain data"),
        inputs: sharded.stats.iter().cloned().map(manifest_input).collect(),
        skipped: sharded.skipped.clone(),
        removed: sharded.removed.iter().cloned().collect(),
        counts,
        stages: [("segment", &keys.segment), ("link", &keys.link), ("corpus", &keys.corpus)]
            .map(|(stage, key)| (stage.to_string(), key.clone()))
            .into(),
        shards: sharded.shards.iter().map(ShardFiles::key).collect(),
        timing,
    }
}

fn manifest_input(stats: FileStats) -> ManifestInput {
    let FileStats { name, bytes, sha256, encoding } = stats;
    ManifestInput { name, bytes, sha256, encoding }
}

fn manifest_words(words: &UserDictionary) -> Option<ManifestWords> {
    let of_file = || ManifestWords {
        file: USER_WORDS.to_string(),
        sha256: words.fingerprint(),
        words: words.words().len() as u64,
    };
    (!words.is_empty()).then(of_file)
}

/// Writes the words and constraints that a run was given: a search in it takes the words from there.
pub(crate) fn write_given(work: &Work, folder: &Path) -> Result<(), RunError> {
    write_kept(USER_WORDS, &work.engines.segmenter.user_dictionary().list(), folder)?;
    write_kept(CONSTRAINTS, &work.constraints.list(), folder)
}

/// Writes what the run was given of a kind, or removes what an earlier run left of it.
fn write_kept(name: &str, list: &str, folder: &Path) -> Result<(), RunError> {
    let path = folder.join(name);
    let written = if list.is_empty() { remove_if_there(&path) } else { write_whole(&path, list) };
    written.map_err(RunError::io(&path))
}

/// Writes a manifest, when all else is written.
pub(crate) fn write_manifest(manifest: &Manifest, folder: &Path) -> Result<(), RunError> {
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(manifest).expect("a manifest is plain data");
    let written = write_whole(&path, &format!("{text}\n")).and_then(|()| sync_folder(folder));
    written.map_err(RunError::io(&path))
}
