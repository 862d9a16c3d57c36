//! Compares the candidate pairs.

use rayon::prelude::*;

use crate::ClusterConfig;
use crate::candidates::candidates;
use crate::contrast::Contrast;
use crate::crowd::crowds;
use crate::family::Family;
use crate::likeness::{Sums, cosine, product};
use crate::model::{Circumstances, Overlap, Pair, inputs};
use crate::neighbourhood::{Neighbourhood, alike};
use crate::spread::Spread;
use crate::vectors::{Outline, Space, Vector};

/// Families that join articles: words and bigrams repeat each other, and so do readings and glosses, names and their sounds; these
/// count as one.
const INDEPENDENT: [&[Family]; 7] = [
    &[Family::Entity],
    &[Family::Name, Family::Sound],
    &[Family::Figure],
    &[Family::Latin],
    &[Family::Concept],
    &[Family::Reading, Family::Gloss],
    &[Family::Word, Family::Bigram],
];

/// Candidate pairs of a space that are alike at all, with what is known of them once all have been looked at: how near the
/// neighbours of each article are, and what sets it apart from them. What two articles share is counted twice, since to keep
/// it for all pairs takes more room than the articles.
pub(crate) struct Comparison<'s> {
    space: &'s Space,
    order: &'s [usize],
    /// Places in `order`, the earlier first; sorted.
    pairs: Vec<(u32, u32)>,
    /// Of each article, by place.
    neighbours: Vec<Neighbourhood>,
    contrasts: Vec<Contrast>,
    crowds: Vec<f32>,
}

/// Articles that are fetched together before the first of them is looked at.
const FETCHED: usize = 8;
/// Articles whose pairs are counted before their neighbourhoods are brought up to date.
const BLOCK: usize = 4096;

