//! Finds the quantities of a normalised text: numbers, what stands around them, and what only looks like one.

use std::sync::LazyLock;

use newsbraid_text::Span;

use crate::annotations::Unit;
use crate::charset::CharSet;
use crate::times::Stamp;
use crate::times::cursor::{char_at, char_before, eat, eat_spaced, is_hangul, skip_space, skip_space_back, word_edge};

use super::decimal::{Rounding, interval};
use super::fractions;
use super::number::{self, Form, Number};
use super::numeral;
use super::units::{Counted, Units};

/// A quantity as it stands, before it is known what it measures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raw {
    /// Bytes of the normalised text, with the unit.
    pub span: Span,
    pub number: Number,
    pub counted: Counted,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whether a minus stands before it.
    pub negative: bool,
    /// Whether 여, 余, 多 or + says that it is more.
    pub more: bool,
    /// Whether it is the lower or upper end of a range.
    pub end_of_range: Option<End>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Lower,
    Upper,
}

impl Raw {
    pub(crate) fn new(span: Span, number: Number, counted: Counted) -> Raw {
        let mut raw = Raw {
            span,
            number,
            counted,
            value: 0.0,
            low: 0.0,
            high: 0.0,
            negative: false,
            more: false,
            end_of_range: None,
        };
        raw.evaluate();
        raw
    }

    /// Sets value and interval by number and unit.
    pub(crate) fn evaluate(&mut self) {
        let power = self.counted.power();
        let value = self.number.value.scaled(power);
        let rounding = match self.number.rounding {
            Rounding::Place(place) => Rounding::Place(place + power),
            Rounding::UpTo(most) => Rounding::UpTo(most.scaled(power)),
            Rounding::Exact => Rounding::Exact,
        };
        let noughts =
            !self.number.point && !matches!(self.counted.unit(), Some(Unit::Percent | Unit::Year | Unit::Multiple));
        self.value = value.to_f64();
        (self.low, self.high) = interval(value, rounding, noughts);
    }
}

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
    super::ranges::join(s, &mut raws);
    super::durations::join(s, raws)
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
    if before.is_none() && (in_name(s, at) || ordinal(s, at)) {
        return Step::Past(name_end(s, at));
    }
    if let Some(fraction) = fractions::after(s, &number) {
        return fraction.map_or(Step::Past(number.end), found);
    }
    if number.letter && before.is_none() && units.counted(s, &number, number.end).is_none_or(|c| !c.0.has_letters()) {
        number = number::without_letter(s, number);
    }
    let raw = fractions::out_of(s, &number).or_else(|| quantity(s, number, before, units)).map(|raw| struck(s, raw));
    raw.map_or_else(|| Step::Past(name_end(s, at).max(after_number(s, at))), found)
}

fn after_number(s: &str, at: usize) -> usize {
    at + s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count().max(1)
}

/// A number with what stands around it; `None` where letters at its end make it a name (88vip, 5g).
fn quantity(s: &str, number: Number, before: Option<(u8, usize)>, units: &Units) -> Option<Raw> {
    let start = before.map_or(number.start, |b| b.1);
    let (more, at) = more_after(s, &number);
    let after = units.counted(s, &number, at).or_else(|| units.counted(s, &number, number.end));
    let (counted, end) = match (before, after) {
        (Some((code, _)), Some((Counted::Money { .. }, end))) => (Counted::money(code), end),
        (Some((code, _)), _) => (Counted::money(code), if more { at } else { number.end }),
        (None, Some((counted, end))) => (counted, end),
        (None, None) if ends_plainly(s, number.end) => (Counted::Bare, number.end),
        (None, None) => return None,
    };
    if counted == Counted::Bare && !bare_stands(s, &number) {
        return None;
    }
    let (number, end) = with_tenth(s, number, counted, end);
    let mut raw = Raw::new(Span::new(start, end), number, counted);
    raw.more = more || number.more;
    raw.negative = minus_before(s, start) || (counted.unit() == Some(Unit::Celsius) && below_zero(s, start));
    Some(raw)
}

/// Whether a number ends without letters or a hyphen to another word; a hyphen to a number is a range, and so is one
/// before "to" (18- to 29-year-olds).
fn ends_plainly(s: &str, end: usize) -> bool {
    let bytes = s.as_bytes();
    if s[end..].starts_with("- to ") {
        return true;
    }
    word_edge(s, end)
        && (bytes.get(end) != Some(&b'-') || bytes.get(end + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'$'))
}

