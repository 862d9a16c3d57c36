//! Whether the versions of one article in several languages link to the same entities.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::links::{Found, FoundMention};
use crate::table::Table;
use crate::{EvalError, Share, read};

/// How far the versions of articles agree with those in one language, the pivot.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AgreementScore {
    /// The language that the others are compared with.
    pub pivot: String,
    /// Articles with a version in the pivot language.
    pub articles: u64,
    /// By language: of the entities linked in the pivot versions, each once an article, those linked in the other version.
    pub langs: BTreeMap<String, Share>,
    /// By language: of the unknown names (NIL entities) of the pivot versions, those that the other version has too.
    pub nils: BTreeMap<String, Share>,
    /// NIL entities that versions in two languages or more share, and all.
    pub shared_nils: Share,
    /// Entities of the pivot version that another version lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Disagreement>,
}

/// An entity of the pivot version that another version lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// The article.
    pub article: String,
    /// The language that lacks it.
    pub lang: String,
    /// The entity.
    pub entity: String,
    /// How the pivot version writes it.
    pub surface: String,
}

/// Which documents are versions of one article: tab-separated, the first line names the columns (with or without `# `),
/// the first is the id of a document, the second the article.
///
/// # Errors
/// A file that cannot be read, or a row without two columns.
pub fn read_versions(path: &Path) -> Result<BTreeMap<String, String>, EvalError> {
    let mut versions = BTreeMap::new();
    let mut head = true;
    read::each_line(path, |n, line| {
        if std::mem::take(&mut head) {
            return Ok(());
        }
        let (doc, article) = line
            .split_once('\t')
            .ok_or_else(|| read::wrong_form(path, n, format!("`{line}`"), "document, tab, article"))?;
        versions.insert(doc.to_string(), article.split('\t').next().unwrap_or("").to_string());
        Ok(())
    })?;
    Ok(versions)
}

/// Compares the links of the versions of each article with those of its version in the language `pivot`.
///
/// ```
/// use std::collections::BTreeMap;
/// use newsbraid_eval::agreement::compare;
/// use newsbraid_eval::links::{Found, FoundMention};
///
/// let link = |doc: &str, entity: &str| FoundMention { doc: doc.into(), entity: Some(entity.into()), ..Default::default() };
/// let found = Found {
///     mentions: vec![link("a.en", "china"), link("a.en", "qwen"), link("a.ko", "qwen")],
///     langs: BTreeMap::from([("a.en".into(), "en".into()), ("a.ko".into(), "ko".into())]),
///     ..Default::default()
/// };
/// let versions = BTreeMap::from([("a.en".into(), "a".into()), ("a.ko".into(), "a".into())]);
/// let score = compare(&found, &versions, "en");
/// assert_eq!((score.langs["ko"].right, score.langs["ko"].of), (1, 2));
/// assert_eq!(score.missed[0].entity, "china");
/// ```
pub fn compare(found: &Found, versions: &BTreeMap<String, String>, pivot: &str) -> AgreementScore {
    let mut articles: BTreeMap<&str, BTreeMap<&str, Version>> = BTreeMap::new();
    for (doc, article) in versions {
        let lang = found.langs.get(doc).map_or("und", String::as_str);
        articles.entry(article).or_default().entry(lang).or_default();
    }
    let mut nils: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mention in &found.mentions {
        let Some(article) = versions.get(&mention.doc) else { continue };
        let lang = found.langs.get(&mention.doc).map_or("und", String::as_str);
        articles.entry(article).or_default().entry(lang).or_default().add(mention);
        if let (None, Some(nil)) = (&mention.entity, &mention.nil) {
            nils.entry(nil).or_default().insert(base(lang));
        }
    }
    let mut score = AgreementScore { pivot: pivot.to_string(), ..Default::default() };
    for (article, by_lang) in &articles {
        let Some(own) = by_lang.get(pivot) else { continue };
        score.articles += 1;
        for (lang, other) in by_lang.iter().filter(|(lang, _)| **lang != pivot) {
            let shares = score.langs.entry(lang.to_string()).or_default();
            for (entity, surface) in &own.entities {
                shares.add(other.entities.contains_key(entity));
                if !other.entities.contains_key(entity) {
                    let [article, lang, entity, surface] =
                        [article, lang, entity, surface].map(|text| text.to_string());
                    score.missed.push(Disagreement { article, lang, entity, surface });
                }
            }
            let shares = score.nils.entry(lang.to_string()).or_default();
            own.nils.iter().for_each(|nil| shares.add(other.nils.contains(nil)));
        }
    }
    nils.values().for_each(|langs| score.shared_nils.add(langs.len() > 1));
    score
}

