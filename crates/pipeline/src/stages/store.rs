//! Files of records that a stage leaves for the next: written once, read by place, never changed.
//!
//! A file is a mark, the records (parts that are read by themselves, each postcard under Zstandard), and a footer with the
//! ids, places and a note. It gets its name only when it is complete, so a file that exists is whole.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

const MARK: &[u8; 8] = b"nbstage\x02";

/// Zstandard level: the fastest; the files are read again at once.
const LEVEL: i32 = 1;

/// Parts of a record at most.
const PARTS: usize = 3;

/// More than any part of a record takes, in bytes; what says it is longer is damaged.
const LONGEST: u64 = 1 << 30;

/// Why a stage file cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file system refuses.
    #[error("stage file `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is not what was written.
    #[error("stage file `{path}` is damaged ({what}); delete it, or the folder `.stages`, and run again")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Footer {
    places: Vec<Place>,
    note: Vec<u8>,
}

/// Where a record lies.
#[derive(Serialize, Deserialize)]
struct Place {
    id: String,
    at: u64,
    /// Packed bytes of each part.
    parts: [u32; PARTS],
}

/// A part of a record, ready to be written.
pub(crate) fn part(record: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(record).expect("records are plain data")
}

thread_local! {
    /// Made once a thread: its tables take longer to make than an article to unpack.
    static UNPACKER: RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Writes a stage file.
pub(crate) struct StoreWriter {
    file: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    at: u64,
    places: Vec<Place>,
    packer: zstd::bulk::Compressor<'static>,
}

impl StoreWriter {
    pub(crate) fn create(path: &Path) -> Result<StoreWriter, StoreError> {
        let temporary = path.with_extension("tmp");
        let make = || -> io::Result<_> {
            let mut file = BufWriter::new(File::create(&temporary)?);
            file.write_all(MARK)?;
            Ok((file, zstd::bulk::Compressor::new(LEVEL)?))
        };
        let (file, packer) = make().map_err(|error| StoreError::Io { path: path.to_path_buf(), error })?;
        Ok(StoreWriter { file, temporary, path: path.to_path_buf(), at: MARK.len() as u64, places: Vec::new(), packer })
    }

    /// Adds a record of some parts. Ids come in ascending order.
    pub(crate) fn push(&mut self, id: &str, parts: &[Vec<u8>]) -> Result<(), StoreError> {
        let io = |error| StoreError::Io { path: self.path.clone(), error };
        let mut place = Place { id: id.to_string(), at: self.at, parts: [0; PARTS] };
        for (plain, length) in parts.iter().zip(&mut place.parts) {
            let packed = self.packer.compress(plain).map_err(io)?;
            self.file.write_all(&packed).map_err(io)?;
            *length = packed.len() as u32;
            self.at += packed.len() as u64;
        }
        self.places.push(place);
        Ok(())
    }

    /// Writes the footer and gives the file its name.
    pub(crate) fn finish(mut self, note: &impl Serialize) -> Result<(), StoreError> {
        let note = postcard::to_stdvec(note).expect("notes are plain data");
        let footer = postcard::to_stdvec(&Footer { places: std::mem::take(&mut self.places), note });
        let footer = footer.expect("footers are plain data");
        let mut finish = || -> io::Result<()> {
            self.file.write_all(&footer)?;
            self.file.write_all(&(footer.len() as u64).to_le_bytes())?;
            self.file.write_all(MARK)?;
            self.file.flush()?;
            self.file.get_ref().sync_all()?;
            std::fs::rename(&self.temporary, &self.path)
        };
        finish().map_err(|error| StoreError::Io { path: self.path.clone(), error })
    }
}

/// A stage file, open for reading by many threads.
pub(crate) struct Store {
    file: File,
    path: PathBuf,
    footer: Footer,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Store, StoreError> {
        let io = |error| StoreError::Io { path: path.to_path_buf(), error };
        let damaged = |what: &str| StoreError::Damaged { path: path.to_path_buf(), what: what.to_string() };
        let file = File::open(path).map_err(io)?;
        let len = file.metadata().map_err(io)?.len();
        let mut tail = [0; 16];
        let tail_at = len.checked_sub(16).ok_or_else(|| damaged("it is too short"))?;
        file.read_exact_at(&mut tail, tail_at).map_err(io)?;
        if &tail[8..] != MARK {
            return Err(damaged("its end is missing or of another version"));
        }
        let footer_len = u64::from_le_bytes(tail[..8].try_into().expect("eight bytes"));
        let footer_at = tail_at.checked_sub(footer_len).ok_or_else(|| damaged("its footer is longer than the file"))?;
        let mut footer = vec![0; footer_len as usize];
        file.read_exact_at(&mut footer, footer_at).map_err(io)?;
        let footer = postcard::from_bytes(&footer).map_err(|_| damaged("its footer cannot be read"))?;
        Ok(Store { file, path: path.to_path_buf(), footer })
    }

    /// Ids of the records, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.footer.places.iter().map(|place| place.id.as_str())
    }

    /// The id of a record by its number.
    pub(crate) fn id(&self, number: usize) -> &str {
        &self.footer.places[number].id
    }

    /// The note that was left with the file.
    pub(crate) fn note<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        postcard::from_bytes(&self.footer.note).map_err(|_| self.damaged("its note cannot be read"))
    }

    /// Adds a part of a record as it is stored to a hash.
    pub(crate) fn hash(&self, number: usize, part: usize, hash: &mut Sha256) -> Result<(), StoreError> {
        hash.update(self.packed(number, part)?);
        Ok(())
    }

    fn packed(&self, number: usize, part: usize) -> Result<Vec<u8>, StoreError> {
        let place = &self.footer.places[number];
        let mut packed = vec![0; place.parts[part] as usize];
        let before: u64 = place.parts[..part].iter().map(|&length| u64::from(length)).sum();
        let io = |error| StoreError::Io { path: self.path.clone(), error };
        self.file.read_exact_at(&mut packed, place.at + before).map_err(io)?;
        Ok(packed)
    }

    /// A part of a record by the record's number.
    pub(crate) fn read<T: DeserializeOwned>(&self, number: usize, part: usize) -> Result<T, StoreError> {
        let packed = self.packed(number, part)?;
        let damaged = || self.damaged(&format!("record `{}` cannot be read", self.id(number)));
        let length = zstd::zstd_safe::get_frame_content_size(&packed).ok().flatten();
        let length = length.filter(|&length| length < LONGEST).ok_or_else(damaged)?;
        let plain = UNPACKER.with_borrow_mut(|unpacker| {
            let unpacker = match unpacker {
                Some(unpacker) => unpacker,
                None => unpacker.insert(zstd::bulk::Decompressor::new()?),
            };
            unpacker.decompress(&packed, length as usize)
        });
        postcard::from_bytes(&plain.map_err(|_| damaged())?).map_err(|_| damaged())
    }

    /// The error for a file that does not fit the others.
    pub(super) fn damaged(&self, what: &str) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), what: what.to_string() }
    }
}
