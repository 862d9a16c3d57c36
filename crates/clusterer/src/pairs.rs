//! Compares the candidate pairs.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::candidates::candidates;
use crate::family::{Family, Tongue};
use crate::model::{Circumstances, Hub, Overlap, Pair, inputs};
use crate::vectors::{Entry, Space, Vector};
use crate::{ArticleFeatures, ClusterConfig};

/// Nearest neighbours whose mean likeness is taken off (CSLS): an article that is like many is like none in particular.
const NEIGHBOURS: usize = 5;
/// Nearest candidates by which it is seen whether two articles are in one neighbourhood.
const NEIGHBOURHOOD: usize = 30;
/// Families that join articles: words and bigrams repeat each other, and so do readings and glosses; these count as one.
const INDEPENDENT: [&[Family]; 7] = [
    &[Family::Entity],
    &[Family::Name],
    &[Family::Figure],
    &[Family::Latin],
    &[Family::Concept],
    &[Family::Reading, Family::Gloss],
    &[Family::Word, Family::Bigram],
];

/// Compares all candidate pairs of a space. `order` is by date and id.
pub(crate) fn compare(
    space: &Space,
    articles: &[&ArticleFeatures],
    order: &[usize],
    config: &ClusterConfig,
) -> Vec<Pair> {
    let found = candidates(space, order, config);
    let overlaps: Vec<(usize, usize, Overlap)> = found
        .par_iter()
        .map(|&(a, b)| {
            let (a, b) = (order[a as usize], order[b as usize]);
            (a.min(b), a.max(b), overlap(space, a.min(b), a.max(b)))
        })
        .collect();
    let hubs = hubs(space, &overlaps);
    let near = neighbourhoods(space, &overlaps);
    let pair = |(a, b, overlap): &(usize, usize, Overlap)| {
        let circumstances = Circumstances {
            hours: hours(&space.vectors[*a], &space.vectors[*b]),
            neighbours: alike((*a, &near[*a]), (*b, &near[*b])),
            ..told(articles[*a], articles[*b])
        };
        pair(space, &hubs, *a, *b, overlap, &circumstances)
    };
    overlaps.par_iter().map(pair).collect()
}

fn pair(
    space: &Space,
    hubs: &[[Hub; Tongue::COUNT]],
    a: usize,
    b: usize,
    overlap: &Overlap,
    circumstances: &Circumstances,
) -> Pair {
    let (x, y) = (&space.vectors[a], &space.vectors[b]);
    let hubs = [hubs[a][y.tongue.index()], hubs[b][x.tongue.index()]];
    let families = INDEPENDENT.iter().filter(|group| group.iter().any(|f| overlap.sums[f.index()] > 0.0)).count();
    Pair {
        a,
        b,
        same: x.tongue == y.tongue,
        dated: circumstances.hours.is_some(),
        inputs: inputs(overlap, hubs, circumstances, [x.tongue, y.tongue]),
        enough: families >= 2 || overlap.rare > 0,
        figures: circumstances.figures,
    }
}

fn hours(x: &Vector, y: &Vector) -> Option<f64> {
    x.time.zip(y.time).map(|(s, t)| s.abs_diff(t) as f64 / 3600.0)
}

/// What two articles say of figures, persons and actions.
fn told(x: &ArticleFeatures, y: &ArticleFeatures) -> Circumstances {
    let actions_covered = common(&x.title_actions, &y.actions).0 + common(&y.title_actions, &x.actions).0;
    Circumstances {
        one_source: x.source.is_some() && x.source == y.source,
        figures: common(&x.exact_figures, &y.exact_figures),
        persons: common(&x.title_persons, &y.title_persons),
        actions: common(&x.title_actions, &y.title_actions),
        actions_covered,
        actions_missing: x.title_actions.len() + y.title_actions.len() - actions_covered,
        negation_differs: x.title_negated != y.title_negated,
        ..Circumstances::default()
    }
}

