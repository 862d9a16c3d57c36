//! Trains the pair model: reads features (of the example `extract`) with the gold events of their articles (`docs`), prints
//! the `[model]` tables for `config/clusters.toml`.
//!
//! cargo run --release -p newsbraid-clusterer --example train -- FEATURES.jsonl GOLD.jsonl [FEATURES.jsonl GOLD.jsonl]...
//!
//! Pairs of articles that both have a gold event are positive or negative; a pair of a gold article that is an event by
//! itself and an article without gold is negative. The scores on stderr are cross-validated: each pair is judged by a model
//! that saw nothing of its days (or, without dates, of its story).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

use newsbraid_clusterer::{ArticleFeatures, ClusterConfig, INPUTS, Model, Pair, Weights, groups, pairs};
use serde_json::Value;

/// Inputs and the intercept.
const N: usize = INPUTS.len() + 1;
const FOLDS: usize = 5;
/// Strength of the pull of coefficients to zero, for inputs of unit variance.
const RIDGE: f64 = 20.0;
const STEPS: usize = 12;
/// Days without articles that part two windows.
const GAP_SECONDS: i64 = 4 * 86_400;

/// A collection with what is known of it.
struct Set {
    articles: Vec<ArticleFeatures>,
    /// Event of each article; events of one article are `single`.
    event: Vec<Option<usize>>,
    single: BTreeSet<usize>,
    fold: Vec<usize>,
    pairs: Vec<Pair>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let config = ClusterConfig::default();
    let sets: Vec<Set> = paths.chunks_exact(2).map(|p| read(&p[0], &p[1], &config)).collect::<Result<_, _>>()?;
    let folds: Vec<Model> = (0..FOLDS).map(|fold| train(&sets, Some(fold))).collect();
    for (set, paths) in sets.iter().zip(paths.chunks_exact(2)) {
        eprintln!("{}: {} articles, {} pairs", paths[0], set.articles.len(), set.pairs.len());
        for percent in (10..=70).step_by(5) {
            let config = ClusterConfig { threshold: f64::from(percent) / 100.0, ..config.clone() };
            eprintln!("  threshold {:.2} {}", config.threshold, score(set, &folds, &config));
        }
    }
    let model = train(&sets, None);
    for (name, weights) in [("same", &model.same), ("cross", &model.cross)] {
        println!("\n[model.{name}]");
        weights.iter().for_each(|(input, weight)| println!("{input} = {weight:.4}"));
    }
    Ok(())
}

fn read(features: &str, gold: &str, config: &ClusterConfig) -> Result<Set, Box<dyn Error>> {
    let text = fs::read_to_string(features)?;
    let articles: Vec<ArticleFeatures> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut event_of = BTreeMap::new();
    let mut single = BTreeSet::new();
    for (event, line) in fs::read_to_string(gold)?.lines().enumerate() {
        let row: Value = serde_json::from_str(line)?;
        let docs: Vec<&str> = row["docs"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        event_of.extend(docs.iter().map(|doc| (doc.to_string(), event)));
        if docs.len() == 1 {
            single.insert(event);
        }
    }
    let event: Vec<Option<usize>> = articles.iter().map(|article| event_of.get(&article.id).copied()).collect();
    let fold = folds(&articles, &event);
    let pairs = pairs(&articles, config);
    Ok(Set { articles, event, single, fold, pairs })
}

/// The fold of each article: its window of days, or its story where articles have no date.
fn folds(articles: &[ArticleFeatures], event: &[Option<usize>]) -> Vec<usize> {
    let mut times: Vec<i64> = articles.iter().filter_map(|a| Some(a.date?.as_second())).collect();
    times.sort_unstable();
    let starts: Vec<i64> = times.windows(2).filter(|w| w[1] - w[0] > GAP_SECONDS).map(|w| w[1]).collect();
    let fold = |(article, event): (&ArticleFeatures, &Option<usize>)| match article.date {
        Some(date) => starts.partition_point(|&start| start <= date.as_second()) % FOLDS,
        None => event.unwrap_or_default() % FOLDS,
    };
    articles.iter().zip(event).map(fold).collect()
}

impl Set {
    /// Whether a pair is one event; nothing where gold does not say.
    fn label(&self, pair: &Pair) -> Option<bool> {
        match (self.event[pair.a], self.event[pair.b]) {
            (Some(a), Some(b)) => Some(a == b),
            (Some(a), None) | (None, Some(a)) if self.single.contains(&a) => Some(false),
            _ => None,
        }
    }
}

/// A model of all pairs but those of one fold.
fn train(sets: &[Set], without: Option<usize>) -> Model {
    let rows = |same: bool| -> Vec<([f64; N], bool)> {
        let of = |set: &Set, pair: &Pair| {
            let held = without.is_some_and(|fold| set.fold[pair.a] == fold || set.fold[pair.b] == fold);
            (pair.same == same && !held).then(|| set.label(pair)).flatten().map(|label| (row(pair), label))
        };
        sets.iter().flat_map(|set| set.pairs.iter().filter_map(move |pair| of(set, pair))).collect()
    };
    Model { same: fit(&rows(true)), cross: fit(&rows(false)) }
}

fn row(pair: &Pair) -> [f64; N] {
    std::array::from_fn(|i| pair.inputs.get(i).copied().unwrap_or(1.0))
}

/// Ridge logistic regression by Newton's method over standardised inputs; coefficients for the inputs as they are.
fn fit(rows: &[([f64; N], bool)]) -> Weights {
    let (mean, deviation) = moments(rows);
    let scaled: Vec<([f64; N], bool)> = rows
        .iter()
        .map(|(x, label)| {
            (std::array::from_fn(|i| if i + 1 == N { 1.0 } else { (x[i] - mean[i]) / deviation[i] }), *label)
        })
        .collect();
    let mut weights = [0.0; N];
    for _ in 0..STEPS {
        let step = newton_step(&scaled, &weights);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
    }
    let mut named = Weights::new();
    let mut intercept = weights[N - 1];
    for i in 0..N - 1 {
        intercept -= weights[i] * mean[i] / deviation[i];
        named.insert(INPUTS[i].to_string(), weights[i] / deviation[i]);
    }
    named.insert("intercept".to_string(), intercept);
    named
}

fn moments(rows: &[([f64; N], bool)]) -> ([f64; N], [f64; N]) {
    let count = rows.len().max(1) as f64;
    let mean: [f64; N] = std::array::from_fn(|i| rows.iter().map(|(x, _)| x[i]).sum::<f64>() / count);
    let variance = |i: usize| rows.iter().map(|(x, _)| (x[i] - mean[i]).powi(2)).sum::<f64>() / count;
    // An input that never changes gets no weight.
    (mean, std::array::from_fn(|i| if variance(i) > 1e-12 { variance(i).sqrt() } else { f64::INFINITY }))
}

fn newton_step(rows: &[([f64; N], bool)], weights: &[f64; N]) -> [f64; N] {
    let mut gradient = [0.0; N];
    let mut hessian = [[0.0; N]; N];
    for i in 0..N - 1 {
        gradient[i] = -RIDGE * weights[i];
        hessian[i][i] = RIDGE;
    }
    hessian[N - 1][N - 1] = 1e-6;
    for (x, label) in rows {
        let odds: f64 = x.iter().zip(weights).map(|(x, w)| x * w).sum();
        let p = 1.0 / (1.0 + (-odds).exp());
        for i in 0..N {
            gradient[i] += x[i] * (f64::from(u8::from(*label)) - p);
            for j in 0..=i {
                hessian[i][j] += x[i] * x[j] * p * (1.0 - p);
            }
        }
    }
    let symmetric = std::array::from_fn(|i| std::array::from_fn(|j| hessian[i.max(j)][i.min(j)]));
    solve(symmetric, gradient)
}

/// Gaussian elimination; the matrix is positive definite.
fn solve(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in i + 1..N {
            let factor = matrix[j][i] / matrix[i][i];
            let above = matrix[i];
            matrix[j].iter_mut().zip(above).for_each(|(below, above)| *below -= factor * above);
            right[j] -= factor * right[i];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            right[i] -= matrix[i][j] * right[j];
        }
        right[i] /= matrix[i][i];
    }
    right
}

