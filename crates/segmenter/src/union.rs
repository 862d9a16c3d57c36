//! Two analyses of one text as one that loses nothing of either: what a word of the user changes, and what was there without it.
//!
//! Where both cut alike, nothing changes. Where they differ, the stretch up to the next place at which both cut is one word,
//! and the words of both are its parts: 삼성 of the user stays beside 삼성전자 of the dictionary, 具箱 of the user beside 工具.

use newsbraid_text::Span;

use crate::{Analysis, Layer, Token, TokenClass};

/// Adds to `user` what only `plain` has. Both are of one text.
pub(crate) fn union(mut user: Analysis, plain: &Analysis) -> Analysis {
    debug_assert_eq!(user.normalized, plain.normalized, "both are analyses of one text");
    let ours = std::mem::take(&mut user.tokens);
    let theirs = shifted(plain, user.extra.len() as u32);
    user.extra.push_str(&plain.extra);
    user.tokens.reserve(ours.len() + theirs.len() / 8);
    let (mut ours, mut theirs) = (ours.as_slice(), theirs.as_slice());
    while let (Some(first), Some(other)) = (ours.first(), theirs.first()) {
        let (mut end, mut taken) = (first.span.end.max(other.span.end), (0, 0));
        // Each pass may reach farther on the other side.
        while taken != (words_before(ours, end), words_before(theirs, end)) {
            taken = (words_before(ours, end), words_before(theirs, end));
            let last = |tokens: &[Token], count: usize| tokens[..count].iter().map(|token| token.span.end).max();
            end = last(ours, taken.0).max(last(theirs, taken.1)).unwrap_or(end);
        }
        push_group(&mut user.tokens, &ours[..taken.0], &theirs[..taken.1]);
        (ours, theirs) = (&ours[taken.0..], &theirs[taken.1..]);
    }
    user.tokens.extend_from_slice(ours);
    user.tokens.extend_from_slice(theirs);
    user
}

/// The tokens of an analysis whose own terms will stand `by` bytes farther on.
fn shifted(analysis: &Analysis, by: u32) -> Vec<Token> {
    let base = analysis.normalized.text().len() as u32;
    let shift = |token: &Token| match token.term.end <= base {
        true => *token,
        false => Token { term: Span { start: token.term.start + by, end: token.term.end + by }, ..*token },
    };
    analysis.tokens.iter().map(shift).collect()
}

/// Tokens at the head of a list whose words begin before `end`.
fn words_before(tokens: &[Token], end: u32) -> usize {
    tokens.iter().position(|token| token.layer == Layer::Surface && token.span.start >= end).unwrap_or(tokens.len())
}

/// Adds a stretch that both cut at its ends only. What the user's word parts from its particle stays parted: a word of the
/// dictionary that holds both is no word.
fn push_group(out: &mut Vec<Token>, user: &[Token], plain: &[Token]) {
    if user == plain {
        return out.extend_from_slice(user);
    }
    let mut rest = user;
    while let Some(first) = rest.first() {
        let grammar = |token: &Token| token.layer == Layer::Surface && is_grammar(token);
        let words = rest.iter().position(grammar).unwrap_or(rest.len());
        if words == 0 {
            out.push(*first);
            rest = &rest[1..];
            continue;
        }
        let span = rest[..words].iter().fold(first.span, |span, token| span.cover(token.span));
        let inside: Vec<Token> = plain.iter().filter(|token| span.contains(token.span)).copied().collect();
        push_words(out, &rest[..words], &inside, span);
        rest = &rest[words..];
    }
}

/// Adds words that make up `span`: one, with all that is in it.
fn push_words(out: &mut Vec<Token>, user: &[Token], plain: &[Token], span: Span) {
    let one =
        |tokens: &[Token]| tokens.iter().find(|token| token.layer == Layer::Surface && token.span == span).copied();
    let whole = one(user).or(one(plain)).unwrap_or_else(|| cover(user));
    out.push(whole);
    let begin = out.len();
    let of_plain = one(user).is_none() && one(plain).is_some();
    let sides = [(user, one(user).is_some()), (plain, of_plain)];
    let tokens = sides.into_iter().flat_map(|(tokens, own)| tokens.iter().map(move |token| (token, own)));
    for (token, own) in tokens.filter(|(token, _)| !is_grammar(token)) {
        let same = |other: &Token| (other.span, other.term) == (token.span, token.term);
        if !same(&whole) && !out[begin..].iter().any(same) {
            let layer = match token.layer {
                _ if token.span == span => Layer::Variant,
                Layer::Constituent if own => Layer::Constituent,
                _ => Layer::Part,
            };
            out.push(Token { layer, eojeol: whole.eojeol, ..*token });
        }
    }
    out[begin..].sort_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
}

