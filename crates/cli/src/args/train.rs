//! `newsbraid train`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Learn a model from gold
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid train clusters corpus/sample corpus/gold/clusters.jsonl
  newsbraid train clusters news.jsonl events.jsonl --stream other.jsonl.zst --out model.toml
  newsbraid train clusters news.jsonl events.jsonl --unlike translated.jsonl stories.jsonl

Use the tables with `newsbraid run --events model.toml`. Those that the program carries are config/clusters.model.toml;
crates/README.md says on what they were learned.")]
pub struct TrainArgs {
    #[command(subcommand)]
    pub what: TrainWhat,
}

#[derive(Subcommand)]
pub enum TrainWhat {
    /// The model that says how probable it is that two articles report one event. Prints its tables, and on standard error
    /// the scores of cross-validation over stretches of days (over events where articles have no date) with 95% intervals
    Clusters {
        /// Articles (anything that `newsbraid run` reads), then their gold events (an object with `docs` a line), in pairs
        #[arg(required = true, num_args = 2.., value_name = "ARTICLES GOLD")]
        files: Vec<String>,
        /// Unlabelled articles of the days of the first collection, which is also learned from among them: their pairs with
        /// events of one article are negative
        #[arg(long, value_name = "FILE")]
        stream: Option<String>,
        /// Articles and gold that only the trees learn from, cross-validated over events: a collection unlike the news of a few
        /// days, such as translations. May be given several times; together these weigh no more than all others
        #[arg(long, num_args = 2, value_names = ["ARTICLES", "GOLD"])]
        unlike: Vec<String>,
        /// Write the tables there and not to standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Folds of the cross-validation
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
        folds: u16,
    },
}
