//! One thing that is looked for: its wording, and the entities that it stands for.
//!
//! The wording is looked for as its words in sequence and as its pairs of characters, in each field; an article scores by
//! the best of them. Where the wording stands for an entity, articles in which the entity is linked take the upper half of
//! the scores and those that only hold the wording the lower half: a rare spelling gains nothing, and an accident
//! (메타 in 메타버스) comes after every real mention.

use newsbraid_segmenter::{Analysis, Layer};
use newsbraid_text::{Lang, Span, majority_lang};
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::entry::is_indexed;
use crate::grams::{grams, is_cjk, spellings};
use crate::pack::entity_term;
use crate::query::cut_words::{character, is_apart, sequence, without_edges};
use crate::query::proximity::Near;
use crate::query::words::{is_function_word, is_grammar, normalized};
use crate::schema::Fields;

/// A word of the title says more than one of the body.
const TITLE: f32 = 1.5;
/// A stem or another variant instead of the word itself.
const VARIANT: f32 = 0.8;
/// Pairs overlap, so that their sum counts each character twice; and they know no words.
const GRAMS: f32 = 0.45;
/// A pair of a sentence beside its words.
const PAIR: f32 = 0.5;
/// BM25 never gives more than this times the inverse document frequency (k1 + 1).
const CEILING: f32 = 2.2;

/// Which fields are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The whole article.
    Article,
    /// The title.
    Title,
}

/// A term or phrase in one field.
struct Leaf {
    query: Box<dyn Query>,
    /// Inverse document frequency, summed over the terms.
    idf: f32,
    weight: f32,
}

/// An entity that articles of the index mention.
struct Mentioned {
    /// Its place among those of the concept.
    at: usize,
    /// The least score of an article that mentions it.
    half: f32,
    query: Box<dyn Query>,
}

/// Two adjacent characters of a sentence.
pub(crate) struct Pair {
    term: Term,
    idf: f32,
    /// Whether one of them is grammar, so that the two make no word.
    is_grammar: bool,
}

impl Pair {
    /// It adds to the score of an article wherever it stands.
    pub fn query(&self) -> Box<dyn Query> {
        let term = TermQuery::new(self.term.clone(), IndexRecordOption::WithFreqs);
        boosted(Box::new(term), PAIR)
    }

    /// It says something about how close the words of the sentence are.
    pub fn near(self) -> Option<Near> {
        (!self.is_grammar).then_some(Near { term: self.term, weight: self.idf })
    }
}

/// Builds the queries of concepts for one index.
pub(crate) struct Concepts<'i> {
    pub fields: &'i Fields,
    pub searcher: &'i Searcher,
    /// Whether words may begin and end within those of an article.
    pub cut: bool,
}

/// A wording and how much it counts.
pub(crate) struct Wording<'a> {
    pub analysis: &'a Analysis,
    pub span: Span,
    pub weight: f32,
}

/// Where a query of a concept comes from: the place of a wording, or of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Wording(usize),
    Entity(usize),
}

