//! The entities with all their names.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{NAME_BYTES, NAMES};
use super::data::{ReportEntity, ReportEvent};
use super::html::{anchor, clipped, counted, escape, number};
use super::lang;
use super::page::{KINDS, Page, kind, main_headline, main_label};

/// Entities of a kind that are shown unfolded: a screen of them.
const OPEN: usize = 12;

/// Events that an entity refers to.
const EVENTS: usize = 4;

/// The section with all entities, by kind.
pub(super) fn entities(out: &mut String, page: &Page<'_>, events: &[&ReportEvent]) {
    let all = &page.data.entities;
    let shown = page.sections;
    let hidden = all.len() - shown.len() + page.data.hidden_entities;
    out.push_str("<section id=\"entities\"><h2>Entities</h2>\n<p class=\"note\">");
    out.push_str("Those of the most articles first, with all their names and how the articles write them.");
    if hidden > 0 {
        out.push_str(&format!(" {} more are in entities.jsonl.", number(hidden as u64)));
    }
    out.push_str("</p>\n");
    let events = events_by_entity(events);
    for (name, heading) in KINDS {
        let of_kind: Vec<&ReportEntity> = shown.iter().filter(|entity| kind(&entity.kind).0 == name).collect();
        if of_kind.is_empty() {
            continue;
        }
        let (open, folded) = of_kind.split_at(of_kind.len().min(OPEN));
        out.push_str(&format!("<h3><span class=\"{name}\">{heading}</span></h3>\n"));
        cards(out, open, &events);
        if !folded.is_empty() {
            let heading = heading.to_lowercase();
            out.push_str(&format!("<details><summary>{} more {heading}</summary>\n", folded.len()));
            cards(out, folded, &events);
            out.push_str("</details>\n");
        }
    }
    out.push_str("</section>\n");
}

/// The shown events of each entity, in order of time.
fn events_by_entity<'a>(events: &[&'a ReportEvent]) -> BTreeMap<&'a str, Vec<&'a ReportEvent>> {
    let mut by_entity: BTreeMap<&str, Vec<&ReportEvent>> = BTreeMap::new();
    for event in events {
        for id in &event.entities {
            by_entity.entry(id).or_default().push(event);
        }
    }
    by_entity
}

fn cards(out: &mut String, entities: &[&ReportEntity], events: &BTreeMap<&str, Vec<&ReportEvent>>) {
    out.push_str("<div class=\"cards\">\n");
    for entity in entities {
        card(out, entity, events.get(entity.id.as_str()).map_or(&[], Vec::as_slice));
    }
    out.push_str("</div>\n");
}

fn card(out: &mut String, entity: &ReportEntity, events: &[&ReportEvent]) {
    let name = main_label(entity);
    let (lang, title) = (lang::attribute_for(name), clipped(name, NAME_BYTES));
    let documents = counted(entity.documents, "article");
    out.push_str(&format!("<article class=\"card\" id=\"{}\">", anchor('n', &entity.id)));
    out.push_str(&format!("<h4{lang}>{title}</h4><p class=\"meta\">{documents}"));
    out.push_str(&format!(" · <span class=\"id\">{}</span>", clipped(&entity.id, NAME_BYTES)));
    if let Some(item) = entity.wikidata.as_deref().filter(|item| is_wikidata(item)) {
        out.push_str(&format!(" · <a href=\"https://www.wikidata.org/wiki/{item}\" rel=\"noreferrer\">{item}</a>"));
    }
    out.push_str(if entity.nil { "<br>not in the knowledge base</p>" } else { "</p>" });
    labels(out, entity, name);
    surfaces(out, entity);
    references(out, events);
    out.push_str("</article>\n");
}

/// `Q` and digits.
fn is_wikidata(item: &str) -> bool {
    item.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Canonical names in the order of the languages, then the aliases; each once, without the one in the heading.
fn labels(out: &mut String, entity: &ReportEntity, heading: &str) {
    let mut labels: Vec<(&str, &str)> = entity.labels.iter().map(|(tag, name)| (tag.as_str(), name.as_str())).collect();
    labels.sort_by(|a, b| lang::order(a.0, b.0));
    let labels = labels.into_iter().map(|(tag, name)| (Some(tag), name));
    let aliases = entity.aliases.iter().map(|name| (None, name.as_str()));
    let mut seen = BTreeSet::from([heading]);
    let mut names: Vec<String> = labels
        .chain(aliases)
        .filter(|(_, name)| !name.trim().is_empty() && seen.insert(name))
        .take(NAMES + 1)
        .map(|(tag, name)| match tag {
            Some(tag) => format!("<b lang=\"{}\">{}</b>", escape(tag), clipped(name, NAME_BYTES)),
            None => named(name),
        })
        .collect();
    if names.len() > NAMES {
        names[NAMES] = "…".to_string();
    }
    if !names.is_empty() {
        out.push_str(&format!("<p>{}</p>", names.join(", ")));
    }
}

/// How the articles write it, the most frequent first.
fn surfaces(out: &mut String, entity: &ReportEntity) {
    let mut surfaces: Vec<(&String, u64)> = entity.surfaces.iter().map(|(name, count)| (name, *count)).collect();
    surfaces.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    if surfaces.is_empty() {
        return;
    }
    let more = if surfaces.len() > NAMES { ", …" } else { "" };
    let surfaces: Vec<String> = surfaces
        .into_iter()
        .take(NAMES)
        .map(|(name, count)| format!("{} <small>×{}</small>", named(name), number(count)))
        .collect();
    out.push_str(&format!("<p class=\"met\"><span>Written</span> {}{more}</p>", surfaces.join(", ")));
}

/// Links to its events.
fn references(out: &mut String, events: &[&ReportEvent]) {
    if events.is_empty() {
        return;
    }
    out.push_str("<ul>");
    for event in events.iter().take(EVENTS) {
        let (lang, headline) = main_headline(event);
        let (target, lang, headline) = (anchor('v', &event.id), escape(lang), clipped(headline, NAME_BYTES));
        out.push_str(&format!("<li><a href=\"#{target}\" lang=\"{lang}\">{headline}</a></li>"));
    }
    if events.len() > EVENTS {
        out.push_str(&format!("<li>{}</li>", counted((events.len() - EVENTS) as u64, "more event")));
    }
    out.push_str("</ul>");
}

fn named(name: &str) -> String {
    format!("<span{}>{}</span>", lang::attribute_for(name), clipped(name, NAME_BYTES))
}
