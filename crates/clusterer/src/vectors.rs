//! Articles as vectors in one space for all languages.

use rayon::prelude::*;

use crate::ClusterConfig;
use crate::collection::Collection;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;
use crate::sketch::Sketch;
use crate::tally::{Tally, Vocabulary};

/// Families, for arrays by [`Family::index`].
pub(crate) const FAMILIES: usize = Family::ALL.len();

/// A feature of an article with its weight; eight bytes, since an article has hundreds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Number in the vocabulary, and in the highest bit whether the title has it.
    feature: u32,
    /// TF-IDF over title (twice) and text.
    pub weight: f32,
}

const IN_TITLE: u32 = 1 << 31;

impl Entry {
    fn new(feature: u32, weight: f32, in_title: bool) -> Entry {
        debug_assert!(feature < IN_TITLE);
        Entry { feature: feature | if in_title { IN_TITLE } else { 0 }, weight }
    }

    /// Number in the vocabulary.
    pub fn feature(self) -> u32 {
        self.feature & !IN_TITLE
    }

    pub fn in_title(self) -> bool {
        self.feature >= IN_TITLE
    }
}

/// Lengths of an article's vector against articles of one language, counting only what that language has at all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Norms {
    pub all: f32,
    pub title: f32,
    pub families: [f32; FAMILIES],
}

/// An article in the space.
pub(crate) struct Vector {
    pub tongue: Tongue,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// What other articles have too, in order of vocabulary.
    pub entries: Box<[Entry]>,
    /// TF-IDF over the title alone, of the entries that are in the title, in their order.
    pub titles: Box<[f32]>,
    pub norms: [Norms; Tongue::COUNT],
}

/// Articles that are compared with one another.
pub(crate) struct Space {
    pub vocabulary: Vocabulary,
    pub vectors: Vec<Vector>,
    /// The articles without features and what is told of them.
    pub outlines: Vec<ArticleFeatures>,
    /// Inverse document frequency below which a feature is common: that of one article in fifty.
    pub rare: f32,
}

impl Space {
    /// All articles of a collection, weighed against one another.
    pub fn of<C: Collection + ?Sized>(articles: &C, config: &ClusterConfig) -> Result<Space, C::Error> {
        let all: Vec<usize> = (0..articles.len()).collect();
        Space::new(articles, &all, Tally::of(articles, &all)?, config)
    }

    /// The articles at some places of a collection; `tally` has counted these and no others.
    pub fn new<C: Collection + ?Sized>(
        articles: &C,
        places: &[usize],
        tally: Tally,
        config: &ClusterConfig,
    ) -> Result<Space, C::Error> {
        let vocabulary = tally.finish();
        let weigher = Weigher::new(&vocabulary, config);
        let read = |&at: &usize| {
            let article = articles.features(at)?;
            Ok((weigher.vector(&article), outline(&article)))
        };
        let read: Result<Vec<(Vector, ArticleFeatures)>, C::Error> = places.par_iter().map(read).collect();
        let (vectors, outlines) = read?.into_iter().unzip();
        Ok(Space { vocabulary, vectors, outlines, rare: 50f32.ln() })
    }
}

impl Space {
    /// Forgets what is not needed once pairs are judged: all but the features of some articles.
    pub fn forget_all_but(&mut self, kept: impl Fn(usize) -> bool) {
        self.outlines = Vec::new();
        for (_, vector) in self.vectors.iter_mut().enumerate().filter(|(at, _)| !kept(*at)) {
            (vector.entries, vector.titles) = Default::default();
        }
    }
}

/// What of an article is looked at again when it is compared.
fn outline(article: &ArticleFeatures) -> ArticleFeatures {
    ArticleFeatures {
        id: String::new(),
        lang: article.lang,
        date: article.date,
        source: article.source.clone(),
        features: Vec::new(),
        exact_figures: article.exact_figures.clone(),
        title_persons: article.title_persons.clone(),
        title_actions: article.title_actions.clone(),
        actions: article.actions.clone(),
        title_negated: article.title_negated,
        sketch: Sketch::default(),
        details: Default::default(),
    }
}

