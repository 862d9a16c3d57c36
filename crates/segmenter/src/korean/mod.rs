//! Korean words: morphemes of mecab-ko-dic, put back together to what a reader calls a word.
//!
//! The lattice sees an eojeol at a time, with the spaces around it, and none of what lies behind a punctuation mark. Its
//! morphemes then become words, particles and endings:
//!
//! - a compound stays whole, with its parts (삼성전자: 삼성, 전자);
//! - a word and its particle are two tokens also where the dictionary lists them as one (저는: 저, 는);
//! - a verb fused with its endings is one word, with its stem as variant (했다: 하);
//! - neighbouring nouns of one syllable are one word (우융밍, which the dictionary does not know and cuts into three), and so
//!   are nouns around a particle without a space behind it (마이크로소프트).

mod codes;
mod hanja;
mod lattice;
mod memo;
mod morpheme;
mod particles;
mod reading;
mod user;
mod words;

use lindera::dictionary::Dictionary;
use newsbraid_text::{Lang, Span};

use crate::TokenClass;
use crate::dictionary::KoreanDictionary;
use crate::scan::{Kind, Piece};
use crate::sink::Sink;
use crate::user_dictionary::{UserDictionary, UserDictionaryError};
use codes::hangul_code;
pub(crate) use hanja::{is_hanja, push_hanja};
use lattice::{Dictionaries, Lattice, Manner};
use memo::{Kept, Memo, Place};
use morpheme::{Morpheme, Tag};
use particles::is_particle;
pub use reading::Morpheme as KoreanMorpheme;
pub(crate) use reading::expanded;
use words::Words;

/// Longest stretch without a space, in bytes, that is cut at once: two screens of text.
const LONGEST_CUT: usize = 8 << 10;
/// Bytes behind which a word at the end of such a stretch may go on: more than the longest word of the dictionary.
const LONGEST_WORD: usize = 128;
/// Most syllables that are joined to one word; a longer row of them is noise.
const LONGEST_JOINED: usize = 8;

/// The dictionary, ready to cut; shared by all threads.
pub(crate) struct KoreanEngine {
    dictionary: Dictionary,
    user: Option<lindera::dictionary::UserDictionary>,
    words: Words,
}

impl KoreanEngine {
    /// The dictionary by itself.
    pub(crate) fn new(korean: &KoreanDictionary) -> KoreanEngine {
        let dictionary = korean.dictionary.clone();
        let words = Words::new(&dictionary);
        KoreanEngine { dictionary, user: None, words }
    }

    /// The dictionary with the user's words, of which there is at least one.
    pub(crate) fn with_words(
        korean: &KoreanDictionary,
        user: &UserDictionary,
    ) -> Result<KoreanEngine, UserDictionaryError> {
        let engine = KoreanEngine::new(korean);
        let user = Some(user::korean_words(&engine, user)?);
        Ok(KoreanEngine { user, ..engine })
    }

    fn dictionaries(&self) -> Dictionaries<'_> {
        Dictionaries { system: &self.dictionary, user: self.user.as_ref(), words: &self.words }
    }
}

/// Buffers for one thread.
#[derive(Default)]
pub(crate) struct KoreanWorker {
    lattice: Lattice,
    memo: Memo,
    morphemes: Vec<Morpheme>,
}

impl KoreanWorker {
    /// Finds the morphemes of a clause; [`KoreanWorker::push`] then hands them out piece by piece.
    pub(crate) fn analyze(&mut self, engine: &KoreanEngine, text: &str, clause: Span) {
        self.forget_clause();
        let (mut start, end) = (clause.start as usize, clause.end as usize);
        while start < end {
            let spaces = text[start..end].bytes().take_while(|byte| *byte == b' ').count();
            let from = start + spaces;
            let to = text[from..end].find(' ').map_or(end, |len| from + len);
            if from < to {
                self.analyze_eojeol(engine, text, clause, Span::new(from, to));
            }
            start = to;
        }
    }

    fn analyze_eojeol(&mut self, engine: &KoreanEngine, text: &str, clause: Span, eojeol: Span) {
        let place = Place { first: eojeol.start == clause.start, last: eojeol.end == clause.end };
        if eojeol.len() > memo::LONGEST {
            return self.cut_eojeol(engine, text, eojeol, place);
        }
        if let Some(kept) = self.memo.get(eojeol.of(text), place) {
            for Kept { start, end, word, kind } in kept {
                let span = Span { start: eojeol.start + u32::from(*start), end: eojeol.start + u32::from(*end) };
                self.morphemes.push(Morpheme { span, kind: *kind, word: *word });
            }
            return;
        }
        let first = self.morphemes.len();
        self.cut_eojeol(engine, text, eojeol, place);
        let offset = |at: u32| at.saturating_sub(eojeol.start) as u8;
        let kept = |found: &Morpheme| Kept {
            start: offset(found.span.start),
            end: offset(found.span.end),
            word: found.word,
            kind: found.kind,
        };
        self.memo.insert(eojeol.of(text), place, self.morphemes[first..].iter().map(kept));
    }

