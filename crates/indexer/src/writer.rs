//! Making an index.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, Term};

use crate::entry::{Entry, Prepared};
use crate::error::IndexError;
use crate::index::searcher_of;
use crate::pack::{PackedTokenizer, TOKENIZER};
use crate::packed::{Packed, Pool};
use crate::schema::{FORMAT, Fields};

/// How an index is made.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Bytes of memory that words may take before they are written out; from 15 MB to 4 GB.
    pub heap: usize,
    /// Versions of segmenter, dictionaries and knowledge base that the terms depend on, in one string.
    pub analyzer: String,
}

impl Default for WriterOptions {
    /// 256 MB, and no analyzer.
    fn default() -> WriterOptions {
        WriterOptions { heap: 256 << 20, analyzer: String::new() }
    }
}

/// More segments than this are merged when articles are added to an index: every query asks each of them.
const MOST_SEGMENTS: usize = 8;
/// Where more than one article in so many is deleted, all segments are merged: until then deleted articles take up room and
/// count as if they were there for how rare a word is.
const DELETED_IN: u64 = 20;

/// What the commit says of the index, beside what tantivy does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub format: u32,
    pub analyzer: String,
    pub payload: String,
}

/// Packs articles for an [`IndexWriter`], on any thread.
#[derive(Clone)]
pub struct Preparer {
    fields: Fields,
    pool: Arc<Pool>,
}

impl Preparer {
    /// Makes an article ready for [`IndexWriter::add_prepared`].
    pub fn prepare(&self, entry: &Entry) -> Prepared {
        Prepared::new(&self.fields, entry, &self.pool)
    }
}

/// Writes an index.
///
/// A new one grows beside its folder, in `DIR.building`, and [`IndexWriter::finish`] puts it in place whole; whatever
/// stops the program before leaves the old one as it was.
pub struct IndexWriter {
    writer: tantivy::IndexWriter<Packed>,
    preparer: Preparer,
    dir: PathBuf,
    building: PathBuf,
    analyzer: String,
    ordinal: u64,
    /// Hashes of the ids that were added.
    added: HashSet<u64>,
    replaces: bool,
}

impl IndexWriter {
    /// Begins a new index that will take the place of what is in `dir`.
    pub fn create(dir: &Path, options: &WriterOptions) -> Result<IndexWriter, IndexError> {
        let building = beside(dir, "building");
        remove(&building)?;
        fs::create_dir_all(&building).map_err(IndexError::io(&building))?;
        let fields = Fields::new();
        let index = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .settings(settings())
            .create_in_dir(&building)
            .map_err(IndexError::engine(&building))?;
        IndexWriter::start(index, dir, building, options, 0, false)
    }

    /// Opens an index to delete and add articles; one with an id that it holds already takes the place of the old one.
    /// What is there is not written again, unless [`IndexWriter::finish`] finds that too much of it was deleted. Whoever
    /// has the index open goes on reading what it was. The analyzer stays the one it was made with.
    ///
    /// # Errors
    /// When there is no index of this format, or another process writes to it.
    pub fn append(dir: &Path, options: &WriterOptions) -> Result<IndexWriter, IndexError> {
        let opened = crate::Index::open(dir)?;
        let next = opened.next_ordinal()?;
        let options = WriterOptions { analyzer: opened.analyzer().to_string(), ..options.clone() };
        IndexWriter::start(opened.into_engine(), dir, dir.to_path_buf(), &options, next, true)
    }

    fn start(
        index: tantivy::Index,
        dir: &Path,
        building: PathBuf,
        options: &WriterOptions,
        ordinal: u64,
        replaces: bool,
    ) -> Result<IndexWriter, IndexError> {
        index.tokenizers().register(TOKENIZER, PackedTokenizer);
        // One thread: it keeps the order of the ids, and packing, which takes longer, is done by the callers' threads.
        let writer = index.writer_with_num_threads(1, options.heap).map_err(IndexError::engine(dir))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let preparer = Preparer { fields: Fields::new(), pool: Arc::default() };
        let analyzer = options.analyzer.clone();
        Ok(IndexWriter {
            writer,
            preparer,
            dir: dir.to_path_buf(),
            building,
            analyzer,
            ordinal,
            added: HashSet::new(),
            replaces,
        })
    }

    /// What other threads pack articles with.
    pub fn preparer(&self) -> Preparer {
        self.preparer.clone()
    }

