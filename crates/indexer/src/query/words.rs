//! What of a run of words is looked for as one thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use newsbraid_segmenter::{Analysis, Layer, Token};
use newsbraid_text::{Script, Span, runs};

use crate::entry::is_indexed;
use crate::grams;
use crate::query::{Expansion, Target};

/// Chinese up to this many characters without a space is one name or term: a phrase.
const LONGEST_NAME: usize = 4;
/// Up to this many all its words must be found; longer is a sentence, of which any word counts.
const LONGEST_TERM: usize = 8;

/// Words that say nothing beside others, as they stand in normalised text.
static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| FUNCTION_WORD_LIST.split(' ').collect());

const FUNCTION_WORD_LIST: &str = "\
    a an and are as at be by did do does for from how in is it of on or that the to was were what when where which \
    who why with \
    的 了 是 在 和 与 及 或 为 有 也 都 被 把 从 到 对 中 将 于 之 而 其 这 那 哪 谁 吗 呢 个 什么 哪个 \
    哪些 如何 怎么 怎样 多少 何时 哪位 哪里 哪儿 哪种 为什么 为何 何种 怎么样 多久 多大 多长 是否 以及 一个 一种 \
    这个 这些 那些 \
    무엇 누구 누가 언제 어디 왜 어떻게 어떻 어떤 어느 무슨 얼마 얼마나 몇 그리고 또는 및 대한 위한 위해";

/// A stretch of a run that is looked for as one thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Bytes of the run.
    pub span: Span,
    /// What it also stands for.
    pub expansions: Vec<Expansion>,
}

/// Pieces and how they belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Group {
    /// Each counts by itself.
    Any(Vec<Piece>),
    /// All must be found; `whole` is the stretch they make up.
    All(Vec<Piece>, Span),
    /// A sentence without spaces: each counts by itself, and so does every pair of adjacent characters in `whole`.
    Sentence(Vec<Piece>, Span),
}

impl Group {
    /// What it is made of.
    pub fn pieces(&mut self) -> &mut [Piece] {
        match self {
            Group::Any(pieces) | Group::All(pieces, _) | Group::Sentence(pieces, _) => pieces,
        }
    }
}

/// How much of a stretch of Chinese without spaces must be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// All words of a term, any of a sentence: what someone types.
    Terms,
    /// The same, but the words may begin and end within those of an article: where nothing else is found.
    Cut,
    /// Any of the single letters that are words of the index: where there is nothing but letters, and nothing has all of them.
    Letters,
    /// Any word: a question of a batch. All of it is one sentence, spaces or not.
    Any,
}

/// Cuts a run of words at spaces and at the edges of what the expander found, and each word as its script asks for.
pub(crate) fn groups(text: &str, analysis: &Analysis, expansions: Vec<Expansion>, demand: Demand) -> Vec<Group> {
    let marked = marked(text, expansions);
    let mut found = Vec::new();
    for word in words(text, &marked) {
        let inside: Vec<&Piece> = marked.iter().filter(|m| word.contains(m.span)).collect();
        match inside.as_slice() {
            [whole] if whole.span == word => found.push(Group::Any(vec![(*whole).clone()])),
            [] => found.extend(plain(text, analysis, word, demand)),
            _ => found.extend(around(analysis, word, &inside, demand)),
        }
    }
    without_function_words(analysis, found)
}

/// The longest stretches that stand for something else, from the left, with all that each stands for. A wording of a part
/// of a name is not one of the name.
fn marked(text: &str, mut expansions: Vec<Expansion>) -> Vec<Piece> {
    let valid =
        |span: Span| span.start < span.end && text.get(span.range()).is_some_and(|surface| !surface.trim().is_empty());
    expansions.retain(|e| valid(e.span) && e.weight > 0.0);
    let names_first = |e: &Expansion| matches!(e.target, Target::Text(_));
    expansions.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end), names_first(e)));
    let mut pieces: Vec<Piece> = Vec::new();
    for expansion in expansions {
        match pieces.last_mut() {
            Some(last) if last.span == expansion.span => last.expansions.push(expansion),
            Some(last) if last.span.overlaps(expansion.span) => {}
            _ => pieces.push(Piece { span: expansion.span, expansions: vec![expansion] }),
        }
    }
    pieces
}

/// Stretches between spaces; a marked stretch with spaces in it holds its words together.
fn words(text: &str, marked: &[Piece]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let within = marked.iter().any(|m| (m.span.start as usize) < at && at < m.span.end as usize);
        match start {
            None if !c.is_whitespace() => start = Some(at),
            Some(from) if c.is_whitespace() && !within => {
                found.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| Span::new(from, text.len())));
    found
}

