//! Words that the user adds.

use std::collections::HashMap;

use newsbraid_text::{Script, Span, normalize, script_of};

/// Words that are to be kept whole: new names, terms of a field.
///
/// A word that is added is cut as before into its parts, so that what was found by a part of it is still found.
///
/// ```
/// use newsbraid_segmenter::UserDictionary;
/// let words = UserDictionary::parse("# models\n通義千問\n퉁이첸원\n")?;
/// assert_eq!(words.chinese().collect::<Vec<_>>(), ["通义千问"]);
/// # Ok::<(), newsbraid_segmenter::UserDictionaryError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserDictionary {
    chinese: Vec<String>,
    korean: Vec<String>,
}

/// Why a user dictionary was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UserDictionaryError {
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
    /// The Korean engine did not take the words.
    #[error("the Korean words could not be added: {what}")]
    Refused {
        /// What the engine said.
        what: String,
    },
}

/// In characters.
const LONGEST_WORD: usize = 40;

impl UserDictionary {
    /// Reads a list: one word a line, `#` for comments, either script of Chinese.
    pub fn parse(list: &str) -> Result<UserDictionary, UserDictionaryError> {
        let mut words = UserDictionary::default();
        for (at, line) in list.lines().enumerate() {
            let word = line.split('#').next().unwrap_or_default().trim();
            if word.is_empty() {
                continue;
            }
            let (line, found) = (at + 1, word.chars().count());
            if found > LONGEST_WORD {
                return Err(UserDictionaryError::TooLong { line, word: word.into(), found });
            }
            let normalized = normalize(word).text().to_string();
            let all = |script: Script| normalized.chars().all(|c| script_of(c) == script);
            match () {
                () if all(Script::Han) => words.chinese.push(normalized),
                () if all(Script::Hangul) => words.korean.push(normalized),
                () => return Err(UserDictionaryError::MixedWord { line, word: word.into() }),
            }
        }
        for list in [&mut words.chinese, &mut words.korean] {
            list.sort_unstable();
            list.dedup();
        }
        Ok(words)
    }

    /// The Chinese words, normalised.
    pub fn chinese(&self) -> impl Iterator<Item = &str> {
        self.chinese.iter().map(String::as_str)
    }

    /// The Korean words, normalised.
    pub fn korean(&self) -> impl Iterator<Item = &str> {
        self.korean.iter().map(String::as_str)
    }
}

/// A stretch of a word, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartOfWord(pub(crate) Span);

impl PartOfWord {
    /// Where it stands in a text that has the word at `word`.
    pub(crate) fn shifted(self, word: Span) -> Span {
        Span { start: word.start + self.0.start, end: word.start + self.0.end }
    }
}

/// For each word of the user, what the dictionary alone would have found in it.
#[derive(Default)]
pub(crate) struct WordParts(HashMap<Box<str>, Vec<PartOfWord>>);

impl WordParts {
    pub(crate) fn insert(&mut self, word: &str, spans: impl Iterator<Item = Span>) {
        let parts = spans.filter(|span| span.len() < word.len()).map(PartOfWord).collect();
        self.0.insert(word.into(), parts);
    }

    pub(crate) fn get(&self, word: &str) -> Option<&[PartOfWord]> {
        // Most runs have no user dictionary: an empty map is asked without hashing.
        if self.0.is_empty() { None } else { self.0.get(word).map(Vec::as_slice) }
    }
}
