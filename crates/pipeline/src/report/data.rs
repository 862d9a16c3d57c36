//! What the page shows, as plain data: whoever has run the pipeline fills it, the page looks nothing up.

use std::collections::BTreeMap;
use std::ops::Range;

/// Everything that `report.html` shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportData {
    /// Heading of the page, for example the name of the output folder.
    pub title: String,
    /// What was run on what.
    pub run: ReportRun,
    /// The events to show, in any order: [`choose`](super::choose) says which. The page sorts them by date.
    pub events: Vec<ReportEvent>,
    /// Events of the run that are not in `events`.
    pub hidden_events: usize,
    /// The entities met, those of the most articles first. The page shows the first 300 or so.
    pub entities: Vec<ReportEntity>,
    /// Entities of the run that are not in `entities`.
    pub hidden_entities: usize,
    /// The articles that were refused. The page shows the first 200.
    pub rejects: Vec<ReportReject>,
    /// Rejects of the run that are not in `rejects`.
    pub hidden_rejects: usize,
}

/// Facts of the manifest. Nothing here may differ between two equal runs: no clock, no thread count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportRun {
    /// Version of newsbraid.
    pub version: String,
    /// Accepted articles.
    pub articles: u64,
    /// Events, those of one article included.
    pub events: u64,
    /// Events of more than one article.
    pub events_of_several: u64,
    /// Events reported in more than one language.
    pub events_across_languages: u64,
    /// Articles that repeat another one.
    pub near_duplicates: u64,
    /// Claims with differing figures.
    pub disagreements: u64,
    /// Articles per language tag.
    pub languages: BTreeMap<String, u64>,
    /// RFC 3339 time or date of the oldest article.
    pub first: Option<String>,
    /// RFC 3339 time or date of the newest article.
    pub last: Option<String>,
    /// Name, version and hash of the Korean dictionary.
    pub dictionary: String,
    /// Name, version and hash of the glosses; empty where none were used.
    pub glosses: String,
    /// SHA-256 of the knowledge base.
    pub knowledge_base: String,
    /// Lines of each output file.
    pub counts: BTreeMap<String, u64>,
    /// The files read, with their SHA-256, in order.
    pub inputs: Vec<(String, String)>,
}

/// Articles that report the same happening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportEvent {
    /// Id of the event.
    pub id: String,
    /// Id of the thread it belongs to; events with the same one refer to each other.
    pub story: String,
    /// A title per language tag.
    pub headline: BTreeMap<String, String>,
    /// RFC 3339 time or date of the first article.
    pub first_seen: Option<String>,
    /// RFC 3339 time or date of the last article.
    pub last_seen: Option<String>,
    /// Distinct publishers.
    pub sources: Vec<String>,
    /// Ids of entities and NILs, those of the most articles first.
    pub entities: Vec<String>,
    /// The articles, near-duplicates included. The page sorts them by language and time.
    pub articles: Vec<ReportArticle>,
    /// What joined each article.
    pub why: Vec<ReportJoin>,
    /// Claims for which the articles state different figures.
    pub disagreements: Vec<ReportDisagreement>,
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportArticle {
    /// Id, unique in the run.
    pub id: String,
    /// Language tag: zh-Hans, zh-Hant, ko, en, …
    pub lang: String,
    /// The title, cleaned.
    pub title: Marked,
    /// Publisher.
    pub source: Option<String>,
    /// Address. Only `http` and `https` become links.
    pub url: Option<String>,
    /// RFC 3339 time, or the date alone (`2026-03-06`) where no more is known.
    pub published: Option<String>,
    /// Id of the article that this one repeats.
    pub near_duplicate_of: Option<String>,
    /// What the cleaning noticed, as in `documents.jsonl`.
    pub flags: Vec<String>,
    /// The clean text without the title, one paragraph a line.
    pub text: Marked,
}

/// A text and the names in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The names. Should some overlap, the earlier and longer one stays.
    pub highlights: Vec<Highlight>,
}

impl From<&str> for Marked {
    /// A text without names.
    fn from(text: &str) -> Marked {
        Marked { text: text.to_string(), highlights: Vec::new() }
    }
}

/// A linked name in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Highlight {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Id of the entity or NIL.
    pub entity: String,
    /// Its name, shown when the pointer rests on the mention.
    pub label: String,
    /// person, organization, product, place or event.
    pub kind: String,
    /// The knowledge base does not have it.
    pub nil: bool,
}

/// What joined an article to its event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportJoin {
    /// Id of the article.
    pub article: String,
    /// Id of the article of the event that it is most alike.
    pub with: String,
    /// From 0 to 1.
    pub score: f64,
    /// What both have, strongest first: ids of entities, which become links, or words.
    pub evidence: Vec<String>,
}

/// A claim for which the articles of an event state different figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportDisagreement {
    /// Whom the figures are about.
    pub entity: Option<String>,
    /// What they measure, in words: `net profit`.
    pub measure: String,
    /// The period they are about: `2025Q4`.
    pub period: Option<String>,
    /// rounding, unit_slip, currency, scope or conflict.
    pub class: String,
    /// The figures.
    pub values: Vec<ReportValue>,
}

/// A figure as an article states it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportValue {
    /// What it is worth, in one notation for all articles: `284.8 billion CNY`.
    pub value: String,
    /// Id of the article.
    pub article: String,
    /// Language tag of the sentence.
    pub lang: String,
    /// The sentence that states it.
    pub sentence: String,
    /// Bytes of the sentence that are the figure.
    pub figure: Range<usize>,
}

/// An entity of the knowledge base, or a NIL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportEntity {
    /// Id of the entity or NIL.
    pub id: String,
    /// person, organization, product, place or event.
    pub kind: String,
    /// The knowledge base does not have it.
    pub nil: bool,
    /// Canonical name per language tag.
    pub labels: BTreeMap<String, String>,
    /// The other names of the knowledge base.
    pub aliases: Vec<String>,
    /// How the articles write it, with counts.
    pub surfaces: BTreeMap<String, u64>,
    /// `Q` number of Wikidata.
    pub wikidata: Option<String>,
    /// Articles that mention it.
    pub documents: u64,
}

/// An article that was refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportReject {
    /// The input file.
    pub input: String,
    /// Line, row or item, counted from 1.
    pub line: Option<u64>,
    /// The id, where it is known.
    pub id: Option<String>,
    /// Where it was refused.
    pub stage: String,
    /// Why.
    pub reason: String,
}
