//! Commands that look into a run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Find articles in all languages with a query in one
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid search out 우융밍
  newsbraid search out '通义千问 AND revenue' --lang ko --limit 5
  newsbraid search out 투자 --explain                what it finds, and through which words
  newsbraid search out 'lang:zh \"云计算\" -腾讯' --json | jq .hits[].id
  newsbraid search out --queries topics.tsv --trec-run run.txt

Bare words are ORed with a bonus for coverage; +word and AND require, - and NOT exclude; \"phrases\"; title: lang: source:
entity: date: period: figure:. A name also finds the other names of its entity, and a word what it is in the other languages:
by the reading of Chinese characters in Korean, and by glosses where `newsbraid dict install cedict` was run. Such a word counts
less than the one typed ([search] of the settings), \"phrases\" mean themselves, and --exact turns all that off.

--queries answers a batch: {\"qid\", \"query\"} a line of a .jsonl file, else id, tab and query a line (topics of TREC and
MIRACL). Its queries are read as plain words, whatever signs they hold. `newsbraid eval search` scores the run.")]
pub struct SearchArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true, required_unless_present = "queries")]
    pub query: Option<String>,
    /// Answer all queries of a file instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "lang", "json"], requires = "trec_run")]
    pub queries: Option<PathBuf>,
    /// Where to write the answers to --queries as a TREC run, or - for standard output
    #[arg(long, value_name = "FILE", requires = "queries")]
    pub trec_run: Option<PathBuf>,
    /// Only articles in this language: zh (both scripts), zh-Hans, zh-Hant, ko, en
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// How the text of --queries is read
    #[arg(long, value_enum, default_value_t = QuerySyntax::Plain, requires = "queries")]
    pub syntax: QuerySyntax,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = HitOrder::Score, conflicts_with = "queries")]
    pub sort: HitOrder,
    /// Only the best hit of each event
    #[arg(long, value_enum, conflicts_with = "queries")]
    pub group: Option<HitGroup>,
    /// Hits at most [default: 10, with --queries 1000]
    #[arg(long, value_name = "K")]
    pub limit: Option<usize>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Only what is written in the query: not the other names of its entities, and no words of other languages
    #[arg(long)]
    pub exact: bool,
    /// Without English glosses of Chinese words, also where these are installed (`newsbraid dict --help`)
    #[arg(long)]
    pub no_glosses: bool,
    /// Say what each word of the query became, through what and with which weight, and which of them each hit has
    #[arg(long, conflicts_with = "queries")]
    pub explain: bool,
    /// Settings that differ from the defaults, of which [search] counts here (`newsbraid config` prints these)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum QuerySyntax {
    /// Words that mean themselves, whatever signs they hold
    Plain,
    /// The query language
    Full,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum HitOrder {
    /// The best first
    Score,
    /// The latest first, those without a date last
    Newest,
    /// The earliest first, those without a date last
    Oldest,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum HitGroup {
    /// One hit an event
    Cluster,
}

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
