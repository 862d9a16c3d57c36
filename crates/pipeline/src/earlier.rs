//! What of a run is carried on: its events and unknown names keep their ids. Where a run grows, its events stay together too;
//! where it is made anew, an id stays with the article that gave it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use jiff::Timestamp;
use newsbraid_clusterer::{Collection, Known, KnownEvent, KnownName, MergedEvent, founded_events, founded_names};
use newsbraid_linker::{Annotations, Mention};
use newsbraid_text::Document;
use rayon::prelude::*;

use crate::output::{OutputError, Records};
use crate::records::{ClusterRecord, MentionRecord};
use crate::stages::shard::{Articles, ShardFiles};
use crate::stages::store::StoreError;

/// The file of a run that names events that turned out to be others.
pub(crate) const MERGED: &str = "merged.jsonl";

/// What a run leaves to the one that takes its place.
pub(crate) trait Carried: Sync {
    /// Adds to what is known of the articles of the new run what was found of them.
    fn carry_on(&self, articles: &Articles, known: &mut Known) -> Result<(), StoreError>;

    /// Events that had turned out to be others before.
    fn merged_before(&self) -> &[MergedEvent];

    /// All events that turned out to be others, then or now, each with the one that it is in now; in order of id.
    fn merged(&self, now: &[MergedEvent]) -> Vec<MergedEvent> {
        let into: BTreeMap<&str, &str> =
            now.iter().map(|event| (event.cluster.as_str(), event.merged_into.as_str())).collect();
        let follow = |event: &MergedEvent| MergedEvent {
            merged_into: into.get(event.merged_into.as_str()).map_or(event.merged_into.clone(), |id| id.to_string()),
            cluster: event.cluster.clone(),
        };
        let mut all: Vec<MergedEvent> = self.merged_before().iter().map(follow).chain(now.iter().cloned()).collect();
        all.sort();
        all.dedup_by(|a, b| a.cluster == b.cluster);
        all
    }
}

/// Ids that a run gave, each with the article that founded the event or first had the name.
#[derive(Default)]
pub(crate) struct Founded {
    /// Events with the time they were first seen.
    events: HashMap<String, Option<Timestamp>>,
    names: HashSet<String>,
    merged: Vec<MergedEvent>,
}

impl Founded {
    /// Reads the ids from the folder of a run.
    pub(crate) fn read(folder: &Path) -> Result<Founded, OutputError> {
        let mut founded = Founded { merged: merged(folder)?, ..Founded::default() };
        for event in Records::<ClusterRecord>::open(&folder.join("clusters.jsonl"))? {
            let event = event?;
            founded.events.insert(event.cluster, event.first_seen);
        }
        for mention in Records::<MentionRecord>::open(&folder.join("mentions.jsonl"))? {
            founded.names.extend(mention?.nil);
        }
        Ok(founded)
    }

    fn names_of(&self, at: usize, articles: &Articles) -> Result<Vec<KnownName>, StoreError> {
        let annotations = articles.annotations(at)?;
        let keys: BTreeSet<&String> = annotations.mentions.iter().filter_map(|mention| mention.key.as_ref()).collect();
        let name = |key: &String| {
            let id = founded_names(key, articles.id(at)).into_iter().find(|id| self.names.contains(id))?;
            Some(KnownName { article: at, key: key.clone(), id })
        };
        Ok(keys.into_iter().filter_map(name).collect())
    }
}

impl Carried for Founded {
    fn carry_on(&self, articles: &Articles, known: &mut Known) -> Result<(), StoreError> {
        let event = |(at, id): (usize, &str)| {
            let cluster = founded_events(id).into_iter().find(|id| self.events.contains_key(id))?;
            Some(KnownEvent { first_seen: self.events[&cluster], cluster, articles: vec![at] })
        };
        known.events = articles.ids().enumerate().filter_map(event).collect();
        if !self.names.is_empty() {
            let names = (0..articles.len()).into_par_iter().map(|at| self.names_of(at, articles));
            known.nil_names = names.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        }
        Ok(())
    }

    fn merged_before(&self) -> &[MergedEvent] {
        &self.merged
    }
}

fn merged(folder: &Path) -> Result<Vec<MergedEvent>, OutputError> {
    let path = folder.join(MERGED);
    if path.exists() { Records::open(&path)?.collect() } else { Ok(Vec::new()) }
}

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
        let articles = Articles::open(shards, removed)?;
        Ok(Earlier { articles, shards: shards.len(), events, nils, merged: merged(folder)? })
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
}

impl Carried for Earlier {
    /// What was found of the articles that are as they were.
    fn carry_on(&self, articles: &Articles, known: &mut Known) -> Result<(), StoreError> {
        let before: HashMap<&str, usize> = self.articles.ids().enumerate().map(|(at, id)| (id, at)).collect();
        let ids: Vec<&str> = articles.ids().collect();
        let new: Vec<bool> = (0..articles.len())
            .into_par_iter()
            .map(|at| match before.get(ids[at]) {
                _ if articles.shard(at) < self.shards => Ok(false),
                None => Ok(true),
                Some(&old) => Ok(!is_same(&self.articles.document(old)?, &articles.document(at)?)),
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

    fn merged_before(&self) -> &[MergedEvent] {
        &self.merged
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
