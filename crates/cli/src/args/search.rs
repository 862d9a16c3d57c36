//! `newsbraid search`.

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

  newsbraid search out 降息 --facets lang,entity --histogram week
  newsbraid search out 降息 --after 10-0f3a5c7b9d1e2f40     the page behind the one that named this token
  newsbraid search --help-query                the query language on one page

Bare words are ORed with a bonus for coverage; +word and AND require, - and NOT exclude; \"phrases\"; title: lang: source:
entity: cluster: date: period: figure:. A name also finds the other names of its entity, and a word what it is
in the other languages: by the reading of Chinese characters in Korean, and by glosses where `newsbraid dict install cedict`
was run. Such a word counts less than the one typed ([search] of the settings), \"phrases\" mean themselves, and --exact turns
all that off.

--queries answers a batch: {\"qid\", \"query\"} a line of a .jsonl file, else id, tab and query a line (topics of TREC and
MIRACL). Its queries are read as plain words, whatever signs they hold. `newsbraid eval search` scores the run.")]
pub struct SearchArgs {
    /// Folder of a run
    #[arg(value_name = "DIR", required_unless_present = "help_query")]
    pub dir: Option<PathBuf>,
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true, required_unless_present_any = ["queries", "help_query"])]
    pub query: Option<String>,
    /// Answer all queries of a file instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "json"], requires = "trec_run")]
    pub queries: Option<PathBuf>,
    /// Where to write the answers to --queries as a TREC run, or - for standard output
    #[arg(long, value_name = "FILE", requires = "queries")]
    pub trec_run: Option<PathBuf>,
    /// Print the query language on one page
    #[arg(long)]
    pub help_query: bool,
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
    /// The page behind the one that named this token
    #[arg(long, value_name = "TOKEN", conflicts_with = "queries")]
    pub after: Option<String>,
    /// Count all articles found by these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FACET,...", conflicts_with = "queries")]
    pub facets: Vec<FacetName>,
    /// Count all articles found over time
    #[arg(long, value_enum, value_name = "INTERVAL", conflicts_with = "queries")]
    pub histogram: Option<IntervalName>,
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
    /// Settings that differ from the defaults, of which the section `search` counts here (`newsbraid config` prints these)
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

#[derive(Clone, Copy, ValueEnum)]
pub enum FacetName {
    /// Language of most of the article
    Lang,
    /// Publisher
    Source,
    /// Id of each entity mentioned
    Entity,
    /// Year and month of publication, UTC
    Month,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum IntervalName {
    Day,
    /// From Monday
    Week,
    Month,
}
