//! A second look at each article once groups are linked: average link never takes a join back, and the group that an article
//! was joined to early may have grown around others.

use crate::link::{Bound, Edge, Link};

/// Most times that all articles are gone over.
const ROUNDS: usize = 5;

/// Least by which the pairs with another group must be more probable at the mean, in millionths.
const MARGIN: i64 = 50_000;

/// Moves articles to the group of their component with which their pairs are the most probable at the mean, as average link has it,
/// if that is more by a margin than with the others of their own. What is a group by itself stays one, what stays together moves
/// together, and nothing moves to what it stays apart from.
/// `articles` are in ascending order and `groups` hold each of them once.
pub(crate) fn settled(
    link: &Link,
    groups: Vec<Vec<u32>>,
    articles: &[u32],
    edges: &[Edge],
    bound: &Bound,
) -> Vec<Vec<u32>> {
    if groups.iter().all(|group| group.len() <= 1) {
        return groups;
    }
    let mut settling = Settling::new(link, &groups, articles, edges, bound);
    for _ in 0..ROUNDS {
        if !settling.round() {
            break;
        }
    }
    settling.groups()
}

struct Settling<'a> {
    link: &'a Link,
    articles: &'a [u32],
    bound: &'a Bound,
    /// For each place in `articles` that is the first of what stays together: the others by place, with sum and number of the
    /// compared pairs.
    near: Vec<Vec<(usize, i64, i64)>>,
    /// Articles that stay together with the one at a place, itself included.
    sizes: Vec<i64>,
    /// Group of each place, and articles of each group.
    group_of: Vec<usize>,
    members: Vec<i64>,
}

impl<'a> Settling<'a> {
    fn new(link: &'a Link, groups: &[Vec<u32>], articles: &'a [u32], edges: &[Edge], bound: &'a Bound) -> Settling<'a> {
        let count = articles.len();
        let place = |article: u32| articles.binary_search(&article).expect("groups and edges stay in their component");
        let head = |article: u32| place(bound.head[article as usize]);
        let mut settling = Settling {
            link,
            articles,
            bound,
            near: vec![Vec::new(); count],
            sizes: vec![0; count],
            group_of: vec![0; count],
            members: groups.iter().map(|group| group.len() as i64).collect(),
        };
        for (at, group) in groups.iter().enumerate() {
            for &article in group {
                settling.group_of[head(article)] = at;
                settling.sizes[head(article)] += 1;
            }
        }
        for &(a, b, probability) in edges {
            let (a, b) = (head(a), head(b));
            for (from, to) in [(a, b), (b, a)].into_iter().filter(|_| a != b) {
                settling.near[from].push((to, probability, 1));
            }
        }
        settling.near.iter_mut().for_each(summed);
        settling
    }

    /// Looks at all articles in their order; whether one moved.
    fn round(&mut self) -> bool {
        let mut moved = false;
        for at in (0..self.articles.len()).filter(|&at| self.sizes[at] > 0) {
            let (from, to) = (self.group_of[at], self.best(at));
            if from != to {
                self.members[from] -= self.sizes[at];
                self.members[to] += self.sizes[at];
                self.group_of[at] = to;
                moved = true;
            }
        }
        moved
    }

    /// The group that what is at a place belongs to: its own at a tie, then the first.
    fn best(&self, at: usize) -> usize {
        let own = self.group_of[at];
        if self.near[at].iter().all(|near| self.group_of[near.0] == own) {
            return own;
        }
        let mut shared: Vec<(usize, i64, i64)> =
            self.near[at].iter().map(|&(other, sum, compared)| (self.group_of[other], sum, compared)).collect();
        summed(&mut shared);
        // In millionths; nothing where there are no other articles in the group.
        let mean = |&(group, sum, compared): &(usize, i64, i64)| {
            let others = self.members[group] - if group == own { self.sizes[at] } else { 0 };
            let pairs = others * self.sizes[at];
            (pairs > 0).then(|| (sum + (pairs - compared) * self.link.missing) / pairs)
        };
        let of_own = shared.iter().find(|near| near.0 == own).map_or_else(|| mean(&(own, 0, 0)), mean);
        let others = shared.iter().filter(|near| near.0 != own && !self.is_apart(at, near.0));
        let means = others.filter_map(|near| Some((mean(near)?, near.0)));
        let best = means.reduce(|best, next| if next.0 > best.0 { next } else { best });
        match (best, of_own) {
            (Some((mean, group)), Some(of_own)) if mean > of_own + MARGIN => group,
            _ => own,
        }
    }

    fn is_apart(&self, at: usize, group: usize) -> bool {
        let others = self.bound.apart.get(&self.articles[at]).into_iter().flatten();
        let mut places = others.filter_map(|other| self.articles.binary_search(other).ok());
        places.any(|other| self.group_of[other] == group)
    }

    fn groups(self) -> Vec<Vec<u32>> {
        let mut groups = vec![Vec::new(); self.members.len()];
        for &article in self.articles {
            let head = self.articles.binary_search(&self.bound.head[article as usize]);
            groups[self.group_of[head.expect("heads stay in their component")]].push(article);
        }
        groups.retain(|group: &Vec<u32>| !group.is_empty());
        groups
    }
}

/// Puts the entries of one key together, in order of key.
fn summed(entries: &mut Vec<(usize, i64, i64)>) {
    entries.sort_unstable_by_key(|entry| entry.0);
    entries.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            (first.1, first.2) = (first.1 + next.1, first.2 + next.2);
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{Bounds, quantized};

    #[track_caller]
    fn check(edges: &[(u32, u32, f64)], count: usize, bounds: &Bounds, expect: &[&[u32]]) {
        let link = Link {
            thresholds: vec![Some(300_000); count],
            undated_threshold: 300_000,
            missing: 10_000,
            largest_component: 100,
        };
        let edges: Vec<Edge> = edges.iter().map(|&(a, b, p)| (a, b, quantized(p))).collect();
        let found = link.groups(&edges, bounds);
        assert_eq!(found, expect.iter().map(|group| group.to_vec()).collect::<Vec<_>>());
    }

    /// 2 is joined to 1 first, then 0 to both; 2 has more in common with 3 and 4.
    const TORN: [(u32, u32, f64); 7] =
        [(1, 2, 0.7), (0, 1, 0.68), (0, 2, 0.1), (3, 4, 0.66), (1, 3, 0.05), (2, 3, 0.6), (2, 4, 0.6)];

    #[test]
    fn an_article_moves_to_what_it_has_more_in_common_with() {
        check(&TORN, 5, &Bounds::default(), &[&[0, 1], &[2, 3, 4]]);
        check(&TORN[..6], 5, &Bounds::default(), &[&[0, 1, 2], &[3, 4]]);
    }

    #[test]
    fn what_is_bound_stays_so() {
        let together = Bounds { together: vec![vec![1, 2]], ..Bounds::default() };
        check(&TORN, 5, &together, &[&[0, 1, 2], &[3, 4]]);
        let apart = Bounds { apart: vec![(2, 4)], ..Bounds::default() };
        check(&TORN, 5, &apart, &[&[0, 1, 2], &[3, 4]]);
    }
}
