//! The engines of a run, put together once and shared by its threads.

use std::sync::{Arc, OnceLock};

use newsbraid_clusterer::{Concepts, Family};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Linker;
use newsbraid_segmenter::{Glosses, Segmenter};

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
    /// What Chinese words mean in English, where that is installed and wanted.
    pub glosses: Option<Arc<Glosses>>,
    concepts: OnceLock<Arc<Concepts>>,
}

impl Engines {
    /// Puts the engines together.
    pub fn new(segmenter: Segmenter, dictionary: String, base: Arc<KnowledgeBase>, config: &Config) -> Engines {
        let linker = Linker::new(base.clone(), config.link.threshold);
        Engines { segmenter, base, linker, dictionary, glosses: None, concepts: OnceLock::new() }
    }

    /// The same with glosses, unless the settings forbid them or give their features no weight.
    pub fn with_glosses(self, glosses: Option<Arc<Glosses>>, config: &Config) -> Engines {
        let used = config.cluster.glosses && config.events.weight(Family::Gloss) > 0.0;
        Engines { glosses: glosses.filter(|_| used), ..self }
    }

    /// The tables of concepts, loaded once.
    pub(crate) fn concepts(&self) -> &Arc<Concepts> {
        self.concepts.get_or_init(|| Arc::new(Concepts::cut_by(&mut self.segmenter.worker())))
    }

    /// Name, version and hash of the glosses in use.
    pub(crate) fn glosses_fingerprint(&self) -> Option<&str> {
        self.glosses.as_deref().map(Glosses::fingerprint)
    }
}
