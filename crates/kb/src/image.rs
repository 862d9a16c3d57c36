//! A compiled base as one file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::base::{Entity, KnowledgeBase, NameRef};

/// What the file begins with: a name, the version of the form, and the major version of the automaton crate, whose
/// serialised form changes with it.
const MAGIC: &[u8; 16] = b"newsbraid-kb\x01\x05\r\n";
const FORMAT: u32 = 1;

/// Why an image cannot be used.
#[derive(Debug, Error)]
pub enum ImageError {
    /// The file system refuses.
    #[error("knowledge base `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is no image of this version.
    #[error(
        "knowledge base `{path}` is {found}, this build reads format {FORMAT} of daachorse 5; run `newsbraid kb build`"
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// It was cut short or changed.
    #[error("knowledge base `{path}` is damaged: its checksum is not that of its content; run `newsbraid kb build`")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}

#[derive(Serialize, Deserialize)]
struct Content {
    entities: Vec<Entity>,
    refs: Vec<NameRef>,
    starts: Vec<u32>,
    automaton: Option<Vec<u8>>,
    hash: String,
}

/// Writes an image: to a temporary name beside it, flushed, then renamed. The same base gives the same bytes.
///
/// # Errors
/// When the file system refuses.
pub fn write_image(base: &KnowledgeBase, path: &Path) -> Result<(), ImageError> {
    let content = Content {
        entities: base.entities.clone(),
        refs: base.refs.clone(),
        starts: base.starts.clone(),
        automaton: base.automaton.as_ref().map(|automaton| automaton.serialize()),
        hash: base.hash.clone(),
    };
    let body = postcard::to_stdvec(&content).expect("the content is plain data");
    let io = |error| ImageError::Io { path: path.to_path_buf(), error };
    let temporary = path.with_extension("tmp");
    let mut file = fs::File::create(&temporary).map_err(io)?;
    file.write_all(MAGIC).and_then(|()| file.write_all(&Sha256::digest(&body))).map_err(io)?;
    file.write_all(&body).and_then(|()| file.sync_all()).map_err(io)?;
    fs::rename(&temporary, path).map_err(io)
}

/// Reads an image.
///
/// # Errors
/// When it cannot be read, is of another version, or damaged.
pub fn read_image(path: &Path) -> Result<KnowledgeBase, ImageError> {
    let bytes = fs::read(path).map_err(|error| ImageError::Io { path: path.to_path_buf(), error })?;
    let damaged = || ImageError::Damaged { path: path.to_path_buf() };
    let Some(rest) = bytes.strip_prefix(MAGIC.as_slice()) else {
        let found = if bytes.starts_with(&MAGIC[..12]) { "of another version" } else { "no image" };
        return Err(ImageError::Version { path: path.to_path_buf(), found: found.to_string() });
    };
    let (sum, body) = rest.split_at_checked(32).ok_or_else(damaged)?;
    if Sha256::digest(body).as_slice() != sum {
        return Err(damaged());
    }
    let content: Content = postcard::from_bytes(body).map_err(|_| damaged())?;
    let automaton = match content.automaton {
        Some(bytes) => Some(CharwiseDoubleArrayAhoCorasick::deserialize(&bytes).map_err(|_| damaged())?.0),
        None => None,
    };
    let Content { entities, refs, starts, hash, .. } = content;
    Ok(KnowledgeBase { entities, refs, starts, automaton, hash })
}
