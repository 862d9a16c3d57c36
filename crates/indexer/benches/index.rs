//! Measures an index over a corpus in JSONL (`id title text lang published_at source`), one article a line.
//!
//! ```text
//! cargo bench -p newsbraid-indexer --bench index -- CORPUS.jsonl
//! ```
//! Segmentation is done before and not counted. Beside it the same words and pairs of characters are indexed by bare tantivy,
//! split at spaces, with the same texts stored. Queries are made of the corpus itself: words, pairs of words, fragments, names of
//! entities, each in thousand; then come those that are refused or hard to answer.

#[path = "../../text/benches/common/allocator.rs"]
mod allocator;

use std::path::Path;
use std::time::{Duration, Instant};

use newsbraid_indexer::{
    Entry, Expansion, Index, IndexWriter, Query, QueryExpander, Reader, SnippetOptions, Target, WriterOptions,
};
use newsbraid_segmenter::{Analysis, Layer, Segmenter, Token, TokenClass};
use newsbraid_text::{Lang, Span, majority_lang};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{TantivyDocument, doc};

struct Article {
    id: String,
    title: String,
    text: String,
    lang: Lang,
    analysis: Analysis,
    title_span: Span,
    entities: Vec<(Span, String)>,
}

fn main() {
    let Some(path) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        println!("no corpus given: cargo bench -p newsbraid-indexer --bench index -- CORPUS.jsonl");
        return;
    };
    let articles = read(Path::new(&path));
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = dir.path().join("index");
    let ours = write(&articles, &folder, bytes);
    let bare = bare_tantivy(&articles, &dir.path().join("bare"));
    println!("bare tantivy takes {:.2} of our wall time and {:.2} of our CPU time", bare.0 / ours.0, bare.1 / ours.1);
    let share = tokens(&dir.path().join("bare")) / tokens(&folder);
    println!("it indexes {share:.2} of our tokens: {:.2} of our CPU time for as many", bare.1 / ours.1 / share);
    let index = Index::open(&folder).expect("the index was just written");
    let stats = index.verify().expect("the index was just written");
    println!(
        "index: {} articles, {} segment, {:.3} of the input's bytes",
        stats.documents,
        stats.segments,
        stats.bytes as f64 / bytes as f64
    );
    by_file(&folder, bytes);
    search(&index, &articles);
}

fn read(path: &Path) -> Vec<Article> {
    let lines = std::fs::read_to_string(path).expect("the corpus can be read");
    let mut worker = Segmenter::without_korean().worker();
    let article = |line: &str| {
        let json: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let field = |name: &str| json[name].as_str().unwrap_or_default().to_string();
        let title = field("title");
        let text = format!("{title}\n{}", field("text"));
        let lang = field("lang").parse().unwrap_or_else(|_| majority_lang(&text));
        let analysis = worker.analyze(&text, lang);
        Article {
            id: field("id"),
            title_span: Span::new(0, title.len()),
            entities: entities(&analysis),
            title,
            text,
            lang,
            analysis,
        }
    };
    let start = Instant::now();
    let articles: Vec<Article> = lines.lines().map(article).collect();
    println!("read and segmented {} articles in {:.1} s", articles.len(), start.elapsed().as_secs_f64());
    articles
}

/// Every twentieth word is taken for an entity, so that articles have about as many as news has.
fn entities(analysis: &Analysis) -> Vec<(Span, String)> {
    let words = analysis.surface_tokens().filter(|t| t.class == TokenClass::Word);
    words.step_by(20).map(|t| (t.span, format!("entity-{}", analysis.term(t)))).collect()
}

