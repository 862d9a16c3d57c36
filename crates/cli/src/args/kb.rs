//! `newsbraid kb`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