struct Weigher<'a> {
    vocabulary: &'a Vocabulary,
    /// By [`Family::index`].
    families: [f32; FAMILIES],
    /// Articles of each language with those of the background.
    sizes: [f64; Tongue::COUNT],
    /// Of features that few articles have: for each language what they say, by the number of articles.
    few: Vec<[f32; Tongue::COUNT]>,
}

/// Features that fewer articles have are looked up, not counted each time.
const FEW: u32 = 2048;

impl<'a> Weigher<'a> {
    fn new(vocabulary: &'a Vocabulary, config: &ClusterConfig) -> Weigher<'a> {
        let families = Family::ALL.map(|family| config.weight(family) as f32);
        let sizes = vocabulary.articles.map(|articles| f64::from(articles) + config.background.articles);
        let few = (0..FEW).map(|frequency| sizes.map(|size| idf(frequency, size))).collect();
        Weigher { vocabulary, families, sizes, few }
    }

    fn vector(&self, article: &ArticleFeatures) -> Vector {
        let tongue = Tongue::of(article.lang);
        let mut alone = [0; Tongue::COUNT];
        alone[tongue.index()] = 1;
        let mut sorted: Vec<_> = article.features.iter().collect();
        sorted.sort_by_key(|feature| feature.hash);
        let (mut entries, mut titles) = (Vec::with_capacity(sorted.len()), Vec::new());
        let mut squares = [Norms::default(); Tongue::COUNT];
        for from in sorted {
            let number = self.vocabulary.number(from.hash);
            let by_tongue = number.map_or(alone, |number| self.vocabulary.feature(number).by_tongue);
            let idf = self.idf(by_tongue[tongue.index()], tongue) * self.families[from.family.index()];
            let (weight, title) = (idf * damped(2.0 * from.title + from.body), idf * damped(from.title));
            if weight <= 0.0 {
                continue;
            }
            for (other, squares) in squares.iter_mut().enumerate() {
                if by_tongue[other] > 0 && from.family.counts(tongue.index() == other) {
                    squares.add(from.family, weight, title);
                }
            }
            if let Some(number) = number {
                entries.push(Entry::new(number, weight, title > 0.0));
                titles.extend((title > 0.0).then_some(title));
            }
        }
        Vector {
            tongue,
            time: article.date.map(|date| date.as_second()),
            entries: entries.into(),
            titles: titles.into(),
            norms: squares.map(Norms::roots),
        }
    }

    fn idf(&self, frequency: u32, tongue: Tongue) -> f32 {
        let few = self.few.get(frequency as usize).map(|by_tongue| by_tongue[tongue.index()]);
        few.unwrap_or_else(|| idf(frequency, self.sizes[tongue.index()]))
    }
}

/// The rarer a feature is among the articles of a language, the more it says.
fn idf(frequency: u32, articles: f64) -> f32 {
    ((articles + 1.0) / (f64::from(frequency) + 0.5)).ln().max(0.0) as f32
}

impl Norms {
    fn add(&mut self, family: Family, weight: f32, title: f32) {
        self.all += weight * weight;
        self.title += title * title;
        self.families[family.index()] += weight * weight;
    }

    fn roots(self) -> Norms {
        Norms { all: self.all.sqrt(), title: self.title.sqrt(), families: self.families.map(f32::sqrt) }
    }
}

/// Repetition counts less and less.
fn damped(count: f32) -> f32 {
    if count >= 1.0 { 1.0 + count.ln() } else { count }
}

/// A feature that two articles share: family, then weight and weight in the title in either.
pub(crate) struct SharedFeature {
    pub feature: u32,
    pub family: Family,
    pub weights: [f32; 2],
    pub titles: [f32; 2],
}

/// An article laid out so that others are quickly held against it: what it shares with one of them is found by going over
/// the features of that one.
pub(crate) struct Spread {
    /// For the last bits of a feature's number one more than its place in `slots`; 0 where there is none.
    table: Vec<u16>,
    slots: Vec<Slot>,
    tongue: Tongue,
}

struct Slot {
    feature: u32,
    weight: f32,
    title: f32,
    family: Family,
}

/// Places in the table for each feature, so that nearly all that is not there is met by an empty one.
const ROOM: usize = 8;

impl Spread {
    pub fn new() -> Spread {
        Spread { table: Vec::new(), slots: Vec::new(), tongue: Tongue::Other }
    }

