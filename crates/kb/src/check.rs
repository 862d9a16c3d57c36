//! What a person should mend in the sources.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use newsbraid_text::{Script, script_of};

use crate::base::{Kind, name_key};
use crate::compile::{is_derived, month_day};
use crate::schema::NameRecord;
use crate::source::{Sources, Written};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The entity is left out, or a link would be a matter of chance.
    Error,
    /// Worth a look.
    Warning,
}

/// Something to mend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Which of the stacked bases, counted from 0.
    pub layer: usize,
    /// How bad.
    pub severity: Severity,
    /// What was found, what was expected, and the way out.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "{}:{}: {severity}: {}", self.file, self.line, self.message)
    }
}

/// Looks through the sources: duplicate ids, full names that several entities claim, empty labels, unknown kinds and
/// languages, references that are missing or go in a circle, one-character full names, control characters, an entity that
/// two bases call of different kinds. In order of file and line. Unknown keys are refused when the sources are read.
pub fn check(sources: &Sources) -> Vec<Finding> {
    let mut findings = Findings { files: &sources.files, found: Vec::new() };
    duplicate_ids(&sources.written, &mut findings);
    let ids: HashSet<&str> = sources.written.iter().map(|w| w.record.id.as_str()).collect();
    for written in &sources.written {
        fields(written, &ids, &mut findings);
    }
    ambiguous_names(&sources.written, &mut findings);
    circles(&sources.written, &mut findings);
    different_kinds(&sources.written, &mut findings);
    findings.found.sort();
    findings.found
}

/// What was found, with the names of the files.
struct Findings<'s> {
    files: &'s [String],
    found: Vec<Finding>,
}

impl Findings<'_> {
    /// `file:line` of a record.
    fn place(&self, at: &Written) -> String {
        format!("{}:{}", self.files[at.file as usize], at.line)
    }

    fn add(&mut self, at: &Written, severity: Severity, message: String) {
        let file = self.files[at.file as usize].clone();
        self.found.push(Finding { file, line: at.line as usize, layer: at.layer, severity, message });
    }
}

fn duplicate_ids(written: &[Written], findings: &mut Findings) {
    let mut first: HashMap<(&str, usize), &Written> = HashMap::new();
    for w in written {
        match first.get(&(w.record.id.as_str(), w.layer)) {
            Some(other) => {
                let message = format!(
                    "id `{}` is taken by {}; choose another or join the two",
                    w.record.id,
                    findings.place(other)
                );
                findings.add(w, Severity::Error, message);
            }
            None => {
                first.insert((&w.record.id, w.layer), w);
            }
        }
    }
}

fn fields(w: &Written, ids: &HashSet<&str>, findings: &mut Findings) {
    let record = &w.record;
    let id = &record.id;
    let kebab = id
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if !kebab {
        findings.add(w, Severity::Error, format!("id `{id}` is not ASCII kebab case, such as `alibaba-group`"));
    }
    if let Err(message) = record.kind.parse::<Kind>() {
        findings.add(w, Severity::Error, format!("`{id}`: {message}"));
    }
    if !record.label.contains_key("en") {
        findings.add(w, Severity::Warning, format!("`{id}` has no English label"));
    }
    for (lang, label) in record.label.iter().filter(|(_, label)| label.trim().is_empty()) {
        findings.add(
            w,
            Severity::Error,
            format!("`{id}`: the label in `{lang}` is empty (found {label:?}); give a name or drop it"),
        );
    }
    let groups = [&record.alias, &record.weak, &record.code, &record.titles];
    let langs = record.label.keys().chain(groups.iter().flat_map(|group| group.keys()));
    for lang in langs.filter(|lang| !["en", "ko", "zh", "zh-Hant", "any"].contains(&lang.as_str())) {
        findings.add(
            w,
            Severity::Error,
            format!("`{id}`: unknown language `{lang}`; expected en, ko, zh, zh-Hant or any"),
        );
    }
    for parent in record.of.iter().filter(|parent| !ids.contains(parent.as_str())) {
        findings.add(w, Severity::Error, format!("`{id}` belongs to `{parent}`, which no file has"));
    }
    let weak: HashSet<String> = record.weak.values().flatten().map(|name| name_key(name.text())).collect();
    // One syllable may be the only name of a place (괌), and links only as a word.
    let hangul = |label: &str| label.chars().all(|c| script_of(c) == Script::Hangul);
    let labels = record.label.values().filter(|label| !hangul(label));
    let strong = labels.map(|label| name_key(label)).filter(|key| !weak.contains(key));
    let full = strong.chain(record.alias.values().flatten().map(|name| name_key(name.text())));
    for key in full.filter(|key| key.chars().count() == 1) {
        let message = format!("`{id}`: the one-character name `{key}` would link everywhere; make it weak or a code");
        findings.add(w, Severity::Error, message);
    }
    let names = groups.iter().flat_map(|group| group.values()).flatten().map(NameRecord::text);
    let labels = record.label.values().map(String::as_str).filter(|label| !label.trim().is_empty());
    let names: Vec<&str> = labels.chain(names).collect();
    for name in names.iter().filter(|name| name.chars().any(is_invisible)) {
        let message = format!("`{id}`: the name {name:?} has a control character; write it without");
        findings.add(w, Severity::Error, message);
    }
    for name in names.iter().filter(|name| !name.chars().any(char::is_alphanumeric)) {
        findings.add(w, Severity::Error, format!("`{id}`: the name {name:?} has no letter; drop it"));
    }
    for name in names.iter().filter(|name| is_pattern(name)) {
        let message = format!(
            "`{id}`: the name {name:?} looks like a regular expression; names link as they stand, so list each"
        );
        findings.add(w, Severity::Warning, message);
    }
    if names.len() > MANY {
        let message = format!("`{id}` has {} names; an entity has some dozens, so this is perhaps a list", names.len());
        findings.add(w, Severity::Warning, message);
    }
    if record.fiscal_year_end.as_deref().is_some_and(|end| month_day(end).is_none()) {
        findings.add(w, Severity::Error, format!("`{id}`: fiscal_year_end is not of the form MM-DD, such as 03-31"));
    }
}

