//! Which entity of Wikidata is an entity of ours, by equal labels.

use std::collections::{BTreeMap, HashMap};

use crate::base::name_key;
use crate::schema::EntityRecord;

/// A proposal with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Id of our entity.
    pub id: String,
    /// `Q` number.
    pub wikidata: String,
    /// `en Alibaba Group`, `zh 阿里巴巴集团`: the names that agree, one a language.
    pub evidence: Vec<String>,
}

/// Languages in which labels are compared. The two scripts of Chinese are one.
const LANGS: [&str; 3] = ["en", "ko", "zh"];

/// Languages that must agree.
const AGREEING: usize = 2;

/// Compares records of a dump with ours.
pub struct Matcher<'r> {
    ours: Vec<&'r EntityRecord>,
    /// Which of ours have a full name of a language with a key.
    by_name: HashMap<(usize, String), Vec<usize>>,
    found: BTreeMap<usize, Vec<Matched>>,
}

impl<'r> Matcher<'r> {
    /// Looks for the written entities among `ours` that have no number yet.
    pub fn new(ours: impl Iterator<Item = &'r EntityRecord>) -> Matcher<'r> {
        let ours: Vec<&EntityRecord> = ours.filter(|record| record.wikidata.is_none()).collect();
        let mut by_name: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (at, record) in ours.iter().enumerate() {
            for name in (0..LANGS.len()).flat_map(|lang| keys(record, lang)) {
                by_name.entry(name).or_default().push(at);
            }
        }
        Matcher { ours, by_name, found: BTreeMap::new() }
    }

    /// Looks at a record of a dump: its label in a language must be a full name of ours in that language, in two languages
    /// at least, and the kinds must be equal.
    pub fn see(&mut self, theirs: &EntityRecord) {
        let Some(wikidata) = &theirs.wikidata else { return };
        let mut agreeing: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (lang, tag) in LANGS.into_iter().enumerate() {
            let Some(label) = theirs.label.get(tag) else { continue };
            for &at in self.by_name.get(&(lang, name_key(label))).into_iter().flatten() {
                agreeing.entry(at).or_default().push(format!("{tag} {label}"));
            }
        }
        for (at, evidence) in agreeing {
            let ours = self.ours[at];
            if evidence.len() >= AGREEING && ours.kind == theirs.kind {
                let matched = Matched { id: ours.id.clone(), wikidata: wikidata.clone(), evidence };
                self.found.entry(at).or_default().push(matched);
            }
        }
    }

    /// The proposals, in order of our ids: those where one of theirs matches one of ours alone, and the others, of which
    /// none may be taken without a look.
    pub fn finish(self) -> (Vec<Matched>, Vec<Matched>) {
        let mut claims: HashMap<String, usize> = HashMap::new();
        for matched in self.found.values().flatten() {
            *claims.entry(matched.wikidata.clone()).or_default() += 1;
        }
        let (mut sure, mut ambiguous) = (Vec::new(), Vec::new());
        for matches in self.found.into_values() {
            let alone = matches.len() == 1 && claims[&matches[0].wikidata] == 1;
            if alone { &mut sure } else { &mut ambiguous }.extend(matches);
        }
        sure.sort_by(|a, b| a.id.cmp(&b.id));
        ambiguous.sort_by(|a, b| (&a.id, &a.wikidata).cmp(&(&b.id, &b.wikidata)));
        (sure, ambiguous)
    }
}

/// The keys of a record's full names in a language, each once.
fn keys(record: &EntityRecord, lang: usize) -> Vec<(usize, String)> {
    let labels = record.label.get(LANGS[lang]).map(String::as_str);
    let aliases = record.alias.get(LANGS[lang]).into_iter().flatten().map(|name| name.text());
    let mut keys: Vec<String> = labels.into_iter().chain(aliases).map(name_key).filter(|key| !key.is_empty()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter().map(|key| (lang, key)).collect()
}
