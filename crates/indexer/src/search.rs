//! Searching an opened index.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString, SortKeyComputer};
use tantivy::collector::{Count, TopDocs};
use tantivy::{DocAddress, Order};

use crate::error::{IndexError, QueryError, SearchError};
use crate::facets::{FacetCollector, FacetCounts, Histogram};
use crate::guard::guarded;
use crate::index::Index;
use crate::query::{
    Clause, Demand, Filter, LOOKED_AT, MAX_HITS, Node, Occur, Plan, Planner, Ranked, Reader, bring_near_up, parse,
};
use crate::request::{Hits, Query, Sort, Syntax};

/// Scores and addresses in order, and how many there are in all, or at least where nobody wants to know.
type Answer = (Vec<(f32, DocAddress)>, usize);

impl Index {
    /// Finds articles. `reader` brings what reading the query needs: the segmenter, and for expansion the linker.
    pub fn search(&self, query: &Query, reader: &mut Reader) -> Result<Hits, SearchError> {
        guarded(&self.dir, || {
            let (plan, (found, total)) = self.run(query, true, reader)?;
            let hits = self.present(&found, &plan, query)?;
            let (facets, histogram) = self.count(&plan, query).map_err(IndexError::engine(&self.dir))?;
            Ok(Hits { total, hits, notes: plan.notes, facets, histogram })
        })
    }

    fn count(&self, plan: &Plan, query: &Query) -> tantivy::Result<(Vec<FacetCounts>, Option<Histogram>)> {
        if query.facets.is_empty() && query.histogram.is_none() {
            return Ok((Vec::new(), None));
        }
        let counted = self.searcher.search(plan.query.as_ref(), &FacetCollector::new(&query.facets))?;
        let facets = query.facets.iter().map(|facet| counted.facet(*facet)).collect();
        Ok((facets, query.histogram.map(|interval| counted.histogram(interval))))
    }

    /// Finds articles, and gives only their scores and ids, in order. This is what runs over many queries want: no article is
    /// read, and those that cannot be among the first are neither scored nor counted.
    pub fn search_ids(&self, query: &Query, reader: &mut Reader) -> Result<Vec<(f32, String)>, SearchError> {
        guarded(&self.dir, || {
            let (_, (found, _)) = self.run(query, false, reader)?;
            let id = |(score, address): &(f32, DocAddress)| {
                Ok((*score, self.ids.get(*address).map_err(IndexError::io(&self.dir))?))
            };
            Ok(found.iter().map(id).collect::<Result<_, IndexError>>()?)
        })
    }

    fn run(&self, query: &Query, counted: bool, reader: &mut Reader) -> Result<(Plan, Answer), SearchError> {
        let asked = query.limit.saturating_add(query.offset);
        if asked > MAX_HITS {
            return Err(QueryError::TooManyHits { asked }.into());
        }
        let clauses = restricted(query.syntax.read(&query.text)?, &query.filters);
        let (plan, found) = self.ask(&clauses, query, counted, reader, query.syntax.demand())?;
        let is_answered = found.1 > 0 || query.syntax == Syntax::Plain || !plan.may_be_cut;
        if is_answered || !self.can_be_met(&clauses, reader)? {
            return Ok((plan, found));
        }
        self.ask(&clauses, query, counted, reader, Demand::Cut)
    }

    /// Whether any article meets the conditions beside the words of a query.
    fn can_be_met(&self, clauses: &[Clause], reader: &mut Reader) -> Result<bool, SearchError> {
        let Some(conditions) = Planner::new(self, reader, Demand::Terms).conditions(clauses)? else { return Ok(true) };
        let met = self.searcher.search(conditions.as_ref(), &Count).map_err(IndexError::engine(&self.dir))?;
        Ok(met > 0)
    }

    fn ask(
        &self,
        clauses: &[Clause],
        query: &Query,
        counted: bool,
        reader: &mut Reader,
        demand: Demand,
    ) -> Result<(Plan, Answer), SearchError> {
        let plan = Planner::new(self, reader, demand).plan(clauses)?;
        let found = self.collect(&plan, query, counted).map_err(IndexError::engine(&self.dir))?;
        Ok((plan, found))
    }

    /// How the score of an article comes about, as the engine tells it; `None` where the article does not match.
    pub fn explain(&self, text: &str, id: &str, reader: &mut Reader) -> Result<Option<String>, SearchError> {
        let plan = Planner::new(self, reader, Demand::Terms).plan(&parse(text)?)?;
        let engine = IndexError::engine(&self.dir);
        let Some(address) = self.address(id)? else { return Ok(None) };
        match plan.query.explain(&self.searcher, address) {
            Ok(explanation) => Ok(Some(explanation.to_pretty_json())),
            Err(tantivy::TantivyError::InvalidArgument(_)) => Ok(None),
            Err(error) => Err(engine(error).into()),
        }
    }

    fn collect(&self, plan: &Plan, asked: &Query, counted: bool) -> tantivy::Result<Answer> {
        if asked.limit == 0 {
            return Ok((Vec::new(), self.searcher.search(plan.query.as_ref(), &Count)?));
        }
        let top = TopDocs::with_limit(asked.limit).and_offset(asked.offset);
        if asked.sort == Sort::Score {
            return self.by_score(plan, asked, counted);
        }
        let order = if asked.sort == Sort::Newest { Order::Desc } else { Order::Asc };
        let date = (SortByStaticFastValue::<i64>::for_field("date"), order);
        let (dated, total) = self.top(plan, top, date)?;
        Ok((dated.into_iter().map(|(_, address)| (0.0, address)).collect(), total))
    }

    /// The first articles by a key and their number. What is equal is in order of the ids.
    fn top<K, S>(&self, plan: &Plan, top: TopDocs, key: S) -> tantivy::Result<(Vec<(K, DocAddress)>, usize)>
    where
        K: 'static + Clone + Send + Sync + std::fmt::Debug,
        S: SortKeyComputer<SortKey = K> + Send + 'static,
    {
        let by_id = (key, (SortByString::for_field("id"), Order::Asc));
        let (found, total) = self.searcher.search(plan.query.as_ref(), &(top.order_by(by_id), Count))?;
        Ok((found.into_iter().map(|((key, _), address)| (key, address)).collect(), total))
    }

    /// The best first. Where the words of a sentence stand close together decides among the first, whatever page is asked for.
    fn by_score(&self, plan: &Plan, asked: &Query, counted: bool) -> tantivy::Result<Answer> {
        let end = asked.offset + asked.limit;
        let most = if plan.near.is_empty() { end } else { end.max(LOOKED_AT) };
        let (mut ranked, total) = match plan.query.downcast_ref::<Ranked>() {
            Some(run) if run.always_scores() => {
                let ranked = run.best(self, most)?;
                let total = if counted { self.searcher.search(run, &Count)? } else { ranked.len() };
                (ranked, total)
            }
            _ => self.top(plan, TopDocs::with_limit(most), SortBySimilarityScore)?,
        };
        if !plan.near.is_empty() {
            bring_near_up(&self.searcher, &plan.near, &mut ranked)?;
        }
        Ok((ranked.into_iter().skip(asked.offset).take(asked.limit).collect(), total))
    }
}

/// Clauses under conditions.
fn restricted(clauses: Vec<Clause>, filters: &[Filter]) -> Vec<Clause> {
    if filters.is_empty() {
        return clauses;
    }
    let conditions = filters.iter().map(|filter| Clause { occur: Occur::Must, node: Node::Filter(filter.clone()) });
    std::iter::once(Clause { occur: Occur::Should, node: Node::Group(clauses) }).chain(conditions).collect()
}
