//! A compiled base as one file.
//!
//! A head of [`HEAD`] bytes (a mark with the versions, the hash of the sources, length and checksum of each section, and the
//! checksum of the head), then the sections of [`codec`]. The same base gives the same bytes. Nothing in it is trusted:
//! every byte is under a checksum (CRC-32, which no single changed bit escapes), the automaton is read by daachorse's
//! checked way, every index is looked at.

mod codec;
mod records;

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use crc32fast::Hasher;
use thiserror::Error;

use crate::base::KnowledgeBase;
use codec::SECTIONS;
pub(crate) use records::unpack;

/// What the file begins with. The last but two bytes are the version of the form and the major version of daachorse, whose
/// serialised form changes with it.
const MARK: &[u8; 16] = b"newsbraid-kb\x03\x05\r\n";
/// Bytes of the mark that only say that it is an image.
const NAME: usize = 12;
const FORMAT: u8 = MARK[NAME];
const DAACHORSE: u8 = MARK[NAME + 1];
/// Bytes of the hash of the sources, in hexadecimal.
const HASH: usize = 64;
/// Bytes that say of a section how long it is, and its checksum.
const ENTRY: usize = 12;
/// Bytes of the head: mark, hash, the sections, its own checksum.
const HEAD: usize = MARK.len() + HASH + SECTIONS * ENTRY + 4;

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
        "knowledge base `{path}` is {found}, this build reads format {FORMAT} of daachorse {DAACHORSE}; make it anew with \
         `newsbraid kb build --out {path}` and the --kb files it was made of"
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// It was cut short or changed.
    #[error(
        "knowledge base `{path}` is damaged: {what}; make it anew with `newsbraid kb build --out {path}` and the --kb \
         files it was made of"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
}

/// Writes an image: to a temporary name beside it, flushed, then renamed. The same base gives the same bytes.
///
/// # Errors
/// When the file system refuses.
pub fn write_image(base: &KnowledgeBase, path: &Path) -> Result<(), ImageError> {
    let sections = codec::encode(base);
    let mut head = MARK.to_vec();
    head.extend_from_slice(base.hash().as_bytes());
    for section in &sections {
        head.extend_from_slice(&(section.len() as u64).to_le_bytes());
        head.extend_from_slice(&crc32fast::hash(section).to_le_bytes());
    }
    head.extend_from_slice(&crc32fast::hash(&head).to_le_bytes());
    // Two processes may write one image; each has its own temporary file.
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(&head)?;
        sections.iter().try_for_each(|section| file.write_all(section))?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    let written = write();
    if written.is_err() {
        // What is left of a failed write is of no use; the first error is the one to report.
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|error| ImageError::Io { path: path.to_path_buf(), error })
}

/// Reads an image.
///
/// # Errors
/// When it cannot be read, is of another version, or damaged.
pub fn read_image(path: &Path) -> Result<KnowledgeBase, ImageError> {
    let image = Image::open(path)?;
    codec::decode(&image)
}

/// The hash of the sources of an image, without reading the rest.
pub(crate) fn hash_of(path: &Path) -> Result<String, ImageError> {
    Ok(Image::open(path)?.hash)
}

/// An image whose head was read and is whole.
struct Image {
    file: File,
    path: PathBuf,
    hash: String,
    /// Place, length and checksum of each section.
    sections: [(u64, u64, u32); SECTIONS],
}

impl Image {
    fn open(path: &Path) -> Result<Image, ImageError> {
        let io = |error| ImageError::Io { path: path.to_path_buf(), error };
        let damaged = |what| ImageError::Damaged { path: path.to_path_buf(), what };
        let file = File::open(path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        let mut head = vec![0; HEAD.min(length as usize)];
        file.read_exact_at(&mut head, 0).map_err(io)?;
        check_mark(&head, path)?;
        let (content, sum) = head.split_last_chunk::<4>().ok_or_else(|| damaged(CUT))?;
        if head.len() < HEAD || crc32fast::hash(content) != u32::from_le_bytes(*sum) {
            return Err(damaged(if head.len() < HEAD { CUT } else { "the checksum of its head does not fit" }));
        }
        let (hash, entries) = content[MARK.len()..].split_at(HASH);
        let mut sections = [(0, 0, 0); SECTIONS];
        let mut at = HEAD as u64;
        for (section, entry) in sections.iter_mut().zip(entries.chunks_exact(ENTRY)) {
            let [a, b, c, d, e, f, g, h, sum @ ..] = entry else { unreachable!("chunks are exact") };
            let bytes = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
            *section = (at, bytes, sum.try_into().map(u32::from_le_bytes).map_err(|_| damaged(CUT))?);
            at = at.checked_add(bytes).filter(|&end| end <= length).ok_or_else(|| damaged(CUT))?;
        }
        if at != length {
            return Err(damaged("something follows its last section"));
        }
        let hash = String::from_utf8(hash.to_vec()).map_err(|_| damaged("its hash is no text"))?;
        Ok(Image { file, path: path.to_path_buf(), hash, sections })
    }

    fn damaged(&self, what: &'static str) -> ImageError {
        ImageError::Damaged { path: self.path.clone(), what }
    }

    /// The bytes of a section, as they were written. A long one is read by two threads: most of the time goes to fill
    /// new pages.
    fn section(&self, number: usize) -> Result<Vec<u8>, ImageError> {
        let (at, bytes, sum) = self.sections[number];
        let mut content = vec![0; bytes as usize];
        let half = if bytes < LONG { bytes } else { bytes / 2 };
        let (front, back) = content.split_at_mut(half as usize);
        let read = thread::scope(|scope| {
            let back = scope.spawn(|| self.read(at + half, back));
            let mut hasher = self.read(at, front)?;
            hasher.combine(&back.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            Ok(hasher.finalize())
        });
        let read = read.map_err(|error: io::Error| ImageError::Io { path: self.path.clone(), error })?;
        if read == sum { Ok(content) } else { Err(self.damaged("the checksum of a section does not fit")) }
    }

    /// Fills `content` with what stands at a place, and gives its checksum.
    fn read(&self, at: u64, content: &mut [u8]) -> io::Result<Hasher> {
        self.file.read_exact_at(content, at)?;
        let mut hasher = Hasher::new();
        hasher.update(content);
        Ok(hasher)
    }
}

/// Bytes of a section from which two threads read it.
const LONG: u64 = 8 << 20;

const CUT: &str = "it is cut short";

fn check_mark(bytes: &[u8], path: &Path) -> Result<(), ImageError> {
    if bytes.starts_with(MARK) {
        return Ok(());
    }
    let found = match bytes.get(..NAME) == Some(&MARK[..NAME]) {
        true => match bytes.get(NAME..NAME + 2) {
            Some(&[format, daachorse]) => format!("of format {format} of daachorse {daachorse}"),
            _ => "cut short".to_string(),
        },
        false => "no image".to_string(),
    };
    Err(ImageError::Version { path: path.to_path_buf(), found })
}
