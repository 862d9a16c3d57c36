//! Words of several languages that name one thing.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use newsbraid_segmenter::{Layer, TokenClass, Worker, regional};
use newsbraid_text::{Lang, Script, normalize, script_of};

use super::Article;
use super::boilerplate::up_to;
use super::collect::feature_hash;
use super::korean::runs;
use super::words::{is_stop_word, stem};
use crate::family::Family;

/// Stands between terms, and in none.
const BETWEEN: &str = "|";
/// Shortest and longest Korean or Chinese term, in characters, and longest English term, in words.
const SHORTEST: usize = 2;
const LONGEST: usize = 8;
const LONGEST_ENGLISH: usize = 3;

/// Names of things with their words by language.
///
/// English terms are matched by their stems, Korean ones from the start of a word, Chinese ones anywhere; the longest term
/// wins. A search loads it for every query, so it is a few long lists rather than many short strings.
pub(super) struct Lexicon {
    names: Vec<String>,
    /// All terms one after the other, English in stems, the others normalised.
    text: String,
    /// Where in the text the terms stand, row by row: English, Korean, Chinese.
    terms: Vec<Range<usize>>,
    /// The terms of each row.
    rows: Vec<Range<usize>>,
    /// By the hash of a term, its stretch of `ids`.
    index: HashMap<u64, Range<usize>>,
    /// Rows, in order for each term.
    ids: Vec<u32>,
}

/// Languages of terms, in the order of the columns.
#[derive(Clone, Copy)]
enum Column {
    English,
    Korean,
    Chinese,
}

const COLUMNS: [Column; 3] = [Column::English, Column::Korean, Column::Chinese];

