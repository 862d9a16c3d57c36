//! What is known of events before they are looked for: what a user insists on, and what was found earlier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::link::{Bounds, root};

/// What is known of the events of a collection. Articles are given by their places in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Pairs of articles that report one event, whatever they share. Such pairs are transitive.
    pub must_link: Vec<(usize, usize)>,
    /// Pairs that report different events. Where `must_link` says otherwise, that holds; where an earlier event does, the later
    /// article of the two leaves it.
    pub cannot_link: Vec<(usize, usize)>,
    /// Events found earlier: of each the articles that are named here stay together, and their group keeps its id.
    pub events: Vec<KnownEvent>,
    /// Unknown names found earlier: they keep their ids.
    pub nil_names: Vec<KnownName>,
}

/// An event that was found earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownEvent {
    /// Its id.
    pub cluster: String,
    /// When it was first seen then. Of two events that turn out to be one, the earlier gives its id.
    pub first_seen: Option<Timestamp>,
    /// Its articles, ascending.
    pub articles: Vec<usize>,
}

/// An unknown name of an article with the id that it got earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownName {
    /// The article.
    pub article: usize,
    /// The key of the name.
    pub key: String,
    /// The id of the entity.
    pub id: String,
}

impl Known {
    /// What of this holds of the articles that are compared; `near` names for each reprint the article that stands for it.
    pub(crate) fn bounds(&self, compared: &[usize], near: &[Option<usize>]) -> Bounds {
        let stands = |article: usize| near[article].unwrap_or(article);
        let place = |article: usize| compared.binary_search(&stands(article)).map(|at| at as u32);
        let place = |article: usize| place(article).expect("what stands for an article is compared");
        let earlier = self.events.iter().flat_map(|event| event.articles.windows(2).map(|pair| (pair[0], pair[1])));
        let placed = |pair: (usize, usize)| (place(pair.0), place(pair.1));
        let apart = self.cannot_link.iter().copied().map(placed);
        Bounds {
            together: chained(compared.len(), earlier.map(placed)),
            joined: chained(compared.len(), self.must_link.iter().copied().map(placed)),
            apart: apart.filter(|(a, b)| a != b).collect(),
        }
    }

    /// The same, with those articles no more in an earlier event that are kept apart from an article of it now: the later of
    /// the two, in `order`, by which articles come by date and id.
    pub(crate) fn parted(&self, order: &[usize]) -> Known {
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &article)| place[article] = at);
        let mut event_of = self.event_of();
        let mut known = self.clone();
        for &(a, b) in &self.cannot_link {
            if let (Some(&e), Some(&f)) = (event_of.get(&a), event_of.get(&b))
                && e == f
            {
                let later = if place[a] > place[b] { a } else { b };
                known.events[e].articles.retain(|&article| article != later);
                event_of.remove(&later);
            }
        }
        known
    }

    /// The place of the earlier event that an article was in.
    fn event_of(&self) -> HashMap<usize, usize> {
        self.events.iter().enumerate().flat_map(|(e, event)| event.articles.iter().map(move |&a| (a, e))).collect()
    }

    /// Takes back that an article only repeats another where the two may not be in one event.
    pub(crate) fn part_reprints(&self, near: &mut [Option<usize>]) {
        for &(a, b) in &self.cannot_link {
            if near[a].unwrap_or(a) == near[b].unwrap_or(b) {
                (near[a], near[b]) = (None, None);
            }
        }
    }

    /// For each group the earlier events in it, the oldest first.
    pub(crate) fn events_of(&self, groups: &[Vec<usize>]) -> Vec<Vec<&KnownEvent>> {
        let event_of = self.event_of();
        let events = |group: &Vec<usize>| {
            let met: BTreeSet<usize> = group.iter().filter_map(|article| event_of.get(article).copied()).collect();
            let mut met: Vec<&KnownEvent> = met.into_iter().map(|at| &self.events[at]).collect();
            met.sort_by_key(|event| (event.first_seen.is_none(), event.first_seen, event.articles.first()));
            met
        };
        groups.iter().map(events).collect()
    }
}

/// The groups of two or more that pairs make, each in ascending order.
fn chained(count: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Vec<Vec<u32>> {
    let mut parents: Vec<usize> = (0..count).collect();
    for (a, b) in pairs {
        let (a, b) = (root(&mut parents, a as usize), root(&mut parents, b as usize));
        parents[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for at in 0..count {
        groups.entry(root(&mut parents, at)).or_default().push(at as u32);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_speak_of_the_articles_that_stand_for_others() {
        // 1 repeats 0, 4 repeats 3.
        let near = [None, Some(0), None, None, Some(3)];
        let known = Known {
            must_link: vec![(1, 2)],
            cannot_link: vec![(4, 2), (0, 1)],
            events: vec![KnownEvent { cluster: "ev-1".to_string(), first_seen: None, articles: vec![3, 4] }],
            ..Known::default()
        };
        let bounds = known.bounds(&[0, 2, 3], &near);
        assert_eq!((bounds.joined, bounds.apart), (vec![vec![0, 1]], vec![(2, 1)]));
        assert_eq!(bounds.together, Vec::<Vec<u32>>::new(), "3 and 4 are compared as one");
        let mut parted = near;
        known.part_reprints(&mut parted);
        assert_eq!(parted, [None, None, None, None, Some(3)]);
    }

    #[test]
    fn of_several_earlier_events_the_oldest_comes_first() {
        let event = |cluster: &str, date: &str, articles: &[usize]| KnownEvent {
            cluster: cluster.to_string(),
            first_seen: date.parse().ok(),
            articles: articles.to_vec(),
        };
        let events = vec![
            event("ev-none", "", &[5]),
            event("ev-new", "2026-03-02T00:00:00Z", &[0]),
            event("ev-b", "2026-03-01T00:00:00Z", &[1]),
            event("ev-a", "2026-03-01T00:00:00Z", &[2, 3]),
        ];
        let known = Known { events, ..Known::default() };
        let found = known.events_of(&[vec![0, 1, 2, 3, 5], vec![4]]);
        let ids: Vec<Vec<&str>> =
            found.iter().map(|events| events.iter().map(|event| event.cluster.as_str()).collect()).collect();
        assert_eq!(ids, [vec!["ev-b", "ev-a", "ev-new", "ev-none"], vec![]], "of one time, that of the first article");
    }
}
