//! Walks a normalised text: at each digit, letter or numeral, which quantity begins there, and what only looks like one.

use std::sync::LazyLock;

use crate::annotations::Unit;
use crate::charset::CharSet;
use crate::times::Stamp;
use crate::times::cursor::{char_at, char_before, is_hangul, word_edge};

use super::casualties::struck;
use super::names::{in_name, is_ordinal, name_end};
use super::number::{self, Number};
use super::raw::{self, Raw};
use super::units::{Counted, Units};
use super::{durations, fractions, native, numeral, ranges};

/// All quantities of a text, in order, bare numbers included; dates are left out.
pub(crate) fn scan(s: &str, stamps: &[Stamp], units: &Units) -> Vec<Raw> {
    let bytes = s.as_bytes();
    let mut raws = Vec::new();
    let mut stamps = stamps.iter().peekable();
    // No quantity reaches back over the one before it (the 日元 of 3日元5 is taken).
    let (mut at, mut taken) = (0, 0);
    while at < bytes.len() {
        while stamps.peek().is_some_and(|stamp| stamp.span.end as usize <= at) {
            stamps.next();
        }
        if let Some(stamp) = stamps.peek().filter(|stamp| stamp.span.start as usize <= at) {
            at = stamp.span.end as usize;
            taken = at;
            continue;
        }
        let limit = stamps.peek().map_or(bytes.len(), |stamp| stamp.span.start as usize);
        let step = match bytes[at] {
            b'0'..=b'9' => digits(s, at, units),
            b'a'..=b'z' => letters(s, at, units),
            0xE3..=0xED => wide(s, at, units),
            _ => Step::Past(at + 1),
        };
        at = match step {
            Step::Found(raw)
                if (taken..=limit).contains(&(raw.span.start as usize)) && raw.span.end as usize <= limit =>
            {
                taken = raw.span.end as usize;
                raws.push(*raw);
                taken
            }
            Step::Found(raw) => raw.number.start + char_at(s, raw.number.start).map_or(1, char::len_utf8),
            Step::Past(end) => end,
        };
    }
    ranges::join(s, &mut raws);
    durations::join(s, raws)
}

/// What a place of the text gave.
enum Step {
    /// A quantity.
    Found(Box<Raw>),
    /// None; go on from here.
    Past(usize),
}

fn found(raw: Raw) -> Step {
    Step::Found(Box::new(raw))
}

/// At a digit that follows no digit.
fn digits(s: &str, at: usize, units: &Units) -> Step {
    let mut number = match number::from_digits(s, at) {
        Ok(number) => number,
        Err(end) => return Step::Past(end),
    };
    let before = units.currency_before(s, at);
    if before.is_none() && (in_name(s, at) || is_ordinal(s, at)) {
        return Step::Past(name_end(s, at));
    }
    if let Some(fraction) = fractions::after(s, &number) {
        return fraction.map_or(Step::Past(number.end), found);
    }
    if number.letter && before.is_none() && units.counted(s, &number, number.end).is_none_or(|c| !c.0.has_letters()) {
        number = number::without_letter(s, number);
    }
    let raw = fractions::out_of(s, &number).or_else(|| raw::read(s, number, before, units)).map(|raw| struck(s, raw));
    raw.map_or_else(|| Step::Past(name_end(s, at).max(after_number(s, at))), found)
}

fn after_number(s: &str, at: usize) -> usize {
    at + s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count().max(1)
}

/// At a letter: a number in English words, or a word to pass over.
fn letters(s: &str, at: usize, units: &Units) -> Step {
    let bytes = s.as_bytes();
    let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    if !begins_number_word(bytes, at) || !word_edge(s, at) || char_before(s, at) == Some('\'') {
        return Step::Past(end);
    }
    if let Some(raw) = durations::english(s, at).or_else(|| fractions::english(s, at)) {
        return found(raw);
    }
    let Some(number) = number::from_english(s, at) else { return Step::Past(end) };
    if let Some(raw) = fractions::out_of(s, &number) {
        return found(raw);
    }
    let raw = raw::read(s, number, None, units).map(|raw| struck(s, raw));
    let raw = raw.filter(|raw| !number.small_word || counts_few(s, raw));
    raw.map_or(Step::Past(end), found)
}

/// Whether a word begins like a number or a fraction: every word of an English text is asked.
fn begins_number_word(bytes: &[u8], at: usize) -> bool {
    let two = [bytes[at], bytes.get(at + 1).copied().unwrap_or(b' ')];
    matches!(
        &two,
        b"a "
            | b"an"
            | b"on"
            | b"tw"
            | b"th"
            | b"fo"
            | b"fi"
            | b"si"
            | b"se"
            | b"ei"
            | b"ni"
            | b"te"
            | b"el"
            | b"tr"
            | b"hu"
            | b"mi"
            | b"bi"
            | b"do"
            | b"sc"
            | b"ha"
    )
}

