//! Words that the user adds.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use newsbraid_text::{Script, normalize, script_of};
use sha2::{Digest, Sha256};

use crate::Analysis;

/// Words that are to be kept whole: new names, terms of a field.
///
/// A list has a word a line: Chinese characters in either script, or Hangul. Behind a tab may follow what the word is
/// (`person`, or `name` for anything else), and behind another how strongly it is preferred (1 to 9, 5 if not said). Empty
/// lines and what follows a `#` are passed over.
///
/// What was found in a text without a word is still found with it: the words of the dictionary alone stay as parts.
///
/// ```
/// use newsbraid_segmenter::UserDictionary;
/// let words = UserDictionary::parse("# models and their makers\n通義千問\n퉁이첸원\n우융밍\tperson\t7\n")?;
/// assert_eq!(words.list(), "通义千问\tname\t5\n우융밍\tperson\t7\n퉁이첸원\tname\t5\n");
/// # Ok::<(), newsbraid_segmenter::UserDictionaryError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserDictionary {
    /// Sorted, each term once.
    words: Vec<UserWord>,
}

/// A word of a user dictionary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserWord {
    /// Normalised.
    pub term: String,
    /// What it is.
    pub kind: UserWordKind,
    /// How strongly it is preferred to other cuts, from 1 to 9.
    pub weight: u8,
}

/// What a word of the user is: Korean particles behind persons are others than behind things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UserWordKind {
    /// The name of a person.
    Person,
    /// Any other name or term.
    Name,
}

/// Why a user dictionary was refused.
#[derive(Debug, thiserror::Error)]
pub enum UserDictionaryError {
    /// The file cannot be read.
    #[error("user dictionary `{path}`: {error}; expected a UTF-8 text with a word a line")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A line of a file.
    #[error("user dictionary `{path}`, {error}")]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with which line.
        error: Box<UserDictionaryError>,
    },
    /// A word that no segmenter could keep whole.
    #[error(
        "line {line}: `{word}` is neither all Chinese characters nor all Hangul; words are always parted where scripts, digits, spaces or punctuation meet"
    )]
    MixedWord {
        /// Counted from 1.
        line: usize,
        /// As it stands there.
        word: String,
    },
    /// Too long to be a word.
    #[error("line {line}: `{word}` has {found} characters, a word has at most {}", LONGEST_WORD)]
    TooLong {
        /// Counted from 1.
        line: usize,
        /// As it stands there.
        word: String,
        /// Its length in characters.
        found: usize,
    },
    /// A column that says nothing known.
    #[error("line {line}: `{column}` is no {expected}")]
    Column {
        /// Counted from 1.
        line: usize,
        /// As it stands there.
        column: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// One word with two kinds or weights.
    #[error("line {line}: `{word}` stands on line {before} with another kind or weight; keep one of the two")]
    Twice {
        /// Counted from 1.
        line: usize,
        /// Normalised.
        word: String,
        /// Where it stands first.
        before: usize,
    },
    /// The Korean engine did not take the words.
    #[error("the Korean words could not be added: {what}")]
    Refused {
        /// What the engine said.
        what: String,
    },
}

/// In characters.
const LONGEST_WORD: usize = 40;

/// The weight of a word that has none in the list.
pub(crate) const USUAL_WEIGHT: u8 = 5;
const WEIGHTS: std::ops::RangeInclusive<u8> = 1..=9;

impl UserDictionary {
    /// Reads a file; see [`UserDictionary`] for its form.
    ///
    /// # Errors
    /// When the file cannot be read or a line is not of the form, with file and line.
    pub fn load(path: &Path) -> Result<UserDictionary, UserDictionaryError> {
        let list = std::fs::read_to_string(path)
            .map_err(|error| UserDictionaryError::Unreadable { path: path.into(), error })?;
        UserDictionary::parse(&list)
            .map_err(|error| UserDictionaryError::InFile { path: path.into(), error: Box::new(error) })
    }

    /// Reads a list.
    ///
    /// # Errors
    /// When a line is not of the form, with its number.
    pub fn parse(list: &str) -> Result<UserDictionary, UserDictionaryError> {
        let mut found: Vec<(UserWord, usize)> = Vec::new();
        for (at, text) in list.trim_start_matches('\u{feff}').lines().enumerate() {
            let text = text.split('#').next().unwrap_or_default().trim();
            if !text.is_empty() {
                found.push((read_line(text, at + 1)?, at + 1));
            }
        }
        found.sort();
        found.dedup_by(|(word, _), (before, _)| word == before);
        if let Some(both) = found.windows(2).find(|both| both[0].0.term == both[1].0.term) {
            let (word, lines) = (both[0].0.term.clone(), [both[0].1, both[1].1]);
            return Err(UserDictionaryError::Twice {
                line: lines[0].max(lines[1]),
                word,
                before: lines[0].min(lines[1]),
            });
        }
        Ok(UserDictionary { words: found.into_iter().map(|(word, _)| word).collect() })
    }

