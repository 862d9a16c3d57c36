//! Who may write to an output folder: nobody else while a run does, and no run where something else lies.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::remove_if_there;
use crate::manifest::MANIFEST;
use crate::publish::publish;
use crate::run::RunOptions;
use crate::run_error::RunError;
use crate::stages::shard::ShardFiles;

/// The output folder, ready for a run, and its own until it is dropped.
pub(crate) struct Output {
    pub folder: PathBuf,
    pub stages: PathBuf,
    lock: PathBuf,
    _locked: fs::File,
}

/// The folder of stage results below the output folder.
pub(crate) const STAGES: &str = ".stages";

/// A file in that folder, locked while a run writes.
const LOCK: &str = "lock";

/// The manifest of a finished run that is being linked anew, in that folder.
const KEPT_MANIFEST: &str = MANIFEST;

/// Whether a run may write to its output folder; says so before anything is loaded or installed.
///
/// # Errors
/// When the folder holds another run and `overwrite` is not set, or holds something else.
pub fn check_output(options: &RunOptions) -> Result<(), RunError> {
    let folder = &options.out;
    let (stages, manifest) = (folder.join(STAGES), folder.join(MANIFEST));
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

/// Where the manifest of the run in a folder lies: in its place, or aside if the run is being linked anew.
pub(crate) fn manifest_of(folder: &Path) -> PathBuf {
    let (manifest, kept) = (folder.join(MANIFEST), folder.join(STAGES).join(KEPT_MANIFEST));
    if !manifest.exists() && kept.exists() { kept } else { manifest }
}

impl Output {
    pub(crate) fn prepare(options: &RunOptions) -> Result<Output, RunError> {
        check_output(options)?;
        let out = Output::lock(&options.out)?;
        // The articles may be others from here on, so nothing is left that could be linked anew.
        for manifest in [out.folder.join(MANIFEST), out.stages.join(KEPT_MANIFEST)] {
            remove_if_there(&manifest).map_err(RunError::io(&manifest))?;
        }
        Ok(out)
    }

    /// The folder of a run that is to be linked anew. Its manifest is put aside: a folder with a manifest is complete, and
    /// after an interruption what it says is still needed.
    pub(crate) fn prepare_again(folder: &Path) -> Result<Output, RunError> {
        let out = Output::lock(folder)?;
        let manifest = folder.join(MANIFEST);
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
    pub(crate) fn forget_old_shards(&self, used: &[ShardFiles]) {
        let files = used.iter().flat_map(|files| [files.segmented.as_path(), files.linked.as_path()]);
        let used: Vec<&Path> = files.chain([self.lock.as_path()]).collect();
        let entries = fs::read_dir(&self.stages).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()).filter(|path| !used.contains(&path.as_path())) {
            // A leftover costs only room.
            let _ = fs::remove_file(path);
        }
    }
}
