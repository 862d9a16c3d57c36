//! How stories and found clusters cut across one another.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Prf;

/// What the two partitions have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// BCubed: Bagga & Baldwin, Entity-based cross-document coreferencing using the vector space model, COLING-ACL 1998;
    /// every document weighs the same.
    pub b3: Prf,
    /// Pairs of documents in one cluster.
    pub pair: Prf,
    /// Pairs in one cluster whose languages differ; absent where the languages are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cross_pair: Option<Prf>,
    /// Adjusted Rand index: Hubert & Arabie, Comparing partitions, Journal of Classification 2, 1985. 1 is equal, 0 is chance.
    pub ari: f64,
    /// Share of the stories' entropy that the clusters explain: Rosenberg & Hirschberg, V-measure, EMNLP-CoNLL 2007.
    pub homogeneity: f64,
    /// Share of the clusters' entropy that the stories explain (same source).
    pub completeness: f64,
    /// Harmonic mean of homogeneity and completeness (same source, beta 1).
    pub v_measure: f64,
}

/// Documents of a story in a cluster, counted by language.
#[derive(Debug)]
struct Cell {
    story: usize,
    langs: Vec<u64>,
}

/// The contingency table of stories and clusters.
#[derive(Debug)]
pub(crate) struct Contingency {
    /// Documents of each story by language.
    stories: Vec<Vec<u64>>,
    clusters: Vec<Vec<Cell>>,
    /// Whether the languages mean something.
    with_languages: bool,
}

impl Contingency {
    /// From a story, a cluster and a language for each document; all counted from 0.
    pub(crate) fn new(documents: impl IntoIterator<Item = (usize, usize, usize)>, with_languages: bool) -> Contingency {
        let mut cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (story, cluster, lang) in documents {
            cells.entry((cluster, story)).or_default().push(lang);
        }
        let langs = cells.values().flatten().max().map_or(0, |last| last + 1);
        let story_count = cells.keys().map(|(_, story)| story + 1).max().unwrap_or(0);
        let cluster_count = cells.keys().next_back().map_or(0, |(cluster, _)| cluster + 1);
        let mut table = Contingency {
            stories: vec![vec![0; langs]; story_count],
            clusters: (0..cluster_count).map(|_| Vec::new()).collect(),
            with_languages,
        };
        for ((cluster, story), members) in cells {
            let mut counts = vec![0; langs];
            for lang in members {
                counts[lang] += 1;
                table.stories[story][lang] += 1;
            }
            table.clusters[cluster].push(Cell { story, langs: counts });
        }
        table
    }

    /// Number of stories.
    pub(crate) fn stories(&self) -> usize {
        self.stories.len()
    }

    /// The measures as they are.
    pub(crate) fn measures(&self) -> Measures {
        self.weighted(&vec![1; self.stories.len()])
    }

    /// The measures of a sample that holds story `i` `weights[i]` times. Copies of a story count as different stories that
    /// are never compared with one another, so that a copy is neither a miss nor a false merge of its twin.
    pub(crate) fn weighted(&self, weights: &[u64]) -> Measures {
        let sizes: Vec<u64> = self.stories.iter().map(|langs| sum(langs)).collect();
        let all: u64 = sizes.iter().zip(weights).map(|(size, weight)| size * weight).sum();
        if all == 0 {
            return Measures { cross_pair: self.with_languages.then(Prf::default), ..Measures::default() };
        }
        let mut sums = Sums::default();
        for (story, &weight) in self.stories.iter().zip(weights) {
            sums.story(story, weight, all);
        }
        for cluster in &self.clusters {
            sums.cluster(cluster, &sizes, weights, all);
        }
        sums.measures(all, self.with_languages)
    }
}

