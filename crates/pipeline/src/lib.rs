//! The way of an article, at scale, resumable.
//!
//! [`run`] takes inputs to an output folder in three stages. The *shard* stage reads, cleans, segments and links, a shard
//! of articles at a time, and leaves its results in files named by what they depend on. The *corpus* stage reads the
//! features of all articles and finds events, reprints and the entities that the base does not have. The *index* stage
//! writes tantivy's index. [`Relink`] makes a finished run anew with another knowledge base, [`Add`] with more articles, [`suggest`] says which unknown
//! names are worth adding to it. [`records`] are the forms of the files that come out, [`OutputFolder`] reads them again,
//! [`Searcher`] answers queries over a run, [`list_events`] lists its events, [`SimilarArticles`] the articles nearest to one.
//!
//! This crate knows how work is cut and stored; it does not know how words are cut, names linked or events found, and it
//! draws nothing on a terminal: [`Progress`] is a trait.

mod add;
mod config;
mod constraints;
mod count;
mod earlier;
mod engines;
mod events;
mod expand;
mod export;
mod features;
mod files;
pub mod input;
mod lock;
mod manifest;
mod output;
mod outputs;
mod paging;
mod progress;
mod publish;
pub mod records;
mod relink;
mod report;
mod run;
mod run_error;
mod sample;
mod search;
mod search_events;
mod similar;
mod stages;
mod suggest;
mod tokens;
mod topics;
mod verify;

pub use add::Add;
pub use config::{Config, ConfigError, DEFAULT_CONFIG, SearchConfig, is_encoding};
pub use constraints::{ConstraintError, Constraints, Place as ConstraintPlace};
pub use count::{Counted, Counts, Key, count};
pub use engines::Engines;
pub use events::{EventFilter, Stretch, list_events, stretch};
pub use export::{ExportError, Texts, export_brat, export_conll, export_csv};
pub use features::features;
pub use lock::check_output;
pub use output::{OutputError, OutputFolder, Records};
pub use outputs::name_of;
pub use paging::{Answering, Page};
pub use progress::{Progress, Silent};
pub use relink::Relink;
pub use run::{RunOptions, RunSummary, run};
pub use run_error::RunError;
pub use sample::{CodingSheet, SampleError, Sampled, sample};
pub use search::{Expansions, Found, SearchFailure, SearchWorker, Searcher};
pub use similar::{SimilarArticle, SimilarArticles, SimilarError};
pub use suggest::{Suggestion, suggest};
pub use tokens::token_records;
pub use topics::{Ranking, Topic, TopicError, answer, read_topics, write_trec_run};
pub use verify::{VerifyError, verify};