/// Seconds by the clock and of the processor.
fn write(articles: &[Article], folder: &Path, bytes: usize) -> (f64, f64) {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let mut packing = Duration::ZERO;
    let mut writer = IndexWriter::create(folder, &WriterOptions::default()).expect("the folder is writable");
    let preparer = writer.preparer();
    for article in articles {
        let begin = Instant::now();
        let prepared = preparer.prepare(&Entry {
            id: &article.id,
            fingerprint: 0,
            title: &article.title,
            lang: article.lang,
            published: None,
            source: None,
            text: &article.text,
            analysis: &article.analysis,
            title_span: article.title_span,
            entities: &article.entities,
            sounds: &[],
            figures: &[],
            times: &[],
        });
        packing += begin.elapsed();
        writer.add_prepared(prepared).expect("the ids are in order");
    }
    writer.finish("").expect("the folder is writable");
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let count = articles.len() as f64;
    println!(
        "indexed {count} articles ({:.1} MB) in {wall:.2} s, {:.0}/s; {cpu:.2} CPU-s, {:.0} articles per CPU-s; packing {:.2} s of it",
        bytes as f64 / 1e6,
        count / wall,
        count / cpu,
        packing.as_secs_f64()
    );
    (wall, cpu)
}

/// The same words and pairs of characters as texts of words between spaces, with positions, beside the stored text; one merge
/// at the end. Making those texts is not counted. Seconds by the clock and of the processor.
fn bare_tantivy(articles: &[Article], folder: &Path) -> (f64, f64) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let (words, pairs) = (builder.add_text_field("words", options.clone()), builder.add_text_field("pairs", options));
    let text = builder.add_text_field("text", STORED);
    std::fs::create_dir_all(folder).expect("the folder is writable");
    let index = tantivy::Index::create_in_dir(folder, builder.build()).expect("the folder is writable");
    let documents: Vec<TantivyDocument> = articles
        .iter()
        .map(|a| doc!(words => spaced_words(a), pairs => spaced_pairs(a.analysis.normalized.text()), text => a.text.as_str()))
        .collect();
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let mut writer = index.writer_with_num_threads(1, WriterOptions::default().heap).expect("the heap is enough");
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for document in documents {
        writer.add_document(document).expect("the folder is writable");
    }
    writer.commit().expect("the folder is writable");
    let segments = index.searchable_segment_ids().expect("the index was just written");
    writer.merge(&segments).wait().expect("the folder is writable");
    writer.wait_merging_threads().expect("the folder is writable");
    (start.elapsed().as_secs_f64(), cpu_seconds() - cpu)
}

/// Tokens of all fields of an index.
fn tokens(folder: &Path) -> f64 {
    let index = tantivy::Index::open_in_dir(folder).expect("the index was just written");
    let searcher = index.reader().expect("the index was just written").searcher();
    let fields: Vec<_> =
        index.schema().fields().filter(|(_, entry)| entry.is_indexed()).map(|(field, _)| field).collect();
    let segments = searcher.segment_readers().iter();
    let readers = segments.flat_map(|segment| fields.iter().map(|field| segment.inverted_index(*field)));
    readers.map(|reader| reader.expect("the index was just written").total_num_tokens() as f64).sum()
}

fn spaced_words(article: &Article) -> String {
    let indexed = |t: &&Token| matches!(t.class, TokenClass::Word | TokenClass::Number | TokenClass::Other);
    let kept = |t: &&Token| indexed(t) && !matches!(t.layer, Layer::Part | Layer::Constituent);
    let terms = article.analysis.tokens.iter().filter(kept).map(|t| article.analysis.term(t));
    terms.collect::<Vec<_>>().join(" ")
}

fn spaced_pairs(text: &str) -> String {
    let mut pairs = String::with_capacity(text.len() * 3);
    for (left, right) in text.chars().zip(text.chars().skip(1)) {
        if [left, right].iter().all(|c| c.is_alphanumeric() && !c.is_ascii()) {
            pairs.extend([left, right, ' ']);
        }
    }
    pairs
}

/// User and system time of this process, from `/proc` (hundredths of a second); not a number elsewhere.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(") ").next().unwrap_or_default().split(' ').filter_map(|f| f.parse().ok()).collect();
    // Fields 14 and 15; the second is the program's name, the third a letter.
    fields.get(10..12).map_or(f64::NAN, |times| times.iter().sum::<f64>() / 100.0)
}