/// A word that the expander says nothing about.
fn plain(text: &str, analysis: &Analysis, word: Span, demand: Demand) -> Option<Group> {
    let tokens = tokens_in(analysis, word);
    let normalized = normalized(analysis, word);
    let (units, cjk) = grams::count(normalized);
    let whole = |span| Group::Any(vec![Piece { span, expansions: Vec::new() }]);
    if units == 0 && tokens.is_empty() || demand == Demand::Cut && is_letter(normalized) {
        return None;
    }
    if cjk == 0 || (tokens.len() < 2 && units <= LONGEST_TERM) {
        return Some(whole(content(analysis, word, &tokens)));
    }
    if runs(word.of(text)).iter().any(|run| run.script == Script::Hangul) {
        let is_sentence = demand == Demand::Any || units > LONGEST_TERM;
        let pieces = if is_sentence { joined_words(analysis, &tokens) } else { Vec::new() };
        return Some(match pieces.len() {
            0 => whole(content(analysis, word, &tokens)),
            _ => Group::Sentence(pieces, word),
        });
    }
    if demand != Demand::Any && units <= LONGEST_NAME {
        return Some(whole(content(analysis, word, &tokens)));
    }
    let pieces = joined_words(analysis, &tokens);
    match pieces.len() {
        0 => Some(whole(word)),
        1 if demand != Demand::Any => Some(Group::Any(pieces)),
        _ => Some(together(pieces, word, units, demand, analysis)),
    }
}

/// A single letter or digit beside punctuation: nearly every word may begin or end with it.
pub(crate) fn is_letter(normalized: &str) -> bool {
    let mut letters = normalized.chars().filter(|c| c.is_alphanumeric());
    letters.next().is_some_and(|c| !grams::is_cjk(c)) && letters.next().is_none()
}

/// Pieces of a stretch of so many characters or runs. A single character beside longer pieces is not asked for: it may be part of
/// a longer word (人 of 示威的人群).
fn together(mut pieces: Vec<Piece>, whole: Span, units: usize, demand: Demand, analysis: &Analysis) -> Group {
    if demand == Demand::Any || units > LONGEST_TERM {
        return Group::Sentence(pieces, whole);
    }
    let is_long = |piece: &Piece| grams::count(normalized(analysis, piece.span)).0 > 1 || !piece.expansions.is_empty();
    if pieces.iter().any(is_long) {
        pieces.retain(is_long);
    }
    Group::All(pieces, whole)
}

/// A word of which the expander knows a part: that part, and what stands before and behind it.
fn around(analysis: &Analysis, word: Span, marked: &[&Piece], demand: Demand) -> Option<Group> {
    let (mut pieces, mut from) = (Vec::new(), word.start);
    for mark in marked {
        pieces.extend(rest(analysis, Span { start: from, end: mark.span.start }));
        pieces.push((*mark).clone());
        from = mark.span.end;
    }
    pieces.extend(rest(analysis, Span { start: from, end: word.end }));
    let (units, _) = grams::count(normalized(analysis, word));
    Some(if pieces.len() > 1 { together(pieces, word, units, demand, analysis) } else { Group::Any(pieces) })
}

/// What is left beside a name: nothing where it is only a particle or a single character.
fn rest(analysis: &Analysis, span: Span) -> Vec<Piece> {
    let tokens = tokens_in(analysis, span);
    let (units, cjk) = grams::count(normalized(analysis, span));
    if tokens.is_empty() || (units < 2 && cjk > 0) {
        return Vec::new();
    }
    if cjk == units && tokens.iter().all(|t| t.lang.is_chinese()) {
        return joined_words(analysis, &tokens);
    }
    vec![Piece { span: content(analysis, span, &tokens), expansions: Vec::new() }]
}

/// The words of a stretch without spaces. Single characters join their like, else the word before them (阿里 云); those
/// that are grammar are left out.
fn joined_words(analysis: &Analysis, tokens: &[&Token]) -> Vec<Piece> {
    let mut found: Vec<(Span, usize)> = Vec::new();
    for token in tokens {
        if is_function_word(analysis.term(token)) {
            continue;
        }
        let (units, cjk) = grams::count(analysis.term(token));
        let single = units == 1 && cjk == 1;
        match found.last_mut() {
            Some((last, length)) if last.end == token.span.start && (single || *length == 1) => {
                *last = last.cover(token.span);
                *length += units;
            }
            _ => found.push((token.span, if single { 1 } else { units.max(2) })),
        }
    }
    found.into_iter().map(|(span, _)| Piece { span, expansions: Vec::new() }).collect()
}

