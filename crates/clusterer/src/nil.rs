//! Names that the knowledge base does not have, as entities shared by articles.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::events::stable_id;
use crate::features::{ArticleFeatures, NameUse};

/// An entity that only its name is known of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NilEntity {
    /// `nil-` and the hash of the key and of the founding article's id.
    pub id: String,
    /// The key that its spellings have in common.
    pub key: String,
    /// person, organization, product, place, event, where a text says so.
    pub kind: Option<String>,
    /// Spellings with counts, in order of spelling.
    pub surfaces: BTreeMap<String, u32>,
    /// Ids of the articles, sorted.
    pub docs: Vec<String>,
}

/// Gives the unknown names of a collection to entities, in order of id.
///
/// An equal key alone is wrong half of the time (two people can sound alike). Two articles mean one entity if they also
/// report one event, if brackets confirm the name in both, or if both have it in their titles. `order` is by date and id:
/// the first article that uses the name is the founding one.
pub(crate) fn nil_entities(articles: &[ArticleFeatures], groups: &[Vec<usize>], order: &[usize]) -> Vec<NilEntity> {
    let mut event_of = vec![0; articles.len()];
    for (event, group) in groups.iter().enumerate() {
        group.iter().for_each(|&i| event_of[i] = event);
    }
    let mut uses: BTreeMap<&str, Vec<(usize, &NameUse)>> = BTreeMap::new();
    for &article in order {
        for name in &articles[article].names {
            uses.entry(&name.key).or_default().push((article, name));
        }
    }
    let mut found: Vec<NilEntity> = uses
        .into_iter()
        .flat_map(|(key, uses)| parted(&uses, &event_of).into_iter().map(move |uses| (key, uses)))
        .map(|(key, uses)| entity(key, &uses, articles))
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// The uses of one key, parted by entity; in order of the first use.
fn parted<'a>(uses: &[(usize, &'a NameUse)], event_of: &[usize]) -> Vec<Vec<(usize, &'a NameUse)>> {
    // A use with a witness belongs to the entity of that witness; one use can bring two entities together.
    #[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
    enum Witness {
        Event(usize),
        Brackets,
        Titles,
    }
    let mut parents: Vec<usize> = (0..uses.len()).collect();
    let mut first: BTreeMap<Witness, usize> = BTreeMap::new();
    for (at, (article, name)) in uses.iter().enumerate() {
        let brackets = name.confirmed.then_some(Witness::Brackets);
        let titles = name.in_title.then_some(Witness::Titles);
        for witness in [Some(Witness::Event(event_of[*article])), brackets, titles].into_iter().flatten() {
            let other = *first.entry(witness).or_insert(at);
            let (a, b) = (root(&parents, at), root(&parents, other));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut found: BTreeMap<usize, Vec<(usize, &NameUse)>> = BTreeMap::new();
    for (at, &name) in uses.iter().enumerate() {
        found.entry(root(&parents, at)).or_default().push(name);
    }
    found.into_values().collect()
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

fn entity(key: &str, uses: &[(usize, &NameUse)], articles: &[ArticleFeatures]) -> NilEntity {
    let mut surfaces = BTreeMap::new();
    for (surface, count) in uses.iter().flat_map(|(_, name)| &name.surfaces) {
        *surfaces.entry(surface.clone()).or_default() += count;
    }
    let mut docs: Vec<String> = uses.iter().map(|(article, _)| articles[*article].id.clone()).collect();
    let id = stable_id("nil", &format!("{key}\n{}", docs[0]));
    docs.sort();
    NilEntity { id, key: key.to_string(), kind: uses.iter().find_map(|(_, name)| name.kind.clone()), surfaces, docs }
}
