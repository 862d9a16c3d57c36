//! Chinese words, cut with jieba from normalised (simplified) text.

use jieba_rs::{Jieba, Token};
use newsbraid_text::{Lang, Span};

use crate::TokenClass;
use crate::scan::Piece;
use crate::sink::Sink;
use crate::user_dictionary::{UserDictionary, WordParts};

/// Cuts runs of Chinese characters; shared by all threads.
pub(crate) struct ChineseCutter {
    jieba: Jieba,
    user_words: WordParts,
}

impl ChineseCutter {
    /// Loads the dictionary that is part of the program, and adds words of the user.
    pub(crate) fn new(user: &UserDictionary) -> ChineseCutter {
        let mut jieba = Jieba::new();
        let mut user_words = WordParts::default();
        for word in user.chinese() {
            let spans = jieba.cut_for_search(word, true);
            user_words.insert(word, spans.iter().map(|token| Span::new(token.byte_start, token.byte_end)));
        }
        for word in user.chinese() {
            jieba.add_word(word, None, None);
        }
        ChineseCutter { jieba, user_words }
    }

    /// Adds the words of a run, each followed by the shorter words in it: 农业, 发展, 银行 of 农业发展银行. `groups` is a buffer.
    pub(crate) fn cut(&self, sink: &mut Sink, text: &str, piece: &Piece, lang: Lang, groups: &mut Vec<Group>) {
        let found = self.jieba.cut_for_search(piece.span.of(text), true);
        let span_of = |token: &Token| Span::new(piece.start() + token.byte_start, piece.start() + token.byte_end);
        group(&found, groups);
        for group in groups.iter().rev() {
            let word = span_of(&found[group.word]);
            sink.surface(word, TokenClass::Word, lang, piece.eojeol);
            if let Some(parts) = self.user_words.get(found[group.word].word) {
                parts.iter().for_each(|part| sink.part(part.shifted(word), TokenClass::Word));
                continue;
            }
            for part in &found[group.first_part..group.word] {
                sink.part(span_of(part), TokenClass::Word);
            }
        }
    }
}

/// A word in what `cut_for_search` returns, and the parts that stand before it there.
pub(crate) struct Group {
    first_part: usize,
    word: usize,
}

/// Finds the words from behind, since each comes after its parts and only parts begin within it.
fn group(found: &[Token], groups: &mut Vec<Group>) {
    groups.clear();
    let mut after = found.len();
    while let Some(word) = after.checked_sub(1) {
        let within = |token: &&Token| token.byte_start >= found[word].byte_start;
        let parts = found[..word].iter().rev().take_while(within).count();
        after = word - parts;
        groups.push(Group { first_part: after, word });
    }
}
