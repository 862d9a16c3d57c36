//! What the command line says.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Folder of installed dictionaries [default: newsbraid/dict in the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Never use the network: a missing dictionary is an error
    #[arg(long, global = true)]
    pub offline: bool,
    /// Entity file or folder to put before the built-in knowledge base; may be given several times
    #[arg(long, global = true, value_name = "FILE|DIR")]
    pub kb: Vec<PathBuf>,
    /// Print nothing but errors on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Subcommand)]
pub enum Command {
    Run(RunArgs),
    Search(SearchArgs),
    Show(ShowArgs),
    Export(ExportArgs),
    Segment(SegmentArgs),
    Link(LinkArgs),
    Transcribe(TranscribeArgs),
    Dict(DictArgs),
    Kb(KbArgs),
    Eval(EvalArgs),
    /// Print every setting with its default and what it is for
    #[command(after_help = "\
Examples:
  newsbraid config                             read it
  newsbraid config > my.toml                   a file to change, for `newsbraid run --config my.toml`")]
    Config,
    Schema(SchemaArgs),
}

/// The main job: from a folder of articles to links, events, an index and a report
#[derive(Args)]
#[command(after_help = "\
Reads .txt, .jsonl, .json, .csv and .tsv, each also .gz or .zst; a folder stands for all of these below it, - for standard
input. Writes documents, mentions, figures, entities, clusters, disagreements and rejects as .jsonl, index/, report.html
and manifest.json. An interrupted run goes on where it was when the same command is given again.

Examples:
  newsbraid run corpus/sample --out out
  newsbraid run crawl/2026-03.jsonl.zst notes/ --out out --threads 8 --allow-rejects 1%
  zcat articles.jsonl.gz | newsbraid run - --out out --config my.toml

Exit codes: 0 all well, 1 failed, 2 usage, 3 articles were rejected beyond --allow-rejects.")]
pub struct RunArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Folder for the results
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Settings that differ from the defaults (`newsbraid config` prints these)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Threads, 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Replace another run in the output folder; what did not change is used again
    #[arg(long)]
    pub overwrite: bool,
    /// Rejected articles that still count as success: a number, or a share such as 2%
    #[arg(long, value_name = "N|P%", default_value = "0")]
    pub allow_rejects: AllowedRejects,
    /// Encoding of the text files, such as cp949, gb18030 or big5 [default: detected]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Leave the texts out of documents.jsonl
    #[arg(long)]
    pub no_text: bool,
}

/// How many rejects a run may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AllowedRejects {
    Count(u64),
    Percent(f64),
}

impl std::str::FromStr for AllowedRejects {
    type Err = String;

    fn from_str(text: &str) -> Result<AllowedRejects, String> {
        let expected = || format!("`{text}` is neither a number nor a share from 0% to 100%");
        match text.strip_suffix('%') {
            Some(share) => match share.parse::<f64>() {
                Ok(share) if (0.0..=100.0).contains(&share) => Ok(AllowedRejects::Percent(share)),
                _ => Err(expected()),
            },
            None => text.parse().map(AllowedRejects::Count).map_err(|_| expected()),
        }
    }
}

impl AllowedRejects {
    /// Whether `rejects` of `all` articles are allowed.
    pub fn allow(self, rejects: u64, all: u64) -> bool {
        match self {
            AllowedRejects::Count(most) => rejects <= most,
            AllowedRejects::Percent(share) => rejects as f64 <= all as f64 * share / 100.0,
        }
    }
}

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

/// Cut a text into words
#[derive(Args)]
#[command(after_help = "\
Examples:
  echo '알리바바는 3,800억 위안을 투자한다.' | newsbraid segment -
  newsbraid segment article.txt --json")]
pub struct SegmentArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// One JSON object a token
    #[arg(long)]
    pub json: bool,
}

/// Link the names of a text to entities
#[derive(Args)]
#[command(after_help = "\
Examples:
  echo '우융밍 알리바바 CEO는 퉁이 첸원을 언급했다.' | newsbraid link -
  newsbraid link article.txt --json")]
pub struct LinkArgs {
    /// A text file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// One JSON object a mention, figure or date
    #[arg(long)]
    pub json: bool,
}

/// Write names in another language by its rules of transcription
#[derive(Args)]
#[command(after_help = "\
Reads a name a line, optionally a tab and its kind (person, place, organization, product); prints a line for each, its
candidates best first, separated by tabs.

