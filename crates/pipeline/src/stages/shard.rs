//! The shard stage: from raw articles to documents, words, annotations and features. It needs nothing but the articles
//! of the shard, so shards can be computed in any order, on any machine, and used again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use newsbraid_clusterer::{ArticleFeatures, Collection, Details, Features};
use newsbraid_linker::Annotations;
use newsbraid_segmenter::{Analysis, Worker};
use newsbraid_text::clean::{CleanOptions, clean_with};
use newsbraid_text::{Document, Lang, RawDocument};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::guard::guarded;
use super::keys::{StageKeys, key};
use super::store::{Store, StoreError, StoreWriter, part};
use crate::engines::Engines;
use crate::records::Reject;

/// A cleaned and segmented article.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Segmented {
    pub document: Document,
    pub analysis: Analysis,
}

/// What was found in it. The file keeps annotations, features and their details as parts of one record, so that each can
/// be read without the others.
struct Linked {
    annotations: Annotations,
    features: ArticleFeatures,
}

const ANNOTATIONS: usize = 0;
const FEATURES: usize = 1;
const DETAILS: usize = 2;

impl Linked {
    fn parts(&self) -> [Vec<u8>; 3] {
        [part(&self.annotations), part(&self.features), part(&self.features.details)]
    }
}

/// Where the results of a shard lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShardFiles {
    pub segmented: PathBuf,
    pub linked: PathBuf,
}

impl ShardFiles {
    /// The key of the shard: a hash of its articles and of what its segmentation depends on.
    pub(crate) fn key(&self) -> String {
        self.segmented.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Ending of the files of cleaned and segmented articles.
pub(crate) const SEGMENTED: &str = "segmented";

/// The name of the file of what was found in the articles of a segmented shard, by the key of the link stage.
pub(crate) fn linked_name(link_key: &str, segment_key: &str) -> String {
    format!("{}.linked", key(&(link_key, segment_key)))
}

/// Computes what is not there yet.
pub(crate) struct ShardStage<'e> {
    engines: &'e Engines,
    keys: &'e StageKeys,
    folder: &'e Path,
    clean: CleanOptions,
    features: Features,
}

impl<'e> ShardStage<'e> {
    /// A stage that leaves its results in `folder`.
    pub(crate) fn new(
        engines: &'e Engines,
        keys: &'e StageKeys,
        folder: &'e Path,
        clean: CleanOptions,
    ) -> ShardStage<'e> {
        let features = Features::sharing(engines.concepts().clone(), engines.glosses.clone());
        ShardStage { engines, keys, folder, clean, features }
    }

    /// Takes a shard through cleaning, segmentation and linking.
    pub(crate) fn process(&self, raws: Vec<RawDocument>) -> Result<ShardFiles, StoreError> {
        let segment_key = key(&(&self.keys.segment, &raws));
        let segmented = self.folder.join(format!("{segment_key}.{SEGMENTED}"));
        let linked = self.linked(&segment_key);
        let mut fresh = None;
        if !segmented.exists() {
            fresh = Some(self.segment(raws, &segmented)?);
        }
        if !linked.exists() {
            let articles = match fresh {
                Some(articles) => articles,
                None => read_all(&Store::open(&segmented)?)?,
            };
            self.link(&articles, &linked)?;
        }
        Ok(ShardFiles { segmented, linked })
    }

    /// Links a shard that is segmented.
    pub(crate) fn relink(&self, segmented: PathBuf) -> Result<ShardFiles, StoreError> {
        let mut files = ShardFiles { segmented, linked: PathBuf::new() };
        files.linked = self.linked(&files.key());
        let ShardFiles { segmented, linked } = &files;
        if !linked.exists() {
            self.link(&read_all(&Store::open(segmented)?)?, linked)?;
        }
        Ok(files)
    }

    fn linked(&self, segment_key: &str) -> PathBuf {
        self.folder.join(linked_name(&self.keys.link, segment_key))
    }

    fn segment(&self, raws: Vec<RawDocument>, path: &Path) -> Result<Vec<Segmented>, StoreError> {
        let mut worker = self.engines.segmenter.worker();
        let (mut articles, mut rejects) = (Vec::with_capacity(raws.len()), Vec::new());
        for raw in raws {
            match self.segment_one(raw, &mut worker) {
                Ok(article) => articles.push(article),
                Err(reject) => rejects.push(reject),
            }
        }
        articles.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
        let mut store = StoreWriter::create(path)?;
        for article in &articles {
            store.push(&article.document.meta.id, &[part(article)])?;
        }
        store.finish(&rejects)?;
        Ok(articles)
    }

    fn segment_one(&self, raw: RawDocument, worker: &mut Worker) -> Result<Segmented, Reject> {
        let (origin, id) = (raw.origin.clone(), raw.id.clone());
        let document = guarded("cleaning", &origin, &id, || clean_with(raw, &self.clean))?;
        if let Some(reject) = Reject::of_nothing_left(&document) {
            return Err(reject);
        }
        let analysis = guarded("segmenting", &origin, &id, || worker.analyze(document.text(), document.meta.lang));
        if analysis.is_err() {
            // The buffers of the old one may be half done.
            *worker = self.engines.segmenter.worker();
        }
        Ok(Segmented { document, analysis: analysis? })
    }

    fn link(&self, articles: &[Segmented], path: &Path) -> Result<(), StoreError> {
        let (mut store, mut rejects) = (StoreWriter::create(path)?, Vec::new());
        for article in articles {
            let meta = &article.document.meta;
            match guarded("linking", &article.document.origin, &meta.id, || self.link_one(article)) {
                Ok(linked) => store.push(&meta.id, &linked.parts())?,
                Err(reject) => rejects.push(reject),
            }
        }
        store.finish(&rejects)
    }

