//! Average link on the graph of candidate pairs.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::settle::settled;

/// Probabilities are counted in millionths, so that sums do not depend on their order.
pub(crate) const UNIT: i64 = 1_000_000;

/// A probability in millionths.
pub(crate) fn quantized(probability: f64) -> i64 {
    (probability * UNIT as f64).round() as i64
}

/// What the link needs to know; all in millionths.
pub(crate) struct Link {
    /// Of each article, `None` where it has no date. Groups are joined while the mean of their pairs is at least the mean of what
    /// these ask of the pairs: the mean of both articles.
    pub thresholds: Vec<Option<i64>>,
    /// What is asked of a pair of which a date is missing.
    pub undated_threshold: i64,
    /// What a pair that was not compared counts.
    pub missing: i64,
    /// Larger components are first cut at a higher threshold.
    pub largest_component: usize,
}

/// What holds whatever the pairs say.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    /// Articles that are one group from the start; no article is in two of these.
    pub together: Vec<Vec<u32>>,
    /// Articles whose groups are joined at the end, so that they do not stand in the way of others that are like one of
    /// them; no article is in two of these.
    pub joined: Vec<Vec<u32>>,
    /// Articles that are never in one group. Where the others say otherwise, they hold.
    pub apart: Vec<(u32, u32)>,
}

/// A compared pair: two articles and their probability in millionths.
pub(crate) type Edge = (u32, u32, i64);

impl Link {
    /// Groups of all articles; each group ascending, groups in order of their first article.
    pub fn groups(&self, edges: &[Edge], bounds: &Bounds) -> Vec<Vec<u32>> {
        let count = self.thresholds.len();
        let all: Vec<u32> = (0..count as u32).collect();
        let bound = Bound::new(count, &[&bounds.together], &bounds.apart);
        let mut groups = self.linked(all, Cow::Borrowed(edges), &bound);
        if !bounds.joined.is_empty() {
            let strict = Bound::new(count, &[&bounds.together, &bounds.joined], &bounds.apart);
            groups = self.joined(groups, edges, &bounds.joined, &strict);
        }
        groups.sort();
        groups
    }

    /// Joins the groups of articles that belong together. Where that brings others together that may not be, these articles
    /// are linked again, with what belongs together joined first.
    fn joined(&self, groups: Vec<Vec<u32>>, edges: &[Edge], joined: &[Vec<u32>], strict: &Bound) -> Vec<Vec<u32>> {
        let mut group_of = vec![0; strict.head.len()];
        for (at, group) in groups.iter().enumerate() {
            group.iter().for_each(|&article| group_of[article as usize] = at);
        }
        let mut parents: Vec<usize> = (0..groups.len()).collect();
        for pair in joined.iter().flat_map(|articles| articles.windows(2)) {
            let [a, b] = [pair[0], pair[1]].map(|article| root(&mut parents, group_of[article as usize]));
            parents[a.max(b)] = a.min(b);
        }
        let mut found: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (at, group) in groups.into_iter().enumerate() {
            found.entry(root(&mut parents, at)).or_default().extend(group);
        }
        let mut out = Vec::new();
        for mut group in found.into_values() {
            group.sort_unstable();
            if strict.holds(&group) {
                out.push(group);
            } else {
                let inside = |article: &u32| group.binary_search(article).is_ok();
                let edges = edges.iter().copied().filter(|(a, b, _)| inside(a) && inside(b)).collect();
                out.extend(self.linked(group, Cow::Owned(edges), strict));
            }
        }
        out
    }

    fn linked(&self, articles: Vec<u32>, edges: Cow<[Edge]>, bound: &Bound) -> Vec<Vec<u32>> {
        let mut groups = Vec::new();
        let mut pending = vec![(articles, edges, 0)];
        while let Some((articles, edges, floor)) = pending.pop() {
            for (articles, edges) in components(&articles, &edges, floor, &bound.head) {
                if articles.len() > self.largest_component && floor < UNIT {
                    // Each cut takes half of what is left to certainty, so it ends.
                    pending.push((articles, Cow::Owned(edges), (floor + UNIT + 1) / 2));
                } else {
                    let linked = self.average_link(&articles, &edges, bound);
                    groups.extend(settled(self, linked, &articles, &edges, bound));
                }
            }
        }
        groups
    }

