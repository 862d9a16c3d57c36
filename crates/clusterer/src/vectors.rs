//! Articles as vectors in one space for all languages.

use std::num::NonZeroU16;

use newsbraid_text::Lang;
use rayon::prelude::*;

use crate::ClusterConfig;
use crate::collection::Collection;
use crate::family::{Family, Tongue};
use crate::features::ArticleFeatures;
use crate::tally::{BLOCK, Tally};
use crate::vocabulary::Vocabulary;
use crate::weigher::{Buffer, Weigher};

/// Families, for arrays by [`Family::index`].
pub(crate) const FAMILIES: usize = Family::ALL.len();

/// The weight of a feature in an article in two bytes, since an article has hundreds: to twelve binary digits, from 2⁻⁸ to
/// just below 2⁸; what is less or more counts as these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weight(NonZeroU16);

/// Bits of a float that a weight does not keep, and those of the least one.
const DROPPED: u32 = 11;
const LEAST: u32 = (127 - 8) << 23;

impl Weight {
    /// `weight` is above 0.
    pub fn new(weight: f32) -> Weight {
        let rounded = weight.to_bits() + (1 << (DROPPED - 1));
        let kept = u16::try_from(rounded.saturating_sub(LEAST) >> DROPPED).unwrap_or(u16::MAX);
        Weight(NonZeroU16::new(kept).unwrap_or(NonZeroU16::MIN))
    }

    pub fn get(self) -> f32 {
        f32::from_bits((u32::from(self.0.get()) << DROPPED) + LEAST)
    }
}

/// The highest bit of a feature's number in an article: whether the title has it.
pub(crate) const IN_TITLE: u32 = 1 << 31;

/// Bytes that a processor fetches at once.
pub(crate) const LINE: usize = 64;

/// Lengths of an article's vector against articles of one language, counting only what that language has at all.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Norms {
    pub all: f32,
    pub title: f32,
    pub families: [f32; FAMILIES],
}

impl Norms {
    /// Lengths from their squares.
    pub fn roots(self) -> Norms {
        Norms { all: self.all.sqrt(), title: self.title.sqrt(), families: self.families.map(f32::sqrt) }
    }
}

/// An article in the space: what other articles have too, in order of vocabulary, in lists that are gone over one at a
/// time. A weight is TF-IDF over title (twice) and text.
pub(crate) struct Vector {
    pub tongue: Tongue,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// Numbers in the vocabulary, with [`IN_TITLE`].
    features: Box<[u32]>,
    weights: Box<[Weight]>,
    /// TF-IDF over the title alone, of the features that are in the title.
    titles: Box<[Weight]>,
    /// Where the features begin that count between two languages only, and those that count within one only; then the same
    /// in `titles`.
    bounds: [(u32, u32); 2],
    pub norms: [Norms; Tongue::COUNT],
}

/// Features of a vector that stand together.
pub(crate) struct Stretch<'v> {
    /// Place of the first among all features of the article.
    pub first: usize,
    /// With [`IN_TITLE`].
    pub features: &'v [u32],
    pub weights: &'v [Weight],
    /// Features before them that are in the title.
    pub titles: usize,
}

impl Vector {
    /// `entries` are numbers in the vocabulary, ascending, with weight and weight in the title.
    pub fn new(
        tongue: Tongue,
        time: Option<i64>,
        entries: &[(u32, Weight, Option<Weight>)],
        bounds: [u32; 2],
        norms: [Norms; Tongue::COUNT],
    ) -> Vector {
        let bound = |bound: u32| {
            let before = entries.partition_point(|entry| entry.0 < bound);
            (before as u32, entries[..before].iter().filter(|entry| entry.2.is_some()).count() as u32)
        };
        let tagged = |&(feature, _, title): &(u32, Weight, Option<Weight>)| {
            debug_assert!(feature < IN_TITLE);
            feature | if title.is_some() { IN_TITLE } else { 0 }
        };
        Vector {
            tongue,
            time,
            features: entries.iter().map(tagged).collect(),
            weights: entries.iter().map(|entry| entry.1).collect(),
            titles: entries.iter().filter_map(|entry| entry.2).collect(),
            bounds: bounds.map(bound),
            norms,
        }
    }

    /// How many features it has.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Numbers of the features with their weights and those in the title.
    pub fn entries(&self) -> impl Iterator<Item = (u32, f32, f32)> {
        let mut titles = self.titles.iter();
        self.features.iter().zip(&self.weights).map(move |(&tagged, weight)| {
            let title = if tagged & IN_TITLE == 0 { None } else { titles.next() };
            (tagged & !IN_TITLE, weight.get(), title.map_or(0.0, |title| title.get()))
        })
    }

