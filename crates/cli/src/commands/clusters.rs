//! `newsbraid clusters`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::records::ClusterRecord;
use newsbraid_pipeline::{EventFilter, OutputFolder, list_events};

use super::{langs, print_json};
use crate::args::{ClustersArgs, Common};

/// Entities shown of an event.
const ENTITIES: usize = 6;

/// Lists the events of a run. None is no error.
pub fn clusters(common: &Common, args: &ClustersArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let filter = EventFilter {
        since: args.since.map(|stretch| stretch.0),
        before: args.until.map(|stretch| stretch.1),
        entity: args.entity.clone(),
        langs: args.lang.as_deref().map(langs).transpose()?,
        min_size: args.min_size,
    };
    let events = list_events(&run, &filter)?;
    let shown = &events[..args.limit.unwrap_or(events.len()).min(events.len())];
    let mut out = BufWriter::new(stdout().lock());
    for event in shown {
        if args.json { print_json(&mut out, event)? } else { page(event, &mut out)? }
    }
    out.flush()?;
    if !common.quiet {
        eprintln!("{} of {} events", shown.len(), events.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// An event in a few lines: what it is, its headlines, its entities.
fn page(event: &ClusterRecord, out: &mut impl Write) -> Result<()> {
    let articles =
        if event.docs.len() == 1 { "1 article".to_string() } else { format!("{} articles", event.docs.len()) };
    let langs: Vec<&str> = event.langs.iter().map(|lang| lang.tag()).collect();
    let mut facts = vec![articles, langs.join(" ")];
    if let (Some(first), Some(last)) = (event.first_seen, event.last_seen) {
        let [first, last] = [first, last].map(|at| at.to_string().chars().take("2026-03-12".len()).collect::<String>());
        facts.push(if first == last { first } else { format!("{first} to {last}") });
    }
    facts.push(event.story.clone());
    writeln!(out, "{}  {}", event.cluster, facts.join(" · "))?;
    for (lang, headline) in &event.headline {
        writeln!(out, "    {lang:<8}{}", headline.replace('\n', " "))?;
    }
    let entities: Vec<&str> = event.entities.iter().take(ENTITIES).map(|shared| shared.value.as_str()).collect();
    if !entities.is_empty() {
        writeln!(out, "    {}", entities.join(" "))?;
    }
    Ok(())
}
