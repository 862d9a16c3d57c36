//! What a run that grows carries on: its events and unknown names keep their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use newsbraid_clusterer::{Collection, Known, KnownEvent, KnownName, MergedEvent};
use newsbraid_linker::{Annotations, Mention};
use newsbraid_text::Document;
use rayon::prelude::*;

use crate::output::{OutputError, Records};
use crate::records::{ClusterRecord, MentionRecord};
use crate::run::MERGED;
use crate::stages::shard::{Articles, ShardFiles};
use crate::stages::store::StoreError;

/// What a finished run found.
pub(crate) struct Earlier {
    /// Its articles.
    articles: Articles,
    /// Its shards, which come before all new ones.
    shards: usize,
    events: Vec<ClusterRecord>,
    /// For each article the ids of its unknown names, in the order of its mentions.
    nils: HashMap<String, Vec<Option<String>>>,
    merged: Vec<MergedEvent>,
}

impl Earlier {
    /// Reads what a run left in its folder; `shards` are its own.
    pub(crate) fn read(
        folder: &Path,
        shards: &[ShardFiles],
        removed: &BTreeSet<String>,
    ) -> Result<Earlier, EarlierError> {
        let events = Records::open(&folder.join("clusters.jsonl"))?.collect::<Result<_, OutputError>>()?;
        let mut nils: HashMap<String, Vec<Option<String>>> = HashMap::new();
        for mention in Records::<MentionRecord>::open(&folder.join("mentions.jsonl"))? {
            let mention = mention?;
            nils.entry(mention.place.doc).or_default().push(mention.nil);
        }
        let merged = folder.join(MERGED);
        let merged = if merged.exists() { Records::open(&merged)?.collect::<Result<_, _>>()? } else { Vec::new() };
        Ok(Earlier { articles: Articles::open(shards, removed)?, shards: shards.len(), events, nils, merged })
    }

    /// Adds to what is known of the articles of the grown run what was found of those that are as they were.
    pub(crate) fn carry_on(&self, articles: &Articles, known: &mut Known) -> Result<(), StoreError> {
        let before: HashMap<&str, usize> = self.articles.ids().enumerate().map(|(at, id)| (id, at)).collect();
        let ids: Vec<&str> = articles.ids().collect();
        let new: Vec<bool> = (0..articles.len())
            .into_par_iter()
            .map(|at| match before.get(ids[at]) {
                _ if articles.shard(at) < self.shards => Ok(false),
                None => Ok(true),
                Some(&old) => Ok(!is_same(&self.articles.segmented(old)?.document, &articles.segmented(at)?.document)),
            })
            .collect::<Result<_, StoreError>>()?;
        let place = |doc: &String| ids.binary_search(&doc.as_str()).ok().filter(|&at| !new[at]);
        let event = |event: &ClusterRecord| KnownEvent {
            cluster: event.cluster.clone(),
            first_seen: event.first_seen,
            articles: event.docs.iter().filter_map(place).collect(),
        };
        known.events = self.events.iter().map(event).filter(|event| !event.articles.is_empty()).collect();
        let kept = (0..articles.len()).into_par_iter().filter(|&at| !new[at]);
        let names: Result<Vec<Vec<KnownName>>, StoreError> =
            kept.map(|at| Ok(self.names(at, ids[at], &articles.annotations(at)?))).collect();
        known.nil_names = names?.into_iter().flatten().collect();
        Ok(())
    }

    /// The unknown names of an article with the ids that they got.
    fn names(&self, article: usize, id: &str, annotations: &Annotations) -> Vec<KnownName> {
        let nils = self.nils.get(id).map(Vec::as_slice).unwrap_or_default();
        let mentions = annotations.mentions.iter().zip(nils);
        let name = |(mention, nil): (&Mention, &Option<String>)| {
            Some(KnownName { article, key: mention.key.clone()?, id: nil.clone()? })
        };
        mentions.filter_map(name).collect()
    }

    /// All events that turned out to be others, then or now, each with the one that it is in now; in order of id.
    pub(crate) fn merged(&self, now: &[MergedEvent]) -> Vec<MergedEvent> {
        let into: BTreeMap<&str, &str> =
            now.iter().map(|event| (event.cluster.as_str(), event.merged_into.as_str())).collect();
        let follow = |event: &MergedEvent| MergedEvent {
            merged_into: into.get(event.merged_into.as_str()).map_or(event.merged_into.clone(), |id| id.to_string()),
            cluster: event.cluster.clone(),
        };
        let mut all: Vec<MergedEvent> = self.merged.iter().map(follow).chain(now.iter().cloned()).collect();
        all.sort();
        all
    }
}

/// Whether an article that came again is the same, wherever it was read.
fn is_same(old: &Document, new: &Document) -> bool {
    old.meta == new.meta && old.text() == new.text() && old.parts == new.parts && old.title_span == new.title_span
}

/// Why a run cannot be carried on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EarlierError {
    /// Its records cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Its stage files cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
