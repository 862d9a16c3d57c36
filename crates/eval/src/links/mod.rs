//! Links to the knowledge base.

mod fold;
mod found;
mod gold;
mod matching;
mod nil;
mod reliability;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::table::Table;
use crate::{EvalError, Prf};
use matching::{Matching, Names, match_field, overlap};

pub use found::{Found, FoundEntity, FoundMention};
pub use gold::{Gold, GoldDocument, GoldEntity, GoldMention};
pub use nil::NilScore;
pub use reliability::{Bin, Reliability};

/// How good links are.
///
/// A marked mention is found when a linked one overlaps it (weak) or has its very span (strong), and the labels and aliases of
/// the linked entity hold the English label of the marked one or one of its English names of more than three letters. Each
/// linked mention counts once. What overlaps an optional mention counts neither way. Marked mentions of unknown names are
/// scored under `nil`: they are not missed by a link, but a link over one is too much.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LinkScore {
    /// All of it.
    pub total: LinkCounts,
    /// `text` and `title`.
    pub fields: BTreeMap<String, LinkCounts>,
    /// By the language of the article.
    pub langs: BTreeMap<String, LinkCounts>,
    /// By kind: of the marked entity, for what is too much of the found one.
    pub kinds: BTreeMap<String, LinkCounts>,
    /// Whether the scores are probabilities.
    pub reliability: Reliability,
    /// Names that no knowledge base knows.
    pub nil: NilScore,
    /// Marked mentions that were not found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Missed>,
    /// Linked mentions that are too much.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Extra>,
}

/// Counts of mentions, and the shares that follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LinkCounts {
    /// Marked mentions found (true positives).
    pub right: u64,
    /// Of these, with their very span.
    pub right_strong: u64,
    /// Linked mentions too much (false positives).
    pub extra: u64,
    /// Marked mentions missed (false negatives).
    pub missed: u64,
    /// Where an overlap is enough.
    pub weak: Prf,
    /// Where the span must be the same.
    pub strong: Prf,
}

impl LinkCounts {
    fn add(&mut self, change: impl Fn(&mut LinkCounts)) {
        change(self);
        let (found, gold) = (self.right + self.extra, self.right + self.missed);
        self.weak = Prf::of(self.right, found, gold);
        self.strong = Prf::of(self.right_strong, found, gold);
    }
}

/// A marked mention that was not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// The article.
    pub doc: String,
    /// `text` or `title`.
    pub field: String,
    /// First code point.
    pub start: u32,
    /// As it stands there.
    pub surface: String,
    /// What it means.
    pub entity: String,
    /// What it was linked to instead.
    pub found: Vec<String>,
}

/// A linked mention that is too much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extra {
    /// The article.
    pub doc: String,
    /// `text` or `title`.
    pub field: String,
    /// First code point.
    pub start: u32,
    /// As it stands there.
    pub surface: String,
    /// What it was linked to.
    pub entity: String,
}

/// Reads the folder of a run and the gold, and compares.
///
/// # Errors
/// A file that cannot be read or has another form; a marked mention whose entity is not among the entities.
pub fn score(dir: &Path, gold_mentions: &Path, gold_entities: &Path) -> Result<LinkScore, EvalError> {
    Ok(compare(&Found::read(dir)?, &Gold::read(gold_mentions, gold_entities)?))
}

/// Scores the articles that gold knows.
///
/// ```
/// use std::collections::BTreeMap;
/// use newsbraid_eval::links::*;
///
/// let alibaba = |start, end| GoldMention { start, end, entity: "alibaba".into(), ..Default::default() };
/// let gold = Gold {
///     documents: vec![GoldDocument { file: "a.txt".into(), mentions: vec![alibaba(0, 2), alibaba(9, 11)], ..Default::default() }],
///     entities: BTreeMap::from([("alibaba".into(), GoldEntity {
///         kind: "org".into(), label_en: "Alibaba".into(), names: BTreeMap::new(),
///     })]),
/// };
/// let found = Found {
///     mentions: vec![FoundMention {
///         doc: "a".into(), field: "text".into(), start: 0, end: 4, entity: Some("baba".into()), ..Default::default()
///     }],
///     entities: vec![FoundEntity {
///         id: "baba".into(), kind: None, labels: BTreeMap::from([("en".into(), "ALIBABA".into())]), aliases: vec![],
///     }],
///     langs: BTreeMap::new(),
/// };
/// let score = compare(&found, &gold);
/// assert_eq!((score.total.right, score.total.right_strong, score.total.missed), (1, 0, 1));
/// ```
pub fn compare(found: &Found, gold: &Gold) -> LinkScore {
    let (count, nil) = count(found, gold);
    LinkScore { nil: nil.score(), reliability: reliability(&count.outcomes), ..count.score }
}