/// Sums over stories and clusters.
#[derive(Default)]
struct Sums {
    precision: f64,
    recall: f64,
    gold: Pairs,
    found: Pairs,
    right: Pairs,
    /// Twice the pairs of documents of different stories, of all.
    apart: u64,
    story_entropy: f64,
    cluster_entropy: f64,
    /// Entropy of the stories, given the clusters.
    story_given_cluster: f64,
    /// Entropy of the clusters, given the stories.
    cluster_given_story: f64,
}

impl Sums {
    fn story(&mut self, langs: &[u64], weight: u64, all: u64) {
        let size = sum(langs);
        self.gold.add(Pairs::within(langs), weight);
        self.apart += weight * size * (all - weight * size);
        if weight * size > 0 {
            let seen = size + all - weight * size;
            self.story_entropy -= (weight * size) as f64 * (size as f64 / seen as f64).ln();
        }
    }

    fn cluster(&mut self, cells: &[Cell], sizes: &[u64], weights: &[u64], all: u64) {
        let weighted = |cell: &Cell, n: u64| weights[cell.story] * n;
        let total: u64 = cells.iter().map(|cell| weighted(cell, sum(&cell.langs))).sum();
        for cell in cells.iter().filter(|cell| weights[cell.story] > 0) {
            let (n, weight, size) = (sum(&cell.langs), weights[cell.story], sizes[cell.story]);
            // What a document of this cell sees: the cluster and the collection without the copies of its own story.
            let (cluster, seen) = (n + total - weight * n, size + all - weight * size);
            let [n_f, size, cluster, seen] = [n, size, cluster, seen].map(|x| x as f64);
            let docs = weighted(cell, n) as f64;
            self.precision += docs * n_f / cluster;
            self.recall += docs * n_f / size;
            self.cluster_entropy -= docs * (cluster / seen).ln();
            self.story_given_cluster -= docs * (n_f / cluster).ln();
            self.cluster_given_story -= docs * (n_f / size).ln();
            let pairs = Pairs::within(&cell.langs);
            self.right.add(pairs, weight);
            self.found.add(pairs, weight);
        }
        self.found.add(Pairs::between(cells, weights), 1);
    }

    fn measures(&self, all: u64, with_languages: bool) -> Measures {
        let pairs = |of: fn(&Pairs) -> u64| Prf::of(of(&self.right), of(&self.found), of(&self.gold));
        let explained = |left: f64, entropy: f64| if entropy > 0.0 { 1.0 - left / entropy } else { 1.0 };
        let homogeneity = explained(self.story_given_cluster, self.story_entropy);
        let completeness = explained(self.cluster_given_story, self.cluster_entropy);
        Measures {
            b3: Prf::new(self.precision / all as f64, self.recall / all as f64),
            pair: pairs(|p| p.all),
            cross_pair: with_languages.then(|| pairs(|p| p.cross)),
            ari: self.adjusted_rand(),
            homogeneity,
            completeness,
            v_measure: Prf::new(homogeneity, completeness).f1,
        }
    }

    /// (right - expected) / (greatest - expected); 1 where both sides are all alone or all together.
    fn adjusted_rand(&self) -> f64 {
        let [right, found, gold] = [self.right, self.found, self.gold].map(|p| p.all as f64);
        let all = (self.gold.all + self.apart / 2) as f64;
        let expected = if all > 0.0 { found * gold / all } else { 0.0 };
        let greatest = (found + gold) / 2.0;
        if greatest == expected { 1.0 } else { (right - expected) / (greatest - expected) }
    }
}

/// Pairs of documents.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    all: u64,
    /// Those whose languages differ.
    cross: u64,
}

impl Pairs {
    fn within(langs: &[u64]) -> Pairs {
        let two = |n: u64| n * n.saturating_sub(1) / 2;
        let all = two(sum(langs));
        Pairs { all, cross: all - langs.iter().map(|&n| two(n)).sum::<u64>() }
    }

