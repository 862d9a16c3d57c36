//! The engine and its workers.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use newsbraid_text::{Lang, Span, normalize};

use crate::chinese::{ChineseCutter, Lattice};
use crate::dictionary::KoreanDictionary;
use crate::korean::{KoreanEngine, KoreanMorpheme, KoreanWorker, is_hanja, push_hanja};
use crate::latin::LatinCutter;
use crate::scan::{Kind, Piece, scan};
use crate::sink::Sink;
use crate::union::union;
use crate::user_dictionary::{UserDictionary, UserDictionaryError, holds_any};
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
    user_terms: HashSet<Box<str>>,
    /// Where there are words of a user: what cuts without them.
    plain: Option<Segmenter>,
    /// Loaded when the first Chinese character is met: Korean or English text needs none.
    chinese: OnceLock<ChineseCutter>,
    korean: Option<LazyKorean>,
}

/// Made when the first Hangul is met, or at once where the user's words must be tried.
struct LazyKorean {
    dictionary: KoreanDictionary,
    engine: OnceLock<KoreanEngine>,
}

impl LazyKorean {
    fn new(dictionary: KoreanDictionary, user: &UserDictionary) -> Result<LazyKorean, UserDictionaryError> {
        let with_words = user.korean().next().map(|_| KoreanEngine::with_words(&dictionary, user)).transpose()?;
        Ok(LazyKorean { engine: with_words.map_or_else(OnceLock::new, OnceLock::from), dictionary })
    }
}

impl Engines {
    fn chinese(&self) -> &ChineseCutter {
        self.chinese.get_or_init(|| ChineseCutter::new(&self.user))
    }

    fn korean(&self) -> Option<&KoreanEngine> {
        let korean = self.korean.as_ref()?;
        Some(korean.engine.get_or_init(|| KoreanEngine::new(&korean.dictionary)))
    }
}

impl Segmenter {
    /// Puts a segmenter together. Fails only where the Korean engine refuses a word of the user dictionary.
    pub fn new(config: SegmenterConfig) -> Result<Segmenter, UserDictionaryError> {
        let plain = match config.user_dictionary.is_empty() {
            true => None,
            false => {
                Some(Segmenter::new(SegmenterConfig { korean: config.korean.clone(), ..SegmenterConfig::default() })?)
            }
        };
        let user = config.user_dictionary;
        let korean = config.korean.map(|dictionary| LazyKorean::new(dictionary, &user)).transpose()?;
        let user_terms = user.terms();
        Ok(Segmenter { engines: Arc::new(Engines { user, user_terms, plain, chinese: OnceLock::new(), korean }) })
    }

    /// A segmenter that takes Korean words as they stand between spaces, particles included.
    pub fn without_korean() -> Segmenter {
        Segmenter::new(SegmenterConfig::default()).expect("no words of a user, so nothing to refuse")
    }

    /// The words of the user that it was made with.
    pub fn user_dictionary(&self) -> &UserDictionary {
        &self.engines.user
    }

    /// How common a word is in Chinese at large: its share of all words in the texts that jieba's list was counted in, 0 for a
    /// word that the list lacks. `term` is normalised, so in simplified characters.
    ///
    /// ```
    /// use newsbraid_segmenter::Segmenter;
    /// let segmenter = Segmenter::without_korean();
    /// assert!(segmenter.share_in_chinese("公司") > 100.0 * segmenter.share_in_chinese("堡垒"));
    /// assert_eq!(segmenter.share_in_chinese("通义千问"), 0.0);
    /// ```
    pub fn share_in_chinese(&self, term: &str) -> f32 {
        self.engines.chinese().share(term)
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        Worker {
            engines: self.engines.clone(),
            plain: self.engines.plain.as_ref().map(|plain| Box::new(plain.worker())),
            latin: LatinCutter::new(),
            korean: KoreanWorker::default(),
            pieces: Vec::new(),
            lattice: Lattice::default(),
        }
    }
}

/// Cuts texts, one after the other, with buffers that it keeps.
pub struct Worker {
    engines: Arc<Engines>,
    plain: Option<Box<Worker>>,
    latin: LatinCutter,
    korean: KoreanWorker,
    pieces: Vec<Piece>,
    lattice: Lattice,
}

impl Worker {
    /// Normalises a text and cuts it into words and sentences.
    ///
    /// `lang` is the language of most of the article; it decides what a Chinese character is: Chinese, hanja in Korean
    /// text, or kanji. Never fails and never panics, whatever the text.
    pub fn analyze(&mut self, text: &str, lang: Lang) -> Analysis {
        let analysis = self.cut_text(text, lang);
        match &mut self.plain {
            Some(plain) if holds_any(&self.engines.user_terms, &analysis) => {
                union(analysis, &plain.cut_text(text, lang))
            }
            _ => analysis,
        }
    }

    fn cut_text(&mut self, text: &str, lang: Lang) -> Analysis {
        let normalized = normalize(text);
        let mut pieces = std::mem::take(&mut self.pieces);
        scan(normalized.text(), &mut pieces);
        let mut sink = Sink::new(&normalized, Vec::with_capacity(pieces.len() * 2));
        let mut at = 0;
        while at < pieces.len() {
            let clause = clause_len(&pieces[at..]);
            if let Some(span) = korean_span(&pieces[at..at + clause])
                && let Some(engine) = self.engines.korean()
            {
                self.korean.analyze(engine, normalized.text(), span);
            }
            for piece in at..at + clause.max(1) {
                self.cut(&mut sink, normalized.text(), &pieces, piece, lang);
            }
            at += clause.max(1);
        }
        self.pieces = pieces;
        let (tokens, extra) = sink.finish();
        Analysis { tokens, extra, sentences: sentence::sentences(text), normalized }
    }

