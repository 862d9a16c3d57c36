//! What every part of the page needs to know of the others: which entities have a section, what they are called.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::budget::{self, NAME_BYTES};
use super::data::{Highlight, Marked, ReportData, ReportEntity, ReportEvent};
use super::html::{anchor, clipped, escape};
use super::lang;
use super::marks::tidy;

/// The data and what can be asked of it.
pub(super) struct Page<'a> {
    pub data: &'a ReportData,
    /// Entities by id, with whether they have a section on the page.
    entities: BTreeMap<&'a str, (&'a ReportEntity, bool)>,
    /// The entities with a section, those of the most articles first.
    pub sections: &'a [ReportEntity],
    articles: BTreeSet<&'a str>,
    /// Texts are there whole, not only their leads.
    pub whole_texts: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(data: &'a ReportData) -> Page<'a> {
        let sections = &data.entities[..budget::entity_sections(&data.entities)];
        let entities = data.entities.iter().enumerate();
        let articles = data.events.iter().flat_map(|event| &event.articles);
        Page {
            data,
            entities: entities.map(|(at, entity)| (entity.id.as_str(), (entity, at < sections.len()))).collect(),
            sections,
            articles: articles.map(|article| article.id.as_str()).collect(),
            whole_texts: budget::whole_texts(data),
        }
    }

    /// The name of an entity as HTML: a link to its section, where it has one.
    pub(super) fn entity(&self, id: &str) -> Option<String> {
        let (entity, has_section) = self.entities.get(id)?;
        let name = Some(main_label(entity)).filter(|name| !name.trim().is_empty())?;
        let (lang, name) = (lang::attribute_for(name), clipped(name, NAME_BYTES));
        Some(match has_section {
            true => format!("<a href=\"#{}\"{lang}>{name}</a>", anchor('n', id)),
            false => format!("<span{lang}>{name}</span>"),
        })
    }

    /// The id of an article as HTML: a link to it, where the page has it.
    pub(super) fn article(&self, id: &str) -> String {
        let name = clipped(id, NAME_BYTES);
        match self.articles.contains(id) {
            true => format!("<a class=\"id\" href=\"#{}\">{name}</a>", anchor('d', id)),
            false => format!("<span class=\"id\">{name}</span>"),
        }
    }

    /// A part of a text with its names marked.
    pub(super) fn marked(&self, text: &str, names: &[(Range<usize>, &Highlight)], part: Range<usize>) -> String {
        let mut out = String::with_capacity(part.len() * 2);
        let mut at = part.start;
        for (name, highlight) in names.iter().filter(|(name, _)| name.start < part.end && name.end > part.start) {
            let (start, end) = (name.start.max(part.start), name.end.min(part.end));
            out.push_str(&escape(&text[at..start]));
            out.push_str(&self.mention(highlight, &text[start..end]));
            at = end;
        }
        out.push_str(&escape(&text[at..part.end]));
        out
    }

    /// A title or other text of one line with its names marked; cut, where it is too long to be one.
    pub(super) fn marked_line(&self, marked: &Marked, limit: usize) -> String {
        match marked.text.len() > limit {
            true => clipped(&marked.text, limit),
            false => self.marked(&marked.text, &tidy(marked), 0..marked.text.len()),
        }
    }

    fn mention(&self, highlight: &Highlight, surface: &str) -> String {
        let class = kind(&highlight.kind).0;
        let (nil, known) = if highlight.nil { (" nil", ", not in the knowledge base") } else { ("", "") };
        let title = format!("title=\"{} ({class}{known})\"", clipped(&highlight.label, NAME_BYTES));
        let surface = escape(surface);
        match self.entities.get(highlight.entity.as_str()) {
            Some((_, true)) => {
                let target = anchor('n', &highlight.entity);
                format!("<a class=\"{class}{nil}\" href=\"#{target}\" {title}>{surface}</a>")
            }
            _ => format!("<span class=\"{class}{nil}\" {title}>{surface}</span>"),
        }
    }
}

/// Kinds of entities: class and singular, heading.
pub(super) const KINDS: [(&str, &str); 6] = [
    ("person", "Persons"),
    ("organization", "Organizations"),
    ("product", "Products"),
    ("place", "Places"),
    ("event", "Named events"),
    ("other", "Others"),
];

/// The kind as one of the known ones, so that no data becomes a class.
pub(super) fn kind(name: &str) -> (&'static str, &'static str) {
    *KINDS.iter().find(|kind| kind.0 == name).unwrap_or(&KINDS[5])
}

/// The English name, else that of the first language, else the most frequent spelling, else the id. Not escaped.
pub(super) fn main_label(entity: &ReportEntity) -> &str {
    let filled = |name: &&String| !name.trim().is_empty();
    let label = entity.labels.get("en").filter(filled).or_else(|| entity.labels.values().find(filled));
    let surfaces = || entity.surfaces.iter().filter(|(name, _)| filled(name));
    let surface = || surfaces().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
    label.or_else(|| surface().map(|(name, _)| name)).unwrap_or(&entity.id)
}

/// The headline that stands for an event, with its language: the English one, else that of the language with the most
/// articles, else the first title, else nothing but the id. Not escaped.
pub(super) fn main_headline(event: &ReportEvent) -> (&str, &str) {
    let articles = |lang: &str| event.articles.iter().filter(|article| article.lang == lang).count();
    let english = event.headline.get_key_value("en");
    let largest = || event.headline.iter().max_by(|a, b| articles(a.0).cmp(&articles(b.0)).then(lang::order(b.0, a.0)));
    let headline = english.or_else(largest).map(|(lang, text)| (lang.as_str(), text.as_str()));
    let title = || event.articles.first().map(|article| (article.lang.as_str(), article.title.text.as_str()));
    let filled = |(_, text): &(&str, &str)| !text.trim().is_empty();
    headline.filter(filled).or_else(|| title().filter(filled)).unwrap_or(("und", &event.id))
}

/// The languages of an event's articles in the order of the columns.
pub(super) fn languages(event: &ReportEvent) -> Vec<&str> {
    let mut tags: Vec<&str> = event.articles.iter().map(|article| article.lang.as_str()).collect();
    tags.sort_by(|a, b| lang::order(a, b));
    tags.dedup();
    tags
}
