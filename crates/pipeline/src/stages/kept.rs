//! The stage files that a finished run keeps.

use std::path::{Path, PathBuf};

use super::shard::{SEGMENTED, ShardFiles, linked_name};
use crate::lock::STAGES;
use crate::records::Manifest;

/// The files of a run, in the order of its manifest.
///
/// # Errors
/// What is missing, in words.
pub(crate) fn kept(folder: &Path, manifest: &Manifest) -> Result<Vec<ShardFiles>, String> {
    let link = manifest.stages.get("link").ok_or("its manifest names no key of the stage `link`")?;
    let linked = |key: &String| there(folder, linked_name(link, key));
    let pair = |key: &String| Ok(ShardFiles { segmented: segmented(folder, key)?, linked: linked(key)? });
    manifest.shards.iter().map(pair).collect()
}

/// The files of segmented articles, in the order of the manifest.
///
/// # Errors
/// What is missing, in words.
pub(crate) fn all_segmented(folder: &Path, manifest: &Manifest) -> Result<Vec<PathBuf>, String> {
    manifest.shards.iter().map(|key| segmented(folder, key)).collect()
}

fn segmented(folder: &Path, key: &str) -> Result<PathBuf, String> {
    there(folder, format!("{key}.{SEGMENTED}"))
}

fn there(folder: &Path, name: String) -> Result<PathBuf, String> {
    let path = folder.join(STAGES).join(&name);
    if path.exists() { Ok(path) } else { Err(format!("its file {STAGES}/{name} is gone")) }
}
