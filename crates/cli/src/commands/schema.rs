//! `newsbraid schema`.

use std::io::{Write, stdout};
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_pipeline::records::schemas;

use crate::args::SchemaArgs;

/// Prints the JSON Schema of a file, or the names of those that have one.
pub fn schema(args: &SchemaArgs) -> Result<ExitCode> {
    let schemas = schemas();
    let names = || schemas.keys().copied().collect::<Vec<_>>();
    let mut out = stdout().lock();
    match &args.file {
        None => names().iter().try_for_each(|name| writeln!(out, "{name}"))?,
        Some(file) => match schemas.get(file.as_str()) {
            Some(schema) => writeln!(out, "{}", serde_json::to_string_pretty(schema)?)?,
            None => bail!("`{file}` has no schema; expected one of {}", names().join(", ")),
        },
    }
    Ok(ExitCode::SUCCESS)
}
