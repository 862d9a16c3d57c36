//! Events: what is known of a group of articles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use newsbraid_text::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cluster::{Judged, MergedEvent};
use crate::collection::Collection;
use crate::disagreements::{Claims, Disagreement};
use crate::features::{ArticleFeatures, Details, NameUse, Texts};
use crate::known::{Known, KnownEvent};
use crate::spread::Spread;
use crate::stories::Gist;
use crate::vectors::Space;
use crate::{Family, Feature};

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
    /// Why each article belongs to the event, the founding one too; empty for an event of one.
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

/// Ids that an article can have given to the event that it founded: the second where the first one was taken.
///
/// ```
/// assert!(newsbraid_clusterer::founded_events("seeds/001")[0].starts_with("ev-"));
/// ```
pub fn founded_events(article: &str) -> [String; 2] {
    [stable_id("ev", article), stable_id("ev", &numbered(article, 2))]
}

/// The same of the unknown name that an article has under a key.
pub fn founded_names(key: &str, article: &str) -> [String; 2] {
    let text = name_text(key, article);
    [stable_id("nil", &text), stable_id("nil", &numbered(&text, 2))]
}

/// What the id of an unknown name is the hash of.
pub(crate) fn name_text(key: &str, article: &str) -> String {
    format!("{key}\n{article}")
}

fn numbered(text: &str, number: u32) -> String {
    format!("{text}\n{number}")
}

/// The ids of groups of articles, each in order of date and id, and the earlier events that are no more. A group with an
/// earlier event has its id, that of the oldest of several; another that of its founding article.
pub(crate) fn event_ids<C: Collection + ?Sized>(
    groups: &[Vec<usize>],
    articles: &C,
    known: &Known,
) -> (Vec<String>, Vec<MergedEvent>) {
    let earlier = known.events_of(groups);
    let mut taken: HashSet<String> = earlier.iter().flatten().map(|event| event.cluster.clone()).collect();
    let mut merged = Vec::new();
    let id = |(group, earlier): (&Vec<usize>, &Vec<&KnownEvent>)| match earlier.split_first() {
        None => new_id("ev", articles.id(group[0]), &mut taken),
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
    let numbered = (2..).map(|n| stable_id(prefix, &numbered(text, n)));
    let mut ids = std::iter::once(stable_id(prefix, text)).chain(numbered);
    ids.find(|id| taken.insert(id.clone())).expect("some number is free")
}

/// Describes groups of articles.
pub(crate) struct Describer<'a, C: Collection + ?Sized> {
    pub articles: &'a C,
    /// The articles that were compared, by place in `compared`.
    pub space: &'a Space,
    pub compared: &'a [usize],
    pub near: &'a [Option<usize>],
    pub partners: &'a Partners,
}

/// What the pairs say of the articles.
pub(crate) struct Partners {
    /// For each article the most probable pair with an article of its group.
    best: Vec<Option<(usize, f64)>>,
    /// For each article that a must-link names the other one, and the probability of the pair.
    bound: HashMap<usize, (usize, f64)>,
    /// For each article what it is kept apart from.
    apart: HashMap<usize, BTreeSet<usize>>,
}

impl Partners {
    /// `judged` are places in `compared`.
    pub fn new(groups: &[Vec<usize>], compared: &[usize], judged: &[Judged], known: &Known, count: usize) -> Partners {
        let mut group_of = vec![0; count];
        for (g, group) in groups.iter().enumerate() {
            group.iter().for_each(|&article| group_of[article] = g);
        }
        let mut best: Vec<Option<(usize, f64)>> = vec![None; count];
        let mut bound = bound(known);
        for judged in judged {
            let (a, b) = (compared[judged.a as usize], compared[judged.b as usize]);
            for (from, to) in [(a, b), (b, a)] {
                if group_of[a] == group_of[b] && best[from].is_none_or(|(_, least)| judged.probability > least) {
                    best[from] = Some((to, judged.probability));
                }
                if let Some(pair) = bound.get_mut(&from).filter(|pair| pair.0 == to) {
                    pair.1 = judged.probability;
                }
            }
        }
        Partners { best, bound, apart: apart(known) }
    }
}

/// For each article of a must-link the other one of the first that names it.
fn bound(known: &Known) -> HashMap<usize, (usize, f64)> {
    let mut bound = HashMap::new();
    for &(a, b) in &known.must_link {
        bound.entry(b).or_insert((a, 0.0));
        bound.entry(a).or_insert((b, 0.0));
    }
    bound
}

fn apart(known: &Known) -> HashMap<usize, BTreeSet<usize>> {
    let mut apart: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for &(a, b) in &known.cannot_link {
        apart.entry(a).or_default().insert(b);
        apart.entry(b).or_default().insert(a);
    }
    apart
}

/// A group of articles, told.
pub(crate) struct Told {
    pub event: Event,
    pub disagreements: Vec<Disagreement>,
    /// By it the event finds its story.
    pub digest: ArticleFeatures,
    /// The unknown names of its articles.
    pub names: Vec<(usize, NameUse)>,
}

/// What is gathered of the articles of a group, one after the other.
#[derive(Default)]
struct Gathered {
    headline: BTreeMap<String, String>,
    dates: Vec<Timestamp>,
    langs: HashSet<Lang>,
    sources: BTreeSet<String>,
    entities: BTreeMap<String, Shared>,
    figures: BTreeMap<u64, Shared>,
    why: Vec<Why>,
    claims: Claims,
    gist: Gist,
    names: Vec<(usize, NameUse)>,
}

