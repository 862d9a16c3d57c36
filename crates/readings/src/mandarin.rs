//! The Mandarin reading of a name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::NameKind;
use crate::surname;
use crate::table::{CharTable, Phrases, letters, rows};

/// One reading per character: that of names where it differs from that of running text.
static CHARS: LazyLock<CharTable> = LazyLock::new(|| CharTable::grouped(include_str!("../data/pinyin.tsv")));

/// Words whose characters read otherwise than alone: 重庆, 银行.
static PHRASES: LazyLock<Phrases<Vec<&'static str>>> = LazyLock::new(|| {
    Phrases::new(rows(include_str!("../data/phrases.tsv")).map(|row| (row[0], row[1].split(' ').collect())))
});

/// Second readings that names use as well.
static OTHER: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/other_pinyin.tsv"));
    rows.filter_map(|row| Some((row[0].chars().next()?, row[1]))).collect()
});

/// Most readings of one name; the first is nearly always the one.
const MOST_READINGS: usize = 6;

/// The toneless pinyin of a Chinese name in either script, one syllable per character, `ü` written so. `None` if the
/// name is empty or has a character that is not Han or has no reading. Spaces and middle dots are passed over.
///
/// ```
/// use newsbraid_readings::{NameKind, pinyin};
/// assert_eq!(pinyin("吳泳銘", NameKind::Person).unwrap(), ["wu", "yong", "ming"]);
/// assert_eq!(pinyin("单田芳", NameKind::Person).unwrap(), ["shan", "tian", "fang"]);
/// assert_eq!(pinyin("单车", NameKind::Product).unwrap(), ["dan", "che"]);
/// assert_eq!(pinyin("重庆银行", NameKind::Organization).unwrap(), ["chong", "qing", "yin", "hang"]);
/// assert_eq!(pinyin("吕梁", NameKind::Place).unwrap(), ["lü", "liang"]);
/// assert_eq!(pinyin("小米SU7", NameKind::Product), None);
/// ```
pub fn pinyin(name: &str, kind: NameKind) -> Option<Vec<&'static str>> {
    read(&letters(name), kind).map(|readings| readings.into_iter().map(|r| r.usual).collect())
}

/// The readings of a name, the usual first, each other one with one character read differently.
pub(crate) fn readings(chars: &[char], kind: NameKind) -> Vec<Vec<&'static str>> {
    let Some(syllables) = read(chars, kind) else { return Vec::new() };
    let usual: Vec<_> = syllables.iter().map(|s| s.usual).collect();
    let mut all = vec![usual.clone()];
    for (at, other) in syllables.iter().enumerate().filter_map(|(at, s)| Some((at, s.other?))).take(MOST_READINGS - 1) {
        let mut reading = usual.clone();
        reading[at] = other;
        all.push(reading);
    }
    all
}

struct Reading {
    usual: &'static str,
    /// Another reading, where neither word nor surname decides.
    other: Option<&'static str>,
}

fn read(chars: &[char], kind: NameKind) -> Option<Vec<Reading>> {
    if chars.is_empty() {
        return None;
    }
    let decided = |syllables: &[&'static str]| -> Vec<Reading> {
        syllables.iter().map(|&usual| Reading { usual, other: None }).collect()
    };
    let mut readings = Vec::with_capacity(chars.len());
    let whole = PHRASES.at(chars).is_some_and(|(n, _)| n == chars.len());
    if let Some((n, surname)) = surname::head(chars).filter(|_| kind == NameKind::Person && !whole) {
        let plain = || chars[..n].iter().map(|&c| CHARS.get(c)).collect::<Option<Vec<_>>>();
        readings = decided(&surname.pinyin.clone().or_else(plain)?);
    }
    while readings.len() < chars.len() {
        let rest = &chars[readings.len()..];
        match PHRASES.at(rest) {
            Some((_, syllables)) => readings.extend(decided(syllables)),
            None => readings.push(Reading { usual: CHARS.get(rest[0])?, other: OTHER.get(&rest[0]).copied() }),
        }
    }
    Some(readings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NameKind::{Organization, Person, Place, Product};

    #[test]
    fn reads_names() {
        let check = |name: &str, kind, expect: &str| {
            assert_eq!(pinyin(name, kind).map(|p| p.join(" ")).as_deref(), Some(expect), "{name}")
        };
        check("曾荫权", Person, "zeng yin quan");
        check("薄熙来", Person, "bo xi lai");
        check("仇和", Person, "qiu he");
        check("翟志刚", Person, "zhai zhi gang");
        check("解振华", Person, "xie zhen hua");
        check("查良鏞", Person, "zha liang yong");
        check("尉迟恭", Person, "yu chi gong");
        check("区块链", Product, "qu kuai lian");
        check("區諾軒", Person, "ou nuo xuan");
        check("盖茂森", Person, "ge mao sen");
        check("朴槿惠", Person, "piao jin hui");
        check("金日成", Person, "jin ri cheng");
        check("長沙", Place, "chang sha");
        check("成都", Place, "cheng du");
        check("厦門", Place, "xia men");
        check("六安", Place, "lu an");
        check("番禺", Place, "pan yu");
        check("蚌埠", Place, "beng bu");
        check("中国工商银行", Organization, "zhong guo gong shang yin hang");
        check("乾隆", Person, "qian long");
        check("靑島", Place, "qing dao");
    }

    #[test]
    fn tables_hold_syllables_of_mandarin_and_one_per_character() {
        let known = |p: &str| assert!(crate::syllable_to_hangul(p).is_some(), "{p}");
        for row in rows(include_str!("../data/phrases.tsv")) {
            assert_eq!(row[0].chars().count(), row[1].split(' ').count(), "{row:?}");
            row[1].split(' ').for_each(known);
        }
        for row in rows(include_str!("../data/surnames.tsv")).filter(|row| !row[1].is_empty()) {
            assert_eq!(row[0].chars().count(), row[1].split(' ').count(), "{row:?}");
            row[1].split(' ').for_each(known);
        }
        rows(include_str!("../data/other_pinyin.tsv")).for_each(|row| known(row[1]));
        rows(include_str!("../data/pinyin.tsv")).for_each(|row| known(row[0]));
    }

    #[test]
    fn keys_of_the_tables_are_simplified() {
        let tables = [
            include_str!("../data/phrases.tsv"),
            include_str!("../data/surnames.tsv"),
            include_str!("../data/other_pinyin.tsv"),
        ];
        for row in tables.into_iter().flat_map(rows) {
            assert_eq!(letters(row[0]).iter().collect::<String>(), row[0], "a key that no simplified name reaches");
        }
    }
}
