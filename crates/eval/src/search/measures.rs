//! Measures of one ranked list.

use std::collections::BTreeMap;

use serde::Serialize;

/// Documents of a query with their ranks, counted from 1.
pub(super) type Ranks = BTreeMap<String, u64>;

/// What a query needs: documents with their grade, from 1.
pub(super) type Grades = BTreeMap<String, u64>;

/// Means over all queries; a query without an answer counts 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Normalised discounted cumulated gain at rank 10: Järvelin & Kekäläinen, Cumulated gain-based evaluation of IR
    /// techniques, TOIS 20, 2002; gain is the grade, discount the binary logarithm of rank + 1, as in trec_eval.
    pub ndcg10: f64,
    /// Mean reciprocal rank of the first relevant document, if it is among ten: Voorhees, The TREC-8 question answering
    /// track report, 1999.
    pub mrr10: f64,
    /// Mean average precision over the whole list: Buckley & Voorhees, Evaluating evaluation measure stability, SIGIR 2000.
    pub map: f64,
    /// Share of queries whose first document is relevant.
    pub success1: f64,
    /// Share of queries with a relevant document among ten.
    pub success10: f64,
    /// Share of queries with a relevant document among a hundred.
    pub success100: f64,
    /// Share of the relevant documents among ten, mean over queries.
    pub recall10: f64,
    /// Share of the relevant documents among a hundred.
    pub recall100: f64,
}

impl Measures {
    /// The fields in order, with their names.
    pub(super) fn named(&mut self) -> [(&'static str, &mut f64); 8] {
        [
            ("nDCG@10", &mut self.ndcg10),
            ("MRR@10", &mut self.mrr10),
            ("MAP", &mut self.map),
            ("success@1", &mut self.success1),
            ("success@10", &mut self.success10),
            ("success@100", &mut self.success100),
            ("recall@10", &mut self.recall10),
            ("recall@100", &mut self.recall100),
        ]
    }

    /// Of one query.
    pub(super) fn of(ranks: &Ranks, grades: &Grades) -> Measures {
        let mut hits: Vec<(u64, u64)> =
            grades.iter().filter_map(|(doc, &grade)| Some((*ranks.get(doc)?, grade))).collect();
        hits.sort_unstable();
        let best = hits.first().map_or(u64::MAX, |&(rank, _)| rank);
        let success = |k: u64| f64::from(u8::from(best <= k));
        let among = |k: u64| hits.iter().filter(|&&(rank, _)| rank <= k).count() as f64;
        let relevant = grades.len().max(1) as f64;
        let precisions = hits.iter().enumerate().map(|(n, &(rank, _))| (n + 1) as f64 / rank as f64);
        Measures {
            ndcg10: ndcg(&hits, grades, 10),
            mrr10: if best <= 10 { 1.0 / best as f64 } else { 0.0 },
            map: precisions.sum::<f64>() / relevant,
            success1: success(1),
            success10: success(10),
            success100: success(100),
            recall10: among(10) / relevant,
            recall100: among(100) / relevant,
        }
    }
}

fn ndcg(hits: &[(u64, u64)], grades: &Grades, k: u64) -> f64 {
    let gain = |(rank, grade): (u64, u64)| grade as f64 / (rank as f64 + 1.0).log2();
    let mut ideal: Vec<u64> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f64 = (1..=k).zip(ideal).map(gain).sum();
    let found: f64 = hits.iter().copied().filter(|&(rank, _)| rank <= k).map(gain).sum();
    if ideal > 0.0 { found / ideal } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expect: f64) {
        assert!((found - expect).abs() < 1e-12, "found {found}, expected {expect}");
    }

    #[test]
    fn by_hand() {
        let table =
            |rows: &[(&str, u64)]| rows.iter().map(|(doc, n)| (doc.to_string(), *n)).collect::<BTreeMap<_, _>>();
        let grades = table(&[("a", 2), ("b", 1), ("c", 1)]);
        let m = Measures::of(&table(&[("x", 1), ("b", 2), ("a", 3), ("c", 20)]), &grades);
        near(m.ndcg10, (1.0 / 3f64.log2() + 2.0 / 2.0) / (2.0 + 1.0 / 3f64.log2() + 1.0 / 2.0));
        near(m.mrr10, 0.5);
        near(m.map, (1.0 / 2.0 + 2.0 / 3.0 + 3.0 / 20.0) / 3.0);
        assert_eq!((m.success1, m.success10, m.recall10, m.recall100), (0.0, 1.0, 2.0 / 3.0, 1.0));
        assert_eq!(Measures::of(&table(&[("a", 1)]), &table(&[])), Measures::default());
        assert_eq!(Measures::of(&table(&[]), &grades), Measures::default());
        near(Measures::of(&table(&[("a", 1), ("b", 2), ("c", 3)]), &grades).ndcg10, 1.0);
    }
}