impl Concepts<'_> {
    /// The queries of one concept, of which the best counts: the first wording is the user's own, others are equivalents of it.
    pub fn choices(
        &self,
        wordings: &[Wording],
        entities: &[(String, f32)],
        scope: Scope,
    ) -> tantivy::Result<Vec<(Source, Box<dyn Query>)>> {
        let mut literal = Vec::new();
        let mut own = 0.0;
        for (at, wording) in wordings.iter().enumerate() {
            let mut leaves = self.leaves(wording, at == 0, scope)?;
            if own == 0.0 {
                own = leaves.iter().map(|leaf| leaf.idf).fold(0.0, f32::max);
            }
            for leaf in &mut leaves {
                // An equivalent that is rarer than the user's own word, or than the best equivalent where the index has
                // not that, must not outrank it.
                leaf.weight *= wording.weight * (own / leaf.idf).min(1.0);
            }
            literal.extend(leaves.into_iter().map(|leaf| (Source::Wording(at), leaf)));
        }
        let entities = self.entities(entities, scope)?;
        let Some(half) = entities.iter().map(|entity| entity.half).reduce(f32::max) else {
            return Ok(literal.into_iter().map(|(source, l)| (source, boosted(l.query, l.weight))).collect());
        };
        let below = |leaf: Leaf| boosted(leaf.query, 0.98 * half / (CEILING * leaf.idf) * leaf.weight.min(1.0));
        let mut choices: Vec<_> = literal.into_iter().map(|(source, leaf)| (source, below(leaf))).collect();
        choices.extend(entities.into_iter().map(|entity| (Source::Entity(entity.at), entity.query)));
        Ok(choices)
    }

    /// The entities that the index knows.
    fn entities(&self, entities: &[(String, f32)], scope: Scope) -> tantivy::Result<Vec<Mentioned>> {
        let mut found = Vec::new();
        for (at, (id, weight)) in entities.iter().enumerate() {
            let mention = Term::from_field_text(self.fields.entity, id);
            let in_title = Term::from_field_text(self.fields.title_terms, &entity_term(id));
            let term = if scope == Scope::Title { in_title.clone() } else { mention };
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency == 0 {
                continue;
            }
            let half = CEILING / 2.0 * self.idf(frequency) * weight;
            let counts = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
            let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![
                (Occur::Must, constant(TermQuery::new(term, IndexRecordOption::Basic), half)),
                (Occur::Must, boosted(Box::new(counts), weight / 2.0)),
            ];
            if scope == Scope::Article && self.searcher.doc_freq(&in_title)? > 0 {
                parts.push((
                    Occur::Should,
                    constant(TermQuery::new(in_title, IndexRecordOption::Basic), half * (TITLE - 1.0)),
                ));
            }
            found.push(Mentioned { at, half, query: Box::new(BooleanQuery::new(parts)) });
        }
        Ok(found)
    }

    /// Each pair of adjacent characters of a sentence that the index has.
    pub fn pairs(&self, sentence: &str, scope: Scope) -> tantivy::Result<Vec<Pair>> {
        let mut terms: Vec<String> = Vec::new();
        grams(sentence, |_, pair| terms.push(pair.to_string()));
        terms.sort_unstable();
        terms.dedup();
        let field = if scope == Scope::Title { self.fields.title_grams } else { self.fields.grams };
        let mut found = Vec::new();
        for text in terms {
            let term = Term::from_field_text(field, &text);
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency > 0 {
                found.push(Pair { term, idf: self.idf(frequency), is_grammar: is_grammar(&text) });
            }
        }
        Ok(found)
    }

    /// The words of an English sentence that the index has, by their stems, but for those that say nothing.
    pub fn stems(&self, analysis: &Analysis) -> tantivy::Result<Vec<Near>> {
        let mut terms: Vec<&str> = Vec::new();
        let mut last = None;
        for token in analysis.tokens.iter().filter(|token| is_indexed(token)) {
            let term = analysis.term(token);
            match token.layer {
                Layer::Surface if is_function_word(term) => last = None,
                Layer::Surface => {
                    terms.push(term);
                    last = Some(token.span);
                }
                // The stem stands behind its word.
                Layer::Variant if last == Some(token.span) => {
                    terms.pop();
                    terms.push(term);
                }
                _ => {}
            }
        }
        terms.sort_unstable();
        terms.dedup();
        let mut found = Vec::new();
        for text in terms {
            let term = Term::from_field_text(self.fields.body(Lang::En), text);
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency > 0 {
                found.push(Near { term, weight: self.idf(frequency) });
            }
        }
        Ok(found)
    }

    /// All ways in which a wording may stand in an article of this index. The user's `own` is looked for in articles of all
    /// languages, an equivalent in those of its own.
    fn leaves(&self, wording: &Wording, own: bool, scope: Scope) -> tantivy::Result<Vec<Leaf>> {
        let Wording { analysis, span, .. } = *wording;
        let of_its_language = [self.fields.body(majority_lang(normalized(analysis, span)))];
        let bodies: &[Field] = match scope {
            Scope::Title => &[],
            Scope::Article if own => &self.fields.bodies,
            Scope::Article => &of_its_language,
        };
        let mut leaves = Vec::new();
        for (terms, weight) in self.term_sequences(analysis, span) {
            for (field, boost) in [(self.fields.title_terms, TITLE)].into_iter().chain(bodies.iter().map(|b| (*b, 1.0)))
            {
                leaves.extend(self.leaf(field, &terms, weight * boost)?);
                if self.cut {
                    let query = sequence(field, &terms, is_apart(normalized(analysis, span)))?;
                    leaves.extend(query.map(|query| Leaf { query, idf: 1.0, weight: boost }));
                }
            }
        }
        let text = normalized(analysis, span);
        if self.cut
            && let Some(c) = only_character(text)
        {
            let field = if scope == Scope::Article { self.fields.grams } else { self.fields.title_grams };
            leaves.push(Leaf { query: character(field, c)?, idf: 1.0, weight: GRAMS });
        }
        for spelling in spellings(text) {
            let spelling = if self.cut { without_edges(spelling) } else { spelling };
            leaves.extend(self.leaf(self.fields.title_grams, &spelling, GRAMS * TITLE)?);
            if scope == Scope::Article {
                leaves.extend(self.leaf(self.fields.grams, &spelling, GRAMS)?);
            }
        }
        Ok(leaves)
    }

    /// The words in sequence; a single word also by its variants. Nothing where the stretch cuts through a word, or where
    /// a single character is all that is left of more: that would find too much.
    fn term_sequences(&self, analysis: &Analysis, span: Span) -> Vec<(Vec<(usize, String)>, f32)> {
        let mut whole: Vec<(usize, String)> = Vec::new();
        let mut found = Vec::new();
        for token in analysis.tokens.iter().filter(|t| span.contains(t.span)) {
            match token.layer {
                Layer::Surface if is_indexed(token) => whole.push((whole.len(), analysis.term(token).to_string())),
                Layer::Variant if token.span == span => {
                    found.push((vec![(0, analysis.term(token).to_string())], VARIANT))
                }
                _ => {}
            }
        }
        let cuts = analysis.surface_tokens().any(|t| t.span.overlaps(span) && !span.contains(t.span));
        let (units, _) = crate::grams::count(normalized(analysis, span));
        let too_little = whole.len() == 1 && units > 1 && whole[0].1.chars().count() == 1;
        if whole.is_empty() || too_little || cuts {
            return found;
        }
        found.insert(0, (whole, 1.0));
        found
    }

    /// A term or phrase, where all its terms are in the index.
    fn leaf(&self, field: Field, terms: &[(usize, String)], weight: f32) -> tantivy::Result<Option<Leaf>> {
        let mut idf = 0.0;
        let mut found = Vec::with_capacity(terms.len());
        for (offset, text) in terms {
            let term = Term::from_field_text(field, text);
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency == 0 {
                return Ok(None);
            }
            idf += self.idf(frequency);
            found.push((*offset, term));
        }
        let query: Box<dyn Query> = match found.len() {
            0 => return Ok(None),
            1 => Box::new(TermQuery::new(found.remove(0).1, IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new_with_offset(found)),
        };
        Ok(Some(Leaf { query, idf, weight }))
    }

    /// As tantivy's BM25 has it.
    fn idf(&self, frequency: u64) -> f32 {
        let total: u64 = self.searcher.segment_readers().iter().map(|s| u64::from(s.max_doc())).sum();
        (1.0 + (total.saturating_sub(frequency) as f32 + 0.5) / (frequency as f32 + 0.5)).ln()
    }
}

/// The one Chinese or Korean character that a text is, beside punctuation.
fn only_character(text: &str) -> Option<char> {
    let mut chars = text.chars().filter(|c| c.is_alphanumeric());
    chars.next().filter(|c| chars.next().is_none() && is_cjk(*c))
}

fn constant(query: TermQuery, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), score))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    if boost == 1.0 { query } else { Box::new(BoostQuery::new(query, boost)) }
}

pub(crate) fn best_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(queries)),
    }
}