Examples:
  echo 吳泳銘 | newsbraid transcribe --from zh --to ko
  printf '重庆\\tplace\\n' | newsbraid transcribe --from zh --to ko")]
pub struct TranscribeArgs {
    /// Language of the names: zh, ko, en
    #[arg(long)]
    pub from: String,
    /// Language to write them in: zh, ko, en
    #[arg(long)]
    pub to: String,
}

/// Install, list and find dictionaries
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid dict install ko-dic                     through pip, by package name
  newsbraid dict install ko-dic --from FILE         a wheel, a folder of MeCab files, or one that lindera made
  newsbraid dict list")]
pub struct DictArgs {
    #[command(subcommand)]
    pub action: DictAction,
}

#[derive(Subcommand)]
pub enum DictAction {
    /// Install a dictionary
    Install {
        /// Its name
        #[arg(default_value = "ko-dic")]
        name: String,
        /// A wheel, a folder of MeCab files or of lindera, instead of pip
        #[arg(long, value_name = "FILE|DIR")]
        from: Option<PathBuf>,
        /// Accept files whose hash is not the pinned one
        #[arg(long)]
        allow_unpinned: bool,
        /// Install again what is there
        #[arg(long)]
        again: bool,
    },
    /// List installed dictionaries
    List,
    /// Print the folder of a dictionary
    Path {
        /// Its name
        #[arg(default_value = "ko-dic")]
        name: String,
    },
}

/// Build, check and look into the knowledge base
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid kb show 通義千問                    which entities have this name
  newsbraid kb check my-entities/               duplicate ids, ambiguous names, empty labels, with file and line
  newsbraid kb build --out base.nbkb            compile all entity files into one image")]
pub struct KbArgs {
    #[command(subcommand)]
    pub action: KbAction,
}

#[derive(Subcommand)]
pub enum KbAction {
    /// Compile the built-in base and those of --kb into one file
    Build {
        /// The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Report what should be mended in entity files
    Check {
        /// Files and folders; without any, the built-in base
        paths: Vec<PathBuf>,
    },
    /// Show the entities that a name or id stands for
    Show {
        /// A name in any language and script, or an id
        name: String,
    },
}

/// Score results against gold
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid eval links out corpus/gold/mentions.json corpus/gold/entities.json
  newsbraid eval clusters out/clusters.jsonl corpus/gold/clusters.jsonl
  newsbraid eval figures out corpus/gold/figures.json --json
  newsbraid eval segmentation gold.conllu --lang zh-Hans

corpus/README.md describes the forms of the gold files.")]
pub struct EvalArgs {
    #[command(subcommand)]
    pub what: EvalWhat,
    /// Print one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Print what was missed and what was too much
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub enum EvalWhat {
    /// Links: precision, recall and F1, weak and strong, per language and kind
    Links {
        /// Folder of a run
        dir: PathBuf,
        /// Gold mentions
        mentions: PathBuf,
        /// Gold entities
        entities: PathBuf,
    },
    /// Events: BCubed, pairs, pairs across languages, ARI, V-measure, with bootstrap intervals
    Clusters {
        /// Clusters found, a JSON object with `docs` a line
        found: PathBuf,
        /// Gold clusters in the same form
        gold: PathBuf,
        /// Articles with `id` and `lang` a line, for pairs across languages
        articles: Option<PathBuf>,
    },
    /// Figures: value and unit right, missed
    Figures {
        /// Folder of a run
        dir: PathBuf,
        /// Gold figures
        gold: PathBuf,
    },
    /// Reprints: precision and recall of pairs
    NearDuplicates {
        /// Folder of a run
        dir: PathBuf,
        /// Gold pairs, tab-separated
        gold: PathBuf,
    },
    /// Figures that differ: gold rows found, with their class
    Disagreements {
        /// Folder of a run
        dir: PathBuf,
        /// Gold disagreements
        gold: PathBuf,
        /// Gold figures
        figures: PathBuf,
    },
    /// Search: nDCG, MRR, MAP and recall of a TREC run
    Search {
        /// The run
        run: PathBuf,
        /// Queries with the passages that answer, or qrels
        gold: PathBuf,
    },
    /// Segmentation: F1 of words, or of Korean morphemes
    Segmentation {
        /// Gold in CoNLL-U
        #[arg(required = true)]
        gold: Vec<PathBuf>,
        /// Language of the gold: zh-Hans, zh-Hant, ko, en
        #[arg(long, default_value = "zh-Hans")]
        lang: String,
    },
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
