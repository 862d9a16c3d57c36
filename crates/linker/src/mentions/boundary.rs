//! Where a name may begin and end in a text.

use newsbraid_segmenter::{Analysis, Layer, Token, TokenClass};
use newsbraid_text::{Script, Span, script_of};

use super::particles::{self, is_particles};

/// The normalised text of an article with its words, for questions about the neighbourhood of a match. Spans are bytes
/// of the normalised text.
pub(crate) struct Surroundings<'a> {
    pub(crate) text: &'a str,
    pub(crate) analysis: &'a Analysis,
}

/// Characters of an eojeol that are looked at: a longer row of Hangul is no word, and to read it from each of its places would
/// take quadratic time.
const LONGEST_EOJEOL: usize = 64;

/// A name of two Han or Hangul characters is easily a part of another word; from three on it is hardly.
const SHORT: usize = 2;

/// Tokens within which the second of two words ends, parts of both included.
const ACROSS: usize = 8;

/// Chinese words of one character that stand before names and that a segmenter may join to an unknown one.
const PREPOSITIONS: &str = "于与和在对为向由从把被让给将跟及比据以";

impl<'a> Surroundings<'a> {
    pub(crate) fn new(analysis: &'a Analysis) -> Surroundings<'a> {
        Surroundings { text: analysis.normalized.text(), analysis }
    }

    pub(crate) fn before(&self, at: u32) -> Option<char> {
        self.text[..at as usize].chars().next_back()
    }

    pub(crate) fn after(&self, at: u32) -> Option<char> {
        self.text[at as usize..].chars().next()
    }

    /// Whether the match stands as a word of its own, by the rules of the scripts at its two ends. A `sure` name (a full
    /// name, or a place) may begin a longer word.
    pub(crate) fn is_word(&self, span: Span, sure: bool) -> bool {
        let matched = span.of(self.text);
        let (Some(first), Some(last)) = (matched.chars().next(), matched.chars().next_back()) else { return false };
        let starts = match script_of(first) {
            Script::Hangul => self.starts_eojeol(span.start),
            Script::Han | Script::Kana => true,
            _ => self.starts_latin(span.start, first),
        };
        let ends = match script_of(last) {
            Script::Hangul => self.ends_korean(span, last, sure),
            Script::Han | Script::Kana => true,
            _ => self.ends_latin(span.end, last),
        };
        let han = matched.chars().all(|c| script_of(c) == Script::Han);
        starts && ends && (!han || matched.chars().count() > SHORT || self.is_han_word(span, sure))
    }

    /// A Korean name starts its eojeol, or stands after something that is no Hangul.
    pub(crate) fn starts_eojeol(&self, at: u32) -> bool {
        self.before(at).is_none_or(|c| script_of(c) != Script::Hangul)
    }

    /// What follows `at` up to the first character that is no Hangul, [`LONGEST_EOJEOL`] characters at most.
    pub(crate) fn rest_of_eojeol(&self, at: u32) -> &'a str {
        let rest = &self.text[at as usize..];
        let end =
            |(number, (_, c)): &(usize, (usize, char))| *number == LONGEST_EOJEOL || script_of(*c) != Script::Hangul;
        let end = rest.char_indices().enumerate().find(end);
        &rest[..end.map_or(rest.len(), |(_, (at, _))| at)]
    }

    fn ends_korean(&self, span: Span, last: char, sure: bool) -> bool {
        let tail = self.rest_of_eojeol(span.end);
        if is_particles(tail, last) {
            return true;
        }
        // 알리바바주가, 중국정부: a compound of the name and a word that joins names.
        let long = span.of(self.text).chars().count() > SHORT;
        (long || sure)
            && particles::JOINED.iter().any(|word| {
                let rest = tail.strip_prefix(word);
                rest.is_some_and(|rest| is_particles(rest, word.chars().next_back().unwrap_or(last)))
            })
    }

    fn starts_latin(&self, at: u32, first: char) -> bool {
        let Some(before) = self.before(at) else { return true };
        if joins(before) && (first.is_ascii_digit() || !before.is_ascii_digit()) {
            return false;
        }
        // Not inside an address: example.com/alibaba.
        let address = matches!(before, '.' | '/' | '@' | '_' | '#');
        !(address && self.text[..at as usize - 1].chars().next_back().is_some_and(|c| joins(c) || c == '/'))
    }

    fn ends_latin(&self, at: u32, last: char) -> bool {
        let rest = &self.text[at as usize..];
        let mut following = rest.chars();
        match following.next() {
            None => true,
            Some(c) if c.is_ascii_digit() => !last.is_ascii_digit(),
            Some(c) if joins(c) => false,
            // US$10,000, US:BABA.
            Some('$') => false,
            Some(':') if following.next().is_some_and(|c| c.is_ascii_alphabetic()) => false,
            Some('.' | '/' | '@' | '_') => {
                !following.next().is_some_and(|c| c.is_ascii_lowercase()) || !rest.starts_with('.')
            }
            // 오픈AI의: Hangul after a Latin name must be particles, else it is a compound (AI반도체), which may follow.
            Some(_) => true,
        }
    }