    /// Joins the nearest two groups until none are near enough.
    fn average_link(&self, articles: &[u32], edges: &[Edge], bound: &Bound) -> Vec<Vec<u32>> {
        if articles.len() == 1 {
            return vec![articles.to_vec()];
        }
        let mut state = State::new(self, articles, edges, bound);
        while let Some((_, Reverse(a), Reverse(b), version_a, version_b)) = state.heap.pop() {
            if state.groups[a].version == version_a && state.groups[b].version == version_b {
                state.join(a, b);
            }
        }
        state.groups.into_iter().filter(|g| !g.members.is_empty()).map(|g| g.sorted()).collect()
    }
}

/// [`Bounds`], for looking up.
pub(crate) struct Bound {
    /// The first of the articles that an article stays together with.
    pub head: Vec<u32>,
    /// For an article those that it is never in one group with, by their heads.
    pub apart: BTreeMap<u32, Vec<u32>>,
}

impl Bound {
    fn new(count: usize, together: &[&[Vec<u32>]], apart: &[(u32, u32)]) -> Bound {
        let mut parents: Vec<usize> = (0..count).collect();
        for pair in together.iter().copied().flatten().flat_map(|articles| articles.windows(2)) {
            let [a, b] = [pair[0], pair[1]].map(|article| root(&mut parents, article as usize));
            parents[a.max(b)] = a.min(b);
        }
        let head: Vec<u32> = (0..count).map(|article| root(&mut parents, article) as u32).collect();
        let mut parted: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &(a, b) in apart {
            let (a, b) = (head[a as usize], head[b as usize]);
            if a != b {
                parted.entry(a).or_default().push(b);
                parted.entry(b).or_default().push(a);
            }
        }
        Bound { head, apart: parted }
    }

    /// Whether a group, in ascending order, holds no two articles that stay apart.
    fn holds(&self, group: &[u32]) -> bool {
        let parted = |article: &u32| self.apart.get(article).into_iter().flatten();
        !group.iter().any(|article| parted(article).any(|other| group.binary_search(other).is_ok()))
    }
}

#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// Members that have a date, and the sum of their thresholds.
    dated: i64,
    thresholds: i64,
    /// Groups that it is never joined to.
    apart: BTreeSet<usize>,
    /// Sum and number of the compared pairs with each other group.
    near: BTreeMap<usize, (i64, i64)>,
    /// Counts the joins, so that the heap knows stale entries.
    version: u32,
}

impl Group {
    fn push(&mut self, article: u32, threshold: Option<i64>) {
        self.members.push(article);
        self.dated += i64::from(threshold.is_some());
        self.thresholds += threshold.unwrap_or_default();
    }

    /// Pairs of a member of each.
    fn pairs(&self, other: &Group) -> i64 {
        (self.members.len() * other.members.len()) as i64
    }

    /// The mean of what is asked of the pairs of both.
    fn threshold(&self, other: &Group, undated: i64) -> i64 {
        let of_dated = (self.thresholds * other.dated + other.thresholds * self.dated) / 2;
        let without = self.pairs(other) - self.dated * other.dated;
        (of_dated + without * undated) / self.pairs(other)
    }

    fn sorted(mut self) -> Vec<u32> {
        self.members.sort_unstable();
        self.members
    }
}

/// Mean of the pairs, the groups (the lower first at a tie), and their versions.
type Join = (i64, Reverse<usize>, Reverse<usize>, u32, u32);

struct State<'l> {
    link: &'l Link,
    groups: Vec<Group>,
    heap: BinaryHeap<Join>,
}

