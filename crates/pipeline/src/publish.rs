//! Putting what was made in the place of what a run has.
//!
//! A run that grows writes everything anew into a folder of its own, its manifest last. From then on it is the run: its
//! files take the places of the old ones, and whoever opens the folder after an interruption does what is left of that.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::sync_folder;
use crate::lock::STAGES;
use crate::manifest::MANIFEST;
use crate::run_error::RunError;

/// The folder in which a run's successor is made.
pub(crate) fn next_folder(folder: &Path) -> PathBuf {
    folder.join(STAGES).join("next")
}

/// Whether a successor is whole and waits to be put in place.
pub(crate) fn is_waiting(folder: &Path) -> bool {
    next_folder(folder).join(MANIFEST).exists()
}

/// Puts a successor that is whole in place, and removes one that is not. To be called by who has locked the folder.
pub(crate) fn publish(folder: &Path) -> Result<(), RunError> {
    let next = next_folder(folder);
    if !next.exists() {
        return Ok(());
    }
    let work = || {
        if is_waiting(folder) {
            put_in_place(&next, folder)?;
        }
        fs::remove_dir_all(&next)
    };
    work().map_err(RunError::io(&next))
}

/// Moves every file and folder; the manifest last, so that until then it is known what is left to do.
fn put_in_place(next: &Path, folder: &Path) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(next)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort_by_key(|path| (path.ends_with(MANIFEST), path.clone()));
    for path in entries {
        let to = folder.join(path.file_name().unwrap_or_default());
        if to.is_dir() {
            fs::remove_dir_all(&to)?;
        }
        if path.ends_with(MANIFEST) {
            sync_folder(folder)?;
        }
        fs::rename(&path, &to)?;
    }
    sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run with an index of one file, and its successor with another; the first `moved` moves are done.
    fn interrupted(folder: &Path, moved: usize) {
        let next = next_folder(folder);
        for (at, text) in [(folder, "old"), (&next, "new")] {
            fs::create_dir_all(at.join("index")).unwrap();
            fs::write(at.join("index").join(text), text).unwrap();
            ["clusters.jsonl", "documents.jsonl", MANIFEST]
                .iter()
                .for_each(|name| fs::write(at.join(name), text).unwrap());
        }
        let moves: [&dyn Fn(); 5] = [
            &|| fs::rename(next.join("clusters.jsonl"), folder.join("clusters.jsonl")).unwrap(),
            &|| fs::rename(next.join("documents.jsonl"), folder.join("documents.jsonl")).unwrap(),
            &|| fs::remove_dir_all(folder.join("index")).unwrap(),
            &|| fs::rename(next.join("index"), folder.join("index")).unwrap(),
            &|| fs::rename(next.join(MANIFEST), folder.join(MANIFEST)).unwrap(),
        ];
        moves[..moved].iter().for_each(|step| step());
    }

    fn content(folder: &Path) -> Vec<String> {
        let names = ["clusters.jsonl", "documents.jsonl", "index/old", "index/new", MANIFEST];
        names.iter().map(|name| fs::read_to_string(folder.join(name)).unwrap_or_default()).collect()
    }

    #[test]
    fn wherever_it_was_interrupted_the_new_state_comes_out() {
        for moved in 0..=5 {
            let dir = tempfile::tempdir().unwrap();
            interrupted(dir.path(), moved);
            publish(dir.path()).unwrap();
            assert_eq!(content(dir.path()), ["new", "new", "", "new", "new"], "after {moved} moves");
            assert!(!next_folder(dir.path()).exists());
        }
    }

    #[test]
    fn a_successor_that_is_not_whole_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        interrupted(dir.path(), 0);
        fs::remove_file(next_folder(dir.path()).join(MANIFEST)).unwrap();
        publish(dir.path()).unwrap();
        assert_eq!(content(dir.path()), ["old", "old", "old", "", "old"]);
        assert!(!next_folder(dir.path()).exists());
        publish(dir.path()).unwrap();
    }
}
