//! The nearest articles in other languages against gold stories.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::clusters::read_clusters;
use crate::table::Table;
use crate::{EvalError, read};

/// How good the rankings of similar articles are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SimilarScore {
    /// Both directions of a pair of languages (`en-ko`), in order of name.
    pub pairs: BTreeMap<String, Retrieval>,
    /// One direction (`en>ko`: English articles look for Korean ones).
    pub directions: BTreeMap<String, Retrieval>,
    /// Documents of the gold that the run does not have.
    pub missing: usize,
}

/// How well the articles of one language find those of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Retrieval {
    /// Articles that have one of their story in the other language.
    pub queries: u64,
    /// Share of them whose nearest article in the other language is of their story.
    pub accuracy: f64,
    /// Mean of one over the rank of the nearest that is; 0 for those that do not find it.
    pub mrr: f64,
}

impl Retrieval {
    fn add(&mut self, rank: Option<usize>) {
        let before = self.queries as f64;
        self.queries += 1;
        let mean = |mean: f64, one: f64| (mean * before + one) / (before + 1.0);
        self.accuracy = mean(self.accuracy, if rank == Some(0) { 1.0 } else { 0.0 });
        self.mrr = mean(self.mrr, rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64));
    }
}

/// Reads stories: a JSON object with `docs` a line, or a table with a document, a tab and its story a line, the first line
/// naming the columns. `langs` are the languages of the documents of a run: a table may name articles without the language
/// that ends their ids (`cnbc.6790` for `cnbc.6790.ko`).
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn read_stories(path: &Path, langs: &BTreeMap<String, String>) -> Result<Vec<Vec<String>>, EvalError> {
    if path.extension().is_none_or(|ending| ending != "tsv") {
        return read_clusters(path);
    }
    let mut stories: BTreeMap<String, String> = BTreeMap::new();
    let mut head = true;
    read::each_line(path, |n, line| {
        if !std::mem::take(&mut head) {
            let expected = "a document, a tab and its story";
            let (doc, story) =
                line.split_once('\t').ok_or_else(|| read::wrong_form(path, n, format!("`{line}`"), expected))?;
            stories.insert(doc.to_string(), story.trim_end().to_string());
        }
        Ok(())
    })?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (doc, lang) in langs {
        let without = doc.strip_suffix(lang.as_str()).and_then(|doc| doc.strip_suffix('.'));
        if let Some(story) = stories.get(doc).or_else(|| stories.get(without?)) {
            found.entry(story.clone()).or_default().push(doc.clone());
        }
    }
    Ok(found.into_values().collect())
}

/// Scores what `rank` gives for a document and a language (`zh`, `ko`, `en`): the documents of the run in this language, the
/// nearest first. `langs` are the languages of the documents of the run; both Chinese scripts count as one.
///
/// # Errors
/// What `rank` meets; no story with two languages.
pub fn compare<E: From<EvalError>>(
    langs: &BTreeMap<String, String>,
    stories: &[Vec<String>],
    mut rank: impl FnMut(&str, &str) -> Result<Vec<String>, E>,
) -> Result<SimilarScore, E> {
    let base = |doc: &str| langs.get(doc).map(|lang| lang.split('-').next().unwrap_or_default());
    let mut score = SimilarScore::default();
    for story in stories {
        let own: BTreeSet<&str> = story.iter().map(String::as_str).collect();
        let met: BTreeSet<&str> = own.iter().filter_map(|doc| base(doc)).collect();
        for doc in &own {
            let Some(from) = base(doc) else {
                score.missing += 1;
                continue;
            };
            for to in met.iter().filter(|to| **to != from) {
                let found = rank(doc, to)?.iter().position(|other| own.contains(other.as_str()));
                score.directions.entry(format!("{from}>{to}")).or_default().add(found);
                let pair = if from < *to { format!("{from}-{to}") } else { format!("{to}-{from}") };
                score.pairs.entry(pair).or_default().add(found);
            }
        }
    }
    if score.pairs.is_empty() { Err(EvalError::NoGold.into()) } else { Ok(score) }
}

impl fmt::Display for SimilarScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["", "queries", "accuracy@1", "MRR"]);
        for (name, row) in self.pairs.iter().chain(&self.directions) {
            let cells = [row.queries.to_string(), format!("{:.4}", row.accuracy), format!("{:.4}", row.mrr)];
            table.row(name, cells);
        }
        writeln!(f, "{table}{} documents of the gold are not in the run", self.missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn langs() -> BTreeMap<String, String> {
        let rows = [("a.en", "en"), ("a.ko", "ko"), ("a.zh-Hans", "zh-Hans"), ("b.en", "en"), ("b.ko", "ko")];
        rows.into_iter().map(|(doc, lang)| (doc.to_string(), lang.to_string())).collect()
    }

    fn stories(text: &str) -> Vec<Vec<String>> {
        text.split('|').map(|docs| docs.split_whitespace().map(str::to_string).collect()).collect()
    }

    #[test]
    fn ranks_are_counted_by_pair_and_direction() {
        // English finds its Korean twin first, Korean its English twin second, Chinese nothing.
        let rank = |doc: &str, lang: &str| -> Result<Vec<String>, EvalError> {
            let ranked = match (doc, lang) {
                ("a.en", "ko") => "a.ko b.ko",
                ("a.ko", "en") => "b.en a.en",
                _ => "",
            };
            Ok(ranked.split_whitespace().map(str::to_string).collect())
        };
        let score = compare(&langs(), &stories("a.en a.ko a.zh-Hans gone | b.en"), rank).unwrap();
        assert_eq!(score.pairs["en-ko"], Retrieval { queries: 2, accuracy: 0.5, mrr: 0.75 });
        assert_eq!(score.directions["en>ko"], Retrieval { queries: 1, accuracy: 1.0, mrr: 1.0 });
        assert_eq!(score.pairs["ko-zh"], Retrieval { queries: 2, accuracy: 0.0, mrr: 0.0 });
        assert_eq!((score.pairs.len(), score.directions.len(), score.missing), (3, 6, 1));
        assert!(score.to_string().contains("en-ko        2      0.5000  0.7500"), "{score}");
    }

    #[test]
    fn stories_of_one_language_cannot_be_scored() {
        let none = |_: &str, _: &str| -> Result<Vec<String>, EvalError> { Ok(Vec::new()) };
        let message = compare(&langs(), &stories("a.en b.en | a.ko"), none).unwrap_err().to_string();
        assert!(message.starts_with("the gold is empty"), "{message}");
    }

    #[test]
    fn a_table_names_articles_with_or_without_their_language() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("stories.tsv");
        std::fs::write(&path, "doc_id\tstory_id\na\tone\nb.ko\ttwo\nnowhere\tone\n").unwrap();
        let found = read_stories(&path, &langs()).unwrap();
        assert_eq!(found, stories("a.en a.ko a.zh-Hans | b.ko"));
        std::fs::write(&path, "doc_id\tstory_id\na one\n").unwrap();
        let message = read_stories(&path, &langs()).unwrap_err().to_string();
        assert!(message.ends_with("line 2: expected a document, a tab and its story, found `a one`"), "{message}");
    }
}
