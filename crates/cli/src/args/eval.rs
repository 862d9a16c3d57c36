//! `newsbraid eval`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Score results against gold
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid eval links out corpus/gold/mentions.json corpus/gold/entities.json
  newsbraid eval clusters out/clusters.jsonl corpus/gold/clusters.jsonl
  newsbraid eval similar out corpus/gold/clusters.jsonl
  newsbraid eval figures out corpus/gold/figures.json --json
  newsbraid eval agreement out versions.tsv
  newsbraid eval coded kim.csv li.csv
  newsbraid eval transcription names.tsv --json
  newsbraid eval segmentation zh_gsd-ud-dev.conllu ko_gsd-ud-dev.conllu --json

corpus/README.md describes the forms of the gold files.")]
pub struct EvalArgs {
    #[command(subcommand)]
    pub what: EvalWhat,
    /// Print one JSON object (a line for each gold file)
    #[arg(long, global = true)]
    pub json: bool,
    /// Print what was missed and what was too much
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub enum EvalWhat {
    /// Links: precision, recall and F1, weak and strong, per language and kind; reliability of the scores; unknown names
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
        /// Clusters found, a JSON object with `docs` a line, or the folder of a run
        found: PathBuf,
        /// Gold clusters in the same form, or another run
        gold: PathBuf,
        /// Articles with `id` and `lang` a line, for pairs across languages [default: those of the run]
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
    /// Similar articles: accuracy@1 and MRR of finding the story of an article in another language, per pair of languages
    Similar {
        /// Folder of a run
        dir: PathBuf,
        /// Stories: an object with `docs` a line, or a .tsv of documents and stories
        gold: PathBuf,
    },
    /// Coding sheets of `newsbraid sample`: precision with a 95% interval, and with several coders their agreement
    Coded {
        /// Sheets with their verdicts: right (or 1), wrong (or 0), unclear (or ?)
        #[arg(required = true, value_name = "SHEET")]
        sheets: Vec<PathBuf>,
    },
    /// Agreement: of the entities linked in the version of an article in one language, those linked in its other versions
    Agreement {
        /// Folder of a run
        dir: PathBuf,
        /// Which documents are versions of one article: id, tab, article; the first line names the columns
        versions: PathBuf,
        /// Language that the others are compared with
        #[arg(long, default_value = "en")]
        pivot: String,
    },
    /// Transcription: the expected form first, and among the first
    Transcription {
        /// Names: name, tab, its transcription; columns `kind` and `method` where the first line names them
        gold: PathBuf,
        /// Language of the names: zh, ko, en
        #[arg(long, default_value = "zh")]
        from: String,
        /// Language of the transcriptions: zh, ko, en
        #[arg(long, default_value = "ko")]
        to: String,
        /// How many of the first forms may be the expected one
        #[arg(long, default_value_t = 3)]
        among: usize,
    },
    /// Segmentation: F1 of words, or of Korean morphemes, beside that of the bare libraries
    Segmentation {
        /// Gold in CoNLL-U
        #[arg(required = true)]
        gold: Vec<PathBuf>,
        /// Language of the gold: zh-Hans, zh-Hant, ko, en (without it, the language of its texts)
        #[arg(long)]
        lang: Option<String>,
        /// Leave out so many percent of the spaces (where morphemes are counted)
        #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=100))]
        drop_spaces: u8,
        /// Put in so many percent more spaces, between letters (where morphemes are counted)
        #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=100))]
        add_spaces: u8,
    },
}
