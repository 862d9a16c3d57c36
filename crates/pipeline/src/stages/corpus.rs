//! The corpus stage: what can be said only with all articles at hand.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use newsbraid_clusterer::{ClusterConfig, Collection, Disagreement, Known, MergedEvent, Value, cluster_known};
use newsbraid_kb::{LabelLang, NameRole, SharedStr};
use rayon::ThreadPool;
use rayon::prelude::*;

use super::shard::Articles;
use super::store::StoreError;
use crate::config::Config;
use crate::engines::Engines;
use crate::files::NewFile;
use crate::outputs::{ArticleLines, EntityTally, Places, article_lines, line};
use crate::progress::Progress;
use crate::records::{ClusterRecord, DisagreementRecord, EntityRecord, FigureRecord};
use crate::run_error::RunError;

/// What was found over all articles.
pub(crate) struct Corpus {
    pub events: Vec<ClusterRecord>,
    pub disagreements: Vec<DisagreementRecord>,
    /// Events found earlier that turned out to be others.
    pub merged: Vec<MergedEvent>,
    /// Articles per language tag.
    pub languages: BTreeMap<String, u64>,
    /// Original of each near-duplicate, by id.
    originals: HashMap<String, String>,
    /// Articles by place, the keys of their unknown names, and the places of what these stand for in `nil_ids`; in order.
    nils: Vec<(u32, String, u32)>,
    nil_ids: Vec<String>,
}

impl Corpus {
    /// The NIL entity that a key of the article at a place stands for.
    pub(crate) fn nil(&self, at: usize, key: &str) -> Option<&str> {
        self.nils_of(at).find(|(other, _)| *other == key).map(|(_, nil)| nil)
    }

    /// The keys of the article at a place with the NIL entities that they stand for, in order.
    pub(crate) fn nils_of(&self, at: usize) -> impl Iterator<Item = (&str, &str)> {
        let start = self.nils.partition_point(|(article, ..)| (*article as usize) < at);
        let of = self.nils[start..].iter().take_while(move |(article, ..)| *article as usize == at);
        of.map(|(_, key, nil)| (key.as_str(), self.nil_ids[*nil as usize].as_str()))
    }

    /// The article that this one repeats.
    pub(crate) fn original(&self, doc: &str) -> Option<&str> {
        self.originals.get(doc).map(String::as_str)
    }

    /// How many articles repeat another one.
    pub(crate) fn near_duplicates(&self) -> usize {
        self.originals.len()
    }
}

/// Finds events, reprints, and the entities that the base does not have, beside what is known of them.
pub(crate) fn run(
    articles: &Articles,
    known: &Known,
    config: &ClusterConfig,
    pool: &ThreadPool,
    progress: &dyn Progress,
) -> Result<Corpus, RunError> {
    progress.begin("finding events", None);
    let clustering = pool.install(|| cluster_known(articles, config, known))?;
    let (mut nils, mut nil_ids) = (Vec::new(), Vec::new());
    for nil in clustering.nil_entities {
        let number = nil_ids.len() as u32;
        nils.extend(nil.names.into_iter().map(|(article, key)| (article as u32, key, number)));
        nil_ids.push(nil.id);
    }
    nils.sort_unstable();
    let corpus = Corpus {
        disagreements: pool.install(|| placed(&clustering.disagreements, articles))?,
        events: clustering.events,
        merged: clustering.merged,
        languages: clustering.languages.into_iter().map(|(lang, count)| (lang.tag().to_string(), count)).collect(),
        originals: clustering.near_duplicates.into_iter().map(|near| (near.doc, near.original)).collect(),
        nils,
        nil_ids,
    };
    progress.end();
    Ok(corpus)
}

/// Disagreements with the places of their figures in the input texts. They are in order of event.
fn placed(found: &[Disagreement], articles: &Articles) -> Result<Vec<DisagreementRecord>, RunError> {
    let events: Vec<&[Disagreement]> = found.chunk_by(|a, b| a.event == b.event).collect();
    let records: Result<Vec<_>, StoreError> = events.par_iter().map(|rows| placed_of_event(rows, articles)).collect();
    Ok(records?.into_iter().flatten().collect())
}

fn placed_of_event(rows: &[Disagreement], articles: &Articles) -> Result<Vec<DisagreementRecord>, StoreError> {
    let mut documents = BTreeMap::new();
    for value in rows.iter().flat_map(|row| &row.values) {
        if !documents.contains_key(value.doc.as_str()) {
            let at = articles.place(&value.doc).expect("disagreements name articles of the run");
            documents.insert(value.doc.as_str(), articles.document(at)?);
        }
    }
    let places: BTreeMap<&str, Places> = documents.iter().map(|(&id, document)| (id, Places::new(document))).collect();
    let figure = |value: &Value| FigureRecord {
        place: places[value.doc.as_str()].of(value.span),
        quantity: value.quantity.clone(),
    };
    let record = |row: &Disagreement| DisagreementRecord {
        cluster: row.event.clone(),
        entity: row.entity.clone(),
        measure: row.measure.clone(),
        part: row.part.clone(),
        period: row.period.clone(),
        class: row.class,
        values: row.values.iter().map(figure).collect(),
    };
    Ok(rows.iter().map(record).collect())
}

