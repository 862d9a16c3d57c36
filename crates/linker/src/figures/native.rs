//! Native Korean numerals and what they count: 두 명, 스물세 살, 사흘.

use newsbraid_text::Span;

use crate::annotations::Unit;
use crate::times::cursor::{char_at, is_hangul, skip_space};

use super::number::Number;
use super::raw::Raw;
use super::units::{Counted, Units};

/// The quantity that begins with a native numeral at `at`.
pub(crate) fn read(s: &str, at: usize, units: &Units) -> Option<Raw> {
    counted(s, at, units).or_else(|| days(s, at))
}

/// Whether a native numeral may begin with this character.
pub(crate) fn begins(c: char) -> bool {
    NATIVE.iter().chain(&DAYS).any(|(word, _)| word.starts_with(c))
}

/// Things counted: 두 명, 세 배, 스물세 살, 열 다섯 마리.
fn counted(s: &str, at: usize, units: &Units) -> Option<Raw> {
    let (value, end) = native_number(s, at)?;
    let number = Number::of_words(value, at, end);
    let counter = skip_space(s, number.end);
    if let Some((counted, end)) = native_counter(s, counter).filter(|_| value > 1) {
        return Some(Raw::new(Span::new(at, end), number, counted));
    }
    let (counted, end) = units.counted(s, &number, counter)?;
    let (spaced, counter) = (counter > number.end, &s[counter..end]);
    let sure = COUNTERS.contains(&counter) && (value > 1 || counter == "명") && (spaced || !SPACED.contains(&counter));
    sure.then(|| Raw::new(Span::new(at, end), number, counted))
}

/// Counters that native numerals stand before.
const COUNTERS: [&str; 33] = [
    "명", "배", "곳", "차례", "마리", "척", "채", "건", "시간", "달", "살", "가구", "개", "골", "송이", "편", "권",
    "사람", "대", "장", "팀", "경기", "가지", "나라", "벌", "병", "잔", "발", "쌍", "켤레", "그루", "세트", "게임",
];

/// Those that stand behind a space: 세대 is a generation, 네 대 are four.
const SPACED: [&str; 8] = ["대", "장", "벌", "병", "잔", "발", "쌍", "팀"];

/// Tens and ones.
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

/// Words for a number of days.
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

/// Days counted by words of their own: 사흘, 열흘간.
fn days(s: &str, at: usize) -> Option<Raw> {
    let (word, value) = DAYS.iter().find(|(word, _)| s[at..].starts_with(word))?;
    let end = at + word.len();
    let whole = char_at(s, end).is_none_or(|c| !is_hangul(c) || "간째만의이을은동도로에".contains(c));
    let day = Counted::Thing { unit: Unit::Day, power: 0 };
    whole.then(|| Raw::new(Span::new(at, end), Number::of_words(*value, at, end), day))
}