    /// Two Han characters are a name where the segmenter cut them out as a word or as a part of one, or where they begin
    /// a longer word and are a sure name (美国人, 中国队, 川普将).
    fn is_han_word(&self, span: Span, sure: bool) -> bool {
        let source = self.analysis.normalized.to_source(span);
        let tokens = &self.analysis.tokens;
        let from = tokens.partition_point(|token| token.span.start < source.start);
        let same = tokens[from..].iter().take_while(|t| t.span.start == source.start).any(|t| t.span == source);
        if same {
            return true;
        }
        // 于辉|达, 与鸿海: only a preposition was taken with the name.
        let parted = sure && self.before(span.start).is_some_and(|c| PREPOSITIONS.contains(c));
        match self.surface_over(source) {
            Some(token) => sure && (token.span.start == source.start || (parted && token.span.end == source.end)),
            // It lies across two words: both its ends must be ends of words.
            None => {
                let begins = tokens.get(from).is_some_and(|t| t.span.start == source.start);
                let mut following = tokens[from..].iter().take(ACROSS);
                (begins || parted) && following.any(|t| t.layer == Layer::Surface && t.span.end == source.end)
            }
        }
    }

    /// Whether the segmenter cut a stretch of the normalised text out as a word, or as a part of one.
    pub(crate) fn is_token(&self, span: Span) -> bool {
        let source = self.analysis.normalized.to_source(span);
        self.tokens_from(source.start).iter().take_while(|t| t.span.start == source.start).any(|t| t.span == source)
    }

    /// Whether the segmenter sees an ending or a particle in a stretch of the normalised text: 주재|한.
    pub(crate) fn has_ending(&self, span: Span) -> bool {
        let source = self.analysis.normalized.to_source(span);
        let inside = self.tokens_from(source.start).iter().take_while(|t| t.span.start < source.end);
        inside.into_iter().any(|t| matches!(t.class, TokenClass::Ending | TokenClass::Particle))
    }

    /// Whether a word of the primary cut ends at a place of the normalised text.
    pub(crate) fn ends_token(&self, at: u32) -> bool {
        let source = self.analysis.normalized.to_source(Span { start: at, end: at }).start;
        let tokens = &self.analysis.tokens;
        let up_to = tokens.partition_point(|token| token.span.start < source);
        tokens[..up_to].iter().rev().find(|t| t.layer == Layer::Surface).is_some_and(|t| t.span.end == source)
    }

    fn tokens_from(&self, source: u32) -> &'a [Token] {
        let tokens = &self.analysis.tokens;
        &tokens[tokens.partition_point(|token| token.span.start < source)..]
    }

    /// The word of the primary cut that holds a stretch of the text that was analysed.
    fn surface_over(&self, source: Span) -> Option<&'a Token> {
        let tokens = &self.analysis.tokens;
        let up_to = tokens.partition_point(|token| token.span.start <= source.start);
        let word = tokens[..up_to].iter().rev().find(|token| token.layer == Layer::Surface)?;
        word.span.contains(source).then_some(word)
    }

    /// Whether the name of a place is part of the name of its currency: 대만달러, Hong Kong dollars.
    pub(crate) fn is_currency(&self, place: Span) -> bool {
        let rest = &self.text[place.end as usize..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        ["달러", "페소", "루피", "프랑", "dollar", "peso", "rupee"].iter().any(|unit| rest.starts_with(unit))
    }

    /// The word of the primary cut that holds the stretch, normalised.
    pub(crate) fn word_over(&self, span: Span) -> Option<&'a str> {
        let word = self.surface_over(self.analysis.normalized.to_source(span))?;
        Some(self.analysis.term(word))
    }

    /// Whether the match lies in round brackets that opened at most `reach` bytes before and holds no line break.
    pub(crate) fn in_brackets(&self, span: Span, reach: usize) -> bool {
        let mut from = (span.start as usize).saturating_sub(reach);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.text[from..span.start as usize];
        before.rfind('(').is_some_and(|open| !before[open..].contains([')', '\n']))
    }
}

/// Latin letters and digits, which make one word together.
fn joins(c: char) -> bool {
    c.is_ascii_alphanumeric() || script_of(c) == Script::Latin
}

#[cfg(test)]
pub(crate) mod tests {
    use newsbraid_segmenter::{Segmenter, SegmenterConfig};
    use newsbraid_text::{Lang, Span};

    use super::Surroundings;

    /// Analyses a text without the Korean dictionary and hands its surroundings on.
    pub(crate) fn surroundings(text: &str, check: impl FnOnce(&Surroundings)) {
        let segmenter = Segmenter::new(SegmenterConfig::default()).expect("no words of a user");
        let analysis = segmenter.worker().analyze(text, Lang::ZhHans);
        check(&Surroundings::new(&analysis));
    }

    /// The same with the first place of a name in the text.
    pub(crate) fn beside(text: &str, name: &str, check: impl FnOnce(Span, &Surroundings)) {
        surroundings(text, |around| {
            let at = around.text.find(name).expect("the name stands in the text");
            check(Span::new(at, at + name.len()), around);
        });
    }
}
