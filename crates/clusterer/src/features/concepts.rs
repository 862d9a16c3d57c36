//! Concepts that have a name in all languages.

use std::collections::{BTreeMap, HashMap};

use newsbraid_segmenter::{Layer, Segmenter, TokenClass, Worker, regional};
use newsbraid_text::{Lang, Script, normalize, script_of};

use super::collect::Collector;
use super::korean::runs;
use super::words::{is_stop_word, stem};
use super::{Article, Place};
use crate::family::Family;

static NEWS_WORDS: &str = include_str!("../../data/news_words.tsv");
static CLDR: &str = include_str!("../../data/cldr_concepts.tsv");

/// Longest Korean or Chinese term, in characters, and longest English term, in words.
const LONGEST: usize = 8;
const LONGEST_ENGLISH: usize = 3;

/// Names of concepts by language.
///
/// The rows of the tables are concepts: a name, then the English, Korean and Chinese terms, parted by `|`. English terms
/// are matched by their stems, Korean ones from the start of a word, Chinese ones anywhere; the longest term wins.
pub struct Lexicon {
    names: Vec<String>,
    /// Of each concept, as the maps below have them: English in stems, the others normalised.
    terms: Vec<Vec<String>>,
    english: HashMap<String, Vec<u32>>,
    korean: HashMap<String, Vec<u32>>,
    chinese: HashMap<String, Vec<u32>>,
}

impl Lexicon {
    /// The tables of the binary.
    pub fn embedded() -> Lexicon {
        Lexicon::cut_by(&mut Segmenter::without_korean().worker())
    }

    /// The same, without loading a segmenter of its own: `worker` finds the stems of English terms.
    pub fn cut_by(worker: &mut Worker) -> Lexicon {
        let mut lexicon = Lexicon {
            names: Vec::new(),
            terms: Vec::new(),
            english: HashMap::new(),
            korean: HashMap::new(),
            chinese: HashMap::new(),
        };
        for table in [NEWS_WORDS, CLDR] {
            table.lines().filter(|line| !line.starts_with('#')).for_each(|line| lexicon.add(line, worker));
        }
        lexicon
    }

    fn add(&mut self, line: &str, worker: &mut Worker) {
        let mut fields = line.split('\t');
        let (Some(name), Some(english), Some(korean), Some(chinese)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return;
        };
        let id = self.names.len() as u32;
        self.names.push(name.to_string());
        let all = [
            terms(english).map(|term| stems(term, worker).join(" ")).collect::<Vec<_>>(),
            terms(korean).map(|term| normalize(term).text().replace(' ', "")).collect(),
            terms(chinese).map(|term| normalize(term).text().to_string()).collect(),
        ];
        for (index, terms) in [&mut self.english, &mut self.korean, &mut self.chinese].into_iter().zip(&all) {
            terms.iter().for_each(|term| push(index, term.clone(), id));
        }
        self.terms.push(all.concat());
    }

    /// What a term is called in the other scripts: for an English phrase in stems, or a normalised Korean or Chinese word,
    /// in the order of the tables.
    ///
    /// ```
    /// use newsbraid_clusterer::Lexicon;
    /// let lexicon = Lexicon::embedded();
    /// assert!(lexicon.equivalents("earthquak").any(|term| term == "지진"));
    /// assert!(lexicon.equivalents("지진").any(|term| term == "地震"));
    /// assert_eq!(lexicon.equivalents("zvorlinek").count(), 0);
    /// ```
    pub fn equivalents(&self, term: &str) -> impl Iterator<Item = &str> {
        let script = |term: &str| term.chars().next().map(script_of);
        let own = script(term);
        let ids =
            [&self.english, &self.korean, &self.chinese].into_iter().filter_map(|index| index.get(term)).flatten();
        let all = ids.flat_map(|&id| &self.terms[id as usize]);
        all.map(String::as_str).filter(move |other| !other.is_empty() && script(other) != own)
    }

    /// Adds the concepts that an article names.
    pub(super) fn collect(&self, article: &Article, out: &mut Collector) {
        self.collect_english(article, out);
        for (at, run) in runs(article.text(), Script::Hangul) {
            scan(run, &self.korean, true, |offset, term, ids| self.found(article, at + offset, term, ids, out));
        }
        for (at, run) in runs(article.text(), Script::Han) {
            scan(run, &self.chinese, false, |offset, term, ids| self.found(article, at + offset, term, ids, out));
        }
        self.collect_regional(article, out);
    }

    /// The tables have the words of the mainland: 人工智慧 is looked up as 人工智能.
    fn collect_regional(&self, article: &Article, out: &mut Collector) {
        for word in regional::find(article.analysis).iter().filter(|word| !self.chinese.contains_key(word.term)) {
            let at = article.analysis.normalized.from_source(word.span).start as usize;
            for (other, ids) in word.mainland.iter().filter_map(|other| self.chinese.get_key_value(*other)) {
                self.found(article, at, other, ids, out);
            }
        }
    }

    fn collect_english(&self, article: &Article, out: &mut Collector) {
        let tokens = &article.analysis.tokens;
        let words: Vec<(u32, &str)> = (0..tokens.len())
            .filter(|&i| {
                tokens[i].layer == Layer::Surface && tokens[i].class == TokenClass::Word && tokens[i].lang == Lang::En
            })
            .map(|i| {
                let at = article.analysis.normalized.from_source(tokens[i].span).start;
                (at, stem(article, tokens.get(i + 1)).unwrap_or(article.analysis.term(&tokens[i])))
            })
            .collect();
        let mut first = 0;
        while first < words.len() {
            let longest = (1..=LONGEST_ENGLISH.min(words.len() - first)).rev().find_map(|len| {
                let key = words[first..first + len].iter().map(|w| w.1).collect::<Vec<_>>().join(" ");
                self.english.get(&key).map(|ids| (len, key, ids))
            });
            if let Some((len, key, ids)) = longest {
                self.found(article, words[first].0 as usize, &key, ids, out);
                first += len;
            } else {
                first += 1;
            }
        }
    }

    /// Counts the concepts of a term; a term of several concepts counts less for each.
    fn found(&self, article: &Article, at: usize, term: &str, ids: &[u32], out: &mut Collector) {
        if let Some(place) = article.place(at as u32).filter(|&p| p != Place::Far) {
            let share = 1.0 / (ids.len() as f32).sqrt();
            for &id in ids {
                out.add_as(Family::Concept, &self.names[id as usize], term, place, share);
            }
        }
    }
}

fn terms(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim).filter(|term| !term.is_empty())
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