    /// Deletes an article; nothing happens where there is none with this id.
    pub fn delete(&mut self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.preparer.fields.id, id));
    }

    /// Adds an article. They come in any order, each once; those of one language one after the other make the index smaller.
    pub fn add(&mut self, entry: &Entry) -> Result<(), IndexError> {
        self.add_prepared(self.preparer.prepare(entry))
    }

    /// Adds an article that a [`Preparer`] has packed.
    pub fn add_prepared(&mut self, prepared: Prepared) -> Result<(), IndexError> {
        let mut hash = DefaultHasher::new();
        prepared.id.hash(&mut hash);
        if !self.added.insert(hash.finish()) {
            return Err(IndexError::Twice { id: prepared.id });
        }
        if self.replaces {
            self.delete(&prepared.id);
        }
        let mut document = prepared.document;
        document.add_u64(self.preparer.fields.ordinal, self.ordinal);
        document.wait();
        self.ordinal += 1;
        self.writer.add_document(document).map_err(IndexError::engine(&self.building))?;
        Ok(())
    }

    /// Writes out what is left, merges a new index into one segment, and puts it in place. `payload` is the caller's own
    /// note (a watermark, a hash of its inputs): [`crate::Index::payload`] gives it back.
    pub fn finish(mut self, payload: &str) -> Result<(), IndexError> {
        let analyzer = self.analyzer.clone();
        let stamp = Stamp { format: FORMAT, analyzer, payload: payload.to_string() };
        self.commit(&stamp).map_err(IndexError::engine(&self.building))?;
        let segments = Segments::of(&self.writer).map_err(IndexError::engine(&self.building))?;
        let too_many = segments.ids.len() > if self.replaces { MOST_SEGMENTS } else { 1 };
        self.end(segments, too_many)
    }

    /// Makes one segment of an index and drops what is left of deleted articles.
    ///
    /// # Errors
    /// When there is no index of this format, or another process writes to it.
    pub fn merge(dir: &Path) -> Result<(), IndexError> {
        let writer = IndexWriter::append(dir, &WriterOptions::default())?;
        let segments = Segments::of(&writer.writer).map_err(IndexError::engine(dir))?;
        let worth = segments.ids.len() > 1 || segments.deleted > 0;
        writer.end(segments, worth)
    }

    fn end(mut self, segments: Segments, merge: bool) -> Result<(), IndexError> {
        let too_much = segments.deleted * DELETED_IN > segments.articles;
        if (merge || too_much) && !segments.ids.is_empty() {
            self.writer.merge(&segments.ids).wait().map_err(IndexError::engine(&self.building))?;
        }
        self.writer.garbage_collect_files().wait().map_err(IndexError::engine(&self.building))?;
        self.writer.wait_merging_threads().map_err(IndexError::engine(&self.building))?;
        if self.replaces { Ok(()) } else { put_in_place(&self.building, &self.dir) }
    }

    fn commit(&mut self, stamp: &Stamp) -> tantivy::Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(stamp).expect("strings and a number are always JSON"));
        commit.commit()?;
        Ok(())
    }
}

/// What an index is made of.
struct Segments {
    /// By their first ordinal, so that articles that were added one after the other stay together.
    ids: Vec<SegmentId>,
    /// Articles, deleted ones included.
    articles: u64,
    deleted: u64,
}

impl Segments {
    fn of(writer: &tantivy::IndexWriter<Packed>) -> tantivy::Result<Segments> {
        let searcher = searcher_of(writer.index())?;
        let (mut found, mut articles, mut deleted) = (Vec::new(), 0, 0);
        for segment in searcher.segment_readers() {
            found.push((segment.fast_fields().u64("ordinal")?.min_value(), segment.segment_id()));
            articles += u64::from(segment.max_doc());
            deleted += u64::from(segment.num_deleted_docs());
        }
        found.sort_unstable();
        Ok(Segments { ids: found.into_iter().map(|(_, id)| id).collect(), articles, deleted })
    }
}

/// Stored text in blocks of 192 KiB by zstd of level 3: lz4 hardly compresses Chinese and Korean, and blocks of 128 KiB by level 6
/// take as much room and more than twice the time. Each hit that is shown costs reading one.
fn settings() -> IndexSettings {
    let docstore_compression = Compressor::Zstd(ZstdCompressor { compression_level: Some(3) });
    IndexSettings { docstore_compression, docstore_blocksize: 192 << 10, ..IndexSettings::default() }
}

pub(crate) fn beside(dir: &Path, suffix: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(suffix);
    dir.with_file_name(name)
}

fn remove(dir: &Path) -> Result<(), IndexError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(IndexError::io(dir)(error)),
        _ => Ok(()),
    }
}

/// Renames the finished index over the old one. Between the two renames a reader finds no index, never a broken one.
fn put_in_place(building: &Path, dir: &Path) -> Result<(), IndexError> {
    let old = beside(dir, "old");
    remove(&old)?;
    if dir.exists() {
        fs::rename(dir, &old).map_err(IndexError::io(dir))?;
    }
    fs::rename(building, dir).map_err(IndexError::io(dir))?;
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(parent).and_then(|folder| folder.sync_all()).map_err(IndexError::io(parent))?;
    remove(&old)
}
