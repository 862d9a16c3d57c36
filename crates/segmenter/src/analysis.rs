//! What the segmenter says of a text.

use newsbraid_text::{Lang, Normalized, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The primary cut: tokens of this layer and the gaps between them make up the text.
    Surface,
    /// A part of the surface token before it (삼성 of 삼성전자, 3800 of 3800亿元).
    Part,
    /// Another term for the same stretch (a stem, the reading of hanja).
    Variant,
    /// A word of the surface token before it, where a grammar counts several: 3800亿 and 元 of 3800亿元, 人民 and 币 of
    /// 人民币. The constituents of one surface token make it up, in order; what is a constituent is not listed as a part too.
    Constituent,
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

    /// The finest words, as grammars and treebanks count them: the constituents of a surface token, or the token itself where
    /// it has none. Like the surface tokens they and the gaps between them make up the text. The index keeps surface tokens
    /// and parts instead: who searches for 3800亿元 means the whole.
    ///
    /// ```
    /// use newsbraid_segmenter::Segmenter;
    /// use newsbraid_text::Lang;
    /// let analysis = Segmenter::without_korean().worker().analyze("一家公司投资3800亿元人民币", Lang::ZhHans);
    /// let words: Vec<_> = analysis.words().map(|token| analysis.term(token)).collect();
    /// assert_eq!(words, ["一", "家", "公司", "投资", "3800亿", "元", "人民", "币"]);
    /// ```
    pub fn words(&self) -> impl Iterator<Item = &Token> {
        let below = |at: usize| self.tokens[at + 1..].iter().take_while(|t| t.layer != Layer::Surface);
        let is_word = move |(at, token): &(usize, &Token)| match token.layer {
            Layer::Surface => !below(*at).any(|t| t.layer == Layer::Constituent),
            Layer::Constituent => true,
            Layer::Part | Layer::Variant => false,
        };
        self.tokens.iter().enumerate().filter(is_word).map(|(_, token)| token)
    }

    /// The sentence that the byte `at` lies in; an empty span past the last one.
    pub fn sentence_at(&self, at: u32) -> Span {
        let after = self.sentences.partition_point(|s| s.start <= at);
        after.checked_sub(1).map_or(Span::default(), |i| self.sentences[i])
    }
}
