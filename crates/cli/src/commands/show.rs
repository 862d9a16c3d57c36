//! `newsbraid show`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_pipeline::records::{
    ClusterRecord, DocumentRecord, EntityRecord, FigureRecord, MentionRecord, MergedEvent,
};
use newsbraid_pipeline::{OutputFolder, name_of};

use crate::args::ShowArgs;

/// Shows whatever has the id.
pub fn show(args: &ShowArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    let mut out = BufWriter::new(stdout().lock());
    for document in run.records::<DocumentRecord>("documents.jsonl")? {
        let document = document?;
        if document.id == args.id {
            return article(&run, &document, &mut out);
        }
    }
    for cluster in run.records::<ClusterRecord>("clusters.jsonl")? {
        let cluster = cluster?;
        if cluster.cluster == args.id {
            return event(&cluster, &mut out);
        }
    }
    for entity in run.records::<EntityRecord>("entities.jsonl")? {
        let entity_record = entity?;
        if entity_record.id == args.id {
            return entity_page(&run, &entity_record, &mut out);
        }
    }
    if let Some(into) = merged_into(&run, &args.id)? {
        writeln!(out, "{} turned out to be {into}; `newsbraid show {} {into}` shows it", args.id, args.dir.display())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    bail!("`{}` is no article, event or entity of `{}`; the ids stand in its .jsonl files", args.id, args.dir.display())
}

/// The event that an earlier one is in now.
fn merged_into(run: &OutputFolder, id: &str) -> Result<Option<String>> {
    if !run.manifest().counts.contains_key("merged.jsonl") {
        return Ok(None);
    }
    for event in run.records::<MergedEvent>("merged.jsonl")? {
        let event = event?;
        if event.cluster == id {
            return Ok(Some(event.merged_into));
        }
    }
    Ok(None)
}

fn article(run: &OutputFolder, document: &DocumentRecord, out: &mut impl Write) -> Result<ExitCode> {
    writeln!(out, "{}\n{}", document.id, document.title)?;
    let facts = [
        Some(document.lang.clone()),
        document.published_at.clone(),
        document.source.clone(),
        document.url.clone(),
        document.near_duplicate_of.as_ref().map(|original| format!("near-duplicate of {original}")),
    ];
    writeln!(out, "{}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    for cluster in run.records::<ClusterRecord>("clusters.jsonl")? {
        let cluster = cluster?;
        if cluster.docs.contains(&document.id) {
            writeln!(out, "event {} ({} articles), story {}", cluster.cluster, cluster.docs.len(), cluster.story)?;
        }
    }
    writeln!(out, "\nmentions")?;
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        if mention.place.doc == document.id {
            let target = mention.entity.or(mention.nil).unwrap_or_default();
            let place = &mention.place;
            writeln!(out, "  {}\t{}\t{}\t{target}\t{:.2}", place.start, place.end, place.surface, mention.score)?;
        }
    }
    writeln!(out, "\nfigures")?;
    for figure in run.records::<FigureRecord>("figures.jsonl")? {
        let figure = figure?;
        if figure.place.doc == document.id {
            let quantity = figure.quantity;
            let said = [quantity.currency, quantity.part, quantity.measure, quantity.period, quantity.about];
            let what = said.into_iter().flatten();
            let what = what.collect::<Vec<_>>().join(" ");
            let place = &figure.place;
            writeln!(
                out,
                "  {}\t{}\t{}\t{} {}\t{what}",
                place.start,
                place.end,
                place.surface,
                quantity.value,
                name_of(&quantity.unit)
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn event(cluster: &ClusterRecord, out: &mut impl Write) -> Result<ExitCode> {
    writeln!(out, "{}", cluster.cluster)?;
    for (lang, headline) in &cluster.headline {
        writeln!(out, "  {lang}\t{headline}")?;
    }
    if let (Some(first), Some(last)) = (&cluster.first_seen, &cluster.last_seen) {
        writeln!(out, "seen {first} to {last}")?;
    }
    let entities: Vec<&str> = cluster.entities.iter().map(|shared| shared.value.as_str()).collect();
    writeln!(out, "story {}\nentities {}", cluster.story, entities.join(" "))?;
    writeln!(out, "\narticles")?;
    for doc in &cluster.docs {
        match cluster.why.iter().find(|why| why.doc == *doc) {
            Some(why) => {
                let bound = why.constraint.map(|_| "must-link");
                let evidence = bound.into_iter().chain(why.evidence.iter().map(|evidence| evidence.text.as_str()));
                let evidence: Vec<&str> = evidence.collect();
                writeln!(out, "  {doc}\tlike {} ({:.2}): {}", why.with, why.probability, evidence.join(", "))?;
            }
            None => writeln!(out, "  {doc}")?,
        }
    }
    for apart in &cluster.apart {
        writeln!(out, "  {}\tcannot-link {}", apart.doc, apart.from)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn entity_page(run: &OutputFolder, entity: &EntityRecord, out: &mut impl Write) -> Result<ExitCode> {
    writeln!(out, "{} ({})", entity.id, entity.kind)?;
    for (lang, label) in &entity.labels {
        writeln!(out, "  {lang}\t{label}")?;
    }
    writeln!(out, "\nwritten as")?;
    let mut surfaces: Vec<(&String, &u64)> = entity.surfaces.iter().collect();
    surfaces.sort_by_key(|(surface, count)| (std::cmp::Reverse(**count), surface.as_str()));
    for (surface, count) in surfaces {
        writeln!(out, "  {count}\t{surface}")?;
    }
    let mut docs: Vec<String> = Vec::new();
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        if mention.entity.as_ref().or(mention.nil.as_ref()) == Some(&entity.id)
            && docs.last() != Some(&mention.place.doc)
        {
            docs.push(mention.place.doc);
        }
    }
    writeln!(out, "\narticles")?;
    for doc in docs {
        writeln!(out, "  {doc}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
