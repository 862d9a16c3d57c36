//! Reading what a run left.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::lock::Output;
use crate::manifest::MANIFEST;
use crate::publish::is_waiting;
use crate::records::{Manifest, SCHEMA_VERSION};

/// Why an output folder cannot be read.
#[derive(Debug, Error)]
pub enum OutputError {
    /// It is no complete run.
    #[error("`{path}` holds no complete run ({error}); give the folder that `newsbraid run … --out` wrote")]
    NoRun {
        /// The folder.
        path: PathBuf,
        /// What is wrong with its manifest.
        error: String,
    },
    /// It was written by another version.
    #[error("`{path}` has schema version {found}, this build reads {SCHEMA_VERSION}; run again with --overwrite")]
    Version {
        /// The folder.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// A file cannot be read.
    #[error("`{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A line is not of its form.
    #[error("{path}:{line}: {error}; the file was changed after the run, so run again with --overwrite")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: u64,
        /// What was found and expected.
        error: serde_json::Error,
    },
}

/// The folder of a complete run.
#[derive(Clone, Debug)]
pub struct OutputFolder {
    path: PathBuf,
    manifest: Manifest,
}

impl OutputFolder {
    /// Opens a folder and reads its manifest. What an interrupted `add` had finished and not yet put in place is put in
    /// place first.
    ///
    /// # Errors
    /// When it holds no complete run, or one of another schema version.
    pub fn open(path: &Path) -> Result<OutputFolder, OutputError> {
        if is_waiting(path) {
            // Who holds the lock is just doing it; and what is read-only stays the old run.
            drop(Output::lock(path));
        }
        Ok(OutputFolder { path: path.to_path_buf(), manifest: read_manifest(&path.join(MANIFEST))? })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was run.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The records of one of its line files.
    ///
    /// # Errors
    /// When the file cannot be opened; each record may be an error of its own.
    pub fn records<T: DeserializeOwned>(&self, file: &str) -> Result<Records<T>, OutputError> {
        Records::open(&self.path.join(file))
    }
}

/// Reads the manifest of a run.
pub(crate) fn read_manifest(path: &Path) -> Result<Manifest, OutputError> {
    let folder = path.parent().unwrap_or(path).to_path_buf();
    let none = |error: String| OutputError::NoRun { path: folder.clone(), error: format!("manifest.json: {error}") };
    let text = std::fs::read_to_string(path).map_err(|error| none(error.to_string()))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|error| none(error.to_string()))?;
    let found = value.get("schema_version").and_then(serde_json::Value::as_u64).unwrap_or(0) as u32;
    if found != SCHEMA_VERSION {
        return Err(OutputError::Version { path: folder, found });
    }
    serde_json::from_value(value).map_err(|error| none(error.to_string()))
}

/// Records of a line file.
pub struct Records<T> {
    reader: BufReader<File>,
    path: PathBuf,
    line: u64,
    record: PhantomData<T>,
}

impl<T> Records<T> {
    pub(crate) fn open(path: &Path) -> Result<Records<T>, OutputError> {
        let opened = File::open(path).map_err(|error| OutputError::Io { path: path.to_path_buf(), error })?;
        Ok(Records { reader: BufReader::new(opened), path: path.to_path_buf(), line: 0, record: PhantomData })
    }
}

impl<T: DeserializeOwned> Iterator for Records<T> {
    type Item = Result<T, OutputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        self.line += 1;
        match self.reader.read_line(&mut text) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_str(&text).map_err(|error| OutputError::Malformed {
                path: self.path.clone(),
                line: self.line,
                error,
            })),
            Err(error) => Some(Err(OutputError::Io { path: self.path.clone(), error })),
        }
    }
}
