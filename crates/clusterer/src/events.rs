//! Events: what is known of a group of articles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use newsbraid_text::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cluster::{Judged, MergedEvent};
use crate::known::{Known, KnownEvent};
use crate::pairs::shared;
use crate::vectors::{Space, Vector};
use crate::{ArticleFeatures, Family, Feature};

/// Articles that report the same happening; one line of `clusters.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `ev-` and the hash of the founding article's id: the one with the earliest date, then the first id, when the event was
    /// first found.
    pub cluster: String,
    /// Ids of the articles, sorted.
    pub docs: Vec<String>,
    /// For each language the title of its earliest article.
    pub headline: BTreeMap<String, String>,
    /// Earliest time of publication.
    #[schemars(with = "Option<String>")]
    pub first_seen: Option<Timestamp>,
    /// Latest time of publication.
    #[schemars(with = "Option<String>")]
    pub last_seen: Option<Timestamp>,
    /// Languages, in the order of [`Lang::ALL`].
    #[schemars(with = "Vec<String>")]
    pub langs: Vec<Lang>,
    /// Publishers, sorted.
    pub sources: Vec<String>,
    /// Entities, the one in most articles first.
    pub entities: Vec<Shared>,
    /// Figures that at least two articles state, the one in most articles first.
    pub figures: Vec<Shared>,
    /// Why each article but the founding one belongs to the event.
    pub why: Vec<Why>,
    /// Articles that were kept out by `--cannot-link`, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub apart: Vec<Apart>,
    /// Id of the story that the event belongs to.
    pub story: String,
}

/// Something that articles of an event have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shared {
    /// Id of an entity, or a figure as one article writes it.
    pub value: String,
    /// Articles of the event that have it.
    pub docs: u32,
}

/// The evidence that joined an article to its event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Why {
    /// The article.
    pub doc: String,
    /// The article of the event that it is most like.
    pub with: String,
    /// The probability that both report one event; 1 for a near-duplicate.
    pub probability: f64,
    /// The strongest shared features; empty for a near-duplicate.
    pub evidence: Vec<Evidence>,
    /// What joined it whatever it shares; absent where the evidence did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub constraint: Option<Constraint>,
}

/// What a user insists on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// `--must-link` names the two articles.
    MustLink,
}

/// Two articles that `--cannot-link` names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Apart {
    /// The article of this event.
    pub doc: String,
    /// The article that is kept out of it.
    pub from: String,
}

/// A feature that two articles share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What kind of evidence it is.
    pub family: Family,
    /// As the article has it.
    pub text: String,
}

/// Shared features that explain a join.
const EVIDENCE: usize = 3;
/// Entities and figures kept for an event.
const KEPT: usize = 20;

/// An id that depends on nothing but the text it is given.
pub(crate) fn stable_id(prefix: &str, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-{hex}")
}

/// The ids of groups of articles, each in order of date and id, and the earlier events that are no more. A group with an
/// earlier event has its id, that of the oldest of several; another that of its founding article.
pub(crate) fn event_ids(
    groups: &[Vec<usize>],
    articles: &[ArticleFeatures],
    known: &Known,
) -> (Vec<String>, Vec<MergedEvent>) {
    let earlier = known.events_of(groups);
    let mut taken: HashSet<String> = earlier.iter().flatten().map(|event| event.cluster.clone()).collect();
    let mut merged = Vec::new();
    let id = |(group, earlier): (&Vec<usize>, &Vec<&KnownEvent>)| match earlier.split_first() {
        None => new_id("ev", &articles[group[0]].id, &mut taken),
        Some((oldest, others)) => {
            let merge = |event: &&KnownEvent| MergedEvent {
                cluster: event.cluster.clone(),
                merged_into: oldest.cluster.clone(),
            };
            merged.extend(others.iter().map(merge));
            oldest.cluster.clone()
        }
    };
    let ids = groups.iter().zip(&earlier).map(id).collect();
    merged.sort();
    (ids, merged)
}

