//! `newsbraid train`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use newsbraid_clusterer::{ArticleFeatures, ClusterConfig, Labelled, Trained};
use newsbraid_eval::clusters::{Bootstrap, compare, read_clusters};
use newsbraid_pipeline::{Config, Engines, features};

use crate::args::{Common, TrainArgs, TrainWhat};
use crate::progress::Bars;
use crate::setup;

/// Learns what is asked for.
pub fn train(common: &Common, args: &TrainArgs) -> Result<ExitCode> {
    let TrainWhat::Clusters { files, stream, unlike, out, folds } = &args.what;
    if files.len() % 2 > 0 {
        bail!("`{}` has no gold: give articles and gold in pairs", files[files.len() - 1]);
    }
    let Read { sets, unlike, names } = read(common, files, stream.as_deref(), unlike)?;
    let trained = newsbraid_clusterer::train(&sets, &unlike, usize::from(*folds), &ClusterConfig::default());
    if !common.quiet {
        for ((set, name), found) in sets.iter().chain(&unlike).zip(&names).zip(&trained.found) {
            eprintln!("{name}: {} articles, cross-validated", set.articles.len());
            eprint!("{}", score(set, found)?);
        }
    }
    let text = tables(&trained, &names)?;
    match out {
        Some(path) => fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => stdout().write_all(text.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What is learned from.
struct Read {
    /// Each as it is, and then the first one among the articles of the stream.
    sets: Vec<Labelled>,
    unlike: Vec<Labelled>,
    /// Names of `sets`, then of `unlike`.
    names: Vec<String>,
}

fn read(common: &Common, files: &[String], stream: Option<&str>, unlike: &[String]) -> Result<Read> {
    let config = setup::config(None, None, None)?;
    let engines = setup::engines(common, &config, None)?;
    let extract = |input: &String| articles(common, input, &config, &engines);
    let labelled = |files: &[String], gold: Vec<Events>| -> Result<Vec<Labelled>> {
        let label = |(pair, events): (&[String], Events)| Ok(Labelled { articles: extract(&pair[0])?, events });
        files.chunks_exact(2).zip(gold).map(label).collect()
    };
    // What is wrong with a gold file is said before the articles are read, which takes minutes.
    let (gold, gold_unlike) = (read_gold(files)?, read_gold(unlike)?);
    let mut sets = labelled(files, gold)?;
    let mut names: Vec<String> = files.chunks_exact(2).map(|pair| name_of(&pair[0])).collect();
    if let Some(stream) = stream {
        let mut among = sets[0].clone();
        among.articles.extend(extract(&stream.to_string())?);
        // A stable sort: of one id the labelled article comes first and stays.
        among.articles.sort_by(|a, b| a.id.cmp(&b.id));
        among.articles.dedup_by(|a, b| a.id == b.id);
        sets.push(among);
        names.push(format!("{} among {}", names[0], name_of(stream)));
    }
    names.extend(unlike.chunks_exact(2).map(|pair| format!("{}, by the trees", name_of(&pair[0]))));
    Ok(Read { sets, unlike: labelled(unlike, gold_unlike)?, names })
}

/// The articles of each event.
type Events = Vec<Vec<String>>;

/// The events of each second file.
fn read_gold(files: &[String]) -> Result<Vec<Events>> {
    files.chunks_exact(2).map(|pair| Ok(read_clusters(Path::new(&pair[1]))?)).collect()
}

fn articles(common: &Common, input: &String, config: &Config, engines: &Engines) -> Result<Vec<ArticleFeatures>> {
    Ok(features(std::slice::from_ref(input), config, engines, &Bars::new(common.quiet))?)
}

/// The last parts of a path, which say what it is without saying whose machine it is on.
fn name_of(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

fn score(set: &Labelled, found: &[Vec<String>]) -> Result<String> {
    let langs: BTreeMap<String, String> =
        set.articles.iter().map(|article| (article.id.clone(), article.lang.tag().to_string())).collect();
    let known = |docs: &Vec<String>| docs.iter().filter(|doc| langs.contains_key(*doc)).cloned().collect();
    let gold: Vec<Vec<String>> = set.events.iter().map(known).collect();
    let score = compare(found, &gold, Some(&langs), Bootstrap::default())?;
    let cluster_of: BTreeMap<&String, usize> =
        found.iter().flat_map(|docs| docs.iter().map(move |doc| (doc, docs.len()))).collect();
    let alone: Vec<&String> = gold.iter().filter(|docs| docs.len() == 1).map(|docs| &docs[0]).collect();
    let joined = alone.iter().filter(|doc| cluster_of.get(**doc).is_some_and(|&size| size > 1)).count();
    Ok(format!("{score}of {} articles that are an event by themselves {joined} were joined to another\n", alone.len()))
}

/// The `[model.*]` tables, with a header that says on what they were learned and when.
fn tables(trained: &Trained, names: &[String]) -> Result<String> {
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d");
    let mut text = format!("# Made by `newsbraid train clusters` on {today}; do not edit. Learned on:\n");
    names.iter().for_each(|name| text.push_str(&format!("# - {name}\n")));
    let model = &trained.model;
    let tables = [
        ("same", &model.same),
        ("cross", &model.cross),
        ("undated_same", &model.undated_same),
        ("undated_cross", &model.undated_cross),
    ];
    for ((name, weights), (pairs, positive)) in tables.into_iter().zip(trained.counts).filter(|(_, (n, _))| *n > 0) {
        text.push_str(&format!("\n# {pairs} pairs, {positive} of one event\n[model.{name}]\n"));
        weights.iter().for_each(|(input, weight)| text.push_str(&format!("{input} = {weight:.4}\n")));
    }
    text.push_str("\n[model.trees]\n");
    let trees = &model.trees;
    for (name, forest) in [
        ("same", &trees.same),
        ("cross", &trees.cross),
        ("undated_same", &trees.undated_same),
        ("undated_cross", &trees.undated_cross),
    ] {
        let trees: String = Vec::<String>::from(forest.clone()).iter().map(|tree| format!("  \"{tree}\",\n")).collect();
        text.push_str(&format!("{name} = [\n{trees}]\n"));
    }
    Ok(text)
}