impl<'s> Comparison<'s> {
    /// Finds the candidate pairs and the neighbourhoods. `order` is by date and id.
    /// The pairs that are kept have at least some cosine.
    pub fn new(space: &'s Space, order: &'s [usize], least_cosine: f64, config: &ClusterConfig) -> Comparison<'s> {
        let neighbours = space.vectors.iter().map(|_| Neighbourhood::default()).collect();
        let pairs = candidates(space, order, config);
        let crowds = crowds(space.vectors.iter().map(|vector| vector.time));
        let mut comparison = Comparison { space, order, pairs, neighbours, contrasts: Vec::new(), crowds };
        comparison.meet_neighbours(least_cosine as f32);
        comparison.contrasts = Contrast::all(space, &comparison.neighbours);
        comparison
    }

    fn meet_neighbours(&mut self, least_cosine: f32) {
        let mut neighbours = std::mem::take(&mut self.neighbours);
        let pairs = std::mem::take(&mut self.pairs);
        for block in by_first(&pairs).chunks(BLOCK) {
            let likeness = |spread: &mut Spread, pairs: &&[(u32, u32)]| -> Vec<(f32, f32)> {
                spread.set(self.space, self.order[pairs[0].0 as usize]);
                let likenesses = pairs.chunks(FETCHED).inspect(|pairs| fetch(self.space, self.order, pairs)).flatten();
                likenesses.map(|pair| self.likeness(spread, pair)).collect()
            };
            let likenesses: Vec<Vec<(f32, f32)>> = block.par_iter().map_init(Spread::new, likeness).collect();
            for (&pair, likeness) in block.iter().copied().flatten().zip(likenesses.into_iter().flatten()) {
                let (a, b) = (self.order[pair.0 as usize], self.order[pair.1 as usize]);
                for (from, to) in [(a, b), (b, a)] {
                    neighbours[from].add(to, self.space.vectors[to].tongue, likeness);
                }
                self.pairs.extend((likeness.0 >= least_cosine).then_some(pair));
            }
        }
        neighbours.par_iter_mut().for_each(Neighbourhood::finish);
        self.neighbours = neighbours;
    }

    /// Cosine of two articles, and of their titles; the first is spread out.
    fn likeness(&self, spread: &Spread, &(a, b): &(u32, u32)) -> (f32, f32) {
        let vector = |at: u32| &self.space.vectors[self.order[at as usize]];
        let (x, y) = (vector(a), vector(b));
        let (mut all, mut title) = (0.0, 0.0);
        spread.shared(y, |shared| {
            all += product(shared.weights);
            title += product(shared.titles);
        });
        let (of_x, of_y) = (&x.norms[y.tongue.index()], &y.norms[x.tongue.index()]);
        (cosine(all, of_x.all, of_y.all) as f32, cosine(title, of_x.title, of_y.title) as f32)
    }

    /// What `of` makes of each pair, in their order.
    pub fn map<T: Send>(&self, of: impl Fn(Pair) -> Option<T> + Sync) -> Vec<T> {
        let all = |spread: &mut Spread, pairs: &&[(u32, u32)]| -> Vec<T> {
            spread.set(self.space, self.order[pairs[0].0 as usize]);
            pairs
                .chunks(FETCHED)
                .inspect(|pairs| fetch(self.space, self.order, pairs))
                .inspect(|pairs| self.fetch_neighbours(pairs))
                .flatten()
                .filter_map(|&(a, b)| of(self.pair(spread, self.order[a as usize], self.order[b as usize])))
                .collect()
        };
        let found: Vec<Vec<T>> = by_first(&self.pairs).par_iter().map_init(Spread::new, all).collect();
        flat(found)
    }

    /// As [`fetch`] does, the neighbourhoods and contrasts.
    fn fetch_neighbours(&self, pairs: &[(u32, u32)]) {
        let place = |pair: &(u32, u32)| self.order[pair.1 as usize];
        let fetched = pairs.iter().map(|pair| self.neighbours[place(pair)].nearest.iter().step_by(8));
        let lines = pairs.iter().map(|pair| self.contrasts[place(pair)].fetch());
        std::hint::black_box(
            fetched.flatten().fold(0, |all, near| all ^ near.0) ^ lines.fold(0, |all, line| all ^ line),
        );
    }

    /// All that is said of two articles; the first is spread out.
    fn pair(&self, spread: &Spread, first: usize, second: usize) -> Pair {
        let contrasts = [&self.contrasts[first], &self.contrasts[second]];
        let overlap = overlap(self.space, spread, first, second, Some(contrasts));
        let (a, b) = (first.min(second), first.max(second));
        let (x, y) = (&self.space.vectors[a], &self.space.vectors[b]);
        let (near_a, near_b) = (&self.neighbours[a], &self.neighbours[b]);
        let circumstances = Circumstances {
            hours: hours(x, y),
            crowd: f64::from(self.crowds[a] + self.crowds[b]) / 2.0,
            neighbours: alike((a, &near_a.nearest), (b, &near_b.nearest)),
            ..told(&self.space.outlines[a], &self.space.outlines[b])
        };
        let hubs = [near_a.hub(y.tongue), near_b.hub(x.tongue)];
        Pair {
            a,
            b,
            same: x.tongue == y.tongue,
            dated: circumstances.hours.is_some(),
            inputs: inputs(&overlap, hubs, &circumstances, [x.tongue, y.tongue]),
            enough: enough(&overlap),
            figures: circumstances.figures,
        }
    }
}

/// The candidate pairs of a space that share enough for a join, as `of` makes them of the places of the articles, the lesser
/// first, and their cosine.
pub(crate) fn likenesses<T: Send>(
    space: &Space,
    order: &[usize],
    config: &ClusterConfig,
    of: impl Fn(u32, u32, f64) -> T + Sync,
) -> Vec<T> {
    let pairs = candidates(space, order, config);
    let all = |spread: &mut Spread, pairs: &&[(u32, u32)]| -> Vec<T> {
        let first = order[pairs[0].0 as usize];
        spread.set(space, first);
        let pairs = pairs.chunks(FETCHED).inspect(|pairs| fetch(space, order, pairs)).flatten();
        let overlaps = pairs.map(|pair| order[pair.1 as usize]).map(|b| (b, overlap(space, spread, first, b, None)));
        let shares = overlaps.filter(|(_, overlap)| enough(overlap));
        shares.map(|(b, overlap)| of(first.min(b) as u32, first.max(b) as u32, overlap.whole.cosine)).collect()
    };
    flat(by_first(&pairs).par_iter().map_init(Spread::new, all).collect())
}

