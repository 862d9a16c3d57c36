//! `newsbraid similar`.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use anyhow::Result;
use newsbraid_pipeline::{OutputFolder, SimilarArticles};

use super::{langs, print_json};
use crate::args::SimilarArgs;

/// Lists the articles nearest to one. None is no error.
pub fn similar(args: &SimilarArgs) -> Result<ExitCode> {
    let asked = args.lang.as_deref().map(langs).transpose()?;
    let articles = SimilarArticles::open(&OutputFolder::open(&args.dir)?)?;
    let near =
        articles.nearest(&args.doc, |lang| asked.as_ref().is_none_or(|langs| langs.contains(&lang)), args.limit)?;
    let mut out = BufWriter::new(stdout().lock());
    for article in &near {
        if args.json {
            print_json(&mut out, article)?;
            continue;
        }
        let date = article.published_at.as_ref().map_or(String::new(), |at| format!(" · {at}"));
        writeln!(
            out,
            "{}\t{:.3}\t{}{date}\t{}",
            article.id,
            article.csls,
            article.lang,
            article.title.replace('\n', " ")
        )?;
        let evidence: Vec<&str> = article.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
        writeln!(out, "    {}", evidence.join(", "))?;
    }
    out.flush()?;
    if near.is_empty() {
        eprintln!("no article shares anything with `{}`", args.doc);
    }
    Ok(ExitCode::SUCCESS)
}
