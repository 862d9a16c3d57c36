//! The libraries underneath with nothing of ours around them: what our figures and our speed are compared with.

use jieba_rs::Jieba;
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera::worker::SegmentWorker;
use newsbraid_text::Span;

use crate::dictionary::KoreanDictionary;
use crate::korean::expanded;

/// jieba-rs with the dictionary it brings along.
pub struct BareJieba(Jieba);

impl BareJieba {
    /// Loads its dictionary: a third of a second.
    pub fn load() -> BareJieba {
        BareJieba(Jieba::new())
    }

    /// The words of a raw text, in bytes; with `hmm` jieba guesses words that its dictionary lacks.
    pub fn words(&self, text: &str, hmm: bool) -> Vec<Span> {
        self.0.cut(text, hmm).iter().map(|token| Span::new(token.byte_start, token.byte_end)).collect()
    }
}

/// lindera with mecab-ko-dic.
pub struct BareLindera(SegmentWorker);

impl BareLindera {
    /// On an installed dictionary.
    pub fn new(korean: &KoreanDictionary) -> BareLindera {
        BareLindera(Segmenter::new(Mode::Normal, korean.dictionary.clone(), None).into_worker())
    }

    /// The morphemes of a raw text, in bytes, as they stand there; none where lindera fails.
    pub fn morphemes(&mut self, text: &str) -> Vec<Span> {
        let tokens = self.0.segment(text);
        tokens.iter().flatten().map(|token| Span::new(token.byte_start, token.byte_end)).collect()
    }

    /// The morphemes of a raw text with their forms, contracted words replaced by what the dictionary's column `expression`
    /// says of them: 하, 았 for 했.
    pub fn expressions(&mut self, text: &str) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        for mut token in self.0.segment(text).into_iter().flatten() {
            let span = Span::new(token.byte_start, token.byte_end);
            let (kind, expression) = (token.get("type").map(str::to_string), token.get("expression"));
            match expression.filter(|e| *e != "*" && kind.as_deref() != Some("Compound")) {
                Some(expression) => found.extend(expanded(expression, span)),
                None => found.push((span, span.of(text).to_string())),
            }
        }
        found
    }
}
