//! Concepts that have a name in all languages.

use super::collect::Collector;
use super::lexicon::Lexicon;
use super::{Article, Place};
use crate::family::Family;

static NEWS_WORDS: &str = include_str!("../../data/news_words.tsv");
static CLDR: &str = include_str!("../../data/cldr_concepts.tsv");

/// Concepts with their names by language.
///
/// The rows of the tables are concepts: a name, then the English, Korean and Chinese terms, parted by `|`.
pub(super) struct Concepts {
    lexicon: Lexicon,
}

impl Concepts {
    /// The tables of the binary.
    pub fn embedded() -> Concepts {
        let lines = [NEWS_WORDS, CLDR].into_iter().flat_map(str::lines);
        Concepts { lexicon: Lexicon::new(lines.filter(|line| !line.starts_with('#')).filter_map(row)) }
    }

    /// Adds the concepts that an article names. A term of several concepts counts less for each.
    pub fn collect(&self, article: &Article, out: &mut Collector) {
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
