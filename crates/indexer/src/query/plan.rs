//! Turns clauses into one query, and remembers what to highlight.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::Path;

use newsbraid_segmenter::{Analysis, Layer, Token, TokenClass};
use newsbraid_text::{Lang, Script, Span, normalize, script_of};
use tantivy::query::{EmptyQuery, Query};

use crate::error::{IndexError, QueryError, SearchError};
use crate::index::Index;
use crate::query::assemble::{alone, assemble, query_of};
use crate::query::concept::{Concepts, Cut, Pair, Scope, Source, Wording};
use crate::query::cut_words::may_be_cut;
use crate::query::proximity::Near;
use crate::query::ranked::Ranked;
use crate::query::rarity::{PairWeights, weight};
use crate::query::sought::Words;
use crate::query::way::{Sequence, Way};
use crate::query::words::{Demand, Group, Piece, groups, is_letter, normalized, tokens_in};
use crate::query::{Clause, Expansion, MAX_CLAUSES, Node, Occur, QueryExpander, Reader, Target};
use crate::snippet::Pattern;

/// Weight of the whole stretch as a phrase, beside that of its words.
const WHOLE: f32 = 0.5;

/// From this weight on a name is nothing but a name.
const SURELY: f32 = 0.75;

/// A query ready to run.
pub(crate) struct Plan {
    /// What tantivy is asked.
    pub query: Box<dyn Query>,
    /// Words to highlight, wherever they stand.
    pub patterns: Vec<Pattern>,
    /// Entities to highlight under the names that each article uses.
    pub entities: Vec<String>,
    /// What the words were taken for, for people.
    pub notes: Vec<Note>,
    /// Pairs of characters of its sentences, or English words: articles in which they stand close together come first.
    pub near: Vec<Near>,
    /// For each note the ways in which an article may have it.
    pub choices: Vec<Vec<Choice>>,
    /// Whether [`Demand::Cut`] may find more.
    pub may_be_cut: bool,
}

/// One way in which an article may have what a stretch of the query asks for. An article scores by the best of them.
pub(crate) struct Choice {
    /// The wording, or the id of the entity.
    pub text: String,
    /// As [`Expansion::why`]; `as written` for the user's own wording.
    pub why: String,
    /// How it is found and scored.
    pub way: Way,
}

/// What a stretch of the query was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// As typed.
    pub text: String,
    /// What it was taken for beside its wording.
    pub expansions: Vec<Expansion>,
}

/// Plans one query.
pub(crate) struct Planner<'i, 'r, 'x> {
    dir: &'i Path,
    pub(super) concepts: Concepts<'i>,
    pub(super) reader: &'r mut Reader<'x>,
    patterns: Vec<Pattern>,
    pub(super) entities: Vec<String>,
    notes: Vec<Note>,
    choices: Vec<Vec<Choice>>,
    near: Vec<Near>,
    pieces: usize,
    demand: Demand,
    words: Words,
    may_be_cut: bool,
}

/// A run of bare words.
struct Run<'t> {
    text: &'t str,
    analysis: &'t Analysis,
    scope: Scope,
    wanted: bool,
    /// Once they are asked for.
    weights: OnceCell<PairWeights>,
}

/// Pieces of a run and the places of their concepts, by what is written.
type Known = HashMap<String, Vec<(Piece, usize)>>;

pub(super) type Found<T> = Result<T, SearchError>;

