//! Morphemes as mecab-ko-dic describes them.

use lindera::dictionary::Dictionary;
use newsbraid_text::Span;

use super::words::WordRef;
use crate::TokenClass;

/// What the first tag of a morpheme says (tag set of the Sejong corpus), as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Nouns, names, pronouns, roots, determiners and adverbs: they take no endings.
    Noun,
    /// Verbs and adjectives, dependent nouns, affixes of nouns.
    Word,
    /// Numerals (NR, SN).
    Numeral,
    /// Nouns that count (NNBC).
    Unit,
    /// Particles (J..).
    Particle,
    /// Endings (E..).
    Ending,
    /// Copula, auxiliary verbs and the suffixes that make verbs: they carry endings, and may stand by themselves.
    Auxiliary,
    /// Symbols.
    Symbol,
}

/// In the order of their numbers.
const TAGS: [Tag; 8] =
    [Tag::Noun, Tag::Word, Tag::Numeral, Tag::Unit, Tag::Particle, Tag::Ending, Tag::Auxiliary, Tag::Symbol];

impl Tag {
    /// The tag with a number that `as u32` gave.
    pub(super) fn from_number(number: u32) -> Tag {
        TAGS.get(number as usize).copied().unwrap_or(Tag::Word)
    }

    /// Reads a tag; of a fused one (`VV+EP`) the first counts.
    pub(super) fn read(tag: &str) -> Tag {
        match tag.split('+').next().unwrap_or_default() {
            "NNG" | "NNP" | "NP" | "XR" | "XPN" | "MM" | "MAG" | "IC" | "UNKNOWN" | "UNA" | "NA" => Tag::Noun,
            "NR" | "SN" => Tag::Numeral,
            "NNBC" => Tag::Unit,
            "VCP" | "VCN" | "VX" | "XSV" | "XSA" => Tag::Auxiliary,
            "SL" | "SH" => Tag::Word,
            other if other.starts_with('J') => Tag::Particle,
            other if other.starts_with('E') => Tag::Ending,
            other if other.starts_with('S') => Tag::Symbol,
            _ => Tag::Word,
        }
    }

    pub(super) fn class(self) -> TokenClass {
        match self {
            Tag::Noun | Tag::Word | Tag::Unit => TokenClass::Word,
            Tag::Numeral => TokenClass::Number,
            Tag::Particle => TokenClass::Particle,
            Tag::Ending | Tag::Auxiliary => TokenClass::Ending,
            Tag::Symbol => TokenClass::Punctuation,
        }
    }
}

/// What the dictionary says of a word, as far as it decides the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) tag: Tag,
    /// Whether the dictionary explains it by others.
    pub(super) composed: bool,
    /// Whether its own tag is made of several.
    pub(super) mixed: bool,
}

/// A morpheme of a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Morpheme {
    /// Bytes of the normalised text.
    pub(super) span: Span,
    pub(super) kind: Kind,
    pub(super) word: WordRef,
}

/// Columns of the dictionary behind the costs.
pub(super) const TYPE: usize = 4;
const EXPRESSION: usize = 7;

impl Morpheme {
    /// What the dictionary says that it is made of: `삼성/NNG/*+전자/NNG/*`.
    pub(super) fn expression<'d>(&self, dictionary: &'d Dictionary) -> Option<&'d str> {
        let details = if self.kind.composed { self.word.details(dictionary) } else { None };
        details?.nth(EXPRESSION).filter(|expression| *expression != "*")
    }

    /// What a grammarian says that it is made of, where it is more than one morpheme: 하 and 았 of 했. A compound
    /// (삼성전자) is one.
    pub(super) fn contraction<'d>(&self, dictionary: &'d Dictionary) -> Option<&'d str> {
        let mut details = if self.kind.composed { self.word.details(dictionary) } else { None }?;
        (details.nth(TYPE)? != "Compound").then(|| details.nth(EXPRESSION - TYPE - 1))?.filter(|e| *e != "*")
    }

    /// The tag of the dictionary; of a word of the user that of a name.
    pub(super) fn tag<'d>(&self, dictionary: &'d Dictionary) -> &'d str {
        self.word.details(dictionary).map_or("NNP", |mut details| details.next().unwrap_or_default())
    }
}

/// A morpheme within an expression.
pub(super) struct Part<'e> {
    pub(super) form: &'e str,
    /// Its tag as it is written.
    pub(super) tagged: &'e str,
    pub(super) tag: Tag,
    /// Where it stands, as long as the expression spells out its word.
    pub(super) span: Span,
}

/// The parts of an expression, less the empty ones (고양이/NNG/*+/VCP/*).
pub(super) fn parts(expression: &str, whole: Span) -> impl Iterator<Item = Part<'_>> {
    let mut at = whole.start;
    expression.split('+').filter_map(move |part| {
        let (form, rest) = part.split_once('/')?;
        let span = Span { start: at, end: at + form.len() as u32 };
        at = span.end;
        let tagged = rest.split('/').next().unwrap_or_default();
        (!form.is_empty()).then_some(Part { form, tagged, tag: Tag::read(tagged), span })
    })
}

/// Whether the forms of an expression, put together, are the word itself.
pub(super) fn spells_out(expression: &str, word: &str) -> bool {
    let mut rest = word;
    for part in parts(expression, Span::default()) {
        match rest.strip_prefix(part.form) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}
