//! `newsbraid kb`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use newsbraid_kb::Kind;
use newsbraid_kb::wikidata::ImportLang;

/// Build, check, fill and look into the knowledge base
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid kb show 通義千問                    which entities have this name, and where that is written
  newsbraid kb check my-entities/               duplicate ids, ambiguous names, empty labels, with file and line
  newsbraid kb build --out base.nbkb            compile all entity files into one image
  newsbraid kb import-wikidata latest-all.json.bz2 --out wikidata.jsonl --min-sitelinks 5
  newsbraid kb suggest out --min-docs 3         unknown names that are worth adding, as TOML

Files of --kb go before the built-in base, in the order given; what was imported (ids cldr-... and wd-...) comes last.")]
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
    /// Show the entities that a name or id stands for, with all their names, file and line
    Show {
        /// A name in any language and script, or an id
        name: String,
    },
    ImportWikidata(ImportWikidataArgs),
    ImportTsv(ImportTsvArgs),
    MatchWikidata(MatchWikidataArgs),
    Suggest(SuggestArgs),
}

/// Make an entity file of a dump of Wikidata
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid kb import-wikidata latest-all.json.bz2 --out wikidata.jsonl --kinds person,organization --min-sitelinks 5
  zcat dump.json.gz | newsbraid kb import-wikidata - --out wikidata.jsonl
  newsbraid run articles/ --out out --kb wikidata.jsonl

Reads .json, also packed with gzip, bzip2 or Zstandard, as an array with one entity a line or as lines. Lines that cannot be
used go to FILE.rejects.jsonl with their number and reason. Exit codes: 0 all well, 1 failed, 3 lines were set aside.")]
pub struct ImportWikidataArgs {
    /// The dump, or - for standard input
    #[arg(value_name = "DUMP")]
    pub dump: String,
    /// The entity file: .jsonl (quick, for many) or .toml
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Languages whose names are taken; Chinese is all its variants
    #[arg(long, value_name = "LANG", value_delimiter = ',', default_value = "en,ko,zh")]
    pub langs: Vec<ImportLang>,
    /// Kinds that are taken: person, organization, product, place, event [default: all]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<Kind>,
    /// Least number of Wikipedias and sister projects with a page on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub min_sitelinks: u32,
}

/// Make an entity file of a table of names
#[derive(Args)]
#[command(after_help = "\
Examples:
  printf 'yunmai\\torganization\\tzh\\t云脉机器人\\n' > names.tsv
  newsbraid kb import-tsv names.tsv --out names.toml

The columns are id, kind, lang (en, ko, zh, zh-Hant, any) and name, separated by tabs; a header line id kind lang name may stand
first and may order them otherwise. The first name of an entity in a language is its label, the others are aliases.")]
pub struct ImportTsvArgs {
    /// The table, or - for standard input
    #[arg(value_name = "FILE")]
    pub table: String,
    /// The entity file: .toml or .jsonl
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Propose Wikidata ids for written entities, by equal labels
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid kb match-wikidata wikidata.jsonl --out ids.patch    from an imported file, or from a dump
  patch -p1 < ids.patch                                         after reading it

An id is proposed where the labels of two languages at least are full names of the entity, the kinds are equal, and no other
pair is possible. What is ambiguous stands in the patch as a comment. Entities of --kb are looked at; without it, the
built-in ones, as files below config/entities.")]
pub struct MatchWikidataArgs {
    /// A dump, or a file that import-wikidata made
    #[arg(value_name = "DUMP|FILE")]
    pub dump: String,
    /// The patch [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Write the unknown names of a run that are worth adding, as entities to review
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid kb suggest out --min-docs 3 > new.toml
  newsbraid kb check new.toml                  after reading it
  newsbraid relink out --kb new.toml")]
pub struct SuggestArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Least number of articles
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_docs: u64,
    /// The entity file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
