//! brat's standoff form (<https://brat.nlplab.org/standoff.html>): `.txt` beside `.ann`.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

use super::texts::ArticleText;
use super::{ExportError, Texts, write};
use crate::output::OutputFolder;
use crate::records::EntityRecord;

/// The types of mentions, as brat reads them.
const ANNOTATION_CONF: &str = "[entities]\nPerson\nOrganization\nProduct\nPlace\nEvent\n\n[relations]\n\n[events]\n\n\
    [attributes]\n";

/// Writes a `.txt` and an `.ann` for each article, and `annotation.conf`, to `folder`. Offsets are code points of the
/// `.txt`, which holds the input text, the title on a line before it where it is a field of its own. A mention is a `T`
/// line and, for what it means, an `N` line with the entity's id. Returns the number of mentions.
///
/// # Errors
/// When the run or an input cannot be read, or a file cannot be written.
pub fn export_brat(run: &OutputFolder, texts: Texts, folder: &Path) -> Result<u64, ExportError> {
    let mut labels: HashMap<String, String> = HashMap::new();
    for entity in run.records::<EntityRecord>("entities.jsonl")? {
        let entity = entity?;
        let first = entity.labels.get("en").or_else(|| entity.surfaces.keys().next()).cloned();
        labels.insert(entity.id, first.unwrap_or_default());
    }
    write(&folder.join("annotation.conf"), ANNOTATION_CONF)?;
    let mut used: HashMap<String, u32> = HashMap::new();
    let mut mentions = 0;
    for article in texts {
        let article = article?;
        mentions += article.mentions.len() as u64;
        let mut name = file_name(&article.id);
        let times = used.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            name += &format!("~{times}");
        }
        write(&folder.join(format!("{name}.txt")), &article.text)?;
        write(&folder.join(format!("{name}.ann")), &annotations(&article, &labels))?;
    }
    Ok(mentions)
}

fn annotations(article: &ArticleText, labels: &HashMap<String, String>) -> String {
    let chars: Vec<char> = article.text.chars().collect();
    let mut lines = String::new();
    for (number, mention) in article.mentions.iter().enumerate() {
        let number = number + 1;
        let (fragments, text) = fragments(&chars, mention.start, mention.end);
        let label = labels.get(&mention.entity).map_or("", String::as_str).replace(['\n', '\t'], " ");
        let kind = capital(&mention.kind);
        let _ = writeln!(lines, "T{number}\t{kind} {fragments}\t{text}");
        if !mention.entity.is_empty() {
            let _ = writeln!(lines, "N{number}\tReference T{number} newsbraid:{}\t{label}", mention.entity);
        }
    }
    lines
}

/// The offsets of a mention, and its text: a line break inside parts it, as brat's lines hold none.
fn fragments(chars: &[char], start: u32, end: u32) -> (String, String) {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for at in start..end {
        let breaks = matches!(chars[at as usize], '\n' | '\r');
        match parts.last_mut() {
            Some((_, to)) if *to == at && !breaks => *to = at + 1,
            _ if !breaks => parts.push((at, at + 1)),
            _ => {}
        }
    }
    let offsets: Vec<String> = parts.iter().map(|(from, to)| format!("{from} {to}")).collect();
    let texts = parts.iter().map(|(from, to)| chars[*from as usize..*to as usize].iter().collect::<String>());
    (offsets.join(";"), texts.collect::<Vec<String>>().join(" "))
}

fn capital(kind: &str) -> String {
    let mut letters = kind.chars();
    letters.next().map_or_else(|| "Mention".to_string(), |first| first.to_uppercase().chain(letters).collect())
}

/// An id as a path below the folder: no part of it leads out, and no character that a file system refuses is left.
fn file_name(id: &str) -> String {
    let part = |part: &str| -> String {
        let safe = part.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' });
        let safe: String = safe.collect();
        if safe.chars().all(|c| c == '.') { "_".repeat(safe.len().max(1)) } else { safe }
    };
    id.split('/').map(part).collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_below_the_folder() {
        for (id, expect) in [
            ("pages/ko-0309a", "pages/ko-0309a"),
            ("../../etc/passwd", "__/__/etc/passwd"),
            ("/root", "_/root"),
            ("a:b c", "a_b_c"),
            ("", "_"),
        ] {
            assert_eq!(file_name(id), expect);
        }
    }

    #[test]
    fn line_breaks_part_a_mention() {
        let chars: Vec<char> = "젠슨\n황은".chars().collect();
        assert_eq!(fragments(&chars, 0, 4), ("0 2;3 4".to_string(), "젠슨 황".to_string()));
        assert_eq!(fragments(&chars, 0, 2), ("0 2".to_string(), "젠슨".to_string()));
    }
}
