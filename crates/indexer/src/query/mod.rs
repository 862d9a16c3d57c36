//! From what a user types to what the index is asked.
//!
//! [`parse`] reads the syntax into [`Clause`]s; [`plan`](plan::Planner) turns their words into terms, phrases, pairs of
//! characters and entities. Between the two nothing is looked up, so that an error of syntax costs nothing.

mod allowed;
mod assemble;
mod batch;
mod best;
mod caret;
mod concept;
mod conditions;
mod coverage;
mod cursor;
mod cut_words;
mod dictionary;
mod fields;
mod filter;
mod parser;
mod plan;
mod proximity;
mod ranked;
mod rarity;
mod reading;
mod regional;
mod slots;
mod sought;
mod way;
mod window;
mod words;

pub(crate) use dictionary::Dictionaries;
pub(crate) use fields::FieldReaders;
pub use filter::{FigureText, Filter};
pub use parser::{Clause, Node, Occur, parse, parse_plain};
pub use plan::Note;
pub(crate) use plan::{Choice, Plan, Planner};
pub(crate) use proximity::{LOOKED_AT, bring_near_up};
pub(crate) use ranked::Ranked;
pub use regional::regional_words;
pub(crate) use words::Demand;

use newsbraid_linker::Unit;
use newsbraid_segmenter::Analysis;
use newsbraid_text::Span;

/// The query language on one page, for people.
pub const QUERY_HELP: &str = include_str!("help.txt");

/// Longest query, in bytes.
pub const MAX_BYTES: usize = 4096;
/// Deepest brackets.
pub const MAX_DEPTH: usize = 64;
/// Most words and conditions of a query, those that a long run of Chinese is cut into included.
pub const MAX_CLAUSES: usize = 256;
/// Most hits that are handed out: limit and offset together.
pub const MAX_HITS: usize = 10_000;

/// What a stretch of a query also stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// Bytes of the text that was handed to [`QueryExpander::expand`].
    pub span: Span,
    /// What it stands for.
    pub target: Target,
    /// From 0 to 1: how sure it is, or how near in meaning.
    pub weight: f32,
    /// The kind of evidence, for people: `name`, `regional word`, `reading`, `gloss`.
    pub why: String,
}

/// What an [`Expansion`] leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Id of an entity.
    Entity(String),
    /// Another wording, in any language.
    Text(String),
    /// How a word sounds, as an index holds it ([`crate::sound_id`]).
    Sound(String),
}

/// Finds in the words of a query what they stand for beside themselves. The linker is one.
pub trait QueryExpander {
    /// Names and other terms in `text`, in any order; they may overlap. What is found holds together: it is looked for as
    /// one thing.
    fn expand(&self, text: &str, analysis: &Analysis) -> Vec<Expansion>;

    /// Other wordings of a word that [`QueryExpander::expand`] says nothing of: the bytes `span` of the analysed text. They
    /// change nothing in how the query is cut.
    fn equivalents(&self, _analysis: &Analysis, _span: Span) -> Vec<Expansion> {
        Vec::new()
    }
}

/// A quantity as a query states it.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRange {
    /// Least value, with what rounding allows.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// What is counted.
    pub unit: Unit,
    /// ISO 4217, for money.
    pub currency: Option<String>,
}

/// What reading a query needs of other crates.
pub struct Reader<'a> {
    /// Normalises and cuts a text: the segmenter.
    pub analyze: &'a mut dyn FnMut(&str) -> Analysis,
    /// How common a Chinese word is at large: its share of all words there, 0 where that is not known. Words that are common count
    /// less in an index of few articles.
    pub share: &'a dyn Fn(&str) -> f32,
    /// Names and equivalents; `None` for exact search.
    pub expander: Option<&'a dyn QueryExpander>,
    /// Reads a quantity in words (3800亿元, 38.6 billion yuan).
    pub figure: &'a dyn Fn(&str) -> Option<FigureRange>,
    /// The articles of a cluster by its id.
    pub cluster: &'a dyn Fn(&str) -> Option<Vec<String>>,
}