    /// Lays out an article of a space in place of the one before.
    pub fn set(&mut self, space: &Space, article: usize) {
        let vector = &space.vectors[article];
        self.tongue = vector.tongue;
        self.table.clear();
        self.table.resize((vector.entries.len() * ROOM).next_power_of_two(), 0);
        self.slots.clear();
        let mut titles = vector.titles.iter();
        for entry in &vector.entries {
            let (feature, family) = (entry.feature(), space.vocabulary.family(entry.feature()));
            let title = if entry.in_title() { titles.next().copied().unwrap_or_default() } else { 0.0 };
            self.slots.push(Slot { feature, weight: entry.weight, title, family });
            let mut at = feature as usize & (self.table.len() - 1);
            while self.table[at] != 0 {
                at = (at + 1) & (self.table.len() - 1);
            }
            self.table[at] = self.slots.len() as u16;
        }
    }

    /// Calls `visit` for every feature that the article shares with another and that counts between their languages, in order
    /// of vocabulary.
    #[inline]
    pub fn shared(&self, other: &Vector, mut visit: impl FnMut(SharedFeature)) {
        let (same, last) = (self.tongue == other.tongue, self.table.len() - 1);
        let mut titles = 0;
        for entry in &other.entries {
            let feature = entry.feature();
            titles += usize::from(entry.in_title());
            let mut at = feature as usize & last;
            while let Some(slot) = self.table[at].checked_sub(1) {
                let slot = &self.slots[usize::from(slot)];
                if slot.feature == feature {
                    if slot.family.counts(same) {
                        let title = if entry.in_title() { other.titles[titles - 1] } else { 0.0 };
                        visit(SharedFeature {
                            feature,
                            family: slot.family,
                            weights: [slot.weight, entry.weight],
                            titles: [slot.title, title],
                        });
                    }
                    break;
                }
                at = (at + 1) & last;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::always;
    use crate::testing::article;
    use proptest::prelude::*;

    proptest! {
        /// What is shared is what stands in both lists.
        #[test]
        fn what_is_spread_out_finds_what_two_lists_have(
            words in prop::collection::vec(prop::collection::btree_set(0usize..40, 0..30), 2..6),
        ) {
            let names: Vec<String> = (0..40).map(|n| format!("word{n}")).collect();
            let row = |(id, words): (usize, &std::collections::BTreeSet<usize>)| {
                let words: Vec<&str> = words.iter().map(|&word| names[word].as_str()).collect();
                article(&format!("a{id}"), "2026-03-01T00:00:00Z", &words)
            };
            let articles: Vec<ArticleFeatures> = words.iter().enumerate().map(row).collect();
            let space = always(Space::of(&articles[..], &ClusterConfig::default()));
            let mut spread = Spread::new();
            for (a, x) in space.vectors.iter().enumerate() {
                spread.set(&space, a);
                for y in &space.vectors {
                    let mut found = Vec::new();
                    spread.shared(y, |shared| found.push((shared.feature, shared.weights, shared.titles)));
                    let weight = |v: &Vector, feature: u32| {
                        v.entries.iter().find(|e| e.feature() == feature).map(|e| e.weight)
                    };
                    let both = x.entries.iter().filter_map(|e| {
                        Some((e.feature(), [e.weight, weight(y, e.feature())?]))
                    });
                    prop_assert_eq!(found.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(), both.collect::<Vec<_>>());
                    prop_assert!(found.iter().all(|f| f.2[0] > 0.0 && f.2[1] > 0.0), "all words are in the titles");
                }
            }
        }
    }
}