impl<C: Collection + ?Sized> Describer<'_, C> {
    /// The event of a group in order of date and id, so that its first article is the founding one.
    pub fn tell(&self, group: &[usize], id: &str) -> Result<Told, C::Error> {
        let mut gathered = Gathered::default();
        let mut spread = Spread::new();
        for &article in group {
            let (features, details) = (self.articles.features(article)?, self.articles.details(article)?);
            if group.len() > 1 {
                gathered.why.push(self.why(article, group, &features, &details, &mut spread));
            }
            gathered.add(article, &features, details.into_owned(), group.len() > 1);
        }
        Ok(self.told(group, id, gathered))
    }

    fn told(&self, group: &[usize], id: &str, gathered: Gathered) -> Told {
        let mut docs: Vec<String> = group.iter().map(|&article| self.articles.id(article).to_string()).collect();
        docs.sort();
        let of = |article: usize| self.articles.id(article).to_string();
        let apart: BTreeSet<Apart> = group
            .iter()
            .flat_map(|&doc| self.partners.apart.get(&doc).into_iter().flatten().map(move |&from| (doc, from)))
            .map(|(doc, from)| Apart { doc: of(doc), from: of(from) })
            .collect();
        let event = Event {
            cluster: id.to_string(),
            docs,
            headline: gathered.headline,
            first_seen: gathered.dates.iter().min().copied(),
            last_seen: gathered.dates.iter().max().copied(),
            langs: Lang::ALL.into_iter().filter(|lang| gathered.langs.contains(lang)).collect(),
            sources: gathered.sources.into_iter().collect(),
            entities: most_shared(gathered.entities, 1),
            figures: most_shared(gathered.figures, 2),
            why: gathered.why,
            apart: apart.into_iter().collect(),
            story: String::new(),
        };
        let disagreements = gathered.claims.disagreements(id, &|article| self.articles.id(article).to_string());
        Told { digest: gathered.gist.article(&event), event, disagreements, names: gathered.names }
    }

    /// What joins an article to its group, of two articles or more; the founding one too, which may be the stranger.
    fn why(
        &self,
        article: usize,
        group: &[usize],
        features: &ArticleFeatures,
        details: &Details,
        spread: &mut Spread,
    ) -> Why {
        let bound = self.partners.bound.get(&article).copied();
        let near = self.near[article].map(|original| (original, 1.0));
        let reprint = || group.iter().find(|&&other| self.near[other] == Some(article)).map(|&other| (other, 1.0));
        let other = || (group[usize::from(group[0] == article)], 0.0);
        let best = self.partners.best[article];
        let (with, probability) = near.or(bound).or(best).or_else(reprint).unwrap_or_else(other);
        let place = |article: usize| self.compared.binary_search(&article).ok().filter(|_| near.is_none());
        let evidence = match (place(article), place(with)) {
            (Some(x), Some(y)) => strongest(self.space, x, y, features, &details.texts, spread),
            _ => Vec::new(),
        };
        let id = |article: usize| self.articles.id(article).to_string();
        let constraint = (near.is_none() && bound.is_some()).then_some(Constraint::MustLink);
        Why { doc: id(article), with: id(with), probability: (probability * 1e6).round() / 1e6, evidence, constraint }
    }
}

impl Gathered {
    /// Adds an article; an article alone shares no figures and contradicts only itself.
    fn add(&mut self, article: usize, features: &ArticleFeatures, details: Details, several: bool) {
        self.headline.entry(features.lang.tag().to_string()).or_insert(details.title);
        self.dates.extend(features.date);
        self.langs.insert(features.lang);
        self.sources.extend(features.source.clone());
        for (entity, _) in details.entities {
            count(&mut self.entities, entity.clone(), &entity);
        }
        if several {
            let numbered = features.features.iter().zip(details.texts.iter());
            let exact = |f: &Feature| f.family == Family::Figure && features.exact_figures.contains(&f.hash);
            for (feature, text) in numbered.filter(|(feature, _)| exact(feature)) {
                count(&mut self.figures, feature.hash, text);
            }
        }
        self.gist.add(features);
        self.claims.add(article, details.claims);
        self.names.extend(details.names.into_iter().map(|name| (article, name)));
    }
}

/// The strongest features that two articles of a space share, bigrams only where there is nothing else; `features` and
/// `texts` are those of the first.
pub(crate) fn strongest(
    space: &Space,
    x: usize,
    y: usize,
    features: &ArticleFeatures,
    texts: &Texts,
    spread: &mut Spread,
) -> Vec<Evidence> {
    spread.set(space, x);
    let mut found: Vec<(bool, f32, Family, u64)> = Vec::new();
    spread.shared(&space.vectors[y], |shared| {
        let hash = space.vocabulary.hash(shared.feature);
        found.push((shared.family == Family::Bigram, shared.weights[0] * shared.weights[1], shared.family, hash));
    });
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    let evidence = |&(_, _, family, hash): &(bool, f32, Family, u64)| {
        let at = features.features.binary_search_by_key(&(family, hash), |f| (f.family, f.hash)).ok()?;
        Some(Evidence { family, text: texts.get(at)?.to_string() })
    };
    found.iter().take(EVIDENCE).filter_map(evidence).collect()
}

/// Counts an article that has a value; it is shown as the first article writes it.
fn count<K: Ord>(counts: &mut BTreeMap<K, Shared>, key: K, text: &str) {
    counts.entry(key).or_insert_with(|| Shared { value: text.to_string(), docs: 0 }).docs += 1;
}

/// The values that most articles have.
fn most_shared<K>(counts: BTreeMap<K, Shared>, least: u32) -> Vec<Shared> {
    let mut found: Vec<Shared> = counts.into_values().filter(|shared| shared.docs >= least).collect();
    found.sort_by(|a, b| b.docs.cmp(&a.docs).then(a.value.cmp(&b.value)));
    found.truncate(KEPT);
    found
}
