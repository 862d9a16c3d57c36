//! The index stage: packed tokens and final entity ids into tantivy.

use std::path::Path;

use newsbraid_clusterer::{Collection, Concepts, LEAD};
use newsbraid_indexer::{Entry, Index, IndexUpdate, IndexWriter, Prepared, Preparer, WriterOptions};
use newsbraid_linker::Annotations;
use newsbraid_segmenter::Analysis;
use newsbraid_text::{Document, Span};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::corpus::Corpus;
use super::shard::{Articles, Segmented};
use super::store::StoreError;
use super::work::Work;
use crate::input::hex;
use crate::run_error::RunError;

/// The folder of the index, below the output folder.
pub(crate) const INDEX: &str = "index";

/// Articles packed at a time: enough for the threads, few enough for the memory.
const BATCH: usize = 512;

/// What the index stage works with.
pub(crate) struct IndexStage<'s> {
    pub articles: &'s Articles,
    pub corpus: &'s Corpus,
    pub work: &'s Work<'s>,
}

impl IndexStage<'_> {
    /// Writes the index of all articles anew.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), RunError> {
        self.create(&folder.join(INDEX), &self.fingerprints()?)
    }

    /// Brings the index of an earlier run up to date: articles that are gone are deleted, those that changed are written again,
    /// the others stay. Where there is none that fits, or little would stay, it is written anew.
    pub(crate) fn update(&self, folder: &Path) -> Result<(), RunError> {
        let (path, fingerprints) = (folder.join(INDEX), self.fingerprints()?);
        let fits = Index::open(&path).ok().filter(|index| index.analyzer() == self.work.keys.segment);
        let Some(index) = fits else { return self.create(&path, &fingerprints) };
        let update = IndexUpdate::between(&index, self.articles.ids().zip(fingerprints.iter().copied()))?;
        drop(index);
        if update.is_rebuild() {
            return self.create(&path, &fingerprints);
        }
        let mut writer = IndexWriter::append(&path, &self.options())?;
        update.gone.iter().for_each(|id| writer.delete(id));
        self.add(writer, &update.changed, &fingerprints)
    }

    fn create(&self, path: &Path, fingerprints: &[u64]) -> Result<(), RunError> {
        let all: Vec<usize> = (0..self.articles.len()).collect();
        self.add(IndexWriter::create(path, &self.options())?, &all, fingerprints)
    }

    fn options(&self) -> WriterOptions {
        WriterOptions { analyzer: self.work.keys.segment.clone(), ..WriterOptions::default() }
    }

    /// Adds the articles of these numbers and finishes.
    fn add(&self, mut writer: IndexWriter, numbers: &[usize], fingerprints: &[u64]) -> Result<(), RunError> {
        self.work.progress.begin("indexing", Some(numbers.len() as u64));
        let numbers = self.by_language(numbers)?;
        let preparer = writer.preparer();
        let concepts = self.work.engines.concepts();
        for batch in numbers.chunks(BATCH) {
            let prepare = |at: &usize| self.prepare(*at, fingerprints[*at], &preparer, concepts);
            let prepared: Result<Vec<_>, StoreError> =
                self.work.pool.install(|| batch.par_iter().map(prepare).collect());
            for article in prepared? {
                writer.add_prepared(article)?;
            }
            self.work.progress.advance(batch.len() as u64);
        }
        writer.finish(&self.payload(fingerprints))?;
        self.work.progress.end();
        Ok(())
    }

    /// Articles by language, in order of id within it: what they share is then stored together.
    fn by_language(&self, numbers: &[usize]) -> Result<Vec<usize>, StoreError> {
        let lang = |at: &usize| Ok((self.articles.lang(*at)?, *at));
        let found: Result<Vec<_>, StoreError> = self.work.pool.install(|| numbers.par_iter().map(lang).collect());
        let mut found = found?;
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, at)| at).collect())
    }

    fn prepare(
        &self,
        at: usize,
        fingerprint: u64,
        preparer: &Preparer,
        concepts: &Concepts,
    ) -> Result<Prepared, StoreError> {
        let Segmented { document, analysis } = self.articles.segmented(at)?;
        let annotations = self.articles.annotations(at)?;
        let mut entities: Vec<(Span, String)> = Vec::with_capacity(annotations.mentions.len());
        for mention in &annotations.mentions {
            let nil = || self.corpus.nil(at, mention.key.as_deref()?).map(str::to_string);
            entities.extend(mention.entity.clone().or_else(nil).map(|id| (mention.span, id)));
        }
        Ok(preparer.prepare(&Entry {
            id: &document.meta.id,
            fingerprint,
            title: &document.meta.title,
            lang: document.meta.lang,
            published: document.meta.published_at,
            source: document.meta.source.as_deref(),
            text: document.text(),
            analysis: &analysis,
            title_span: document.title_span,
            entities: &entities,
            sounds: &sounds(&document, &analysis, &annotations, concepts),
            figures: &annotations.figures,
            times: &annotations.times,
        }))
    }

    /// A hash of all that the index takes of each article: what the stages before left of it, and its unknown names.
    fn fingerprints(&self) -> Result<Vec<u64>, StoreError> {
        let one = |at: usize| {
            let mut hash = Sha256::new();
            self.articles.hash(at, &mut hash)?;
            for part in self.corpus.nils_of(at).flat_map(|(key, nil)| [key, nil]) {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            let digest = hash.finalize();
            Ok(u64::from_le_bytes(digest[..8].try_into().expect("a SHA-256 has 32 bytes")))
        };
        self.work.pool.install(|| (0..self.articles.len()).into_par_iter().map(one).collect())
    }

    /// The note that the index is finished with: the knowledge base, the key of the corpus stage, and a hash of what is in it.
    fn payload(&self, fingerprints: &[u64]) -> String {
        let mut hash = Sha256::new();
        for (id, fingerprint) in self.articles.ids().zip(fingerprints) {
            hash.update(id.as_bytes());
            hash.update(fingerprint.to_le_bytes());
        }
        format!("{} {} {}", self.work.engines.base.hash(), self.work.keys.corpus, &hex(&hash.finalize())[..32])
    }
}

/// How the words of title and lead sound that may be foreign names, where no known entity is mentioned.
fn sounds(
    document: &Document,
    analysis: &Analysis,
    annotations: &Annotations,
    concepts: &Concepts,
) -> Vec<(Span, String)> {
    let end = analysis.normalized.from_source(document.title_span).end + LEAD;
    let known: Vec<Span> =
        annotations.mentions.iter().filter(|mention| mention.entity.is_some()).map(|mention| mention.span).collect();
    let mut sounds = concepts.sounds_of_names(document.text(), analysis, end as usize);
    sounds.retain(|(span, _)| !known.iter().any(|name| name.overlaps(*span)));
    sounds.sort_unstable();
    sounds
}