impl<'i, 'r, 'x> Planner<'i, 'r, 'x> {
    pub fn new(index: &'i Index, reader: &'r mut Reader<'x>, demand: Demand) -> Planner<'i, 'r, 'x> {
        let Index { fields, searcher, dictionaries, dir, .. } = index;
        let concepts =
            Concepts { fields, searcher, dictionaries, cut: if demand == Demand::Cut { Cut::All } else { Cut::None } };
        Planner {
            dir,
            concepts,
            reader,
            patterns: Vec::new(),
            entities: Vec::new(),
            notes: Vec::new(),
            choices: Vec::new(),
            near: Vec::new(),
            pieces: 0,
            demand,
            words: Words::default(),
            may_be_cut: false,
        }
    }

    /// Plans all clauses of a query.
    pub fn plan(mut self, clauses: &[Clause]) -> Found<Plan> {
        let mut query = self.all(clauses, Scope::Article, true)?;
        if self.words.are_lost() && self.demand == Demand::Cut {
            (self.demand, self.concepts.cut) = (Demand::Letters, Cut::None);
            self.entities.clear();
            query = self.all(clauses, Scope::Article, true)?;
        }
        // Conditions alone would find far more than was asked for.
        let query = query.filter(|_| !self.words.are_lost()).unwrap_or_else(|| Box::new(EmptyQuery));
        let Planner { patterns, entities, notes, near, choices, may_be_cut, .. } = self;
        Ok(Plan { query, patterns, entities, notes, near, choices, may_be_cut })
    }

    /// `None` where the clauses hold nothing that can be looked for.
    fn all(&mut self, clauses: &[Clause], scope: Scope, wanted: bool) -> Found<Option<Box<dyn Query>>> {
        let (mut any, mut must, mut not) = (Ranked::default(), Vec::new(), Vec::new());
        let mut scored = false;
        let mut rest = clauses;
        while let Some(clause) = rest.first() {
            let words = rest.iter().take_while(|c| c.occur == Occur::Should && matches!(c.node, Node::Word(_))).count();
            if words > 0 {
                let run = self.run(&joined(&rest[..words]), scope, wanted)?;
                self.words.count(!run.is_empty(), wanted);
                any.extend(run);
                rest = &rest[words..];
                continue;
            }
            let query = self.node(&clause.node, scope, wanted && clause.occur != Occur::Not)?;
            match clause.occur {
                Occur::Should => any.concepts.extend(query.map(|query| alone(query).into())),
                // Nobody knows whether a letter is a word or a part of one.
                Occur::Must if self.demand == Demand::Letters && !clause.node.is_filter() => {
                    any.concepts.extend(query.map(|query| alone(query).into()));
                }
                Occur::Must => {
                    scored |= !clause.node.is_filter();
                    must.extend(query);
                }
                Occur::Not => not.extend(query),
            }
            rest = &rest[1..];
        }
        any.leave_out_the_commonest(self.concepts.articles());
        Ok(assemble(any, must, not, scored))
    }

    fn node(&mut self, node: &Node, scope: Scope, wanted: bool) -> Found<Option<Box<dyn Query>>> {
        let query = match node {
            Node::Word(word) => query_of(self.run(word, scope, wanted)?),
            Node::Phrase(text) => self.phrase(text, scope, wanted)?,
            Node::Title(inner) => return self.node(inner, Scope::Title, wanted),
            Node::Group(clauses) => return self.all(clauses, scope, wanted),
            Node::Filter(filter) => return self.filter(filter).map(Some),
        };
        self.words.count(query.is_some(), wanted);
        Ok(query)
    }

    /// Exactly this wording, without what it may stand for.
    fn phrase(&mut self, text: &str, scope: Scope, wanted: bool) -> Found<Option<Box<dyn Query>>> {
        let analysis = (self.reader.analyze)(text);
        let piece = Piece { span: trimmed(text), expansions: Vec::new() };
        let text_of = normalized(&analysis, piece.span);
        if crate::grams::count(text_of).0 == 0 || self.demand == Demand::Cut && is_letter(text_of) {
            return Ok(None);
        }
        let ways = self.concept(&analysis, &piece, text, scope, wanted)?;
        if self.demand == Demand::Letters && ways.is_empty() {
            return Ok(None);
        }
        let concepts = vec![ways.into()];
        Ok(query_of(Ranked { concepts, ..Ranked::default() }))
    }

    /// A run of bare words: all that it is made of.
    fn run(&mut self, text: &str, scope: Scope, wanted: bool) -> Found<Ranked> {
        let analysis = (self.reader.analyze)(text);
        let expander = self.reader.expander;
        let expansions = expander.map(|expander| expander.expand(text, &analysis)).unwrap_or_default();
        let words = Run { text, analysis: &analysis, scope, wanted, weights: OnceCell::new() };
        let (mut run, mut known) = (Ranked::default(), HashMap::new());
        for mut group in groups(text, &analysis, expansions, self.demand) {
            // What is excluded is excluded as it is written: words of other languages are too uncertain for that.
            if let Some(expander) = expander.filter(|_| wanted) {
                group.pieces().iter_mut().for_each(|piece| widen(piece, expander, &analysis));
            }
            match group {
                Group::Any(pieces) => {
                    for piece in pieces {
                        self.add(piece, &words, &mut run, &mut known)?;
                    }
                }
                Group::Sentence(pieces, whole) => {
                    for piece in pieces {
                        self.add(piece, &words, &mut run, &mut known)?;
                    }
                    if self.demand != Demand::Any {
                        run.pairs.extend(self.pairs(normalized(&analysis, whole), &words)?);
                    }
                }
                Group::All(pieces, whole) => {
                    let mut parts = Vec::new();
                    for piece in &pieces {
                        parts.push(self.concept(&analysis, piece, text, scope, wanted)?);
                    }
                    let whole = Wording { analysis: &analysis, span: whole, weight: WHOLE };
                    let phrase = self.concepts.choices(&[whole], &[], &[], scope).map_err(self.failed())?;
                    let phrase = phrase.into_iter().map(|(_, way)| way).collect();
                    let can_be = parts.iter().all(|part| !part.is_empty());
                    let ways: Vec<Way> = can_be.then_some(Way::All(parts, phrase)).into_iter().collect();
                    run.concepts.push(ways.into());
                }
            }
        }
        if self.demand == Demand::Any {
            let sentence = analysis.normalized.text();
            run.pairs = self.pairs(sentence, &words)?;
            if wanted && scope == Scope::Article && sentence.is_ascii() {
                self.near.extend(self.concepts.stems(&analysis).map_err(self.failed())?);
            }
        }
        Ok(run)
    }

    /// Adds a concept, or tells one that is there already that it stands in the query once more.
    fn add(&mut self, piece: Piece, words: &Run, run: &mut Ranked, known: &mut Known) -> Found<()> {
        let same = known.entry(normalized(words.analysis, piece.span).to_string()).or_default();
        let stands_for =
            |piece: &Piece| piece.expansions.iter().map(|e| (e.target.clone(), e.weight)).collect::<Vec<_>>();
        match same.iter().find(|(other, _)| stands_for(other) == stands_for(&piece)) {
            Some((_, at)) => {
                self.count_piece()?;
                run.concepts[*at].times += 1;
            }
            None => {
                let ways = self.concept(words.analysis, &piece, words.text, words.scope, words.wanted)?;
                if self.demand == Demand::Letters && ways.is_empty() {
                    return Ok(());
                }
                same.push((piece, run.concepts.len()));
                run.concepts.push(ways.into());
            }
        }
        Ok(())
    }

    fn count_piece(&mut self) -> Result<(), QueryError> {
        self.pieces += 1;
        if self.pieces > MAX_CLAUSES { Err(QueryError::TooManyClauses) } else { Ok(()) }
    }

    /// The pairs of characters of a sentence; those of the body also say how close its words are.
    fn pairs(&mut self, sentence: &str, words: &Run) -> Found<Vec<Sequence>> {
        let Run { scope, wanted, analysis, .. } = *words;
        let weigh = || PairWeights::of(analysis, self.concepts.articles(), self.reader.share);
        let pairs = self.concepts.pairs(sentence, words.weights.get_or_init(weigh), scope).map_err(self.failed())?;
        let sequences = pairs.iter().map(Pair::sequence).collect();
        if wanted && scope == Scope::Article {
            self.near.extend(pairs.into_iter().filter_map(Pair::near));
        }
        Ok(sequences)
    }

    fn concept(
        &mut self,
        analysis: &Analysis,
        piece: &Piece,
        text: &str,
        scope: Scope,
        wanted: bool,
    ) -> Found<Vec<Way>> {
        self.count_piece()?;
        let mut equivalents: Vec<(Analysis, f32)> = Vec::new();
        let (mut entities, mut sounds) = (Vec::new(), Vec::new());
        for expansion in &piece.expansions {
            match &expansion.target {
                Target::Entity(id) => entities.push((id.clone(), expansion.weight)),
                Target::Sound(id) => sounds.push((id.clone(), expansion.weight)),
                Target::Text(other) => {
                    let analysis = one_word(other).unwrap_or_else(|| (self.reader.analyze)(other));
                    equivalents.push((analysis, expansion.weight));
                }
            }
        }
        let all_of =
            |analysis: &Analysis| Span { start: 0, end: analysis.tokens.iter().map(|t| t.span.end).max().unwrap_or(0) };
        let own = if entities.is_empty() { self.rarity(analysis, piece.span) } else { 1.0 };
        let mut wordings = vec![Wording { analysis, span: piece.span, weight: own }];
        wordings.extend(equivalents.iter().map(|(analysis, weight)| Wording {
            analysis,
            span: all_of(analysis),
            weight: *weight * own,
        }));
        self.may_be_cut |= wordings.iter().any(|wording| may_be_cut(normalized(wording.analysis, wording.span)));
        let mut choices = self.concepts.choices(&wordings, &entities, &sounds, scope).map_err(self.failed())?;
        // What is found only by what it may mean or by how it sounds may be a part of a word that an article has as it is written.
        let is_own = |(source, _): &(Source, Way)| matches!(source, Source::Wording(0) | Source::Entity(_));
        let is_part = self.demand == Demand::Terms && may_be_cut(normalized(analysis, piece.span));
        if is_part && !choices.is_empty() && !choices.iter().any(is_own) {
            let cut = Concepts { cut: Cut::Own, ..self.concepts };
            choices = cut.choices(&wordings, &entities, &sounds, scope).map_err(self.failed())?;
        }
        if wanted {
            for (at, wording) in wordings.iter().enumerate() {
                self.patterns.extend(pattern(wording, at == 0));
            }
            self.entities.extend(entities.iter().chain(&sounds).map(|(id, _)| id.clone()));
            self.notes.push(Note { text: piece.span.of(text).to_string(), expansions: piece.expansions.clone() });
            self.choices.push(choices.iter().map(|(source, way)| choice(piece, text, *source, way)).collect());
        }
        Ok(choices.into_iter().map(|(_, way)| way).collect())
    }

    /// What the words of a stretch count beside others of the query: as much as the rarest of them.
    fn rarity(&self, analysis: &Analysis, span: Span) -> f32 {
        let weigh = |token: &&Token| weight(analysis.term(token), self.concepts.articles(), self.reader.share);
        tokens_in(analysis, span).iter().map(weigh).reduce(f32::max).unwrap_or(1.0)
    }

    pub(super) fn failed(&self) -> impl FnOnce(tantivy::TantivyError) -> SearchError + use<'i, 'r, 'x> {
        let dir = self.dir;
        move |error| IndexError::engine(dir)(error).into()
    }
}

