//! Which event each article belongs to, as a search needs it.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use serde_json::Deserializer;

use crate::output::OutputError;
use crate::records::ClusterRecord;

/// Bytes that are read at a time.
const BUFFER: usize = 256 << 10;

/// The articles of each event, and the event of each article. Ids lie one behind the other in one string: a run has as many of them
/// as articles, and a search that shows ten asks for ten.
#[derive(Default)]
pub(crate) struct EventTable {
    names: String,
    /// The id of each event and its articles.
    events: Vec<(Range<usize>, Range<usize>)>,
    /// Ids of articles, event by event.
    articles: Vec<Range<usize>>,
    /// Places among the events, by the hash of the id of an article or an event.
    places: HashMap<u64, u32>,
}

impl EventTable {
    /// Reads `clusters.jsonl`, of each line only how it begins: the rest of it takes ten times as long.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no event.
    pub fn read(path: &Path) -> Result<EventTable, OutputError> {
        let of_file = |error: io::Error| OutputError::Io { path: path.to_path_buf(), error };
        let mut file = BufReader::with_capacity(BUFFER, File::open(path).map_err(of_file)?);
        let (mut table, mut line) = (EventTable::default(), Vec::new());
        for number in 1.. {
            line.clear();
            if file.read_until(b'\n', &mut line).map_err(of_file)? == 0 {
                break;
            }
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            match head(text) {
                Some((id, articles)) => table.add(id, articles.into_iter()),
                None => {
                    let (id, articles) = whole(text).map_err(|error| OutputError::Malformed {
                        path: path.to_path_buf(),
                        line: number,
                        error,
                    })?;
                    table.add(&id, articles.iter().map(String::as_str));
                }
            }
        }
        Ok(table)
    }

    fn add<'a>(&mut self, id: &str, articles: impl Iterator<Item = &'a str>) {
        let place = self.events.len() as u32;
        let id = self.name(Kind::Event, id, place);
        let first = self.articles.len();
        for article in articles {
            let article = self.name(Kind::Article, article, place);
            self.articles.push(article);
        }
        self.events.push((id, first..self.articles.len()));
    }

    fn name(&mut self, kind: Kind, name: &str, place: u32) -> Range<usize> {
        let start = self.names.len();
        self.names.push_str(name);
        self.places.insert(hash(kind, name), place);
        start..self.names.len()
    }

    /// The id and the articles of the event that an article or an event leads to, if that is not another of the same hash.
    fn event(&self, kind: Kind, name: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
        let (id, articles) = &self.events[*self.places.get(&hash(kind, name))? as usize];
        let articles = self.articles[articles.clone()].iter().map(|article| &self.names[article.clone()]);
        Some((&self.names[id.clone()], articles))
    }

    /// The event that an article belongs to.
    pub fn of(&self, article: &str) -> Option<&str> {
        let (id, mut articles) = self.event(Kind::Article, article)?;
        articles.any(|other| other == article).then_some(id)
    }

    /// The articles of an event.
    pub fn articles(&self, event: &str) -> Option<Vec<String>> {
        let (id, articles) = self.event(Kind::Event, event)?;
        (id == event).then(|| articles.map(str::to_string).collect())
    }
}

/// What an id is of.
#[derive(Clone, Copy, Hash)]
enum Kind {
    Event,
    Article,
}

fn hash(kind: Kind, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, name).hash(&mut hasher);
    hasher.finish()
}

/// Id and articles of an event, where its line begins with them, as a run writes it, is whole, and they are written without
/// escapes.
fn head(line: &[u8]) -> Option<(&str, Vec<&str>)> {
    let rest = line.strip_prefix(b"{\"cluster\":").filter(|_| line.ends_with(b"}"))?;
    let mut ids = Deserializer::from_slice(rest).into_iter::<&str>();
    let id = ids.next()?.ok()?;
    let rest = rest[ids.byte_offset()..].strip_prefix(b",\"docs\":")?;
    let articles = Deserializer::from_slice(rest).into_iter::<Vec<&str>>().next()?.ok()?;
    Some((id, articles))
}

fn whole(line: &[u8]) -> serde_json::Result<(String, Vec<String>)> {
    serde_json::from_slice(line).map(|record: ClusterRecord| (record.cluster, record.docs))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use newsbraid_text::Lang;

    use super::*;

    fn read(text: &str) -> Result<EventTable, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("clusters.jsonl");
        std::fs::write(&path, text).unwrap();
        EventTable::read(&path)
            .map_err(|error| error.to_string().replace(&path.display().to_string(), "clusters.jsonl"))
    }

    /// As a run writes it.
    fn line(id: &str, articles: &[&str]) -> String {
        let record = ClusterRecord {
            cluster: id.to_string(),
            docs: articles.iter().map(|a| a.to_string()).collect(),
            headline: BTreeMap::from([("ko".to_string(), "매출".to_string())]),
            first_seen: None,
            last_seen: None,
            langs: vec![Lang::Ko],
            sources: Vec::new(),
            entities: Vec::new(),
            figures: Vec::new(),
            why: Vec::new(),
            apart: Vec::new(),
            story: "st-1".to_string(),
        };
        serde_json::to_string(&record).unwrap()
    }

    #[test]
    fn the_beginning_of_a_line_says_what_the_whole_says() {
        for (id, articles) in [("ev-1", vec!["a"]), ("ev-\"2\"", vec!["news/가", "b\\c", "\u{1}"])] {
            let line = line(id, &articles);
            let expect = (id.to_string(), articles.iter().map(|a| a.to_string()).collect());
            assert_eq!(whole(line.as_bytes()).unwrap(), expect, "{line}");
            let is_plain = !line.contains('\\');
            assert_eq!(head(line.as_bytes()), is_plain.then_some((id, articles.clone())), "{line}");
            let table = read(&line).unwrap();
            assert_eq!((table.of(articles[0]), table.articles(id)), (Some(id), Some(expect.1)), "{line}");
        }
    }

    #[test]
    fn events_and_articles_lead_to_each_other() {
        let table = read(&format!("{}\n{}\n", line("ev-1", &["a", "b"]), line("ev-2", &["c", "ev-1"]))).unwrap();
        assert_eq!([table.of("b"), table.of("c"), table.of("d")], [Some("ev-1"), Some("ev-2"), None]);
        assert_eq!(table.articles("ev-1"), Some(vec!["a".to_string(), "b".to_string()]));
        assert_eq!([table.articles("ev-3"), table.articles("a")], [None, None]);
        assert_eq!([table.of("ev-1"), table.of("ev-2")], [Some("ev-2"), None]);
    }

    #[test]
    fn what_is_no_event_is_named() {
        let half = line("ev-1", &["a"]).split_at(30).0.to_string();
        for wrong in ["{\"docs\":[]}", &half, "[]"] {
            let error = read(&format!("{}\n{wrong}\n", line("ev-0", &["z"]))).err().unwrap();
            assert!(error.starts_with("clusters.jsonl:2: ") && error.contains("--overwrite"), "{error}");
        }
    }
}
