//! The report: the largest and newest events of a run with their articles, gathered for [`crate::report`].

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use newsbraid_clusterer::{Collection, Why};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::Mention;
use newsbraid_text::{Document, Span};

use super::corpus::Corpus;
use super::shard::Articles;
use crate::config::Config;
use crate::engines::Engines;
use crate::files::write_whole;
use crate::input::FileStats;
use crate::outputs::{figure_words, name_of};
use crate::records::{ClusterRecord, DisagreementRecord, EntityRecord, FigureRecord, Reject};
use crate::report::{
    EventSize, Highlight, Marked, ReportArticle, ReportData, ReportDisagreement, ReportEntity, ReportEvent, ReportJoin,
    ReportReject, ReportRun, ReportValue, choose, render,
};
use crate::run_error::RunError;

/// Entities handed to the page, which shows the first of them.
const ENTITIES: usize = 400;
/// Rejects handed to the page.
const REJECTS: usize = 200;

/// All that the report is about.
pub(crate) struct Findings<'r> {
    pub articles: &'r Articles,
    pub corpus: &'r Corpus,
    pub entities: &'r [EntityRecord],
    pub engines: &'r Engines,
    pub config: &'r Config,
    pub counts: &'r BTreeMap<String, u64>,
    pub inputs: &'r [FileStats],
    pub rejects: &'r [Reject],
}

/// Writes `report.html`.
pub(crate) fn write(findings: &Findings, folder: &Path) -> Result<(), RunError> {
    let page = render(&findings.gather()?);
    let path = folder.join("report.html");
    write_whole(&path, &page).map_err(RunError::io(&path))
}

