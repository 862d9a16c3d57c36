//! Figures that differ: within their event with the sentences, and all of them by class.

use super::budget::{NAME_BYTES, SENTENCE_BYTES, VALUES};
use super::data::{ReportDisagreement, ReportEvent, ReportValue};
use super::html::{anchor, clipped, escape};
use super::lang;
use super::marks::{excerpt, widened};
use super::page::{Page, main_headline};

/// Classes, those first that a reader should look at first: class and title, what it means.
const CLASSES: [(&str, &str); 6] = [
    ("conflict", "values that differ by more than rounding, units or currencies explain"),
    ("unit slip", "the values differ by a power of ten, as if a unit were mistaken"),
    ("scope", "the articles seem to count different things"),
    ("currency", "one sum in two currencies or at two rates"),
    ("rounding", "the same value, rounded differently"),
    ("other", "not sorted into a class"),
];

/// A claim with its figures and their sentences. What states one value stands together under it, and a sentence that
/// articles copied from each other stands there once.
pub(super) fn claim(out: &mut String, page: &Page<'_>, claim: &ReportDisagreement) {
    let class = class(claim);
    out.push_str(&format!("<h5>{} <small class=\"class\">{class}</small></h5>\n<ul class=\"values\">\n", about(claim)));
    let mut rows: Vec<(&ReportValue, Vec<String>)> = Vec::new();
    for value in claim.values.iter().take(VALUES) {
        let link = page.article(&value.article);
        let same = |other: &ReportValue| (&other.value, &other.sentence) == (&value.value, &value.sentence);
        match rows.iter_mut().find(|(other, _)| same(other)) {
            Some((_, links)) if links.contains(&link) => {}
            Some((_, links)) => links.push(link),
            None => rows.push((value, vec![link])),
        }
    }
    let first = |stated: &str| claim.values.iter().position(|value| value.value == stated);
    rows.sort_by_key(|(value, _)| first(&value.value));
    let mut before = "";
    for (value, links) in rows {
        let stated = if value.value == before { String::new() } else { clipped(&value.value, NAME_BYTES) };
        before = &value.value;
        let lang = escape(&value.lang);
        let (sentence, links) = (sentence(value), links.join(" "));
        out.push_str(&format!("<li><b>{stated}</b> <q lang=\"{lang}\">{sentence}</q> <span>{links}</span></li>\n"));
    }
    if claim.values.len() > VALUES {
        out.push_str(&format!("<li>{} more in disagreements.jsonl</li>\n", claim.values.len() - VALUES));
    }
    out.push_str("</ul>\n");
}

/// All claims of the shown events, by class, each with its values and a link to its event.
pub(super) fn overview(out: &mut String, events: &[&ReportEvent]) {
    out.push_str("<section id=\"figures\"><h2>Figures that differ</h2>\n");
    out.push_str("<p class=\"note\">Reported, not judged: which one is right, the articles cannot say.</p>\n");
    for (name, meaning) in CLASSES {
        let claims: Vec<_> = events
            .iter()
            .flat_map(|event| event.disagreements.iter().map(move |claim| (event, claim)))
            .filter(|(_, claim)| class(claim) == name)
            .collect();
        if claims.is_empty() {
            continue;
        }
        out.push_str(&format!("<h3>{} <small>{meaning}</small></h3>\n<ul class=\"overview\">\n", capital(name)));
        for (event, claim) in claims.iter().take(OVERVIEW) {
            overview_line(out, event, claim);
        }
        if claims.len() > OVERVIEW {
            out.push_str(&format!("<li>{} more in the events</li>\n", claims.len() - OVERVIEW));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

/// Claims of one class in the overview; the events have them all.
const OVERVIEW: usize = 100;

fn overview_line(out: &mut String, event: &ReportEvent, claim: &ReportDisagreement) {
    let mut values: Vec<&str> = Vec::new();
    for value in &claim.values {
        if !values.contains(&value.value.as_str()) && values.len() < VALUES {
            values.push(&value.value);
        }
    }
    let values: Vec<String> = values.iter().map(|value| format!("<b>{}</b>", clipped(value, NAME_BYTES))).collect();
    let (lang, headline) = main_headline(event);
    let (target, lang, headline) = (anchor('v', &event.id), escape(lang), clipped(headline, NAME_BYTES));
    let link = format!("<a href=\"#{target}\" lang=\"{lang}\">{headline}</a>");
    out.push_str(&format!("<li><span>{}</span> <span>{}</span> {link}</li>\n", about(claim), values.join(" / ")));
}

/// The sentence with the figure marked, cut around it where it is long.
fn sentence(value: &ReportValue) -> String {
    let text = &value.sentence;
    let figure = widened(text, &value.figure);
    let part = excerpt(text, &figure, SENTENCE_BYTES);
    let dots = |cut: bool| if cut { "…" } else { "" };
    format!(
        "{}{}<mark>{}</mark>{}{}",
        dots(part.start > 0),
        escape(&text[part.start..figure.start]),
        clipped(&text[figure.clone()], NAME_BYTES),
        escape(&text[figure.end..part.end]),
        dots(part.end < text.len())
    )
}

/// `Alibaba Group, net profit, 2025Q4`.
fn about(claim: &ReportDisagreement) -> String {
    let entity = claim.entity.as_deref().map(|name| (name, lang::attribute_for(name)));
    let entity = entity.map(|(name, lang)| format!("<span{lang}>{}</span>", clipped(name, NAME_BYTES)));
    let period = claim.period.as_deref().map(|period| clipped(period, NAME_BYTES));
    let parts = [entity, Some(clipped(&claim.measure, NAME_BYTES)), period];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn class(claim: &ReportDisagreement) -> &'static str {
    let found = CLASSES.iter().find(|class| class.0 == claim.class.replace('_', " "));
    found.unwrap_or(&CLASSES[5]).0
}

/// The place of the claim's class among the classes.
pub(super) fn rank(claim: &ReportDisagreement) -> usize {
    let class = class(claim);
    CLASSES.iter().position(|known| known.0 == class).unwrap_or(CLASSES.len())
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
