//! How much the features of an article weigh.

use crate::ClusterConfig;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;
use crate::vectors::{FAMILIES, Norms, Vector, Weight};
use crate::vocabulary::{Counts, Found};

/// Weighs features by how few articles have them.
pub(crate) struct Weigher<'a> {
    counts: &'a Counts,
    /// Those of [`Counts::bounds`].
    bounds: [u32; 2],
    /// By [`Family::index`].
    families: [f32; FAMILIES],
    /// Articles of each language with those of the background.
    sizes: [f64; Tongue::COUNT],
    /// Of features that few articles have: for each language what they say, by the number of articles.
    few: Vec<[f32; Tongue::COUNT]>,
}

/// Features that fewer articles have are looked up, not counted each time.
const FEW: u32 = 2048;
/// Sets of languages.
const TONGUES: usize = 1 << Tongue::COUNT;

/// What one thread needs to weigh articles.
#[derive(Default)]
pub(crate) struct Buffer {
    found: Vec<Found>,
    /// Number, weight, weight in the title.
    entries: Vec<(u32, Weight, Option<Weight>)>,
}

impl<'a> Weigher<'a> {
    pub fn new(counts: &'a Counts, config: &ClusterConfig) -> Weigher<'a> {
        let families = Family::ALL.map(|family| config.weight(family) as f32);
        let sizes = counts.articles.map(|articles| f64::from(articles) + config.background.articles);
        let few = (0..FEW).map(|frequency| sizes.map(|size| idf(frequency, size))).collect();
        Weigher { counts, bounds: counts.bounds(), families, sizes, few }
    }

    pub fn vector(&self, article: &ArticleFeatures, buffer: &mut Buffer) -> Vector {
        let tongue = Tongue::of(article.lang);
        let mut alone = [0; Tongue::COUNT];
        alone[tongue.index()] = 1;
        self.counts.find(&article.features, &mut buffer.found);
        buffer.entries.clear();
        let mut squares = Squares::default();
        for (feature, found) in article.features.iter().zip(&buffer.found) {
            let by_tongue = found.map_or(alone, |(_, by_tongue)| by_tongue);
            let idf = self.idf(by_tongue[tongue.index()], tongue) * self.families[feature.family.index()];
            let (weight, title) = (idf * damped(2.0 * feature.title + feature.body), idf * damped(feature.title));
            if weight <= 0.0 {
                continue;
            }
            let (weight, title) = (Weight::new(weight), (title > 0.0).then(|| Weight::new(title)));
            squares.add(feature.family, &by_tongue, weight.get(), title.map_or(0.0, Weight::get));
            buffer.entries.extend(found.map(|(number, _)| (number, weight, title)));
        }
        buffer.entries.sort_unstable_by_key(|entry| entry.0);
        let time = article.date.map(|date| date.as_second());
        Vector::new(tongue, time, &buffer.entries, self.bounds, squares.norms(tongue))
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

/// Repetition counts less and less.
fn damped(count: f32) -> f32 {
    if count > 1.0 { 1.0 + count.ln() } else { count }
}

/// Sums of squares of weights, and of those in the title, by family and by the languages that have the features.
#[derive(Default)]
struct Squares([[(f32, f32); TONGUES]; FAMILIES]);

impl Squares {
    fn add(&mut self, family: Family, by_tongue: &[u32; Tongue::COUNT], weight: f32, title: f32) {
        let tongues = (0..Tongue::COUNT).map(|tongue| usize::from(by_tongue[tongue] > 0) << tongue).sum::<usize>();
        let sums = &mut self.0[family.index()][tongues];
        *sums = (sums.0 + weight * weight, sums.1 + title * title);
    }

    /// The lengths of an article of a language against those of each.
    fn norms(&self, tongue: Tongue) -> [Norms; Tongue::COUNT] {
        let against = |other: usize| {
            let mut norms = Norms::default();
            for family in Family::ALL.into_iter().filter(|family| family.counts(tongue.index() == other)) {
                let by_tongues = self.0[family.index()].iter().enumerate();
                for (_, sums) in by_tongues.filter(|(tongues, _)| tongues >> other & 1 == 1) {
                    norms.all += sums.0;
                    norms.title += sums.1;
                    norms.families[family.index()] += sums.0;
                }
            }
            norms.roots()
        };
        std::array::from_fn(against)
    }
}
