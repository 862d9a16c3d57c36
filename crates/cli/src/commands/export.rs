//! `newsbraid export`.

use std::io::{Write, stdout};
use std::process::ExitCode;

use anyhow::{Context, Result};
use newsbraid_pipeline::{OutputFolder, Texts, export_brat, export_conll, export_csv};

use crate::args::{Common, ExportArgs, ExportFormat};
use crate::setup;

/// Writes the results of a run in another form.
pub fn export(common: &Common, args: &ExportArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let name = match args.format {
        ExportFormat::Csv => "csv",
        ExportFormat::Brat => "brat",
        ExportFormat::Conll => "conll",
    };
    let folder = args.to.clone().unwrap_or_else(|| args.dir.join(name));
    let config = run.manifest().settings().context("the settings of manifest.json")?;
    let texts = || Texts::open(&run, &args.input, &config);
    let mut out = stdout().lock();
    match args.format {
        ExportFormat::Csv => {
            for (table, rows) in export_csv(&run, &folder)? {
                writeln!(out, "{}\t{rows}", folder.join(table).display())?;
            }
        }
        ExportFormat::Brat => writeln!(out, "{}\t{}", folder.display(), export_brat(&run, texts()?, &folder)?)?,
        ExportFormat::Conll => {
            let engines = setup::engines(common, &config, None)?;
            let mentions = export_conll(texts()?, &mut engines.segmenter.worker(), &folder)?;
            writeln!(out, "{}\t{mentions}", folder.join("mentions.conll").display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
