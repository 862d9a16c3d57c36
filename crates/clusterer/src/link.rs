//! Average link on the graph of candidate pairs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Probabilities are counted in millionths, so that sums do not depend on their order.
pub(crate) const UNIT: i64 = 1_000_000;

/// A probability in millionths.
pub(crate) fn quantized(probability: f64) -> i64 {
    (probability * UNIT as f64).round() as i64
}

/// What the link needs to know; all in millionths.
pub(crate) struct Link {
    /// Groups are joined while the mean of their pairs is at least this.
    pub threshold: i64,
    /// What a pair that was not compared counts.
    pub missing: i64,
    /// Larger components are first cut at a higher threshold.
    pub largest_component: usize,
}

/// A compared pair: two articles and their probability in millionths.
pub(crate) type Edge = (u32, u32, i64);

impl Link {
    /// Groups of the articles `0..count`; each group ascending, groups in order of their first article.
    pub fn groups(&self, count: usize, edges: &[Edge]) -> Vec<Vec<u32>> {
        let mut groups = Vec::new();
        let mut pending = vec![((0..count as u32).collect::<Vec<u32>>(), edges.to_vec(), 0)];
        while let Some((articles, edges, floor)) = pending.pop() {
            for (articles, edges) in components(&articles, &edges, floor) {
                if articles.len() > self.largest_component && floor < UNIT {
                    // Each cut takes half of what is left to certainty, so it ends.
                    pending.push((articles, edges, (floor + UNIT + 1) / 2));
                } else {
                    groups.extend(self.average_link(&articles, &edges));
                }
            }
        }
        groups.sort();
        groups
    }

    /// Joins the nearest two groups until none are near enough.
    fn average_link(&self, articles: &[u32], edges: &[Edge]) -> Vec<Vec<u32>> {
        if articles.len() == 1 {
            return vec![articles.to_vec()];
        }
        let mut state = State::new(self, articles, edges);
        while let Some((mean, Reverse(a), Reverse(b), version_a, version_b)) = state.heap.pop() {
            if mean < self.threshold {
                break;
            }
            if state.groups[a].version == version_a && state.groups[b].version == version_b {
                state.join(a, b);
            }
        }
        state.groups.into_iter().filter(|g| !g.members.is_empty()).map(|g| g.sorted()).collect()
    }
}

#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// Sum and number of the compared pairs with each other group.
    near: BTreeMap<usize, (i64, i64)>,
    /// Counts the joins, so that the heap knows stale entries.
    version: u32,
}

impl Group {
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
    fn new<'l>(link: &'l Link, articles: &[u32], edges: &[Edge]) -> State<'l> {
        let place = |article: u32| articles.binary_search(&article).expect("edges stay in their component");
        let mut groups: Vec<Group> = articles.iter().map(|&a| Group { members: vec![a], ..Group::default() }).collect();
        for &(a, b, probability) in edges {
            let (a, b) = (place(a), place(b));
            groups[a].near.insert(b, (probability, 1));
            groups[b].near.insert(a, (probability, 1));
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
        let (sum, compared) = self.groups[a].near[&b];
        let all = (self.groups[a].members.len() * self.groups[b].members.len()) as i64;
        let mean = (sum + (all - compared) * self.link.missing) / all;
        if mean >= self.link.threshold {
            self.heap.push((mean, Reverse(a), Reverse(b), self.groups[a].version, self.groups[b].version));
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let gone = std::mem::take(&mut self.groups[b]);
        self.groups[b].version = gone.version + 1;
        self.groups[a].version += 1;
        self.groups[a].members.extend(gone.members);
        self.groups[a].near.remove(&b);
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

/// Articles connected by edges above `floor`, with these edges; in order of the first article.
fn components(articles: &[u32], edges: &[Edge], floor: i64) -> Vec<(Vec<u32>, Vec<Edge>)> {
    let place = |article: u32| articles.binary_search(&article).expect("edges stay in their component");
    let mut parents: Vec<usize> = (0..articles.len()).collect();
    let kept: Vec<Edge> = edges.iter().copied().filter(|edge| edge.2 > floor).collect();
    for &(a, b, _) in &kept {
        let (a, b) = (root(&mut parents, place(a)), root(&mut parents, place(b)));
        parents[a.max(b)] = a.min(b);
    }
    let mut found: BTreeMap<usize, (Vec<u32>, Vec<Edge>)> = BTreeMap::new();
    for (at, &article) in articles.iter().enumerate() {
        found.entry(root(&mut parents, at)).or_default().0.push(article);
    }
    for edge in kept {
        let at = root(&mut parents, place(edge.0));
        found.entry(at).or_default().1.push(edge);
    }
    found.into_values().collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(count: usize, edges: &[(u32, u32, f64)], largest: usize) -> Vec<Vec<u32>> {
        let link = Link { threshold: 350_000, missing: 10_000, largest_component: largest };
        link.groups(count, &edges.iter().map(|&(a, b, p)| (a, b, quantized(p))).collect::<Vec<_>>())
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
    fn large_components_are_cut_where_they_are_weakest() {
        let edges = [(0, 1, 0.9), (1, 2, 0.4), (2, 3, 0.9), (0, 2, 0.4), (0, 3, 0.4), (1, 3, 0.4)];
        assert_eq!(groups(4, &edges, 100).len(), 1);
        assert_eq!(groups(4, &edges, 3), [vec![0, 1], vec![2, 3]]);
    }
}
