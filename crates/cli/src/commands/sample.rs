//! `newsbraid sample`.

use std::io::stdout;
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::{OutputFolder, Sampled, sample as sample_run};

use crate::args::{SampleArgs, SampleWhat};

/// Prints a coding sheet.
pub fn sample(args: &SampleArgs) -> Result<ExitCode> {
    let what = match args.what {
        SampleWhat::Mentions => Sampled::Mentions,
        SampleWhat::Figures => Sampled::Figures,
        SampleWhat::Clusters => Sampled::Clusters,
    };
    sample_run(&OutputFolder::open(&args.dir)?, what, args.n, args.seed)?.write_csv(stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
