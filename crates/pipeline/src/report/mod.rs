//! `report.html`: the page that a run leaves for people to look at.
//!
//! The caller fills a [`ReportData`] and gets one self-contained page: plain HTML with its style inside, no script,
//! nothing loaded from elsewhere, equal bytes for equal data. All text of articles goes through `html::escape`, a
//! policy in the page forbids scripts and requests besides, and only `http` and `https` addresses become links.
//!
//! ```text
//! all events --choose--> ReportData --render--> contents by date
//!                                               events: articles side by side, figures that differ, what joined them
//!                                               figures that differ, entities, rejects, the run
//! ```
//! A large run is not shown whole: [`choose`] takes the largest and the newest events by turns, and the page says how
//! many it leaves out. Its limits are in `budget`.

mod article;
mod budget;
mod claim;
mod contents;
mod data;
mod dates;
mod entity;
mod event;
mod html;
mod lang;
mod marks;
mod page;
mod run;
#[cfg(test)]
mod tests;

pub use budget::{EventSize, choose};
pub use data::{
    Highlight, Marked, ReportArticle, ReportData, ReportDisagreement, ReportEntity, ReportEvent, ReportJoin,
    ReportReject, ReportRun, ReportValue,
};

use html::{anchor, clipped, escape, number};
use page::{KINDS, Page, main_headline};

/// The style of the page. It names fonts of the reader's system only.
const STYLE: &str = include_str!("style.css");

/// The whole page. Under 5 MB for any data; under 1 MB for about a hundred articles.
///
/// ```text
/// let page = render(&ReportData { title: "out".to_string(), ..ReportData::default() });
/// std::fs::write("out/report.html", page)?;
/// ```
pub fn render(data: &ReportData) -> String {
    let page = Page::new(data);
    let sections = budget::fit(&data.events, |event| event::body(&page, event));
    let events: Vec<&ReportEvent> = sections.iter().map(|(at, _)| &data.events[*at]).collect();
    let mut out = String::with_capacity(sections.iter().map(|(_, html)| html.len()).sum::<usize>() * 5 / 4 + 65_536);
    head(&mut out, &data.title);
    run::masthead(&mut out, data, &events);
    out.push_str("<main>\n<section id=\"events\"><h2>Events</h2>\n");
    out.push_str(&note(&page, events.len()));
    contents::contents(&mut out, &events);
    legend(&mut out);
    for (event, (_, body)) in events.iter().zip(&sections) {
        out.push_str(&event::heading(event));
        out.push_str(&story(event, &events));
        out.push_str(body);
        out.push_str("</section>\n");
    }
    out.push_str("</section>\n");
    if events.iter().any(|event| !event.disagreements.is_empty()) {
        claim::overview(&mut out, &events);
    }
    entity::entities(&mut out, &page, &events);
    run::rejects(&mut out, data);
    out.push_str("</main>\n");
    run::colophon(&mut out, data);
    out.push_str("</body>\n</html>\n");
    out
}

fn head(out: &mut String, title: &str) {
    out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str(
        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n",
    );
    out.push_str(&format!("<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n", clipped(title, TITLE)));
}

/// What the page may do: show its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Bytes of the page's title.
const TITLE: usize = 200;

/// What the page does not show.
fn note(page: &Page<'_>, shown: usize) -> String {
    let hidden = page.data.events.len() - shown + page.data.hidden_events;
    let mut notes = Vec::new();
    if hidden > 0 {
        notes.push(format!(
            "This page shows {} of {} events, the largest and the newest; all of them are in clusters.jsonl.",
            number(shown as u64),
            number((shown + hidden) as u64)
        ));
    }
    if !page.whole_texts {
        notes.push("Of each article it has the beginning.".to_string());
    }
    match notes.is_empty() {
        true => String::new(),
        false => format!("<p class=\"note\">{}</p>\n", notes.join(" ")),
    }
}

/// How names are marked.
fn legend(out: &mut String) {
    let kinds: Vec<String> =
        KINDS[..5].iter().map(|(name, _)| format!("<span class=\"{name}\">{name}</span>")).collect();
    out.push_str(&format!(
        "<p class=\"legend\">Names are underlined by kind: {}; \
         <span class=\"person nil\">with a ring</span>, where the knowledge base does not have them.</p>\n",
        kinds.join(", ")
    ));
}

/// Links to the other shown events of the same story.
fn story(event: &ReportEvent, events: &[&ReportEvent]) -> String {
    if event.story.is_empty() {
        return String::new();
    }
    let others: Vec<String> = events
        .iter()
        .filter(|other| other.story == event.story && other.id != event.id)
        .take(STORY_LINKS)
        .map(|other| {
            let (lang, headline) = main_headline(other);
            let (target, lang) = (anchor('v', &other.id), escape(lang));
            format!("<li><a href=\"#{target}\" lang=\"{lang}\">{}</a></li>", clipped(headline, TITLE))
        })
        .collect();
    match others.is_empty() {
        true => String::new(),
        false => format!("<div class=\"story\">Same story <ul>{}</ul></div>\n", others.concat()),
    }
}

/// Other events of a story that an event refers to.
const STORY_LINKS: usize = 6;