/// BCubed and pair scores of a set, every pair judged by the model that did not see its fold.
fn score(set: &Set, folds: &[Model], config: &ClusterConfig) -> String {
    let scorers: Vec<_> = folds.iter().map(Model::scorer).collect();
    let probabilities: Vec<f64> = set.pairs.iter().map(|pair| scorers[set.fold[pair.a]].probability(pair)).collect();
    let groups = groups(set.articles.len(), &set.pairs, &probabilities, config);
    let mut sizes = BTreeMap::<usize, f64>::new();
    set.event.iter().flatten().for_each(|&event| *sizes.entry(event).or_default() += 1.0);
    let (mut precision, mut recall, mut articles) = (0.0, 0.0, 0.0);
    let (mut hit, mut found) = (0.0, 0.0);
    let (mut cross_hit, mut cross_found) = (0.0, 0.0);
    let lang = |i: u32| set.articles[i as usize].lang.base();
    for group in &groups {
        let known: Vec<u32> = group.iter().copied().filter(|&i| set.event[i as usize].is_some()).collect();
        for &a in &known {
            let event = set.event[a as usize].expect("only known articles are kept");
            let equal = known.iter().filter(|&&b| set.event[b as usize] == Some(event)).count() as f64;
            let cross = |b: &&u32| lang(a) != lang(**b);
            precision += equal / known.len() as f64;
            recall += equal / sizes[&event];
            hit += equal - 1.0;
            found += known.len() as f64 - 1.0;
            cross_hit += known.iter().filter(cross).filter(|&&b| set.event[b as usize] == Some(event)).count() as f64;
            cross_found += known.iter().filter(cross).count() as f64;
            articles += 1.0;
        }
    }
    let all: f64 = sizes.values().map(|n| n * (n - 1.0)).sum();
    let mut by_lang = BTreeMap::<(usize, &str), f64>::new();
    set.event.iter().enumerate().filter_map(|(i, e)| Some((i, (*e)?))).for_each(|(i, event)| {
        *by_lang.entry((event, lang(i as u32))).or_default() += 1.0;
    });
    let cross_all = all - by_lang.values().map(|n| n * (n - 1.0)).sum::<f64>();
    let f = |hit: f64, found: f64, all: f64| 2.0 * hit / (found + all).max(1.0);
    let (p, r) = (precision / articles, recall / articles);
    format!(
        "bcubed {p:.3} {r:.3} F1 {:.3}  pair F1 {:.3}  cross-language P {:.3} R {:.3} F1 {:.3}",
        2.0 * p * r / (p + r),
        f(hit, found, all),
        cross_hit / cross_found.max(1.0),
        cross_hit / cross_all.max(1.0),
        f(cross_hit, cross_found, cross_all)
    )
}
