//! Numbers in Chinese and Korean words below ten thousand, and the large scales 万 亿 兆, 만 억 조.

use crate::times::cursor::char_at;

use super::decimal::{Decimal, Rounding};

/// The script a numeral is written in: the two are never mixed inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// 三千八百.
    Han,
    /// 삼천팔백.
    Hangul,
}

/// One character of a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// 0 to 9.
    Digit(u8),
    /// Ten, hundred, thousand, as a power of ten.
    Small(i32),
    /// 数, 几, 수, 몇: an unknown digit.
    Some,
}

fn sign(c: char) -> Option<(Sign, Writing)> {
    let han = match c {
        '零' | '〇' => Sign::Digit(0),
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' => Sign::Digit(2),
        '三' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Small(1),
        '百' | '佰' => Sign::Small(2),
        '千' | '仟' => Sign::Small(3),
        '数' | '几' => Sign::Some,
        _ => return hangul_sign(c).map(|s| (s, Writing::Hangul)),
    };
    Some((han, Writing::Han))
}

fn hangul_sign(c: char) -> Option<Sign> {
    Some(match c {
        '영' | '공' => Sign::Digit(0),
        '일' => Sign::Digit(1),
        '이' => Sign::Digit(2),
        '삼' => Sign::Digit(3),
        '사' => Sign::Digit(4),
        '오' => Sign::Digit(5),
        '육' | '륙' => Sign::Digit(6),
        '칠' => Sign::Digit(7),
        '팔' => Sign::Digit(8),
        '구' => Sign::Digit(9),
        '십' => Sign::Small(1),
        '백' => Sign::Small(2),
        '천' => Sign::Small(3),
        '수' | '몇' => Sign::Some,
        _ => return None,
    })
}

/// Whether a numeral may begin with this character.
pub(crate) fn begins(c: char) -> bool {
    sign(c).is_some() || matches!(c, '万' | '亿' | '만' | '억')
}

/// Whether a character is a Chinese digit from one to nine.
pub(crate) fn is_digit(c: char) -> bool {
    matches!(sign(c), Some((Sign::Digit(1..), Writing::Han)))
}

/// A numeral below ten thousand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Section {
    /// Its value; the least one where a digit is unknown.
    pub value: u32,
    /// How exactly it is stated.
    pub rounding: Rounding,
    /// Where it ends.
    pub end: usize,
    /// Whether 十 百 千 were written (not a digit alone).
    pub scaled: bool,
}

/// Reads a numeral below ten thousand: 三千八百, 十几, 数百, 삼천팔백, 수십, 两. Digits in a row (二〇二五, 两三) are no such
/// numeral, nor are scales that rise (百千).
pub(crate) fn section(s: &str, at: usize, writing: Writing) -> Option<Section> {
    let mut sum = Sum { total: 0, digit: None, last: i32::MAX, nought: false, unknown: None };
    let mut end = at;
    while let Some(c) = char_at(s, end) {
        let Some((sign, of)) = sign(c).filter(|s| s.1 == writing) else { break };
        debug_assert!(of == writing);
        if !sum.push(sign, s, end + c.len_utf8())? {
            break;
        }
        end += c.len_utf8();
    }
    sum.finish(end, writing).filter(|_| end > at)
}

struct Sum {
    total: u32,
    digit: Option<u8>,
    last: i32,
    nought: bool,
    unknown: Option<i32>,
}

impl Sum {
    /// Takes one sign; `Some(false)` where the numeral ends before it, `None` where this is no numeral.
    fn push(&mut self, sign: Sign, s: &str, next: usize) -> Option<bool> {
        match sign {
            Sign::Digit(0) => {
                if self.digit.is_some() {
                    return None;
                }
                self.nought = true;
            }
            Sign::Digit(d) => {
                if self.digit.is_some() || self.unknown.is_some() {
                    return None;
                }
                self.digit = Some(d);
            }
            Sign::Some => {
                let before_scale = char_at(s, next).is_some_and(is_scale);
                let after_ten = self.last == 1 && self.digit.is_none();
                if self.digit.is_some() || self.unknown.is_some() || !(after_ten || self.total == 0 && before_scale) {
                    return Some(false);
                }
                self.unknown = Some(0);
            }
            Sign::Small(power) => {
                if power >= self.last {
                    return None;
                }
                self.total += u32::from(self.digit.take().unwrap_or(1)) * 10u32.pow(power.unsigned_abs());
                (self.last, self.nought) = (power, false);
                self.unknown = self.unknown.map(|_| power);
            }
        }
        Some(true)
    }

    fn finish(self, end: usize, writing: Writing) -> Option<Section> {
        let scaled = self.last != i32::MAX;
        if let Some(power) = self.unknown {
            // 十几 is 10 to 19, 数百 is 100 to 999; 数 before 万 is 1 to 9.
            let least = if scaled { self.total } else { 1 };
            let most = if power == 0 && scaled { self.total + 9 } else { 10 * least - 1 };
            let rounding = Rounding::UpTo(Decimal::new(u128::from(most), 0));
            return Some(Section { value: least, rounding, end, scaled: true });
        }
        let digit = u32::from(self.digit.unwrap_or(0));
        // 三千八 is 3,800, 三千零八 and 삼천팔 are 3,008.
        let power = if writing == Writing::Han && self.last > 1 && scaled && !self.nought && digit > 0 {
            self.last - 1
        } else {
            0
        };
        let value = self.total + digit * 10u32.pow(power.unsigned_abs());
        (self.digit.is_some() || scaled || self.nought).then_some(Section {
            value,
            rounding: Rounding::Place(0),
            end,
            scaled,
        })
    }
}

fn is_scale(c: char) -> bool {
    matches!(sign(c), Some((Sign::Small(_), _))) || large(c).is_some()
}

/// The power of ten of a large scale.
pub(crate) fn large(c: char) -> Option<(i32, Writing)> {
    Some(match c {
        '万' => (4, Writing::Han),
        '亿' => (8, Writing::Han),
        '兆' => (12, Writing::Han),
        '만' => (4, Writing::Hangul),
        '억' => (8, Writing::Hangul),
        '조' => (12, Writing::Hangul),
        '경' => (16, Writing::Hangul),
        _ => return None,
    })
}

/// The power of a small scale (千 백) after digits.
pub(crate) fn small(c: char) -> Option<(i32, Writing)> {
    match sign(c)? {
        (Sign::Small(power), writing) => Some((power, writing)),
        _ => None,
    }
}

/// The large scale at `at`, or 万亿: power, end, script. 兆 before a unit of measurement is the
/// prefix mega.
pub(crate) fn large_at(s: &str, at: usize) -> Option<(i32, usize, Writing)> {
    let first = char_at(s, at)?;
    let (mut power, writing) = large(first)?;
    let mut end = at + first.len_utf8();
    // 6경기 are six games.
    if first == '경' && char_at(s, end).is_some_and(|c| "기쟁주험찰로".contains(c)) {
        return None;
    }
    if first == '兆' && char_at(s, end).is_some_and(|c| "瓦赫帕比字焦位".contains(c)) {
        return None;
    }
    if first == '万' && char_at(s, end) == Some('亿') {
        (power, end) = (12, end + '亿'.len_utf8());
    }
    Some((power, end, writing))
}
