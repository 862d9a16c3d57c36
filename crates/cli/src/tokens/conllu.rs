//! CoNLL-U (<https://universaldependencies.org/format.html>).

use std::io::{self, Write};

use newsbraid_segmenter::{Analysis, Layer, Morpheme, Token, TokenClass};
use newsbraid_text::{Document, Locator, Script, Span, script_of};

use super::{form, sentences};
use newsbraid_pipeline::name_of;

/// Writes a table a sentence. A word is a token; in Korean it is an eojeol, as in the treebanks of Universal Dependencies,
/// with its morphemes, in order of place, in LEMMA and their parts of speech in XPOS.
pub fn write_conllu(
    out: &mut impl Write,
    document: &Document,
    analysis: &Analysis,
    morphemes: &[Morpheme],
) -> io::Result<()> {
    let (id, locator) = (encoded(&document.meta.id), document.locator());
    writeln!(out, "# newdoc id = {id}")?;
    for (number, tokens) in sentences(analysis) {
        let tokens = finest(tokens);
        let words: Vec<Word> = words(&tokens, document, analysis).filter(|word| !word.form.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        let text: String = words.iter().map(|word| word.form.clone() + if word.spaced { " " } else { "" }).collect();
        writeln!(out, "# sent_id = {id}-{number}\n# text = {}", text.trim_end())?;
        for (at, word) in words.iter().enumerate() {
            writeln!(out, "{}\t{}", at + 1, word.columns(analysis, morphemes, &locator))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The words of a sentence as treebanks count them: the constituents of a token, or itself (as [`Analysis::words`]).
fn finest(tokens: &[Token]) -> Vec<Token> {
    let below = |at: usize| tokens[at + 1..].iter().take_while(|token| token.layer != Layer::Surface);
    let is_word = |(at, token): &(usize, &Token)| match token.layer {
        Layer::Surface => !below(*at).any(|token| token.layer == Layer::Constituent),
        layer => layer == Layer::Constituent,
    };
    tokens.iter().enumerate().filter(is_word).map(|(_, token)| *token).collect()
}

/// A row of a table.
struct Word<'t> {
    tokens: &'t [Token],
    form: String,
    /// Whether a space follows.
    spaced: bool,
}

/// Puts the tokens of an eojeol together.
fn words<'t>(tokens: &'t [Token], document: &'t Document, analysis: &'t Analysis) -> impl Iterator<Item = Word<'t>> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let joined = rest.windows(2).take_while(|pair| is_joined(&pair[0], &pair[1], document)).count() + 1;
        let korean = |token: &Token| analysis.term(token).chars().any(|c| script_of(c) == Script::Hangul);
        let len = if rest[..joined].iter().any(korean) { joined } else { 1 };
        let (tokens, after) = rest.split_at(len);
        let span = first.span.cover(tokens[len - 1].span);
        let spaced = document.text()[span.end as usize..].starts_with(char::is_whitespace)
            || after.first().is_some_and(|next| !touch(&tokens[len - 1], next, document));
        rest = after;
        Some(Word { tokens, form: form(document, span), spaced })
    })
}

/// Whether two tokens belong to one eojeol: nothing stands between them, and neither is a mark or Chinese.
fn is_joined(left: &Token, right: &Token, document: &Document) -> bool {
    let apart = |token: &Token| {
        matches!(token.class, TokenClass::Punctuation | TokenClass::Other)
            || (token.lang.is_chinese() && token.class == TokenClass::Word)
    };
    !apart(left) && !apart(right) && touch(left, right, document)
}

fn touch(left: &Token, right: &Token, document: &Document) -> bool {
    !document.text()[left.span.end as usize..right.span.start as usize].contains(char::is_whitespace)
}

impl Word<'_> {
    /// FORM to MISC; what is not known is `_`.
    fn columns(&self, analysis: &Analysis, morphemes: &[Morpheme], locator: &Locator) -> String {
        let joined = |parts: Vec<String>| parts.join("+");
        let inside = within(morphemes, self.span());
        let (lemma, classes) = match inside.is_empty() {
            true => (
                joined(self.tokens.iter().map(|token| analysis.term(token).to_string()).collect()),
                joined(self.tokens.iter().map(|token| name_of(&token.class)).collect()),
            ),
            false => (
                joined(inside.iter().map(|morpheme| morpheme.form.clone()).collect()),
                joined(inside.iter().map(|morpheme| morpheme.tag.clone()).collect()),
            ),
        };
        let [first, last] =
            [self.tokens[0], self.tokens[self.tokens.len() - 1]].map(|token| locator.locate(token.span));
        let space = if self.spaced { "" } else { "SpaceAfter=No|" };
        let place = format!("start_char={}|end_char={}", first.chars.start, last.chars.end);
        format!("{}\t{lemma}\t_\t{classes}\t_\t_\t_\t_\t{space}{place}", self.form)
    }

    fn span(&self) -> Span {
        self.tokens[0].span.cover(self.tokens[self.tokens.len() - 1].span)
    }
}

/// The morphemes of a stretch; they come in order of place.
fn within(morphemes: &[Morpheme], stretch: Span) -> &[Morpheme] {
    let start = morphemes.partition_point(|morpheme| morpheme.span.start < stretch.start);
    let len = morphemes[start..].partition_point(|morpheme| morpheme.span.end <= stretch.end);
    &morphemes[start..start + len]
}

/// An id without spaces and slashes, which the format has for itself.
fn encoded(id: &str) -> String {
    let reserved = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '%');
    let mut found = String::with_capacity(id.len());
    for c in id.chars() {
        match reserved(c) {
            true => c.to_string().bytes().for_each(|byte| found += &format!("%{byte:02X}")),
            false => found.push(c),
        }
    }
    found
}
