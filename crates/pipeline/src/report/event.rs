//! One event: its articles side by side by language, the figures that differ, what joined the articles.

use super::article::{article, article_line};
use super::budget::{ARTICLES_PER_COLUMN, CLAIMS, EVIDENCE, JOINS, LINES_PER_COLUMN, NAME_BYTES, TITLE_BYTES};
use super::data::{ReportArticle, ReportDisagreement, ReportEvent, ReportJoin};
use super::html::{anchor, clipped, counted, escape, number};
use super::page::{Page, languages, main_headline};
use super::{claim, dates, lang};
use std::collections::HashSet;

/// The inside of an event's section, after the heading.
pub(super) fn body(page: &Page<'_>, event: &ReportEvent) -> String {
    let mut out = String::new();
    let names: Vec<String> = event.entities.iter().take(10).filter_map(|id| page.entity(id)).collect();
    if !names.is_empty() {
        out.push_str(&format!("<p class=\"names\">{}</p>\n", names.join(", ")));
    }
    out.push_str("<div class=\"columns\">\n");
    for tag in languages(event) {
        column(&mut out, page, event, tag);
    }
    out.push_str("</div>\n");
    claims(&mut out, page, event);
    joins(&mut out, page, event);
    out
}

/// The start of an event's section: when, how many, the headline.
pub(super) fn heading(event: &ReportEvent) -> String {
    let (lang, headline) = main_headline(event);
    let mut facts = vec![counted(event.articles.len() as u64, "article")];
    if event.sources.len() > 1 {
        facts.push(counted(event.sources.len() as u64, "source"));
    }
    format!(
        "<section class=\"happening\" id=\"{}\">\n<p class=\"when\">{} · {}\
         <a class=\"up\" href=\"#events\">contents</a></p>\n\
         <h3 lang=\"{}\">{}</h3>\n",
        anchor('v', &event.id),
        when(event),
        facts.join(" · "),
        escape(lang),
        clipped(headline, TITLE_BYTES)
    )
}

/// The days of an event.
pub(super) fn when(event: &ReportEvent) -> String {
    let first = event.first_seen.as_deref().and_then(dates::day);
    let last = event.last_seen.as_deref().and_then(dates::day);
    match (first, last.or(first)) {
        (Some(first), Some(last)) => {
            format!("<time datetime=\"{first}\">{}</time>", dates::period(first, last.max(first)))
        }
        _ => "no date".to_string(),
    }
}

/// The articles of one language: originals before those that repeat them, each by time.
fn column(out: &mut String, page: &Page<'_>, event: &ReportEvent, tag: &str) {
    let mut articles: Vec<&ReportArticle> = event.articles.iter().filter(|article| article.lang == tag).collect();
    articles.sort_by_key(|article| (article.near_duplicate_of.is_some(), &article.published, &article.id));
    let (shown, lines) = articles.split_at(articles.len().min(ARTICLES_PER_COLUMN));
    let (safe, name) = (escape(tag), clipped(lang::name(tag), NAME_BYTES));
    out.push_str(&format!("<section class=\"column\"><h4><span lang=\"{safe}\">{name}</span>"));
    if articles.len() > 1 {
        out.push_str(&format!(" <small>{}</small>", number(articles.len() as u64)));
    }
    out.push_str("</h4>\n<div class=\"articles\">\n");
    for shown in shown {
        article(out, page, shown);
    }
    out.push_str("</div>\n");
    if !lines.is_empty() {
        out.push_str(&format!("<details><summary>{} more</summary><ol>\n", counted(lines.len() as u64, "article")));
        lines.iter().take(LINES_PER_COLUMN).for_each(|line| article_line(out, line));
        out.push_str(if lines.len() > LINES_PER_COLUMN {
            "<li>…</li></ol></details>\n"
        } else {
            "</ol></details>\n"
        });
    }
    out.push_str("</section>\n");
}

fn claims(out: &mut String, page: &Page<'_>, event: &ReportEvent) {
    if event.disagreements.is_empty() {
        return;
    }
    out.push_str("<section class=\"claims\"><h4>Figures that differ</h4>\n");
    let mut claims: Vec<&ReportDisagreement> = event.disagreements.iter().collect();
    claims.sort_by_key(|found| claim::rank(found));
    claims.into_iter().take(CLAIMS).for_each(|found| claim::claim(out, page, found));
    if event.disagreements.len() > CLAIMS {
        out.push_str(&format!("<p>{} more in disagreements.jsonl.</p>\n", event.disagreements.len() - CLAIMS));
    }
    out.push_str("</section>\n");
}

/// What joined the articles, as a folded table.
fn joins(out: &mut String, page: &Page<'_>, event: &ReportEvent) {
    if event.articles.len() < 2 || event.why.is_empty() {
        return;
    }
    out.push_str("<details class=\"why\"><summary>What joined these articles</summary><table>\n");
    out.push_str("<thead><tr><th>Article<th>joined<th>likeness<th>both have</tr></thead><tbody>\n");
    let rows = pairs(&event.why);
    rows.iter().take(JOINS).for_each(|why| join(out, page, why));
    out.push_str("</tbody></table>");
    if rows.len() > JOINS {
        out.push_str(&format!("<p>{} more in clusters.jsonl.</p>", rows.len() - JOINS));
    }
    out.push_str("</details>\n");
}

/// Each pair once, as the later of two says it that are most like each other.
fn pairs(why: &[ReportJoin]) -> Vec<&ReportJoin> {
    let mut said = HashSet::new();
    let later_first = why.iter().rev();
    let mut rows: Vec<&ReportJoin> = later_first
        .filter(|join| {
            said.insert((&join.article, &join.with));
            !said.contains(&(&join.with, &join.article))
        })
        .collect();
    rows.reverse();
    rows
}

fn join(out: &mut String, page: &Page<'_>, why: &ReportJoin) {
    let article = page.article(&why.article);
    let evidence: Vec<String> = why
        .evidence
        .iter()
        .take(EVIDENCE)
        .map(|one| match page.entity(one) {
            Some(name) => format!("<li>{name}</li>"),
            None => format!("<li{}>{}</li>", lang::attribute_for(one), clipped(one, NAME_BYTES)),
        })
        .collect();
    let (with, score) = (page.article(&why.with), why.score.clamp(0.0, 1.0));
    out.push_str(&format!("<tr><td>{article}<td>{with}<td>{score:.2}<td><ul>{}</ul></tr>\n", evidence.concat()));
}
