//! Events against gold stories.

mod baselines;
mod bootstrap;
mod contingency;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::{EvalError, Prf, read};

use baselines::{baselines, read_articles};
pub use bootstrap::Bootstrap;
pub(crate) use contingency::Contingency;
pub use contingency::Measures;

/// How good clusters are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClusterScore {
    /// Of the found clusters.
    pub measures: Measures,
    /// Lower ends of the 95% intervals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Measures>,
    /// Upper ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Measures>,
    /// What leaving every document alone would reach.
    pub singletons: Measures,
    /// What clusters by one feature of the articles would reach, by its name; empty where the articles are not given.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub baselines: BTreeMap<&'static str, Measures>,
    /// Found clusters with a document that gold knows.
    pub clusters: usize,
    /// Stories of the gold.
    pub gold_stories: usize,
    /// Documents of the gold.
    pub docs: usize,
    /// Gold documents that no found cluster holds; they count as singletons.
    pub missing: usize,
}

/// Reads and compares. `found` and `gold` are of a form that [`read_clusters`] reads (`clusters.jsonl` of a run); `articles` has
/// an object with `id` and `lang` a line (`documents.jsonl`), for the pairs across languages, and `title`, `text` and
/// `published_at` for the baselines.
///
/// # Errors
/// A file that cannot be read or has another form; a document in two clusters of one side; one without a language.
pub fn score(
    found: &Path,
    gold: &Path,
    articles: Option<&Path>,
    bootstrap: Bootstrap,
) -> Result<ClusterScore, EvalError> {
    let stories = read_clusters(gold)?;
    let langs = articles.map(read::languages).transpose()?;
    let mut score = compare(&read_clusters(found)?, &stories, langs.as_ref(), bootstrap)?;
    if let Some(articles) = articles {
        score.baselines = baselines(&read_articles(articles)?, &stories, langs.as_ref())?;
    }
    Ok(score)
}

/// The documents of each cluster of a file: an object with `docs` a line; or documents that name their `cluster` beside their
/// `id`, a JSON list or one after the other, as in the data of Miranda, Znotins, Cohen and Barzdins, Multilingual clustering of
/// streaming news, EMNLP 2018.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn read_clusters(path: &Path) -> Result<Vec<Vec<String>>, EvalError> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Row {
        Cluster { docs: Vec<String> },
        Document { id: Name, cluster: Name },
    }
    #[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    #[serde(untagged)]
    enum Name {
        Number(i64),
        Text(String),
    }
    let rows: Vec<Row> = read::list(path, "a cluster with `docs`, or a document with `id` and `cluster`")?;
    let mut clusters = Vec::new();
    let mut named: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    for row in rows {
        match row {
            Row::Cluster { docs } => clusters.push(docs),
            Row::Document { id: Name::Number(id), cluster } => named.entry(cluster).or_default().push(id.to_string()),
            Row::Document { id: Name::Text(id), cluster } => named.entry(cluster).or_default().push(id),
        }
    }
    clusters.extend(named.into_values());
    Ok(clusters)
}

/// Scores the documents that gold knows. `langs` names their languages; zh-Hans and zh-Hant count as one.
///
/// # Errors
/// A document in two clusters of one side; with `langs`, one that they do not know; no gold.
pub fn compare(
    found: &[Vec<String>],
    gold: &[Vec<String>],
    langs: Option<&BTreeMap<String, String>>,
    bootstrap: Bootstrap,
) -> Result<ClusterScore, EvalError> {
    let stories = membership(gold, "gold")?;
    let clusters = membership(found, "found")?;
    let languages = languages(&stories, langs)?;
    // Stories are numbered by their first document, so that the order of the lines does not matter.
    let (mut story_numbers, mut cluster_numbers) = (BTreeMap::new(), BTreeMap::new());
    let mut rows = Vec::with_capacity(stories.len());
    let mut missing = 0;
    for (number, (doc, story)) in stories.iter().enumerate() {
        // A missing document is a cluster of its own, apart from all indices of found clusters.
        let cluster = clusters.get(doc).copied().unwrap_or(found.len() + number);
        missing += usize::from(!clusters.contains_key(doc));
        let story = numbered(&mut story_numbers, *story);
        rows.push((story, numbered(&mut cluster_numbers, cluster), languages[number]));
    }
    if rows.is_empty() {
        return Err(EvalError::NoGold);
    }
    let alone = rows.iter().enumerate().map(|(n, &(story, _, lang))| (story, n, lang));
    let singletons = Contingency::new(alone, langs.is_some()).measures();
    let table = Contingency::new(rows.iter().copied(), langs.is_some());
    let (low, high) = bootstrap.interval(&table).unzip();
    let measures = table.measures();
    let (clusters, gold_stories) = (cluster_numbers.len(), story_numbers.len());
    let baselines = BTreeMap::new();
    Ok(ClusterScore { measures, low, high, singletons, baselines, clusters, gold_stories, docs: rows.len(), missing })
}

/// The index of the cluster that each document is in.
fn membership<'a>(clusters: &'a [Vec<String>], side: &'static str) -> Result<BTreeMap<&'a str, usize>, EvalError> {
    let mut of = BTreeMap::new();
    for (number, docs) in clusters.iter().enumerate() {
        for doc in docs {
            if of.insert(doc.as_str(), number).is_some_and(|before| before != number) {
                return Err(EvalError::TwoClusters { doc: doc.clone(), side });
            }
        }
    }
    Ok(of)
}

