//! Counts over a run, as tables for those who publish them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use crate::output::{OutputError, OutputFolder};
use crate::outputs::no_formula;
use crate::records::{ClusterRecord, DocumentRecord, MentionRecord};

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Ids of the entities that it mentions, those of entities that the base does not have included.
    Entity,
    /// Year and month of publication, UTC; empty where unknown.
    Month,
    /// Language of most of it.
    Lang,
    /// Publisher; empty where unknown.
    Source,
}

impl Key {
    /// Name of the column.
    pub fn name(self) -> &'static str {
        match self {
            Key::Entity => "entity",
            Key::Month => "month",
            Key::Lang => "lang",
            Key::Source => "source",
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Articles.
    Article,
    /// Events: one counts where any of its articles does.
    Event,
}

/// A table of counts, in order of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Names of the columns, the count last.
    pub columns: Vec<&'static str>,
    /// Values of the keys, and how many there are.
    pub rows: BTreeMap<Vec<String>, usize>,
}

/// Counts articles or events of a run by all combinations of the keys' values. An article without entities has no row where
/// one key is the entity.
///
/// # Errors
/// When the run cannot be read.
pub fn count(run: &OutputFolder, by: &[Key], counted: Counted) -> Result<Counts, OutputError> {
    let entities = if by.contains(&Key::Entity) { entities(run)? } else { HashMap::new() };
    let events = if counted == Counted::Event { events(run)? } else { HashMap::new() };
    let mut met: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for document in run.records::<DocumentRecord>("documents.jsonl")? {
        let document = document?;
        let unit = events.get(&document.id).unwrap_or(&document.id).clone();
        for row in rows(by, &document, entities.get(&document.id)) {
            met.entry(row).or_default().insert(unit.clone());
        }
    }
    let columns = by.iter().map(|key| key.name()).chain([match counted {
        Counted::Article => "articles",
        Counted::Event => "events",
    }]);
    let rows = met.into_iter().map(|(row, units)| (row, units.len())).collect();
    Ok(Counts { columns: columns.collect(), rows })
}

/// The combinations of values under which an article counts.
fn rows(by: &[Key], document: &DocumentRecord, entities: Option<&BTreeSet<String>>) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    for key in by {
        let values: Vec<String> = match key {
            Key::Entity => entities.into_iter().flatten().cloned().collect(),
            Key::Month => vec![document.published_at.as_deref().and_then(|at| at.get(..7)).unwrap_or("").to_string()],
            Key::Lang => vec![document.lang.clone()],
            Key::Source => vec![document.source.clone().unwrap_or_default()],
        };
        let longer = |row: &Vec<String>, value: &String| row.iter().chain([value]).cloned().collect();
        rows = rows.iter().flat_map(|row| values.iter().map(move |value| longer(row, value))).collect();
    }
    rows
}

fn entities(run: &OutputFolder) -> Result<HashMap<String, BTreeSet<String>>, OutputError> {
    let mut found: HashMap<String, BTreeSet<String>> = HashMap::new();
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        if let Some(id) = mention.entity.or(mention.nil) {
            found.entry(mention.place.doc).or_default().insert(id);
        }
    }
    Ok(found)
}

fn events(run: &OutputFolder) -> Result<HashMap<String, String>, OutputError> {
    let mut found = HashMap::new();
    for cluster in run.records::<ClusterRecord>("clusters.jsonl")? {
        let cluster = cluster?;
        found.extend(cluster.docs.into_iter().map(|doc| (doc, cluster.cluster.clone())));
    }
    Ok(found)
}

impl Counts {
    /// Writes the table as CSV; an apostrophe stands before a value that a spreadsheet would take for a formula.
    ///
    /// # Errors
    /// What writing meets.
    pub fn write_csv(&self, out: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&self.columns)?;
        for (row, count) in &self.rows {
            writer.write_record(row.iter().cloned().map(no_formula).chain([count.to_string()]))?;
        }
        writer.flush()
    }
}
