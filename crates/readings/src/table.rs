//! Reading the embedded tables: tab-separated, `#` begins a comment line.

use std::collections::HashMap;

use newsbraid_text::normalize;
use newsbraid_text::normalize::to_simplified;

/// The rows of a table, each cut at its tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// One value per character, from a table `value<TAB>characters`.
pub(crate) struct CharTable(Vec<(char, &'static str)>);

impl CharTable {
    pub(crate) fn grouped(table: &'static str) -> CharTable {
        let mut pairs: Vec<_> =
            rows(table).flat_map(|row| row[1].chars().map(move |c| (c, row[0])).collect::<Vec<_>>()).collect();
        pairs.sort_unstable();
        CharTable(pairs)
    }

    pub(crate) fn get(&self, c: char) -> Option<&'static str> {
        self.0.binary_search_by_key(&c, |pair| pair.0).ok().map(|at| self.0[at].1)
    }
}

/// Words with their readings, looked up by the longest that begins at a place.
pub(crate) struct Phrases<V> {
    words: HashMap<Vec<char>, V>,
    longest: usize,
}

impl<V> Phrases<V> {
    pub(crate) fn new(pairs: impl Iterator<Item = (&'static str, V)>) -> Phrases<V> {
        let words: HashMap<Vec<char>, V> = pairs.map(|(word, value)| (word.chars().collect(), value)).collect();
        let longest = words.keys().map(Vec::len).max().unwrap_or(0);
        Phrases { words, longest }
    }

    /// The longest word that `chars` begins with: its length in characters and its value.
    pub(crate) fn at(&self, chars: &[char]) -> Option<(usize, &V)> {
        (1..=self.longest.min(chars.len())).rev().find_map(|n| self.words.get(&chars[..n]).map(|value| (n, value)))
    }
}

/// The letters of a name in simplified characters, without spaces and middle dots.
pub(crate) fn letters(name: &str) -> Vec<char> {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '・' | '‧' | '•' | 'ㆍ')).map(simplified).collect()
}

/// The simplified form; a compatibility ideograph, which Korean keyboards type (U+F9E1 for 李), is composed first.
pub(crate) fn simplified(c: char) -> char {
    let composed = match c as u32 {
        0xF900..=0xFAFF | 0x2F800..=0x2FA1F => normalize(c.encode_utf8(&mut [0; 4])).text().chars().next().unwrap_or(c),
        _ => c,
    };
    to_simplified(composed).unwrap_or(composed)
}
