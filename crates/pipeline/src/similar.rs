//! The articles of a run nearest to one of them.

use std::path::PathBuf;

use newsbraid_clusterer::{Collection, Evidence, Neighbour, Neighbours};
use newsbraid_text::Lang;
use serde::Serialize;
use thiserror::Error;

use crate::output::OutputFolder;
use crate::stages::kept::kept;
use crate::stages::shard::Articles;
use crate::stages::store::StoreError;

/// Why no articles can be compared.
#[derive(Debug, Error)]
pub enum SimilarError {
    /// The run does not keep what its articles are compared by.
    #[error(
        "the articles of `{folder}` cannot be compared: {what}; run `newsbraid run INPUT... --out {folder} --overwrite`"
    )]
    Gone {
        /// The folder of the run.
        folder: PathBuf,
        /// What is missing.
        what: String,
    },
    /// It cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The article is not one of the run.
    #[error("`{doc}` is no article of `{folder}`; the ids stand in its documents.jsonl")]
    Unknown {
        /// The id asked for.
        doc: String,
        /// The folder of the run.
        folder: PathBuf,
    },
}

/// An article near the one that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimilarArticle {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// The higher, the nearer: twice the cosine, less what either has with its nearest in the other's language (CSLS).
    pub csls: f64,
    /// From 0 to 1.
    pub cosine: f64,
    /// Time of publication, RFC 3339.
    pub published_at: Option<String>,
    /// Its title.
    pub title: String,
    /// The strongest features that both share.
    pub evidence: Vec<Evidence>,
}

/// The articles of a run, ready to be compared.
pub struct SimilarArticles {
    folder: PathBuf,
    articles: Articles,
    neighbours: Neighbours,
}

impl SimilarArticles {
    /// Reads the features of all articles from the stage files of a run.
    ///
    /// # Errors
    /// When these are gone or damaged.
    pub fn open(run: &OutputFolder) -> Result<SimilarArticles, SimilarError> {
        let gone = |what: String| SimilarError::Gone { folder: run.path().to_path_buf(), what };
        let config = run
            .manifest()
            .settings()
            .map_err(|error| gone(format!("the settings in its manifest are not those of this version ({error})")))?;
        let removed = run.manifest().removed.iter().cloned().collect();
        let kept = Articles::open(&kept(run.path(), run.manifest()).map_err(gone)?, &removed)?;
        let expected = run.manifest().counts.get("documents.jsonl").copied().unwrap_or(0);
        if kept.len() as u64 != expected {
            return Err(gone(format!("its stage files hold {} of {expected} articles", kept.len())));
        }
        let neighbours = Neighbours::new(&kept, &config.events)?;
        Ok(SimilarArticles { folder: run.path().to_path_buf(), articles: kept, neighbours })
    }

    /// The `most` articles nearest to one, the nearest first, at a tie in order of id; only those whose language is asked
    /// for. Articles that share nothing with it are left out.
    ///
    /// # Errors
    /// When the run has no such article, or one cannot be read.
    pub fn nearest(
        &self,
        doc: &str,
        asked: impl Fn(Lang) -> bool,
        most: usize,
    ) -> Result<Vec<SimilarArticle>, SimilarError> {
        let at = self.articles.place(doc);
        let at = at.ok_or_else(|| SimilarError::Unknown { doc: doc.to_string(), folder: self.folder.clone() })?;
        let near = self.neighbours.nearest(at, asked, most, &self.articles)?;
        let similar = |near: Neighbour| {
            let (article, details) = (self.articles.features(near.article)?, self.articles.details(near.article)?);
            Ok(SimilarArticle {
                id: article.id.clone(),
                lang: article.lang,
                csls: rounded(near.csls),
                cosine: rounded(near.cosine),
                published_at: article.date.map(|date| date.to_string()),
                title: details.title.clone(),
                evidence: near.evidence,
            })
        };
        near.into_iter().map(similar).collect()
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
