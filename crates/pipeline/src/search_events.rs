//! Which event each article belongs to, as a search needs it.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use serde_json::Deserializer;

use crate::output::OutputError;
use crate::records::ClusterRecord;

/// The articles of each event, and the event of each article.
pub(crate) struct EventTable {
    events: Vec<(String, Vec<String>)>,
    /// Places among the events.
    of_article: HashMap<String, u32>,
    of_id: HashMap<String, u32>,
}

impl EventTable {
    /// Reads `clusters.jsonl`, of each line only how it begins: the rest of it takes ten times as long.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no event.
    pub fn read(path: &Path) -> Result<EventTable, OutputError> {
        let of_file = |error: io::Error| OutputError::Io { path: path.to_path_buf(), error };
        let text = std::fs::read_to_string(path).map_err(of_file)?;
        let mut events = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let event = match head(line) {
                Some(event) => event,
                None => whole(line).map_err(|error| OutputError::Malformed {
                    path: path.to_path_buf(),
                    line: number,
                    error,
                })?,
            };
            events.push(event);
        }
        Ok(EventTable::new(events))
    }

    fn new(events: Vec<(String, Vec<String>)>) -> EventTable {
        let (mut of_article, mut of_id) = (HashMap::new(), HashMap::with_capacity(events.len()));
        of_article.reserve(events.iter().map(|(_, articles)| articles.len()).sum());
        for (at, (id, articles)) in (0..).zip(&events) {
            of_article.extend(articles.iter().map(|article| (article.clone(), at)));
            of_id.insert(id.clone(), at);
        }
        EventTable { events, of_article, of_id }
    }

    /// The event that an article belongs to.
    pub fn of(&self, article: &str) -> Option<&str> {
        self.of_article.get(article).map(|&at| self.events[at as usize].0.as_str())
    }

    /// The articles of an event.
    pub fn articles(&self, event: &str) -> Option<&[String]> {
        self.of_id.get(event).map(|&at| self.events[at as usize].1.as_slice())
    }
}

/// Id and articles of an event, where its line begins with them, as a run writes it, and is whole.
fn head(line: &str) -> Option<(String, Vec<String>)> {
    let rest = line.strip_prefix("{\"cluster\":").filter(|_| line.ends_with('}'))?;
    let mut ids = Deserializer::from_str(rest).into_iter::<String>();
    let id = ids.next()?.ok()?;
    let rest = rest[ids.byte_offset()..].strip_prefix(",\"docs\":")?;
    let articles = Deserializer::from_str(rest).into_iter::<Vec<String>>().next()?.ok()?;
    Some((id, articles))
}

fn whole(line: &str) -> serde_json::Result<(String, Vec<String>)> {
    serde_json::from_str(line).map(|record: ClusterRecord| (record.cluster, record.docs))
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
            assert_eq!((head(&line), whole(&line).ok()), (Some(expect.clone()), Some(expect)), "{line}");
        }
    }

    #[test]
    fn events_and_articles_lead_to_each_other() {
        let table = read(&format!("{}\n{}\n", line("ev-1", &["a", "b"]), line("ev-2", &["c"]))).unwrap();
        assert_eq!([table.of("b"), table.of("c"), table.of("d")], [Some("ev-1"), Some("ev-2"), None]);
        assert_eq!(table.articles("ev-1"), Some(["a".to_string(), "b".to_string()].as_slice()));
        assert_eq!(table.articles("ev-3"), None);
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
