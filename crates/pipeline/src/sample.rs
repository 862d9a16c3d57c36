//! Coding sheets: a random sample of what was found, for people to judge without knowing how sure the program was.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use newsbraid_indexer::{Index, IndexError};
use newsbraid_text::FieldName;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::output::{OutputError, OutputFolder};
use crate::outputs::{figure_words, name_of, no_formula};
use crate::records::{ClusterRecord, DocumentRecord, EntityRecord, FigureRecord, MentionRecord, Place};

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampled {
    /// Links of names: does the name mean this entity here?
    Mentions,
    /// Figures: are value, unit and what is said of them right?
    Figures,
    /// Articles of an event with another one of it: do both report the same event?
    Clusters,
}

/// Why there is no sheet.
#[derive(Debug, Error)]
pub enum SampleError {
    /// The run cannot be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The index, which holds the texts of files, cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// A sheet: its columns, and a row an item in random order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingSheet {
    /// Names of the columns; `verdict` and `note` come last and are empty.
    pub columns: Vec<&'static str>,
    /// Cells as they are, formulas and all.
    pub rows: Vec<Vec<String>>,
}

/// Code points of context on each side of a mention or figure.
const CONTEXT: usize = 80;
/// Code points of the beginning of an article.
const LEAD: usize = 240;

/// Draws `n` items without replacement, each as likely as any other. The same seed over the same run draws the same items; a
/// larger `n` draws these and more.
///
/// # Errors
/// When the run cannot be read.
pub fn sample(run: &OutputFolder, what: Sampled, n: usize, seed: u64) -> Result<CodingSheet, SampleError> {
    let draw = Draw { seed, n };
    match what {
        Sampled::Mentions => mentions(run, draw),
        Sampled::Figures => figures(run, draw),
        Sampled::Clusters => clusters(run, draw),
    }
}

impl CodingSheet {
    /// Writes the sheet as CSV with a byte order mark, so that spreadsheets show Chinese and Korean, and with an apostrophe
    /// before what they would take for a formula.
    ///
    /// # Errors
    /// What writing meets.
    pub fn write_csv(&self, mut out: impl Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().cloned().map(no_formula))?;
        }
        writer.flush()
    }
}

/// Keeps the items with the least hashes of all that are shown to it.
#[derive(Clone, Copy)]
struct Draw {
    seed: u64,
    n: usize,
}

type Drawn<T> = BTreeMap<(u64, String), T>;

impl Draw {
    fn offer<T>(self, drawn: &mut Drawn<T>, item: String, value: T) {
        drawn.insert((self.hash(&item), item), value);
        if drawn.len() > self.n {
            drawn.pop_last();
        }
    }

    fn hash(self, item: &str) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_le_bytes());
        hash.update(item.as_bytes());
        u64::from_le_bytes(hash.finalize()[..8].try_into().expect("a SHA-256 has 32 bytes"))
    }
}

fn mentions(run: &OutputFolder, draw: Draw) -> Result<CodingSheet, SampleError> {
    let mut drawn = Drawn::new();
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        draw.offer(&mut drawn, item_of(&mention.place), mention);
    }
    let mut names = BTreeMap::new();
    for entity in run.records::<EntityRecord>("entities.jsonl")? {
        let entity = entity?;
        names.insert(entity.id.clone(), names_of(&entity));
    }
    let texts = Texts::open(run, drawn.values().map(|mention| mention.place.doc.as_str()))?;
    let row = |((_, item), mention): ((u64, String), MentionRecord)| {
        let entity = mention.entity.or(mention.nil).unwrap_or_default();
        let name = names.get(&entity).cloned().unwrap_or_default();
        let mut row = vec![item, texts.lang(&mention.place.doc), mention.kind.unwrap_or_default()];
        row.extend(place_cells(&mention.place, &texts));
        row.extend([entity, name, String::new(), String::new()]);
        row
    };
    let columns =
        ["item", "lang", "kind", "doc", "field", "start", "context", "surface", "entity", "name", "verdict", "note"];
    Ok(CodingSheet { columns: columns.to_vec(), rows: drawn.into_iter().map(row).collect() })
}