/// The links that count and whether each is right, in order of the gold: what a score is calibrated on.
pub fn outcomes<'a>(found: &'a Found, gold: &'a Gold) -> Vec<(&'a FoundMention, bool)> {
    count(found, gold).0.outcomes
}

fn reliability(outcomes: &[(&FoundMention, bool)]) -> Reliability {
    let scores: Vec<(f64, bool)> = outcomes.iter().map(|(mention, right)| (mention.score, *right)).collect();
    Reliability::of(&scores)
}

fn count<'a>(found: &'a Found, gold: &'a Gold) -> (Count<'a>, nil::NilCount<'a>) {
    let mut by_field: BTreeMap<(&str, &str), Vec<&FoundMention>> = BTreeMap::new();
    for mention in &found.mentions {
        by_field.entry((&mention.doc, &mention.field)).or_default().push(mention);
    }
    let mut count = Count::new(found, gold);
    let mut nil = nil::NilCount::default();
    for document in &gold.documents {
        let fields = [("text", Some(&document.mentions)), ("title", document.title_mentions.as_ref())];
        for (field, marked) in fields.into_iter().filter_map(|(field, marked)| Some((field, marked?))) {
            let all = by_field.get(&(document.id(), field)).map_or(&[][..], Vec::as_slice);
            let linked: Vec<&FoundMention> = all.iter().copied().filter(|m| m.entity.is_some()).collect();
            let matching = match_field(marked, &linked, &count.names);
            nil.add(marked, all, |n| matching.answers[n].is_some());
            count.field(document.id(), field, marked, &linked, &matching);
        }
    }
    (count, nil)
}

struct Count<'a> {
    found: &'a Found,
    gold: &'a Gold,
    names: Names<'a>,
    /// Kinds of found entities.
    kinds: BTreeMap<&'a str, &'a str>,
    /// The links that count, and whether each is right.
    outcomes: Vec<(&'a FoundMention, bool)>,
    score: LinkScore,
}

impl<'a> Count<'a> {
    fn new(found: &'a Found, gold: &'a Gold) -> Count<'a> {
        let names = Names {
            gold: gold.entities.iter().map(|(id, entity)| (id.as_str(), entity.english())).collect(),
            found: found.entities.iter().map(|entity| (entity.id.as_str(), entity.names())).collect(),
        };
        let kind = |entity: &'a FoundEntity| Some((entity.id.as_str(), entity.kind.as_deref()?));
        Count {
            found,
            gold,
            names,
            kinds: found.entities.iter().filter_map(kind).collect(),
            outcomes: Vec::new(),
            score: LinkScore::default(),
        }
    }

    fn field(
        &mut self,
        doc: &str,
        field: &str,
        gold: &[GoldMention],
        linked: &[&'a FoundMention],
        matching: &Matching,
    ) {
        for (mention, answer) in gold.iter().zip(&matching.answers) {
            let kind = self.gold.entities.get(&mention.entity).map_or("", |entity| &entity.kind);
            if let Some(answer) = answer {
                self.outcomes.push((linked[answer.linked], true));
                self.add(doc, field, kind, |counts| {
                    counts.right += 1;
                    counts.right_strong += u64::from(answer.strong);
                });
            } else if !mention.optional && !mention.is_nil() {
                self.add(doc, field, kind, |counts| counts.missed += 1);
                self.score.missed.push(missed(doc, field, mention, linked));
            }
        }
        for &extra in &matching.extra {
            let mention = linked[extra];
            self.outcomes.push((mention, false));
            let entity = mention.entity.clone().unwrap_or_default();
            let kind = mention.kind.as_deref().or(self.kinds.get(entity.as_str()).copied()).unwrap_or("");
            self.add(doc, field, kind, |counts| counts.extra += 1);
            let (doc, field, surface) = (doc.to_string(), field.to_string(), mention.surface.clone());
            self.score.extra.push(Extra { doc, field, start: mention.start, surface, entity });
        }
    }

    fn add(&mut self, doc: &str, field: &str, kind: &str, change: impl Fn(&mut LinkCounts)) {
        let lang = self.found.langs.get(doc).map_or("und", String::as_str);
        let kind = match kind {
            "org" => "organization",
            "" => "unknown",
            kind => kind,
        };
        let score = &mut self.score;
        score.total.add(&change);
        for (map, key) in [(&mut score.fields, field), (&mut score.langs, lang), (&mut score.kinds, kind)] {
            map.entry(key.to_string()).or_default().add(&change);
        }
    }
}

