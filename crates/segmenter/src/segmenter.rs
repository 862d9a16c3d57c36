//! The engine and its workers.

use std::sync::{Arc, OnceLock};

use newsbraid_text::{Lang, normalize};

use crate::chinese::{ChineseCutter, Lattice};
use crate::dictionary::KoreanDictionary;
use crate::korean::{KoreanEngine, KoreanWorker, attached, is_hanja, push_hanja};
use crate::latin::LatinCutter;
use crate::scan::{Kind, Piece, scan};
use crate::sink::Sink;
use crate::user_dictionary::{UserDictionary, UserDictionaryError};
use crate::{Analysis, TokenClass, number, sentence};

/// What a [`Segmenter`] is made of.
#[derive(Clone, Default)]
pub struct SegmenterConfig {
    /// Without it Korean words are taken as they stand between spaces, particles included.
    pub korean: Option<KoreanDictionary>,
    /// Words to keep whole.
    pub user_dictionary: UserDictionary,
}

/// Cuts text into words. Immutable and cheap to clone; each thread takes a [`Worker`] of its own.
///
/// ```
/// use newsbraid_segmenter::Segmenter;
/// use newsbraid_text::Lang;
/// let mut worker = Segmenter::without_korean().worker();
/// let analysis = worker.analyze("阿里雲AI產品收入3800億元。", Lang::ZhHant);
/// let words: Vec<_> = analysis.surface_tokens().map(|token| analysis.term(token)).collect();
/// assert_eq!(words, ["阿里", "云", "ai", "产品", "收入", "3800亿元", "。"]);
/// ```
#[derive(Clone)]
pub struct Segmenter {
    engines: Arc<Engines>,
}

struct Engines {
    user: UserDictionary,
    /// Loaded when the first Chinese character is met: Korean or English text needs none.
    chinese: OnceLock<ChineseCutter>,
    korean: Option<KoreanEngine>,
}

impl Segmenter {
    /// Puts a segmenter together. Fails only where the Korean engine refuses a word of the user dictionary.
    pub fn new(config: SegmenterConfig) -> Result<Segmenter, UserDictionaryError> {
        let user = config.user_dictionary;
        let korean = config.korean.map(|korean| KoreanEngine::new(korean, &user)).transpose()?;
        Ok(Segmenter { engines: Arc::new(Engines { user, chinese: OnceLock::new(), korean }) })
    }

    /// A segmenter that takes Korean words as they stand between spaces, particles included.
    pub fn without_korean() -> Segmenter {
        let engines = Engines { user: UserDictionary::default(), chinese: OnceLock::new(), korean: None };
        Segmenter { engines: Arc::new(engines) }
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        Worker {
            engines: self.engines.clone(),
            latin: LatinCutter::new(),
            korean: self.engines.korean.as_ref().map(KoreanEngine::worker),
            pieces: Vec::new(),
            lattice: Lattice::default(),
        }
    }
}

/// Cuts texts, one after the other, with buffers that it keeps.
pub struct Worker {
    engines: Arc<Engines>,
    latin: LatinCutter,
    korean: Option<KoreanWorker>,
    pieces: Vec<Piece>,
    lattice: Lattice,
}

impl Worker {
    /// Normalises a text and cuts it into words and sentences.
    ///
    /// `lang` is the language of most of the article; it decides what a Chinese character is: Chinese, hanja in Korean
    /// text, or kanji. Never fails and never panics, whatever the text.
    pub fn analyze(&mut self, text: &str, lang: Lang) -> Analysis {
        let normalized = normalize(text);
        let mut pieces = std::mem::take(&mut self.pieces);
        scan(normalized.text(), &mut pieces);
        let mut sink = Sink::new(&normalized, Vec::with_capacity(pieces.len() * 2));
        let mut at = 0;
        while at < pieces.len() {
            let clause = clause_len(&pieces[at..]);
            self.analyze_clause(normalized.text(), &pieces[at..at + clause]);
            for piece in at..at + clause.max(1) {
                self.cut(&mut sink, normalized.text(), &pieces, piece, lang);
            }
            at += clause.max(1);
        }
        self.pieces = pieces;
        let (tokens, extra) = sink.finish();
        Analysis { tokens, extra, sentences: sentence::sentences(text), normalized }
    }

    /// Lets the Korean engine see a clause from its first to its last eojeol with Hangul.
    fn analyze_clause(&mut self, text: &str, clause: &[Piece]) {
        let Some(korean) = &mut self.korean else { return };
        let hangul = |piece: &&Piece| piece.kind == Kind::Hangul;
        let (Some(first), Some(last)) = (clause.iter().find(hangul), clause.iter().rfind(hangul)) else { return };
        let start = clause.iter().find(|piece| piece.eojeol == first.eojeol).unwrap_or(first).span;
        korean.analyze(text, start.cover(last.span));
    }

    fn cut(&mut self, sink: &mut Sink, text: &str, pieces: &[Piece], at: usize, lang: Lang) {
        let piece = &pieces[at];
        let (class, lang) = match piece.kind {
            Kind::LineBreak => return,
            Kind::Latin => return self.latin.cut(sink, text, piece),
            Kind::Han if lang == Lang::Ko && is_hanja(pieces, at, text) => return push_hanja(sink, text, piece),
            Kind::Han => {
                let chinese = self.engines.chinese.get_or_init(|| ChineseCutter::new(&self.engines.user));
                return chinese.cut(sink, text, piece, han_lang(lang), &mut self.lattice);
            }
            Kind::Number => {
                sink.surface(piece.span, TokenClass::Number, lang, piece.eojeol);
                return number::push_below(sink, text, piece.span);
            }
            Kind::Hangul => {
                if let (Some(korean), Some(engine)) = (&self.korean, &self.engines.korean) {
                    return korean.push(sink, text, piece, attached(pieces, at, text), engine);
                }
                (TokenClass::Word, Lang::Ko)
            }
            Kind::Punctuation => (TokenClass::Punctuation, lang),
            Kind::Symbol => (TokenClass::Other, lang),
            Kind::Kana => (TokenClass::Word, Lang::Ja),
            Kind::Other => (TokenClass::Other, Lang::Und),
        };
        sink.surface(piece.span, class, lang, piece.eojeol);
    }
}

/// Pieces up to the next punctuation mark, symbol or line break: what the Korean engine sees at once, so that marks
/// beside a clause never change its words.
fn clause_len(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .take_while(|piece| matches!(piece.kind, Kind::Number | Kind::Latin | Kind::Han | Kind::Hangul))
        .count()
}

/// The language of a run of Chinese characters in an article of `lang`.
fn han_lang(lang: Lang) -> Lang {
    match lang {
        Lang::ZhHant | Lang::Ja => lang,
        _ => Lang::ZhHans,
    }
}
