//! Writing the line files of a run, in order of id.

use std::collections::BTreeMap;
use std::path::Path;

use newsbraid_linker::{Annotations, Bound, Mention, Quantity, Unit};
use newsbraid_text::{Document, FieldName, Span};
use serde::Serialize;

use crate::files::NewFile;
use crate::records::{DocumentRecord, FigureRecord, MentionRecord, Place};
use crate::run_error::RunError;

/// What one article adds to the line files.
pub(crate) struct ArticleLines {
    pub document: String,
    pub mentions: String,
    pub figures: String,
    /// Surfaces of each entity or NIL, with its kind.
    pub surfaces: Vec<(String, String, String)>,
    /// Places of the figures, in their order.
    pub figure_places: Vec<Place>,
}

/// The lines of an article. `nil` names the NIL entity of a key, `original` the article that this one repeats.
pub(crate) fn article_lines(
    document: &Document,
    annotations: &Annotations,
    original: Option<&str>,
    nil: impl Fn(&str) -> Option<String>,
    with_text: bool,
) -> ArticleLines {
    let places = Places::new(document);
    let mut lines = ArticleLines {
        document: line(&document_record(document, original, with_text)),
        mentions: String::new(),
        figures: String::new(),
        surfaces: Vec::new(),
        figure_places: Vec::new(),
    };
    for mention in &annotations.mentions {
        let record = mention_record(mention, places.of(mention.span), &nil);
        if let Some(id) = record.entity.as_ref().or(record.nil.as_ref()) {
            let kind = record.kind.clone().unwrap_or_default();
            lines.surfaces.push((id.clone(), kind, record.place.surface.clone()));
        }
        lines.mentions.push_str(&line(&record));
    }
    for figure in &annotations.figures {
        let place = places.of(figure.span);
        let record = FigureRecord { place: place.clone(), quantity: figure.quantity.clone() };
        lines.figures.push_str(&line(&record));
        lines.figure_places.push(place);
    }
    lines
}

/// A record as a line of JSON.
pub(crate) fn line(record: &impl Serialize) -> String {
    let mut line = serde_json::to_string(record).expect("records are plain data");
    line.push('\n');
    line
}

/// Writes records as a line file; returns its lines.
pub(crate) fn write_lines(records: &[impl Serialize], path: &Path) -> Result<u64, RunError> {
    let write = || {
        let mut file = NewFile::create(path)?;
        records.iter().try_for_each(|record| file.write_lines(&line(record)))?;
        file.finish()
    };
    write().map_err(RunError::io(path))
}

/// The name of a value as the line files write it: `snake_case`, never that of the code.
pub fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => other.map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// A cell of a table, with an apostrophe before what a spreadsheet would take for a formula.
pub(crate) fn no_formula(text: String) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text }
}

/// A figure in one notation for all articles: `284.8 billion CNY`, `at least 17 people`, `-53% (excluding)`.
pub(crate) fn figure_words(figure: &Quantity) -> String {
    let scales = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
    let scale = scales.into_iter().find(|(scale, _)| figure.value.abs() >= *scale).unwrap_or((1.0, ""));
    // Two digits more than newspapers round to; trailing zeros say nothing.
    let number = format!("{:.3}", figure.value / scale.0);
    let number = format!("{}{}", grouped(number.trim_end_matches('0').trim_end_matches('.')), scale.1);
    let counted = match (figure.unit, figure.currency.as_deref()) {
        (Unit::Money, Some(currency)) => format!("{number} {currency}"),
        (Unit::Money | Unit::Count, _) => number,
        (Unit::Percent, _) => format!("{number}%"),
        (Unit::Person, _) => format!("{number} people"),
        _ => format!("{number} {}", name_of(&figure.unit).replace('_', " ")),
    };
    let bound = match figure.bound {
        Some(Bound::About) => "about ",
        Some(Bound::Min) => "at least ",
        Some(Bound::Max) => "at most ",
        None => "",
    };
    let scope = if figure.scope.is_empty() { String::new() } else { format!(" ({})", figure.scope.join(", ")) };
    format!("{bound}{counted}{scope}")
}

