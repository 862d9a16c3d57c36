//! Reading entity files.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;
use toml::Spanned;

use crate::schema::{EntityFile, EntityRecord};

/// The curated files that the binary carries: (name, content).
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/entities.rs"));

/// Why a file of entities cannot be used.
#[derive(Debug, Error)]
pub enum SourceError {
    /// It cannot be read.
    #[error("cannot read entity file `{path}`: {error}; check the path given to --kb")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is no TOML of the form of `config/README.md`.
    #[error("{file}:{line}: {message}; config/README.md describes the keys of an entity")]
    Malformed {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What was found and expected.
        message: String,
    },
    /// A folder holds no `.toml` file.
    #[error("`{path}` holds no .toml file; --kb takes a file or a folder of entity files")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// One entity as written, with its place.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub record: EntityRecord,
    pub file: String,
    pub line: usize,
    /// Bases are stacked: 0 is the first, whose names go before.
    pub layer: usize,
}

/// Entity files, in the order in which their names count.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(crate) written: Vec<Written>,
    layers: usize,
    digest: Sha256,
}

impl Sources {
    /// The curated files that the binary carries.
    ///
    /// # Errors
    /// [`SourceError::Malformed`], which a test of this crate excludes for a released binary.
    pub fn embedded() -> Result<Sources, SourceError> {
        let mut sources = Sources::default();
        sources.stack_embedded()?;
        Ok(sources)
    }

    /// Adds the curated files that the binary carries as a further base.
    ///
    /// # Errors
    /// As [`Sources::embedded`].
    pub fn stack_embedded(&mut self) -> Result<(), SourceError> {
        EMBEDDED.iter().try_for_each(|(file, content)| self.add(file, content))?;
        self.layers += 1;
        Ok(())
    }

    /// Adds a file, or all `.toml` files below a folder, as a further base.
    ///
    /// # Errors
    /// When a file cannot be read or is not of the form, or a folder holds none.
    pub fn stack(&mut self, path: &Path) -> Result<(), SourceError> {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        if files.is_empty() {
            return Err(SourceError::Empty { path: path.to_path_buf() });
        }
        for file in files {
            let content =
                fs::read_to_string(&file).map_err(|error| SourceError::Unreadable { path: file.clone(), error })?;
            self.add(&file.display().to_string(), &content)?;
        }
        self.layers += 1;
        Ok(())
    }

    /// Adds one file's content under a name for messages.
    ///
    /// # Errors
    /// When it is not of the form.
    pub fn add(&mut self, file: &str, content: &str) -> Result<(), SourceError> {
        let parsed: EntityFile = toml::from_str(content).map_err(|error| SourceError::Malformed {
            file: file.to_string(),
            line: line_of(content, error.span().map_or(0, |span| span.start)),
            message: error.message().trim().replace('\n', " "),
        })?;
        self.digest.update(content.as_bytes());
        let layer = self.layers;
        self.written.extend(parsed.entity.into_iter().map(|entity: Spanned<EntityRecord>| Written {
            line: line_of(content, entity.span().start),
            record: entity.into_inner(),
            file: file.to_string(),
            layer,
        }));
        Ok(())
    }

    /// SHA-256 over the contents, in order: what the names depend on.
    pub fn hash(&self) -> String {
        self.digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Entities as written, before places of CLDR are folded into the curated ones.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_path_buf(), error };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        if entry.is_dir() || entry.extension().is_some_and(|ending| ending == "toml") {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

fn line_of(content: &str, byte: usize) -> usize {
    1 + content.as_bytes()[..byte.min(content.len())].iter().filter(|&&b| b == b'\n').count()
}
