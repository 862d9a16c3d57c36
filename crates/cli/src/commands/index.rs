//! `newsbraid index`.

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_indexer::{FieldSpace, Index, IndexWriter, Stats};
use newsbraid_pipeline::{OutputFolder, verify};
use serde_json::{Value, json};

use super::print_json;
use crate::args::{IndexAction, IndexArgs};

/// Does what is asked for and says what the index holds.
pub fn index(args: &IndexArgs) -> Result<ExitCode> {
    let dir = match &args.action {
        IndexAction::Verify(dir) | IndexAction::Merge(dir) | IndexAction::Stats(dir) => dir,
    };
    let run = OutputFolder::open(&dir.dir)?;
    let path = run.path().join("index");
    match &args.action {
        IndexAction::Verify(_) => say(&verify(&run)?, dir.json, "all is whole: ")?,
        IndexAction::Merge(_) => {
            IndexWriter::merge(&path)?;
            say(&Index::open(&path)?.stats()?, dir.json, "")?;
        }
        IndexAction::Stats(_) => stats(&path, dir.json)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn say(stats: &Stats, json: bool, what: &str) -> Result<()> {
    let mut out = stdout().lock();
    if json {
        return print_json(&mut out, &counts(stats));
    }
    let Stats { documents, deleted, segments, bytes } = stats;
    writeln!(
        out,
        "{what}{documents} articles ({deleted} deleted ones beside them), {segments} segments, {bytes} bytes"
    )?;
    Ok(())
}

fn counts(stats: &Stats) -> Value {
    let Stats { documents, deleted, segments, bytes } = stats;
    json!({ "documents": documents, "deleted": deleted, "segments": segments, "bytes": bytes })
}

fn stats(path: &Path, json: bool) -> Result<()> {
    let index = Index::open(path)?;
    let (stats, space) = (index.stats()?, index.space()?);
    let mut out = stdout().lock();
    if json {
        let mut all = counts(&stats);
        all["parts"] = space.parts.iter().map(|(part, bytes)| (part.to_string(), json!(bytes))).collect();
        all["fields"] = space.fields.iter().map(field_json).collect();
        return print_json(&mut out, &all);
    }
    say(&stats, false, "")?;
    writeln!(out, "\n{:<16}{:>14}", "part", "bytes")?;
    for (part, bytes) in &space.parts {
        writeln!(out, "{part:<16}{bytes:>14}")?;
    }
    let head = ["bytes", "terms", "dictionary", "postings", "positions", "columns"];
    writeln!(out, "\n{:<24}{}", "field", head.map(|name| format!("{name:>12}")).concat())?;
    for field in space.fields.iter().filter(|field| field.bytes() > 0) {
        let FieldSpace { terms, dictionary, postings, positions, columns, .. } = field;
        let cells = [field.bytes(), *terms, *dictionary, *postings, *positions, *columns];
        writeln!(out, "{:<24}{}", field.field, cells.map(|count| format!("{count:>12}")).concat())?;
    }
    Ok(())
}

fn field_json(field: &FieldSpace) -> Value {
    let FieldSpace { field: name, terms, dictionary, postings, positions, columns } = field;
    json!({
        "field": name, "bytes": field.bytes(), "terms": terms, "dictionary": dictionary, "postings": postings,
        "positions": positions, "columns": columns,
    })
}
