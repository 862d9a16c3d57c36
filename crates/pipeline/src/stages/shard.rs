//! The shard stage: from raw articles to documents, words, annotations and features. It needs nothing but the articles
//! of the shard, so shards can be computed in any order, on any machine, and used again.

use std::path::{Path, PathBuf};

use newsbraid_clusterer::{ArticleFeatures, Features};
use newsbraid_linker::Annotations;
use newsbraid_segmenter::Analysis;
use newsbraid_text::clean::{CleanOptions, clean_with};
use newsbraid_text::{Document, RawDocument};
use serde::{Deserialize, Serialize};

use super::keys::{StageKeys, key};
use super::store::{Store, StoreError, StoreWriter};
use crate::engines::Engines;
use crate::records::Reject;

/// A cleaned and segmented article.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Segmented {
    pub document: Document,
    pub analysis: Analysis,
}

/// What was found in it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Linked {
    pub annotations: Annotations,
    pub features: ArticleFeatures,
}

/// Where the results of a shard lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShardFiles {
    pub segmented: PathBuf,
    pub linked: PathBuf,
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
        ShardStage { engines, keys, folder, clean, features: Features::new() }
    }

    /// Takes a shard through cleaning, segmentation and linking.
    pub(crate) fn process(&self, raws: Vec<RawDocument>) -> Result<ShardFiles, StoreError> {
        let segment_key = key(&(&self.keys.segment, &raws));
        let segmented = self.folder.join(format!("{segment_key}.segmented"));
        let linked = self.folder.join(format!("{}.linked", key(&(&self.keys.link, &segment_key))));
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

    fn segment(&self, raws: Vec<RawDocument>, path: &Path) -> Result<Vec<Segmented>, StoreError> {
        let mut worker = self.engines.segmenter.worker();
        let (mut articles, mut rejects) = (Vec::with_capacity(raws.len()), Vec::new());
        for raw in raws {
            let document = clean_with(raw, &self.clean);
            if document.text().chars().any(char::is_alphanumeric) {
                let analysis = worker.analyze(document.text(), document.meta.lang);
                articles.push(Segmented { document, analysis });
            } else {
                let reason = "nothing is left after cleaning: it holds no letter or digit of an article".to_string();
                rejects.push(Reject::cleaning(&document.origin, &document.meta.id, reason));
            }
        }
        articles.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
        let mut store = StoreWriter::create(path)?;
        for article in &articles {
            store.push(&article.document.meta.id, article)?;
        }
        store.finish(&rejects)?;
        Ok(articles)
    }

    fn link(&self, articles: &[Segmented], path: &Path) -> Result<(), StoreError> {
        let mut store = StoreWriter::create(path)?;
        for Segmented { document, analysis } in articles {
            let annotations = self.engines.linker.annotate(document, analysis);
            let features = self.features.extract(document, analysis, &annotations);
            store.push(&document.meta.id, &Linked { annotations, features })?;
        }
        store.finish(&())
    }
}

fn read_all(store: &Store) -> Result<Vec<Segmented>, StoreError> {
    let count = store.ids().count();
    (0..count).map(|number| store.read(number)).collect()
}

/// All articles of a run, in order of id, wherever they lie.
pub(crate) struct Articles {
    shards: Vec<(Store, Store)>,
    /// (shard, number) of each article, in order of id.
    places: Vec<(u32, u32)>,
}

impl Articles {
    /// Opens the results of all shards.
    pub(crate) fn open(files: &[ShardFiles]) -> Result<Articles, StoreError> {
        let shards = files
            .iter()
            .map(|files| Ok((Store::open(&files.segmented)?, Store::open(&files.linked)?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut named: Vec<(&str, (u32, u32))> = Vec::new();
        for (shard, (segmented, _)) in shards.iter().enumerate() {
            named.extend(segmented.ids().enumerate().map(|(number, id)| (id, (shard as u32, number as u32))));
        }
        named.sort_unstable();
        let places = named.into_iter().map(|(_, place)| place).collect();
        Ok(Articles { shards, places })
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Ids, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|&(shard, number)| self.shards[shard as usize].0.id(number as usize))
    }

    pub(crate) fn segmented(&self, at: usize) -> Result<Segmented, StoreError> {
        let (shard, number) = self.places[at];
        self.shards[shard as usize].0.read(number as usize)
    }

    pub(crate) fn linked(&self, at: usize) -> Result<Linked, StoreError> {
        let (shard, number) = self.places[at];
        self.shards[shard as usize].1.read(number as usize)
    }

    /// Articles refused in cleaning, in no particular order.
    pub(crate) fn rejects(&self) -> Result<Vec<Reject>, StoreError> {
        let mut all = Vec::new();
        for (segmented, _) in &self.shards {
            all.extend(segmented.note::<Vec<Reject>>()?);
        }
        Ok(all)
    }
}