/// Whether a small number in words (two, 两) counts something. One of a thing seldom does, but one mile, a one-week visit
/// and about one month do.
fn counts_few(s: &str, raw: &Raw) -> bool {
    let Some(unit) = raw.counted.unit() else { return false };
    let sure = matches!(unit, Unit::Multiple | Unit::Percent) || unit.is_measured();
    let text = raw.span.of(s);
    let lasts = || unit.is_duration() && (text.contains('多') || is_led(s, raw.span.start as usize));
    // One-time items happen once, a one-game lead is one game.
    let joined = text.contains('-') && text != "one-time";
    raw.value != 1.0 || sure || joined || lasts()
}

/// Whether a word before a duration says that it is meant as one: 近一个月, only one week.
fn is_led(s: &str, start: usize) -> bool {
    let before = s[..start].trim_end();
    let words = [
        "约", "近", "仅", "仅仅", "至少", "超过", "不到", "为期", "长达", "only", "about", "nearly", "almost",
        "within", "least", "than", "just",
    ];
    words.iter().any(|w| before.ends_with(w) && (!w.is_ascii() || word_edge(s, before.len() - w.len())))
}

/// At a character beyond ASCII: a Chinese or Korean numeral.
fn wide(s: &str, at: usize, units: &Units) -> Step {
    let Some(c) = char_at(s, at) else { return Step::Past(at + 1) };
    let past = Step::Past(at + c.len_utf8());
    // Few characters begin a number: this is asked of every character beyond ASCII.
    if !begins_number(c) {
        return past;
    }
    if let Some(raw) = fractions::word(s, at) {
        return found(raw);
    }
    if let Some(percent) = fractions::percent(s, at) {
        return percent.map_or(past, found);
    }
    if is_hangul(c) {
        return hangul(s, at, units).map_or(past, found);
    }
    if !numeral::begins(c) || is_ordinal(s, at) {
        return past;
    }
    // The second digit of 两三年 and 七八个 counts nothing by itself.
    if char_before(s, at).is_some_and(numeral::is_digit) {
        return past;
    }
    let Some(number) = number::from_numeral(s, at) else { return past };
    if let Some(fraction) = fractions::after(s, &number) {
        return fraction.map_or(past, found);
    }
    let end = number.end;
    han(s, number, units).map_or(Step::Past(end.max(at + c.len_utf8())), found)
}

/// Whether a number in words may begin with this character.
fn begins_number(c: char) -> bool {
    static FIRST: LazyLock<CharSet> = LazyLock::new(|| {
        let begins = |c: char| numeral::begins(c) || native::begins(c) || matches!(c, '半' | '절');
        CharSet::new(('\u{80}'..='\u{FFFF}').filter(|&c| begins(c)))
    });
    FIRST.contains(c)
}

/// A Chinese numeral counts with a unit, or with a large scale (三千八百亿); 万 and 亿 alone only behind 过, 超, 上.
fn han(s: &str, number: Number, units: &Units) -> Option<Raw> {
    let first = char_at(s, number.start)?;
    let lone = numeral::large(first).is_some();
    let stacked = number.end - number.start > first.len_utf8();
    if lone && !stacked && !char_before(s, number.start).is_some_and(|c| "过超近逾破达上".contains(c)) {
        return None;
    }
    let before = units.currency_before(s, number.start);
    let raw = raw::read(s, number, before, units)?;
    let large = number.scale >= 8 && raw.counted == Counted::Bare;
    let counts = raw.counted != Counted::Bare && (!number.small_word || counts_few(s, &raw));
    (large || counts).then_some(raw)
}

/// A Korean numeral begins an eojeol and has a unit: 삼천팔백억 위안, 수백만 명, 세 배.
fn hangul(s: &str, at: usize, units: &Units) -> Option<Raw> {
    if char_before(s, at).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    if let Some(raw) = native::read(s, at, units) {
        return Some(raw);
    }
    let number = number::from_numeral(s, at).filter(|n| !n.small_word)?;
    // 만 명 is ten thousand people and 천원 a thousand won; 조달, 억제, 천명 and 백기 are words.
    let one = number.end - at == '만'.len_utf8();
    if one && !(s[at..].starts_with(['만', '천', '백', '십']) && s[number.end..].starts_with([' ', '원'])) {
        return None;
    }
    if let Some(fraction) = fractions::after(s, &number) {
        return fraction;
    }
    // 구조대 is a rescue team and 사억 no word of its own: two syllables are money or nothing.
    let short = number.end - at == 2 * '조'.len_utf8() && s[..number.end].ends_with(['조', '억']);
    let stands = |raw: &Raw| raw.counted.unit().is_some_and(|unit| !short || unit == Unit::Money);
    raw::read(s, number, None, units).filter(stands)
}