/// All of some lists, with no room to spare: there are millions.
fn flat<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
    lists.into_iter().for_each(|list| all.extend(list));
    all
}

/// Sorted pairs by their first place.
fn by_first(pairs: &[(u32, u32)]) -> Vec<&[(u32, u32)]> {
    pairs.chunk_by(|p, q| p.0 == q.0).collect()
}

/// Fetches what the second articles of some pairs are compared by; the first is the same in all.
fn fetch(space: &Space, order: &[usize], pairs: &[(u32, u32)]) {
    let vector = |at: u32| &space.vectors[order[at as usize]];
    let fetched = pairs.iter().map(|&(a, b)| vector(b).fetch(vector(a).tongue == vector(b).tongue));
    std::hint::black_box(fetched.fold(0, |all, line| all ^ line));
}

/// Whether two articles share enough for a join.
fn enough(overlap: &Overlap) -> bool {
    let shared = |group: &&&[Family]| group.iter().any(|family| overlap.sums[family.index()] > 0.0);
    overlap.rare > 0 || INDEPENDENT.iter().filter(shared).count() >= 2
}

fn hours(x: &Vector, y: &Vector) -> Option<f64> {
    x.time.zip(y.time).map(|(s, t)| s.abs_diff(t) as f64 / 3600.0)
}

/// What two articles say of figures, persons and actions.
fn told(x: &Outline, y: &Outline) -> Circumstances {
    let actions_covered = common(&x.title_actions, &y.actions).0 + common(&y.title_actions, &x.actions).0;
    Circumstances {
        one_source: x.source.is_some() && x.source == y.source,
        figures: common(&x.exact_figures, &y.exact_figures),
        persons: common(&x.title_persons, &y.title_persons),
        days: (x.days.iter().filter(|day| y.days.contains(day)).count(), x.days.len().min(y.days.len())),
        days_between: x.days.first().zip(y.days.first()).map(|(a, b)| a.abs_diff(*b)),
        actions: common(&x.title_actions, &y.title_actions),
        actions_covered,
        actions_missing: x.title_actions.len() + y.title_actions.len() - actions_covered,
        negation_differs: x.title_negated != y.title_negated,
        ..Circumstances::default()
    }
}

/// What two articles share; the first is spread out.
fn overlap(space: &Space, spread: &Spread, a: usize, b: usize, contrasts: Option<[&Contrast; 2]>) -> Overlap {
    let (x, y) = (&space.vectors[a], &space.vectors[b]);
    let (of_x, of_y) = (&x.norms[y.tongue.index()], &y.norms[x.tongue.index()]);
    let mut overlap = Overlap::default();
    let (mut whole, mut contrast) = (Sums::default(), Sums::default());
    spread.shared(y, |shared| {
        whole.add(shared.weights, shared.titles);
        if let Some(contrasts) = contrasts {
            let left = Contrast::left(contrasts, &shared);
            contrast.add(left(shared.weights), left(shared.titles));
        }
        let family = shared.family;
        overlap.title_sums[family.index()] += product(shared.titles);
        overlap.sums[family.index()] += product(shared.weights);
        // Many words sound alike by chance.
        if family != Family::Sound {
            let least = shared.weights[0].min(shared.weights[1]);
            overlap.rare += u32::from(family != Family::Bigram && least >= space.rare);
            overlap.rarest = overlap.rarest.max(f64::from(least));
        }
    });
    overlap.whole = whole.likeness([of_x, of_y].map(|norms| [norms.all, norms.title]));
    if let Some(contrasts) = contrasts {
        overlap.contrast = contrast.likeness(contrasts.map(|of| of.lengths(x.tongue == y.tongue)));
    }
    for family in Family::ALL {
        let i = family.index();
        overlap.families[i] = cosine(overlap.sums[i], of_x.families[i], of_y.families[i]);
    }
    overlap
}

/// How many items two sorted lists share, and the length of the shorter.
fn common(a: &[u64], b: &[u64]) -> (usize, usize) {
    (a.iter().filter(|item| b.binary_search(item).is_ok()).count(), a.len().min(b.len()))
}