fn missed(doc: &str, field: &str, mention: &GoldMention, linked: &[&FoundMention]) -> Missed {
    let over = linked.iter().filter(|found| overlap(mention, found));
    Missed {
        doc: doc.to_string(),
        field: field.to_string(),
        start: mention.start,
        surface: mention.surface.clone(),
        entity: mention.entity.clone(),
        found: over.filter_map(|found| found.entity.clone()).collect(),
    }
}

impl fmt::Display for LinkScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["", "precision", "recall", "F1", "strong P", "strong R", "strong F1", "right", "extra", "missed"];
        let mut table = Table::new(&head);
        let groups = [&self.fields, &self.langs, &self.kinds].into_iter().flatten();
        for (name, counts) in std::iter::once(("all", &self.total)).chain(groups.map(|(n, c)| (n.as_str(), c))) {
            let numbers = [counts.right, counts.extra, counts.missed].map(|n| n.to_string());
            table.row(name, counts.weak.cells().into_iter().chain(counts.strong.cells()).chain(numbers));
        }
        write!(f, "{table}\n{}\n", self.reliability)?;
        let nil = &self.nil;
        if nil.right.of == 0 {
            return Ok(());
        }
        writeln!(f, "unknown names: {} right, {} linked, {} missed", nil.right, nil.linked, nil.missed)?;
        writeln!(f, "  one id for one name: BCubed F1 {:.4}", nil.identity.f1)?;
        writeln!(f, "  {} known names taken for unknown, {} where nothing is marked", nil.known, nil.extra)
    }
}

