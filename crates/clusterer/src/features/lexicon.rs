//! Words of several languages that name one thing.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use newsbraid_segmenter::{Layer, TokenClass, Worker, regional};
use newsbraid_text::{Lang, Script, normalize, script_of};

use super::Article;
use super::boilerplate::up_to;
use super::korean::runs;
use super::words::{is_stop_word, stem};

/// Longest Korean or Chinese term, in characters, and longest English term, in words.
const LONGEST: usize = 8;
const LONGEST_ENGLISH: usize = 3;

/// Names of things with their words by language.
///
/// English terms are matched by their stems, Korean ones from the start of a word, Chinese ones anywhere; the longest term
/// wins.
pub(super) struct Lexicon {
    names: Vec<String>,
    /// Of each thing, as the maps below have them: English in stems, the others normalised.
    terms: Vec<Vec<String>>,
    english: HashMap<String, Vec<u32>>,
    korean: HashMap<String, Vec<u32>>,
    chinese: HashMap<String, Vec<u32>>,
}

impl Lexicon {
    /// From rows of a name and its English, Korean and Chinese terms; `worker` finds the stems of the English ones.
    pub fn new<'a, T: IntoIterator<Item = &'a str>>(
        rows: impl IntoIterator<Item = (&'a str, [T; 3])>,
        worker: &mut Worker,
    ) -> Lexicon {
        let mut lexicon = Lexicon {
            names: Vec::new(),
            terms: Vec::new(),
            english: HashMap::new(),
            korean: HashMap::new(),
            chinese: HashMap::new(),
        };
        for (name, terms) in rows {
            lexicon.add(name, terms, worker);
        }
        lexicon
    }

    fn add<'a>(
        &mut self,
        name: &str,
        [english, korean, chinese]: [impl IntoIterator<Item = &'a str>; 3],
        worker: &mut Worker,
    ) {
        let id = self.names.len() as u32;
        self.names.push(name.to_string());
        let plain = |term: &str| normalize(term).text().replace(' ', "");
        let all: [Vec<String>; 3] = [
            english.into_iter().map(|term| stems(term, worker).join(" ")).collect(),
            korean.into_iter().map(plain).collect(),
            chinese.into_iter().map(plain).collect(),
        ];
        for (index, terms) in [&mut self.english, &mut self.korean, &mut self.chinese].into_iter().zip(&all) {
            terms.iter().for_each(|term| push(index, term.clone(), id));
        }
        self.terms.push(all.concat());
    }

    /// What a term is called in the other scripts, in the order of the rows; only of these rows.
    pub fn equivalents(&self, term: &str, rows: Range<u32>) -> impl Iterator<Item = &str> {
        let script = |term: &str| term.chars().next().map(script_of);
        let own = script(term);
        let ids =
            [&self.english, &self.korean, &self.chinese].into_iter().filter_map(|index| index.get(term)).flatten();
        let all = ids.filter(move |&id| rows.contains(id)).flat_map(|&id| &self.terms[id as usize]);
        all.map(String::as_str).filter(move |other| !other.is_empty() && script(other) != own)
    }

    /// Calls `found` with the place (normalised bytes), the term and the names of everything that an article names before
    /// `end`.
    pub fn find(&self, article: &Article, end: usize, mut found: impl FnMut(usize, &str, &[u32])) {
        let text = up_to(article.text(), end);
        self.find_english(article, end, &mut found);
        for (at, run) in runs(text, Script::Hangul) {
            scan(run, &self.korean, true, |offset, term, ids| found(at + offset, term, ids));
        }
        for (at, run) in runs(text, Script::Han) {
            scan(run, &self.chinese, false, |offset, term, ids| found(at + offset, term, ids));
        }
        self.find_regional(article, end, &mut found);
    }

    /// What the number of a name stands for.
    pub fn name(&self, id: u32) -> &str {
        &self.names[id as usize]
    }

    /// The tables have the words of the mainland: 人工智慧 is looked up as 人工智能.
    fn find_regional(&self, article: &Article, end: usize, found: &mut impl FnMut(usize, &str, &[u32])) {
        for word in regional::find(article.analysis).iter().filter(|word| !self.chinese.contains_key(word.term)) {
            let at = article.analysis.normalized.from_source(word.span).start as usize;
            if at >= end {
                break;
            }
            for (other, ids) in word.mainland.iter().filter_map(|other| self.chinese.get_key_value(*other)) {
                found(at, other, ids);
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
                self.english.get(&key).map(|ids| (len, key, ids))
            });
            if let Some((len, key, ids)) = longest {
                found(words[first].0 as usize, &key, ids);
                first += len;
            } else {
                first += 1;
            }
        }
    }
}

fn push(index: &mut HashMap<String, Vec<u32>>, term: String, id: u32) {
    let ids = index.entry(term).or_default();
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}

/// The stems of an English term.
fn stems(term: &str, worker: &mut Worker) -> Vec<String> {
    let analysis = worker.analyze(term, Lang::En);
    let mut stems = BTreeMap::new();
    for token in analysis.tokens.iter().filter(|t| t.class == TokenClass::Word && t.layer != Layer::Part) {
        // A variant stands behind its word and takes its place.
        stems.insert(token.span.start, analysis.term(token).to_string());
    }
    stems.into_values().filter(|word| !is_stop_word(word) || term.contains(' ')).collect()
}

/// Finds the longest terms of an index in a run of one script. With `at_words` a term must begin the run or follow
/// another term.
fn scan(run: &str, index: &HashMap<String, Vec<u32>>, at_words: bool, mut found: impl FnMut(usize, &str, &[u32])) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let mut first = 0;
    while first + 1 < starts.len() {
        let most = LONGEST.min(starts.len() - 1 - first);
        let least = 2;
        let hit = (least..=most).rev().find_map(|len| {
            let term = &run[starts[first]..starts[first + len]];
            index.get(term).map(|ids| (len, term, ids))
        });
        match hit {
            Some((len, term, ids)) => {
                found(starts[first], term, ids);
                first += len;
            }
            None if at_words => return,
            None => first += 1,
        }
    }
}
