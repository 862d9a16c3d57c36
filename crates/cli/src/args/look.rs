//! Commands that look into a run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use newsbraid_pipeline::{Stretch, stretch};

/// Count articles or events by what they have
#[derive(Args)]
#[command(after_help = "\
Writes a CSV table to standard output: a column a key, then the count. An article counts once in each month, language and
source, and once for each of its entities; an event counts where any of its articles does.

Examples:
  newsbraid count out --by month,lang
  newsbraid count out --by entity,month --unit event > coverage.csv")]
pub struct CountArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Keys, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', required = true, value_name = "KEY,...")]
    pub by: Vec<CountKey>,
    /// What is counted
    #[arg(long, value_enum, default_value_t = CountUnit::Article)]
    pub unit: CountUnit,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountKey {
    /// Id of each entity mentioned
    Entity,
    /// Year and month of publication, UTC; empty where unknown
    Month,
    /// Language of most of the article
    Lang,
    /// Publisher; empty where unknown
    Source,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum CountUnit {
    Article,
    Event,
}

/// List the events of a run
#[derive(Args)]
#[command(after_help = "\
The largest stand first, then the newest. A line names the event, how many articles report it, in which languages, from when to
when, and its story (the longer thread); then come a headline for each language and the entities of most articles.

Examples:
  newsbraid clusters out --min-size 3 --limit 20
  newsbraid clusters out --since 2026-03-10 --until 2026-03-12 --entity alibaba-group
  newsbraid clusters out --lang zh --json | jq -r '[.cluster, (.docs | length)] | @tsv'")]
pub struct ClustersArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Only events with an article at or after this: a year, month or day in UTC (2026-03-12), or an instant
    #[arg(long, value_name = "TIME", value_parser = stretch)]
    pub since: Option<Stretch>,
    /// Only events first seen at or before this; a day counts to its end
    #[arg(long, value_name = "TIME", value_parser = stretch)]
    pub until: Option<Stretch>,
    /// Only events of which an article mentions this entity (an id of entities.jsonl)
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// Only events with an article in this language: zh (both scripts), zh-Hans, zh-Hant, ko, en
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// Only events of so many articles or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_size: usize,
    /// Events at most
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Print one JSON object a line, as in clusters.jsonl
    #[arg(long)]
    pub json: bool,
}

/// List the articles nearest to an article of a run
#[derive(Args)]
#[command(after_help = "\
Articles are compared by what clustering compares them by: entities, figures, names, words, and words of other languages that mean
or sound the same. Time plays no role. Prints id, nearness (CSLS), language, time and title; below, what both share.

Examples:
  newsbraid similar out zs-0312a --lang ko -n 5
  newsbraid similar out zs-0312a --json | jq -r .id

`newsbraid eval similar` scores such rankings against gold.")]
pub struct SimilarArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Id of the article
    #[arg(value_name = "DOC")]
    pub doc: String,
    /// Only articles in this language: zh (both scripts), zh-Hans, zh-Hant, ko, en
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// Articles at most
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Write a coding sheet: a random sample of what was found, for people to judge
#[derive(Args)]
#[command(after_help = "\
Writes a CSV table to standard output, a row an item with its context and an empty column `verdict`, in random order and without
the score. Write right (or 1), wrong (or 0) or unclear (or ?) into it; `newsbraid eval coded` gives the precision with its
95% interval, and of two coders' sheets their agreement. The same seed draws the same items; a larger -n draws these and more.

Judge of mentions: does this name mean this entity here? Of figures: are value, unit and all that is said of it right?
Of clusters: do the two articles report the same event? (Each article of an event with several is one item, beside another
article of it.)

Examples:
  newsbraid sample out --what mentions -n 200 --seed 7 > mentions.csv
  newsbraid eval coded mentions-kim.csv mentions-li.csv")]
pub struct SampleArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// What is judged
    #[arg(long, value_enum)]
    pub what: SampleWhat,
    /// Items; all where there are fewer
    #[arg(short, long = "number", value_name = "N", default_value_t = 200)]
    pub n: usize,
    /// Which sample: any whole number
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SampleWhat {
    /// Links of names
    Mentions,
    /// Quantities and what is said of them
    Figures,
    /// Articles of events
    Clusters,
}

/// Show an article, an event or an entity of a run
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid show out 001_cde2df59aeeb73e8      an article with its links and figures
  newsbraid show out ev-0a1b2c3d4e5f           an event with its articles and what joined them
  newsbraid show out alibaba-group             an entity with its names and articles")]
pub struct ShowArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Id of an article, an event or an entity
    #[arg(value_name = "ID")]
    pub id: String,
}

/// List the figures on which the articles of a run differ
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid disagreements out                  all of them, the gravest first
  newsbraid disagreements out --class conflict --event ev-0a1b2c3d4e5f
  newsbraid disagreements out --json | jq -r '[.class, .entity, .measure] | @tsv'

They are reported, not judged. Classes: conflict; unit-slip (off by a power of ten); scope (one leaves out or counts in what
the other does not); currency (one sum in two currencies or at two rates); rounding.")]
pub struct DisagreementsArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Only this class; may be given several times
    #[arg(long, value_enum)]
    pub class: Vec<ClassName>,
    /// Only this event
    #[arg(long, value_name = "ID")]
    pub event: Option<String>,
    /// Only claims about this entity
    #[arg(long, value_name = "ID")]
    pub entity: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClassName {
    Conflict,
    UnitSlip,
    Scope,
    Currency,
    Rounding,
}

/// Write the results of a run as tables, or its mentions for annotation tools and taggers
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid export out --format csv            writes out/csv/documents.csv, mentions.csv, figures.csv, clusters.csv
  python3 -c 'import pandas; print(pandas.read_csv(\"out/csv/mentions.csv\").entity.value_counts())'
  newsbraid export out --format brat           a .txt and an .ann an article, to open in brat
  newsbraid export out --format conll --input articles/    out/conll/mentions.conll: token, BIO tag, entity")]
pub struct ExportArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
    pub format: ExportFormat,
    /// Folder to write to [default: DIR/csv, DIR/brat or DIR/conll]
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// What was run, as `run` was given it: brat and conll read the texts that the run does not hold (those of .txt files)
    /// from it again
    #[arg(long, value_name = "INPUT")]
    pub input: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// UTF-8 with a byte order mark; opens in Excel in Chinese and Korean
    Csv,
    /// brat's standoff form; offsets are code points of the .txt beside each .ann
    Brat,
    /// Columns as those of CoNLL-2003: token, BIO tag with the kind, id of the entity
    Conll,
}
