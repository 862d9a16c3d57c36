//! An opened index: its files, what it says of itself, and its articles by id.

use std::path::{Path, PathBuf};

use tantivy::collector::TopDocs;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::error::IndexError;
use crate::guard::guarded;
use crate::ids::{Entities, Ids};
use crate::pack::{PackedTokenizer, TOKENIZER};
use crate::query::{Dictionaries, FieldReaders};
use crate::schema::{FORMAT, Fields};
use crate::writer::{Stamp, beside};

/// What is known of an index without reading its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub documents: u64,
    /// Articles that were deleted and still take up room.
    pub deleted: u64,
    /// Parts of the index; one after a run.
    pub segments: usize,
    /// Bytes of all its files.
    pub bytes: u64,
}

/// An opened index; cheap to share among threads.
pub struct Index {
    pub(crate) engine: tantivy::Index,
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) dir: PathBuf,
    pub(crate) stamp: Stamp,
    pub(crate) dictionaries: Dictionaries,
    pub(crate) ids: Ids,
    pub(crate) entities: Entities,
    pub(crate) field_readers: FieldReaders,
}

impl Index {
    /// Opens an index, and refuses one of another format or a broken one.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        guarded(dir, || Index::open_files(dir))
    }

    fn open_files(dir: &Path) -> Result<Index, IndexError> {
        let damaged = |what: String| IndexError::Damaged { path: dir.to_path_buf(), what };
        if !dir.join("meta.json").is_file() {
            let path = dir.to_path_buf();
            let unfinished = beside(dir, "building").exists();
            return Err(if unfinished { IndexError::Unfinished { path } } else { IndexError::Missing { path } });
        }
        let version =
            |found: String| IndexError::Version { path: dir.to_path_buf(), found, expected: FORMAT.to_string() };
        let engine = tantivy::Index::open_in_dir(dir).map_err(|e| damaged(e.to_string()))?;
        let payload = engine.load_metas().map_err(|e| damaged(e.to_string()))?.payload;
        let payload = payload.ok_or_else(|| version("none".to_string()))?;
        let stamp: Stamp = serde_json::from_str(&payload).map_err(|_| version("none of newsbraid's".to_string()))?;
        let fields = Fields::new();
        if stamp.format != FORMAT || engine.schema() != fields.schema {
            return Err(version(stamp.format.to_string()));
        }
        engine.tokenizers().register(TOKENIZER, PackedTokenizer);
        let searcher = searcher_of(&engine).map_err(|e| damaged(e.to_string()))?;
        let ids = Ids::of(&searcher).map_err(|e| damaged(e.to_string()))?;
        let entities = Entities::of(&searcher).map_err(|e| damaged(e.to_string()))?;
        Ok(Index {
            engine,
            searcher,
            fields,
            dir: dir.to_path_buf(),
            stamp,
            dictionaries: Dictionaries::default(),
            ids,
            entities,
            field_readers: FieldReaders::default(),
        })
    }

    /// The note that the index was finished with.
    pub fn payload(&self) -> &str {
        &self.stamp.payload
    }

    /// The versions that its terms depend on ([`crate::WriterOptions::analyzer`]).
    pub fn analyzer(&self) -> &str {
        &self.stamp.analyzer
    }

    /// Counts of articles, segments and bytes.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut bytes = 0;
        for entry in std::fs::read_dir(&self.dir).map_err(IndexError::io(&self.dir))? {
            let entry = entry.map_err(IndexError::io(&self.dir))?;
            bytes += entry.metadata().map_err(IndexError::io(&self.dir))?.len();
        }
        let segments = self.searcher.segment_readers();
        let deleted = segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
        Ok(Stats { documents: self.searcher.num_docs(), deleted, segments: segments.len(), bytes })
    }

    /// Reads all files, compares their checksums, and counts the articles again.
    pub fn verify(&self) -> Result<Stats, IndexError> {
        guarded(&self.dir, || self.verify_files())
    }

    fn verify_files(&self) -> Result<Stats, IndexError> {
        let damaged = |what: String| IndexError::Damaged { path: self.dir.clone(), what };
        let mut broken: Vec<_> =
            self.engine.validate_checksum().map_err(|e| damaged(e.to_string()))?.into_iter().collect();
        broken.sort();
        if let Some(file) = broken.first() {
            return Err(damaged(format!(
                "{} of its files do not match their checksums, `{}` first",
                broken.len(),
                file.display()
            )));
        }
        let mut documents = 0;
        for segment in self.searcher.segment_readers() {
            let store = segment.get_store_reader(1).map_err(|e| damaged(e.to_string()))?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                document.map_err(|e| damaged(e.to_string()))?;
                documents += 1;
            }
        }
        let stats = self.stats()?;
        if documents != stats.documents {
            return Err(damaged(format!("it says {} articles and holds {documents}", stats.documents)));
        }
        Ok(stats)
    }

    /// The stored text of an article.
    pub fn text(&self, id: &str) -> Result<Option<String>, IndexError> {
        let Some(address) = self.address(id)? else { return Ok(None) };
        let document: TantivyDocument = self.searcher.doc(address).map_err(IndexError::engine(&self.dir))?;
        Ok(Some(stored(&document, self.fields.text).to_string()))
    }

    pub(crate) fn address(&self, id: &str) -> Result<Option<DocAddress>, IndexError> {
        let term = tantivy::query::TermQuery::new(
            Term::from_field_text(self.fields.id, id),
            tantivy::schema::IndexRecordOption::Basic,
        );
        let top = TopDocs::with_limit(1).order_by_score();
        let found = self.searcher.search(&term, &top).map_err(IndexError::engine(&self.dir))?;
        Ok(found.first().map(|(_, address)| *address))
    }

    /// Ids of all articles, in order.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn all_ids(&self) -> Result<Vec<String>, IndexError> {
        Ok(self.fingerprints()?.into_iter().map(|(id, _)| id).collect())
    }

    /// Ids and fingerprints of all articles, in order of id.
    pub(crate) fn fingerprints(&self) -> Result<Vec<(String, u64)>, IndexError> {
        let mut found = Vec::with_capacity(self.searcher.num_docs() as usize);
        for (at, segment) in self.searcher.segment_readers().iter().enumerate() {
            let Some((names, ids)) = self.ids.all(at).map_err(IndexError::io(&self.dir))? else { continue };
            let fingerprints = segment.fast_fields().u64("fingerprint").map_err(IndexError::engine(&self.dir))?;
            for doc in segment.doc_ids_alive() {
                let name = ids.ords().first(doc).and_then(|ordinal| names.get(ordinal as usize));
                found.extend(name.cloned().zip(fingerprints.first(doc)));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The ordinal of the next article that is added.
    pub(crate) fn next_ordinal(&self) -> Result<u64, IndexError> {
        let mut next = 0;
        for segment in self.searcher.segment_readers() {
            let ordinals = segment.fast_fields().u64("ordinal").map_err(IndexError::engine(&self.dir))?;
            next = next.max(ordinals.max_value() + 1);
        }
        Ok(next)
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn into_engine(self) -> tantivy::Index {
        self.engine
    }
}

/// What reads an index as it is now. The engine's own default starts a thread that opens the index a second time and whenever its
/// files change: a file that is cut short just then would end the program by a signal.
pub(crate) fn searcher_of(engine: &tantivy::Index) -> tantivy::Result<Searcher> {
    let reader: IndexReader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

pub(crate) fn stored(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
