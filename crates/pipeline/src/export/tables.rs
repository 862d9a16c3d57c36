//! Tables for spreadsheets and data frames.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ExportError;
use crate::output::OutputFolder;
use crate::outputs::{name_of, no_formula};
use crate::records::{ClusterRecord, DocumentRecord, FigureRecord, MentionRecord, Place};

/// Writes `documents.csv`, `mentions.csv`, `figures.csv` and `clusters.csv` to `folder`: UTF-8 with a byte order mark, so
/// that spreadsheets show Chinese and Korean, and with an apostrophe before text that they would take for a formula.
/// Returns the tables with their rows.
///
/// # Errors
/// When the run cannot be read or a table cannot be written.
pub fn export_csv(run: &OutputFolder, folder: &Path) -> Result<BTreeMap<String, u64>, ExportError> {
    fs::create_dir_all(folder).map_err(|error| ExportError::Io { path: folder.to_path_buf(), error })?;
    let mut rows = BTreeMap::new();
    let mut events = BTreeMap::new();
    let mut table = Table::create(folder, "clusters.csv", &CLUSTERS)?;
    for cluster in run.records::<ClusterRecord>("clusters.jsonl")? {
        let cluster = cluster?;
        events.extend(cluster.docs.iter().map(|doc| (doc.clone(), cluster.cluster.clone())));
        table.row(&cluster_row(&cluster))?;
    }
    rows.insert("clusters.csv".to_string(), table.finish()?);
    let mut table = Table::create(folder, "documents.csv", &DOCUMENTS)?;
    for document in run.records::<DocumentRecord>("documents.jsonl")? {
        let document = document?;
        let event = events.get(&document.id).cloned().unwrap_or_default();
        table.row(&document_row(document, event))?;
    }
    rows.insert("documents.csv".to_string(), table.finish()?);
    let mut table = Table::create(folder, "mentions.csv", &MENTIONS)?;
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        table.row(&mention_row(mention?))?;
    }
    rows.insert("mentions.csv".to_string(), table.finish()?);
    let mut table = Table::create(folder, "figures.csv", &FIGURES)?;
    for figure in run.records::<FigureRecord>("figures.jsonl")? {
        table.row(&figure_row(figure?))?;
    }
    rows.insert("figures.csv".to_string(), table.finish()?);
    Ok(rows)
}

const DOCUMENTS: [&str; 10] =
    ["id", "title", "lang", "published_at", "date_from", "source", "url", "near_duplicate_of", "flags", "cluster"];
const MENTIONS: [&str; 9] = ["doc", "field", "start", "end", "surface", "entity", "nil", "kind", "score"];
const FIGURES: [&str; 19] = [
    "doc", "field", "start", "end", "surface", "value", "low", "high", "bound", "unit", "currency", "delta", "change",
    "measure", "part", "aspect", "scope", "period", "about",
];
const CLUSTERS: [&str; 9] =
    ["cluster", "story", "articles", "first_seen", "last_seen", "langs", "sources", "entities", "headline"];

fn document_row(document: DocumentRecord, event: String) -> Vec<Cell> {
    vec![
        Cell::text(document.id),
        Cell::text(document.title),
        Cell::text(document.lang),
        Cell::maybe(document.published_at),
        Cell::text(name_of(&document.date_from)),
        Cell::maybe(document.source),
        Cell::maybe(document.url),
        Cell::maybe(document.near_duplicate_of),
        Cell::text(document.flags.iter().map(name_of).collect::<Vec<_>>().join(" ")),
        Cell::text(event),
    ]
}

fn place_cells(place: Place) -> Vec<Cell> {
    vec![
        Cell::text(place.doc),
        Cell::text(name_of(&place.field)),
        Cell::number(place.start),
        Cell::number(place.end),
        Cell::text(place.surface),
    ]
}

fn mention_row(mention: MentionRecord) -> Vec<Cell> {
    let mut row = place_cells(mention.place);
    row.extend([
        Cell::maybe(mention.entity),
        Cell::maybe(mention.nil),
        Cell::maybe(mention.kind),
        Cell::number(mention.score),
    ]);
    row
}

fn figure_row(figure: FigureRecord) -> Vec<Cell> {
    let (mut row, figure) = (place_cells(figure.place), figure.quantity);
    row.extend([
        Cell::number(figure.value),
        Cell::number(figure.low),
        Cell::number(figure.high),
        Cell::text(figure.bound.as_ref().map(name_of).unwrap_or_default()),
        Cell::text(name_of(&figure.unit)),
        Cell::maybe(figure.currency),
        Cell::number(figure.delta),
        Cell::text(figure.change.as_ref().map(name_of).unwrap_or_default()),
        Cell::maybe(figure.measure),
        Cell::maybe(figure.part),
        Cell::maybe(figure.aspect),
        Cell::text(figure.scope.join(" ")),
        Cell::maybe(figure.period),
        Cell::maybe(figure.about),
    ]);
    row
}

fn cluster_row(cluster: &ClusterRecord) -> Vec<Cell> {
    vec![
        Cell::text(cluster.cluster.clone()),
        Cell::text(cluster.story.clone()),
        Cell::number(cluster.docs.len()),
        Cell::maybe(cluster.first_seen.map(|at| at.to_string())),
        Cell::maybe(cluster.last_seen.map(|at| at.to_string())),
        Cell::text(cluster.langs.iter().map(|lang| lang.tag()).collect::<Vec<_>>().join(" ")),
        Cell::text(cluster.sources.join("; ")),
        Cell::text(cluster.entities.iter().map(|shared| shared.value.as_str()).collect::<Vec<_>>().join(" ")),
        Cell::text(cluster.headline.values().cloned().collect::<Vec<_>>().join(" | ")),
    ]
}

/// A cell of a table. Text comes from articles and may look like a formula; numbers are ours.
struct Cell(String);

impl Cell {
    fn text(text: String) -> Cell {
        Cell(no_formula(text))
    }

    fn maybe(text: Option<String>) -> Cell {
        Cell::text(text.unwrap_or_default())
    }

    fn number(number: impl ToString) -> Cell {
        Cell(number.to_string())
    }
}

struct Table {
    writer: csv::Writer<fs::File>,
    path: PathBuf,
    rows: u64,
}

impl Table {
    fn create(folder: &Path, name: &str, columns: &[&str]) -> Result<Table, ExportError> {
        let path = folder.join(name);
        let open = || -> io::Result<csv::Writer<fs::File>> {
            let mut file = fs::File::create(&path)?;
            file.write_all("\u{feff}".as_bytes())?;
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
            writer.write_record(columns)?;
            Ok(writer)
        };
        match open() {
            Ok(writer) => Ok(Table { writer, path, rows: 0 }),
            Err(error) => Err(ExportError::Io { path, error }),
        }
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), ExportError> {
        self.rows += 1;
        let written = self.writer.write_record(cells.iter().map(|cell| cell.0.as_str()));
        written.map_err(|error| ExportError::Io { path: self.path.clone(), error: error.into() })
    }

    fn finish(mut self) -> Result<u64, ExportError> {
        self.writer.flush().map_err(|error| ExportError::Io { path: self.path.clone(), error })?;
        Ok(self.rows)
    }
}