/// What two articles share.
fn overlap(space: &Space, a: usize, b: usize) -> Overlap {
    let (x, y) = (&space.vectors[a], &space.vectors[b]);
    let (of_x, of_y) = (&x.norms[y.tongue.index()], &y.norms[x.tongue.index()]);
    let mut overlap = Overlap::default();
    let (mut all, mut title, mut covered) = (0.0, 0.0, [0.0; 2]);
    shared(x, y, |p, q| {
        let product = f64::from(p.weight) * f64::from(q.weight);
        all += product;
        title += f64::from(p.title) * f64::from(q.title);
        overlap.title_sums[p.family.index()] += f64::from(p.title) * f64::from(q.title);
        covered[0] += f64::from(p.title) * f64::from(p.title);
        covered[1] += f64::from(q.title) * f64::from(q.title);
        overlap.sums[p.family.index()] += product;
        overlap.rare += u32::from(p.family != Family::Bigram && p.weight.min(q.weight) >= space.rare);
        overlap.rarest = overlap.rarest.max(f64::from(p.weight.min(q.weight)));
    });
    let cosine = |dot: f64, m: f32, n: f32| if dot > 0.0 { dot / (f64::from(m) * f64::from(n)).max(1e-9) } else { 0.0 };
    let share = |sum: f64, norm: f32| sum / f64::from(norm * norm).max(1e-9);
    overlap.covered = [share(covered[0], of_x.title), share(covered[1], of_y.title)];
    overlap.cosine = cosine(all, of_x.all, of_y.all);
    overlap.title = cosine(title, of_x.title, of_y.title);
    for family in Family::ALL {
        let i = family.index();
        overlap.families[i] = cosine(overlap.sums[i], of_x.families[i], of_y.families[i]);
    }
    overlap
}

/// Calls `visit` for every feature that two articles share and that counts between their languages.
pub(crate) fn shared(x: &Vector, y: &Vector, mut visit: impl FnMut(&Entry, &Entry)) {
    let same = x.tongue == y.tongue;
    let (mut i, mut j) = (0, 0);
    while let (Some(p), Some(q)) = (x.entries.get(i), y.entries.get(j)) {
        match p.feature.cmp(&q.feature) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                if p.family.counts(same) {
                    visit(p, q);
                }
                (i, j) = (i + 1, j + 1);
            }
        }
    }
}

/// The neighbours of every article in every language.
fn hubs(space: &Space, overlaps: &[(usize, usize, Overlap)]) -> Vec<[Hub; Tongue::COUNT]> {
    let mut near: Vec<[(Vec<f64>, Vec<f64>); Tongue::COUNT]> =
        space.vectors.iter().map(|_| Default::default()).collect();
    for (a, b, overlap) in overlaps {
        for (from, to) in [(*a, *b), (*b, *a)] {
            let (whole, titles) = &mut near[from][space.vectors[to].tongue.index()];
            whole.push(overlap.cosine);
            titles.push(overlap.title);
        }
    }
    let hub = |(whole, titles): &mut (Vec<f64>, Vec<f64>)| {
        let (mean, best) = nearest(whole);
        Hub { mean, best, title_mean: nearest(titles).0 }
    };
    near.par_iter_mut().map(|lists| std::array::from_fn(|tongue| hub(&mut lists[tongue]))).collect()
}

/// Mean of the nearest few, those that are missing counting as 0, and the nearest.
pub(crate) fn nearest(likeness: &mut [f64]) -> (f64, f64) {
    likeness.sort_unstable_by(|a, b| b.total_cmp(a));
    let sum: f64 = likeness.iter().take(NEIGHBOURS).sum();
    (sum / NEIGHBOURS as f64, likeness.first().copied().unwrap_or_default())
}

/// How many items two sorted lists share, and the length of the shorter.
fn common(a: &[u64], b: &[u64]) -> (usize, usize) {
    (a.iter().filter(|item| b.binary_search(item).is_ok()).count(), a.len().min(b.len()))
}

/// For every article its nearest candidates with the likeness to each, in order of place.
fn neighbourhoods(space: &Space, overlaps: &[(usize, usize, Overlap)]) -> Vec<Vec<(usize, f64)>> {
    let mut near: Vec<Vec<(usize, f64)>> = space.vectors.iter().map(|_| Vec::new()).collect();
    for (a, b, overlap) in overlaps {
        near[*a].push((*b, overlap.cosine));
        near[*b].push((*a, overlap.cosine));
    }
    near.par_iter_mut().for_each(|list| {
        list.sort_by(|p, q| q.1.total_cmp(&p.1).then(p.0.cmp(&q.0)));
        list.truncate(NEIGHBOURHOOD);
        list.sort_by_key(|p| p.0);
    });
    near
}

/// The cosine of the neighbourhoods of two articles, without the two themselves, and the likeness of both to the third
/// article that is most like both.
fn alike((a, x): (usize, &[(usize, f64)]), (b, y): (usize, &[(usize, f64)])) -> (f64, f64) {
    let norm = |list: &[(usize, f64)], other: usize| -> f64 {
        list.iter().filter(|p| p.0 != other).map(|p| p.1 * p.1).sum::<f64>().sqrt()
    };
    let (mut i, mut j, mut dot, mut best) = (0, 0, 0.0, 0.0f64);
    while let (Some(p), Some(q)) = (x.get(i), y.get(j)) {
        match p.0.cmp(&q.0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                dot += p.1 * q.1;
                best = best.max(p.1.min(q.1));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    (dot / (norm(x, b) * norm(y, a)).max(1e-9), best)
}