/// Particles, endings and marks: they are no words and no parts of words.
fn is_grammar(token: &Token) -> bool {
    matches!(token.class, TokenClass::Particle | TokenClass::Ending | TokenClass::Punctuation)
}

/// One word for a stretch in which neither cut has one.
fn cover(tokens: &[Token]) -> Token {
    let words = tokens.iter().filter(|token| token.layer == Layer::Surface);
    let join = |whole: Token, word: &Token| Token {
        span: whole.span.cover(word.span),
        term: whole.term.cover(word.term),
        class: if whole.class == word.class { whole.class } else { TokenClass::Word },
        ..whole
    };
    words.fold(tokens[0], join)
}

#[cfg(test)]
mod tests {
    use newsbraid_text::{Lang, normalize};

    use super::*;

    /// An analysis of words that make up `text`; `a|b` is a word with these parts, `a:x` one with the variant x, `a+` a particle.
    fn analysis(text: &str, words: &str) -> Analysis {
        let normalized = normalize(text);
        let (mut tokens, mut extra, mut at) = (Vec::new(), String::new(), 0);
        for (eojeol, word) in words.split(' ').enumerate() {
            let (word, variant) = word.split_once(':').unwrap_or((word, ""));
            let (word, class) = match word.strip_suffix('+') {
                Some(particle) => (particle, TokenClass::Particle),
                None => (word, TokenClass::Word),
            };
            let whole = Span::new(at, at + word.replace('|', "").len());
            let token =
                |span, term, layer| Token { span, term, class, layer, lang: Lang::ZhHans, eojeol: eojeol as u32 };
            tokens.push(token(whole, whole, Layer::Surface));
            for part in word.split('|').filter(|part| *part != word) {
                tokens.push(token(Span::new(at, at + part.len()), Span::new(at, at + part.len()), Layer::Part));
                at += part.len();
            }
            at = whole.end as usize;
            if !variant.is_empty() {
                let start = text.len() + extra.len();
                extra += variant;
                tokens.push(token(whole, Span::new(start, start + variant.len()), Layer::Variant));
            }
        }
        Analysis { normalized, extra, tokens, sentences: Vec::new() }
    }

    #[track_caller]
    fn check(user: &str, plain: &str, expect: &str) {
        let text: String = plain.split([' ', '|']).map(|word| word.split(':').next().unwrap_or_default()).collect();
        let found = union(analysis(&text, user), &analysis(&text, plain));
        let mut line = String::new();
        for token in &found.tokens {
            let term = found.term(token);
            match token.layer {
                Layer::Surface => line += &format!(" {term}"),
                Layer::Part | Layer::Constituent => line += &format!("({term})"),
                Layer::Variant => line += &format!("~{term}"),
            }
        }
        assert_eq!(line.trim(), expect);
    }

    #[test]
    fn nothing_of_either_is_lost() {
        check("阿里 云", "阿里 云", "阿里 云");
        check("通义千问 说", "通义 千问 说", "通义千问(通义)(千问) 说");
        check("三星 电子", "三星电子", "三星电子(三星)(电子)");
        check("测试 工 具箱", "测试工具|箱", "测试工具箱(测试工具)(测试)(工)(具箱)(箱)");
        check("测试 工 具箱", "测试 工具 箱", "测试 工具箱(工具)(工)(具箱)(箱)");
        check("ab:x c d", "a bc:y d", "abc(ab)(x)(a)(bc)(y)(c) d");
        check("a b:x cd", "a b:y cd", "a b~x~y cd");
        check("abc", "a|b c:z", "abc(ab)(a)(b)(c)(z)");
        check("우융밍 의+", "우융밍|의", "우융밍 의");
        check("전자우 가+ 는+", "전자 우|가 는+", "전자우(전자)(우) 가 는");
    }
}
