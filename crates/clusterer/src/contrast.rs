//! What an article says that the articles most like it do not.
//!
//! Reports of one affair share its persons and places, whatever step of it they tell: that a leader was elected, or that the guards
//! pledged loyalty to him. What parts the steps are features that only some of the nearest articles have, however common
//! these are elsewhere. So two articles are also compared by what is left when each feature is weighed once more, by how few of the
//! nearest articles have it.

use rayon::prelude::*;

use crate::neighbourhood::Neighbourhood;
use crate::spread::{SharedFeature, Spread};
use crate::vectors::{LINE, Space};

/// The nearest articles that are asked; from 6 to 30 make no difference.
const NEAREST: usize = 12;
/// Added to the number of articles that have a feature, so that none is not nothing.
const SMOOTH: f32 = 0.5;

/// How much the features of an article say among its neighbours.
pub(crate) struct Contrast {
    /// By place among the features of the article, in 255ths: all where none of the nearest has it, nothing where all have it.
    shares: Box<[u8]>,
    /// Lengths of what is left of the article and of its title, against articles of another language and of the same.
    lengths: [[f32; 2]; 2],
}

impl Contrast {
    /// That of every article of a space.
    pub fn all(space: &Space, neighbours: &[Neighbourhood]) -> Vec<Contrast> {
        let contrast = |(spread, having): &mut (Spread, Vec<u8>), (at, near): (usize, &Neighbourhood)| {
            Contrast::of(space, at, &near.closest(NEAREST), spread, having)
        };
        neighbours.par_iter().enumerate().map_init(|| (Spread::new(), Vec::new()), contrast).collect()
    }

    /// `having` is a buffer: how many of the nearest have each feature.
    fn of(space: &Space, at: usize, nearest: &[(u32, f32)], spread: &mut Spread, having: &mut Vec<u8>) -> Contrast {
        let article = &space.vectors[at];
        having.clear();
        having.resize(article.len(), 0);
        spread.set(space, at);
        let nearest = || nearest.iter().map(|near| &space.vectors[near.0 as usize]);
        // All are fetched before the first of them is looked at.
        let fetched = nearest().map(|near| near.fetch(near.tongue == article.tongue));
        std::hint::black_box(fetched.fold(0, |all, line| all ^ line));
        let mut asked = [0.0; 2];
        for near in nearest() {
            asked[usize::from(near.tongue == article.tongue)] += 1.0;
            spread.shared(near, |shared| having[shared.places[0]] += 1);
        }
        let mut squares = [[0.0; 2]; 2];
        let mut shares = Vec::with_capacity(article.len());
        for ((feature, weight, title), &having) in article.entries().zip(having.iter()) {
            let family = space.vocabulary.family(feature);
            let counts = [false, true].map(|same| family.counts(same));
            let of = asked.iter().zip(counts).map(|(asked, counts)| if counts { *asked } else { 0.0 }).sum();
            let share = (share(f32::from(having), of) * 255.0).round();
            shares.push(share as u8);
            let (weight, title) = (weight * share / 255.0, title * share / 255.0);
            for (squares, _) in squares.iter_mut().zip(counts).filter(|(_, counts)| *counts) {
                *squares = [squares[0] + weight * weight, squares[1] + title * title];
            }
        }
        Contrast { shares: shares.into(), lengths: squares.map(|squares| squares.map(f32::sqrt)) }
    }

    /// What is left of the weights of a feature that two articles share.
    #[inline]
    pub fn left(contrasts: [&Contrast; 2], shared: &SharedFeature) -> impl Fn([f32; 2]) -> [f32; 2] + use<> {
        let share = |of: usize| f32::from(contrasts[of].shares[shared.places[of]]) / 255.0;
        let shares = [share(0), share(1)];
        move |weights| [weights[0] * shares[0], weights[1] * shares[1]]
    }

    /// Lengths of what is left of the article and of its title, against articles of the same language or of another.
    pub fn lengths(&self, same: bool) -> [f32; 2] {
        self.lengths[usize::from(same)]
    }

    /// As [`crate::vectors::Vector::fetch`] does.
    pub fn fetch(&self) -> u32 {
        self.shares.iter().step_by(LINE).fold(0, |all, share| all ^ u32::from(*share))
    }
}

/// What is left of the weight of a feature that so many of those have that were asked: inverse document frequency among them, as a
/// share of the greatest.
fn share(having: f32, asked: f32) -> f32 {
    let idf = |having: f32| ((asked + 1.0) / (having + SMOOTH)).ln();
    (idf(having) / idf(0.0)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::always;
    use crate::likeness::Sums;
    use crate::{ArticleFeatures, ClusterConfig, testing};

    #[test]
    fn what_all_neighbours_have_says_nothing_and_what_none_has_all() {
        assert_eq!((share(0.0, 12.0), share(12.5, 12.0)), (1.0, 0.0));
        assert!(share(1.0, 12.0) > share(6.0, 12.0));
        assert_eq!(share(0.0, 0.0), 1.0);
    }

    /// Both pairs share two words of four; what the second pair shares beside the affair, others of the affair have not.
    #[test]
    fn articles_are_alike_by_what_sets_them_apart() {
        let rows: [(&str, &[&str]); 6] = [
            ("a", &["election", "leader", "guards", "oath"]),
            ("b", &["election", "leader", "guards", "loyalty"]),
            ("c", &["election", "leader", "washington", "mistake"]),
            ("d", &["election", "leader", "council", "vote"]),
            ("e", &["election", "leader", "council", "result"]),
            ("f", &["ferry", "bergen"]),
        ];
        let articles: Vec<ArticleFeatures> =
            rows.into_iter().map(|(id, words)| testing::article(id, "2026-03-01T00:00:00Z", words)).collect();
        let space = always(Space::of(&articles[..], &ClusterConfig::default()));
        let affair = |of: usize| (0..5).filter(move |&at| at != of).map(|at| (at as u32, 1.0)).collect::<Vec<_>>();
        let (mut spread, mut buffer) = (Spread::new(), Vec::new());
        let contrasts: Vec<Contrast> =
            (0..5).map(|at| Contrast::of(&space, at, &affair(at), &mut spread, &mut buffer)).collect();
        let mut likeness = |a: usize, b: usize| {
            let (mut sums, pair) = (Sums::default(), [&contrasts[a], &contrasts[b]]);
            spread.set(&space, a);
            spread.shared(&space.vectors[b], |shared| {
                let left = Contrast::left(pair, &shared);
                sums.add(left(shared.weights), left(shared.titles));
            });
            sums.likeness(pair.map(|of| of.lengths(true)))
        };
        let (step, affair) = (likeness(0, 1), likeness(1, 2));
        assert!(step.cosine > 0.3 && affair.cosine < 0.2 * step.cosine, "{step:?} {affair:?}");
        assert!(step.title > 5.0 * affair.title, "{step:?} {affair:?}");
    }
}
