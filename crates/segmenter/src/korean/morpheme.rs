//! Morphemes as mecab-ko-dic describes them.

use lindera::dictionary::WordId;
use lindera::segmenter::Segmenter;
use lindera::token::Token;
use newsbraid_text::Span;

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

impl Tag {
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
    word: WordId,
}

/// Columns of the dictionary behind the costs.
const TYPE: usize = 4;
const EXPRESSION: usize = 7;

/// Kinds of the words met so far, by their number: the dictionary keeps its columns as text in 40 MB, and to read them
/// for every token took a quarter of all time.
#[derive(Default)]
pub(super) struct Kinds(Vec<Option<Kind>>);

impl Kinds {
    fn of(&mut self, token: &Token) -> Kind {
        let id = token.word_id.id() as usize;
        if token.word_id.is_unknown() {
            let tag = token.dictionary.unknown_word_details_iter(id).next().unwrap_or_default();
            return Kind { tag: Tag::read(tag), composed: false, mixed: false };
        }
        if !token.word_id.is_system() {
            return Kind { tag: Tag::Noun, composed: false, mixed: false };
        }
        if id >= self.0.len() {
            self.0.resize(id + 1, None);
        }
        *self.0[id].get_or_insert_with(|| {
            let mut details = token.dictionary.word_details_iter(id);
            let tag = details.next().unwrap_or_default();
            let composed = details.nth(TYPE - 1).is_some_and(|kind| kind != "*");
            Kind { tag: Tag::read(tag), composed, mixed: tag.contains('+') }
        })
    }
}

impl Morpheme {
    /// A token of lindera that was found in the text from `start` on.
    pub(super) fn of(token: &Token, start: usize, kinds: &mut Kinds) -> Morpheme {
        let span = Span::new(start + token.byte_start, start + token.byte_end);
        Morpheme { span, kind: kinds.of(token), word: token.word_id }
    }

    /// What the dictionary says that it is made of: `삼성/NNG/*+전자/NNG/*`.
    pub(super) fn expression<'s>(&self, segmenter: &'s Segmenter) -> Option<&'s str> {
        let details = self.kind.composed.then(|| segmenter.dictionary.word_details_iter(self.word.id() as usize));
        details?.nth(EXPRESSION).filter(|expression| *expression != "*")
    }
}

/// A morpheme within an expression.
pub(super) struct Part<'e> {
    pub(super) form: &'e str,
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
        let tag = Tag::read(rest.split('/').next().unwrap_or_default());
        (!form.is_empty()).then_some(Part { form, tag, span })
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
