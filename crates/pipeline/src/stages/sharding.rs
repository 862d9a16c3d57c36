//! Inputs cut into shards, and each taken through the shard stage.

use std::collections::BTreeSet;
use std::sync::Mutex;

use newsbraid_text::RawDocument;
use newsbraid_text::clean::CleanOptions;
use rayon::prelude::*;

use super::shard::{ShardFiles, ShardStage};
use super::store::StoreError;
use super::work::Work;
use crate::input::{Articles, FileStats, Inputs};
use crate::records::Reject;
use crate::run_error::RunError;

/// What the shard stage leaves for the others.
pub(crate) struct Sharded {
    pub shards: Vec<ShardFiles>,
    pub stats: Vec<FileStats>,
    pub skipped: Vec<String>,
    /// Articles that could not be read.
    pub rejects: Vec<Reject>,
    /// Ids of articles that are in the shards and no longer in the run.
    pub removed: BTreeSet<String>,
}

/// The files of the shards, the inputs that were read, and what could not be read.
pub(crate) type ShardResults = (Vec<ShardFiles>, Vec<FileStats>, Vec<Reject>);

/// Takes the articles of inputs through cleaning, segmentation and linking.
pub(crate) fn shard_stage(inputs: &Inputs, work: &Work) -> Result<ShardResults, RunError> {
    let Work { config, engines, keys, out, pool, progress, .. } = *work;
    progress.begin("reading, segmenting and linking articles", None);
    let stage = ShardStage::new(engines, keys, &out.stages, CleanOptions { timezone: config.timezone() });
    let mut reader = Articles::new(inputs.files.clone(), config);
    let rejects = Mutex::new(Vec::new());
    let shards = Shards { reader: &mut reader, size: config.run.shard_articles, rejects: &rejects };
    let process = |(number, raws): (usize, Vec<RawDocument>)| {
        let count = raws.len() as u64;
        let files = stage.process(raws)?;
        progress.advance(count);
        Ok((number, files))
    };
    let done: Result<Vec<(usize, ShardFiles)>, StoreError> =
        pool.install(|| shards.enumerate().par_bridge().map(process).collect());
    let mut done = done?;
    done.sort();
    progress.end();
    let rejects = rejects.into_inner().expect("no thread panics while it holds the list");
    Ok((done.into_iter().map(|(_, files)| files).collect(), reader.into_stats(), rejects))
}

/// Cuts the stream of articles into shards; puts refused articles aside.
struct Shards<'r, 'c> {
    reader: &'r mut Articles<'c>,
    size: usize,
    rejects: &'r Mutex<Vec<Reject>>,
}

impl Iterator for Shards<'_, '_> {
    type Item = Vec<RawDocument>;

    fn next(&mut self) -> Option<Vec<RawDocument>> {
        let mut shard = Vec::new();
        while shard.len() < self.size {
            match self.reader.next() {
                Some(Ok(article)) => shard.push(article),
                Some(Err(reject)) => {
                    self.rejects.lock().expect("no thread panics while it holds the list").push(reject)
                }
                None => break,
            }
        }
        (!shard.is_empty()).then_some(shard)
    }
}
