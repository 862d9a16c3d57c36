//! Where dictionaries lie, and what says that one is complete.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{DICTIONARIES, DictionaryError, DictionarySpec, io_error};

/// The folder that holds the dictionaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// A folder of the caller's choice; it is created when something is installed.
    pub fn at(path: impl Into<PathBuf>) -> DataDir {
        DataDir(path.into())
    }

    /// The user's own: `$XDG_DATA_HOME/newsbraid/dict`, else `~/.local/share/newsbraid/dict`.
    pub fn of_user() -> Result<DataDir, DictionaryError> {
        let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let share = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")));
        Ok(DataDir(share.ok_or(DictionaryError::NoUserFolder)?.join("newsbraid/dict")))
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where a dictionary lies once it is installed.
    pub fn folder_of(&self, spec: &DictionarySpec) -> PathBuf {
        self.0.join(spec.name)
    }
}

/// A file of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    /// Its name in the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What an installation says of itself (`installed.json`); written last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name of the dictionary.
    pub name: String,
    /// Version of the dictionary.
    pub version: String,
    /// Licence (SPDX); that of a dictionary installed before this was noted is not.
    #[serde(default)]
    pub licence: String,
    /// Where it comes from.
    #[serde(default)]
    pub origin: String,
    /// What it was made from: a package, or the name of a file or folder.
    pub source: String,
    /// Whether the source was the pinned one.
    pub pinned: bool,
    /// Version of the conversion.
    pub converter: u32,
    /// The files, by name.
    pub files: Vec<FileHash>,
}

const MANIFEST: &str = "installed.json";

impl Manifest {
    /// Describes the files that lie in `folder`.
    pub(crate) fn describe(
        spec: &DictionarySpec,
        source: String,
        pinned: bool,
        folder: &Path,
    ) -> Result<Manifest, DictionaryError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).map_err(io_error(folder))? {
            let path = entry.map_err(io_error(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::metadata(&path).map_err(io_error(&path))?.len();
            files.push(FileHash { name, bytes, sha256: sha256_of(&path)? });
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Manifest {
            name: spec.name.to_string(),
            version: spec.version.to_string(),
            licence: spec.licence.to_string(),
            origin: spec.origin.to_string(),
            source,
            pinned,
            converter: spec.converter,
            files,
        })
    }

    /// Reads the manifest of an installation.
    pub fn read(folder: &Path) -> Result<Manifest, DictionaryError> {
        let path = folder.join(MANIFEST);
        let text = fs::read(&path).map_err(io_error(&path))?;
        let damaged = |error: serde_json::Error| DictionaryError::Damaged {
            path: folder.into(),
            what: format!("{MANIFEST}: {error}"),
        };
        serde_json::from_slice(&text).map_err(damaged)
    }

    /// Writes it and makes the folder durable.
    pub(crate) fn seal(&self, folder: &Path) -> Result<(), DictionaryError> {
        let path = folder.join(MANIFEST);
        let text = serde_json::to_vec_pretty(self).expect("strings and numbers are always JSON");
        fs::write(&path, text).map_err(io_error(&path))?;
        for name in self.files.iter().map(|file| file.name.as_str()).chain([MANIFEST]) {
            sync(&folder.join(name))?;
        }
        sync(folder)
    }

    /// One line that changes whenever the contents do.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            hash.update(file.sha256.as_bytes());
        }
        format!("{} {} {}", self.name, self.version, &hex(&hash.finalize())[..16])
    }

    pub(crate) fn check_sizes(&self, folder: &Path) -> Result<(), DictionaryError> {
        for file in &self.files {
            let found = fs::metadata(folder.join(&file.name)).map_or(0, |metadata| metadata.len());
            if found != file.bytes {
                let what = format!("{} has {found} bytes, expected {}", file.name, file.bytes);
                return Err(DictionaryError::Damaged { path: folder.into(), what });
            }
        }
        Ok(())
    }
}

/// A dictionary that is there.
#[derive(Clone, Debug)]
pub struct Installed {
    /// Its folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// The installation of a dictionary under `data_dir`. One made by another version of the conversion counts as missing.
pub fn find(spec: &DictionarySpec, data_dir: &DataDir) -> Result<Option<Installed>, DictionaryError> {
    let path = data_dir.folder_of(spec);
    match Manifest::read(&path) {
        Ok(manifest) if manifest.converter == spec.converter => Ok(Some(Installed { path, manifest })),
        Ok(_) => Ok(None),
        Err(DictionaryError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes the installation of a dictionary, also one of another version or a damaged one. Returns whether there was any.
/// Programs that have it open keep what they read.
pub fn remove(spec: &DictionarySpec, data_dir: &DataDir) -> Result<bool, DictionaryError> {
    let path = data_dir.folder_of(spec);
    match fs::remove_dir_all(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io_error(&path)(error)),
    }
}

/// All installed dictionaries.
pub fn list(data_dir: &DataDir) -> Result<Vec<Installed>, DictionaryError> {
    let found = DICTIONARIES.iter().map(|spec| find(spec, data_dir));
    found.filter_map(Result::transpose).collect()
}

/// Compares the hash of each file of an installation with its manifest.
pub fn verify(installed: &Installed) -> Result<(), DictionaryError> {
    installed.manifest.check_sizes(&installed.path)?;
    for file in &installed.manifest.files {
        let found = sha256_of(&installed.path.join(&file.name))?;
        if found != file.sha256 {
            let what = format!("{} has sha256 {found}, expected {}", file.name, file.sha256);
            return Err(DictionaryError::Damaged { path: installed.path.clone(), what });
        }
    }
    Ok(())
}

/// SHA-256 of a file in lower-case hexadecimal digits.
pub(crate) fn sha256_of(path: &Path) -> Result<String, DictionaryError> {
    let mut file = File::open(path).map_err(io_error(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = io::Read::read(&mut file, &mut buffer).map_err(io_error(path))?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..read]);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asks the system to write a file or folder to the disk.
pub(crate) fn sync(path: &Path) -> Result<(), DictionaryError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(io_error(path))
}
