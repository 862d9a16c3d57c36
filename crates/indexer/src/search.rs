//! Opening an index and searching it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use newsbraid_text::Lang;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString, SortKeyComputer};
use tantivy::collector::{Count, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};

use crate::entry::surfaces_of;
use crate::error::{IndexError, QueryError, SearchError};
use crate::facets::{Facet, FacetCollector, FacetCounts, Histogram, Interval};
use crate::guard::guarded;
use crate::pack::{PackedTokenizer, TOKENIZER};
use crate::query::{
    Clause, Demand, Filter, LOOKED_AT, MAX_HITS, Node, Note, Occur, Plan, Planner, Reader, bring_near_up, parse,
    parse_plain,
};
use crate::schema::{FORMAT, Fields};
use crate::snippet::{Finder, Snippet, SnippetOptions, cut};
use crate::writer::{Stamp, beside};

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// How the text is read.
    pub syntax: Syntax,
    /// Conditions beside those of the text; all of them hold.
    pub filters: Vec<Filter>,
    /// Most hits handed out.
    pub limit: usize,
    /// Hits passed over first.
    pub offset: usize,
    /// Their order.
    pub sort: Sort,
    /// How snippets are cut; `None` for hits without.
    pub snippets: Option<SnippetOptions>,
    /// What all articles found are counted by.
    pub facets: Vec<Facet>,
    /// Whether they are counted over time.
    pub histogram: Option<Interval>,
}

impl Query {
    /// Ten hits by score, with snippets.
    pub fn new(text: &str) -> Query {
        Query {
            text: text.to_string(),
            syntax: Syntax::Full,
            filters: Vec::new(),
            limit: 10,
            offset: 0,
            sort: Sort::Score,
            snippets: Some(SnippetOptions::default()),
            facets: Vec::new(),
            histogram: None,
        }
    }
}

/// How the text of a query is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// The query language of [`parse`].
    Full,
    /// Words only: quotation marks, brackets, colons and signs mean nothing. For questions and titles, as batches of
    /// queries hold them.
    Plain,
}

impl Syntax {
    fn read(self, text: &str) -> Result<Vec<Clause>, QueryError> {
        match self {
            Syntax::Full => parse(text),
            Syntax::Plain => parse_plain(text),
        }
    }

    fn demand(self) -> Demand {
        match self {
            Syntax::Full => Demand::Terms,
            Syntax::Plain => Demand::Any,
        }
    }
}

/// The order of hits. What is equal is in order of the ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    Score,
    /// The latest first, those without a date at the end.
    Newest,
    /// The earliest first, those without a date at the end.
    Oldest,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Id of the article.
    pub id: String,
    /// Zero where the hits are sorted by date.
    pub score: f32,
    /// The language of most of it.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Publisher.
    pub source: Option<String>,
    /// Time of publication.
    pub published: Option<Timestamp>,
    /// Where the words of the query are; empty where none was asked for.
    pub snippet: Snippet,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// All articles that match, those not handed out included.
    pub total: usize,
    /// Those handed out, in order.
    pub hits: Vec<Hit>,
    /// What the words of the query were taken for.
    pub notes: Vec<Note>,
    /// In the order in which they were asked for.
    pub facets: Vec<FacetCounts>,
    /// Where one was asked for.
    pub histogram: Option<Histogram>,
}

/// What is known of an index without reading its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Articles.
    pub documents: u64,
    /// Articles that were deleted and still take up room.
    pub deleted: u64,
    /// Parts of the index; one after a run.
    pub segments: usize,
    /// Bytes of all its files.
    pub bytes: u64,
}

/// Scores and addresses in order, and how many there are in all.
type Ranked = (Vec<(f32, DocAddress)>, usize);

/// An opened index; cheap to share among threads.
pub struct Index {
    engine: tantivy::Index,
    searcher: Searcher,
    fields: Fields,
    dir: PathBuf,
    stamp: Stamp,
    /// Ids of the articles, by segment; none where a segment has none.
    ids: Vec<Option<StrColumn>>,
}

