//! Which articles report the same event, across languages.
//!
//! [`Features`] turns an article into [`ArticleFeatures`]: weighted pieces of evidence that are the same in all languages
//! (entities, keys of unknown names, figures, Latin words, concepts, Chinese words in their Korean reading and, where a
//! dictionary is installed, in English) and words of its own language. [`cluster`] takes those of all articles, in order of id, and gives a [`Clustering`].
//!
//! 1. Reprints are found by their shingles; only the original goes on.
//! 2. Articles become TF-IDF vectors, with document frequencies per language.
//! 3. An inverted index over rare features gives candidate pairs inside a time window: never all pairs.
//! 4. A logistic model says how probable it is that a pair reports one event.
//! 5. Average link joins articles to groups; a second look moves articles to the group that they fit best.
//!
//! [`Neighbours`] ranks the articles nearest to one in the same space.
//!
//! The result depends on the articles and the configuration alone, not on threads or the order of the input.
//!
//! This crate reads no files and knows no texts: it sees an article once, when its features are extracted.

mod candidates;
mod cluster;
mod collection;
mod config;
mod contrast;
mod crowd;
mod disagreements;
mod events;
mod family;
mod features;
mod known;
mod likeness;
mod link;
mod model;
mod neighbourhood;
mod neighbours;
mod nil;
mod pairs;
mod settle;
mod sketch;
mod sounds;
mod spread;
mod stories;
mod tally;
#[cfg(test)]
mod testing;
mod train;
mod trees;
mod vectors;
mod vocabulary;
mod weigher;

pub use cluster::{Clustering, MergedEvent, NearDuplicate, cluster, cluster_known, groups, pairs};
pub use collection::Collection;
pub use config::{Background, Candidates, ClusterConfig, ConfigError, DEFAULT_CLUSTER_CONFIG, FigureRules, Stories};
pub use disagreements::{Class, Disagreement, Value, relation};
pub use events::{Apart, Constraint, Event, Evidence, Shared, Why, founded_events, founded_names};
pub use family::Family;
pub use features::{ArticleFeatures, Claim, Concepts, Details, Feature, Features, LEAD, NameUse, Texts};
pub use known::{Known, KnownEvent, KnownName};
pub use model::{INPUTS, Model, Pair, Scorer, Weights};
pub use neighbours::{Neighbour, Neighbours};
pub use nil::NilEntity;
pub use sketch::Sketch;
pub use train::{Labelled, Trained, train};
pub use trees::Forest;
