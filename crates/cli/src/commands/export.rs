//! `newsbraid export`.

use std::io::{Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::{OutputFolder, export_csv};

use crate::args::{ExportArgs, ExportFormat};

/// Writes the tables.
pub fn export(args: &ExportArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let ExportFormat::Csv = args.format;
    let folder = args.to.clone().unwrap_or_else(|| args.dir.join("csv"));
    let mut out = stdout().lock();
    for (table, rows) in export_csv(&run, &folder)? {
        writeln!(out, "{}\t{rows}", folder.join(table).display())?;
    }
    Ok(ExitCode::SUCCESS)
}