/// 八成五 is 85%: the digit behind 成 is a tenth of it.
fn with_tenth(s: &str, number: Number, counted: Counted, end: usize) -> (Number, usize) {
    let tenths = counted == Counted::Thing { unit: Unit::Percent, power: 1 } && s[..end].ends_with('成');
    let digit = char_at(s, end).filter(|c| tenths && numeral::is_digit(*c));
    let digit = digit.and_then(|c| Some((c, number::from_numeral(s, end).filter(|n| n.end == end + c.len_utf8())?)));
    let sum = digit.and_then(|(c, n)| Some((number.value.plus(n.value.scaled(-1))?, end + c.len_utf8())));
    match sum {
        Some((value, end)) => (Number { value, rounding: Rounding::Place(-1), ..number }, end),
        None => (number, end),
    }
}

/// 150여 명, 40多人, 300余家, 300+.
fn more_after(s: &str, number: &Number) -> (bool, usize) {
    let spaced = || eat_spaced(s, number.end, &["余", "多"]);
    match eat(s, number.end, &["여", "余", "多", "+"]).or_else(spaced) {
        Some(end) => (true, end),
        None => (false, number.end),
    }
}

/// Whether a number without a unit may become a figure by a measure: what follows it is no word that it belongs to.
fn bare_stands(s: &str, number: &Number) -> bool {
    let Some(next) = char_at(s, number.end) else { return true };
    if number.scale_writing.is_some() {
        return true;
    }
    if number.form != Form::Digits {
        return number.scale >= 3 || follows_striking(s, number.start) || precedes_striking(s, number.end);
    }
    if is_hangul(next) {
        return "은는이가을를의로으와과도만에까부".contains(next) && !s[number.end..].starts_with("이하");
    }
    !crate::times::cursor::is_han(next) || "的以左之上至到和与及降升".contains(next)
}

fn minus_before(s: &str, start: usize) -> bool {
    let Some(mark) = char_before(s, start).filter(|c| matches!(c, '-' | '▼' | '△')) else { return false };
    !char_before(s, start - mark.len_utf8()).is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '-' | ')'))
}

fn below_zero(s: &str, start: usize) -> bool {
    let before = &s[..skip_space_back(s, start)];
    ["零下", "영하", "负"].iter().any(|w| before.ends_with(w))
}

/// Whether the digit at `at` continues a name: qwen2.5, gpt-5, h100, 9988.hk, #7, @3.
fn in_name(s: &str, at: usize) -> bool {
    let bytes = s.as_bytes();
    let Some(&before) = at.checked_sub(1).and_then(|i| bytes.get(i)) else { return false };
    let earlier = at.checked_sub(2).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    match before {
        b'#' | b'@' | b'_' | b'\\' | b'&' | b'=' => true,
        b'-' if earlier >= 0x80 => !names_percent(s, at),
        b'.' if earlier == b'.' => !s[..at].ends_with("..."),
        b'-' | b'.' | b'/' | b'\'' | b':' => {
            earlier.is_ascii_alphabetic() || (before != b'-' && earlier.is_ascii_digit())
        }
        _ => before.is_ascii_alphanumeric(),
    }
}

/// Whether the number at `at` is a percentage: 增速-5% has a minus, 歼-15 is a name.
fn names_percent(s: &str, at: usize) -> bool {
    let end = at + s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    s[end..].starts_with('%')
}

