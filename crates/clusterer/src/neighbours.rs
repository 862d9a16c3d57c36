//! The articles nearest to one, in whatever language.

use std::cmp::Ordering;
use std::sync::OnceLock;

use newsbraid_text::Lang;
use rayon::prelude::*;

use crate::ClusterConfig;
use crate::collection::Collection;
use crate::events::{Evidence, strongest};
use crate::family::Tongue;
use crate::neighbourhood::mean_of_nearest;
use crate::spread::Spread;
use crate::vectors::Space;

/// Articles by their likeness to one another, in the token space in which events are found.
///
/// Likeness is CSLS (Conneau et al., Word translation without parallel data, ICLR 2018): twice the cosine, less the mean
/// cosine of either article to its five nearest in the other's language, so that an article that is like many ranks no
/// higher for it. Time plays no role.
pub struct Neighbours {
    space: Space,
    /// For each feature the articles that have it, with its weight there, ascending.
    postings: Vec<Vec<(u32, f32)>>,
    /// Mean cosine of each article to its nearest in each language, once it was asked for.
    hubness: Vec<[OnceLock<f64>; Tongue::COUNT]>,
}

/// An article near another.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its place among the articles.
    pub article: usize,
    /// The higher, the nearer; 0 is as near as either has its neighbours.
    pub csls: f64,
    /// From 0 to 1.
    pub cosine: f64,
    /// The strongest features that both share.
    pub evidence: Vec<Evidence>,
}

/// Articles of a language whose own neighbours are looked at, for each that is asked for: CSLS reorders the nearest by cosine.
const REORDERED: usize = 4;
/// At least so many.
const LEAST_REORDERED: usize = 50;

impl Neighbours {
    /// Weighs the features of the articles.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn new<C: Collection + ?Sized>(articles: &C, config: &ClusterConfig) -> Result<Neighbours, C::Error> {
        let space = Space::of(articles, config)?;
        let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); space.vocabulary.len()];
        for (at, vector) in space.vectors.iter().enumerate() {
            for (feature, weight, _) in vector.entries() {
                postings[feature as usize].push((at as u32, weight));
            }
        }
        let hubness = space.vectors.iter().map(|_| Default::default()).collect();
        Ok(Neighbours { space, postings, hubness })
    }

    /// The `most` articles nearest to one, the nearest first, at a tie in order; only those whose language is asked for.
    /// `articles` are those that this was made of.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn nearest<C: Collection + ?Sized>(
        &self,
        article: usize,
        asked: impl Fn(Lang) -> bool,
        most: usize,
        articles: &C,
    ) -> Result<Vec<Neighbour>, C::Error> {
        let reordered = (most.saturating_mul(REORDERED)).max(LEAST_REORDERED);
        let mut found: Vec<(f64, f64, usize)> = Vec::new();
        for (tongue, mut near) in self.cosines(article).into_iter().enumerate() {
            let own = *self.hubness[article][tongue].get_or_init(|| mean_of(&near));
            near.retain(|&(_, other)| asked(self.space.outlines[other].lang));
            near.sort_unstable_by(by_cosine);
            near.truncate(reordered);
            let csls = |(cosine, other)| (2.0 * cosine - own - self.hub(other, self.tongue(article)), cosine, other);
            found.par_extend(near.into_par_iter().map(csls));
        }
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        found.truncate(most);
        let (features, details) = (articles.features(article)?, articles.details(article)?);
        let mut spread = Spread::new();
        let neighbour = |(csls, cosine, other): (f64, f64, usize)| {
            let evidence = strongest(&self.space, article, other, &features, &details.texts, &mut spread);
            Neighbour { article: other, csls, cosine, evidence }
        };
        Ok(found.into_iter().map(neighbour).collect())
    }

    fn tongue(&self, article: usize) -> Tongue {
        self.space.vectors[article].tongue
    }

    /// Mean cosine of an article to its nearest in a language.
    fn hub(&self, article: usize, tongue: Tongue) -> f64 {
        let all = || mean_of(&self.cosines(article)[tongue.index()]);
        *self.hubness[article][tongue.index()].get_or_init(all)
    }

    /// For each language the articles that share anything with one, and their cosine to it.
    fn cosines(&self, article: usize) -> [Vec<(f64, usize)>; Tongue::COUNT] {
        let x = &self.space.vectors[article];
        let mut dots = vec![0f64; self.space.vectors.len()];
        for (feature, own, _) in x.entries() {
            let family = self.space.vocabulary.family(feature);
            for &(other, weight) in &self.postings[feature as usize] {
                if family.counts(self.tongue(other as usize) == x.tongue) {
                    dots[other as usize] += f64::from(own) * f64::from(weight);
                }
            }
        }
        let mut found: [Vec<(f64, usize)>; Tongue::COUNT] = Default::default();
        for (other, &dot) in dots.iter().enumerate().filter(|&(other, &dot)| dot > 0.0 && other != article) {
            let y = &self.space.vectors[other];
            let lengths = f64::from(x.norms[y.tongue.index()].all) * f64::from(y.norms[x.tongue.index()].all);
            found[y.tongue.index()].push((dot / lengths.max(1e-9), other));
        }
        found
    }
}