/// A number with commas between its thousands.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches('-').len();
    let mut out = String::with_capacity(number.len() + 2);
    for (at, c) in whole.chars().rev().enumerate() {
        if at > 0 && at % 3 == 0 && at < digits {
            out.push(',');
        }
        out.push(c);
    }
    let mut out: String = out.chars().rev().collect();
    out.extend(fraction.into_iter().flat_map(|rest| std::iter::once('.').chain(rest.chars())));
    out
}

/// Places of spans of one document in its input.
pub(crate) struct Places<'d> {
    document: &'d Document,
    locator: newsbraid_text::Locator<'d>,
}

impl<'d> Places<'d> {
    pub(crate) fn new(document: &'d Document) -> Places<'d> {
        Places { document, locator: document.locator() }
    }

    pub(crate) fn of(&self, span: Span) -> Place {
        let found = self.locator.locate(span);
        Place {
            doc: self.document.meta.id.clone(),
            field: found.field,
            start: found.chars.start,
            end: found.chars.end,
            start_byte: found.bytes.start,
            end_byte: found.bytes.end,
            surface: self.locator.surface(found).to_string(),
        }
    }
}

fn document_record(document: &Document, original: Option<&str>, with_text: bool) -> DocumentRecord {
    let meta = &document.meta;
    let own_title = document.parts.iter().any(|part| part.name == FieldName::Title);
    let keep = with_text && !document.is_file;
    DocumentRecord {
        id: meta.id.clone(),
        title: meta.title.clone(),
        title_text: (own_title && keep).then(|| document.input(FieldName::Title).to_string()),
        lang: meta.lang.tag().to_string(),
        scripts: meta.scripts.clone(),
        published_at: meta.published_at.map(|at| at.to_string()),
        date_from: meta.date_from,
        date_precision: meta.date_precision,
        source: meta.source.clone(),
        url: meta.url.clone(),
        near_duplicate_of: original.map(str::to_string),
        flags: meta.flags.clone(),
        text: keep.then(|| document.input(FieldName::Text).to_string()),
    }
}

fn mention_record(mention: &Mention, place: Place, nil: impl Fn(&str) -> Option<String>) -> MentionRecord {
    MentionRecord {
        place,
        entity: mention.entity.clone(),
        nil: mention.key.as_deref().and_then(nil),
        kind: mention.kind.clone(),
        score: (mention.score * 1e4).round() / 1e4,
        rule: mention.rule,
    }
}

/// How often each entity is written how, over all articles.
#[derive(Default)]
pub(crate) struct EntityTally(pub BTreeMap<String, EntityCount>);

/// The counts of one entity.
#[derive(Default)]
pub(crate) struct EntityCount {
    pub kind: String,
    pub surfaces: BTreeMap<String, u64>,
    pub documents: u64,
}

impl EntityTally {
    /// Counts the surfaces of one article.
    pub(crate) fn add(&mut self, surfaces: &[(String, String, String)]) {
        let mut here: Vec<&str> = Vec::new();
        for (id, kind, surface) in surfaces {
            let count = self.0.entry(id.clone()).or_default();
            count.kind.clone_from(kind);
            *count.surfaces.entry(surface.clone()).or_default() += 1;
            if !here.contains(&id.as_str()) {
                count.documents += 1;
                here.push(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_one_notation() {
        let check = |value: f64, unit: Unit, expect: &str| {
            assert_eq!(figure_words(&Quantity::new(value, unit)), expect);
        };
        check(1000.0, Unit::Person, "1,000 people");
        check(-100_600.5, Unit::Count, "-100,600.5");
        check(832.0, Unit::Person, "832 people");
        check(284_760_000_000.0, Unit::Money, "284.76 billion");
        check(1_200_000_000_000_000.0, Unit::Money, "1,200 trillion");
        check(34.0, Unit::Percent, "34%");
    }
}
