//! Reading entity files.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use thiserror::Error;
use toml::Spanned;

use crate::compile::COMPILE_VERSION;
use crate::image::{self, ImageError};
use crate::schema::{EntityFile, EntityRecord};
use crate::threads::Threads;

/// The curated files that the binary carries: (name, content).
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/entities.rs"));

/// Endings of entity files.
const TOML: &str = "toml";
const LINES: &str = "jsonl";

/// Ending of compiled bases.
pub(crate) const IMAGE: &str = "nbkb";

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
    /// It is not of the form of `config/README.md`.
    #[error("{file}:{line}: {message}; config/README.md describes the keys of an entity")]
    Malformed {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What was found and expected.
        message: String,
    },
    /// A folder holds no entity file.
    #[error("`{path}` holds no .toml or .jsonl file; --kb takes a file or a folder of entity files")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// A compiled base cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// One entity as written, with its place.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub record: EntityRecord,
    /// Index into [`Sources::files`].
    pub file: u32,
    pub line: u32,
    /// Bases are stacked: 0 is the first, whose names go before.
    pub layer: usize,
}

/// Entity files, in the order in which their names count.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub(crate) written: Vec<Written>,
    pub(crate) files: Vec<String>,
    layers: usize,
    digest: Digests,
}

/// The hash of a stack of bases, of the hashes of their files.
#[derive(Clone, Debug)]
pub(crate) struct Digests(Sha256);

impl Default for Digests {
    fn default() -> Digests {
        Digests(Sha256::new_with_prefix(COMPILE_VERSION.to_le_bytes()))
    }
}

impl Digests {
    pub(crate) fn file(&mut self, hash: &[u8]) {
        self.0.update(hash);
    }

    pub(crate) fn end_layer(&mut self) {
        self.0.update(b"layer");
    }

    pub(crate) fn hex(&self) -> String {
        self.0.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Hashes of the embedded files, in order.
pub(crate) fn embedded_hashes() -> impl Iterator<Item = Vec<u8>> {
    EMBEDDED.iter().map(|(_, content)| Sha256::digest(content.as_bytes()).to_vec())
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
        self.end_layer();
        Ok(())
    }

    /// Adds a file (`.toml`, `.jsonl`, or a compiled `.nbkb`), or all `.toml` and `.jsonl` files below a folder, as a
    /// further base.
    ///
    /// # Errors
    /// When a file cannot be read or is not of the form, or a folder holds none.
    pub fn stack(&mut self, path: &Path) -> Result<(), SourceError> {
        if is_image(path) {
            let base = image::read_image(path)?;
            self.digest.file(base.hash().as_bytes());
            image::unpack(&base, self.layers, self);
        } else {
            for file in files_at(path)? {
                let unreadable = |error| SourceError::Unreadable { path: file.clone(), error };
                let content = fs::read_to_string(&file).map_err(unreadable)?;
                self.add(&file.display().to_string(), &content)?;
            }
        }
        self.end_layer();
        Ok(())
    }

    fn end_layer(&mut self) {
        self.layers += 1;
        self.digest.end_layer();
    }

    /// Adds one file's content under a name for messages; its ending says whether it holds tables or lines.
    ///
    /// # Errors
    /// When it is not of the form.
    pub fn add(&mut self, file: &str, content: &str) -> Result<(), SourceError> {
        let records = if file.ends_with(LINES) { parse_lines(file, content)? } else { parse_toml(file, content)? };
        self.digest.file(&Sha256::digest(content.as_bytes()));
        let (number, layer) = (self.files.len() as u32, self.layers);
        self.files.push(file.to_string());
        self.written.extend(records.into_iter().map(|(line, record)| Written { record, file: number, line, layer }));
        Ok(())
    }

    /// SHA-256 over the contents, in order, and over the version of the rules that compile them: what the base depends on.
    pub fn hash(&self) -> String {
        self.digest.hex()
    }

    /// Entities as written, before places of CLDR are folded into the curated ones.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Each record with its file and line.
    pub fn places(&self) -> impl Iterator<Item = (&EntityRecord, &str, u32)> {
        self.written.iter().map(|w| (&w.record, self.files[w.file as usize].as_str(), w.line))
    }

    /// The content of one of the files, read again.
    pub(crate) fn content(&self, file: &str) -> Result<String, SourceError> {
        if let Some((_, content)) = EMBEDDED.iter().find(|(name, _)| *name == file) {
            return Ok((*content).to_string());
        }
        fs::read_to_string(file).map_err(|error| SourceError::Unreadable { path: file.into(), error })
    }

    /// The records as written.
    pub fn records(&self) -> impl Iterator<Item = &EntityRecord> {
        self.written.iter().map(|written| &written.record)
    }
}

/// Whether a path is one of a compiled base, by its ending.
pub(crate) fn is_image(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == IMAGE)
}

fn parse_toml(file: &str, content: &str) -> Result<Vec<(u32, EntityRecord)>, SourceError> {
    let parsed: EntityFile = toml::from_str(content).map_err(|error| SourceError::Malformed {
        file: file.to_string(),
        line: line_of(content, error.span().map_or(0, |span| span.start)),
        message: error.message().trim().replace('\n', " "),
    })?;
    let (mut line, mut counted) = (1, 0);
    let placed = |entity: Spanned<EntityRecord>| {
        // Entities come in order of the file, so each line break is counted once.
        let start = entity.span().start;
        line += content.as_bytes()[counted..start].iter().filter(|&&b| b == b'\n').count();
        counted = start;
        (line as u32, entity.into_inner())
    };
    Ok(parsed.entity.into_iter().map(placed).collect())
}

fn parse_lines(file: &str, content: &str) -> Result<Vec<(u32, EntityRecord)>, SourceError> {
    let lines: Vec<(usize, &str)> = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let parse = |&(number, line): &(usize, &str)| {
        let malformed = |error: serde_json::Error| SourceError::Malformed {
            file: file.to_string(),
            line: number + 1,
            message: error.to_string(),
        };
        Ok((number as u32 + 1, serde_json::from_str(line).map_err(malformed)?))
    };
    // Gathered before the first error is looked for, so that it is always the first of the file.
    let parsed: Vec<Result<_, SourceError>> = Threads::start().run(|| lines.par_iter().map(parse).collect());
    parsed.into_iter().collect()
}

/// The entity files that a path stands for, sorted.
pub(crate) fn files_at(path: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let mut files = Vec::new();
    collect(path, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(SourceError::Empty { path: path.to_path_buf() });
    }
    Ok(files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_path_buf(), error };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        if entry.is_dir() || entry.extension().is_some_and(|ending| ending == TOML || ending == LINES) {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

fn line_of(content: &str, byte: usize) -> usize {
    1 + content.as_bytes()[..byte.min(content.len())].iter().filter(|&&b| b == b'\n').count()
}