/// Longest Chinese equivalent that is one word for sure, in characters.
const LONGEST_WORD: usize = 4;

/// A short Chinese equivalent as the one word that it is: cutting it would load the Chinese dictionary for a query that has
/// no Chinese. Where an article has it cut otherwise, its pairs of characters find it.
fn one_word(text: &str) -> Option<Analysis> {
    let is_short = text.chars().nth(LONGEST_WORD).is_none();
    if !is_short || text.is_empty() || text.chars().any(|c| script_of(c) != Script::Han) {
        return None;
    }
    let normalized = normalize(text);
    let (span, term) = (Span::new(0, text.len()), Span::new(0, normalized.text().len()));
    let (class, layer) = (TokenClass::Word, Layer::Surface);
    let token = Token { span, term, class, layer, lang: Lang::ZhHans, eojeol: 0 };
    Some(Analysis { normalized, extra: String::new(), tokens: vec![token], sentences: vec![span] })
}

/// Adds other wordings of a word, unless it surely is a name: 苹果 is a company rather than fruit.
fn widen(piece: &mut Piece, expander: &dyn QueryExpander, analysis: &Analysis) {
    let is_name = |e: &Expansion| matches!(e.target, Target::Entity(_)) && e.weight >= SURELY;
    if !piece.expansions.iter().any(is_name) {
        let others = expander.equivalents(analysis, piece.span);
        piece.expansions.extend(others.into_iter().filter(|expansion| expansion.weight > 0.0));
    }
}

