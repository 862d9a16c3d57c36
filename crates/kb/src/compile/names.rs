//! The names of an entity, with what each can be trusted for.

use std::collections::{HashMap, HashSet};

use super::{LONGEST_KEY, Merged};
use crate::base::{NameLang, NameRole, name_key};
use crate::schema::{EntityRecord, NameRecord};

/// A name before its string has a place in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftName {
    pub text: String,
    pub lang: NameLang,
    pub role: NameRole,
    pub any_case: bool,
}

/// A key, and which name of the entity has it.
pub(crate) struct Keyed {
    pub key: String,
    pub name: u32,
}

/// The names of an entity while it is compiled, best first, and their keys.
#[derive(Default)]
pub(crate) struct Draft {
    pub names: Vec<DraftName>,
    pub keys: Vec<Keyed>,
    /// Where the name with a text stands; codes apart.
    at: HashMap<(String, bool), usize>,
}

impl Draft {
    /// The names that the records give.
    pub(crate) fn given(merged: &Merged) -> Draft {
        let mut draft = Draft::default();
        merged.records.iter().for_each(|written| draft.add_record(&written.record));
        draft.join_codes();
        let spelled = |(at, name): (usize, &DraftName)| {
            spellings(name).into_iter().map(move |key| Keyed { key, name: at as u32 }).collect::<Vec<_>>()
        };
        draft.keys = draft.names.iter().enumerate().flat_map(spelled).filter(|keyed| is_key(&keyed.key)).collect();
        draft
    }

    /// One code in both spellings (韓 in Korean, 韩 in Chinese) has one key, so its first spelling is of both languages.
    fn join_codes(&mut self) {
        let mut first: HashMap<String, usize> = HashMap::new();
        for at in 0..self.names.len() {
            if self.names[at].role == NameRole::Code {
                let holder = *first.entry(name_key(&self.names[at].text)).or_insert(at);
                if self.names[holder].lang != self.names[at].lang {
                    self.names[holder].lang = NameLang::Any;
                }
            }
        }
    }

    fn add_record(&mut self, record: &EntityRecord) {
        let weak: HashSet<String> = record.weak.values().flatten().map(|name| name_key(name.text())).collect();
        for (lang, label) in &record.label {
            // A label that is repeated under `weak` is weak.
            let is_weak = !weak.is_empty() && weak.contains(&name_key(label));
            let role = if is_weak { NameRole::Weak } else { NameRole::Label };
            self.add(label, false, name_lang(lang), role);
        }
        let groups = [
            (&record.alias, NameRole::Alias),
            (&record.titles, NameRole::Title),
            (&record.weak, NameRole::Weak),
            (&record.code, NameRole::Code),
        ];
        for (names, role) in groups {
            for (lang, name) in names.iter().flat_map(|(lang, names)| names.iter().map(move |name| (lang, name))) {
                self.add(name.text(), NameRecord::any_case(name), name_lang(lang), role);
            }
        }
        record.tickers.iter().for_each(|ticker| self.add(ticker, false, NameLang::Any, NameRole::Ticker));
    }

    fn add(&mut self, text: &str, any_case: bool, lang: NameLang, role: NameRole) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.at.get(&(text.to_string(), role == NameRole::Code)) {
            Some(&at) if self.names[at].lang != lang => self.names[at].lang = NameLang::Any,
            Some(_) => {}
            None => {
                self.at.insert((text.to_string(), role == NameRole::Code), self.names.len());
                self.names.push(DraftName { text: text.to_string(), lang, role, any_case });
            }
        }
    }

    /// Adds a name of ours, unless somebody gave its key.
    pub(crate) fn add_generated(&mut self, text: &str, lang: NameLang, given: &HashSet<String>) {
        let key = name_key(text);
        if !is_key(&key) || given.contains(&key) || self.keys.iter().any(|keyed| keyed.key == key) {
            return;
        }
        self.keys.push(Keyed { key, name: self.names.len() as u32 });
        self.names.push(DraftName { text: text.to_string(), lang, role: NameRole::Generated, any_case: false });
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.len() <= LONGEST_KEY
}

fn name_lang(lang: &str) -> NameLang {
    match lang {
        "en" => NameLang::En,
        "ko" => NameLang::Ko,
        "zh" | "zh-Hant" => NameLang::Zh,
        _ => NameLang::Any,
    }
}

/// The keys of a name. A symbol is written `9988.HK`, `9988-HK` and `9988:HK`.
fn spellings(name: &DraftName) -> Vec<String> {
    let key = name_key(&name.text);
    match name.role {
        NameRole::Ticker if key.contains('.') => {
            vec![key.replacen('.', "-", 1), key.replacen('.', ":", 1), key]
        }
        _ => vec![key],
    }
}
