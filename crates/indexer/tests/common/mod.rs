//! A small index of texts written for the tests.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use newsbraid_indexer::{
    Entry, Expansion, FigureRange, Hits, Index, IndexWriter, Query, QueryExpander, Reader, SearchError, Target,
    WriterOptions, regional_words,
};
use newsbraid_linker::{Figure, Quantity, Time, Unit};
use newsbraid_segmenter::{Analysis, Segmenter, Worker};
use newsbraid_text::{Lang, Span, majority_lang};
use tempfile::TempDir;

/// An article of a test: all but id and text may stay empty.
#[derive(Clone, Default)]
pub struct Article {
    pub id: String,
    pub text: String,
    /// The first line is the title.
    pub has_title: bool,
    pub published: Option<&'static str>,
    pub source: Option<&'static str>,
    /// Surface and id.
    pub entities: Vec<(&'static str, &'static str)>,
    /// Words with how they sound.
    pub sounds: Vec<(&'static str, &'static str)>,
    pub figures: Vec<(f64, Unit, Option<&'static str>)>,
    pub times: Vec<&'static str>,
}

impl Article {
    pub fn new(id: &str, text: &str) -> Article {
        Article { id: id.to_string(), text: text.to_string(), ..Article::default() }
    }
}

/// An index in a folder that goes when it goes.
pub struct Corpus {
    pub index: Index,
    #[allow(dead_code, reason = "not every test binary looks at the folder")]
    pub path: PathBuf,
    worker: Worker,
    _dir: TempDir,
}

/// Knows names by heart, and regional words.
pub struct Names(pub Vec<(&'static str, Target)>);

/// What a regional word counts of the one that is typed.
const REGIONAL: f32 = 0.7;

impl QueryExpander for Names {
    fn expand(&self, text: &str, analysis: &Analysis) -> Vec<Expansion> {
        let found =
            self.0.iter().flat_map(|(name, target)| text.match_indices(name).map(move |(at, name)| (at, name, target)));
        let expansion = |(at, name, target): (usize, &str, &Target)| Expansion {
            span: Span::new(at, at + name.len()),
            target: target.clone(),
            weight: 1.0,
            why: "name".to_string(),
        };
        found.map(expansion).chain(regional_words(analysis, REGIONAL)).collect()
    }
}

/// Knows by heart what words are in other languages.
#[allow(dead_code, reason = "not every test binary widens queries")]
pub struct Words(pub Vec<(&'static str, &'static str, f32)>);

impl QueryExpander for Words {
    fn expand(&self, _: &str, _: &Analysis) -> Vec<Expansion> {
        Vec::new()
    }

    fn equivalents(&self, analysis: &Analysis, span: Span) -> Vec<Expansion> {
        let word = analysis.normalized.from_source(span).of(analysis.normalized.text());
        let expansion = |(_, other, weight): &(&str, &str, f32)| Expansion {
            span,
            target: Target::Text(other.to_string()),
            weight: *weight,
            why: "gloss".to_string(),
        };
        self.0.iter().filter(|(known, ..)| *known == word).map(expansion).collect()
    }
}

impl Corpus {
    #[allow(dead_code, reason = "not every test binary has articles of text alone")]
    pub fn of_texts(texts: &[(&str, &str)]) -> Corpus {
        Corpus::new(&texts.iter().map(|(id, text)| Article::new(id, text)).collect::<Vec<_>>())
    }

    #[allow(dead_code, reason = "not every test binary goes without Korean")]
    pub fn new(articles: &[Article]) -> Corpus {
        // Loading the Chinese dictionary takes longer than any of the tests.
        static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::without_korean);
        Corpus::cut_by(&SEGMENTER, articles)
    }

    pub fn cut_by(segmenter: &Segmenter, articles: &[Article]) -> Corpus {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("index");
        let mut worker = segmenter.worker();
        let writer = IndexWriter::create(&path, &options()).unwrap();
        write(writer, &mut worker, articles).unwrap();
        Corpus { index: Index::open(&path).unwrap(), path, worker, _dir: dir }
    }

    pub fn search(&mut self, query: &Query, names: Option<&Names>) -> Result<Hits, SearchError> {
        self.search_with(query, names.map(|names| names as &dyn QueryExpander))
    }

    pub fn search_with(&mut self, query: &Query, expander: Option<&dyn QueryExpander>) -> Result<Hits, SearchError> {
        let worker = &mut self.worker;
        let mut reader = Reader {
            analyze: &mut |text| worker.analyze(text, majority_lang(text)),
            share: &|_| 0.0,
            expander,
            figure: &|text| {
                (text == "3800亿元").then(|| FigureRange {
                    low: 379.5e9,
                    high: 380.5e9,
                    unit: Unit::Money,
                    currency: Some("CNY".to_string()),
                })
            },
            cluster: &|id| (id == "e1").then(|| vec!["a".to_string(), "c".to_string()]),
        };
        self.index.search(query, &mut reader)
    }

    /// Ids of what a query finds, in order.
    pub fn ids(&mut self, query: &str) -> Vec<String> {
        self.ids_with(query, None)
    }

    pub fn ids_with(&mut self, query: &str, names: Option<&Names>) -> Vec<String> {
        let hits = self.search(&Query::new(query), names).unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(hits.total, hits.hits.len(), "{query}");
        hits.hits.into_iter().map(|hit| hit.id).collect()
    }

    #[track_caller]
    #[allow(dead_code, reason = "not every test binary checks against a table")]
    pub fn check(&mut self, query: &str, expect: &str) {
        assert_eq!(self.ids(query).join(" "), expect, "{query}");
    }
}

pub fn options() -> WriterOptions {
    WriterOptions { heap: 15_000_000, analyzer: "test".to_string() }
}

/// Adds articles and finishes.
pub fn write(
    mut writer: IndexWriter,
    worker: &mut Worker,
    articles: &[Article],
) -> Result<(), newsbraid_indexer::IndexError> {
    for article in articles {
        add(&mut writer, worker, article)?;
    }
    writer.finish("written by a test")
}

pub fn add(
    writer: &mut IndexWriter,
    worker: &mut Worker,
    article: &Article,
) -> Result<(), newsbraid_indexer::IndexError> {
    let text = &article.text;
    let lang = majority_lang(text);
    let analysis = worker.analyze(text, lang);
    let title = if article.has_title { text.lines().next().unwrap_or_default() } else { "" };
    let spans = |marked: &[(&str, &str)]| -> Vec<(Span, String)> {
        let places = marked.iter().flat_map(|(surface, id)| {
            text.match_indices(surface).map(move |(at, s)| (Span::new(at, at + s.len()), id.to_string()))
        });
        let mut places: Vec<_> = places.collect();
        places.sort();
        places
    };
    let (entities, sounds) = (spans(&article.entities), spans(&article.sounds));
    let figures: Vec<Figure> =
        article.figures.iter().map(|(value, unit, currency)| figure(*value, *unit, *currency)).collect();
    let day = jiff::civil::date(2025, 1, 1);
    let times: Vec<Time> = article
        .times
        .iter()
        .map(|label| Time { span: Span::default(), from: day, to: day, label: label.to_string() })
        .collect();
    writer.add(&Entry {
        id: &article.id,
        fingerprint: article.text.len() as u64,
        title,
        lang,
        published: article.published.map(|time| time.parse().unwrap()),
        source: article.source,
        text,
        analysis: &analysis,
        title_span: Span::new(0, title.len()),
        entities: &entities,
        sounds: &sounds,
        figures: &figures,
        times: &times,
    })
}

fn figure(value: f64, unit: Unit, currency: Option<&str>) -> Figure {
    let currency = currency.map(str::to_string);
    Figure { span: Span::default(), quantity: Quantity { currency, ..Quantity::new(value, unit) } }
}

#[allow(dead_code, reason = "not every test binary asks for languages")]
pub fn langs(corpus: &mut Corpus, query: &str) -> Vec<Lang> {
    corpus.search(&Query::new(query), None).unwrap().hits.into_iter().map(|h| h.lang).collect()
}

#[allow(dead_code, reason = "not every test binary looks at the folder")]
pub fn files(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}
