//! What was run: the head of the page, the rejects and the facts at its end.

use super::budget::{NAME_BYTES, ROWS};
use super::data::{ReportData, ReportEvent};
use super::html::{clipped, counted, number};
use super::{dates, lang};

/// Title, what was found in one sentence, languages, and links to the parts of the page.
pub(super) fn masthead(out: &mut String, data: &ReportData, events: &[&ReportEvent]) {
    let run = &data.run;
    out.push_str(&format!(
        "<header class=\"masthead\">\n<p class=\"brand\">newsbraid</p>\n<h1>{}</h1>\n",
        clipped(&data.title, NAME_BYTES)
    ));
    out.push_str(&format!("<p class=\"summary\">{}</p>\n", summary(data)));
    languages(out, data);
    out.push_str("<nav class=\"parts\" aria-label=\"Parts of this page\"><a href=\"#events\">Events</a>");
    if events.iter().any(|event| !event.disagreements.is_empty()) {
        out.push_str(&format!(
            "<a href=\"#figures\">Figures that differ <small>{}</small></a>",
            number(run.disagreements)
        ));
    }
    out.push_str("<a href=\"#entities\">Entities</a>");
    if !data.rejects.is_empty() {
        let rejects = data.rejects.len() + data.hidden_rejects;
        out.push_str(&format!("<a href=\"#rejects\">Rejects <small>{}</small></a>", number(rejects as u64)));
    }
    out.push_str("<a href=\"#run\">This run</a></nav>\n</header>\n");
}

fn summary(data: &ReportData) -> String {
    let run = &data.run;
    let day = |time: &Option<String>| time.as_deref().and_then(dates::day);
    let period = match (day(&run.first), day(&run.last)) {
        (Some(first), Some(last)) => format!(", {}", dates::period(first, last)),
        _ => String::new(),
    };
    let languages = match run.languages.len() {
        0 | 1 => String::new(),
        n => format!(" in {n} languages and scripts"),
    };
    let mut facts = format!(
        "<b>{}</b>{languages}{period}, report <b>{}</b>.",
        counted(run.articles, "article"),
        counted(run.events, "event")
    );
    facts.push_str(&format!(
        " {} of them were reported more than once, {} across languages; {} an earlier article.",
        number(run.events_of_several),
        number(run.events_across_languages),
        match run.near_duplicates {
            1 => "1 article repeats".to_string(),
            n => format!("{} articles repeat", number(n)),
        }
    ));
    facts
}

/// Articles per language as parts of a line.
fn languages(out: &mut String, data: &ReportData) {
    let mut all: Vec<(&String, &u64)> = data.run.languages.iter().collect();
    if all.is_empty() {
        return;
    }
    all.sort_by(|a, b| lang::order(a.0, b.0));
    out.push_str("<ul class=\"languages\">\n");
    for (tag, count) in all.into_iter().take(12) {
        let (tag, name) = (clipped(tag, 40), clipped(lang::name(tag), NAME_BYTES));
        out.push_str(&format!(
            "<li style=\"flex-grow:{count}\"><span lang=\"{tag}\">{name}</span> {}</li>\n",
            number(*count)
        ));
    }
    out.push_str("</ul>\n");
}

/// The articles that were refused.
pub(super) fn rejects(out: &mut String, data: &ReportData) {
    if data.rejects.is_empty() {
        return;
    }
    out.push_str(
        "<section id=\"rejects\"><h2>Rejects</h2>\n<table>\n\
         <thead><tr><th>Input<th>Article<th>Stage<th>Reason</tr></thead><tbody>\n",
    );
    for reject in data.rejects.iter().take(ROWS) {
        let line = reject.line.map_or(String::new(), |line| format!(":{line}"));
        let id = clipped(reject.id.as_deref().unwrap_or(""), NAME_BYTES);
        let input = clipped(&reject.input, NAME_BYTES);
        let (stage, reason) = (clipped(&reject.stage, NAME_BYTES), clipped(&reject.reason, 2 * NAME_BYTES));
        out.push_str(&format!("<tr><td class=\"id\">{input}{line}<td class=\"id\">{id}<td>{stage}<td>{reason}</tr>\n"));
    }
    out.push_str("</tbody></table>\n");
    let hidden = data.rejects.len().saturating_sub(ROWS) + data.hidden_rejects;
    if hidden > 0 {
        out.push_str(&format!("<p class=\"note\">{} more are in rejects.jsonl.</p>\n", number(hidden as u64)));
    }
    out.push_str("</section>\n");
}

/// What the result depends on.
pub(super) fn colophon(out: &mut String, data: &ReportData) {
    let run = &data.run;
    out.push_str("<footer id=\"run\"><h2>This run</h2>\n<dl>\n");
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("<dt>{name}<dd>{}\n", clipped(value, NAME_BYTES)));
        }
    };
    fact("newsbraid", &run.version);
    fact("Knowledge base", &run.knowledge_base);
    fact("Korean dictionary", &run.dictionary);
    fact("Glosses", &run.glosses);
    for (file, lines) in run.counts.iter().take(ROWS) {
        fact(&clipped(file, NAME_BYTES), &counted(*lines, "line"));
    }
    out.push_str("</dl>\n");
    inputs(out, data);
    out.push_str(
        "<p>Made from the files beside this page, which say more. \
         Equal input and configuration give an equal page.</p>\n</footer>\n",
    );
}

fn inputs(out: &mut String, data: &ReportData) {
    let all = &data.run.inputs;
    if all.is_empty() {
        return;
    }
    out.push_str(&format!("<details><summary>{}</summary><table>\n", counted(all.len() as u64, "input file")));
    for (name, sha256) in all.iter().take(ROWS) {
        let (name, sha256) = (clipped(name, NAME_BYTES), clipped(sha256, NAME_BYTES));
        out.push_str(&format!("<tr><td>{name}<td class=\"id\">{sha256}</tr>\n"));
    }
    out.push_str("</table>");
    if all.len() > ROWS {
        out.push_str("<p>All of them are in manifest.json.</p>");
    }
    out.push_str("</details>\n");
}