/// What a version links to.
#[derive(Default)]
struct Version<'a> {
    /// Entities with the first way each is written.
    entities: BTreeMap<&'a str, &'a str>,
    nils: BTreeSet<&'a str>,
}

impl<'a> Version<'a> {
    fn add(&mut self, mention: &'a FoundMention) {
        match (&mention.entity, &mention.nil) {
            (Some(entity), _) => {
                self.entities.entry(entity).or_insert(&mention.surface);
            }
            (None, Some(nil)) => {
                self.nils.insert(nil);
            }
            (None, None) => {}
        }
    }
}

/// A language without its script.
fn base(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

impl AgreementScore {
    /// What each version lacks, a line each.
    pub fn details(&self) -> String {
        let line = |m: &Disagreement| format!("missed {} {} {} {}\n", m.article, m.lang, m.entity, m.surface);
        self.missed.iter().map(line).collect()
    }
}

impl fmt::Display for AgreementScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} articles, compared with their versions in {}", self.articles, self.pivot)?;
        let mut table = Table::new(&["", "linked too", "of", "share", "unknown too", "of", "share"]);
        for (lang, share) in &self.langs {
            let nils = self.nils.get(lang).copied().unwrap_or_default();
            table.row(lang, share.cells().into_iter().chain(nils.cells()));
        }
        write!(f, "{table}")?;
        writeln!(f, "unknown names in two languages or more: {}", self.shared_nils)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("versions.tsv");
        std::fs::write(&path, "# doc\tarticle\na.en\ta\na.ko\ta\tmore\n").unwrap();
        let versions = read_versions(&path).unwrap();
        assert_eq!(versions, BTreeMap::from([("a.en".into(), "a".into()), ("a.ko".into(), "a".into())]));
        std::fs::write(&path, "doc\tarticle\nalone\n").unwrap();
        let message = read_versions(&path).unwrap_err().to_string();
        assert!(message.ends_with("line 2: expected document, tab, article, found `alone`"), "{message}");
    }

    #[test]
    fn unknown_names_are_shared_by_id() {
        let nil = |doc: &str, id: &str| FoundMention { doc: doc.into(), nil: Some(id.into()), ..Default::default() };
        let langs = [("a.en", "en"), ("a.ko", "ko"), ("a.zh", "zh-Hans"), ("a.zt", "zh-Hant")];
        let found = Found {
            mentions: vec![
                nil("a.en", "n1"),
                nil("a.en", "n2"),
                nil("a.ko", "n1"),
                nil("a.zh", "n3"),
                nil("a.zt", "n3"),
            ],
            langs: langs.map(|(doc, lang)| (doc.to_string(), lang.to_string())).into(),
            ..Default::default()
        };
        let versions = langs.map(|(doc, _)| (doc.to_string(), "a".to_string())).into();
        let score = compare(&found, &versions, "en");
        assert_eq!((score.nils["ko"], score.nils["zh-Hans"]), (Share::new(1, 2), Share::new(0, 2)));
        // n1 is in two languages; n2 in one; n3 in two scripts of one.
        assert_eq!(score.shared_nils, Share::new(1, 3));
        assert_eq!(score.langs["ko"], Share::default());
    }
}
