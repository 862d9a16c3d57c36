//! From CC-CEDICT to the tables of [`Glosses`](crate::Glosses).
//!
//! A gloss of the dictionary is written for people: `a share (in a company)`, `to invest`, `CL:個|个[ge4]`, `abbr. for …`.
//! What is left of it here is a phrase of at most four words that an English text may have, in stems.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use newsbraid_text::{Lang, Script, normalize, script_of};
use serde::Deserialize;

use super::{DictionaryError, io_error};
use crate::chinese::word_counts;
use crate::glosses::{self, write_table};
use crate::{Layer, Segmenter, TokenClass, Worker};

/// Version of what [`compile_glosses`] writes; glosses of another version are installed anew.
pub(crate) const CONVERTER_VERSION: u32 = 1;

/// Senses kept for a Chinese word, and Chinese words kept for an English phrase.
const MOST_SENSES: usize = 6;
const MOST_WORDS: usize = 6;
/// Longest phrase, in words without those of [`FUNCTION_WORDS`], and with them. What is longer explains and is no gloss.
const LONGEST: usize = 4;
const LONGEST_WHOLE: usize = 6;

/// Beginnings of what is no sense: notes on writing, sound and grammar, and senses that only refer to another word.
const NOTES: [&str; 35] = [
    "CL:",
    "surname ",
    "see ",
    "see:",
    "cf ",
    "abbr. ",
    "abbr of ",
    "also abbr.",
    "also written ",
    "also pr.",
    "also called ",
    "Taiwan pr.",
    "pr. ",
    "same as ",
    "used in ",
    "used as ",
    "used to ",
    "used before ",
    "used after ",
    "used at ",
    "used for ",
    "classifier ",
    "(classifier",
    "(used ",
    "(onom.",
    "sound of ",
    "place name",
    "name of ",
    "radical ",
    "Kangxi radical",
    "particle ",
    "interjection ",
    "phonetic ",
    "lit. ",
    "(lit.",
];
/// What a note may have anywhere: `old variant of 鐘`, `Japanese variant of 經`.
const REFERRING: [&str; 3] = ["variant of ", "radical in ", "Kangxi radical"];
/// Senses that news has not: of this time, but not of its language, or the other way round.
const REGISTERS: [&str; 9] =
    ["(archaic", "(arch.", "(dialect", "(old)", "(old,", "(classical", "(slang", "(Internet slang", "(vulgar"];
/// Words that only hold others together. A phrase neither begins nor ends with one.
pub(super) const FUNCTION_WORDS: [&str; 28] = [
    "a", "an", "the", "to", "be", "of", "in", "on", "at", "for", "with", "by", "from", "as", "and", "or", "etc", "esp",
    "fig", "one", "one's", "oneself", "that", "which", "it", "its", "is", "eg",
];

/// Words that stand for others: `to give sb a hand`.
const PLACEHOLDERS: [&str; 4] = ["sb", "sth", "sb's", "sth's"];

/// An entry of the dictionary, as `cedict.json` has it.
#[derive(Deserialize)]
struct Entry {
    simplified: String,
    pinyin: String,
    english: Vec<String>,
}

/// Compiles the dictionary in the file `json` into the new folder `to`.
pub(super) fn compile_glosses(json: &Path, to: &Path) -> Result<(), DictionaryError> {
    let file = BufReader::new(File::open(json).map_err(io_error(json))?);
    let entries: Vec<Entry> = serde_json::from_reader(file).map_err(|error| DictionaryError::NoDictionary {
        expected: "the entries of CC-CEDICT: a list of objects with `simplified`, `pinyin` and `english`",
        path: json.into(),
        what: error.to_string(),
    })?;
    fs::create_dir(to).map_err(io_error(to))?;
    let senses = senses_of_words(entries);
    let words = words_of_phrases(&senses);
    let save = |name: &str, bytes: Vec<u8>| {
        let path = to.join(name);
        fs::write(&path, bytes).map_err(io_error(&path))
    };
    save(glosses::CHINESE, write_table(&senses))?;
    save(glosses::ENGLISH, write_table(&words))
}

