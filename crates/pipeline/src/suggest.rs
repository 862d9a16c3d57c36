//! Which unknown names of a run are worth an entry in the knowledge base.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use newsbraid_kb::{EntityRecord, KnowledgeBase, NameRecord, NameRole, name_key};
use newsbraid_readings::{NameKind, chinese_to_latin, korean_name_to_latin, romanize_korean};
use newsbraid_text::normalize::to_simplified;
use newsbraid_text::{FieldName, Script, script_of};

use crate::output::{OutputError, OutputFolder};
use crate::records::{DocumentRecord, EntityRecord as Met, MentionRecord};

/// An unknown name that many articles have, as an entry to review.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The entry: its labels are the most frequent spellings met.
    pub record: EntityRecord,
    /// The id that the run gave it.
    pub nil: String,
    /// Articles that have it.
    pub documents: u64,
    /// Places where it stands.
    pub mentions: u64,
    /// An article that has it, and the words around it where the run keeps them.
    pub example: Option<(String, String)>,
}

/// The unknown names of a run that stand in at least `min_docs` articles, those in most articles first, then those in most
/// languages, then those met most often. Names that `base` or an earlier suggestion has in full are listed as weak.
///
/// # Errors
/// When a file of the run cannot be read.
pub fn suggest(run: &OutputFolder, base: &KnowledgeBase, min_docs: u64) -> Result<Vec<Suggestion>, OutputError> {
    let mut found = Vec::new();
    for met in run.records::<Met>("entities.jsonl")? {
        let met = met?;
        if met.id.starts_with("nil-") && met.documents >= min_docs {
            found.extend(suggestion(met));
        }
    }
    found.sort_by_cached_key(|s| {
        (Reverse(s.documents), Reverse(s.record.label.len()), Reverse(s.mentions), s.nil.clone())
    });
    let mut taken = Taken { base, ids: HashSet::new(), names: HashSet::new() };
    found.iter_mut().for_each(|suggestion| taken.settle(&mut suggestion.record));
    add_examples(run, &mut found)?;
    Ok(found)
}

/// The entry of a name, if its kind is known and it has a spelling of two letters.
fn suggestion(met: Met) -> Option<Suggestion> {
    let mut spellings: BTreeMap<&str, Vec<(Reverse<u64>, String)>> = BTreeMap::new();
    for (surface, count) in &met.surfaces {
        let spelling = surface.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = if lang(&spelling) == "zh" { spelling.chars().map(simplify).collect() } else { spelling };
        if name_key(&written).chars().count() > 1 && !written.chars().any(char::is_control) {
            spellings.entry(lang(&written)).or_default().push((Reverse(*count), written));
        }
    }
    let mut record = EntityRecord { kind: met.kind, ..EntityRecord::default() };
    for (lang, mut names) in spellings {
        names.sort();
        let mut keys = BTreeSet::new();
        names.retain(|(_, name)| keys.insert(name_key(name)));
        let mut names = names.into_iter().map(|(_, name)| name);
        record.label.extend(names.next().map(|label| (lang.to_string(), label)));
        let others: Vec<NameRecord> = names.map(NameRecord::Plain).collect();
        if !others.is_empty() {
            record.alias.insert(lang.to_string(), others);
        }
    }
    record.id = slug(&record).unwrap_or_else(|| met.id.clone());
    let usable = !record.kind.is_empty() && !record.label.is_empty();
    let mentions = met.surfaces.values().sum();
    usable.then_some(Suggestion { record, nil: met.id, documents: met.documents, mentions, example: None })
}

fn simplify(c: char) -> char {
    to_simplified(c).unwrap_or(c)
}

/// The language of a spelling, by its script.
fn lang(spelling: &str) -> &'static str {
    let has = |script| spelling.chars().any(|c| script_of(c) == script);
    if has(Script::Hangul) {
        "ko"
    } else if has(Script::Han) {
        "zh"
    } else {
        "en"
    }
}