impl Findings<'_> {
    fn gather(&self) -> Result<ReportData, RunError> {
        let events = &self.corpus.events;
        let listed: Vec<Listed> = events.iter().map(Listed::new).collect();
        let sizes: Vec<EventSize> = listed.iter().map(size).collect();
        let mut chosen = choose(&sizes);
        chosen.truncate(self.config.output.report_events);
        let mut shown = Vec::with_capacity(chosen.len());
        for &event in &chosen {
            shown.push(self.event(&events[event])?);
        }
        let mut entities: Vec<&EntityRecord> = self.entities.iter().collect();
        entities.sort_by(|a, b| b.documents.cmp(&a.documents).then(a.id.cmp(&b.id)));
        Ok(ReportData {
            title: "What the articles report".to_string(),
            run: self.facts(),
            hidden_events: events.len() - shown.len(),
            events: shown,
            hidden_entities: entities.len().saturating_sub(ENTITIES),
            entities: entities.into_iter().take(ENTITIES).map(report_entity).collect(),
            rejects: self.rejects.iter().take(REJECTS).map(report_reject).collect(),
            hidden_rejects: self.rejects.len().saturating_sub(REJECTS),
        })
    }

    fn facts(&self) -> ReportRun {
        let events = &self.corpus.events;
        let several = || events.iter().filter(|event| event.docs.len() > 1);
        let across = several().filter(|event| base_langs(event) > 1).count();
        let first = events.iter().filter_map(|event| event.first_seen).min();
        let last = events.iter().filter_map(|event| event.last_seen).max();
        ReportRun {
            version: env!("CARGO_PKG_VERSION").to_string(),
            articles: self.articles.len() as u64,
            events: events.len() as u64,
            events_of_several: several().count() as u64,
            events_across_languages: across as u64,
            near_duplicates: self.corpus.near_duplicates() as u64,
            disagreements: self.corpus.disagreements.len() as u64,
            languages: self.corpus.languages.clone(),
            first: first.map(|at| at.to_string()),
            last: last.map(|at| at.to_string()),
            dictionary: self.engines.dictionary.clone(),
            glosses: self.engines.glosses_fingerprint().unwrap_or_default().to_string(),
            knowledge_base: self.engines.base.hash().to_string(),
            counts: self.counts.clone(),
            inputs: self.inputs.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect(),
        }
    }

    fn event(&self, event: &ClusterRecord) -> Result<ReportEvent, RunError> {
        let mut texts = HashMap::new();
        let mut articles = Vec::with_capacity(event.docs.len());
        for id in &event.docs {
            let Some(at) = self.articles.place(id) else { continue };
            let document = self.articles.document(at)?;
            let annotations = self.articles.annotations(at)?;
            articles.push(self.article(at, &document, &annotations.mentions));
            texts.insert(id.as_str(), document);
        }
        let disagreements = self.corpus.disagreements.iter().filter(|row| row.cluster == event.cluster);
        Ok(ReportEvent {
            id: event.cluster.clone(),
            story: event.story.clone(),
            headline: event.headline.clone(),
            first_seen: event.first_seen.map(|at| at.to_string()),
            last_seen: event.last_seen.map(|at| at.to_string()),
            sources: event.sources.clone(),
            entities: event.entities.iter().map(|shared| shared.value.clone()).collect(),
            articles,
            why: event.why.iter().map(report_join).collect(),
            disagreements: disagreements.map(|row| self.disagreement(row, &texts)).collect(),
        })
    }

    fn article(&self, at: usize, document: &Document, mentions: &[Mention]) -> ReportArticle {
        let meta = &document.meta;
        let body = Span { start: document.title_span.end, end: document.text().len() as u32 };
        let published = meta.published_at.map(|at| match meta.date_precision {
            Some(newsbraid_text::Precision::Day) => at.to_string()[..10].to_string(),
            _ => at.to_string(),
        });
        ReportArticle {
            id: meta.id.clone(),
            lang: meta.lang.tag().to_string(),
            title: self.marked(at, document, document.title_span, mentions),
            source: meta.source.clone(),
            url: meta.url.clone(),
            published,
            near_duplicate_of: self.corpus.original(&meta.id).map(str::to_string),
            flags: meta.flags.iter().map(name_of).collect(),
            text: self.marked(at, document, body, mentions),
        }
    }

    /// A stretch of a document with the names in it.
    fn marked(&self, at: usize, document: &Document, span: Span, mentions: &[Mention]) -> Marked {
        let lang = document.meta.lang.tag();
        let inside = mentions.iter().filter(|mention| span.contains(mention.span));
        let highlights = inside.filter_map(|mention| {
            let nil = || self.corpus.nil(at, mention.key.as_deref()?).map(str::to_string);
            let id = mention.entity.clone().or_else(nil)?;
            let start = (mention.span.start - span.start) as usize;
            Some(Highlight {
                range: start..start + mention.span.len(),
                label: label(&self.engines.base, &id, lang),
                kind: mention.kind.clone().unwrap_or_default(),
                nil: mention.entity.is_none(),
                entity: id,
            })
        });
        Marked { text: span.of(document.text()).to_string(), highlights: highlights.collect() }
    }

    fn disagreement(&self, row: &DisagreementRecord, texts: &HashMap<&str, Document>) -> ReportDisagreement {
        let value = |value: &FigureRecord| {
            let document = texts.get(value.place.doc.as_str())?;
            let (sentence, figure) = sentence_around(document, &value.place)?;
            Some(ReportValue {
                value: figure_words(&value.quantity),
                article: value.place.doc.clone(),
                lang: document.meta.lang.tag().to_string(),
                sentence,
                figure,
            })
        };
        ReportDisagreement {
            entity: row.entity.as_deref().map(|id| label(&self.engines.base, id, "en")),
            measure: row
                .part
                .iter()
                .chain([&row.measure])
                .map(|word| word.replace('_', " "))
                .collect::<Vec<_>>()
                .join(" "),
            period: row.period.clone(),
            class: name_of(&row.class),
            values: row.values.iter().filter_map(value).collect(),
        }
    }
}

/// An event as `choose` takes it, with its time written out.
struct Listed {
    id: String,
    articles: usize,
    last_seen: Option<String>,
}

impl Listed {
    fn new(event: &ClusterRecord) -> Listed {
        Listed {
            id: event.cluster.clone(),
            articles: event.docs.len(),
            last_seen: event.last_seen.map(|at| at.to_string()),
        }
    }
}