    /// The morphemes of a text: where words are contracted (했다) what they are contracted of (하, 았, 다), in order, with part
    /// of speech. Beside Korean words these are numbers, their scales and units, runs of other scripts and marks.
    ///
    /// This is for grammarians and for scores. It lets an eojeol depend on its neighbours, as mecab-ko does, which
    /// [`Worker::analyze`] does not: that would make it three times slower.
    ///
    /// ```no_run
    /// use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
    /// use newsbraid_segmenter::{Segmenter, SegmenterConfig};
    /// let korean = ensure_korean(&DataDir::of_user()?, &mut |_| ())?;
    /// let segmenter = Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() })?;
    /// let morphemes = segmenter.worker().morphemes("발표했다");
    /// let forms: Vec<_> = morphemes.iter().map(|morpheme| morpheme.form.as_str()).collect();
    /// assert_eq!(forms, ["발표", "하", "았", "다"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn morphemes(&mut self, text: &str) -> Vec<KoreanMorpheme> {
        let normalized = normalize(text);
        let mut pieces = std::mem::take(&mut self.pieces);
        scan(normalized.text(), &mut pieces);
        let (mut found, mut rest) = (Vec::new(), pieces.as_slice());
        while !rest.is_empty() {
            let (clause, after) = rest.split_at(clause_len(rest).max(1));
            if let (Some(span), Some(engine)) = (korean_span(clause), self.engines.korean()) {
                self.korean.analyze_in_context(engine, normalized.text(), span);
            }
            for piece in clause {
                self.push_morphemes(&mut found, normalized.text(), piece);
            }
            rest = after;
        }
        self.pieces = pieces;
        for morpheme in &mut found {
            let source = normalized.to_source(morpheme.span);
            // What is no Hangul as it stands: a grammarian's 靑 and AI are not the 青 and ai of the index.
            if morpheme.tag.starts_with('S') {
                morpheme.form = source.of(text).to_string();
            }
            morpheme.span = source;
        }
        found
    }

    fn push_morphemes(&self, out: &mut Vec<KoreanMorpheme>, text: &str, piece: &Piece) {
        let mut push = |span: Span, tag: &str| {
            out.push(KoreanMorpheme { span, form: span.of(text).to_string(), tag: tag.to_string() });
        };
        match (piece.kind, self.engines.korean()) {
            (Kind::LineBreak, _) => {}
            (Kind::Hangul, Some(engine)) => self.korean.push_morphemes(out, engine, text, piece.span),
            (Kind::Hangul, None) => push(piece.span, "NNG"),
            (Kind::Number, _) => {
                let number = piece.span.of(text);
                for part in number::pieces(number) {
                    let span = Span::new(piece.start() + part.start, piece.start() + part.end);
                    let digits = number[part].starts_with(|c: char| c.is_ascii_digit());
                    push(span, if digits { "SN" } else { "NNBC" });
                }
            }
            (Kind::Latin, _) => push(piece.span, "SL"),
            (Kind::Han | Kind::Kana, _) => push(piece.span, "SH"),
            (Kind::Punctuation, _) => push(piece.span, sentence::mark_tag(piece.span.of(text))),
            (Kind::Symbol | Kind::Other, _) => push(piece.span, "SY"),
        }
    }

    fn cut(&mut self, sink: &mut Sink, text: &str, pieces: &[Piece], at: usize, lang: Lang) {
        let piece = &pieces[at];
        let (class, lang) = match piece.kind {
            Kind::LineBreak => return,
            Kind::Latin => return self.latin.cut(sink, text, piece),
            Kind::Han if lang == Lang::Ko && is_hanja(pieces, at, text) => return push_hanja(sink, text, pieces, at),
            Kind::Han => {
                let chinese = self.engines.chinese();
                return chinese.cut(sink, text, piece, han_lang(lang), &mut self.lattice);
            }
            Kind::Number => {
                sink.surface(piece.span, TokenClass::Number, lang, piece.eojeol);
                return number::push_below(sink, text, piece.span);
            }
            Kind::Hangul => {
                if let Some(engine) = self.engines.korean() {
                    return self.korean.push(sink, text, pieces, at, engine);
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

/// What the Korean engine sees of a clause: from its first to its last eojeol with Hangul.
fn korean_span(clause: &[Piece]) -> Option<Span> {
    let hangul = |piece: &&Piece| piece.kind == Kind::Hangul;
    let (first, last) = (clause.iter().find(hangul)?, clause.iter().rfind(hangul)?);
    let start = clause.iter().find(|piece| piece.eojeol == first.eojeol).unwrap_or(first).span;
    Some(start.cover(last.span))
}

/// The language of a run of Chinese characters in an article of `lang`.
fn han_lang(lang: Lang) -> Lang {
    match lang {
        Lang::ZhHant | Lang::Ja => lang,
        _ => Lang::ZhHans,
    }
}