/// An id from the Latin spelling, else from a transcription: `zhong-yuechuan`.
fn slug(record: &EntityRecord) -> Option<String> {
    let kind = if record.kind == "person" { NameKind::Person } else { NameKind::Organization };
    let label = |lang: &str| record.label.get(lang).cloned();
    let chinese = || chinese_to_latin(&label("zh")?, kind).into_iter().next();
    let korean = || {
        let name = label("ko")?;
        let spelled = korean_name_to_latin(&name).into_iter().next();
        Some(spelled.unwrap_or_else(|| romanize_korean(&name)))
    };
    let latin = label("en").or_else(chinese).or_else(korean)?;
    let words = latin.to_lowercase().replace('\'', "");
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    Some(words.collect::<Vec<_>>().join("-")).filter(|id| !id.is_empty())
}

/// Ids and full names that are given away.
struct Taken<'b> {
    base: &'b KnowledgeBase,
    ids: HashSet<String>,
    names: HashSet<String>,
}

impl Taken<'_> {
    /// Gives the record an id of its own, and makes weak what is the full name of another.
    fn settle(&mut self, record: &mut EntityRecord) {
        let free = |id: &String| self.base.by_id(id).is_none() && !self.ids.contains(id);
        let wanted = record.id.clone();
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        record.id = std::iter::once(wanted.clone()).chain(numbered).find(free).unwrap_or(wanted);
        self.ids.insert(record.id.clone());
        for (lang, label) in record.label.clone() {
            if !self.take(&label) {
                record.weak.entry(lang).or_default().push(NameRecord::Plain(label));
            }
        }
        for (lang, names) in std::mem::take(&mut record.alias) {
            let (full, weak): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| self.take(name.text()));
            for (group, names) in [(&mut record.alias, full), (&mut record.weak, weak)] {
                if !names.is_empty() {
                    group.entry(lang.clone()).or_default().extend(names);
                }
            }
        }
    }

    /// Whether nobody has a full name yet; it is taken then.
    fn take(&mut self, name: &str) -> bool {
        let full = |role| matches!(role, NameRole::Label | NameRole::Alias | NameRole::Title);
        let free = !self.base.lookup(name).any(|found| full(self.base.name(found).role));
        free && self.names.insert(name_key(name))
    }
}

/// Code points of an example before and behind the name.
const AROUND: usize = 30;

/// Finds the first place of each name, and the words around it where the run keeps the text.
fn add_examples(run: &OutputFolder, found: &mut [Suggestion]) -> Result<(), OutputError> {
    let wanted: HashMap<String, usize> = found.iter().enumerate().map(|(at, s)| (s.nil.clone(), at)).collect();
    let mut places: HashMap<String, Vec<(usize, MentionRecord)>> = HashMap::new();
    let mut seen = HashSet::new();
    for mention in run.records::<MentionRecord>("mentions.jsonl")? {
        let mention = mention?;
        let at = mention.nil.as_ref().and_then(|nil| wanted.get(nil)).copied();
        if let Some(at) = at.filter(|at| seen.insert(*at)) {
            places.entry(mention.place.doc.clone()).or_default().push((at, mention));
        }
    }
    for document in run.records::<DocumentRecord>("documents.jsonl")? {
        let document = document?;
        for (at, mention) in places.remove(&document.id).unwrap_or_default() {
            found[at].example = Some((document.id.clone(), words_around(&document, &mention)));
        }
    }
    Ok(())
}

/// The words around a mention; the title where the run does not keep the text.
fn words_around(document: &DocumentRecord, mention: &MentionRecord) -> String {
    let text = match mention.place.field {
        FieldName::Title => document.title_text.as_deref(),
        FieldName::Text => document.text.as_deref(),
    };
    let (start, end) = (mention.place.start as usize, mention.place.end as usize);
    let words: String = match text {
        Some(text) => text.chars().skip(start.saturating_sub(AROUND)).take(end - start + 2 * AROUND).collect(),
        None => document.title.clone(),
    };
    words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
