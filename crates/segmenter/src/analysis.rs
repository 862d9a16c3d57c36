//! What the segmenter says of a text.

use newsbraid_text::{Lang, Normalized, Span};
use serde::{Deserialize, Serialize};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TokenClass {
    /// Nouns, verbs, adjectives, names: what the index keeps.
    Word,
    /// Digits or numerals, with the unit where one belongs to them (3800亿元, 34%, Q2, 2025년).
    Number,
    /// A Korean particle (조사).
    Particle,
    /// A Korean ending or copula (어미).
    Ending,
    /// Punctuation and symbols.
    Punctuation,
    /// Emoji, letters of scripts without a segmenter, anything else that is no space.
    Other,
}

/// How a token stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Layer {
    /// The primary cut: tokens of this layer and the gaps between them make up the text.
    Surface,
    /// A part of the surface token before it (삼성 of 삼성전자, 3800 of 3800亿元).
    Part,
    /// Another term for the same stretch (a stem, the reading of hanja).
    Variant,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Bytes of the text that was analysed.
    pub span: Span,
    /// Bytes of the arena: the term that the index keeps ([`Analysis::term`]).
    pub term: Span,
    /// What it is.
    pub class: TokenClass,
    /// How it stands to the surface token before it.
    pub layer: Layer,
    /// The language whose rules cut it.
    pub lang: Lang,
    /// Number of the eojeol (a stretch of text without spaces) it lies in, counted from 0.
    pub eojeol: u32,
}

/// A text, normalised and cut into words and sentences. Made once, used by linker, clusterer and indexer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// The normalised text and the way back from it.
    pub normalized: Normalized,
    /// Terms that do not stand in the normalised text; the arena is the normalised text followed by these.
    pub extra: String,
    /// In order of `span.start`; parts and variants follow their surface token.
    pub tokens: Vec<Token>,
    /// Sentences, in bytes of the text that was analysed.
    pub sentences: Vec<Span>,
}

impl Analysis {
    /// The index term of a token: normalised, for English the word as it stands (its stem is a variant).
    pub fn term(&self, token: &Token) -> &str {
        let base = self.normalized.text().len();
        if (token.term.end as usize) <= base {
            token.term.of(self.normalized.text())
        } else {
            &self.extra[token.term.start as usize - base..token.term.end as usize - base]
        }
    }

    /// Tokens of the primary cut.
    pub fn surface_tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|t| t.layer == Layer::Surface)
    }

    /// The sentence that the byte `at` lies in; an empty span past the last one.
    pub fn sentence_at(&self, at: u32) -> Span {
        let after = self.sentences.partition_point(|s| s.start <= at);
        after.checked_sub(1).map_or(Span::default(), |i| self.sentences[i])
    }
}
