//! Names that the knowledge base does not have, as entities shared by articles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use newsbraid_readings::{NameKind, chinese_to_hangul, phonetic_key, sino_korean};
use newsbraid_text::{Script, script_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::events::new_id;
use crate::features::{ArticleFeatures, NameUse};
use crate::known::KnownName;

/// An entity that only its name is known of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NilEntity {
    /// `nil-` and the hash of the key and of the founding article's id.
    pub id: String,
    /// person, organization, product, place, event, where a text says so.
    pub kind: Option<String>,
    /// Spellings with counts, in order of spelling.
    pub surfaces: BTreeMap<String, u32>,
    /// Ids of the articles with the key that each gives the name, sorted.
    pub names: Vec<(String, String)>,
}

/// Gives the unknown names of a collection to entities, in order of id.
///
/// An equal key alone is wrong half of the time (two people can sound alike). Two articles mean one entity if they also
/// report one event, if brackets confirm the name in both, or if both have it in their titles. Names with different keys
/// (Kenji Moriya, 모리야 겐지) are one entity if they are of one kind, sound alike in four consonants or more,
/// and report one event. `order` is by date and id: the first article that uses the name is the
/// founding one. An entity with a name that was known earlier keeps the id of the oldest of these.
pub(crate) fn nil_entities(
    articles: &[ArticleFeatures],
    groups: &[Vec<usize>],
    order: &[usize],
    earlier: &[KnownName],
) -> Vec<NilEntity> {
    let mut event_of = vec![0; articles.len()];
    for (event, group) in groups.iter().enumerate() {
        group.iter().for_each(|&i| event_of[i] = event);
    }
    let uses: Vec<Use> = order
        .iter()
        .flat_map(|&article| {
            let event = event_of[article];
            articles[article].names.iter().map(move |name| Use { article, event, name })
        })
        .collect();
    let known: HashMap<(usize, &str), &str> =
        earlier.iter().map(|name| ((name.article, name.key.as_str()), name.id.as_str())).collect();
    let mut taken = HashSet::new();
    let parts = parted(&uses);
    // Ids from earlier are given first, so that none of them goes to a new entity.
    let mut kept = |uses: &Vec<Use>| {
        let mut ids = uses.iter().filter_map(|one| known.get(&(one.article, one.name.key.as_str())));
        ids.find(|id| taken.insert(id.to_string())).map(|id| id.to_string())
    };
    let kept: Vec<Option<String>> = parts.iter().map(&mut kept).collect();
    let entity = |(uses, kept): (&Vec<Use>, _)| entity(uses, kept, articles, &mut taken);
    let mut found: Vec<NilEntity> = parts.iter().zip(kept).map(entity).collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// A name in an article.
#[derive(Clone, Copy)]
struct Use<'a> {
    article: usize,
    event: usize,
    name: &'a NameUse,
}

/// What two uses of one entity have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
enum Witness<'a> {
    /// The key and the event.
    Event(&'a str, usize),
    /// The key, which brackets confirm.
    Brackets(&'a str),
    /// The key in a title.
    Titles(&'a str),
    /// The kind, the sound and the event.
    Sound(&'a str, String, usize),
}

/// The uses, parted by entity; in order of the first use. A use with a witness belongs to the entity of that witness; one
/// use can bring two entities together.
fn parted<'a>(uses: &[Use<'a>]) -> Vec<Vec<Use<'a>>> {
    let mut parents: Vec<usize> = (0..uses.len()).collect();
    let mut first: BTreeMap<Witness, usize> = BTreeMap::new();
    for (at, one) in uses.iter().enumerate() {
        let name = one.name;
        let mut witnesses = vec![Witness::Event(&name.key, one.event)];
        witnesses.extend(name.confirmed.then_some(Witness::Brackets(&name.key)));
        witnesses.extend(name.in_title.then_some(Witness::Titles(&name.key)));
        let kind = name.kind.as_deref().unwrap_or("");
        witnesses.extend(sounds(name).into_iter().map(|sound| Witness::Sound(kind, sound, one.event)));
        for witness in witnesses {
            let other = *first.entry(witness).or_insert(at);
            let (a, b) = (root(&parents, at), root(&parents, other));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut found: BTreeMap<usize, Vec<Use>> = BTreeMap::new();
    for (at, &one) in uses.iter().enumerate() {
        found.entry(root(&parents, at)).or_default().push(one);
    }
    found.into_values().collect()
}

/// Consonants from which an equal sound joins names of one event: with fewer it is wrong half of the time.
const CONSONANTS: usize = 4;

/// How the spellings of a name may sound: as they stand and, for a person in Chinese characters, read in Mandarin and in
/// Korean.
fn sounds(name: &NameUse) -> BTreeSet<String> {
    let mut spellings: Vec<String> = name.surfaces.iter().map(|(surface, _)| surface.clone()).collect();
    let han = |text: &str| text.chars().all(|c| script_of(c) == Script::Han);
    if name.kind.as_deref() == Some("person") {
        for (surface, _) in name.surfaces.iter().filter(|(surface, _)| han(surface)) {
            spellings.extend(chinese_to_hangul(surface, NameKind::Person).into_iter().take(1));
            spellings.extend(sino_korean(surface).into_iter().take(1));
        }
    }
    let keys = spellings.iter().filter_map(|spelling| phonetic_key(spelling));
    keys.filter(|key| key.len() >= CONSONANTS).collect()
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

fn entity(uses: &[Use], kept: Option<String>, articles: &[ArticleFeatures], taken: &mut HashSet<String>) -> NilEntity {
    let mut surfaces = BTreeMap::new();
    for (surface, count) in uses.iter().flat_map(|one| &one.name.surfaces) {
        *surfaces.entry(surface.clone()).or_default() += count;
    }
    let name_in = |one: &Use| (articles[one.article].id.clone(), one.name.key.clone());
    let names: BTreeSet<(String, String)> = uses.iter().map(name_in).collect();
    let (founder, key) = name_in(&uses[0]);
    let id = kept.unwrap_or_else(|| new_id("nil", &format!("{key}\n{founder}"), taken));
    NilEntity {
        id,
        kind: uses.iter().find_map(|one| one.name.kind.clone()),
        surfaces,
        names: names.into_iter().collect(),
    }
}
