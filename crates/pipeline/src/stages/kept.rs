//! The stage files that a finished run keeps.

use std::fs;
use std::path::{Path, PathBuf};

use super::shard::{SEGMENTED, ShardFiles, linked_name};
use crate::records::Manifest;
use crate::run::STAGES;

/// The files of a run by its manifest, in order of name. The last run left only its own there.
///
/// # Errors
/// What is missing, in words.
pub(crate) fn kept(folder: &Path, manifest: &Manifest) -> Result<Vec<ShardFiles>, String> {
    let stages = folder.join(STAGES);
    let link = manifest.stages.get("link").ok_or("its manifest names no key of the stage `link`")?;
    let pair = |segmented: PathBuf| {
        let segment_key = segmented.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let linked = stages.join(linked_name(link, &segment_key));
        if linked.exists() {
            Ok(ShardFiles { segmented, linked })
        } else {
            Err(format!("{} is gone", linked.display()))
        }
    };
    segmented(folder)?.into_iter().map(pair).collect()
}

/// The files of segmented articles, in order of name.
///
/// # Errors
/// What is missing, in words.
pub(crate) fn segmented(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder.join(STAGES)).map_err(|error| format!("its folder {STAGES}: {error}"))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == SEGMENTED)).collect();
    files.sort();
    Ok(files)
}
