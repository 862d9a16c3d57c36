//! Fragments that begin or end within a word.
//!
//! Any two adjacent characters of an article find it as a phrase. Where they are Chinese or Korean their pairs do that;
//! where a fragment cuts through a word of Latin letters or digits (`ibaba Gro`), or has a mark between its characters and so no
//! pair (`巢、肺` of 卵巢、肺部), the words of the index that end with its first part and begin with its last are looked for in its
//! place. That costs a walk through the dictionary of the index, so it is done only where nothing has the words as they were
//! typed. Where there are few such words each is looked for; for very many the engine is asked, by a pattern.

use std::collections::BTreeSet;

use tantivy::Searcher;
use tantivy::query::{Query, RegexPhraseQuery, RegexQuery};
use tantivy::schema::Field;

use crate::grams::{Spelling, is_cjk, spellings};
use crate::query::dictionary::Dictionaries;
use crate::query::way::Posted;

/// The shortest part of a single word that is looked for within words, in characters; less would find almost anything.
const SHORTEST: usize = 2;
/// The longest part of a word, in characters: a pattern of more has no room in the automaton, and no word is longer.
const LONGEST: usize = 64;

/// The most sequences that are looked for one by one.
const FEW: usize = 256;

/// What is looked for where words are cut.
pub(crate) enum CutWords {
    /// Any of these sequences of whole words.
    Few(Vec<Vec<(usize, String)>>),
    /// Whatever the engine finds.
    Many(Box<dyn Query>),
}

/// Whether a fragment has characters and no two of them stand together, so that no pair holds any of it.
pub(crate) fn is_apart(normalized: &str) -> bool {
    spellings(normalized).is_empty()
}

/// Whether a wording may find more where words may begin and end within those of an article: pairs of characters find all others.
pub(crate) fn may_be_cut(normalized: &str) -> bool {
    let mut letters = normalized.chars().filter(|c| c.is_alphanumeric());
    letters.any(|c| !is_cjk(c)) || is_apart(normalized)
}

/// Words in sequence of which the first may be the end and the last the beginning of a word of the field. `None` where
/// neither edge is of Latin letters or digits, and pairs know the characters of the others; `apart` says that they do not.
///
/// The words between them are words of the field: where one is none, the dictionary is not looked through.
pub(crate) fn sequence(
    dictionaries: &Dictionaries,
    searcher: &Searcher,
    field: Field,
    terms: &[(usize, String)],
    apart: bool,
) -> tantivy::Result<Option<CutWords>> {
    let Some((open, close)) = open_edges(terms, apart) else { return Ok(None) };
    let last = terms.len() - 1;
    for (at, (_, term)) in terms.iter().enumerate() {
        let is_whole = !(at == 0 && open || at == last && close);
        if is_whole && Posted::find(searcher, field, term)?.is_none() {
            return Ok(None);
        }
    }
    let mut few = vec![Vec::new()];
    for (at, (offset, term)) in terms.iter().enumerate() {
        let (open, close) = (at == 0 && open, at == last && close);
        let words = if open || close {
            dictionaries.words(searcher, field, term, (open, close), FEW / few.len())?
        } else {
            Some(BTreeSet::from([term.clone()]))
        };
        let Some(words) = words else {
            return Ok(Some(CutWords::Many(pattern(field, terms, apart)?)));
        };
        let longer = |sequence: &Vec<(usize, String)>| {
            let with = |word: &String| sequence.iter().cloned().chain([(*offset, word.clone())]).collect();
            words.iter().map(with).collect::<Vec<_>>()
        };
        few = few.iter().flat_map(longer).collect();
        if few.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(CutWords::Few(few)))
}