fn figures(run: &OutputFolder, draw: Draw) -> Result<CodingSheet, SampleError> {
    let mut drawn = Drawn::new();
    for figure in run.records::<FigureRecord>("figures.jsonl")? {
        let figure = figure?;
        draw.offer(&mut drawn, item_of(&figure.place), figure);
    }
    let texts = Texts::open(run, drawn.values().map(|figure| figure.place.doc.as_str()))?;
    let row = |((_, item), FigureRecord { place, quantity }): ((u64, String), FigureRecord)| {
        let mut row = vec![item, texts.lang(&place.doc), name_of(&quantity.unit)];
        row.extend(place_cells(&place, &texts));
        let reading = figure_words(&quantity);
        let said = [quantity.measure, quantity.period, quantity.about].map(Option::unwrap_or_default);
        row.push(reading);
        row.extend(said);
        row.extend([String::new(), String::new()]);
        row
    };
    let columns = [
        "item", "lang", "kind", "doc", "field", "start", "context", "surface", "reading", "measure", "period", "about",
        "verdict", "note",
    ];
    Ok(CodingSheet { columns: columns.to_vec(), rows: drawn.into_iter().map(row).collect() })
}

fn clusters(run: &OutputFolder, draw: Draw) -> Result<CodingSheet, SampleError> {
    let mut drawn = Drawn::new();
    for cluster in run.records::<ClusterRecord>("clusters.jsonl")? {
        let cluster = cluster?;
        for doc in cluster.docs.iter().filter(|_| cluster.docs.len() > 1) {
            let others = cluster.docs.iter().filter(|other| *other != doc);
            let other = others.min_by_key(|other| draw.hash(&format!("{doc}\n{other}")));
            let other = other.expect("the event has two articles").clone();
            draw.offer(&mut drawn, doc.clone(), (cluster.cluster.clone(), other));
        }
    }
    let docs = drawn.iter().flat_map(|((_, doc), (_, other))| [doc.as_str(), other.as_str()]);
    let texts = Texts::open(run, docs)?;
    let row = |((_, doc), (cluster, other)): ((u64, String), (String, String))| {
        let kind = if texts.lang(&doc) == texts.lang(&other) { "same language" } else { "across languages" };
        let mut row = vec![format!("{doc} {other}"), texts.lang(&doc), kind.to_string(), cluster];
        for id in [doc, other] {
            let beginning = texts.beginning(&id);
            row.extend([id.clone(), texts.title(&id), beginning]);
        }
        row.extend([String::new(), String::new()]);
        row
    };
    let columns = [
        "item",
        "lang",
        "kind",
        "cluster",
        "doc",
        "title",
        "lead",
        "other",
        "other_title",
        "other_lead",
        "verdict",
        "note",
    ];
    Ok(CodingSheet { columns: columns.to_vec(), rows: drawn.into_iter().map(row).collect() })
}

/// Names a place, the same in every sheet of a run.
fn item_of(place: &Place) -> String {
    format!("{} {} {}", place.doc, name_of(&place.field), place.start)
}

/// The labels of an entity, or how the articles write one that the base does not have.
fn names_of(entity: &EntityRecord) -> String {
    let labels: BTreeSet<&str> = entity.labels.values().map(String::as_str).collect();
    let names = if labels.is_empty() { entity.surfaces.keys().map(String::as_str).collect() } else { labels };
    names.into_iter().collect::<Vec<_>>().join(" / ")
}

fn place_cells(place: &Place, texts: &Texts) -> [String; 5] {
    [place.doc.clone(), name_of(&place.field), place.start.to_string(), texts.context(place), place.surface.clone()]
}

/// The texts of the articles of a sheet.
struct Texts(BTreeMap<String, Text>);

struct Text {
    document: DocumentRecord,
    /// The cleaned text, where the run does not hold that of the input.
    indexed: Option<String>,
}

