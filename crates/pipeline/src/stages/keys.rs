//! What the results of a stage depend on. A result is used again while its key is the same.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::constraints::Constraints;
use crate::engines::Engines;
use crate::input::hex;

/// Goes up when cleaning, segmentation or the form of their files changes.
const SEGMENT_VERSION: u32 = 6;
/// Goes up when mentions, figures, times, features or the form of their files change.
const LINK_VERSION: u32 = 8;
/// Goes up when clustering changes.
const CORPUS_VERSION: u32 = 12;

/// The keys of the stages of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StageKeys {
    /// Cleaning and segmentation of a shard.
    pub segment: String,
    /// Annotations and features of a shard.
    pub link: String,
    /// Events and what follows from them.
    pub corpus: String,
}

impl StageKeys {
    pub(crate) fn new(engines: &Engines, config: &Config, constraints: &Constraints) -> StageKeys {
        let version = env!("CARGO_PKG_VERSION");
        let words = engines.segmenter.user_dictionary().fingerprint();
        let segment = key(&(version, SEGMENT_VERSION, &engines.dictionary, words, &config.input.timezone));
        let glosses = engines.glosses_fingerprint();
        let link = key(&(&segment, LINK_VERSION, engines.base.hash(), config.link.threshold, glosses));
        let corpus = key(&(&link, CORPUS_VERSION, constraints.list(), &config.events));
        StageKeys { segment, link, corpus }
    }
}

/// A hash of anything that can be written down, 32 hexadecimal digits.
pub(crate) fn key(parts: &impl Serialize) -> String {
    let bytes = postcard::to_stdvec(parts).expect("keys are made of plain data");
    hex(&Sha256::digest(bytes))[..32].to_string()
}
