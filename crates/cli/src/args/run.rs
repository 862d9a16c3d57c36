//! `newsbraid run`.

use std::path::PathBuf;

use clap::Args;

/// The main job: from a folder of articles to links, events, an index and a report
#[derive(Args)]
#[command(after_help = "\
Reads .txt, .jsonl, .json, .csv and .tsv, each also .gz or .zst; a folder stands for all of these below it, - for standard
input. Writes documents, mentions, figures, entities, clusters, disagreements and rejects as .jsonl, index/, report.html
and manifest.json. An interrupted run goes on where it was when the same command is given again.

--must-link and --cannot-link name pairs of articles that are, or are not, of one event: two ids a line, set apart by a tab. Pairs
that are joined hold through others too; what contradicts itself is refused with file and line.

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
    /// Weights, thresholds and model of events that differ from the defaults (`newsbraid config --events` prints these)
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
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
    /// Words to keep whole, a word a line; `newsbraid segment --help` says more
    #[arg(long, value_name = "FILE")]
    pub user_dict: Option<PathBuf>,
    /// Leave the texts out of documents.jsonl
    #[arg(long)]
    pub no_text: bool,
    /// Join articles without English glosses of Chinese words, also where these are installed (`newsbraid dict --help`)
    #[arg(long)]
    pub no_glosses: bool,
    #[command(flatten)]
    pub constraints: ConstraintArgs,
}

/// Pairs of articles that a user joins or parts.
#[derive(Args)]
pub struct ConstraintArgs {
    /// Pairs of articles that report one event, whatever they share: two ids a line, set apart by a tab
    #[arg(long, value_name = "FILE")]
    pub must_link: Option<PathBuf>,
    /// Pairs of articles that report different events, in the same form
    #[arg(long, value_name = "FILE")]
    pub cannot_link: Option<PathBuf>,
}

/// Add articles to a finished run
#[derive(Args)]
#[command(after_help = "\
Only the new articles are read, segmented and linked. A new article joins an event or opens one; articles of one event stay
together, and events and unknown names keep their ids. Where two events turn out to be one, the older stays and merged.jsonl says
what became of the other. An article with the id of another takes its place. Interrupted at any moment, the run is the old one or
the new one.

--must-link and --cannot-link take the place of the constraints of the run; with them, no INPUT is needed.

Examples:
  newsbraid add out crawl/2026-04-01.jsonl.zst
  newsbraid add out --must-link same.tsv --cannot-link other.tsv

Exit codes: 0 all well, 1 failed, 2 usage, 3 new articles were rejected beyond --allow-rejects.")]
pub struct AddArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Files, folders, or - for standard input
    #[arg(value_name = "INPUT", required_unless_present_any = ["must_link", "cannot_link"])]
    pub inputs: Vec<String>,
    /// Threads, 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Rejected new articles that still count as success: a number, or a share such as 2%
    #[arg(long, value_name = "N|P%", default_value = "0")]
    pub allow_rejects: AllowedRejects,
    #[command(flatten)]
    pub constraints: ConstraintArgs,
}

/// Link a finished run again, after a change of the knowledge base
#[derive(Args)]
#[command(after_help = "\
Takes the segmented articles from DIR/.stages and inputs and settings from DIR/manifest.json; mentions, events, the index and
the report are made anew, as a run from scratch with this knowledge base would make them (events that `add` let keep their ids
get those of a run from scratch). The inputs are not read. The constraints of the run hold unless others are given.

Examples:
  newsbraid relink out --kb my-entities/
  newsbraid relink out --must-link same.tsv     events anew, with other constraints than those of the run
  newsbraid relink out --events my-events.toml  events anew, with other weights or what `newsbraid train clusters` wrote

Exit codes: 0 all well, 1 failed, 2 usage, 3 articles were rejected beyond --allow-rejects.")]
pub struct RelinkArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Weights, thresholds and model of events that differ from those of the run (`newsbraid config --events` prints the defaults)
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// Threads, 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Rejected articles that still count as success: a number, or a share such as 2%
    #[arg(long, value_name = "N|P%", default_value = "0")]
    pub allow_rejects: AllowedRejects,
    #[command(flatten)]
    pub constraints: ConstraintArgs,
}

/// Take articles out of a finished run
#[derive(Args)]
#[command(after_help = "\
The records, the events and the report are made anew as if the articles had never been there, and what changed of the index is
written again; the inputs are not read. `newsbraid relink` leaves them out too, until `newsbraid run --overwrite` reads the inputs
anew. manifest.json lists them.

What was segmented of them stays in DIR/.stages, which may be deleted, and their text in the index until `newsbraid index merge DIR`.

Examples:
  newsbraid remove out ko-0306a zs-0312a
  newsbraid remove out --ids withdrawn.txt     an id a line

Exit codes: 0 all well, 1 failed, 2 usage, 3 articles were rejected beyond --allow-rejects.")]
pub struct RemoveArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Ids of the articles, as in documents.jsonl
    #[arg(value_name = "ID", required_unless_present = "ids")]
    pub id: Vec<String>,
    /// A file with an id a line, - for standard input
    #[arg(long, value_name = "FILE")]
    pub ids: Option<PathBuf>,
    /// Threads, 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Rejected articles that still count as success: a number, or a share such as 2%
    #[arg(long, value_name = "N|P%", default_value = "0")]
    pub allow_rejects: AllowedRejects,
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