impl State<'_> {
    fn new<'l>(link: &'l Link, articles: &[u32], edges: &[Edge], bound: &Bound) -> State<'l> {
        let place = |article: u32| articles.binary_search(&bound.head[article as usize]);
        let inside = |article: u32| place(article).expect("edges and heads stay in their component");
        let mut groups: Vec<Group> = articles.iter().map(|_| Group::default()).collect();
        for &article in articles {
            let group = &mut groups[inside(article)];
            group.push(article, link.thresholds[article as usize]);
            let others = bound.apart.get(&article).into_iter().flatten();
            group.apart.extend(others.filter_map(|&other| place(other).ok()));
        }
        for &(a, b, probability) in edges {
            let (a, b) = (inside(a), inside(b));
            for (from, to) in [(a, b), (b, a)].into_iter().filter(|_| a != b) {
                let slot = groups[from].near.entry(to).or_insert((0, 0));
                *slot = (slot.0 + probability, slot.1 + 1);
            }
        }
        let mut state = State { link, groups, heap: BinaryHeap::new() };
        for a in 0..articles.len() {
            let later: Vec<usize> = state.groups[a].near.range(a + 1..).map(|(&b, _)| b).collect();
            later.into_iter().for_each(|b| state.push(a, b));
        }
        state
    }

    fn push(&mut self, a: usize, b: usize) {
        let (a, b) = (a.min(b), a.max(b));
        if self.groups[a].apart.contains(&b) {
            return;
        }
        let (x, y) = (&self.groups[a], &self.groups[b]);
        let (sum, compared) = x.near[&b];
        let mean = (sum + (x.pairs(y) - compared) * self.link.missing) / x.pairs(y);
        if mean >= x.threshold(y, self.link.undated_threshold) {
            self.heap.push((mean, Reverse(a), Reverse(b), x.version, y.version));
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let gone = std::mem::take(&mut self.groups[b]);
        self.groups[b].version = gone.version + 1;
        self.groups[a].version += 1;
        self.groups[a].members.extend(gone.members);
        self.groups[a].dated += gone.dated;
        self.groups[a].thresholds += gone.thresholds;
        self.groups[a].near.remove(&b);
        for &other in &gone.apart {
            self.groups[other].apart.insert(a);
        }
        self.groups[a].apart.extend(gone.apart);
        for (other, (sum, compared)) in gone.near {
            if other == a {
                continue;
            }
            self.groups[other].near.remove(&b);
            for (from, to) in [(a, other), (other, a)] {
                let slot = self.groups[from].near.entry(to).or_insert((0, 0));
                *slot = (slot.0 + sum, slot.1 + compared);
            }
        }
        let others: Vec<usize> = self.groups[a].near.keys().copied().collect();
        others.into_iter().for_each(|other| self.push(a, other));
    }
}

/// Articles connected by edges above `floor` or staying together, with these edges; in order of the first article.
fn components(articles: &[u32], edges: &[Edge], floor: i64, head: &[u32]) -> Vec<(Vec<u32>, Vec<Edge>)> {
    let place = |article: u32| articles.binary_search(&article).expect("edges stay in their component");
    let mut parents: Vec<usize> = (0..articles.len()).collect();
    let kept = || edges.iter().copied().filter(|edge| edge.2 > floor);
    let bound =
        articles.iter().map(|&article| (article, head[article as usize])).filter(|(article, head)| article != head);
    for (a, b) in kept().map(|edge| (edge.0, edge.1)).chain(bound) {
        let (a, b) = (root(&mut parents, place(a)), root(&mut parents, place(b)));
        parents[a.max(b)] = a.min(b);
    }
    let mut found: BTreeMap<usize, (Vec<u32>, Vec<Edge>)> = BTreeMap::new();
    for (at, &article) in articles.iter().enumerate() {
        found.entry(root(&mut parents, at)).or_default().0.push(article);
    }
    for edge in kept() {
        let at = root(&mut parents, place(edge.0));
        found.entry(at).or_default().1.push(edge);
    }
    found.into_values().collect()
}

