//! What clusters by a single feature of the articles would reach.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use serde::Deserialize;

use super::{Bootstrap, Measures, compare};
use crate::{EvalError, read};

/// Articles of which all pairs are compared at most; beyond, there is no baseline of bigrams.
const MOST_COMPARED: usize = 2000;
/// Thresholds that are tried for the bigrams, in hundredths.
const THRESHOLDS: std::ops::RangeInclusive<u32> = 5..=95;
const STEP: usize = 5;

/// What baselines see of an article.
#[derive(Deserialize)]
pub(crate) struct Article {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    published_at: Option<String>,
}

/// The articles of a file, a JSON object each.
pub(crate) fn read_articles(path: &Path) -> Result<Vec<Article>, EvalError> {
    read::lines(path, "an article with `id`")
}

/// `one cluster`, `same day`, and `bigrams`: pairs of characters of title and text, weighted by rarity, connected components of
/// the articles whose cosine is at least a threshold, and this the one that gives the best BCubed F1 here: it has seen the gold.
pub(crate) fn baselines(
    articles: &[Article],
    gold: &[Vec<String>],
    langs: Option<&BTreeMap<String, String>>,
) -> Result<BTreeMap<&'static str, Measures>, EvalError> {
    let of_gold: BTreeSet<&str> = gold.iter().flatten().map(String::as_str).collect();
    let articles: Vec<&Article> = articles.iter().filter(|article| of_gold.contains(article.id.as_str())).collect();
    let measure = |groups: &[Vec<usize>]| -> Result<Measures, EvalError> {
        let ids = |group: &Vec<usize>| group.iter().map(|&i| articles[i].id.clone()).collect();
        let found: Vec<Vec<String>> = groups.iter().map(ids).collect();
        Ok(compare(&found, gold, langs, Bootstrap { draws: 0, seed: 1 })?.measures)
    };
    let mut out = BTreeMap::from([("one cluster", measure(&[(0..articles.len()).collect()])?)]);
    let mut days: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, article) in articles.iter().enumerate() {
        if let Some(day) = article.published_at.as_deref().and_then(|at| at.get(..10)) {
            days.entry(day).or_default().push(i);
        }
    }
    if !days.is_empty() {
        out.insert("same day", measure(&days.into_values().collect::<Vec<_>>())?);
    }
    if articles.len() <= MOST_COMPARED {
        let pairs = likeness(&articles);
        let mut best = Measures::default();
        for percent in THRESHOLDS.step_by(STEP) {
            let found = measure(&components(articles.len(), &pairs, f64::from(percent) / 100.0))?;
            if found.b3.f1 > best.b3.f1 {
                best = found;
            }
        }
        out.insert("bigrams", best);
    }
    Ok(out)
}

/// The cosine of each pair of articles that share a pair of characters.
fn likeness(articles: &[&Article]) -> Vec<(usize, usize, f64)> {
    let mut postings: BTreeMap<(char, char), Vec<(usize, f64)>> = BTreeMap::new();
    for (i, article) in articles.iter().enumerate() {
        let mut counts: HashMap<(char, char), f64> = HashMap::new();
        let text = format!("{}\n{}", article.title, article.text.as_deref().unwrap_or_default()).to_lowercase();
        let chars: Vec<char> = text.chars().collect();
        for pair in chars.windows(2).filter(|pair| pair.iter().all(|c| c.is_alphanumeric())) {
            *counts.entry((pair[0], pair[1])).or_default() += 1.0;
        }
        counts.into_iter().for_each(|(pair, count)| postings.entry(pair).or_default().push((i, count)));
    }
    let count = articles.len();
    let (mut dots, mut squares) = (vec![0.0; count * count], vec![0.0; count]);
    for posting in postings.values() {
        let idf = (count as f64 / posting.len() as f64).ln();
        for (at, &(a, times)) in posting.iter().enumerate() {
            squares[a] += (times * idf).powi(2);
            for &(b, other) in &posting[at + 1..] {
                dots[a * count + b] += times * other * idf * idf;
            }
        }
    }
    let shared = dots.iter().enumerate().filter(|(_, dot)| **dot > 0.0);
    shared
        .map(|(at, dot)| (at / count, at % count, dot / f64::sqrt(squares[at / count] * squares[at % count])))
        .collect()
}

fn components(count: usize, pairs: &[(usize, usize, f64)], least: f64) -> Vec<Vec<usize>> {
    let mut parents: Vec<usize> = (0..count).collect();
    for &(a, b, _) in pairs.iter().filter(|pair| pair.2 >= least) {
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        parents[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..count {
        groups.entry(root(&mut parents, i)).or_default().push(i);
    }
    groups.into_values().collect()
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

    fn article(id: &str, title: &str, day: &str) -> Article {
        Article {
            id: id.to_string(),
            title: title.to_string(),
            text: None,
            published_at: Some(format!("{day}T00:00:00Z")),
        }
    }

    #[test]
    fn a_single_feature_joins_what_shares_it() {
        let articles = [
            article("a", "阿里云收入增长", "2026-03-01"),
            article("b", "阿里云收入大增", "2026-03-01"),
            article("c", "ferry sinks off Norway", "2026-03-01"),
            article("d", "ferry off Norway sank", "2026-03-02"),
            article("stranger", "ferry sinks off Norway", "2026-03-02"),
        ];
        let gold = [["a", "b"], ["c", "d"]].map(|docs| docs.map(str::to_string).to_vec());
        let found = baselines(&articles, &gold, None).unwrap();
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), ["bigrams", "one cluster", "same day"]);
        assert_eq!(found["bigrams"].b3.f1, 1.0);
        assert_eq!((found["one cluster"].b3.precision, found["one cluster"].b3.recall), (0.5, 1.0));
        // Of the first day a, b and c; d is alone.
        assert_eq!(found["same day"].b3.recall, 0.75);
        assert!((found["same day"].b3.precision - (2.0 / 3.0 * 2.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12);
    }
}
