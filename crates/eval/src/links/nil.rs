//! Names that no knowledge base knows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::found::FoundMention;
use super::gold::GoldMention;
use super::matching::{overlap, same_span};
use crate::clusters::Contingency;
use crate::{Prf, Share};

/// How unknown names are treated. A marked mention of an unknown one (`nil:key`) that is linked to an entity of the same
/// English name is no case of this: the base knows it after all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct NilScore {
    /// Accuracy: marked mentions of unknown ones that were found and given a NIL id (Ji & Grishman, Knowledge base population,
    /// ACL 2011: NIL queries answered NIL).
    pub right: Share,
    /// Marked mentions of unknown ones that were linked to the knowledge base.
    pub linked: u64,
    /// Marked mentions of unknown ones of which nothing was found.
    pub missed: u64,
    /// Marked mentions of known ones that got a NIL id and no link.
    pub known: u64,
    /// Mentions with a NIL id where nothing is marked.
    pub extra: u64,
    /// BCubed over the right ones: whether one key got one NIL id, and different keys different ones.
    pub identity: Prf,
}

/// Counts over the fields of all articles.
#[derive(Default)]
pub(super) struct NilCount<'a> {
    score: NilScore,
    /// Key and id of each right one.
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> NilCount<'a> {
    /// Adds a field. `known_after_all` says which marked mentions are linked to an entity of their name.
    pub(super) fn add(
        &mut self,
        gold: &'a [GoldMention],
        found: &[&'a FoundMention],
        known_after_all: impl Fn(usize) -> bool,
    ) {
        let unknown = |m: &FoundMention| m.entity.is_none() && m.nil.is_some();
        for (n, mention) in gold.iter().enumerate().filter(|(_, mention)| !mention.optional) {
            let over: Vec<&FoundMention> = found.iter().copied().filter(|m| overlap(mention, m)).collect();
            let linked = over.iter().any(|m| m.entity.is_some());
            let nils = || over.iter().copied().filter(|m| unknown(m));
            let nil = nils().find(|m| same_span(mention, m)).or(nils().next()).and_then(|m| m.nil.as_deref());
            if !mention.is_nil() {
                self.score.known += u64::from(!linked && nil.is_some());
            } else if !known_after_all(n) {
                self.score.right.add(nil.is_some());
                self.score.linked += u64::from(nil.is_none() && linked);
                self.score.missed += u64::from(over.is_empty());
                self.pairs.extend(nil.map(|id| (mention.entity.as_str(), id)));
            }
        }
        let marked = |m: &FoundMention| gold.iter().any(|mention| overlap(mention, m));
        self.score.extra += found.iter().filter(|m| unknown(m) && !marked(m)).count() as u64;
    }

    /// The score of what was added.
    pub(super) fn score(self) -> NilScore {
        let (mut keys, mut ids) = (BTreeMap::new(), BTreeMap::new());
        let rows = self.pairs.iter().map(|&(key, id)| {
            let (next_key, next_id) = (keys.len(), ids.len());
            (*keys.entry(key).or_insert(next_key), *ids.entry(id).or_insert(next_id), 0)
        });
        NilScore { identity: Contingency::new(rows, false).measures().b3, ..self.score }
    }
}