/// The first of those that an item is chained to.
pub(crate) fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(thresholds: Vec<Option<i64>>) -> Link {
        Link { thresholds, undated_threshold: 500_000, missing: 10_000, largest_component: 100 }
    }

    fn bound(count: usize, edges: &[(u32, u32, f64)], largest: usize, bounds: &Bounds) -> Vec<Vec<u32>> {
        let link = Link { largest_component: largest, ..of(vec![Some(350_000); count]) };
        link.groups(&edges.iter().map(|&(a, b, p)| (a, b, quantized(p))).collect::<Vec<_>>(), bounds)
    }

    fn groups(count: usize, edges: &[(u32, u32, f64)], largest: usize) -> Vec<Vec<u32>> {
        bound(count, edges, largest, &Bounds::default())
    }

    #[test]
    fn what_is_bound_together_or_apart_stays_so() {
        let check = |together: &[&[u32]], apart: &[(u32, u32)], expect: &[&[u32]]| {
            let together = together.iter().map(|group| group.to_vec()).collect();
            let bounds = Bounds { together, apart: apart.to_vec(), ..Bounds::default() };
            let edges = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.9), (2, 3, 0.5)];
            let found = bound(5, &edges, 100, &bounds);
            assert_eq!(found, expect.iter().map(|group| group.to_vec()).collect::<Vec<_>>(), "{bounds:?}");
        };
        // 3 is far from 0 and 1.
        check(&[], &[], &[&[0, 1, 2], &[3], &[4]]);
        check(&[&[4, 3]], &[], &[&[0, 1, 2], &[3, 4]]);
        check(&[&[0, 4], &[1, 3]], &[(4, 3)], &[&[0, 4], &[1, 2, 3]]);
        check(&[], &[(0, 1)], &[&[0, 2], &[1], &[3], &[4]]);
        // What stays together goes before what stays apart.
        check(&[&[0, 1]], &[(1, 0)], &[&[0, 1, 2], &[3], &[4]]);
        // Apart from one of a group is apart from all of it, also from those that join it later.
        check(&[&[0, 1]], &[(2, 1)], &[&[0, 1], &[2, 3], &[4]]);
    }

    #[test]
    fn near_articles_are_joined_and_chains_are_not() {
        assert_eq!(groups(3, &[(0, 1, 0.9)], 100), [vec![0, 1], vec![2]]);
        // 2 is near 1 but far from 0: the mean of its pairs with both is below the threshold.
        assert_eq!(groups(3, &[(0, 1, 0.9), (1, 2, 0.6)], 100), [vec![0, 1], vec![2]]);
        assert_eq!(groups(3, &[(0, 1, 0.9), (1, 2, 0.6), (0, 2, 0.3)], 100), [vec![0, 1, 2]]);
        assert_eq!(groups(0, &[], 100), Vec::<Vec<u32>>::new());
    }

    #[test]
    fn groups_are_joined_from_the_mean_of_what_is_asked_of_their_pairs() {
        let check = |thresholds: [Option<i64>; 3], expect: &[&[u32]]| {
            let edges = [(0, 1, 900_000), (0, 2, 490_000), (1, 2, 510_000)];
            let expect: Vec<_> = expect.iter().map(|group| group.to_vec()).collect();
            assert_eq!(of(thresholds.to_vec()).groups(&edges, &Bounds::default()), expect, "{thresholds:?}");
        };
        check([Some(400_000), Some(400_000), Some(600_000)], &[&[0, 1, 2]]);
        check([Some(400_000), Some(410_000), Some(600_000)], &[&[0, 1], &[2]]);
        check([Some(950_000), Some(860_000), Some(700_000)], &[&[0], &[1], &[2]]);
        // Of a pair of which one date is missing as much is asked as of one of which both are, whatever the other article asks.
        check([Some(0), Some(900_000), None], &[&[0, 1, 2]]);
        check([Some(480_000), None, Some(520_000)], &[&[0, 1, 2]]);
        check([Some(480_000), None, Some(530_000)], &[&[0, 1], &[2]]);
    }

    #[test]
    fn what_is_joined_at_the_end_stands_in_no_way() {
        let check = |joined: &[&[u32]], apart: &[(u32, u32)], expect: &[&[u32]]| {
            let joined = joined.iter().map(|group| group.to_vec()).collect();
            let bounds = Bounds { joined, apart: apart.to_vec(), ..Bounds::default() };
            let found = bound(6, &[(0, 1, 0.9), (2, 3, 0.9)], 100, &bounds);
            assert_eq!(found, expect.iter().map(|group| group.to_vec()).collect::<Vec<_>>(), "{bounds:?}");
        };
        // With 0, 4 and 5 joined from the start, 1 would be too far from them.
        check(&[&[0, 4, 5]], &[], &[&[0, 1, 4, 5], &[2, 3]]);
        check(&[&[1, 2]], &[], &[&[0, 1, 2, 3], &[4], &[5]]);
        // 0 and 3 would come together, so they are linked again around 1 and 2.
        check(&[&[1, 2]], &[(3, 0)], &[&[0, 1, 2], &[3], &[4], &[5]]);
        check(&[&[1, 2]], &[(0, 1)], &[&[0], &[1, 2, 3], &[4], &[5]]);
    }

    #[test]
    fn what_stays_together_is_not_cut() {
        let bounds = Bounds { together: vec![vec![1, 3]], ..Bounds::default() };
        assert_eq!(bound(4, &[(0, 1, 0.9), (1, 2, 0.9)], 1, &bounds), [vec![0], vec![1, 3], vec![2]]);
    }

    #[test]
    fn large_components_are_cut_where_they_are_weakest() {
        let edges = [(0, 1, 0.9), (1, 2, 0.4), (2, 3, 0.9), (0, 2, 0.4), (0, 3, 0.4), (1, 3, 0.4)];
        assert_eq!(groups(4, &edges, 100).len(), 1);
        assert_eq!(groups(4, &edges, 3), [vec![0, 1], vec![2, 3]]);
    }
}
