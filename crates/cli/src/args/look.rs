//! Commands that look into a run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Find articles in all languages with a query in one
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid search out 우융밍
  newsbraid search out '通义千问 AND revenue' --lang ko --limit 5
  newsbraid search out 'lang:zh \"云计算\" -腾讯' --json | jq .hits[].id

Bare words are ORed with a bonus for coverage; +word and AND require, - and NOT exclude; \"phrases\"; title: lang: source:
entity: date: figure:. A name also finds the other names of its entity; --exact turns that off.")]
pub struct SearchArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub query: String,
    /// Only articles in this language: zh (both scripts), zh-Hans, zh-Hant, ko, en
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// Hits at most
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub limit: usize,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Only what is written in the query, not the other names of its entities
    #[arg(long)]
    pub exact: bool,
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

/// Write the results of a run as tables for spreadsheets and data frames
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid export out --format csv            writes out/csv/documents.csv, mentions.csv, figures.csv, clusters.csv
  python3 -c 'import pandas; print(pandas.read_csv(\"out/csv/mentions.csv\").entity.value_counts())'")]
pub struct ExportArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Form of the tables
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
    pub format: ExportFormat,
    /// Folder for the tables [default: DIR/csv]
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// UTF-8 with a byte order mark; opens in Excel in Chinese and Korean
    Csv,
}
