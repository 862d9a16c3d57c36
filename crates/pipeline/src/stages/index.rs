//! The index stage: packed tokens and final entity ids into tantivy.

use std::path::Path;

use newsbraid_indexer::{Entry, Index, IndexWriter, WriterOptions};
use newsbraid_text::Span;
use rayon::prelude::*;

use super::corpus::Corpus;
use super::shard::{Articles, Linked, Segmented};
use super::store::StoreError;
use crate::files::link_folder;
use crate::run::{RunError, Work};

/// Articles packed at a time: enough for the threads, few enough for the memory.
const BATCH: usize = 512;

/// Writes the index of all articles, in order of id; or, where `changed` names articles, puts these into a copy of the one
/// that the run has, in place of what that holds of them.
pub(crate) fn write(
    articles: &Articles,
    corpus: &Corpus,
    work: &Work,
    changed: Option<&[usize]>,
) -> Result<(), RunError> {
    let Work { engines, keys, target, pool, progress, .. } = *work;
    let dir = target.join(INDEX);
    let options = WriterOptions { analyzer: keys.segment.clone(), ..WriterOptions::default() };
    let grown = match changed {
        Some(changed) => grow(&work.out.folder.join(INDEX), &dir, &options)?.map(|writer| (writer, changed.to_vec())),
        None => None,
    };
    let (mut writer, chosen) = match grown {
        Some(grown) => grown,
        None => (IndexWriter::create(&dir, &options)?, (0..articles.len()).collect()),
    };
    progress.begin("indexing", Some(chosen.len() as u64));
    let preparer = writer.preparer();
    for batch in chosen.chunks(BATCH) {
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
        let prepared: Result<Vec<_>, StoreError> = pool.install(|| batch.par_iter().map(|&at| prepare(at)).collect());
        for article in prepared? {
            writer.add_prepared(article)?;
        }
        progress.advance(batch.len() as u64);
    }
    writer.finish(&format!("{} {}", engines.base.hash(), keys.corpus))?;
    progress.end();
    Ok(())
}

/// The name of the index in the folder of a run.
const INDEX: &str = "index";

/// A copy of the index of a run, ready to grow; nothing where it has none that this build can add to.
fn grow(from: &Path, to: &Path, options: &WriterOptions) -> Result<Option<IndexWriter>, RunError> {
    let fits = Index::open(from).is_ok_and(|index| index.analyzer() == options.analyzer);
    if !fits {
        return Ok(None);
    }
    link_folder(from, to).map_err(RunError::io(to))?;
    Ok(Some(IndexWriter::append(to, options)?))
}