fn by_cosine(a: &(f64, usize), b: &(f64, usize)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

fn mean_of(near: &[(f64, usize)]) -> f64 {
    mean_of_nearest(near.iter().map(|&(cosine, _)| cosine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ArticleFeatures;
    use crate::collection::always;
    use crate::testing::article;

    fn articles() -> Vec<ArticleFeatures> {
        let rows: [(&str, &[&str]); 5] = [
            ("a", &["ferry", "norway", "bergen"]),
            ("b", &["ferry", "norway", "oslo"]),
            ("c", &["tariff", "brussels"]),
            ("d", &["ferry", "tariff"]),
            ("e", &[]),
        ];
        rows.into_iter().map(|(id, words)| article(id, "2026-03-01T00:00:00Z", words)).collect()
    }

    fn neighbours(articles: &[ArticleFeatures]) -> Neighbours {
        always(Neighbours::new(articles, &ClusterConfig::default()))
    }

    #[track_caller]
    fn check(article: usize, expect: &[usize]) {
        let articles = articles();
        let near = neighbours(&articles).nearest(article, |_| true, 10, &articles[..]);
        let near = always(near);
        assert_eq!(near.iter().map(|n| n.article).collect::<Vec<_>>(), expect, "{near:?}");
    }

    #[test]
    fn the_nearest_come_first_and_strangers_not_at_all() {
        check(0, &[1, 3]);
        check(2, &[3]);
        check(4, &[]);
    }

    #[test]
    fn a_language_that_is_not_asked_for_and_more_than_is_asked_for_are_left_out() {
        let articles = articles();
        let near = neighbours(&articles);
        assert_eq!(always(near.nearest(0, |lang| lang == Lang::Ko, 10, &articles[..])), []);
        let one = always(near.nearest(0, |lang| lang == Lang::En, 1, &articles[..]));
        assert_eq!(one.len(), 1);
        let texts: Vec<&str> = one[0].evidence.iter().map(|evidence| evidence.text.as_str()).collect();
        assert!(texts.contains(&"norway") && texts.contains(&"ferry"), "{texts:?}");
    }

    /// The postings give what two vectors give that are laid side by side.
    #[test]
    fn cosines_equal_those_of_pairs() {
        let articles = articles();
        let near = neighbours(&articles);
        let mut spread = Spread::new();
        for x in 0..articles.len() {
            for &(cosine, y) in near.cosines(x).iter().flatten() {
                let (p, q) = (&near.space.vectors[x], &near.space.vectors[y]);
                let mut dot = 0.0;
                spread.set(&near.space, x);
                spread.shared(q, |both| dot += f64::from(both.weights[0]) * f64::from(both.weights[1]));
                let lengths = f64::from(p.norms[q.tongue.index()].all) * f64::from(q.norms[p.tongue.index()].all);
                assert!((cosine - dot / lengths).abs() < 1e-9, "{x} {y}");
            }
        }
    }
}
