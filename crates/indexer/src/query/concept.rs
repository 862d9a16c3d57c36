//! One thing that is looked for: its wording, and the entities that it stands for.
//!
//! The wording is looked for as its words in sequence and as its pairs of characters, in each field; an article scores by
//! the best of them. Where the wording stands for an entity, articles in which the entity is linked take the upper half of
//! the scores and those that only hold the wording the lower half: a rare spelling gains nothing, and an accident
//! (메타 in 메타버스) comes after every real mention.

use std::sync::Arc;

use newsbraid_segmenter::{Analysis, Layer};
use newsbraid_text::{Lang, Span, majority_lang};
use tantivy::Searcher;
use tantivy::query::{BoostQuery, Query};
use tantivy::schema::Field;

use crate::entry::is_indexed;
use crate::grams::{grams, is_cjk, spellings};
use crate::pack::entity_term;
use crate::query::cut_words::{CutWords, character, is_apart, sequence, without_edges};
use crate::query::dictionary::Dictionaries;
use crate::query::proximity::Near;
use crate::query::rarity::PairWeights;
use crate::query::way::{CEILING, Mentions, Places, Posted, Sequence, Way};
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

/// Which fields are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The whole article.
    Article,
    /// The title.
    Title,
}

/// A wording as it may stand in an article.
enum Literal {
    Text(Places),
    /// Beginning and ending within words: what the engine is asked, and its factor.
    Cut(Box<dyn Query>, f32),
}

impl Literal {
    /// Inverse document frequency and weight of each field in which it may stand.
    fn factors(&mut self) -> Vec<(f32, &mut f32)> {
        match self {
            Literal::Text(places) => places.sequences().map(|s| (s.idf, &mut s.weight)).collect(),
            Literal::Cut(_, weight) => vec![(1.0, weight)],
        }
    }
}

impl From<Literal> for Way {
    fn from(literal: Literal) -> Way {
        match literal {
            Literal::Text(places) => Way::Text(places),
            Literal::Cut(query, weight) => Way::Other(Arc::new(BoostQuery::new(query, weight))),
        }
    }
}

/// Two adjacent characters of a sentence.
pub(crate) struct Pair {
    posted: Posted,
    idf: f32,
    /// What it counts beside others of the sentence.
    weight: f32,
    /// Whether one of them is grammar, so that the two make no word.
    is_grammar: bool,
}

impl Pair {
    /// It adds to the score of an article wherever it stands.
    pub fn sequence(&self) -> Sequence {
        Sequence { terms: vec![(0, self.posted.clone())], idf: self.idf, weight: PAIR * self.weight }
    }

    /// It says something about how close the words of the sentence are.
    pub fn near(self) -> Option<Near> {
        (!self.is_grammar).then_some(Near { term: self.posted.term, weight: self.idf * self.weight })
    }
}

/// Builds the queries of concepts for one index.
#[derive(Clone, Copy)]
pub(crate) struct Concepts<'i> {
    pub fields: &'i Fields,
    pub searcher: &'i Searcher,
    pub dictionaries: &'i Dictionaries,
    /// Which words may begin and end within those of an article.
    pub cut: Cut,
}

/// Which wordings may begin and end within words of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    None,
    /// The user's own, but not its equivalents.
    Own,
    All,
}

/// A wording and how much it counts.
pub(crate) struct Wording<'a> {
    pub analysis: &'a Analysis,
    pub span: Span,
    pub weight: f32,
}

/// Where a query of a concept comes from: the place of a wording, of an entity, or of a sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Wording(usize),
    Entity(usize),
    Sound(usize),
}