impl Index {
    /// Opens an index, and refuses one of another format or a broken one.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        guarded(dir, || Index::open_files(dir))
    }

    fn open_files(dir: &Path) -> Result<Index, IndexError> {
        let damaged = |what: String| IndexError::Damaged { path: dir.to_path_buf(), what };
        if !dir.join("meta.json").is_file() {
            let path = dir.to_path_buf();
            let unfinished = beside(dir, "building").exists();
            return Err(if unfinished { IndexError::Unfinished { path } } else { IndexError::Missing { path } });
        }
        let version =
            |found: String| IndexError::Version { path: dir.to_path_buf(), found, expected: FORMAT.to_string() };
        let engine = tantivy::Index::open_in_dir(dir).map_err(|e| damaged(e.to_string()))?;
        let payload = engine.load_metas().map_err(|e| damaged(e.to_string()))?.payload;
        let payload = payload.ok_or_else(|| version("none".to_string()))?;
        let stamp: Stamp = serde_json::from_str(&payload).map_err(|_| version("none of newsbraid's".to_string()))?;
        let fields = Fields::new();
        if stamp.format != FORMAT || engine.schema() != fields.schema {
            return Err(version(stamp.format.to_string()));
        }
        engine.tokenizers().register(TOKENIZER, PackedTokenizer);
        let searcher = engine.reader().map_err(|e| damaged(e.to_string()))?.searcher();
        let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().str("id"));
        let ids = columns.collect::<tantivy::Result<_>>().map_err(|e| damaged(e.to_string()))?;
        Ok(Index { engine, searcher, fields, dir: dir.to_path_buf(), stamp, ids })
    }

    /// The note that the index was finished with.
    pub fn payload(&self) -> &str {
        &self.stamp.payload
    }

    /// The versions that its terms depend on ([`crate::WriterOptions::analyzer`]).
    pub fn analyzer(&self) -> &str {
        &self.stamp.analyzer
    }

    /// Counts of articles, segments and bytes.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut bytes = 0;
        for entry in std::fs::read_dir(&self.dir).map_err(IndexError::io(&self.dir))? {
            let entry = entry.map_err(IndexError::io(&self.dir))?;
            bytes += entry.metadata().map_err(IndexError::io(&self.dir))?.len();
        }
        let segments = self.searcher.segment_readers();
        let deleted = segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
        Ok(Stats { documents: self.searcher.num_docs(), deleted, segments: segments.len(), bytes })
    }

    /// Reads all files, compares their checksums, and counts the articles again.
    pub fn verify(&self) -> Result<Stats, IndexError> {
        guarded(&self.dir, || self.verify_files())
    }

    fn verify_files(&self) -> Result<Stats, IndexError> {
        let damaged = |what: String| IndexError::Damaged { path: self.dir.clone(), what };
        let mut broken: Vec<_> =
            self.engine.validate_checksum().map_err(|e| damaged(e.to_string()))?.into_iter().collect();
        broken.sort();
        if let Some(file) = broken.first() {
            return Err(damaged(format!(
                "{} of its files do not match their checksums, `{}` first",
                broken.len(),
                file.display()
            )));
        }
        let mut documents = 0;
        for segment in self.searcher.segment_readers() {
            let store = segment.get_store_reader(1).map_err(|e| damaged(e.to_string()))?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                document.map_err(|e| damaged(e.to_string()))?;
                documents += 1;
            }
        }
        let stats = self.stats()?;
        if documents != stats.documents {
            return Err(damaged(format!("it says {} articles and holds {documents}", stats.documents)));
        }
        Ok(stats)
    }

    /// Finds articles. `reader` brings what reading the query needs: the segmenter, and for expansion the linker.
    pub fn search(&self, query: &Query, reader: &mut Reader) -> Result<Hits, SearchError> {
        guarded(&self.dir, || {
            let (plan, (found, total)) = self.run(query, reader)?;
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

    /// Finds articles, and gives only their scores and ids, in order, and how many there are in all. This is what runs over
    /// many queries want: no article is read.
    pub fn search_ids(&self, query: &Query, reader: &mut Reader) -> Result<(Vec<(f32, String)>, usize), SearchError> {
        guarded(&self.dir, || {
            let (_, (found, total)) = self.run(query, reader)?;
            let id = |(score, address): &(f32, DocAddress)| {
                Ok((*score, self.id(*address).map_err(IndexError::io(&self.dir))?))
            };
            Ok((found.iter().map(id).collect::<Result<_, IndexError>>()?, total))
        })
    }

    fn run(&self, query: &Query, reader: &mut Reader) -> Result<(Plan, Ranked), SearchError> {
        let asked = query.limit.saturating_add(query.offset);
        if asked > MAX_HITS {
            return Err(QueryError::TooManyHits { asked }.into());
        }
        let clauses = restricted(query.syntax.read(&query.text)?, &query.filters);
        let (plan, found) = self.ask(&clauses, query, reader, query.syntax.demand())?;
        if found.1 > 0 || query.syntax == Syntax::Plain {
            return Ok((plan, found));
        }
        self.ask(&clauses, query, reader, Demand::Cut)
    }

    fn ask(
        &self,
        clauses: &[Clause],
        query: &Query,
        reader: &mut Reader,
        demand: Demand,
    ) -> Result<(Plan, Ranked), SearchError> {
        let plan = Planner::new(&self.dir, &self.fields, &self.searcher, reader, demand).plan(clauses)?;
        let found = self.collect(&plan, query).map_err(IndexError::engine(&self.dir))?;
        Ok((plan, found))
    }

    /// How the score of an article comes about, as the engine tells it; `None` where the article does not match.
    pub fn explain(&self, text: &str, id: &str, reader: &mut Reader) -> Result<Option<String>, SearchError> {
        let plan = Planner::new(&self.dir, &self.fields, &self.searcher, reader, Demand::Terms).plan(&parse(text)?)?;
        let engine = IndexError::engine(&self.dir);
        let Some(address) = self.address(id)? else { return Ok(None) };
        match plan.query.explain(&self.searcher, address) {
            Ok(explanation) => Ok(Some(explanation.to_pretty_json())),
            Err(tantivy::TantivyError::InvalidArgument(_)) => Ok(None),
            Err(error) => Err(engine(error).into()),
        }
    }

    /// The stored text of an article.
    pub fn text(&self, id: &str) -> Result<Option<String>, IndexError> {
        let Some(address) = self.address(id)? else { return Ok(None) };
        let document: TantivyDocument = self.searcher.doc(address).map_err(IndexError::engine(&self.dir))?;
        Ok(Some(stored(&document, self.fields.text).to_string()))
    }

    fn address(&self, id: &str) -> Result<Option<DocAddress>, IndexError> {
        let term = tantivy::query::TermQuery::new(
            Term::from_field_text(self.fields.id, id),
            tantivy::schema::IndexRecordOption::Basic,
        );
        let top = TopDocs::with_limit(1).order_by_score();
        let found = self.searcher.search(&term, &top).map_err(IndexError::engine(&self.dir))?;
        Ok(found.first().map(|(_, address)| *address))
    }

    fn collect(&self, plan: &Plan, asked: &Query) -> tantivy::Result<Ranked> {
        if asked.limit == 0 {
            return Ok((Vec::new(), self.searcher.search(plan.query.as_ref(), &Count)?));
        }
        let top = TopDocs::with_limit(asked.limit).and_offset(asked.offset);
        if asked.sort == Sort::Score {
            return self.by_score(plan, asked);
        }
        let order = if asked.sort == Sort::Newest { Order::Desc } else { Order::Asc };
        let date = (SortByStaticFastValue::<i64>::for_field("date"), order);
        let (dated, total) = self.top(plan, top, date)?;
        Ok((dated.into_iter().map(|(_, address)| (0.0, address)).collect(), total))
    }

    /// The first articles by a key and their number. What is equal is in order of the ids: so the articles of a new index
    /// lie, in one to which articles were added the ids themselves are compared.
    fn top<K, S>(&self, plan: &Plan, top: TopDocs, key: S) -> tantivy::Result<(Vec<(K, DocAddress)>, usize)>
    where
        K: 'static + Clone + Send + Sync + std::fmt::Debug,
        S: SortKeyComputer<SortKey = K> + Send + 'static,
    {
        if self.stamp.in_order {
            return self.searcher.search(plan.query.as_ref(), &(top.order_by(key), Count));
        }
        let by_id = (key, (SortByString::for_field("id"), Order::Asc));
        let (found, total) = self.searcher.search(plan.query.as_ref(), &(top.order_by(by_id), Count))?;
        Ok((found.into_iter().map(|((key, _), address)| (key, address)).collect(), total))
    }

    /// The best first. Where the words of a sentence stand close together decides among the first, whatever page is asked for.
    fn by_score(&self, plan: &Plan, asked: &Query) -> tantivy::Result<Ranked> {
        let end = asked.offset + asked.limit;
        let most = if plan.near.is_empty() { end } else { end.max(LOOKED_AT) };
        let (mut ranked, total) = self.top(plan, TopDocs::with_limit(most), SortBySimilarityScore)?;
        if !plan.near.is_empty() {
            bring_near_up(&self.searcher, &plan.near, &mut ranked)?;
        }
        Ok((ranked.into_iter().skip(asked.offset).take(asked.limit).collect(), total))
    }

    fn present(&self, found: &[(f32, DocAddress)], plan: &Plan, query: &Query) -> Result<Vec<Hit>, IndexError> {
        let finder = Finder::new(plan.patterns.clone());
        found.iter().map(|(score, address)| self.hit(*score, *address, &finder, plan, query)).collect()
    }

    fn hit(
        &self,
        score: f32,
        address: DocAddress,
        finder: &Finder,
        plan: &Plan,
        query: &Query,
    ) -> Result<Hit, IndexError> {
        let engine = |error| IndexError::engine(&self.dir)(error);
        let document: TantivyDocument = self.searcher.doc(address).map_err(engine)?;
        let dates = self.searcher.segment_reader(address.segment_ord).fast_fields().i64("date").map_err(engine)?;
        let text = stored(&document, self.fields.text);
        let surfaces = stored(&document, self.fields.surfaces);
        let snippet = query.snippets.as_ref().map(|options| {
            let names = plan.entities.iter().flat_map(|id| surfaces_of(surfaces, id));
            cut(text, &finder.find(text, names), options)
        });
        Ok(Hit {
            id: self.id(address).map_err(IndexError::io(&self.dir))?,
            score,
            lang: stored(&document, self.fields.lang).parse().unwrap_or(Lang::Und),
            title: stored(&document, self.fields.title).to_string(),
            source: Some(stored(&document, self.fields.source_name)).filter(|s| !s.is_empty()).map(str::to_string),
            published: dates.first(address.doc_id).and_then(|second| Timestamp::from_second(second).ok()),
            snippet: snippet.unwrap_or_default(),
        })
    }

    fn id(&self, address: DocAddress) -> std::io::Result<String> {
        let mut id = String::new();
        if let Some(column) = &self.ids[address.segment_ord as usize]
            && let Some(ordinal) = column.ords().first(address.doc_id)
        {
            column.ord_to_str(ordinal, &mut id)?;
        }
        Ok(id)
    }

    /// Ids of all articles, in order.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn all_ids(&self) -> Result<Vec<String>, IndexError> {
        Ok(self.fingerprints()?.into_iter().map(|(id, _)| id).collect())
    }

    /// Ids and fingerprints of all articles, in order of id.
    pub(crate) fn fingerprints(&self) -> Result<Vec<(String, u64)>, IndexError> {
        let mut found = Vec::with_capacity(self.searcher.num_docs() as usize);
        for (segment, ids) in self.searcher.segment_readers().iter().zip(&self.ids) {
            let Some(ids) = ids else { continue };
            let names = names(ids).map_err(IndexError::io(&self.dir))?;
            let fingerprints = segment.fast_fields().u64("fingerprint").map_err(IndexError::engine(&self.dir))?;
            for doc in segment.doc_ids_alive() {
                let name = ids.ords().first(doc).and_then(|ordinal| names.get(ordinal as usize));
                found.extend(name.cloned().zip(fingerprints.first(doc)));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The ordinal of the next article that is added.
    pub(crate) fn next_ordinal(&self) -> Result<u64, IndexError> {
        let mut next = 0;
        for segment in self.searcher.segment_readers() {
            let ordinals = segment.fast_fields().u64("ordinal").map_err(IndexError::engine(&self.dir))?;
            next = next.max(ordinals.max_value() + 1);
        }
        Ok(next)
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn into_engine(self) -> tantivy::Index {
        self.engine
    }
}

/// The strings of a column by their ordinals: looking each up by itself would unpack its block every time.
fn names(column: &StrColumn) -> std::io::Result<Vec<String>> {
    let mut stream = column.dictionary().stream()?;
    let mut names = Vec::with_capacity(column.dictionary().num_terms());
    while stream.advance() {
        names.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(names)
}

/// Clauses under conditions.
fn restricted(clauses: Vec<Clause>, filters: &[Filter]) -> Vec<Clause> {
    if filters.is_empty() {
        return clauses;
    }
    let conditions = filters.iter().map(|filter| Clause { occur: Occur::Must, node: Node::Filter(filter.clone()) });
    std::iter::once(Clause { occur: Occur::Should, node: Node::Group(clauses) }).chain(conditions).collect()
}

fn stored(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}