/// What a source of a concept's query is, for people.
fn choice(piece: &Piece, text: &str, source: Source, way: &Way) -> Choice {
    let of = |kind: fn(&Target) -> bool| piece.expansions.iter().filter(move |expansion| kind(&expansion.target));
    let expansion = match source {
        Source::Wording(0) => None,
        Source::Wording(at) => of(|target| matches!(target, Target::Text(_))).nth(at - 1),
        Source::Entity(at) => of(|target| matches!(target, Target::Entity(_))).nth(at),
        Source::Sound(at) => of(|target| matches!(target, Target::Sound(_))).nth(at),
    };
    let (text, why) = match expansion {
        Some(Expansion { target: Target::Text(other) | Target::Entity(other) | Target::Sound(other), why, .. }) => {
            (other.clone(), why.clone())
        }
        None => (piece.span.of(text).to_string(), "as written".to_string()),
    };
    Choice { text, why, way: way.clone() }
}

fn joined(words: &[Clause]) -> String {
    let texts: Vec<&str> =
        words.iter().filter_map(|c| if let Node::Word(word) = &c.node { Some(word.as_str()) } else { None }).collect();
    texts.join(" ")
}

fn trimmed(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// What of a wording is highlighted. An equivalent in Latin letters is a stem already.
fn pattern(wording: &Wording, own: bool) -> Option<Pattern> {
    let text = normalized(wording.analysis, wording.span).trim();
    let stem = wording.analysis.tokens.iter().find(|t| t.layer == Layer::Variant && t.span == wording.span);
    let stem = stem.map(|token| wording.analysis.term(token)).or((!own).then_some(text));
    Pattern::new(text, stem)
}