    fn link_one(&self, Segmented { document, analysis }: &Segmented) -> Linked {
        let annotations = self.engines.linker.annotate(document, analysis);
        let features = self.features.extract(document, analysis, &annotations);
        Linked { annotations, features }
    }
}

fn read_all(store: &Store) -> Result<Vec<Segmented>, StoreError> {
    let count = store.ids().count();
    (0..count).map(|number| store.read(number, 0)).collect()
}

/// All articles of a run, in order of id, wherever they lie. Of those with one id the one of the last shard counts.
pub(crate) struct Articles {
    shards: Vec<(Store, Store)>,
    /// In order of id.
    places: Vec<At>,
}

/// Where an article lies: the shard, and its number in either file of that. The numbers differ behind an article that could
/// not be linked.
#[derive(Clone, Copy)]
struct At {
    shard: u32,
    segmented: u32,
    linked: u32,
}

impl Articles {
    /// Opens the results of all shards, and leaves out the articles `removed`.
    pub(crate) fn open(files: &[ShardFiles], removed: &BTreeSet<String>) -> Result<Articles, StoreError> {
        let shards = files
            .iter()
            .map(|files| Ok((Store::open(&files.segmented)?, Store::open(&files.linked)?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut named: Vec<(&str, At)> = Vec::new();
        for (shard, (segmented, linked)) in shards.iter().enumerate() {
            // Both are in order of id.
            let mut numbered = segmented.ids().enumerate();
            for (number, id) in linked.ids().enumerate() {
                let at = numbered.find(|(_, other)| *other == id).map(|(at, _)| at);
                let at = at.ok_or_else(|| linked.damaged(&format!("`{id}` was never segmented")))?;
                named.push((id, At { shard: shard as u32, segmented: at as u32, linked: number as u32 }));
            }
        }
        named.retain(|(id, _)| !removed.contains(*id));
        named.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then(y.shard.cmp(&x.shard)));
        named.dedup_by_key(|(id, _)| *id);
        let places = named.into_iter().map(|(_, at)| at).collect();
        Ok(Articles { shards, places })
    }

    /// Ids, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.id(at))
    }

    /// The place of an article.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.places.binary_search_by(|at| self.shards[at.shard as usize].0.id(at.segmented as usize).cmp(id)).ok()
    }

    /// The number of the shard that an article lies in.
    pub(crate) fn shard(&self, at: usize) -> usize {
        self.places[at].shard as usize
    }

    pub(crate) fn segmented(&self, at: usize) -> Result<Segmented, StoreError> {
        let at = self.places[at];
        self.shards[at.shard as usize].0.read(at.segmented as usize, 0)
    }

    /// The clean text of an article.
    pub(crate) fn document(&self, at: usize) -> Result<Document, StoreError> {
        // What comes first of what was segmented: behind it nothing is read.
        let at = self.places[at];
        self.shards[at.shard as usize].0.read(at.segmented as usize, 0)
    }

    pub(crate) fn annotations(&self, at: usize) -> Result<Annotations, StoreError> {
        self.linked(at, ANNOTATIONS)
    }

    /// The language of an article.
    pub(crate) fn lang(&self, at: usize) -> Result<Lang, StoreError> {
        // What comes first of the features: behind it nothing is read.
        let (_, lang): (String, Lang) = self.linked(at, FEATURES)?;
        Ok(lang)
    }

    fn linked<T: DeserializeOwned>(&self, at: usize, part: usize) -> Result<T, StoreError> {
        let at = self.places[at];
        self.shards[at.shard as usize].1.read(at.linked as usize, part)
    }

    /// Adds all that is stored of an article, but for what only the corpus stage reads, to a hash.
    pub(crate) fn hash(&self, at: usize, hash: &mut Sha256) -> Result<(), StoreError> {
        let at = self.places[at];
        let (segmented, linked) = &self.shards[at.shard as usize];
        segmented.hash(at.segmented as usize, 0, hash)?;
        linked.hash(at.linked as usize, ANNOTATIONS, hash)
    }

    /// The features of all articles without their details, in order of id; read by the threads of the pool this is called
    /// in.
    pub(crate) fn all_features(&self) -> Result<Vec<ArticleFeatures>, StoreError> {
        (0..self.len()).into_par_iter().map(|at| self.linked(at, FEATURES)).collect()
    }

    /// Articles refused in cleaning, segmenting or linking, in no particular order.
    pub(crate) fn rejects(&self) -> Result<Vec<Reject>, StoreError> {
        let mut all = Vec::new();
        for store in self.shards.iter().flat_map(|(segmented, linked)| [segmented, linked]) {
            all.extend(store.note::<Vec<Reject>>()?);
        }
        Ok(all)
    }
}

impl Collection for Articles {
    type Error = StoreError;

    fn len(&self) -> usize {
        self.places.len()
    }

    fn id(&self, at: usize) -> &str {
        let at = self.places[at];
        self.shards[at.shard as usize].0.id(at.segmented as usize)
    }

    fn features(&self, at: usize) -> Result<Cow<'_, ArticleFeatures>, StoreError> {
        self.linked(at, FEATURES).map(Cow::Owned)
    }

    fn details(&self, at: usize) -> Result<Cow<'_, Details>, StoreError> {
        self.linked(at, DETAILS).map(Cow::Owned)
    }
}
