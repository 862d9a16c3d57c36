//! Concepts that have a name in all languages.

use newsbraid_segmenter::{Segmenter, Worker};

use super::collect::Collector;
use super::lexicon::Lexicon;
use super::{Article, Place};
use crate::family::Family;

static WORDS: &str = include_str!("../../data/words.tsv");
static NEWS_WORDS: &str = include_str!("../../data/news_words.tsv");
static GENERAL_WORDS: &str = include_str!("../../data/general_words.tsv");
static CLDR: &str = include_str!("../../data/cldr_concepts.tsv");

/// Concepts with their names by language.
///
/// The rows of the tables are concepts: a name, then the English, Korean and Chinese terms, parted by `|`.
pub struct Concepts {
    lexicon: Lexicon,
    /// The concepts from this one on are CLDR's, whose keywords are no translations of each other (cactus and drought).
    keywords: u32,
    /// The concepts from this one on are of the table of general words, which puts together what belongs together (talk,
    /// interview and chat): enough to say that articles are alike; a search looks one up for another among several words only.
    general: u32,
}

impl Concepts {
    /// The tables of the binary.
    pub fn embedded() -> Concepts {
        Concepts::cut_by(&mut Segmenter::without_korean().worker())
    }

    /// The same, without loading a segmenter of its own: `worker` finds the stems of English terms.
    pub fn cut_by(worker: &mut Worker) -> Concepts {
        let rows = |table: &'static str| table.lines().filter(|line| !line.starts_with('#')).filter_map(row);
        let narrow = [NEWS_WORDS, WORDS].into_iter().flat_map(rows);
        let keywords = narrow.clone().count() as u32;
        let general = keywords + rows(CLDR).count() as u32;
        let all = narrow.chain([CLDR, GENERAL_WORDS].into_iter().flat_map(rows));
        Concepts { lexicon: Lexicon::new(all, worker), keywords, general }
    }

    /// What a term is called in the other scripts: for an English phrase in stems, or a normalised Korean or Chinese word,
    /// in the order of the tables. The table of general words gives none, and CLDR's keywords only where `loosely` is asked
    /// for: too much for a search of one word, right for one of several more often than not.
    ///
    /// ```
    /// use newsbraid_clusterer::Concepts;
    /// let concepts = Concepts::embedded();
    /// assert!(concepts.equivalents("earthquak", false).any(|term| term == "지진"));
    /// assert!(concepts.equivalents("지진", false).any(|term| term == "地震"));
    /// assert!(concepts.equivalents("drought", false).all(|term| term != "선인장"));
    /// assert!(concepts.equivalents("drought", true).any(|term| term == "선인장"));
    /// assert_eq!(concepts.equivalents("zvorlinek", true).count(), 0);
    /// ```
    pub fn equivalents(&self, term: &str, loosely: bool) -> impl Iterator<Item = &str> {
        self.lexicon.equivalents(term, 0..if loosely { self.general } else { self.keywords })
    }

    /// What belongs together with a term by the table of general words, in the other scripts: too little for a search of one word,
    /// something to go by among several.
    ///
    /// ```
    /// use newsbraid_clusterer::Concepts;
    /// let concepts = Concepts::embedded();
    /// assert!(concepts.related("동의").any(|term| term == "协议"));
    /// ```
    pub fn related(&self, term: &str) -> impl Iterator<Item = &str> {
        self.lexicon.equivalents(term, self.general..u32::MAX)
    }

    /// Whether a term, an English one as its stem, is in a table.
    pub(super) fn knows(&self, term: &str) -> bool {
        self.lexicon.equivalents(term, 0..u32::MAX).next().is_some()
    }

    /// Adds the concepts that an article names. A term of several concepts counts less for each.
    pub(super) fn collect(&self, article: &Article, out: &mut Collector) {
        self.lexicon.find(article, article.text().len(), |at, term, ids| {
            if let Some(place) = article.place(at as u32).filter(|&p| p != Place::Far) {
                let share = 1.0 / (ids.len() as f32).sqrt();
                for &id in ids {
                    out.add_as(Family::Concept, self.lexicon.name(id), term, place, share);
                }
            }
        });
    }
}

fn row(line: &'static str) -> Option<(&'static str, [impl Iterator<Item = &'static str>; 3])> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    Some((name, [terms(fields.next()?), terms(fields.next()?), terms(fields.next()?)]))
}

fn terms(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split('|').map(str::trim).filter(|term| !term.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn general_words_are_shared_but_not_looked_up() {
        let concepts = Concepts::embedded();
        assert!(concepts.related("주저").any(|term| term == "犹豫"));
        assert_eq!(concepts.equivalents("주저", true).count(), 0);
        assert!(concepts.equivalents("지진", false).any(|term| term == "地震"));
    }

    #[test]
    fn every_concept_has_a_name_of_its_own_and_two_languages() {
        let mut names = BTreeSet::new();
        for line in
            [NEWS_WORDS, WORDS, GENERAL_WORDS].into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#'))
        {
            let (name, terms) = row(line).unwrap_or_else(|| panic!("four columns: {line}"));
            assert!(names.insert(name), "twice: {name}");
            assert!(terms.map(|terms| terms.count().min(1)).iter().sum::<usize>() >= 2, "{line}");
        }
    }
}
