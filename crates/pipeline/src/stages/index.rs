//! The index stage: packed tokens and final entity ids into tantivy.

use std::path::Path;

use newsbraid_indexer::{Entry, IndexWriter, WriterOptions};
use newsbraid_text::Span;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::corpus::Corpus;
use super::keys::StageKeys;
use super::shard::{Articles, Linked, Segmented};
use super::store::StoreError;
use crate::engines::Engines;
use crate::progress::Progress;
use crate::run::RunError;

/// Articles packed at a time: enough for the threads, few enough for the memory.
const BATCH: usize = 512;

/// Writes the index of all articles, in order of id.
pub(crate) fn write(
    articles: &Articles,
    corpus: &Corpus,
    engines: &Engines,
    keys: &StageKeys,
    folder: &Path,
    pool: &ThreadPool,
    progress: &dyn Progress,
) -> Result<(), RunError> {
    progress.begin("indexing", Some(articles.len() as u64));
    let options = WriterOptions { analyzer: keys.segment.clone(), ..WriterOptions::default() };
    let mut writer = IndexWriter::create(&folder.join("index"), &options)?;
    let preparer = writer.preparer();
    for start in (0..articles.len()).step_by(BATCH) {
        let batch = start..(start + BATCH).min(articles.len());
        let prepare = |at: usize| {
            let Segmented { document, analysis } = articles.segmented(at)?;
            let Linked { annotations, .. } = articles.linked(at)?;
            let mut entities: Vec<(Span, String)> = Vec::with_capacity(annotations.mentions.len());
            for mention in &annotations.mentions {
                let nil = || corpus.nil(&document.meta.id, mention.key.as_deref()?);
                entities.extend(mention.entity.clone().or_else(nil).map(|id| (mention.span, id)));
            }
            Ok(preparer.prepare(&Entry {
                id: &document.meta.id,
                title: &document.meta.title,
                lang: document.meta.lang,
                published: document.meta.published_at,
                source: document.meta.source.as_deref(),
                text: document.text(),
                analysis: &analysis,
                title_span: document.title_span,
                entities: &entities,
                figures: &annotations.figures,
                times: &annotations.times,
            }))
        };
        let prepared: Result<Vec<_>, StoreError> =
            pool.install(|| batch.clone().into_par_iter().map(prepare).collect());
        for article in prepared? {
            writer.add_prepared(article)?;
        }
        progress.advance(batch.len() as u64);
    }
    writer.finish(&format!("{} {}", engines.base.hash(), keys.corpus))?;
    progress.end();
    Ok(())
}