    /// The words, sorted.
    pub fn words(&self) -> &[UserWord] {
        &self.words
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words as a list that [`UserDictionary::parse`] reads: sorted and normalised, without comments, so that lists of the
    /// same words are the same.
    pub fn list(&self) -> String {
        self.words.iter().map(|word| format!("{}\t{}\t{}\n", word.term, word.kind.name(), word.weight)).collect()
    }

    /// SHA-256 of [`UserDictionary::list`] in hexadecimal: results may differ where it does.
    pub fn fingerprint(&self) -> String {
        Sha256::digest(self.list()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The Chinese words.
    pub(crate) fn chinese(&self) -> impl Iterator<Item = &UserWord> {
        self.words.iter().filter(|word| word.script() == Script::Han)
    }

    /// The Korean words.
    pub(crate) fn korean(&self) -> impl Iterator<Item = &UserWord> {
        self.words.iter().filter(|word| word.script() == Script::Hangul)
    }

    /// The terms, to look words up.
    pub(crate) fn terms(&self) -> HashSet<Box<str>> {
        self.words.iter().map(|word| word.term.as_str().into()).collect()
    }
}

/// Whether an analysis was changed by a word of the user, as far as that can be seen from it.
pub(crate) fn holds_any(terms: &HashSet<Box<str>>, analysis: &Analysis) -> bool {
    analysis.tokens.iter().any(|token| terms.contains(analysis.term(token)))
}

impl UserWord {
    fn script(&self) -> Script {
        self.term.chars().next().map_or(Script::Common, script_of)
    }
}

impl UserWordKind {
    /// As it stands in a list.
    pub fn name(self) -> &'static str {
        match self {
            UserWordKind::Person => "person",
            UserWordKind::Name => "name",
        }
    }
}

fn read_line(text: &str, line: usize) -> Result<UserWord, UserDictionaryError> {
    let mut columns = text.split('\t').map(str::trim);
    let term = read_word(columns.next().unwrap_or_default(), line)?;
    let wrong = |column: &str, expected| Err(UserDictionaryError::Column { line, column: column.into(), expected });
    let kind = match columns.next().unwrap_or_default() {
        "" | "name" => UserWordKind::Name,
        "person" => UserWordKind::Person,
        other => return wrong(other, "kind of word; expected person or name"),
    };
    let weight = match columns.next().unwrap_or_default() {
        "" => USUAL_WEIGHT,
        other => match other.parse().ok().filter(|weight| WEIGHTS.contains(weight)) {
            Some(weight) => weight,
            None => return wrong(other, "weight; expected a number from 1 to 9"),
        },
    };
    match columns.next() {
        Some(other) => wrong(other, "column of a word; expected word, kind and weight"),
        None => Ok(UserWord { term, kind, weight }),
    }
}

fn read_word(word: &str, line: usize) -> Result<String, UserDictionaryError> {
    let found = word.chars().count();
    if found > LONGEST_WORD {
        return Err(UserDictionaryError::TooLong { line, word: word.into(), found });
    }
    let term = normalize(word).text().to_string();
    let all = |script: Script| !term.is_empty() && term.chars().all(|c| script_of(c) == script);
    if all(Script::Han) || all(Script::Hangul) {
        Ok(term)
    } else {
        Err(UserDictionaryError::MixedWord { line, word: word.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &str, expect: &str) {
        assert_eq!(UserDictionary::parse(list).unwrap().list(), expect);
    }

    #[track_caller]
    fn refused(list: &str, expect: &str) {
        let error = UserDictionary::parse(list).unwrap_err().to_string();
        assert!(error.contains(expect), "{error}");
    }

    #[test]
    fn lists_are_read_sorted_and_folded() {
        check("", "");
        check("\u{feff}# none\n\n  \n", "");
        check("通義千問\n通义千问 # the same\r\n", "通义千问\tname\t5\n");
        check("우융밍\tperson\n젠슨황\t\t9\n", "우융밍\tperson\t5\n젠슨황\tname\t9\n");
        let list = "通义千问\tname\t5\n우융밍\tperson\t7\n";
        check(list, list);
        assert_eq!(
            UserDictionary::parse("通義千問\n").unwrap().fingerprint(),
            UserDictionary::parse("# x\n通义千问\n").unwrap().fingerprint()
        );
    }

    #[test]
    fn what_is_no_word_is_refused_with_its_line() {
        refused("삼성\n\nAI产品\n", "line 3: `AI产品` is neither all Chinese characters nor all Hangul");
        refused("젠슨 황\n", "line 1: `젠슨 황`");
        refused("\u{200b}\n", "line 1: ");
        refused(&"가".repeat(41), "line 1: ");
        refused("삼성\tcompany\n", "line 1: `company` is no kind of word; expected person or name");
        refused("삼성\tname\t10\n", "`10` is no weight; expected a number from 1 to 9");
        refused("삼성\tname\t5\tx\n", "`x` is no column");
        refused("삼성\n# \n삼성\t\t7\n", "line 3: `삼성` stands on line 1 with another kind or weight");
        let error = UserDictionary::load(Path::new("no/words.txt")).unwrap_err().to_string();
        assert!(error.contains("user dictionary `no/words.txt`: "), "{error}");
    }
}
