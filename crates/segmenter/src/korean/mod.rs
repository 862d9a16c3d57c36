//! Korean words: morphemes of mecab-ko-dic, put back together to what a reader calls a word.
//!
//! lindera sees a clause at a time: what lies between two punctuation marks, with its spaces. Its morphemes then become
//! words, particles and endings:
//!
//! - a compound stays whole, with its parts (삼성전자: 삼성, 전자);
//! - a word and its particle are two tokens also where the dictionary lists them as one (저는: 저, 는);
//! - a verb fused with its endings is one word, with its stem as variant (했다: 하);
//! - neighbouring nouns of one syllable are one word (우융밍, which the dictionary does not know and cuts into three), and so
//!   are nouns around a particle without a space behind it (마이크로소프트).

mod hanja;
mod morpheme;
mod particles;
mod user;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;
use newsbraid_text::{Lang, Span};

use crate::TokenClass;
use crate::dictionary::KoreanDictionary;
use crate::scan::{Kind, Piece};
use crate::sink::Sink;
use crate::user_dictionary::{UserDictionary, UserDictionaryError, WordParts};
pub(crate) use hanja::{is_hanja, push_hanja};
use morpheme::{Kinds, Morpheme, Tag};
use particles::is_particle;

/// Longest clause, in bytes, that is cut at once: four screens of text without any punctuation.
const LONGEST_CLAUSE: usize = 8 << 10;
/// Most syllables that are joined to one word; a longer row of them is noise.
const LONGEST_JOINED: usize = 8;
/// Longest unknown word, in characters less one; without it a page of one letter takes quadratic time.
const LONGEST_UNKNOWN: usize = 32;

/// The dictionary, ready to cut; shared by all threads.
pub(crate) struct KoreanEngine {
    segmenter: Segmenter,
    user_words: WordParts,
}

impl KoreanEngine {
    /// Adds the user's words to the dictionary.
    pub(crate) fn new(korean: KoreanDictionary, user: &UserDictionary) -> Result<KoreanEngine, UserDictionaryError> {
        let plain = segmenter(korean.dictionary.clone(), None);
        let (words, user_words) = user::korean_words(&plain, user)?;
        Ok(KoreanEngine {
            segmenter: words.map_or(plain, |words| segmenter(korean.dictionary, Some(words))),
            user_words,
        })
    }

    pub(crate) fn worker(&self) -> KoreanWorker {
        KoreanWorker { worker: self.segmenter.new_worker(), morphemes: Vec::new(), kinds: Kinds::default() }
    }
}

fn segmenter(
    dictionary: lindera::dictionary::Dictionary,
    words: Option<lindera::dictionary::UserDictionary>,
) -> Segmenter {
    Segmenter::new(Mode::Normal, dictionary, words).max_grouping_len(Some(LONGEST_UNKNOWN))
}

/// Buffers for one thread.
pub(crate) struct KoreanWorker {
    worker: SegmentWorker,
    morphemes: Vec<Morpheme>,
    kinds: Kinds,
}

impl KoreanWorker {
    /// Finds the morphemes of a clause; [`KoreanWorker::push`] then hands them out piece by piece.
    pub(crate) fn analyze(&mut self, text: &str, clause: Span) {
        self.morphemes.clear();
        let mut start = clause.start as usize;
        while start < clause.end as usize {
            let end = chunk_end(text, start, clause.end as usize);
            // An error leaves the stretch without morphemes: it becomes a word as it stands.
            for token in self.worker.segment(&text[start..end]).iter().flatten() {
                self.morphemes.push(Morpheme::of(token, start, &mut self.kinds));
            }
            start = end;
        }
    }

    /// Adds the words of one stretch of Hangul within the clause. `attached` says that something other than a space or an
    /// opening mark stands before it, so that it may be a bare particle.
    pub(crate) fn push(&self, sink: &mut Sink, text: &str, piece: &Piece, attached: bool, engine: &KoreanEngine) {
        if attached && is_particle(piece.span.of(text)) {
            return sink.surface(piece.span, TokenClass::Particle, Lang::Ko, piece.eojeol);
        }
        let first = self.morphemes.partition_point(|morpheme| morpheme.span.end <= piece.span.start);
        let found = self.morphemes[first..].iter().take_while(|morpheme| morpheme.span.start < piece.span.end).count();
        let stretch = Stretch { text, piece, attached, engine };
        stretch.push(sink, &self.morphemes[first..first + found]);
    }
}