fn by_file(folder: &Path, bytes: usize) {
    let mut files: Vec<(u64, String)> = std::fs::read_dir(folder)
        .expect("the folder is readable")
        .filter_map(|entry| entry.ok())
        .filter_map(|entry| {
            Some((entry.metadata().ok()?.len(), entry.path().extension()?.to_string_lossy().into_owned()))
        })
        .collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    for (size, kind) in files.iter().take(6) {
        println!("  {kind:10} {:.3}", *size as f64 / bytes as f64);
    }
}

/// Takes any word for the entity of its name.
struct Known;

impl QueryExpander for Known {
    fn expand(&self, text: &str, analysis: &Analysis) -> Vec<Expansion> {
        let whole = Span::new(0, text.len());
        let target = Target::Entity(format!("entity-{}", analysis.normalized.text()));
        vec![Expansion { span: whole, target, weight: 1.0, why: "name".to_string() }]
    }
}

fn search(index: &Index, articles: &[Article]) {
    let every = (articles.len() / 1000).max(1);
    let words = |article: &Article, from: usize, count: usize| -> String {
        let words = article.analysis.surface_tokens().filter(|t| t.class == TokenClass::Word && t.span.len() > 3);
        words.skip(from).take(count).map(|t| t.span.of(&article.text)).collect::<Vec<_>>().join(" ")
    };
    let fragment = |article: &Article| {
        let line = article.text.lines().nth(1).unwrap_or_default();
        let cut: String = line.chars().skip(10).take(8).filter(|c| *c != '"').collect();
        format!("\"{}\"", cut.trim())
    };
    type Make<'a> = &'a dyn Fn(&Article) -> String;
    let kinds: [(&str, Make, bool, bool); 6] = [
        ("one word", &|a| words(a, 7, 1), false, false),
        ("two words", &|a| words(a, 11, 2), false, false),
        ("six words", &|a| words(a, 11, 6), false, false),
        ("fragment", &fragment, false, false),
        ("entity", &|a| words(a, 19, 1), true, false),
        ("two words, snippets", &|a| words(a, 11, 2), false, true),
    ];
    for (name, make, expanded, snippets) in kinds {
        let queries: Vec<String> = articles.iter().step_by(every).map(make).collect();
        measure(index, name, &queries, expanded, snippets);
    }
    for (name, query) in hard_queries() {
        measure(index, name, &[query], false, false);
    }
}

/// What no one should ask.
fn hard_queries() -> [(&'static str, String); 8] {
    [
        ("10,000 brackets", "(".repeat(10_000)),
        ("64 brackets", format!("{}云{}", "(".repeat(64), ")".repeat(64))),
        ("open quotation mark", "阿里云 \"收入".to_string()),
        ("leading wildcard", "*云".to_string()),
        ("all dates", "date:0001..9998".to_string()),
        ("all figures", "figure:-1e308..1e308CNY".to_string()),
        ("256 words", "的 ".repeat(256)),
        ("cut words", "\"zzq xxj\"".to_string()),
    ]
}

fn measure(index: &Index, name: &str, queries: &[String], expanded: bool, snippets: bool) {
    let mut worker = Segmenter::without_korean().worker();
    let mut reader = Reader {
        analyze: &mut |text| worker.analyze(text, majority_lang(text)),
        share: &|_| 0.0,
        expander: expanded.then_some(&Known as &dyn QueryExpander),
        figure: &|_| None,
        cluster: &|_| None,
    };
    // Loads the dictionary, which is no part of a query's time.
    (reader.analyze)("云");
    let (mut times, mut empty, mut total) = (Vec::new(), 0, 0);
    for text in queries {
        let query = Query { snippets: snippets.then(SnippetOptions::default), ..Query::new(text) };
        let start = Instant::now();
        let found = if snippets {
            index.search(&query, &mut reader).map(|hits| hits.total)
        } else {
            index.search_ids(&query, &mut reader).map(|found| found.len())
        };
        times.push(start.elapsed());
        match found {
            Ok(0) | Err(_) => empty += 1,
            Ok(found) => total += found,
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{name:20} p50 {:.3} ms, p99 {:.3} ms; {} queries, {empty} without hits, {} hits on average",
        at(0.5),
        at(0.99),
        queries.len(),
        total / queries.len().max(1)
    );
}