/// Names from which an entity has suspiciously many.
const MANY: usize = 500;

/// Control characters, and those that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a name has what only regular expressions have; `C++`, `A*STAR`, `(G)I-DLE` and `S.H.E.` are names.
fn is_pattern(name: &str) -> bool {
    [".*", ".+", ".?", "\\", "[a-z", "[A-Z", "[0-9", "(?", "]+", "]*", ")+", ")*", ")?", "|"]
        .iter()
        .any(|mark| name.contains(mark))
        || name.starts_with('^')
}

/// What belongs to something must not have it belong to itself again.
fn circles(written: &[Written], findings: &mut Findings) {
    let mut parents: HashMap<&str, Vec<&str>> = HashMap::new();
    for w in written {
        parents.entry(&w.record.id).or_default().extend(w.record.of.iter().map(String::as_str));
    }
    for w in written.iter().filter(|w| !w.record.of.is_empty()) {
        if let Some(circle) = circle_from(&w.record.id, &parents) {
            let message = format!("`{}` belongs to itself: {}", w.record.id, circle.join(" of "));
            findings.add(w, Severity::Error, message);
        }
    }
}

/// The shortest way along `of` from an id back to it.
fn circle_from<'w>(id: &'w str, parents: &HashMap<&'w str, Vec<&'w str>>) -> Option<Vec<&'w str>> {
    let mut ways = vec![vec![id]];
    let mut seen = HashSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for &parent in parents.get(way[way.len() - 1]).into_iter().flatten() {
                let way: Vec<&str> = way.iter().copied().chain([parent]).collect();
                if parent == id {
                    return Some(way);
                }
                if seen.insert(parent) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

/// Two bases may share an entity, but not a person here and a product there.
fn different_kinds(written: &[Written], findings: &mut Findings) {
    let mut first: HashMap<&str, &Written> = HashMap::new();
    for w in written {
        let other = *first.entry(&w.record.id).or_insert(w);
        if other.layer != w.layer && other.record.kind != w.record.kind {
            let place = findings.place(w);
            let message = format!(
                "`{}` is a {} here and a {} at {place}; choose another id, or the same kind",
                w.record.id, other.record.kind, w.record.kind
            );
            findings.add(other, Severity::Warning, message);
        }
    }
}

/// A full name belongs to one entity; the others must list it as weak.
fn ambiguous_names(written: &[Written], findings: &mut Findings) {
    let mut holders: BTreeMap<String, Vec<&Written>> = BTreeMap::new();
    for w in written.iter().filter(|w| !is_derived(&w.record.id)) {
        let weak: HashSet<String> = w.record.weak.values().flatten().map(|name| name_key(name.text())).collect();
        let labels = w.record.label.values().map(|label| name_key(label));
        let full = labels.chain(w.record.alias.values().flatten().map(|name| name_key(name.text())));
        let keys: HashSet<String> = full.filter(|key| !weak.contains(key) && !key.is_empty()).collect();
        for key in keys {
            holders.entry(key).or_default().push(w);
        }
    }
    for (key, holders) in holders {
        for other in holders
            .iter()
            .skip(1)
            .filter(|other| other.record.id != holders[0].record.id && other.layer == holders[0].layer)
        {
            let first = holders[0];
            let message = format!(
                "`{}`: the name `{key}` is also a full name of `{}` ({}); list it as weak in one of them",
                other.record.id,
                first.record.id,
                findings.place(first)
            );
            findings.add(other, Severity::Error, message);
        }
    }
}
