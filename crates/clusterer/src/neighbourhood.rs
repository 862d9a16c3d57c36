//! The articles nearest to each, while pairs are compared.

use std::cmp::Ordering;

use crate::family::Tongue;
use crate::model::Hub;

/// Nearest neighbours whose mean likeness is taken off (CSLS): an article that is like many is like none in particular.
const NEIGHBOURS: usize = 5;
/// Nearest candidates by which it is seen whether two articles are in one neighbourhood.
const NEIGHBOURHOOD: usize = 30;

/// What an article is like, and how much.
#[derive(Default)]
pub(crate) struct Neighbourhood {
    /// Cosines of the nearest in each language, in whole and of the titles, descending; 0 where there are fewer.
    whole: [[f32; NEIGHBOURS]; Tongue::COUNT],
    titles: [[f32; NEIGHBOURS]; Tongue::COUNT],
    /// The nearest of all with the cosine, in order of place once all were met.
    pub nearest: Vec<(u32, f32)>,
}

impl Neighbourhood {
    pub fn add(&mut self, other: usize, tongue: Tongue, (whole, title): (f32, f32)) {
        insert(&mut self.whole[tongue.index()], whole);
        insert(&mut self.titles[tongue.index()], title);
        self.nearest.push((other as u32, whole));
        if self.nearest.len() >= 2 * NEIGHBOURHOOD {
            keep_closest(&mut self.nearest, NEIGHBOURHOOD);
        }
    }

    /// Once all were met.
    pub fn finish(&mut self) {
        keep_closest(&mut self.nearest, NEIGHBOURHOOD);
        self.nearest.sort_unstable_by_key(|near| near.0);
        self.nearest.shrink_to_fit();
    }

    /// The nearest few of all with the cosine, in no order.
    pub fn closest(&self, most: usize) -> Vec<(u32, f32)> {
        let mut closest = self.nearest.clone();
        keep_closest(&mut closest, most);
        closest
    }

    pub fn hub(&self, tongue: Tongue) -> Hub {
        let mean =
            |nearest: &[f32; NEIGHBOURS]| nearest.iter().copied().map(f64::from).sum::<f64>() / NEIGHBOURS as f64;
        let (whole, titles) = (&self.whole[tongue.index()], &self.titles[tongue.index()]);
        Hub { mean: mean(whole), best: f64::from(whole[0]), title_mean: mean(titles) }
    }
}

/// Drops all but the few with the greatest cosine, at a tie the first by place.
fn keep_closest(near: &mut Vec<(u32, f32)>, most: usize) {
    if near.len() > most {
        near.select_nth_unstable_by(most, |p, q| q.1.total_cmp(&p.1).then(p.0.cmp(&q.0)));
        near.truncate(most);
    }
}

/// Puts a value into the greatest few, which are in descending order.
fn insert<T: Copy + PartialOrd>(greatest: &mut [T; NEIGHBOURS], value: T) {
    let at = greatest.partition_point(|&other| other >= value);
    if at < NEIGHBOURS {
        greatest[at..].rotate_right(1);
        greatest[at] = value;
    }
}

/// Mean of the nearest few, those that are missing counting as 0.
pub(crate) fn mean_of_nearest(cosines: impl Iterator<Item = f64>) -> f64 {
    let mut greatest = [0.0; NEIGHBOURS];
    cosines.for_each(|cosine| insert(&mut greatest, cosine));
    greatest.iter().sum::<f64>() / NEIGHBOURS as f64
}

/// The cosine of the neighbourhoods of two articles, without the two themselves, and the likeness of both to the third
/// article that is most like both.
pub(crate) fn alike((a, x): (usize, &[(u32, f32)]), (b, y): (usize, &[(u32, f32)])) -> (f64, f64) {
    let norm = |list: &[(u32, f32)], other: usize| -> f64 {
        list.iter().filter(|p| p.0 as usize != other).map(|p| f64::from(p.1) * f64::from(p.1)).sum::<f64>().sqrt()
    };
    let (mut i, mut j, mut dot, mut best) = (0, 0, 0.0, 0.0f64);
    while let (Some(p), Some(q)) = (x.get(i), y.get(j)) {
        match p.0.cmp(&q.0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                dot += f64::from(p.1) * f64::from(q.1);
                best = best.max(f64::from(p.1.min(q.1)));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    (dot / (norm(x, b) * norm(y, a)).max(1e-9), best)
}