/// Articles whose lines are made at a time.
const BATCH: usize = 512;

/// Writes the line files, in order of id.
pub(crate) fn write(
    articles: &Articles,
    corpus: &Corpus,
    engines: &Engines,
    config: &Config,
    folder: &Path,
    pool: &ThreadPool,
    progress: &dyn Progress,
) -> Result<Written, RunError> {
    progress.begin("writing records", Some(articles.len() as u64));
    let mut files = LineFiles::create(folder)?;
    let mut tally = EntityTally::default();
    for start in (0..articles.len()).step_by(BATCH) {
        let batch = start..(start + BATCH).min(articles.len());
        let lines = |at: usize| lines_of(at, articles, corpus, config);
        let made: Result<Vec<ArticleLines>, StoreError> =
            pool.install(|| batch.clone().into_par_iter().map(lines).collect());
        for article in made? {
            files.documents.write(&article.document)?;
            files.mentions.write(&article.mentions)?;
            files.figures.write(&article.figures)?;
            tally.add(&article.surfaces);
        }
        progress.advance(batch.len() as u64);
    }
    let entities: Vec<EntityRecord> = entity_records(&tally, engines).collect();
    entities.iter().try_for_each(|record| files.entities.write(&line(record)))?;
    corpus.events.iter().try_for_each(|event| files.clusters.write(&line(event)))?;
    corpus.disagreements.iter().try_for_each(|row| files.disagreements.write(&line(row)))?;
    progress.end();
    Ok(Written { lines: files.finish()?, entities })
}

/// What was written: lines of each file, and the entities met.
pub(crate) struct Written {
    pub lines: BTreeMap<String, u64>,
    pub entities: Vec<EntityRecord>,
}

fn lines_of(at: usize, articles: &Articles, corpus: &Corpus, config: &Config) -> Result<ArticleLines, StoreError> {
    let document = articles.document(at)?;
    let annotations = articles.annotations(at)?;
    let nil = |key: &str| corpus.nil(at, key).map(str::to_string);
    Ok(article_lines(&document, &annotations, corpus.original(&document.meta.id), nil, config.output.text))
}

fn entity_records<'t>(tally: &'t EntityTally, engines: &'t Engines) -> impl Iterator<Item = EntityRecord> + 't {
    tally.0.iter().map(|(id, count)| {
        let known = engines.base.by_id(id).map(|index| engines.base.entity(index));
        let labels: BTreeMap<String, String> =
            known.map(|entity| entity.labels.iter().map(pair).collect()).unwrap_or_default();
        let aliases = known.map(|entity| {
            let given = entity.names.iter().filter(|name| name.role != NameRole::Generated);
            let names = given.map(|name| name.text.to_string());
            names.filter(|name| !labels.values().any(|label| label == name)).collect()
        });
        EntityRecord {
            id: id.clone(),
            kind: count.kind.clone(),
            aliases: aliases.unwrap_or_default(),
            labels,
            surfaces: count.surfaces.clone(),
            wikidata: known.and_then(|entity| entity.wikidata.as_deref().map(str::to_string)),
            documents: count.documents,
        }
    })
}

fn pair((lang, label): &(LabelLang, SharedStr)) -> (String, String) {
    (lang.to_string(), label.to_string())
}

/// The line files of the corpus stage while they are written.
struct LineFiles {
    documents: LineFile,
    mentions: LineFile,
    figures: LineFile,
    entities: LineFile,
    clusters: LineFile,
    disagreements: LineFile,
}

impl LineFiles {
    fn create(folder: &Path) -> Result<LineFiles, RunError> {
        let create = |name: &str| LineFile::create(folder, name);
        Ok(LineFiles {
            documents: create("documents.jsonl")?,
            mentions: create("mentions.jsonl")?,
            figures: create("figures.jsonl")?,
            entities: create("entities.jsonl")?,
            clusters: create("clusters.jsonl")?,
            disagreements: create("disagreements.jsonl")?,
        })
    }

    fn finish(self) -> Result<BTreeMap<String, u64>, RunError> {
        let files = [self.documents, self.mentions, self.figures, self.entities, self.clusters, self.disagreements];
        files.into_iter().map(LineFile::finish).collect()
    }
}

/// One line file with its path, for messages.
struct LineFile {
    name: String,
    path: std::path::PathBuf,
    file: NewFile,
}

impl LineFile {
    fn create(folder: &Path, name: &str) -> Result<LineFile, RunError> {
        let path = folder.join(name);
        let file = NewFile::create(&path).map_err(RunError::io(&path))?;
        Ok(LineFile { name: name.to_string(), path, file })
    }

    fn write(&mut self, lines: &str) -> Result<(), RunError> {
        self.file.write_lines(lines).map_err(RunError::io(&self.path))
    }

    fn finish(self) -> Result<(String, u64), RunError> {
        let lines = self.file.finish().map_err(RunError::io(&self.path))?;
        Ok((self.name, lines))
    }
}
