//! What is done and what happens: `config/actions.toml`.

use std::collections::BTreeSet;

use newsbraid_segmenter::Segmenter;
use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{Article, Place};
use crate::config::ConfigError;
use crate::family::stable_hash;

/// Bytes after the title in which actions are looked for: about one paragraph.
const LEAD: usize = 500;

/// The words by which two steps of one affair are told apart.
pub(super) struct Actions {
    lexicon: Lexicon,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    negation: Words,
    action: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    id: String,
    en: Vec<String>,
    ko: Vec<String>,
    zh: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    en: Vec<String>,
    ko: Vec<String>,
    zh: Vec<String>,
}

/// What an article says was done.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Done {
    /// Hashes of the actions of the title, sorted.
    pub title: Vec<u64>,
    /// The same of title and lead.
    pub all: Vec<u64>,
    /// Whether the title says that something is not so.
    pub negated: bool,
}

/// The name of the entry for words that turn an action round.
const NEGATION: &str = "not";

impl Actions {
    /// The table that the binary carries.
    pub fn embedded() -> Actions {
        let text = include_str!("../../../../config/actions.toml");
        Actions::parse(text, "config/actions.toml").expect("a test reads the embedded file")
    }

    /// Reads a table; `path` is for messages.
    fn parse(text: &str, path: &str) -> Result<Actions, ConfigError> {
        let read = toml::from_str::<File>(text);
        let file = read.map_err(|source| ConfigError::Read { path: path.to_string(), source: Box::new(source) })?;
        let mut ids = BTreeSet::from([NEGATION]);
        if let Some(twice) = file.action.iter().find(|action| !ids.insert(&action.id)) {
            let found = format!("`{}` a second time", twice.id);
            return Err(ConfigError::Value { path: path.to_string(), key: "id", found, expected: "every id once" });
        }
        let actions = file.action.iter().map(|action| row(&action.id, [&action.en, &action.ko, &action.zh]));
        let negation = row(NEGATION, [&file.negation.en, &file.negation.ko, &file.negation.zh]);
        let mut worker = Segmenter::without_korean().worker();
        Ok(Actions { lexicon: Lexicon::new(std::iter::once(negation).chain(actions), &mut worker) })
    }

    /// The actions of an article.
    pub fn find(&self, article: &Article) -> Done {
        let mut done = Done::default();
        self.lexicon.find(article, article.title.end as usize + LEAD, |at, _, ids| {
            let Some(place) = article.place(at as u32) else { return };
            for name in ids.iter().map(|&id| self.lexicon.name(id)) {
                if name == NEGATION {
                    done.negated |= place == Place::Title;
                    continue;
                }
                done.all.push(stable_hash(0, name));
                if place == Place::Title {
                    done.title.push(stable_hash(0, name));
                }
            }
        });
        for list in [&mut done.title, &mut done.all] {
            list.sort_unstable();
            list.dedup();
        }
        done
    }
}

fn row<'a>(id: &'a str, terms: [&'a [String]; 3]) -> (&'a str, [impl Iterator<Item = &'a str>; 3]) {
    (id, terms.map(|words| words.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;
    use newsbraid_text::{Origin, RawDocument, clean};

    use super::*;

    fn title(actions: &Actions, title: &str) -> Done {
        let document =
            clean(RawDocument { title: Some(title.into()), ..RawDocument::plain("a", "", Origin::unknown()) });
        let analysis = Segmenter::without_korean().worker().analyze(document.text(), document.meta.lang);
        actions.find(&Article::new(&document, &analysis))
    }

    #[test]
    fn titles_of_one_step_share_an_action_in_any_language() {
        let actions = Actions::embedded();
        let share = |a: &str, b: &str| {
            let (a, b) = (title(&actions, a), title(&actions, b));
            a.title.iter().any(|action| b.title.contains(action))
        };
        assert!(share("Court orders ferry captain arrested", "여객선 선장 체포"));
        assert!(share("渡轮船长被捕", "渡輪船長遭逮捕"));
        assert!(share("Governor resigns", "주지사 사임"));
        assert!(!share("Governor resigns", "新州长就任"));
        assert!(title(&actions, "政府称绝不撤军").negated);
        assert!(!title(&actions, "政府宣布撤军").negated);
    }

    #[test]
    fn errors_name_file_and_key() {
        let check = |text: &str, expect: &str| {
            let error = Actions::parse(text, "a.toml").err().expect("the table is wrong").to_string();
            assert!(error.contains("a.toml") && error.contains(expect), "{error}");
        };
        let table = |rows: &str| format!("[negation]\nen = []\nko = []\nzh = []\n{rows}");
        let action = "[[action]]\nid = \"arrest\"\nen = []\nko = []\nzh = []\n";
        check(&table(&format!("{action}{action}")), "arrest");
        check(&table(&action.replace("ko", "kr")), "kr");
    }
}