/// The English phrases of each Chinese word, those of common words before those of names.
fn senses_of_words(mut entries: Vec<Entry>) -> BTreeMap<String, Vec<String>> {
    // The dictionary has surnames and places first: 高山 Takayama, then 高山 high mountain.
    entries.sort_by_key(|entry| entry.pinyin.starts_with(char::is_uppercase));
    let mut worker = Segmenter::without_korean().worker();
    let mut senses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in &entries {
        let word = normalize(&entry.simplified).text().to_string();
        if word.is_empty() || word.chars().any(|c| script_of(c) != Script::Han) {
            continue;
        }
        let of_word = senses.entry(word).or_default();
        for phrase in entry.english.iter().flat_map(|gloss| phrases(gloss, &mut worker)) {
            if of_word.len() < MOST_SENSES && !of_word.contains(&phrase) {
                of_word.push(phrase);
            }
        }
    }
    senses.retain(|_, phrases| !phrases.is_empty());
    senses
}

/// The Chinese words of each English phrase, best first: those that are common, and those that mean it first and mean
/// little else.
fn words_of_phrases(senses: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let counts = word_counts();
    let mut words: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for (word, phrases) in senses {
        let common = (counts.get(word.as_str()).copied().unwrap_or_default() as f64).ln_1p();
        for (place, phrase) in phrases.iter().enumerate() {
            let score = common - 1.5 * place as f64 - 0.3 * phrases.len() as f64;
            words.entry(phrase).or_default().push((score, word));
        }
    }
    let best = |mut list: Vec<(f64, &str)>| -> Vec<String> {
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        list.into_iter().take(MOST_WORDS).map(|(_, word)| word.to_string()).collect()
    };
    words.into_iter().map(|(phrase, list)| (phrase.to_string(), best(list))).collect()
}

/// What a gloss says, in stems: `to invest; investment (in stocks)` is `invest` and `invest`.
fn phrases(gloss: &str, worker: &mut Worker) -> Vec<String> {
    if NOTES.iter().any(|note| gloss.starts_with(note)) || REFERRING.iter().any(|note| gloss.contains(note)) {
        return Vec::new();
    }
    if REGISTERS.iter().any(|register| gloss.starts_with(register)) {
        return Vec::new();
    }
    let bare = without_brackets(gloss);
    bare.split(';').filter_map(|part| phrase(part, worker)).collect()
}

/// One phrase in stems; nothing where it holds digits or Chinese characters, or is too long.
fn phrase(part: &str, worker: &mut Worker) -> Option<String> {
    if part.chars().any(|c| c.is_ascii_digit() || c == '|' || script_of(c) == Script::Han) {
        return None;
    }
    let analysis = worker.analyze(part.trim(), Lang::En);
    let mut words: Vec<(&str, &str)> = Vec::new();
    for token in &analysis.tokens {
        match (token.layer, token.class) {
            (Layer::Surface, TokenClass::Word) if !PLACEHOLDERS.contains(&analysis.term(token)) => {
                words.push((analysis.term(token), analysis.term(token)))
            }
            // The stem stands behind its word.
            (Layer::Variant, TokenClass::Word) => words.last_mut()?.1 = analysis.term(token),
            _ => {}
        }
    }
    let holds = |(word, _): &(&str, &str)| !FUNCTION_WORDS.contains(word);
    let first = words.iter().position(holds)?;
    let last = words.iter().rposition(holds)?;
    let words = &words[first..=last];
    let short = words.iter().filter(|word| holds(word)).count() <= LONGEST && words.len() <= LONGEST_WHOLE;
    short.then(|| words.iter().map(|(_, stem)| *stem).collect::<Vec<_>>().join(" "))
}

/// A gloss without what stands in round or square brackets: `a share (in a company)`, `also 个[ge4]`.
fn without_brackets(gloss: &str) -> String {
    let mut depth = 0usize;
    let mut bare = String::with_capacity(gloss.len());
    for c in gloss.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glosses_become_phrases() {
        let mut worker = Segmenter::without_korean().worker();
        let mut check = |gloss: &str, expect: &[&str]| assert_eq!(phrases(gloss, &mut worker), expect, "{gloss}");
        check("to invest", &["invest"]);
        check("a share (in a company)", &["share"]);
        check("stock market; the bourse", &["stock market", "bours"]);
        check("ministry of defense", &["ministri of defens"]);
        check("to give sb a hand", &["give a hand"]);
        check("to rely on sb", &["reli"]);
        check("(finance) bond", &["bond"]);
        for note in [
            "CL:個|个[ge4],位[wei4]",
            "surname Li",
            "old variant of 鐘|钟[zhong1]",
            "abbr. for 北京大學|北京大学[Bei3 jing1 Da4 xue2]",
            "see 打的[da3 di1]",
            "(classifier used before a noun)",
            "(archaic) to weep",
            "the 25th solar term",
            "written 里 by some",
            "someone who talks a great deal without ever coming to the point",
            "(particle)",
            "",
        ] {
            check(note, &[]);
        }
    }
}