fn size(event: &Listed) -> EventSize<'_> {
    EventSize { id: &event.id, articles: event.articles, last_seen: event.last_seen.as_deref() }
}

fn base_langs(event: &ClusterRecord) -> usize {
    let mut bases: Vec<&str> = event.langs.iter().map(|lang| lang.base()).collect();
    bases.sort_unstable();
    bases.dedup();
    bases.len()
}

fn label(base: &KnowledgeBase, id: &str, lang: &str) -> String {
    base.by_id(id).map_or_else(|| id.to_string(), |index| base.entity(index).label(lang).to_string())
}

/// The sentence of the input text around a place, and the bytes of the figure in it.
fn sentence_around(document: &Document, place: &crate::records::Place) -> Option<(String, std::ops::Range<usize>)> {
    let input = document.input(place.field);
    let (start, end) = (place.start_byte as usize, place.end_byte as usize);
    let past = |(at, c): (usize, char)| at + c.len_utf8();
    let ends = |&(at, _): &(usize, char)| ends_sentence(input, at);
    let from = input.get(..start)?.char_indices().rev().find(ends).map_or(0, past);
    let after = input.get(end..)?.char_indices().map(|(at, c)| (end + at, c));
    let to = after.into_iter().find(ends).map_or(input.len(), past);
    let sentence = &input[from..to];
    let trimmed = sentence.trim_start();
    let lead = from + sentence.len() - trimmed.len();
    Some((trimmed.trim_end().to_string(), start.checked_sub(lead)?..end - lead))
}

/// Letters of an abbreviation, behind which a full stop ends no sentence: U.S., Oct., Inc.
const ABBREVIATION: usize = 3;

/// Whether the character at `at` ends a sentence. A full stop does before a space, behind a word that is no abbreviation.
fn ends_sentence(input: &str, at: usize) -> bool {
    let mut rest = input[at..].chars();
    match rest.next() {
        Some('。' | '！' | '？' | '\n' | '；') => true,
        Some('.' | '!' | '?') => {
            let word = input[..at].chars().rev().take_while(char::is_ascii_alphabetic).count();
            rest.next().is_none_or(char::is_whitespace) && !(1..=ABBREVIATION).contains(&word)
        }
        _ => false,
    }
}

fn report_join(why: &Why) -> ReportJoin {
    let bound = why.constraint.map(|_| "must-link".to_string());
    let evidence = bound.into_iter().chain(why.evidence.iter().map(|evidence| evidence.text.clone())).collect();
    ReportJoin { article: why.doc.clone(), with: why.with.clone(), score: why.probability, evidence }
}

fn report_entity(entity: &EntityRecord) -> ReportEntity {
    ReportEntity {
        id: entity.id.to_string(),
        kind: entity.kind.clone(),
        nil: entity.id.starts_with("nil-"),
        labels: entity.labels.clone(),
        aliases: entity.aliases.clone(),
        surfaces: entity.surfaces.clone(),
        wikidata: entity.wikidata.clone(),
        documents: entity.documents,
    }
}

fn report_reject(reject: &Reject) -> ReportReject {
    ReportReject {
        input: reject.input.clone(),
        line: reject.line,
        id: reject.id.clone(),
        stage: reject.stage.clone(),
        reason: reject.reason.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks() {
        let check = |text: &str, expect: &[&str]| {
            let ends: Vec<usize> =
                text.char_indices().filter(|(at, _)| ends_sentence(text, *at)).map(|c| c.0).collect();
            let mut from = 0;
            let cut: Vec<&str> = ends
                .iter()
                .map(|end| {
                    let part = &text[from..*end];
                    from = *end;
                    part.trim_start_matches(['.', '。', ' '])
                })
                .collect();
            assert_eq!(cut, expect, "{text}");
        };
        check(
            "Sales rose 3.5% in the U.S. market. Profit fell.",
            &["Sales rose 3.5% in the U.S. market", "Profit fell"],
        );
        check("매출이 늘었다. 이익은 줄었다.", &["매출이 늘었다", "이익은 줄었다"]);
        check("收入增长3.5%。利润下降。", &["收入增长3.5%", "利润下降"]);
    }
}
