//! Conditions of a query, as the engine is asked for them.

use std::ops::Bound;

use newsbraid_linker::Unit;
use newsbraid_text::normalize;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as Has, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::error::QueryError;
use crate::query::filter::{FigureText, Filter};
use crate::query::plan::{Found, Planner};
use crate::query::ranked::Ranked;
use crate::query::way::{Places, Sequence, Way};
use crate::query::{Clause, FigureRange, Node, Occur};
use crate::schema::{Fields, figure_key};

impl Planner<'_, '_, '_> {
    /// The conditions that stand beside words and restrict them; `None` where there are none.
    pub fn conditions(mut self, clauses: &[Clause]) -> Found<Option<Box<dyn Query>>> {
        let mut all = Vec::new();
        for clause in clauses {
            match &clause.node {
                Node::Filter(filter) if clause.occur == Occur::Must => all.push((Has::Must, self.filter(filter)?)),
                _ => {}
            }
        }
        Ok((!all.is_empty()).then(|| Box::new(BooleanQuery::new(all)) as Box<dyn Query>))
    }

    pub(super) fn filter(&mut self, filter: &Filter) -> Found<Box<dyn Query>> {
        let fields = self.concepts.fields;
        let term = |field: Field, text: &str| {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let condition: Box<dyn Query> = match filter {
            Filter::Entity(id) => {
                self.entities.push(id.clone());
                let mention = self.concepts.mention(id).map_err(self.failed())?;
                return Ok(mention.map_or_else(|| Box::new(EmptyQuery) as Box<dyn Query>, found_by));
            }
            Filter::Lang(tag) => term(fields.lang, tag),
            Filter::Source(name) => term(fields.source, normalize(name).text()),
            Filter::Time(label) => term(fields.time, label),
            Filter::Cluster(id) => {
                let ids = (self.reader.cluster)(id).unwrap_or_default();
                Box::new(TermSetQuery::new(
                    ids.iter().map(|id| Term::from_field_text(fields.id, id)).collect::<Vec<_>>(),
                ))
            }
            Filter::Date(from, to) => {
                let bound = |second: &Option<i64>| {
                    second.map_or(Bound::Unbounded, |s| Bound::Included(Term::from_field_i64(fields.date, s)))
                };
                match (from, to) {
                    (None, None) => Box::new(AllQuery),
                    _ => Box::new(RangeQuery::new(bound(from), bound(to))),
                }
            }
            Filter::Figure(FigureText::Range(range)) => figures(fields, range),
            Filter::Figure(FigureText::Words(words, column)) => figures(fields, &self.quantity(words, *column)?),
        };
        Ok(Box::new(ConstScoreQuery::new(condition, 0.0)))
    }

    fn quantity(&self, words: &str, column: usize) -> Result<FigureRange, QueryError> {
        (self.reader.figure)(words).ok_or_else(|| QueryError::Syntax {
            column,
            what: format!("`{words}` is no quantity; write 380e9..390e9CNY, 34% or 3800亿元"),
        })
    }
}

/// Figures in a range. A rate without sign is also found as its decline: 34% in 下降34%.
fn figures(fields: &Fields, range: &FigureRange) -> Box<dyn Query> {
    let field = fields.figure(range.unit, range.currency.as_deref());
    let between = |low: f64, high: f64| -> Box<dyn Query> {
        let bound = |value: f64| Bound::Included(Term::from_field_u64(field, figure_key(value)));
        Box::new(RangeQuery::new(bound(low), bound(high)))
    };
    let rate = matches!(range.unit, Unit::Percent | Unit::PercentPoint | Unit::BasisPoint);
    if rate && range.low >= 0.0 {
        let either =
            vec![(Has::Should, between(range.low, range.high)), (Has::Should, between(-range.high, -range.low))];
        return Box::new(BooleanQuery::new(either));
    }
    between(range.low, range.high)
}

/// One term as a query.
fn found_by(text: Sequence) -> Box<dyn Query> {
    let ways = vec![Way::Text(Places::one(text))];
    Box::new(Ranked { concepts: vec![ways.into()], ..Ranked::default() })
}