impl Lexicon {
    /// From rows of a name and its English, Korean and Chinese terms; `worker` finds the stems of the English ones.
    pub fn new<'a, T: IntoIterator<Item = &'a str>>(
        rows: impl IntoIterator<Item = (&'a str, [T; 3])>,
        worker: &mut Worker,
    ) -> Lexicon {
        let rows = rows.into_iter().map(|(name, terms)| (name, terms.map(|terms| terms.into_iter().collect())));
        let rows: Vec<(&str, [Vec<&str>; 3])> = rows.collect();
        let english: Vec<&str> = rows.iter().flat_map(|(_, terms)| &terms[0]).copied().collect();
        let mut english = stems(&english, worker).into_iter();
        let others: Vec<&str> = rows.iter().flat_map(|(_, terms)| terms[1..].concat()).collect();
        // Normalised as one text, which takes a fraction of the time.
        let others = normalize(&others.join(BETWEEN));
        let mut others = others.text().split(BETWEEN);
        let mut lexicon = Lexicon {
            names: rows.iter().map(|(name, _)| name.to_string()).collect(),
            text: String::new(),
            terms: Vec::new(),
            rows: Vec::with_capacity(rows.len()),
            index: HashMap::new(),
            ids: Vec::new(),
        };
        let mut entries: Vec<(u64, u32)> = Vec::new();
        for (id, (_, [of_english, korean, chinese])) in rows.iter().enumerate() {
            let first = lexicon.terms.len();
            let mut add = |column, term: &str| {
                entries.push((hash(column, term), id as u32));
                let start = lexicon.text.len();
                lexicon.text.push_str(term);
                lexicon.terms.push(start..lexicon.text.len());
            };
            english.by_ref().take(of_english.len()).for_each(|stems| add(Column::English, &stems));
            others.by_ref().take(korean.len()).for_each(|term| add(Column::Korean, &term.replace(' ', "")));
            others.by_ref().take(chinese.len()).for_each(|term| add(Column::Chinese, &term.replace(' ', "")));
            lexicon.rows.push(first..lexicon.terms.len());
        }
        lexicon.enter(entries);
        lexicon
    }

    /// Makes the index of hashes of terms with their rows.
    fn enter(&mut self, mut entries: Vec<(u64, u32)>) {
        entries.sort_unstable();
        entries.dedup();
        self.ids = entries.iter().map(|entry| entry.1).collect();
        self.index.reserve(entries.len());
        let mut start = 0;
        for equal in entries.chunk_by(|a, b| a.0 == b.0) {
            self.index.insert(equal[0].0, start..start + equal.len());
            start += equal.len();
        }
    }

    /// The rows of a term.
    fn ids(&self, column: Column, term: &str) -> Option<&[u32]> {
        self.index.get(&hash(column, term)).map(|range| &self.ids[range.clone()])
    }

    /// What a term is called in the other scripts, in the order of the rows; only of these rows.
    pub fn equivalents(&self, term: &str, rows: Range<u32>) -> impl Iterator<Item = &str> {
        let script = |term: &str| term.chars().next().map(script_of);
        let own = script(term);
        let ids = COLUMNS.into_iter().filter_map(|column| self.ids(column, term)).flatten();
        let all = ids.filter(move |&id| rows.contains(id)).flat_map(|&id| &self.terms[self.rows[id as usize].clone()]);
        let all = all.map(|range| &self.text[range.clone()]);
        all.filter(move |other| !other.is_empty() && script(other) != own)
    }

    /// Calls `found` with the place (normalised bytes), the term and the names of everything that an article names before
    /// `end`.
    pub fn find(&self, article: &Article, end: usize, mut found: impl FnMut(usize, &str, &[u32])) {
        let text = up_to(article.text(), end);
        self.find_english(article, end, &mut found);
        for (at, run) in runs(text, Script::Hangul) {
            self.scan(run, Column::Korean, |offset, term, ids| found(at + offset, term, ids));
        }
        for (at, run) in runs(text, Script::Han) {
            self.scan(run, Column::Chinese, |offset, term, ids| found(at + offset, term, ids));
        }
        self.find_regional(article, end, &mut found);
    }

    /// What the number of a name stands for.
    pub fn name(&self, id: u32) -> &str {
        &self.names[id as usize]
    }

    /// The tables have the words of the mainland: 人工智慧 is looked up as 人工智能.
    fn find_regional(&self, article: &Article, end: usize, found: &mut impl FnMut(usize, &str, &[u32])) {
        for word in
            regional::find(article.analysis).iter().filter(|word| self.ids(Column::Chinese, word.term).is_none())
        {
            let at = article.analysis.normalized.from_source(word.span).start as usize;
            if at >= end {
                break;
            }
            for other in word.mainland {
                self.ids(Column::Chinese, other).into_iter().for_each(|ids| found(at, other, ids));
            }
        }
    }

    fn find_english(&self, article: &Article, end: usize, found: &mut impl FnMut(usize, &str, &[u32])) {
        let tokens = &article.analysis.tokens;
        let start = |i: usize| article.analysis.normalized.from_source(tokens[i].span).start;
        let words: Vec<(u32, &str)> = (0..tokens.len())
            .filter(|&i| {
                tokens[i].layer == Layer::Surface && tokens[i].class == TokenClass::Word && tokens[i].lang == Lang::En
            })
            .map(|i| (start(i), stem(article, tokens.get(i + 1)).unwrap_or(article.analysis.term(&tokens[i]))))
            .take_while(|(at, _)| (*at as usize) < end)
            .collect();
        let mut first = 0;
        while first < words.len() {
            let longest = (1..=LONGEST_ENGLISH.min(words.len() - first)).rev().find_map(|len| {
                let key = words[first..first + len].iter().map(|w| w.1).collect::<Vec<_>>().join(" ");
                self.ids(Column::English, &key).map(|ids| (len, key, ids))
            });
            if let Some((len, key, ids)) = longest {
                found(words[first].0 as usize, &key, ids);
                first += len;
            } else {
                first += 1;
            }
        }
    }
    /// Finds the longest terms in a run of one script. A Korean term must begin the run or follow another term.
    fn scan(&self, run: &str, column: Column, mut found: impl FnMut(usize, &str, &[u32])) {
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        let mut first = 0;
        while first + 1 < starts.len() {
            let most = LONGEST.min(starts.len() - 1 - first);
            let hit = (SHORTEST..=most).rev().find_map(|len| {
                let term = &run[starts[first]..starts[first + len]];
                self.ids(column, term).map(|ids| (len, term, ids))
            });
            match hit {
                Some((len, term, ids)) => {
                    found(starts[first], term, ids);
                    first += len;
                }
                None if matches!(column, Column::Korean) => return,
                None => first += 1,
            }
        }
    }
}

fn hash(column: Column, term: &str) -> u64 {
    feature_hash(Family::Concept, column as u64, term)
}

/// The stems of each of some English terms. They are cut as one text, a term a line, which takes a fraction of the time.
fn stems(terms: &[&str], worker: &mut Worker) -> Vec<String> {
    let starts: Vec<u32> = terms
        .iter()
        .scan(0, |at, term| {
            let start = *at;
            *at += term.len() as u32 + 1;
            Some(start)
        })
        .collect();
    let analysis = worker.analyze(&terms.join("\n"), Lang::En);
    let mut stems: Vec<BTreeMap<u32, &str>> = vec![BTreeMap::new(); terms.len()];
    for token in analysis.tokens.iter().filter(|t| t.class == TokenClass::Word && t.layer != Layer::Part) {
        let of_term = starts.partition_point(|&start| start <= token.span.start) - 1;
        // A variant stands behind its word and takes its place.
        stems[of_term].insert(token.span.start, analysis.term(token));
    }
    let said = |(words, term): (BTreeMap<u32, &str>, &&str)| {
        let kept = words.into_values().filter(|word| !is_stop_word(word) || term.contains(' '));
        kept.collect::<Vec<_>>().join(" ")
    };
    stems.into_iter().zip(terms).map(said).collect()
}