/// The stable id of a text, or of the text and a number where that is taken: an article can come again with another text
/// while the event that it founded goes on.
pub(crate) fn new_id(prefix: &str, text: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|n| stable_id(prefix, &format!("{text}\n{n}")));
    let mut ids = std::iter::once(stable_id(prefix, text)).chain(numbered);
    ids.find(|id| taken.insert(id.clone())).expect("some number is free")
}

/// Describes groups of articles.
pub(crate) struct Describer<'a> {
    pub articles: &'a [ArticleFeatures],
    /// The articles that were compared, by place in `compared`.
    pub space: &'a Space,
    pub compared: &'a [usize],
    pub near: &'a [Option<usize>],
    pub judged: &'a [Judged],
    pub known: &'a Known,
}

/// What the pairs say of the articles.
struct Partners {
    /// For each article the most probable pair with an article of its group.
    best: HashMap<usize, (usize, f64)>,
    /// For each article that a must-link names the other one, and the probability of the pair.
    bound: HashMap<usize, (usize, f64)>,
}

impl Describer<'_> {
    /// The events of groups; each group in order of date and id, so that its first article is the founding one.
    pub fn events(&self, groups: &[Vec<usize>], ids: &[String]) -> Vec<Event> {
        let partners = Partners { best: self.partners(groups), bound: self.bound() };
        let mut apart = self.apart();
        let events = groups.iter().zip(ids).map(|(group, id)| {
            let apart = group.iter().filter_map(|article| apart.remove(article)).flatten().collect();
            self.event(group, id, apart, &partners)
        });
        events.collect()
    }

    /// For each article what it is kept apart from.
    fn apart(&self) -> HashMap<usize, BTreeSet<Apart>> {
        let id = |article: usize| self.articles[article].id.clone();
        let mut apart: HashMap<usize, BTreeSet<Apart>> = HashMap::new();
        for &(a, b) in &self.known.cannot_link {
            for (doc, from) in [(a, b), (b, a)] {
                apart.entry(doc).or_default().insert(Apart { doc: id(doc), from: id(from) });
            }
        }
        apart
    }

    /// For each article of a must-link the other one of the first that names it.
    fn bound(&self) -> HashMap<usize, (usize, f64)> {
        let mut bound = HashMap::new();
        for &(a, b) in &self.known.must_link {
            bound.entry(b).or_insert((a, 0.0));
            bound.entry(a).or_insert((b, 0.0));
        }
        if !bound.is_empty() {
            for judged in self.judged {
                let (a, b) = (self.compared[judged.a], self.compared[judged.b]);
                for (from, to) in [(a, b), (b, a)] {
                    bound.entry(from).and_modify(|pair| {
                        if pair.0 == to {
                            pair.1 = judged.probability
                        }
                    });
                }
            }
        }
        bound
    }

    fn event(&self, group: &[usize], id: &str, apart: BTreeSet<Apart>, partners: &Partners) -> Event {
        let articles: Vec<&ArticleFeatures> = group.iter().map(|&i| &self.articles[i]).collect();
        let mut docs: Vec<String> = articles.iter().map(|a| a.id.clone()).collect();
        docs.sort();
        let mut headline = BTreeMap::new();
        for article in &articles {
            headline.entry(article.lang.tag().to_string()).or_insert_with(|| article.title.clone());
        }
        let sources: BTreeSet<String> = articles.iter().filter_map(|a| a.source.clone()).collect();
        Event {
            cluster: id.to_string(),
            docs,
            headline,
            first_seen: articles.iter().filter_map(|a| a.date).min(),
            last_seen: articles.iter().filter_map(|a| a.date).max(),
            langs: Lang::ALL.into_iter().filter(|&lang| articles.iter().any(|a| a.lang == lang)).collect(),
            sources: sources.into_iter().collect(),
            entities: entities(&articles),
            figures: figures(&articles),
            why: group.iter().skip(1).map(|&i| self.why(i, group[0], partners)).collect(),
            apart: apart.into_iter().collect(),
            story: String::new(),
        }
    }

    /// For each article the most probable pair with an article of its group.
    fn partners(&self, groups: &[Vec<usize>]) -> HashMap<usize, (usize, f64)> {
        let group_of: HashMap<usize, usize> =
            groups.iter().enumerate().flat_map(|(g, group)| group.iter().map(move |&i| (i, g))).collect();
        let mut best: HashMap<usize, (usize, f64)> = HashMap::new();
        for judged in self.judged {
            let (a, b) = (self.compared[judged.a], self.compared[judged.b]);
            if group_of[&a] == group_of[&b] {
                for (from, to) in [(a, b), (b, a)] {
                    let slot = best.entry(from).or_insert((to, judged.probability));
                    if judged.probability > slot.1 {
                        *slot = (to, judged.probability);
                    }
                }
            }
        }
        best
    }

    fn why(&self, article: usize, founding: usize, partners: &Partners) -> Why {
        let bound = partners.bound.get(&article).copied();
        let near = self.near[article].map(|original| (original, 1.0));
        let best = || partners.best.get(&article).copied().unwrap_or((founding, 0.0));
        let (with, probability) = near.or(bound).unwrap_or_else(best);
        let evidence = if near.is_some() { Vec::new() } else { self.evidence(article, with) };
        let id = |i: usize| self.articles[i].id.clone();
        let constraint = (near.is_none() && bound.is_some()).then_some(Constraint::MustLink);
        Why { doc: id(article), with: id(with), probability: (probability * 1e6).round() / 1e6, evidence, constraint }
    }

    fn evidence(&self, article: usize, with: usize) -> Vec<Evidence> {
        let vector = |i: usize| Some(&self.space.vectors[self.compared.binary_search(&i).ok()?]);
        let (Some(x), Some(y)) = (vector(article), vector(with)) else { return Vec::new() };
        strongest(&self.articles[article].features, x, y)
    }
}