/// A number for the language of each document, 0 where languages are not asked for.
fn languages(docs: &BTreeMap<&str, usize>, langs: Option<&BTreeMap<String, String>>) -> Result<Vec<usize>, EvalError> {
    let mut numbers = BTreeMap::new();
    let number = |doc: &&str| {
        let Some(langs) = langs else { return Ok(0) };
        let lang = langs.get(*doc).ok_or_else(|| EvalError::NoLanguage { doc: doc.to_string() })?;
        Ok(numbered(&mut numbers, lang.split('-').next().unwrap_or_default()))
    };
    docs.keys().map(number).collect()
}

/// The number of a key, given in order of first use.
fn numbered<K: Ord>(numbers: &mut BTreeMap<K, usize>, key: K) -> usize {
    let next = numbers.len();
    *numbers.entry(key).or_insert(next)
}

impl fmt::Display for ClusterScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut head = vec!["", "precision", "recall", "F1", "95% of F1", "singletons"];
        head.extend(self.baselines.keys());
        let mut table = Table::new(&head);
        let mut row = |name, of: &dyn Fn(&Measures) -> Prf| {
            let between = self.between(|m| of(m).f1);
            let beside = [between, decimals(of(&self.singletons).f1)];
            let baselines = self.baselines.values().map(|measures| decimals(of(measures).f1));
            table.row(name, of(&self.measures).cells().into_iter().chain(beside).chain(baselines));
        };
        row("BCubed", &|m| m.b3);
        row("pairs", &|m| m.pair);
        if self.measures.cross_pair.is_some() {
            row("pairs across languages", &|m| m.cross_pair.unwrap_or_default());
        }
        row("V-measure", &|m| Prf { precision: m.homogeneity, recall: m.completeness, f1: m.v_measure });
        let ari = [String::new(), String::new(), decimals(self.measures.ari), self.between(|m| m.ari)];
        let beside = std::iter::once(&self.singletons).chain(self.baselines.values()).map(|m| decimals(m.ari));
        table.row("adjusted Rand", ari.into_iter().chain(beside));
        write!(f, "{table}{} documents of {} stories in {} clusters", self.docs, self.gold_stories, self.clusters)?;
        writeln!(f, ", {} of them in none", self.missing)
    }
}

impl ClusterScore {
    fn between(&self, of: impl Fn(&Measures) -> f64) -> String {
        let (Some(low), Some(high)) = (&self.low, &self.high) else { return String::new() };
        format!("{}..{}", decimals(of(low)), decimals(of(high)))
    }
}

fn decimals(x: f64) -> String {
    format!("{x:.4}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(text: &str) -> Vec<Vec<String>> {
        text.split('|').map(|docs| docs.split_whitespace().map(str::to_string).collect()).collect()
    }

    fn check(found: &str, gold: &str) -> Result<ClusterScore, String> {
        let langs = "a1 a2 a3 b1 b2 c1".split(' ').map(|d| (d.to_string(), format!("{}-X", &d[..1]))).collect();
        compare(&clusters(found), &clusters(gold), Some(&langs), Bootstrap { draws: 100, seed: 1 })
            .map_err(|e| e.to_string())
    }

    #[test]
    fn missing_documents_are_singletons_and_strangers_do_not_count() {
        let score = check("a1 b1 stranger | stranger2", "a1 b1 c1 | a2").unwrap();
        assert_eq!((score.clusters, score.gold_stories, score.docs, score.missing), (3, 2, 4, 2));
        // Recall: 2/3, 2/3, 1/3, 1.
        assert!((score.measures.b3.recall - 8.0 / 12.0).abs() < 1e-12);
        assert_eq!(score.measures.cross_pair, Some(Prf::of(1, 1, 3)));
        assert!((score.singletons.b3.recall - 0.5).abs() < 1e-12);
    }

    #[test]
    fn order_of_lines_does_not_matter() {
        let gold = ["a1 b1 | a2 b2 | a3", "a3 | b2 a2 | b1 a1"].map(|gold| check("a1 b1 a2 | b2 | a3", gold).unwrap());
        assert_eq!(gold[0], gold[1]);
    }

    #[test]
    fn what_cannot_be_scored() {
        let message = |found, gold| check(found, gold).unwrap_err();
        assert!(message("a1 | a1 a2", "a1 a2").starts_with("document `a1` is in two clusters of found;"));
        assert!(message("a1", "a1 | b1 a1").starts_with("document `a1` is in two clusters of gold;"));
        assert!(message("x1", "x1").starts_with("no language is known of document `x1`;"));
        assert!(message("a1", "").starts_with("the gold is empty"));
    }

    #[test]
    fn documents_may_name_their_cluster() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gold.json");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read_clusters(&path).map_err(|error| error.to_string())
        };
        let expect = vec![vec!["a".to_string(), "c".to_string()], vec!["b".to_string()]];
        let list =
            r#"[{"id": "a", "lang": "eng", "cluster": 7}, {"id": "b", "cluster": 9}, {"id": "c", "cluster": 7}]"#;
        assert_eq!(read(list).unwrap(), expect);
        assert_eq!(read("{\"docs\": [\"a\", \"c\"], \"story\": 1}\n{\"docs\": [\"b\"]}\n").unwrap(), expect);
        assert_eq!(read("[{\"id\": 1, \"cluster\": \"x\"}]").unwrap(), [["1"]]);
        assert!(read("[{\"id\": 1}]").unwrap_err().contains("a document with `id` and `cluster`"));
    }

    #[test]
    fn printed_table() {
        let shown = check("a1 b1 | a2", "a1 b1 | a2").unwrap().to_string();
        let first: Vec<&str> = shown.lines().take(2).collect();
        assert_eq!(
            first,
            [
                "                        precision  recall      F1       95% of F1  singletons",
                "BCubed                     1.0000  1.0000  1.0000  1.0000..1.0000      0.8000"
            ]
        );
        assert!(shown.ends_with("3 documents of 2 stories in 2 clusters, 0 of them in none\n"));
    }
}
