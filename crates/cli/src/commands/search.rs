//! `newsbraid search`.

use std::io::{IsTerminal, Write, stdout};
use std::process::ExitCode;

use anyhow::{Result, bail};
use newsbraid_indexer::{Hit, Query, parse, to_html, to_terminal};
use newsbraid_pipeline::{OutputFolder, Searcher};
use newsbraid_text::Lang;
use serde_json::json;

use super::print_json;
use crate::args::{Common, SearchArgs};
use crate::setup;

/// Searches a run. No hit is no error.
pub fn search(common: &Common, args: &SearchArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    // Read by itself first, so that what is wrong with it is said with its own columns, and so that it stays in its brackets.
    parse(&args.query)?;
    let text = match &args.lang {
        Some(lang) => format!("({}) +lang:{}", args.query, lang_tag(lang)?),
        None => args.query.clone(),
    };
    let korean = needs_korean(&args.query).then(|| setup::korean(common)).transpose()?;
    let searcher = Searcher::open(&run, korean, setup::knowledge_base(common)?)?;
    let query = Query { limit: args.limit, ..Query::new(&text) };
    let found = searcher.search(&query, !args.exact)?;
    let mut out = stdout().lock();
    if args.json {
        let hits: Vec<_> =
            found.hits.hits.iter().zip(&found.clusters).map(|(hit, cluster)| to_json(hit, cluster)).collect();
        print_json(&mut out, &json!({ "query": args.query, "total": found.hits.total, "hits": hits }))?;
    } else {
        let colour = out.is_terminal();
        for (hit, cluster) in found.hits.hits.iter().zip(&found.clusters) {
            let date = hit.published.map_or(String::new(), |at| format!(" · {at}"));
            writeln!(out, "{}\t{:.3}\t{}{date}\t{}", hit.id, hit.score, hit.lang, hit.title)?;
            let snippet = if colour { to_terminal(&hit.snippet) } else { to_plain(hit) };
            writeln!(out, "    {}  [{}]", snippet.replace('\n', " "), cluster.as_deref().unwrap_or("-"))?;
        }
        if !common.quiet {
            eprintln!("{} of {} articles", found.hits.hits.len(), found.hits.total);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn lang_tag(lang: &str) -> Result<String> {
    if lang == "zh" {
        return Ok(lang.to_string());
    }
    match lang.parse::<Lang>() {
        Ok(lang) => Ok(lang.tag().to_string()),
        Err(message) => bail!("--lang: {message}, or zh for both Chinese scripts"),
    }
}

/// Whether a query has Hangul, so that the Korean dictionary is wanted.
fn needs_korean(query: &str) -> bool {
    query.chars().any(|c| newsbraid_text::script_of(c) == newsbraid_text::Script::Hangul)
}

fn to_json(hit: &Hit, cluster: &Option<String>) -> serde_json::Value {
    json!({
        "id": hit.id, "score": hit.score, "lang": hit.lang, "title": hit.title, "cluster": cluster,
        "source": hit.source, "published_at": hit.published.map(|at| at.to_string()), "snippet": to_html(&hit.snippet),
    })
}

fn to_plain(hit: &Hit) -> String {
    hit.snippet.fragments.iter().map(|fragment| fragment.text.as_str()).collect::<Vec<_>>().join(" … ")
}