impl LinkScore {
    /// Every mention that was missed or is too much, a line each.
    pub fn details(&self) -> impl fmt::Display {
        let mut lines = String::new();
        for m in &self.missed {
            let found = if m.found.is_empty() { "nothing".to_string() } else { m.found.join(" ") };
            let (doc, field, start, surface) = (&m.doc, &m.field, m.start, &m.surface);
            lines += &format!("missed {doc} {field} {start} {surface} -> {}, found {found}\n", m.entity);
        }
        for e in &self.extra {
            lines += &format!("extra {} {} {} {} -> {}\n", e.doc, e.field, e.start, e.surface, e.entity);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> Gold {
        let entity = |kind: &str, label: &str| GoldEntity {
            kind: kind.to_string(),
            label_en: label.to_string(),
            names: BTreeMap::from([("en".to_string(), vec!["BYD".to_string(), format!("{label} Group")])]),
        };
        let mention = |start, end, entity: &str| GoldMention {
            start,
            end,
            entity: entity.trim_start_matches('?').to_string(),
            optional: entity.starts_with('?'),
            ..Default::default()
        };
        let entities =
            [("alibaba", "org", "Alibaba"), ("eddie", "person", "Eddie Wu"), ("nil:a", "person", "A. Nobody")];
        let text = [
            (0, 2, "alibaba"),
            (5, 8, "eddie"),
            (10, 13, "nil:a"),
            (20, 23, "nil:a"),
            (30, 32, "nil:a"),
            (40, 42, "?eddie"),
        ];
        Gold {
            documents: vec![GoldDocument {
                file: "d.txt".to_string(),
                mentions: text.map(|(start, end, id)| mention(start, end, id)).to_vec(),
                title_mentions: Some(vec![mention(0, 4, "alibaba")]),
            }],
            entities: entities.map(|(id, kind, label)| (id.to_string(), entity(kind, label))).into(),
        }
    }

    /// Rows `field start end entity-or-nil`.
    fn found(rows: &[(&str, u32, u32, &str)]) -> Found {
        let mention = |&(field, start, end, id): &(&str, u32, u32, &str)| FoundMention {
            doc: "d".to_string(),
            field: field.to_string(),
            start,
            end,
            entity: (!id.starts_with("nil-")).then(|| id.to_string()),
            nil: id.starts_with("nil-").then(|| id.to_string()),
            ..Default::default()
        };
        let entity = |id: &str, kind: &str, alias: &str| FoundEntity {
            id: id.to_string(),
            kind: Some(kind.to_string()),
            labels: BTreeMap::from([("ko".to_string(), "x".to_string())]),
            aliases: vec![alias.to_string()],
        };
        Found {
            mentions: rows.iter().map(mention).collect(),
            entities: vec![
                entity("Q1", "organization", "alibaba group"),
                entity("Q2", "person", "eddie wu"),
                entity("Q3", "place", "BYD"),
            ],
            langs: BTreeMap::from([("d".to_string(), "ko".to_string())]),
        }
    }

    #[test]
    fn by_hand() {
        let score = compare(
            &found(&[
                ("text", 0, 2, "Q1"),
                ("text", 5, 8, "Q3"),
                ("text", 10, 13, "nil-1"),
                ("text", 20, 23, "Q2"),
                ("text", 40, 42, "Q3"),
                ("text", 50, 52, "nil-2"),
                ("title", 0, 9, "Q1"),
            ]),
            &gold(),
        );
        let counts = |c: &LinkCounts| (c.right, c.right_strong, c.extra, c.missed);
        // Q3 over Eddie Wu (BYD is too short a name to count) and Q2 over an unknown one are too much.
        assert_eq!(counts(&score.total), (2, 1, 2, 1));
        assert_eq!(counts(&score.fields["title"]), (1, 0, 0, 0));
        assert_eq!(counts(&score.langs["ko"]), (2, 1, 2, 1));
        assert_eq!(counts(&score.kinds["organization"]), (2, 1, 0, 0));
        assert_eq!(counts(&score.kinds["person"]), (0, 0, 1, 1));
        assert_eq!(counts(&score.kinds["place"]), (0, 0, 1, 0));
        assert_eq!((score.total.weak, score.total.strong), (Prf::of(2, 4, 3), Prf::of(1, 4, 3)));
        assert_eq!(score.missed[0].found, ["Q3"]);
        let nil = &score.nil;
        assert_eq!((nil.right, nil.linked, nil.missed, nil.known, nil.extra), (crate::Share::new(1, 3), 1, 1, 0, 1));
        assert!(
            score.details().to_string().starts_with("missed d text 5  -> eddie, found Q3\nextra d text 5  -> Q3\n")
        );
    }

    #[test]
    fn one_unknown_name_one_id() {
        let nil = |ids: [&str; 3]| {
            let rows = [("text", 10, 13, ids[0]), ("text", 20, 23, ids[1]), ("text", 30, 32, ids[2])];
            compare(&found(&rows), &gold()).nil
        };
        assert_eq!(nil(["nil-1", "nil-1", "nil-1"]).identity.f1, 1.0);
        // Recall of one key torn into two and one: (2/3 + 2/3 + 1/3) / 3.
        assert!((nil(["nil-1", "nil-1", "nil-2"]).identity.recall - 5.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn titles_count_only_where_they_are_marked() {
        let mut gold = gold();
        gold.documents[0].title_mentions = None;
        let score = compare(&found(&[("title", 0, 4, "Q3")]), &gold);
        assert_eq!((score.total.extra, score.fields.get("title")), (0, None));
    }
}