impl Texts {
    fn open<'d>(run: &OutputFolder, docs: impl Iterator<Item = &'d str>) -> Result<Texts, SampleError> {
        let docs: BTreeSet<&str> = docs.collect();
        let mut texts = BTreeMap::new();
        let mut index = None;
        for document in run.records::<DocumentRecord>("documents.jsonl")? {
            let document = document?;
            if !docs.contains(document.id.as_str()) {
                continue;
            }
            let mut indexed = None;
            if document.text.is_none() {
                let opened = match index.take() {
                    Some(opened) => opened,
                    None => Index::open(&run.path().join("index"))?,
                };
                indexed = opened.text(&document.id)?;
                index = Some(opened);
            }
            texts.insert(document.id.clone(), Text { document, indexed });
        }
        Ok(Texts(texts))
    }

    fn lang(&self, doc: &str) -> String {
        self.0.get(doc).map(|text| text.document.lang.clone()).unwrap_or_default()
    }

    fn title(&self, doc: &str) -> String {
        self.0.get(doc).map(|text| text.document.title.clone()).unwrap_or_default()
    }

    /// The first sentences of the body.
    fn beginning(&self, doc: &str) -> String {
        let Some(text) = self.0.get(doc) else { return String::new() };
        let title = &text.document.title;
        let body = text.document.text.as_deref().or(text.indexed.as_deref()).unwrap_or_default().trim_start();
        one_line(body.strip_prefix(title.as_str()).unwrap_or(body).chars().take(LEAD))
    }

    /// What stands around a place, which is marked 【so】.
    fn context(&self, place: &Place) -> String {
        let found = self.0.get(&place.doc).and_then(|text| text.place(place));
        let Some((text, start)) = found else { return format!("【{}】", place.surface) };
        let chars: Vec<char> = text.chars().collect();
        let end = (start + place.surface.chars().count()).min(chars.len());
        let before = one_line(chars[start.saturating_sub(CONTEXT)..start].iter().copied());
        let behind = one_line(chars[end..(end + CONTEXT).min(chars.len())].iter().copied());
        format!("{before}【{}】{behind}", place.surface)
    }
}

impl Text {
    /// The text in which a place lies, and its first code point there. In a text that was cleaned this is the same surface
    /// nearest to it: what was cut out before it is short.
    fn place(&self, place: &Place) -> Option<(&str, usize)> {
        let input = match place.field {
            FieldName::Title => self.document.title_text.as_deref(),
            FieldName::Text => self.document.text.as_deref(),
        };
        if let Some(text) = input {
            return Some((text, place.start as usize));
        }
        let text = self.indexed.as_deref()?;
        let starts = text.match_indices(&place.surface).map(|(at, _)| text[..at].chars().count());
        Some((text, starts.min_by_key(|start| start.abs_diff(place.start as usize))?))
    }
}

/// Characters with spaces for line breaks and controls, so that a cell is a line.
fn one_line(chars: impl Iterator<Item = char>) -> String {
    chars.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_sample_holds_the_smaller_one_and_a_seed_decides() {
        let draw = |seed, n| -> Vec<String> {
            let mut drawn = Drawn::new();
            (0..500).for_each(|k| Draw { seed, n }.offer(&mut drawn, format!("item {k}"), ()));
            drawn.into_keys().map(|(_, item)| item).collect()
        };
        let (few, many, others) = (draw(1, 20), draw(1, 50), draw(2, 50));
        assert_eq!(few[..], many[..20]);
        assert_ne!(many, others);
        assert_eq!(draw(1, 900).len(), 500);
        // Every item is as likely as any other: among 50 of 500 drawn 400 times, each is met about 40 times.
        let mut met: BTreeMap<String, u32> = BTreeMap::new();
        (0..400).flat_map(|seed| draw(seed, 50)).for_each(|item| *met.entry(item).or_default() += 1);
        assert!(met.len() == 500 && met.values().all(|count| (14..72).contains(count)), "{met:?}");
    }

    #[test]
    fn the_nearest_surface_of_a_cleaned_text_is_meant() {
        let text = |input: Option<&str>, indexed: &str| Text {
            document: DocumentRecord {
                id: "a".to_string(),
                title: String::new(),
                title_text: None,
                lang: "ko".to_string(),
                scripts: Vec::new(),
                published_at: None,
                date_from: newsbraid_text::DateFrom::None,
                date_precision: None,
                source: None,
                url: None,
                near_duplicate_of: None,
                flags: Vec::new(),
                text: input.map(str::to_string),
            },
            indexed: Some(indexed.to_string()),
        };
        let place = |start, surface: &str| Place {
            doc: "a".to_string(),
            field: FieldName::Text,
            start,
            end: start + surface.chars().count() as u32,
            start_byte: 0,
            end_byte: 0,
            surface: surface.to_string(),
        };
        let cleaned = text(None, "삼성은 오늘\n삼성을 말했다");
        for (start, expect) in [(0, Some(0)), (2, Some(0)), (9, Some(7)), (90, Some(7))] {
            assert_eq!(cleaned.place(&place(start, "삼성")).map(|(_, start)| start), expect);
        }
        assert_eq!(cleaned.place(&place(3, "현대")), None);
        let given = text(Some("◇삼성은"), "삼성은");
        assert_eq!(given.place(&place(1, "삼성")), Some(("◇삼성은", 1)));
    }
}