    /// Pairs of one cluster whose stories differ.
    fn between(cells: &[Cell], weights: &[u64]) -> Pairs {
        let apart = |of: &dyn Fn(&Cell) -> u64| {
            let counts = cells.iter().map(|cell| weights[cell.story] * of(cell));
            let (sum, squares) = counts.fold((0, 0), |(sum, squares), n| (sum + n, squares + n * n));
            (sum * sum - squares) / 2
        };
        let all = apart(&|cell| sum(&cell.langs));
        let langs = cells.first().map_or(0, |cell| cell.langs.len());
        let same: u64 = (0..langs).map(|lang| apart(&|cell: &Cell| cell.langs[lang])).sum();
        Pairs { all, cross: all - same }
    }

    fn add(&mut self, pairs: Pairs, times: u64) {
        self.all += pairs.all * times;
        self.cross += pairs.cross * times;
    }
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stories aaabbb, clusters 112233 (the table of the scikit-learn manual).
    fn table() -> Contingency {
        let documents = [(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (1, 2)];
        Contingency::new(documents.map(|(story, cluster)| (story, cluster, 0)), false)
    }

    #[track_caller]
    fn near(found: f64, expect: f64) {
        assert!((found - expect).abs() < 1e-12, "found {found}, expected {expect}");
    }

    #[test]
    fn by_hand() {
        let m = table().measures();
        // P: 1, 1, 1/2, 1/2, 1, 1; R: 2/3, 2/3, 1/3, 1/3, 2/3, 2/3.
        near(m.b3.precision, 5.0 / 6.0);
        near(m.b3.recall, 10.0 / 18.0);
        // 2 pairs right of 3 found and 6 of gold; 15 pairs in all.
        near(m.pair.precision, 2.0 / 3.0);
        near(m.pair.recall, 2.0 / 6.0);
        near(m.ari, (2.0 - 3.0 * 6.0 / 15.0) / (4.5 - 3.0 * 6.0 / 15.0));
        // H(story) = 1 bit; given the cluster: 1/3 bit. H(cluster) = log2 3; given the story: H(2/3, 1/3).
        near(m.homogeneity, 2.0 / 3.0);
        let given = (3f64.log2() * 1.0 - 2.0 / 3.0) / 3f64.log2();
        near(m.completeness, 1.0 - given);
        near(m.v_measure, 2.0 * m.homogeneity * m.completeness / (m.homogeneity + m.completeness));
    }

    #[test]
    fn limits() {
        let alone = Contingency::new([(0, 0, 0), (1, 1, 0)], false).measures();
        assert_eq!((alone.b3.f1, alone.ari, alone.v_measure), (1.0, 1.0, 1.0));
        let none = Contingency::new([], true).measures();
        assert_eq!((none.b3.f1, none.cross_pair), (0.0, Some(Prf::default())));
        let merged = Contingency::new([(0, 0, 0), (1, 0, 1)], true).measures();
        assert_eq!((merged.b3.precision, merged.ari, merged.homogeneity), (0.5, 0.0, 0.0));
        assert_eq!(merged.cross_pair.unwrap().precision, 0.0);
    }

    /// A story drawn twice weighs as two stories of that kind that the clusters tell apart.
    #[test]
    fn weights_are_copies_that_do_not_meet() {
        let twice = Contingency::new([(0, 0, 0), (0, 0, 1), (1, 1, 0)], true).weighted(&[2, 1]);
        assert_eq!((twice.b3.f1, twice.pair.f1, twice.ari, twice.v_measure), (1.0, 1.0, 1.0, 1.0));
        // Story 0 (two documents) merged with story 1 (one document), which is drawn twice: cluster sizes are 4 for
        // documents of story 0 and 3 for those of story 1.
        let merged = Contingency::new([(0, 0, 0), (0, 0, 1), (1, 0, 0)], true).weighted(&[1, 2]);
        near(merged.b3.precision, (2.0 * 2.0 / 4.0 + 2.0 * 1.0 / 3.0) / 4.0);
        near(merged.pair.precision, 1.0 / 5.0);
        near(merged.cross_pair.unwrap().precision, 1.0 / 3.0);
    }
}