impl Concepts<'_> {
    /// The ways in which an article may have one concept, of which the best counts: the first wording is the user's own, others
    /// are equivalents of it.
    pub fn choices(
        &self,
        wordings: &[Wording],
        entities: &[(String, f32)],
        sounds: &[(String, f32)],
        scope: Scope,
    ) -> tantivy::Result<Vec<(Source, Way)>> {
        let mut literal = Vec::new();
        let mut own = 0.0;
        for (at, wording) in wordings.iter().enumerate() {
            let mut found = self.literal(wording, at == 0, scope)?;
            if own == 0.0 {
                own = found.iter_mut().flat_map(Literal::factors).map(|(idf, _)| idf).fold(0.0, f32::max);
            }
            for (idf, weight) in found.iter_mut().flat_map(Literal::factors) {
                // An equivalent that is rarer than the user's own word, or than the best equivalent where the index has
                // not that, must not outrank it.
                *weight *= wording.weight * (own / idf).min(1.0);
            }
            literal.extend(found.into_iter().map(|literal| (Source::Wording(at), literal)));
        }
        for (at, (id, weight)) in sounds.iter().enumerate().filter(|_| scope == Scope::Article) {
            let Some(mut sound) = self.sequence(self.fields.sound, &[(0, id.clone())], *weight)? else { continue };
            sound.weight *= if own > 0.0 { (own / sound.idf).min(1.0) } else { 1.0 };
            literal.push((Source::Sound(at), Literal::Text(Places::one(sound))));
        }
        let entities = self.entities(entities, scope)?;
        if let Some(half) = entities.iter().map(|(_, mentions)| mentions.half).reduce(f32::max) {
            for (idf, weight) in literal.iter_mut().flat_map(|(_, literal)| literal.factors()) {
                *weight = 0.98 * half / (CEILING * idf) * weight.min(1.0);
            }
        }
        let texts = literal.into_iter().map(|(source, literal)| (source, literal.into()));
        let entities = entities.into_iter().map(|(at, mentions)| (Source::Entity(at), Way::Entity(mentions)));
        Ok(texts.chain(entities).collect())
    }

    /// The entities that the index knows, with their places among those of the concept.
    fn entities(&self, entities: &[(String, f32)], scope: Scope) -> tantivy::Result<Vec<(usize, Mentions)>> {
        let mut found = Vec::new();
        for (at, (id, weight)) in entities.iter().enumerate() {
            let in_title = Posted::find(self.searcher, self.fields.title_terms, &entity_term(id))?;
            let (mention, title) = match scope {
                Scope::Title => (in_title, None),
                Scope::Article => (Posted::find(self.searcher, self.fields.entity, id)?, in_title),
            };
            let Some(mention) = mention else { continue };
            let idf = self.idf(mention.frequency());
            let half = CEILING / 2.0 * idf * weight;
            let title = title.map(|posted| (posted, half * (TITLE - 1.0)));
            found.push((at, Mentions { mention, idf, half, weight: weight / 2.0, title }));
        }
        Ok(found)
    }

    /// Articles that mention an entity, the more often the better; `None` where none does.
    pub fn mention(&self, id: &str) -> tantivy::Result<Option<Sequence>> {
        self.sequence(self.fields.entity, &[(0, id.to_string())], 1.0)
    }

    /// Each pair of adjacent characters of a sentence that the index has.
    pub fn pairs(&self, sentence: &str, weights: &PairWeights, scope: Scope) -> tantivy::Result<Vec<Pair>> {
        let mut terms: Vec<String> = Vec::new();
        grams(sentence, |_, pair| terms.push(pair.to_string()));
        terms.sort_unstable();
        terms.dedup();
        let field = if scope == Scope::Title { self.fields.title_grams } else { self.fields.grams };
        let mut found = Vec::new();
        for text in terms {
            if let Some(posted) = Posted::find(self.searcher, field, &text)? {
                let (idf, weight) = (self.idf(posted.frequency()), weights.get(&text));
                found.push(Pair { posted, idf, weight, is_grammar: is_grammar(&text) });
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
            if let Some(posted) = Posted::find(self.searcher, self.fields.body(Lang::En), text)? {
                found.push(Near { weight: self.idf(posted.frequency()), term: posted.term });
            }
        }
        Ok(found)
    }

    /// All ways in which a wording may stand in an article of this index. The user's `own` is looked for in articles of all
    /// languages, an equivalent in those of its own.
    fn literal(&self, wording: &Wording, own: bool, scope: Scope) -> tantivy::Result<Vec<Literal>> {
        let Wording { analysis, span, .. } = *wording;
        let text = normalized(analysis, span);
        let cut = self.cut == Cut::All || own && self.cut == Cut::Own;
        let mut found = Vec::new();
        for (terms, weight) in self.term_sequences(analysis, span) {
            found.extend(self.words(&terms, weight, own, majority_lang(text), scope)?);
            if cut {
                found.extend(self.cut_words(&terms, is_apart(text), own, majority_lang(text), scope)?);
            }
        }
        if cut && let Some(c) = only_character(text) {
            let field = if scope == Scope::Article { self.fields.grams } else { self.fields.title_grams };
            found.push(Literal::Cut(character(field, c)?, GRAMS));
        }
        // Chinese equivalents have no spaces that may be elsewhere.
        let most = if own || majority_lang(text) == Lang::Ko { usize::MAX } else { 1 };
        for spelling in spellings(text).into_iter().take(most) {
            let spelling = if cut { without_edges(spelling) } else { spelling };
            found.extend(self.pairs_of(&spelling, scope)?);
        }
        Ok(found)
    }

    /// Where words may be: what is not the user's own may have other words around it in a title of another language.
    fn words(
        &self,
        terms: &[(usize, String)],
        weight: f32,
        own: bool,
        lang: Lang,
        scope: Scope,
    ) -> tantivy::Result<Option<Literal>> {
        let mut texts = Vec::new();
        for body in self.bodies(own, lang, scope) {
            texts.extend(self.sequence(*body, terms, weight)?);
        }
        let title = if texts.is_empty() && own && scope == Scope::Article {
            None
        } else {
            self.sequence(self.fields.title_terms, terms, weight * TITLE)?
        };
        let apart = !own || scope == Scope::Title;
        let (alone, title) = if apart { (title, None) } else { (None, title) };
        texts.extend(alone);
        Ok((!texts.is_empty()).then_some(Literal::Text(Places { texts, title })))
    }

    fn pairs_of(&self, spelling: &[(usize, String)], scope: Scope) -> tantivy::Result<Option<Literal>> {
        let in_title = || self.sequence(self.fields.title_grams, spelling, GRAMS * TITLE);
        if scope == Scope::Title {
            return Ok(in_title()?.map(|title| Literal::Text(Places::one(title))));
        }
        let Some(text) = self.sequence(self.fields.grams, spelling, GRAMS)? else { return Ok(None) };
        Ok(Some(Literal::Text(Places { texts: vec![text], title: in_title()? })))
    }

    /// The fields of words that are searched beside that of titles.
    fn bodies(&self, own: bool, lang: Lang, scope: Scope) -> &[Field] {
        let bodies = &self.fields.bodies;
        match scope {
            Scope::Title => &[],
            Scope::Article if own => bodies,
            Scope::Article => {
                let at = bodies.iter().position(|body| *body == self.fields.body(lang)).unwrap_or(0);
                &bodies[at..=at]
            }
        }
    }

    /// Words of which the first may be the end of a word and the last the beginning.
    fn cut_words(
        &self,
        terms: &[(usize, String)],
        apart: bool,
        own: bool,
        lang: Lang,
        scope: Scope,
    ) -> tantivy::Result<Vec<Literal>> {
        let mut found = Vec::new();
        let bodies = self.bodies(own, lang, scope).iter().map(|body| (*body, 1.0));
        for (field, boost) in [(self.fields.title_terms, TITLE)].into_iter().chain(bodies) {
            match sequence(self.dictionaries, self.searcher, field, terms, apart)? {
                Some(CutWords::Many(query)) => found.push(Literal::Cut(query, boost)),
                Some(CutWords::Few(few)) => found.extend(self.alike(field, &few, boost)?),
                None => {}
            }
        }
        Ok(found)
    }

    /// Any of several sequences, none of which says more than another.
    fn alike(&self, field: Field, few: &[Vec<(usize, String)>], weight: f32) -> tantivy::Result<Option<Literal>> {
        let mut texts = Vec::new();
        for terms in few {
            texts.extend(self.sequence(field, terms, weight)?);
        }
        let least = texts.iter().map(|text| text.idf).fold(f32::INFINITY, f32::min);
        texts.iter_mut().for_each(|text| text.weight *= least / text.idf);
        Ok((!texts.is_empty()).then_some(Literal::Text(Places { texts, title: None })))
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
    fn sequence(&self, field: Field, terms: &[(usize, String)], weight: f32) -> tantivy::Result<Option<Sequence>> {
        let mut idf = 0.0;
        let mut found = Vec::with_capacity(terms.len());
        for (offset, text) in terms {
            let Some(posted) = Posted::find(self.searcher, field, text)? else { return Ok(None) };
            idf += self.idf(posted.frequency());
            found.push((*offset, posted));
        }
        Ok((!found.is_empty()).then_some(Sequence { terms: found, idf, weight }))
    }

    /// How many articles there are, deleted ones included.
    pub fn articles(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|s| u64::from(s.max_doc())).sum()
    }

    /// As tantivy's BM25 has it.
    fn idf(&self, frequency: u64) -> f32 {
        let total = self.articles();
        (1.0 + (total.saturating_sub(frequency) as f32 + 0.5) / (frequency as f32 + 0.5)).ln()
    }
}

/// The one Chinese or Korean character that a text is, beside punctuation.
fn only_character(text: &str) -> Option<char> {
    let mut chars = text.chars().filter(|c| c.is_alphanumeric());
    chars.next().filter(|c| chars.next().is_none() && is_cjk(*c))
}