/// Past the digits, letters and marks of a name.
fn name_end(s: &str, at: usize) -> usize {
    let bytes = s.as_bytes();
    let mut end = at;
    while let Some(b) = bytes.get(end) {
        let joins = matches!(b, b'.' | b'-' | b'_' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !b.is_ascii_alphanumeric() && !joins {
            break;
        }
        end += 1;
    }
    end.max(at + 1)
}

/// 第3, 제18호, no. 5, top 10; also ranks behind a number are no units, so they need no rule.
fn ordinal(s: &str, at: usize) -> bool {
    let before = &s[..skip_space_back(s, at)];
    let digits = s.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let lasts = || eat_spaced(s, at + digits, &["分钟", "小时", "天", "年", "个月", "周", "秒"]).is_some();
    if before.ends_with('前') && digits > 0 && lasts() {
        return false;
    }
    ["第", "제", "no.", "№", "top", "前", "排名", "编号"].iter().any(|w| before.ends_with(w))
        && !(before.ends_with("제") && before.chars().nth_back(1).is_some_and(is_hangul))
}

/// At a letter: a number in English words, or a word to pass over.
fn letters(s: &str, at: usize, units: &Units) -> Step {
    let bytes = s.as_bytes();
    let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    if !begins_number_word(bytes, at) || !word_edge(s, at) || char_before(s, at) == Some('\'') {
        return Step::Past(end);
    }
    if let Some(raw) = super::durations::english(s, at).or_else(|| fractions::english(s, at)) {
        return found(raw);
    }
    let Some(number) = number::from_english(s, at) else { return Step::Past(end) };
    if let Some(raw) = fractions::out_of(s, &number) {
        return found(raw);
    }
    let raw = quantity(s, number, None, units).map(|raw| struck(s, raw));
    let raw = raw.filter(|raw| !number.small_word || counts_few(s, raw));
    raw.map_or(Step::Past(end), found)
}

/// The number behind a verb of killing counts people (a quake killed nine), and so does one before it (100 were killed).
fn struck(s: &str, raw: Raw) -> Raw {
    let (start, end) = (raw.span.start as usize, raw.span.end as usize);
    if raw.counted != Counted::Bare || !(follows_striking(s, start) || precedes_striking(s, end)) {
        return raw;
    }
    Raw { counted: Counted::Thing { unit: Unit::Person, power: 0 }, ..raw }
}

fn follows_striking(s: &str, start: usize) -> bool {
    let before = s[..start].trim_end();
    let before = BOUNDS.iter().find_map(|bound| before.strip_suffix(bound)).unwrap_or(before).trim_end();
    let verbs = ["kills", "killed", "killing", "injures", "injured", "injuring", "wounding", "wounded"];
    verbs.iter().any(|v| before.ends_with(v) && word_edge(s, before.len() - v.len()))
}

/// Bounds between a verb and its number.
const BOUNDS: [&str; 7] = ["at least", "more than", "about", "nearly", "up to", "as many as", "some"];

fn precedes_striking(s: &str, end: usize) -> bool {
    let rest = &s[end..];
    let verbs = [
        "killed",
        "injured",
        "wounded",
        "hurt",
        "dead",
        "missing",
        "arrested",
        "detained",
        "evacuated",
        "rescued",
        "hospitalised",
        "hospitalized",
        "displaced",
        "died",
        "charged",
    ];
    let helped = [" were ", " are ", " have been ", " had been ", " have ", " had ", " are still ", " "]
        .iter()
        .find_map(|w| rest.strip_prefix(w));
    let whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    helped.is_some_and(|rest| verbs.iter().any(|v| rest.strip_prefix(v).is_some_and(whole)))
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
    if !numeral::begins(c) || ordinal(s, at) {
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
        let native = |c: char| NATIVE.iter().any(|(word, _)| word.starts_with(c));
        let all = '\u{80}'..='\u{FFFF}';
        CharSet::new(
            all.filter(|&c| numeral::begins(c) || native(c) || matches!(c, '半' | '절' | '나' | '닷' | '엿' | '보')),
        )
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
    let raw = quantity(s, number, before, units)?;
    let large = number.scale >= 8 && raw.counted == Counted::Bare;
    let counts = raw.counted != Counted::Bare && (!number.small_word || counts_few(s, &raw));
    (large || counts).then_some(raw)
}

/// A Korean numeral begins an eojeol and has a unit: 삼천팔백억 위안, 수백만 명, 세 배.
fn hangul(s: &str, at: usize, units: &Units) -> Option<Raw> {
    if char_before(s, at).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    if let Some(raw) = native(s, at, units).or_else(|| native_days(s, at)) {
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
    quantity(s, number, None, units).filter(stands)
}

/// Native Korean numerals: tens and ones.
const NATIVE: [(&str, u32); 19] = [
    ("열", 10),
    ("스물", 20),
    ("스무", 20),
    ("서른", 30),
    ("마흔", 40),
    ("쉰", 50),
    ("예순", 60),
    ("일흔", 70),
    ("여든", 80),
    ("아흔", 90),
    ("한", 1),
    ("두", 2),
    ("세", 3),
    ("네", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
];

/// The native numeral at `at` and where it ends: 두, 열두, 스물세, 열 다섯.
fn native_number(s: &str, at: usize) -> Option<(u32, usize)> {
    let one = |at: usize| NATIVE.iter().find(|(w, _)| s[at..].starts_with(w)).map(|(w, n)| (*n, at + w.len()));
    let (tens, end) = one(at)?;
    let ones = one(end).or_else(|| one(skip_space(s, end))).filter(|(n, _)| tens >= 10 && *n < 10);
    Some(ones.map_or((tens, end), |(n, end)| (tens + n, end)))
}

/// Days counted by words of their own: 사흘, 열흘간.
fn native_days(s: &str, at: usize) -> Option<Raw> {
    const DAYS: [(&str, u32); 10] = [
        ("이틀", 2),
        ("사흘", 3),
        ("나흘", 4),
        ("닷새", 5),
        ("엿새", 6),
        ("이레", 7),
        ("여드레", 8),
        ("아흐레", 9),
        ("열흘", 10),
        ("보름", 15),
    ];
    let (word, value) = DAYS.iter().find(|(word, _)| s[at..].starts_with(word))?;
    let end = at + word.len();
    let whole = char_at(s, end).is_none_or(|c| !is_hangul(c) || "간째만의이을은동도로에".contains(c));
    let day = Counted::Thing { unit: Unit::Day, power: 0 };
    whole.then(|| Raw::new(Span::new(at, end), Number::of_words(*value, at, end), day))
}

/// Counters that only native numerals stand before as such: 두 번, but 3번 is a number of a line.
const NATIVE_ONLY: [(&str, Unit); 3] = [("번", Unit::Count), ("해", Unit::Year), ("자녀", Unit::Person)];

/// A counter that only native numerals stand before.
fn native_counter(s: &str, at: usize) -> Option<(Counted, usize)> {
    let (word, unit) = NATIVE_ONLY.iter().find(|(w, _)| s[at..].starts_with(w))?;
    let end = at + word.len();
    let alone = !char_at(s, end).is_some_and(|c| is_hangul(c) && !"의이은을만에도씩과".contains(c));
    let alone = alone && !s[end..].starts_with(" 째");
    alone.then_some((Counted::Thing { unit: *unit, power: 0 }, end))
}

/// Native Korean numerals before a counter: 두 명, 세 배, 스물세 살, 열 다섯 마리.
fn native(s: &str, at: usize, units: &Units) -> Option<Raw> {
    let (value, end) = native_number(s, at)?;
    let number = Number::of_words(value, at, end);
    let counter = skip_space(s, number.end);
    if let Some((counted, end)) = native_counter(s, counter).filter(|_| value > 1) {
        return Some(Raw::new(Span::new(at, end), number, counted));
    }
    let (counted, end) = units.counted(s, &number, counter)?;
    // 세대 is a generation, 네 대 are four.
    let spaced = counter > number.end;
    let counter = &s[counter..end];
    let sure = matches!(
        counter,
        "명" | "배"
            | "곳"
            | "차례"
            | "마리"
            | "척"
            | "채"
            | "건"
            | "시간"
            | "달"
            | "살"
            | "가구"
            | "개"
            | "골"
            | "송이"
            | "편"
            | "권"
            | "사람"
            | "대"
            | "장"
            | "팀"
            | "경기"
            | "가지"
            | "나라"
            | "벌"
            | "병"
            | "잔"
            | "발"
            | "쌍"
            | "켤레"
            | "그루"
            | "세트"
            | "게임"
    ) && (value > 1 || counter == "명")
        && (spaced || !matches!(counter, "대" | "장" | "벌" | "병" | "잔" | "발" | "쌍" | "팀"));
    sure.then(|| Raw::new(Span::new(at, end), number, counted))
}

/// Whether a quantity of this form is inside a bracket that opens right before it; gives where the bracket stands.
pub(crate) fn bracket_before(s: &str, start: usize) -> Option<usize> {
    let about = [
        "约合",
        "约",
        "약 ",
        "약",
        "about ",
        "roughly ",
        "미화 ",
        "한화 약 ",
        "한화 ",
        "우리 돈 약 ",
        "우리돈 약 ",
        "现汇率约合 ",
        "合",
        "or ",
    ];
    let mut at = start;
    for _ in 0..3 {
        at = skip_space_back(s, at);
        if s[..at].ends_with('(') {
            return Some(at - 1);
        }
        if let Some(word) = about.iter().map(|w| w.trim_end()).find(|w| s[..at].ends_with(w)) {
            at -= word.len();
        }
    }
    None
}

/// Past a closing bracket or particle and a space.
pub(crate) fn past_particle(s: &str, at: usize) -> usize {
    let particle = ["으로", "에서", "보다", "을", "를", "이", "가", "은", "는", "로", "의", "에", "도"];
    let end = eat(s, at, &particle).filter(|&e| !char_at(s, e).is_some_and(is_hangul)).unwrap_or(at);
    eat_spaced(s, end, &[""]).unwrap_or(end)
}
