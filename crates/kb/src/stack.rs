//! Bases on top of each other, compiled once and kept.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::base::KnowledgeBase;
use crate::compile::compile;
use crate::image::{hash_of, read_image, write_image};
use crate::source::{self, Digests, IMAGE, SourceError, Sources, embedded_hashes, files_at, is_image};

/// Bases in the order in which their names count: those of the user, then the curated one of the binary.
///
/// Entities with one id become one. Whatever the order, an imported entity (`cldr-…`, `wd-…`) comes behind the written ones.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    paths: Vec<PathBuf>,
    curated: bool,
}

impl Stack {
    /// The paths of entity files, folders of them and compiled bases, before the curated base.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Stack {
        Stack { paths: paths.into_iter().collect(), curated: true }
    }

    /// The same without the curated base.
    pub fn alone(self) -> Stack {
        Stack { curated: false, ..self }
    }

    /// The compiled base. One compiled base alone is taken as it is: it holds the curated entities of its day. Otherwise
    /// what was compiled before is taken from `kept`, and what is compiled now is left there.
    ///
    /// # Errors
    /// When a file cannot be read or is not of the form. A folder of kept images that cannot be used is no error.
    pub fn load(&self, kept: Option<&KeptImages>) -> Result<KnowledgeBase, SourceError> {
        if let [image] = self.paths.as_slice()
            && is_image(image)
        {
            return Ok(read_image(image)?);
        }
        let Some(kept) = kept else { return Ok(compile(&self.sources()?)) };
        let path = kept.path(&self.hash()?);
        if let Ok(base) = read_image(&path) {
            return Ok(base);
        }
        let base = compile(&self.sources()?);
        kept.keep(&base, &path);
        Ok(base)
    }

    /// All records.
    ///
    /// # Errors
    /// As [`Stack::load`].
    pub fn sources(&self) -> Result<Sources, SourceError> {
        let mut sources = Sources::default();
        self.paths.iter().try_for_each(|path| sources.stack(path))?;
        if self.curated {
            sources.stack_embedded()?;
        }
        Ok(sources)
    }

    /// [`Sources::hash`] of the sources, without reading them into records.
    fn hash(&self) -> Result<String, SourceError> {
        let mut digests = Digests::default();
        for path in &self.paths {
            if is_image(path) {
                digests.file(hash_of(path)?.as_bytes());
            } else {
                files_at(path)?.iter().try_for_each(|file| file_hash(file).map(|hash| digests.file(&hash)))?;
            }
            digests.end_layer();
        }
        if self.curated {
            embedded_hashes().for_each(|hash| digests.file(&hash));
            digests.end_layer();
        }
        Ok(digests.hex())
    }
}

fn file_hash(path: &Path) -> Result<Vec<u8>, SourceError> {
    let unreadable = |error| SourceError::Unreadable { path: path.to_path_buf(), error };
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    loop {
        match file.read(&mut buffer).map_err(unreadable)? {
            0 => return Ok(hash.finalize().to_vec()),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// Bytes of a file that are hashed at a time.
const BUFFER: usize = 1 << 18;

/// Compiled images that are kept in a folder, named by what they depend on. Only a saving: whatever is wrong with one, or
/// with the folder, the base is compiled again.
#[derive(Clone, Debug)]
pub struct KeptImages {
    folder: PathBuf,
    program: String,
}

/// Images that are kept at most; the oldest go.
const KEPT: usize = 8;

impl KeptImages {
    /// Images of a program in a folder. `program` says which build it is: two builds may compile one source differently.
    pub fn new(folder: impl Into<PathBuf>, program: impl Into<String>) -> KeptImages {
        KeptImages { folder: folder.into(), program: program.into() }
    }

    fn path(&self, hash: &str) -> PathBuf {
        let name = Sha256::new_with_prefix(&self.program).chain_update(hash).finalize();
        let name: String = name.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name).with_extension(IMAGE)
    }

    fn keep(&self, base: &KnowledgeBase, path: &Path) {
        if fs::create_dir_all(&self.folder).is_ok() && write_image(base, path).is_ok() {
            self.forget_old();
        }
    }

    fn forget_old(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let images = entries.map(|entry| entry.path()).filter(|path| source::is_image(path));
        let written =
            |path: &Path| fs::metadata(path).and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut images: Vec<(SystemTime, PathBuf)> = images.map(|path| (written(&path), path)).collect();
        images.sort();
        for (_, path) in images.iter().rev().skip(KEPT) {
            // Another process may have removed it; a leftover costs only room.
            let _ = fs::remove_file(path);
        }
    }
}