    /// What counts against articles of the same language, or of another.
    #[inline]
    pub fn counting(&self, same: bool) -> [Stretch<'_>; 2] {
        let (cross, of_one) = (self.bounds[0], self.bounds[1]);
        let stretch = |from: (u32, u32), end: usize| Stretch {
            first: from.0 as usize,
            features: &self.features[from.0 as usize..end],
            weights: &self.weights[from.0 as usize..end],
            titles: from.1 as usize,
        };
        match same {
            true => [stretch((0, 0), cross.0 as usize), stretch(of_one, self.len())],
            false => [stretch((0, 0), of_one.0 as usize), stretch(of_one, of_one.0 as usize)],
        }
    }

    /// Fetches into the processor's caches what is looked at when the article is held against one of the same language, or of
    /// another: of articles that lie anywhere in memory several are fetched in the time of one. What it gives says nothing.
    pub fn fetch(&self, same: bool) -> u32 {
        let lines = self.counting(same).into_iter().map(|stretch| {
            let features = stretch.features.iter().step_by(LINE / size_of::<u32>());
            let weights = stretch.weights.iter().step_by(LINE / size_of::<Weight>());
            features.fold(0, |all, feature| all ^ feature)
                ^ weights.fold(0, |all, weight| all ^ u32::from(weight.0.get()))
        });
        lines.fold(self.titles.first().map_or(0, |weight| u32::from(weight.0.get())), |all, line| all ^ line)
    }

    /// Weight in the title of the feature that is in the title after so many others.
    pub fn title(&self, at: usize) -> f32 {
        self.titles[at].get()
    }
}

/// What of an article is looked at again when it is compared, beside its features.
pub(crate) struct Outline {
    pub lang: Lang,
    pub source: Option<Box<str>>,
    pub exact_figures: Box<[u64]>,
    pub title_persons: Box<[u64]>,
    pub days: Box<[i32]>,
    pub title_actions: Box<[u64]>,
    pub actions: Box<[u64]>,
    pub title_negated: bool,
}

impl Outline {
    fn of(article: &ArticleFeatures) -> Outline {
        Outline {
            lang: article.lang,
            source: article.source.as_deref().map(Box::from),
            exact_figures: article.exact_figures.as_slice().into(),
            title_persons: article.title_persons.as_slice().into(),
            days: article.days.as_slice().into(),
            title_actions: article.title_actions.as_slice().into(),
            actions: article.actions.as_slice().into(),
            title_negated: article.title_negated,
        }
    }
}

/// Articles that are compared with one another.
pub(crate) struct Space {
    pub vocabulary: Vocabulary,
    pub vectors: Vec<Vector>,
    pub outlines: Vec<Outline>,
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
        let counts = tally.finish();
        let weigher = Weigher::new(&counts, config);
        let read = |places: &[usize]| {
            let (mut read, mut buffer) = (Vec::with_capacity(places.len()), Buffer::default());
            for &at in places {
                let article = articles.features(at)?;
                read.push((weigher.vector(&article, &mut buffer), Outline::of(&article)));
            }
            Ok(read)
        };
        let blocks: Result<Vec<Vec<(Vector, Outline)>>, C::Error> = places.par_chunks(BLOCK).map(read).collect();
        let (blocks, vocabulary) = (blocks?, counts.into_vocabulary());
        let (mut vectors, mut outlines) = (Vec::with_capacity(places.len()), Vec::with_capacity(places.len()));
        for (vector, outline) in blocks.into_iter().flatten() {
            vectors.push(vector);
            outlines.push(outline);
        }
        Ok(Space { vocabulary, vectors, outlines, rare: 50f32.ln() })
    }

    /// Forgets what is not needed once pairs are judged: all but the features of some articles.
    pub fn forget_all_but(&mut self, kept: impl Fn(usize) -> bool) {
        self.outlines = Vec::new();
        (0..self.vectors.len()).filter(|&at| !kept(at)).for_each(|at| self.forget(at));
    }

    /// Forgets the features of an article.
    pub fn forget(&mut self, at: usize) {
        let vector = &mut self.vectors[at];
        (vector.features, vector.weights, vector.titles) = Default::default();
        vector.bounds = Default::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_kept_to_four_digits() {
        for weight in [0.004, 0.7, 1.0, 3.1234, 19.99, 255.9] {
            let kept = Weight::new(weight).get();
            assert!((kept / weight - 1.0).abs() < 1.3e-4, "{weight} {kept}");
        }
        assert_eq!([1e-6, 1e6].map(|weight| Weight::new(weight).get()), [0.003_907_203_7, 255.968_75]);
    }
}