/// A word less the particles and punctuation at its end; the whole word where only a single character would be left.
fn content(analysis: &Analysis, word: Span, tokens: &[&Token]) -> Span {
    let Some(span) = tokens.iter().map(|t| t.span).reduce(|a, b| a.cover(b)) else { return word };
    let (units, cjk) = grams::count(normalized(analysis, span));
    if units == 1 && cjk == 1 { word } else { span }
}

/// Tokens of the primary cut that the index keeps and that lie wholly in a stretch.
pub(crate) fn tokens_in(analysis: &Analysis, span: Span) -> Vec<&Token> {
    analysis.tokens.iter().filter(|t| t.layer == Layer::Surface && is_indexed(t) && span.contains(t.span)).collect()
}

/// A stretch of the analysed text as normalised.
pub(crate) fn normalized(analysis: &Analysis, span: Span) -> &str {
    analysis.normalized.from_source(span).of(analysis.normalized.text())
}

/// Whether a word says nothing beside others.
pub(crate) fn is_function_word(term: &str) -> bool {
    FUNCTION_WORDS.contains(term)
}

/// Whether a pair of characters is a function word or holds one of a single character.
pub(crate) fn is_grammar(pair: &str) -> bool {
    is_function_word(pair) || pair.char_indices().any(|(at, c)| is_function_word(&pair[at..at + c.len_utf8()]))
}

/// Leaves out function words where there is anything else.
fn without_function_words(analysis: &Analysis, groups: Vec<Group>) -> Vec<Group> {
    let says_nothing = |group: &Group| match group {
        Group::Any(pieces) => {
            pieces.iter().all(|p| p.expansions.is_empty() && is_function_word(normalized(analysis, p.span)))
        }
        Group::All(..) | Group::Sentence(..) => false,
    };
    if groups.iter().all(says_nothing) {
        return groups;
    }
    groups.into_iter().filter(|group| !says_nothing(group)).collect()
}

#[cfg(test)]
mod tests {
    use newsbraid_segmenter::Segmenter;
    use newsbraid_text::majority_lang;

    use super::*;

    #[track_caller]
    fn check(text: &str, known: &[&str], expect: &str) {
        let analysis = Segmenter::without_korean().worker().analyze(text, majority_lang(text));
        let expansion = |name: &&str| {
            let at = text.find(name).expect("the name is in the text");
            let target = Target::Entity(name.to_string());
            Expansion { span: Span::new(at, at + name.len()), target, weight: 1.0, why: String::new() }
        };
        let show = |pieces: &[Piece]| {
            let one = |p: &Piece| format!("{}{}", p.span.of(text), if p.expansions.is_empty() { "" } else { "!" });
            pieces.iter().map(one).collect::<Vec<_>>().join("|")
        };
        let found: Vec<String> = groups(text, &analysis, known.iter().map(expansion).collect(), Demand::Terms)
            .iter()
            .map(|group| match group {
                Group::Any(pieces) => show(pieces),
                Group::All(pieces, whole) => format!("{}=[{}]", whole.of(text), show(pieces)),
                Group::Sentence(pieces, _) => show(pieces),
            })
            .collect();
        assert_eq!(found.join(" "), expect, "{text}");
    }

    #[test]
    fn what_counts_as_one_thing() {
        check("通义千问", &[], "通义千问");
        check("阿里云 收入", &[], "阿里云 收入");
        check("阿里云收入增长", &[], "阿里云收入增长=[阿里云|收入|增长]");
        check("和平示威的人", &[], "和平示威的人=[和平|示威]");
        check("阿里巴巴集团是由谁在哪个城市创立的？", &[], "阿里巴巴|集团|由|城市|创立");
        check("what is the revenue of Alibaba?", &[], "revenue Alibaba");
        check("the", &[], "the");
        check("우융밍 Qwen3-Max", &[], "우융밍 Qwen3-Max");
        check("虚拟机 a : a : a", &[], "虚拟机");
    }

    #[test]
    fn names_hold_together() {
        check("Eddie Wu", &["Eddie Wu"], "Eddie Wu!");
        check("Eddie Wu earnings", &["Eddie Wu"], "Eddie Wu! earnings");
        check("阿里云收入", &["阿里云"], "阿里云收入=[阿里云!|收入]");
        check("阿里云的", &["阿里云"], "阿里云!");
        check("阿里云", &["阿里云", "阿里"], "阿里云!");
    }
}
