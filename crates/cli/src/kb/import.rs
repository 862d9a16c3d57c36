//! `newsbraid kb import-wikidata` and `import-tsv`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use newsbraid_kb::wikidata::{BadLine, ImportOptions, Line, import};
use newsbraid_kb::{Kind, parse_table, write_record};
use newsbraid_pipeline::Progress;
use newsbraid_pipeline::input::Packed;
use serde_json::json;

use super::form_of;
use crate::args::{Common, ImportTsvArgs, ImportWikidataArgs};
use crate::progress::Bars;

/// Exit code of an import that set lines aside.
const REJECTED: u8 = 3;

/// Bad lines that are printed; the file beside the output has them all.
const SHOWN: u64 = 10;

/// Makes an entity file of a dump.
pub fn wikidata(common: &Common, args: &ImportWikidataArgs) -> Result<ExitCode> {
    let form = form_of(&args.out)?;
    let dump = Packed::open(&args.dump).with_context(|| format!("cannot read `{}`", args.dump))?;
    let kinds = if args.kinds.is_empty() { Kind::ALL.to_vec() } else { args.kinds.clone() };
    let options = ImportOptions { langs: args.langs.clone(), kinds, min_sitelinks: args.min_sitelinks };
    let (mut out, mut rejects) = (NewFile::create(&args.out)?, Rejects::beside(&args.out, &args.dump));
    let (mut taken, mut left) = (0u64, 0u64);
    let bars = Bars::new(common.quiet);
    bars.begin("importing", dump.bytes);
    let (counter, mut shown) = (dump.counter(), 0);
    let each = |line| -> io::Result<()> {
        match line {
            Line::Taken(record) => {
                taken += 1;
                write_record(&record, form, &mut out.writer)
            }
            Line::Left => {
                left += 1;
                Ok(())
            }
            Line::Bad(bad) => rejects.add(&bad),
        }
    };
    let imported = import(dump.reader, &options, each, |_| {
        let now = counter();
        bars.advance(now - shown);
        shown = now;
    });
    bars.end();
    imported.with_context(|| format!("cannot read on in `{}`", args.dump))?;
    out.finish()?;
    let bad = rejects.finish()?;
    if !common.quiet {
        eprintln!("{}: {taken} entities taken, {left} left out, {bad} lines set aside", args.out.display());
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(REJECTED) })
}

/// Makes an entity file of a table.
pub fn tsv(common: &Common, args: &ImportTsvArgs) -> Result<ExitCode> {
    let form = form_of(&args.out)?;
    let mut table = String::new();
    let opened = Packed::open(&args.table).and_then(|mut packed| packed.reader.read_to_string(&mut table));
    opened.with_context(|| format!("cannot read `{}`", args.table))?;
    let records = parse_table(&args.table, &table)?;
    let mut out = NewFile::create(&args.out)?;
    records.iter().try_for_each(|record| write_record(record, form, &mut out.writer))?;
    out.finish()?;
    if !common.quiet {
        eprintln!("{}: {} entities", args.out.display(), records.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// A file that takes its name when it is complete. Dropped before, it leaves nothing.
struct NewFile {
    writer: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
}

impl NewFile {
    fn create(path: &Path) -> Result<NewFile> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let file = File::create(&temporary).with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(NewFile { writer: BufWriter::with_capacity(1 << 18, file), temporary, path: path.to_path_buf() })
    }

    fn finish(mut self) -> Result<()> {
        let flushed = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        let done = flushed.and_then(|()| fs::rename(&self.temporary, &self.path));
        done.with_context(|| format!("cannot write `{}`", self.path.display()))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After a finish there is none.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// The lines of a dump that cannot be used, in a file beside the output that is made with the first of them.
struct Rejects {
    path: PathBuf,
    dump: String,
    file: Option<BufWriter<File>>,
    count: u64,
}

impl Rejects {
    /// What an earlier import left there is removed: it is of another dump, or mended.
    fn beside(out: &Path, dump: &str) -> Rejects {
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = out.with_file_name(format!("{name}.rejects.jsonl"));
        let _ = fs::remove_file(&path);
        Rejects { path, dump: dump.to_string(), file: None, count: 0 }
    }

    fn add(&mut self, bad: &BadLine) -> io::Result<()> {
        self.count += 1;
        if self.count <= SHOWN {
            eprintln!("{}:{}: {}", self.dump, bad.line, bad.reason);
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create(&self.path)?)),
        };
        writeln!(file, "{}", json!({"input": self.dump, "line": bad.line, "reason": bad.reason}))
    }

    fn finish(mut self) -> Result<u64> {
        if let Some(file) = &mut self.file {
            file.flush().with_context(|| format!("cannot write `{}`", self.path.display()))?;
        }
        if self.count > SHOWN {
            eprintln!("... and {} more in {}", self.count - SHOWN, self.path.display());
        }
        Ok(self.count)
    }
}
