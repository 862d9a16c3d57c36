//! What is required, what counts and what is excluded, as one query.

use std::sync::Arc;

use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur as Has, Query};

use crate::query::allowed::Condition;
use crate::query::ranked::Ranked;
use crate::query::way::{Places, Sequence, Way};

/// Puts together what counts (`any`), what is required and what is excluded. Conditions alone do not make words optional; where
/// words are required (`scored`) the others are. `None` where nothing is asked for.
pub(crate) fn assemble(
    any: Ranked,
    must: Vec<Box<dyn Query>>,
    not: Vec<Box<dyn Query>>,
    scored: bool,
) -> Option<Box<dyn Query>> {
    let (conditions, required): (Vec<_>, Vec<_>) = must.into_iter().partition(|query| query.is::<ConstScoreQuery>());
    let run = match required.as_slice() {
        [] if any.is_empty() => None,
        [] => Some(sole(any.clone())),
        _ if scored => with_required_words(&required, &any),
        _ => with_mentions(&required, &any),
    };
    let Some(mut run) = run else {
        return by_engine(any, conditions.into_iter().chain(required).collect(), not, scored);
    };
    let condition = |wanted| move |query: Box<dyn Query>| Condition { query: Arc::from(query), wanted };
    run.conditions.extend(conditions.into_iter().map(condition(true)));
    run.conditions.extend(not.into_iter().map(condition(false)));
    query_of(run)
}

/// Words that are required, each of which must be there, and others that add to the score.
fn with_required_words(required: &[Box<dyn Query>], any: &Ranked) -> Option<Ranked> {
    let mut parts: Vec<Vec<Way>> = required.iter().map(|query| alone(query.box_clone())).collect();
    if parts.iter().any(Vec::is_empty) {
        return None;
    }
    let ways = if parts.len() == 1 { parts.remove(0) } else { vec![Way::All(parts, Vec::new())] };
    let mut run = Ranked { concepts: vec![ways.into()], ..Ranked::default() };
    if !any.is_empty() {
        run.conditions.push(all_of(required.iter()));
        run.extend(any.clone());
    }
    Some(run)
}

/// Words of which any is required, in articles that mention entities; `None` where something else is required.
fn with_mentions(required: &[Box<dyn Query>], any: &Ranked) -> Option<Ranked> {
    let mentions: Vec<Sequence> = required.iter().map(|query| mention(query.as_ref())).collect::<Option<_>>()?;
    if any.is_empty() {
        let way = |text| vec![Way::Text(Places::one(text))];
        let parts = mentions.into_iter().map(way).collect::<Vec<_>>();
        return Some(Ranked { concepts: vec![vec![Way::All(parts, Vec::new())].into()], ..Ranked::default() });
    }
    let words: Box<dyn Query> = Box::new(any.clone());
    let mut run = any.clone();
    run.pairs.extend(mentions);
    run.conditions.push(all_of(required.iter().chain([&words])));
    Some(run)
}

/// The one term that a query looks for.
fn mention(query: &dyn Query) -> Option<Sequence> {
    match query.downcast_ref::<Ranked>()?.only()? {
        [Way::Text(Places { texts, title: None })] => texts.first().filter(|_| texts.len() == 1).cloned(),
        _ => None,
    }
}

/// The condition that all of these are there.
fn all_of<'q>(required: impl Iterator<Item = &'q Box<dyn Query>>) -> Condition {
    let both = BooleanQuery::new(required.map(|query| (Has::Must, query.box_clone())).collect());
    Condition { query: Arc::new(ConstScoreQuery::new(Box::new(both), 0.0)), wanted: true }
}

/// What the engine is asked where articles may be found that score nothing.
fn by_engine(any: Ranked, must: Vec<Box<dyn Query>>, not: Vec<Box<dyn Query>>, scored: bool) -> Option<Box<dyn Query>> {
    let excluded = not.len();
    let mut parts: Vec<(Has, Box<dyn Query>)> = must.into_iter().map(|q| (Has::Must, q)).collect();
    let optional = scored && !parts.is_empty();
    if let Some(any) = query_of(any) {
        parts.push((if optional { Has::Should } else { Has::Must }, any));
    }
    if parts.is_empty() && excluded == 0 {
        return None;
    }
    if parts.is_empty() {
        parts.push((Has::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
    }
    parts.extend(not.into_iter().map(|q| (Has::MustNot, q)));
    Some(if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) })
}

/// `None` where a run asks for nothing.
pub(crate) fn query_of(run: Ranked) -> Option<Box<dyn Query>> {
    (!run.is_empty()).then(|| Box::new(run) as Box<dyn Query>)
}

/// A run as the one run that is all of it.
fn sole(run: Ranked) -> Ranked {
    if let Some([Way::Other(query)]) = run.only()
        && let Some(other) = query.downcast_ref::<Ranked>()
    {
        return other.clone();
    }
    run
}

/// A query as one concept.
pub(crate) fn alone(query: Box<dyn Query>) -> Vec<Way> {
    match query.downcast::<Ranked>() {
        Ok(mut run) if run.only().is_some() => run.concepts.remove(0).ways,
        Ok(run) => vec![Way::Other(Arc::new(*run))],
        Err(query) => vec![Way::Other(Arc::from(query))],
    }
}
