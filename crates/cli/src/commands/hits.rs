//! How hits are printed.

use std::ffi::OsString;
use std::io::{self, Write};

use newsbraid_indexer::{
    Expansion, FacetCounts, Histogram, Hit, Hits, Matched, Note, Target, tame, to_html, to_terminal, to_text,
};
use newsbraid_pipeline::Page;
use serde_json::{Value, json};

/// Values of a facet that are printed; `newsbraid count` has them all.
const SHOWN: usize = 20;

/// Whether what was found is coloured: on a terminal, unless `NO_COLOR` is set to anything (no-color.org).
pub fn has_colour(is_terminal: bool, no_color: Option<OsString>) -> bool {
    is_terminal && no_color.is_none_or(|value| value.is_empty())
}

/// A page as one object; with `explain` also what the words of the query became, and what of them each hit has.
pub fn to_json(query: &str, page: &Page, explain: bool) -> Value {
    let found = &page.found;
    let hits: Vec<Value> =
        found.hits.hits.iter().zip(&found.clusters).map(|(hit, event)| hit_json(hit, event)).collect();
    let mut answer = json!({ "query": query, "total": found.hits.total, "hits": hits, "next": page.next });
    if !found.hits.facets.is_empty() {
        answer["facets"] =
            found.hits.facets.iter().map(|counts| (counts.facet.name().to_string(), facet_json(counts))).collect();
    }
    if let Some(Histogram { bars, undated }) = &found.hits.histogram {
        let bars: Vec<Value> = bars.iter().map(|(from, count)| json!({ "from": from, "articles": count })).collect();
        answer["histogram"] = json!({ "bars": bars, "undated": undated });
    }
    if explain {
        add_explanation(&mut answer, &found.hits);
    }
    answer
}

fn add_explanation(answer: &mut Value, hits: &Hits) {
    let expansion = |e: &Expansion| json!({ "text": wording(&e.target), "why": e.why, "weight": e.weight });
    let word = |note: &Note| {
        let expansions: Vec<Value> = note.expansions.iter().map(expansion).collect();
        json!({ "text": note.text, "expansions": expansions })
    };
    answer["words"] = hits.notes.iter().map(word).collect();
    for (at, hit) in hits.hits.iter().enumerate() {
        let matched =
            |m: &Matched| json!({ "word": hits.notes[m.note].text, "text": m.text, "why": m.why, "score": m.score });
        answer["hits"][at]["matched"] = hit.matched.iter().map(matched).collect();
    }
}

fn wording(target: &Target) -> &str {
    match target {
        Target::Entity(wording) | Target::Text(wording) | Target::Sound(wording) => wording,
    }
}

fn hit_json(hit: &Hit, event: &Option<String>) -> Value {
    json!({
        "id": hit.id, "score": hit.score, "lang": hit.lang, "title": hit.title, "cluster": event,
        "source": hit.source, "published_at": hit.published.map(|at| at.to_string()), "snippet": to_html(&hit.snippet),
    })
}

fn facet_json(counts: &FacetCounts) -> Value {
    let row = |(value, count): &(String, u64)| json!({ "value": value, "articles": count });
    let values: Vec<Value> = counts.values.iter().take(SHOWN).map(row).collect();
    json!({ "values": values, "more": counts.values.len().saturating_sub(SHOWN) })
}

/// What each part of a query became, for people: a line each, and a line for each thing that it leads to.
pub fn print_notes(out: &mut impl Write, notes: &[Note]) -> io::Result<()> {
    for note in notes {
        writeln!(out, "{}", tame(&note.text))?;
        for expansion in &note.expansions {
            writeln!(out, "    {}  {} {:.2}", wording(&expansion.target), expansion.why, expansion.weight)?;
        }
    }
    Ok(())
}

/// A page for people: a line and a snippet a hit, and what it has of the query where that was asked for; then what was
/// counted.
pub fn print(out: &mut impl Write, page: &Page, colour: bool) -> io::Result<()> {
    let found = &page.found;
    for (hit, event) in found.hits.hits.iter().zip(&found.clusters) {
        let date = hit.published.map_or(String::new(), |at| format!(" · {at}"));
        writeln!(out, "{}\t{:.3}\t{}{date}\t{}", tame(&hit.id), hit.score, hit.lang, tame(&hit.title))?;
        let snippet = if colour { to_terminal(&hit.snippet) } else { to_text(&hit.snippet, ["", ""]) };
        writeln!(out, "    {snippet}  [{}]", event.as_deref().unwrap_or("-"))?;
        for Matched { note, text, why, score } in &hit.matched {
            let word = tame(&found.hits.notes[*note].text);
            writeln!(out, "    {score:.3}  {word} = {} ({why})", tame(text))?;
        }
    }
    for counts in &found.hits.facets {
        writeln!(out, "\n{}\tarticles", counts.facet.name())?;
        for (value, count) in counts.values.iter().take(SHOWN) {
            writeln!(out, "{}\t{count}", if value.is_empty() { "-".to_string() } else { tame(value) })?;
        }
        if counts.values.len() > SHOWN {
            writeln!(out, "… {} more", counts.values.len() - SHOWN)?;
        }
    }
    if let Some(Histogram { bars, undated }) = &found.hits.histogram {
        writeln!(out, "\nfrom\tarticles")?;
        bars.iter().try_for_each(|(from, count)| writeln!(out, "{from}\t{count}"))?;
        if *undated > 0 {
            writeln!(out, "-\t{undated}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_for_terminals_and_may_be_refused() {
        let check = |is_terminal, no_color: Option<&str>, expect| {
            assert_eq!(has_colour(is_terminal, no_color.map(OsString::from)), expect, "{is_terminal} {no_color:?}");
        };
        check(true, None, true);
        check(true, Some(""), true);
        check(true, Some("1"), false);
        check(false, None, false);
    }
}
