//! What the command line says.

mod dict;
mod eval;
mod index;
mod kb;
mod look;
mod run;
mod search;
mod train;
mod words;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use dict::{DictAction, DictArgs};
pub use eval::{EvalArgs, EvalWhat};
pub use index::{IndexAction, IndexArgs};
pub use kb::{ImportTsvArgs, ImportWikidataArgs, KbAction, KbArgs, MatchWikidataArgs, SuggestArgs};
pub use look::{
    ClassName, ClustersArgs, CountArgs, CountKey, CountUnit, DisagreementsArgs, ExportArgs, ExportFormat, SampleArgs,
    SampleWhat, ShowArgs, SimilarArgs,
};
pub use run::{AddArgs, AllowedRejects, ConstraintArgs, RelinkArgs, RemoveArgs, RunArgs};
pub use search::{FacetName, HitGroup, HitOrder, IntervalName, QuerySyntax, SearchArgs};
pub use train::{TrainArgs, TrainWhat};
pub use words::{LinkArgs, SegmentArgs, TokenFormat, TranscribeArgs};

/// Link, cluster and search news in Chinese, Korean and English. Offline, reproducible, no neural model.
#[derive(Parser)]
#[command(
    name = "newsbraid",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  newsbraid run corpus/sample --out out        clean, link, cluster and index a folder of articles
  newsbraid search out 우융밍                   finds 吴泳铭, 吳泳銘 and Eddie Wu too
  newsbraid show out alibaba-group             an entity, an event or an article of a run
  echo '퉁이 첸원을 공개했다' | newsbraid link -   what the names in a text stand for

Exit codes: 0 all well, 1 failed, 2 usage, 3 some articles rejected, 130 interrupted."
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args)]
pub struct Common {
    /// Folder of installed dictionaries and compiled bases [default: newsbraid/dict in the user's data folder, newsbraid/kb in
    /// the user's cache folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Never use the network: a missing dictionary is an error
    #[arg(long, global = true)]
    pub offline: bool,
    /// Entity file (.toml, .jsonl), folder of them or compiled base (.nbkb) to put before the built-in knowledge base; may be
    /// given several times, the first goes before the others
    #[arg(long, global = true, value_name = "FILE|DIR")]
    pub kb: Vec<PathBuf>,
    /// Print nothing but errors on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Subcommand)]
pub enum Command {
    Run(RunArgs),
    Add(AddArgs),
    Relink(RelinkArgs),
    Remove(RemoveArgs),
    Index(IndexArgs),
    Search(SearchArgs),
    Clusters(ClustersArgs),
    Show(ShowArgs),
    Similar(SimilarArgs),
    Count(CountArgs),
    Sample(SampleArgs),
    Disagreements(DisagreementsArgs),
    Export(ExportArgs),
    Segment(SegmentArgs),
    Link(LinkArgs),
    Transcribe(TranscribeArgs),
    Dict(DictArgs),
    Kb(KbArgs),
    Eval(EvalArgs),
    Train(TrainArgs),
    Config(ConfigArgs),
    Schema(SchemaArgs),
}

/// Print every setting with its default and what it is for
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid config                             read it
  newsbraid config > my.toml                   a file to change, for `newsbraid run --config my.toml`
  newsbraid config --events > events.toml      the same for `newsbraid run --events events.toml`; only what differs need stay")]
pub struct ConfigArgs {
    /// How articles are joined to events: weights of the kinds of evidence, thresholds, the model of pairs
    #[arg(long)]
    pub events: bool,
}

/// Print the JSON Schema of an output file
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid schema mentions.jsonl
  newsbraid schema                             the names of all files that have one")]
pub struct SchemaArgs {
    /// Name of the file
    pub file: Option<String>,
}
