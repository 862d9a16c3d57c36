//! Proposals as a patch of the entity files, to be read before it is applied.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Matched;
use crate::source::{SourceError, Sources};

/// Lines of context before an insertion; an entity has more.
const BEFORE: usize = 2;

/// A unified diff that adds `wikidata = "Q…"` as the last key of each entity, with the evidence in the line of each hunk;
/// before it, as comments, what is ambiguous or stands in files that are no TOML.
///
/// # Errors
/// When an entity file cannot be read again.
pub fn patch(sure: &[Matched], ambiguous: &[Matched], sources: &Sources) -> Result<String, SourceError> {
    let mut at: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for (record, file, line) in sources.places() {
        at.entry(&record.id).or_insert((file, line));
    }
    let mut comments = String::new();
    for matched in ambiguous {
        comment(&mut comments, "ambiguous", matched);
    }
    let mut by_file: BTreeMap<&str, BTreeMap<usize, &Matched>> = BTreeMap::new();
    for matched in sure {
        match at.get(matched.id.as_str()) {
            Some((file, line)) if file.ends_with(".toml") => {
                by_file.entry(file).or_default().insert(*line as usize, matched);
            }
            _ => comment(&mut comments, "not in a .toml file", matched),
        }
    }
    for (file, matches) in by_file {
        comments.push_str(&hunks(file, &sources.content(file)?, &matches));
    }
    Ok(comments)
}

fn comment(out: &mut String, why: &str, matched: &Matched) {
    let Matched { id, wikidata, evidence } = matched;
    writeln!(out, "# {why}: {id} {wikidata} ({})", evidence.join("; ")).expect("strings take all");
}

/// The changes of one file; `matches` by the line of the entity.
fn hunks(file: &str, content: &str, matches: &BTreeMap<usize, &Matched>) -> String {
    let lines: Vec<&str> = content.lines().collect();
    let name = file.trim_start_matches('/');
    let mut out = format!("--- a/{name}\n+++ b/{name}\n");
    for (added, (&line, matched)) in matches.iter().enumerate() {
        let last = last_line(&lines, line);
        let from = last.saturating_sub(BEFORE);
        let context = &lines[from..last];
        let after = lines.get(last);
        let old = context.len() + usize::from(after.is_some());
        let evidence = format!("{}: {}", matched.id, matched.evidence.join("; "));
        writeln!(out, "@@ -{},{old} +{},{} @@ {evidence}", from + 1, from + 1 + added, old + 1)
            .expect("strings take all");
        context.iter().for_each(|line| writeln!(out, " {line}").expect("strings take all"));
        writeln!(out, "+wikidata = \"{}\"", matched.wikidata).expect("strings take all");
        after.into_iter().for_each(|line| writeln!(out, " {line}").expect("strings take all"));
    }
    out
}

/// The number of the last line of the entity that begins at a line, counted from 1: before the next table, without the
/// empty lines and comments between them.
fn last_line(lines: &[&str], first: usize) -> usize {
    let next = lines.iter().skip(first).position(|line| line.trim_start().starts_with("[[")).map(|n| first + n);
    let end = next.unwrap_or(lines.len());
    let between = |line: &&&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    end - lines[first..end].iter().rev().take_while(between).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_goes_to_the_end_of_its_entity() {
        let content = "# Firms\n[[entity]]\nid = \"a\"\nkind = \"place\"\n\n# next\n[[entity]]\nid = \"b\"\nkind = \"place\"\nalias = { en = [\n  \"B\",\n] }\n";
        let matched = |id: &str| Matched { id: id.into(), wikidata: "Q1".into(), evidence: vec!["en A".into()] };
        let (a, b) = (matched("a"), matched("b"));
        let found = hunks("x.toml", content, &BTreeMap::from([(2, &a), (7, &b)]));
        let expect = "--- a/x.toml\n+++ b/x.toml\n@@ -3,3 +3,4 @@ a: en A\n id = \"a\"\n kind = \"place\"\n+wikidata = \"Q1\"\n \n\
                      @@ -11,2 +12,3 @@ b: en A\n   \"B\",\n ] }\n+wikidata = \"Q1\"\n";
        assert_eq!(found, expect);
    }
}
