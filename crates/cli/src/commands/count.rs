//! `newsbraid count`.

use std::io::stdout;
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::{Counted, Key, OutputFolder, count as count_run};

use crate::args::{CountArgs, CountKey, CountUnit};

/// Prints the table.
pub fn count(args: &CountArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let key = |key: &CountKey| match key {
        CountKey::Entity => Key::Entity,
        CountKey::Month => Key::Month,
        CountKey::Lang => Key::Lang,
        CountKey::Source => Key::Source,
    };
    let unit = match args.unit {
        CountUnit::Article => Counted::Article,
        CountUnit::Event => Counted::Event,
    };
    let counts = count_run(&run, &args.by.iter().map(key).collect::<Vec<_>>(), unit)?;
    counts.write_csv(stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
