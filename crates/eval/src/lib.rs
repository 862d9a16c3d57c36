//! How good is it.
//!
//! A run leaves records, a gold file says what they should be; each room here compares the two and gives a score that
//! prints as a small table ([`std::fmt::Display`]) or as JSON ([`serde::Serialize`]).
//!
//! | room | gold | of the run | measures |
//! |---|---|---|---|
//! | [`links`] | `mentions.json`, `entities.json` | `mentions.jsonl`, `entities.jsonl` | precision, recall, F1, weak and strong; reliability of the scores; unknown names |
//! | [`agreement`] | versions of articles | `mentions.jsonl`, `documents.jsonl` | entities that the versions share |
//! | [`clusters`] | `clusters.jsonl`, `stories.jsonl` | `clusters.jsonl` | BCubed, pairs, pairs across languages, ARI, V-measure |
//! | [`figures`] | `figures.json` | `figures.jsonl` | value and unit right, missed |
//! | [`disagreements`] | `disagreements.json` | `disagreements.jsonl` | rows found, with their class |
//! | [`near_duplicates`] | `near_duplicates.tsv` | `documents.jsonl` | precision, recall, F1 of pairs |
//! | [`coded`] | coding sheets that people filled in | - | precision with its interval, agreement of coders |
//! | [`search`] | queries or qrels | a TREC run | nDCG, MRR, MAP, success, recall |
//! | [`similar`] | stories of articles | a ranking | accuracy@1 and MRR per pair of languages |
//! | [`segmentation`] | CoNLL-U | a cutter | F1 of words and of Korean morphemes |
//! | [`transcription`] | a list of names | a transcriber | exact among the first n |
//!
//! In every room `score` reads the files and `compare` is a pure function over what was read. Nothing here depends on how
//! the records were made: they are read with the fields that are needed, others are ignored.
//!
//! ```
//! use newsbraid_eval::clusters::{Bootstrap, compare};
//!
//! let story = |docs: &[&str]| docs.iter().map(|d| d.to_string()).collect::<Vec<_>>();
//! let gold = [story(&["ko-0312a", "zs-0312a"]), story(&["en-0326a"])];
//! let found = [story(&["ko-0312a"]), story(&["zs-0312a"]), story(&["en-0326a"])];
//! let score = compare(&found, &gold, None, Bootstrap::default()).unwrap();
//! assert_eq!(score.measures.b3.precision, 1.0);
//! assert_eq!(score.measures.pair.recall, 0.0);
//! ```

pub mod agreement;
pub mod clusters;
pub mod coded;
pub mod disagreements;
mod error;
pub mod figures;
pub mod links;
pub mod near_duplicates;
mod ratio;
mod read;
pub mod search;
pub mod segmentation;
pub mod similar;
mod table;
pub mod transcription;

pub use error::EvalError;
pub use ratio::{Prf, Share};
