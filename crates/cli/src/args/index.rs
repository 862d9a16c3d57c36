//! `newsbraid index`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Look after the search index of a run
#[derive(Args)]
#[command(after_help = "\
Examples:
  newsbraid index verify out                   is everything whole, and does it fit together
  newsbraid index stats out                    what takes how much room
  newsbraid index merge out                    after many changes: one segment, and nothing left of removed articles")]
pub struct IndexArgs {
    #[command(subcommand)]
    pub action: IndexAction,
}

#[derive(Subcommand)]
pub enum IndexAction {
    /// Compare checksums, count everything again, and hold the index against documents.jsonl
    Verify(IndexDirArgs),
    /// Make one segment of all, and drop what is left of deleted articles
    Merge(IndexDirArgs),
    /// Articles, segments, bytes by part and by field, terms by field
    Stats(IndexDirArgs),
}

#[derive(Args)]
pub struct IndexDirArgs {
    /// Folder of a run
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}