fn chunk_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= LONGEST_CLAUSE {
        return end;
    }
    let mut cut = start + LONGEST_CLAUSE;
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    text[start..cut].rfind(' ').filter(|space| *space > 0).map_or(cut, |space| start + space)
}

/// A stretch of Hangul without spaces.
struct Stretch<'a> {
    text: &'a str,
    piece: &'a Piece,
    attached: bool,
    engine: &'a KoreanEngine,
}

impl Stretch<'_> {
    fn push(&self, sink: &mut Sink, morphemes: &[Morpheme]) {
        let mut at = self.piece.span.start;
        let mut rest = morphemes;
        while let Some(first) = rest.first() {
            let joined = self.joined(rest);
            let span =
                Span { start: first.span.start.max(at), end: rest[joined - 1].span.end.min(self.piece.span.end) };
            if at < span.start {
                self.surface(sink, Span { start: at, end: span.start }, TokenClass::Word);
            }
            if joined > 1 {
                self.push_joined(sink, span, &rest[..joined]);
            } else if span == first.span {
                self.push_one(sink, first);
            } else {
                self.surface(sink, span, first.kind.tag.class());
            }
            at = span.end.max(at);
            rest = &rest[joined..];
        }
        if at < self.piece.span.end {
            self.surface(sink, Span { start: at, end: self.piece.span.end }, TokenClass::Word);
        }
    }

    fn surface(&self, sink: &mut Sink, span: Span, class: TokenClass) {
        sink.surface(span, class, Lang::Ko, self.piece.eojeol);
    }

    /// The class of a simple morpheme where it stands. No particle and no ending begins an eojeol (the 시 of 시 주석), and
    /// 의 at the end of one is the particle, also where a bracket follows instead of a noun.
    fn class_of(&self, morpheme: &Morpheme) -> TokenClass {
        let first = morpheme.span.start == self.piece.span.start;
        match morpheme.kind.tag {
            Tag::Particle | Tag::Ending if first && !self.attached => TokenClass::Word,
            Tag::Noun | Tag::Word if !first && morpheme.span.end == self.piece.span.end => {
                if morpheme.span.of(self.text) == "의" { TokenClass::Particle } else { TokenClass::Word }
            }
            tag => tag.class(),
        }
    }

    /// How many of the morphemes make up the first word.
    fn joined(&self, morphemes: &[Morpheme]) -> usize {
        let numerals = morphemes.iter().take_while(|m| m.kind.tag == Tag::Numeral).count();
        let unit = usize::from(numerals > 0 && morphemes.get(numerals).is_some_and(|m| m.kind.tag == Tag::Unit));
        self.joined_nouns(morphemes).max(numerals + unit).max(1)
    }

    /// How many morphemes make up one noun that the dictionary does not know: syllables in a row (우/융/밍), and nouns
    /// around a syllable that looks like a particle. Behind a particle there is a space; without one it is part of a name
    /// (마이크/로/소프트, 퉁/이/첸/원, 국민/의/힘).
    fn joined_nouns(&self, morphemes: &[Morpheme]) -> usize {
        let is = |at: usize, tag: Tag| morphemes.get(at).is_some_and(|m| m.kind.tag == tag && !m.kind.mixed);
        let syllable = |at: usize| !morphemes[at].kind.composed && self.is_syllable(morphemes[at].span);
        let mut joined = usize::from(is(0, Tag::Noun));
        while (1..LONGEST_JOINED).contains(&joined) {
            if is(joined, Tag::Noun) && syllable(joined - 1) && syllable(joined) {
                joined += 1;
            } else if is(joined, Tag::Particle) && syllable(joined) && is(joined + 1, Tag::Noun) {
                joined += 2;
            } else {
                break;
            }
        }
        joined
    }

    fn is_syllable(&self, span: Span) -> bool {
        // Every syllable of Hangul has three bytes.
        span.len() == 3 && self.piece.span.contains(span)
    }

    fn push_joined(&self, sink: &mut Sink, span: Span, morphemes: &[Morpheme]) {
        let class = morphemes[0].kind.tag.class();
        self.surface(sink, span, class);
        if class == TokenClass::Number {
            let numerals = morphemes.iter().filter(|m| m.kind.tag == Tag::Numeral).count();
            if numerals < morphemes.len() {
                sink.part(Span { start: span.start, end: morphemes[numerals - 1].span.end }, class);
            }
            return;
        }
        for morpheme in morphemes.iter().filter(|m| m.kind.tag == Tag::Noun) {
            sink.part(morpheme.span, class);
            self.push_parts_of(sink, morpheme);
        }
    }

    /// The parts of a word, which has a token already.
    fn push_parts_of(&self, sink: &mut Sink, morpheme: &Morpheme) {
        if let Some(parts) = self.engine.user_words.get(morpheme.span.of(self.text)) {
            return parts.iter().for_each(|part| sink.part(part.shifted(morpheme.span), TokenClass::Word));
        }
        let expression = morpheme.expression(&self.engine.segmenter);
        if let Some(expression) = expression.filter(|e| morpheme::spells_out(e, morpheme.span.of(self.text))) {
            self.push_parts(sink, morpheme.span, expression);
        }
    }

    fn push_one(&self, sink: &mut Sink, morpheme: &Morpheme) {
        if self.engine.user_words.get(morpheme.span.of(self.text)).is_some() {
            self.surface(sink, morpheme.span, TokenClass::Word);
            return self.push_parts_of(sink, morpheme);
        }
        match morpheme.expression(&self.engine.segmenter) {
            Some(expression) => self.push_composed(sink, morpheme, expression),
            None => self.surface(sink, morpheme.span, self.class_of(morpheme)),
        }
    }

    /// A morpheme that the dictionary explains by others: a compound, or words fused with particles or endings.
    fn push_composed(&self, sink: &mut Sink, morpheme: &Morpheme, expression: &str) {
        let class = morpheme.kind.tag.class();
        if !morpheme::spells_out(expression, morpheme.span.of(self.text)) {
            self.surface(sink, morpheme.span, class);
            let stem = morpheme::parts(expression, morpheme.span).next().map_or("", |part| part.form);
            if class == TokenClass::Word && stem != morpheme.span.of(self.text) {
                sink.variant(stem.chars());
            }
        } else if morpheme.kind.mixed {
            self.push_mixed(sink, morpheme.span, expression);
        } else {
            self.surface(sink, morpheme.span, class);
            self.push_parts(sink, morpheme.span, expression);
        }
    }

    /// Words in a row stay together, with themselves as parts; particles and endings get tokens of their own.
    fn push_mixed(&self, sink: &mut Sink, whole: Span, expression: &str) {
        let mut words: Option<Span> = None;
        for part in morpheme::parts(expression, whole) {
            if part.tag.class() == TokenClass::Word {
                words = Some(words.map_or(part.span, |words| words.cover(part.span)));
                continue;
            }
            self.push_words(sink, words.take(), whole, expression);
            self.surface(sink, part.span, part.tag.class());
        }
        self.push_words(sink, words, whole, expression);
    }

    fn push_words(&self, sink: &mut Sink, words: Option<Span>, whole: Span, expression: &str) {
        let Some(words) = words else { return };
        self.surface(sink, words, TokenClass::Word);
        for part in morpheme::parts(expression, whole).filter(|part| words.contains(part.span) && part.span != words) {
            sink.part(part.span, TokenClass::Word);
        }
    }

    fn push_parts(&self, sink: &mut Sink, whole: Span, expression: &str) {
        for part in morpheme::parts(expression, whole).filter(|part| part.span != whole) {
            if part.tag.class() == TokenClass::Word {
                sink.part(part.span, TokenClass::Word);
            }
        }
    }
}

/// Whether a stretch of Hangul may be a bare particle: what stands before it touches it and opens nothing.
pub(crate) fn attached(pieces: &[Piece], at: usize, text: &str) -> bool {
    let Some(before) = at.checked_sub(1).map(|i| pieces[i]) else { return false };
    if before.span.end != pieces[at].span.start || before.kind == Kind::LineBreak {
        return false;
    }
    let mark = before.span.of(text);
    let begins_eojeol = at < 2 || pieces[at - 2].span.end != before.span.start;
    before.kind != Kind::Punctuation
        || mark.ends_with([')', ']', '}', '>', '%', '»', '》', '〉', '」', '』', '】'])
        || (mark.ends_with(['"', '\'']) && !begins_eojeol)
}