    /// Cuts an eojeol with the spaces that touch it.
    fn cut_eojeol(&mut self, engine: &KoreanEngine, text: &str, eojeol: Span, place: Place) {
        let start = eojeol.start - u32::from(!place.first);
        let end = eojeol.end + u32::from(!place.last);
        self.cut(engine, text, Span { start, end }, Manner::Lindera);
    }

    /// Finds the morphemes of a clause as mecab-ko does, where an eojeol depends on its neighbours: a better cut (.939 where
    /// [`KoreanWorker::analyze`] reaches .927, Korean GSD), but no eojeol can be kept for the next time.
    pub(crate) fn analyze_in_context(&mut self, engine: &KoreanEngine, text: &str, clause: Span) {
        self.forget_clause();
        self.cut(engine, text, clause, Manner::Mecab);
    }

    /// Adds the morphemes of a stretch; of one that is too long for the lattice in pieces. What is cut near the end of a
    /// piece, where a word may go on, is cut again at the start of the next.
    fn cut(&mut self, engine: &KoreanEngine, text: &str, stretch: Span, manner: Manner) {
        let (mut start, stretch_end) = (stretch.start as usize, stretch.end as usize);
        while start < stretch_end {
            let end = chunk_end(text, start, stretch_end);
            let safe = if end < stretch_end { end - LONGEST_WORD } else { end };
            let mut next = end;
            for (from, to, word) in self.lattice.cut(engine.dictionaries(), &text[start..end], manner) {
                let from = start + from as usize;
                let span = Span::new(from, from + text[from..start + to as usize].trim_end_matches(' ').len());
                if span.of(text).chars().all(|c| engine.words.is_space(&engine.dictionary, c)) {
                    continue;
                }
                if span.end as usize > safe && from > start {
                    next = from;
                    break;
                }
                let kind = engine.words.kind(&engine.dictionary, word);
                self.morphemes.push(Morpheme { span, kind, word });
            }
            start = next;
        }
    }

    /// Empties the buffer, and gives back what only a monstrous clause needs.
    fn forget_clause(&mut self) {
        self.morphemes.clear();
        self.morphemes.shrink_to(LONGEST_CUT);
    }

    /// Adds the words of stretch `at` of Hangul, which lies within the clause.
    pub(crate) fn push(&self, sink: &mut Sink, text: &str, pieces: &[Piece], at: usize, engine: &KoreanEngine) {
        let (piece, attached) = (&pieces[at], attached(pieces, at, text));
        if attached && is_particle(piece.span.of(text)) {
            return sink.surface(piece.span, TokenClass::Particle, Lang::Ko, piece.eojeol);
        }
        let first = self.morphemes.partition_point(|morpheme| morpheme.span.end <= piece.span.start);
        let found = self.morphemes[first..].iter().take_while(|morpheme| morpheme.span.start < piece.span.end).count();
        let stretch = Stretch { text, piece, attached, engine, code: hangul_code(pieces, at, text) };
        stretch.push(sink, &self.morphemes[first..first + found]);
    }
}

/// Where to cut a stretch that is too long for the lattice: behind a whole character.
fn chunk_end(text: &str, start: usize, end: usize) -> usize {
    let cut = (start + LONGEST_CUT).min(end);
    (start..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(end)
}

/// A stretch of Hangul without spaces.
struct Stretch<'a> {
    text: &'a str,
    piece: &'a Piece,
    /// Whether something other than a space or an opening mark stands before it, so that it may be a bare particle.
    attached: bool,
    engine: &'a KoreanEngine,
    /// The state that its first syllable stands for.
    code: Option<&'static str>,
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
            if let Some(code) = self.code.filter(|_| span.start == self.piece.span.start && self.is_syllable(span)) {
                sink.variant(code.chars());
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
        let expression = morpheme.expression(&self.engine.dictionary);
        if let Some(expression) = expression.filter(|e| morpheme::spells_out(e, morpheme.span.of(self.text))) {
            self.push_parts(sink, morpheme.span, expression);
        }
    }

    fn push_one(&self, sink: &mut Sink, morpheme: &Morpheme) {
        match morpheme.expression(&self.engine.dictionary) {
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
fn attached(pieces: &[Piece], at: usize, text: &str) -> bool {
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