/// Whether the first and the last word may be cut; `None` where neither is, or where they would find almost anything or nothing.
fn open_edges(terms: &[(usize, String)], apart: bool) -> Option<(bool, bool)> {
    let cut = |term: Option<&(usize, String)>| term.is_some_and(|(_, term)| apart || !term.contains(is_cjk));
    let (open, close) = (cut(terms.first()), cut(terms.last()));
    let too_long = terms.iter().any(|(_, term)| term.chars().count() > LONGEST);
    let too_short = matches!(terms, [(_, term)] if term.chars().count() < SHORTEST);
    ((open || close) && !too_long && !too_short).then_some((open, close))
}

/// What the engine is asked where very many words may stand at the edges.
fn pattern(field: Field, terms: &[(usize, String)], apart: bool) -> tantivy::Result<Box<dyn Query>> {
    let (open, close) = open_edges(terms, apart).unwrap_or_default();
    let last = terms.len() - 1;
    let pattern = |at: usize, term: &str| {
        let before = if at == 0 && open { ".*" } else { "" };
        let behind = if at == last && close { ".*" } else { "" };
        format!("{before}{}{behind}", escaped(term))
    };
    Ok(match terms {
        [(_, term)] => Box::new(RegexQuery::from_pattern(&pattern(0, term), field)?),
        _ => {
            let patterns = terms.iter().enumerate().map(|(at, (offset, term))| (*offset, pattern(at, term))).collect();
            Box::new(RegexPhraseQuery::new_with_offset(field, patterns))
        }
    })
}

/// A single Chinese or Korean character beside any other.
pub(crate) fn character(grams: Field, c: char) -> tantivy::Result<Box<dyn Query>> {
    Ok(Box::new(RegexQuery::from_pattern(&format!("{c}.*|.*{c}"), grams)?))
}

/// A spelling without the runs of Latin letters or digits at its edges: the pairs beside them hold the letter that touches.
pub(crate) fn without_edges(mut spelling: Spelling) -> Spelling {
    let is_run = |term: Option<&(usize, String)>| term.is_some_and(|(_, term)| !term.contains(is_cjk));
    if is_run(spelling.first()) {
        spelling.remove(0);
    }
    if is_run(spelling.last()) {
        spelling.pop();
    }
    spelling
}

/// A term as a pattern that finds itself.
fn escaped(term: &str) -> String {
    let mut pattern = String::with_capacity(term.len() + 4);
    for c in term.chars() {
        if c.is_ascii_punctuation() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_latin_words_are_open_and_of_characters_apart() {
        let check = |terms: &[&str], expect: Option<(bool, bool)>| {
            let apart = is_apart(&terms.join("、"));
            let terms: Vec<(usize, String)> = terms.iter().map(|term| term.to_string()).enumerate().collect();
            assert_eq!(open_edges(&terms, apart), expect, "{terms:?}");
        };
        check(&["ibaba", "gro"], Some((true, true)));
        check(&["阿里", "quar"], Some((false, true)));
        check(&["quar", "阿里"], Some((true, false)));
        check(&["阿里", "云"], None);
        check(&["巢", "肺"], Some((true, true)));
        check(&["libab"], Some((true, true)));
        check(&["a"], None);
        check(&[&"a".repeat(65)], None);
        check(&["3.5%", "(x"], Some((true, true)));
    }

    #[test]
    fn what_pairs_hold_is_not_cut() {
        let check = |text: &str, expect: bool| assert_eq!(may_be_cut(text), expect, "{text}");
        check("阿里云", false);
        check("阿里 云", false);
        check("阿里ai", true);
        check("巢、肺", true);
        check("云", true);
        check("libab", true);
    }

    #[test]
    fn edges_of_spellings() {
        let check = |spelling: &[&str], expect: &[&str]| {
            let terms = |all: &[&str]| all.iter().map(|term| term.to_string()).enumerate().collect::<Spelling>();
            let found: Vec<String> = without_edges(terms(spelling)).into_iter().map(|(_, term)| term).collect();
            assert_eq!(found, expect);
        };
        check(&["s", "s 将", "将在"], &["s 将", "将在"]);
        check(&["将在", "在 q", "quar"], &["将在", "在 q"]);
        check(&["quar"], &[]);
    }
}
