//! Sentences of Chinese, Korean, English and Japanese text.

use std::collections::HashMap;
use std::sync::LazyLock;

use newsbraid_text::{Script, Span, script_of};

/// Words that a full stop abbreviates: `true` where one always does, `false` where the next word decides.
static ABBREVIATIONS: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let rows = include_str!("../data/abbreviations.tsv").lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| line.split_once('\t'));
    rows.flat_map(|(kind, words)| words.split(' ').map(move |word| (word, kind == "always"))).collect()
});

/// The part of speech of a mark, in the tags of mecab-ko-dic: end of a sentence, comma, bracket, anything else.
pub(crate) fn mark_tag(mark: &str) -> &'static str {
    match mark.chars().next() {
        Some('.' | '!' | '?' | '。') => "SF",
        Some(',' | '·' | '/' | ':' | '、') => "SC",
        Some('…') => "SE",
        Some('(' | '[' | '{' | '‘' | '“' | '《' | '〈' | '「' | '『' | '【') => "SSO",
        Some(')' | ']' | '}' | '’' | '”' | '》' | '〉' | '」' | '』' | '】') => "SSC",
        _ => "SY",
    }
}

/// Cuts a text into sentences, without the spaces around them. A line break always ends one.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let (mut found, mut closers) = (Vec::new(), Closers::default());
    let (mut start, mut at, mut quoted) = (0, 0, false);
    while let Some(c) = text[at..].chars().next() {
        let after = at + c.len_utf8();
        let end = match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(after),
            '。' | '！' | '？' | '!' | '?' | '｡' => Some(closers.end(text, after, quoted)),
            '.' | '．' => {
                let closed = closers.end(text, after, quoted);
                full_stop(text, start, at, closed).then_some(closed)
            }
            _ => None,
        };
        at = end.unwrap_or(after);
        quoted ^= c == '"';
        if end.is_some() {
            push(&mut found, text, start, at);
            (start, quoted) = (at, false);
        }
    }
    push(&mut found, text, start, text.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let sentence = text[start..end].trim_start();
    let start = end - sentence.len();
    let len = sentence.trim_end().len();
    if len > 0 {
        found.push(Span::new(start, start + len));
    }
}

/// The run of closing marks that was looked at last: without it a page of full stops takes quadratic time.
#[derive(Default)]
struct Closers {
    start: usize,
    end: usize,
}

impl Closers {
    /// The end of the closing marks at `at`, behind a full stop: more stops, brackets, quotation marks. `quoted` says that a
    /// straight quotation mark is open. Within one run the end is the same from everywhere.
    fn end(&mut self, text: &str, at: usize, quoted: bool) -> usize {
        if !(self.start..=self.end).contains(&at) || self.end == 0 {
            *self = Closers { start: at, end: closers_end(text, at, quoted) };
        }
        self.end
    }
}

fn closers_end(text: &str, at: usize, quoted: bool) -> usize {
    let mut open = quoted;
    let mut closes = |c: char| match c {
        '"' => std::mem::take(&mut open),
        '!' | '?' | '！' | '？' | '。' | '.' | '…' | '”' | '’' | ')' | '）' | ']' | '］' => true,
        '」' | '』' | '》' | '〉' | '】' | '〕' => true,
        _ => false,
    };
    text[at..].find(|c| !closes(c)).map_or(text.len(), |len| at + len)
}

/// Whether the full stop at `at`, whose closing marks end at `closed`, ends the sentence that began at `start`.
fn full_stop(text: &str, start: usize, at: usize, closed: usize) -> bool {
    let mut following = text[closed..].chars();
    let next = following.next();
    let spaced = next.is_none_or(char::is_whitespace);
    let Some(previous) = text[start..at].chars().next_back() else { return false };
    match script_of(previous) {
        // Korean writers leave out the space after the stop: 밝혔다.그는
        Script::Hangul | Script::Han | Script::Kana => spaced || next.is_some_and(|c| script_of(c) != Script::Common),
        _ if !spaced => false,
        Script::Latin => !abbreviated(text, start, at, closed),
        _ => next_word_begins(text, closed) != Some(false),
    }
}

fn abbreviated(text: &str, start: usize, at: usize, closed: usize) -> bool {
    let from = text[start..at].rfind(|c: char| !c.is_alphanumeric() && c != '.').map_or(start, |i| start + i);
    let word = text[from..at].trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = next_word_begins(text, closed);
    match ABBREVIATIONS.get(word.as_str()) {
        Some(always) => *always || begins != Some(true),
        // The initial of a name: J. Biden. A sentence does not end in a single letter but I.
        None if word.chars().count() == 1 && word != "i" => begins.is_some(),
        None => begins == Some(false),
    }
}

/// Whether the next word begins with a capital letter, where letters have case.
fn next_word_begins(text: &str, at: usize) -> Option<bool> {
    let next = text[at..].chars().find(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '‘' | '\'' | '('))?;
    (script_of(next) == Script::Latin).then(|| next.is_uppercase())
}