/// The strongest features that two articles share, bigrams only where there is nothing else; `features` are those of the
/// first.
pub(crate) fn strongest(features: &[Feature], x: &Vector, y: &Vector) -> Vec<Evidence> {
    let mut found = Vec::new();
    shared(x, y, |p, q| found.push((p.family == Family::Bigram, p.weight * q.weight, p.source as usize)));
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let evidence = |(_, _, source): &(bool, f32, usize)| Evidence {
        family: features[*source].family,
        text: features[*source].text.clone(),
    };
    found.iter().take(EVIDENCE).map(evidence).collect()
}

fn entities(articles: &[&ArticleFeatures]) -> Vec<Shared> {
    let ids = articles.iter().flat_map(|a| a.entities.iter().map(|(id, _)| (id.as_str(), id.as_str())));
    most_shared(ids, 1)
}

/// Figures of several digits that at least two articles state.
fn figures(articles: &[&ArticleFeatures]) -> Vec<Shared> {
    let with_text = |a: &ArticleFeatures| -> BTreeMap<u64, String> {
        let figures = a.features.iter().filter(|f| f.family == Family::Figure && a.exact_figures.contains(&f.hash));
        figures.map(|f| (f.hash, f.text.clone())).collect()
    };
    let all: Vec<BTreeMap<u64, String>> = articles.iter().map(|a| with_text(a)).collect();
    most_shared(all.iter().flat_map(|m| m.iter().map(|(hash, text)| (*hash, text.as_str()))), 2)
}

/// The values that most articles have; each is shown as the first article writes it.
fn most_shared<'a, K: Ord>(values: impl Iterator<Item = (K, &'a str)>, least: u32) -> Vec<Shared> {
    let mut counts: BTreeMap<K, Shared> = BTreeMap::new();
    for (key, text) in values {
        counts.entry(key).or_insert_with(|| Shared { value: text.to_string(), docs: 0 }).docs += 1;
    }
    let mut found: Vec<Shared> = counts.into_values().filter(|shared| shared.docs >= least).collect();
    found.sort_by(|a, b| b.docs.cmp(&a.docs).then(a.value.cmp(&b.value)));
    found.truncate(KEPT);
    found
}
