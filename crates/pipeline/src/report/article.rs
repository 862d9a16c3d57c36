//! One article: its title, where it is from, its lead and, folded, the rest.

use std::ops::Range;

use super::budget::{ARTICLE_BYTES, LEAD_BYTES, NAME_BYTES, TITLE_BYTES};
use super::data::ReportArticle;
use super::dates;
use super::html::{anchor, clipped, escape, href, number};
use super::marks::{lead_end, paragraphs, tidy};
use super::page::Page;

/// An article with its text. One that repeats another is folded and keeps to its lead.
pub(super) fn article(out: &mut String, page: &Page<'_>, article: &ReportArticle) {
    let id = anchor('d', &article.id);
    match &article.near_duplicate_of {
        Some(original) => {
            let original = page.article(original);
            out.push_str(&format!("<details class=\"copy\" id=\"{id}\"><summary>Repeats {original}: "));
            out.push_str(&format!("{}</summary>", origin(article)));
            content(out, page, article, false);
            out.push_str("</details>\n");
        }
        None => {
            out.push_str(&format!("<article id=\"{id}\">"));
            content(out, page, article, page.whole_texts);
            out.push_str("</article>\n");
        }
    }
}

/// An article as a line, where there are too many.
pub(super) fn article_line(out: &mut String, article: &ReportArticle) {
    let (id, lang) = (anchor('d', &article.id), escape(&article.lang));
    let title = clipped(&article.title.text, TITLE_BYTES / 2);
    let title = linked(&title, article.url.as_deref());
    out.push_str(&format!(
        "<li id=\"{id}\"><span lang=\"{lang}\">{title}</span> <small>{}</small></li>\n",
        origin(article)
    ));
}

fn content(out: &mut String, page: &Page<'_>, article: &ReportArticle, whole: bool) {
    let lang = escape(&article.lang);
    out.push_str(&format!("<h5 lang=\"{lang}\">{}</h5>", page.marked_line(&article.title, TITLE_BYTES)));
    out.push_str(&format!("<p class=\"meta\">{}{}</p>", origin(article), remarks(article)));
    body(out, page, article, whole);
}

/// The text: its lead, and the rest folded or left out.
fn body(out: &mut String, page: &Page<'_>, article: &ReportArticle, whole: bool) {
    let text = &article.text.text;
    let names = tidy(&article.text);
    let lang = escape(&article.lang);
    let part = |out: &mut String, range: Range<usize>| {
        out.push_str(&format!("<div lang=\"{lang}\">"));
        for paragraph in paragraphs(text, range) {
            out.push_str(&format!("<p>{}</p>", page.marked(text, &names, paragraph)));
        }
        out.push_str("</div>");
    };
    let lead = lead_end(text, &names, LEAD_BYTES);
    part(out, 0..lead);
    let end = if text.len() <= ARTICLE_BYTES { text.len() } else { lead_end(text, &names, ARTICLE_BYTES).max(lead) };
    let left = text[lead..].trim().chars().count() as u64;
    if left > 0 && whole {
        out.push_str(&format!("<details class=\"rest\"><summary>{} more characters</summary>", number(left)));
        part(out, lead..end);
        out.push_str(if end < text.len() { "<p>…</p></details>" } else { "</details>" });
    } else if left > 0 {
        out.push_str(&format!("<p class=\"meta\">… {} more characters</p>", number(left)));
    }
}

/// Source, time, id; the source is the link.
fn origin(article: &ReportArticle) -> String {
    let source = article.source.as_deref().filter(|source| !source.trim().is_empty());
    let name = format!("<span lang=\"{}\">{}</span>", escape(&article.lang), clipped(source.unwrap_or(""), NAME_BYTES));
    let source = match (source, article.url.as_deref().and_then(href)) {
        (Some(_), _) => linked(&name, article.url.as_deref()),
        (None, Some(_)) => linked("original", article.url.as_deref()),
        (None, None) => "no source".to_string(),
    };
    let time = article.published.as_deref().map_or("no date".to_string(), |time| clipped(&dates::moment(time), 40));
    format!("{source} · {time} · <span class=\"id\">{}</span>", clipped(&article.id, NAME_BYTES))
}

/// What the cleaning noticed.
fn remarks(article: &ReportArticle) -> String {
    let flags: Vec<String> = article.flags.iter().take(12).map(|flag| clipped(&flag.replace('_', " "), 40)).collect();
    match flags.is_empty() {
        true => String::new(),
        false => format!("<br><span class=\"flags\">cleaned: {}</span>", flags.join(", ")),
    }
}

/// HTML inside a link to the address, where that may be one.
fn linked(html: &str, url: Option<&str>) -> String {
    match url.and_then(href) {
        Some(url) => format!("<a href=\"{url}\" rel=\"noreferrer\">{html}</a>"),
        None => html.to_string(),
    }
}
