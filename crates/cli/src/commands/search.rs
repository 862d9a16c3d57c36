//! `newsbraid search`.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use newsbraid_indexer::{
    Expansion, Hit, Hits, Matched, Note, Query, Sort, Syntax, Target, parse, to_html, to_terminal,
};
use newsbraid_pipeline::{OutputFolder, Searcher, answer, read_topics, write_trec_run};
use newsbraid_text::Lang;
use serde_json::json;

use super::print_json;
use crate::args::{Common, HitGroup, HitOrder, QuerySyntax, SearchArgs};
use crate::setup;

/// Searches a run. No hit is no error.
pub fn search(common: &Common, args: &SearchArgs) -> Result<ExitCode> {
    let run = OutputFolder::open(&args.dir)?;
    match (&args.query, &args.queries, &args.trec_run) {
        (_, Some(queries), Some(to)) => batch(common, args, &run, queries, to),
        (Some(query), _, _) => one(common, args, &run, query),
        _ => bail!("neither a query nor --queries FILE with --trec-run FILE is given"),
    }
}

fn one(common: &Common, args: &SearchArgs, run: &OutputFolder, query: &str) -> Result<ExitCode> {
    // Read by itself first, so that what is wrong with it is said with its own columns, and so that it stays in its brackets.
    parse(query)?;
    let text = match &args.lang {
        Some(lang) => format!("({query}) +lang:{}", lang_tag(lang)?),
        None => query.to_string(),
    };
    let searcher = open(common, args, run, has_hangul(query))?;
    let sort = match args.sort {
        HitOrder::Score => Sort::Score,
        HitOrder::Newest => Sort::Newest,
        HitOrder::Oldest => Sort::Oldest,
    };
    let asked = Query { limit: args.limit.unwrap_or(10), sort, explain: args.explain, ..Query::new(&text) };
    let found = match args.group {
        Some(HitGroup::Cluster) => searcher.search_events(&asked, !args.exact)?,
        None => searcher.search(&asked, !args.exact)?,
    };
    let mut out = stdout().lock();
    if args.json {
        let hits: Vec<_> =
            found.hits.hits.iter().zip(&found.clusters).map(|(hit, cluster)| to_json(hit, cluster)).collect();
        let mut answer = json!({ "query": query, "total": found.hits.total, "hits": hits });
        if args.explain {
            add_explanation(&mut answer, &found.hits);
        }
        print_json(&mut out, &answer)?;
    } else {
        let colour = out.is_terminal();
        if args.explain {
            write_notes(&mut out, &found.hits.notes)?;
        }
        for (hit, cluster) in found.hits.hits.iter().zip(&found.clusters) {
            let date = hit.published.map_or(String::new(), |at| format!(" · {at}"));
            writeln!(out, "{}\t{:.3}\t{}{date}\t{}", hit.id, hit.score, hit.lang, hit.title)?;
            let snippet = if colour { to_terminal(&hit.snippet) } else { to_plain(hit) };
            writeln!(out, "    {}  [{}]", snippet.replace('\n', " "), cluster.as_deref().unwrap_or("-"))?;
            for Matched { note, text, why, score } in &hit.matched {
                writeln!(out, "    {score:.3}  {} = {text} ({why})", found.hits.notes[*note].text)?;
            }
        }
        if !common.quiet {
            eprintln!("{} of {} articles", found.hits.hits.len(), found.hits.total);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers a file of queries with a TREC run.
fn batch(common: &Common, args: &SearchArgs, run: &OutputFolder, queries: &Path, to: &Path) -> Result<ExitCode> {
    let topics = read_topics(queries)?;
    let searcher = open(common, args, run, topics.iter().any(|topic| has_hangul(&topic.text)))?;
    let syntax = match args.syntax {
        QuerySyntax::Plain => Syntax::Plain,
        QuerySyntax::Full => Syntax::Full,
    };
    let query = Query { syntax, limit: args.limit.unwrap_or(1000), snippets: None, ..Query::new("") };
    let rankings = answer(&searcher, &topics, &query, !args.exact)?;
    if to == Path::new("-") {
        write_trec_run(&mut stdout().lock(), &topics, &rankings, "newsbraid")?;
    } else {
        let wrong = || format!("cannot write `{}`", to.display());
        let mut out = BufWriter::new(File::create(to).with_context(wrong)?);
        write_trec_run(&mut out, &topics, &rankings, "newsbraid").and_then(|()| out.flush()).with_context(wrong)?;
    }
    if !common.quiet {
        let empty = rankings.iter().filter(|ranking| ranking.is_empty()).count();
        eprintln!("{} queries, {empty} without hits", topics.len());
    }
    Ok(ExitCode::SUCCESS)
}

fn open(common: &Common, args: &SearchArgs, run: &OutputFolder, korean: bool) -> Result<Searcher> {
    let weights = setup::config(args.config.as_deref(), None)?.search;
    let korean = korean.then(|| setup::korean(common)).transpose()?;
    let wanted = !args.exact && !args.no_glosses && weights.gloss > 0.0;
    let glosses = if wanted { setup::glosses(common)? } else { None };
    Ok(Searcher::open(run, korean, setup::knowledge_base(common)?, glosses, &weights)?)
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
fn has_hangul(query: &str) -> bool {
    query.chars().any(|c| newsbraid_text::script_of(c) == newsbraid_text::Script::Hangul)
}

fn to_json(hit: &Hit, cluster: &Option<String>) -> serde_json::Value {
    json!({
        "id": hit.id, "score": hit.score, "lang": hit.lang, "title": hit.title, "cluster": cluster,
        "source": hit.source, "published_at": hit.published.map(|at| at.to_string()), "snippet": to_html(&hit.snippet),
    })
}

/// What each part of the query leads to, a line each; its parts without anything are written too.
fn write_notes(out: &mut impl Write, notes: &[Note]) -> std::io::Result<()> {
    for note in notes {
        writeln!(out, "{}", note.text)?;
        for expansion in &note.expansions {
            writeln!(out, "    {}  {} {:.2}", wording(&expansion.target), expansion.why, expansion.weight)?;
        }
    }
    Ok(())
}

fn wording(target: &Target) -> &str {
    match target {
        Target::Entity(wording) | Target::Text(wording) => wording,
    }
}

/// The same for `--json`: `words` beside the hits, `matched` in each hit.
fn add_explanation(answer: &mut serde_json::Value, hits: &Hits) {
    let expansion = |e: &Expansion| json!({ "text": wording(&e.target), "why": e.why, "weight": e.weight });
    let word = |note: &Note| json!({ "text": note.text, "expansions": note.expansions.iter().map(expansion).collect::<Vec<_>>() });
    answer["words"] = hits.notes.iter().map(word).collect();
    for (at, hit) in hits.hits.iter().enumerate() {
        let matched =
            |m: &Matched| json!({ "word": hits.notes[m.note].text, "text": m.text, "why": m.why, "score": m.score });
        answer["hits"][at]["matched"] = hit.matched.iter().map(matched).collect();
    }
}

fn to_plain(hit: &Hit) -> String {
    hit.snippet.fragments.iter().map(|fragment| fragment.text.as_str()).collect::<Vec<_>>().join(" … ")
}
