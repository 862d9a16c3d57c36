//! Entities from a dump of Wikidata.
//!
//! A dump is a JSON array with one entity a line, or one entity a line without the array. [`import`] reads it in batches of
//! lines, parses a batch on all threads and hands out records in the order of the dump; only some batches are in memory.
//! A line that cannot be used is a [`BadLine`], not the end.
//!
//! [`Classes`] say which kind an entity is of, by the tables of `config/wikidata`.

mod classes;
mod entry;
mod fold;
mod lines;
mod matching;
mod patch;

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;

use crate::base::Kind;
use crate::schema::EntityRecord;
use crate::threads::Threads;
pub use classes::Classes;
use entry::Entry;
pub use fold::ImportLang;
use lines::{Batch, Lines};
pub use matching::{Matched, Matcher};
pub use patch::patch;

/// What of a dump is taken.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Languages whose names are taken; an entity without a label in one of them is left out.
    pub langs: Vec<ImportLang>,
    /// Kinds that are taken.
    pub kinds: Vec<Kind>,
    /// Least number of pages of Wikipedias and sister projects.
    pub min_sitelinks: u32,
}

impl Default for ImportOptions {
    fn default() -> ImportOptions {
        ImportOptions { langs: ImportLang::ALL.to_vec(), kinds: Kind::ALL.to_vec(), min_sitelinks: 0 }
    }
}

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Counted from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An entity that is taken.
    Taken(Box<EntityRecord>),
    /// An entity that is not: another kind, no name in the languages, too little known, no item.
    Left,
    /// A line that cannot be used.
    Bad(BadLine),
}

/// Batches that wait to be parsed, beside the one that is read and the one that is parsed.
const WAITING: usize = 1;

/// Reads a dump. `each` gets every line in order; `read` gets the bytes read since the last call.
///
/// # Errors
/// When the dump cannot be read on, or when `each` fails.
pub fn import<E: From<io::Error>>(
    dump: impl BufRead + Send,
    options: &ImportOptions,
    mut each: impl FnMut(Line) -> Result<(), E>,
    mut read: impl FnMut(u64),
) -> Result<(), E> {
    let (classes, threads) = (Classes::embedded(), Threads::start());
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        // A receiver that is gone has an error to report, so the reader may stop.
        scope.spawn(move || Lines::new(dump).try_for_each(|batch| sender.send(batch).map_err(drop)));
        let receiver: Receiver<io::Result<Batch>> = receiver;
        for batch in receiver {
            let batch = batch?;
            read(batch.bytes());
            let parse = |line| parse(line, options, classes);
            let lines: Vec<Line> = threads.run(|| batch.lines().into_par_iter().map(parse).collect());
            lines.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
    })
}

fn parse((number, line): (u64, Result<&[u8], String>), options: &ImportOptions, classes: &Classes) -> Line {
    let entry = line.and_then(|line| Entry::parse(line).map_err(|error| error.to_string()));
    match entry {
        Ok(Some(entry)) => {
            fold::record(&entry, options, classes).map_or(Line::Left, |record| Line::Taken(Box::new(record)))
        }
        Ok(None) => Line::Left,
        Err(reason) => Line::Bad(BadLine { line: number, reason }),
    }
}
