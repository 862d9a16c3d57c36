//! `newsbraid dict`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
