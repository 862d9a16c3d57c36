//! The engines of a run, put together once and shared by its threads.

use std::sync::Arc;

use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::Segmenter;

use crate::config::Config;

/// Segmenter, knowledge base and linker, with the versions that results depend on.
pub struct Engines {
    /// Words.
    pub segmenter: Segmenter,
    /// Entities.
    pub base: Arc<KnowledgeBase>,
    /// Mentions, figures and times.
    pub linker: Linker,
    /// Name, version and hash of the Korean dictionary; `none` without one.
    pub dictionary: String,
}

impl Engines {
    /// Puts the engines together.
    pub fn new(segmenter: Segmenter, dictionary: String, base: Arc<KnowledgeBase>, config: &Config) -> Engines {
        let linker = Linker::new(base.clone(), config.link.threshold);
        Engines { segmenter, base, linker, dictionary }
    }
}
