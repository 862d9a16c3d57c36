//! Words of Chinese, Korean and English text.
//!
//! A [`Segmenter`] holds the dictionaries and is shared; a [`Worker`] belongs to one thread and turns a text into an
//! [`Analysis`]: the normalised text, its words with their parts and other spellings, and its sentences. Linker, clusterer
//! and indexer all work on this one analysis.
//!
//! One text goes through three passes. `normalize` (crate `newsbraid-text`) folds script, width and case; the scan finds
//! spaces, punctuation, numbers and the runs of each script; then each run goes to the cutter of its script. No cutter
//! sees beyond a punctuation mark, so a bracket or full stop beside a word never changes how it is cut.
//!
//! This crate does not know names or entities, and does not decide what is indexed.

mod analysis;
pub mod bare;
mod chinese;
pub mod dictionary;
mod glosses;
mod korean;
mod latin;
mod number;
pub mod regional;
mod scan;
mod segmenter;
mod sentence;
mod sink;
mod union;
mod user_dictionary;

pub use analysis::{Analysis, Layer, Token, TokenClass};
pub use glosses::Glosses;
pub use korean::KoreanMorpheme as Morpheme;
pub use segmenter::{Segmenter, SegmenterConfig, Worker};
pub use user_dictionary::{UserDictionary, UserDictionaryError, UserWord, UserWordKind};
