//! `newsbraid search`.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use newsbraid_indexer::{Facet, Filter, Interval, QUERY_HELP, Query, SearchError, Sort, Syntax, parse};
use newsbraid_pipeline::{
    Answering, Expansions, OutputFolder, SearchFailure, Searcher, answer, read_topics, write_trec_run,
};
use newsbraid_text::Lang;

use super::{hits, print_json};
use crate::args::{Common, FacetName, HitGroup, HitOrder, IntervalName, QuerySyntax, SearchArgs};
use crate::setup;

/// Searches a run. No hit is no error.
pub fn search(common: &Common, args: &SearchArgs) -> Result<ExitCode> {
    if args.help_query {
        stdout().write_all(QUERY_HELP.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let dir = args.dir.as_deref().context("no folder of a run is given")?;
    match (&args.query, &args.queries, &args.trec_run) {
        (_, Some(queries), Some(to)) => batch(common, args, &OutputFolder::open(dir)?, queries, to),
        (Some(query), _, _) => one(common, args, dir, query),
        _ => bail!("neither a query nor --queries FILE with --trec-run FILE is given"),
    }
}

fn one(common: &Common, args: &SearchArgs, dir: &Path, query: &str) -> Result<ExitCode> {
    // What is wrong with the query itself is said before anything is loaded.
    parse(query).map_err(|error| pointed(SearchError::from(error).into(), query))?;
    let filters = filters(args)?;
    let searcher = open(common, args, &OutputFolder::open(dir)?, has_hangul(query))?;
    let sort = match args.sort {
        HitOrder::Score => Sort::Score,
        HitOrder::Newest => Sort::Newest,
        HitOrder::Oldest => Sort::Oldest,
    };
    let asked = Query {
        limit: args.limit.unwrap_or(10),
        filters,
        sort,
        facets: args.facets.iter().copied().map(facet).collect(),
        histogram: args.histogram.map(interval),
        explain: args.explain,
        ..Query::new(query)
    };
    let how = Answering { expand: !args.exact, by_event: matches!(args.group, Some(HitGroup::Cluster)) };
    let page = searcher.page(&asked, how, args.after.as_deref()).map_err(|error| pointed(error, query))?;
    let mut out = stdout().lock();
    if args.json {
        print_json(&mut out, &hits::to_json(query, &page, args.explain))?;
    } else {
        let colour = hits::has_colour(out.is_terminal(), std::env::var_os("NO_COLOR"));
        if args.explain {
            hits::print_notes(&mut out, &page.found.hits.notes)?;
        }
        hits::print(&mut out, &page, colour)?;
        if !common.quiet {
            eprintln!("{} of {} articles", page.found.hits.hits.len(), page.found.hits.total);
            page.next.iter().for_each(|token| eprintln!("more: --after {token}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An error with the query below it, where it names a place of that.
fn pointed(error: SearchFailure, query: &str) -> anyhow::Error {
    let caret = match &error {
        SearchFailure::Search(SearchError::Query(wrong)) => wrong.caret(query),
        _ => None,
    };
    match caret {
        Some(lines) => anyhow!("{error}\n  {}", lines.replace('\n', "\n  ")),
        None => error.into(),
    }
}

fn filters(args: &SearchArgs) -> Result<Vec<Filter>> {
    args.lang.iter().map(|lang| Ok(Filter::Lang(lang_tag(lang)?))).collect()
}

fn facet(name: FacetName) -> Facet {
    match name {
        FacetName::Lang => Facet::Lang,
        FacetName::Source => Facet::Source,
        FacetName::Entity => Facet::Entity,
        FacetName::Month => Facet::Month,
    }
}

fn interval(name: IntervalName) -> Interval {
    match name {
        IntervalName::Day => Interval::Day,
        IntervalName::Week => Interval::Week,
        IntervalName::Month => Interval::Month,
    }
}

/// Answers a file of queries with a TREC run.
fn batch(common: &Common, args: &SearchArgs, run: &OutputFolder, queries: &Path, to: &Path) -> Result<ExitCode> {
    let topics = read_topics(queries)?;
    let searcher = open(common, args, run, topics.iter().any(|topic| has_hangul(&topic.text)))?;
    let syntax = match args.syntax {
        QuerySyntax::Plain => Syntax::Plain,
        QuerySyntax::Full => Syntax::Full,
    };
    let query =
        Query { syntax, filters: filters(args)?, limit: args.limit.unwrap_or(1000), snippets: None, ..Query::new("") };
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
    let weights = setup::config(args.config.as_deref(), None, None)?.search;
    let korean = korean.then(|| setup::korean(common)).transpose()?;
    if args.exact {
        return Ok(Searcher::open(run, korean, None)?);
    }
    let glosses = if args.no_glosses || weights.gloss == 0.0 { None } else { setup::glosses(common)? };
    let expansions = Expansions { base: setup::knowledge_base(common)?, glosses, weights: &weights };
    Ok(Searcher::open(run, korean, Some(expansions))?)
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
