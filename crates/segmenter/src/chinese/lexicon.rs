//! The word list as a trie.

use std::collections::HashMap;

/// The words of jieba, with counts and parts of speech (`scripts/make_chinese_words.py`).
static WORDS: &str = include_str!("../../data/chinese_words.tsv");

/// How often jieba counted each word; without those of no count.
pub(crate) fn word_counts() -> HashMap<&'static str, u32> {
    let rows = WORDS.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    let count = |rest: &str| rest.split('\t').next().and_then(|count| count.parse().ok()).filter(|&count| count > 0);
    rows.filter_map(|(word, rest)| Some((word, count(rest)?))).collect()
}

/// What the cut into constituents asks of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names of Chinese people (刘少奇) and much else that jieba took for one.
    Person,
    /// Idioms (四面楚歌), transcribed names, adverbs and interjections of sound: one word each.
    Whole,
    /// Fixed phrases (百货公司).
    Phrase,
    /// Verbs.
    Verb,
    /// Measure words and nouns: what a number may count.
    Counted,
    /// Numbers, pronouns, times and others that a numeral may begin.
    Countable,
    /// Anything else.
    Other,
}

impl Kind {
    fn of(tag: &str) -> Kind {
        match tag {
            "nr" => Kind::Person,
            "i" | "nrt" | "z" | "o" | "y" => Kind::Whole,
            "l" => Kind::Phrase,
            _ if tag.starts_with('v') => Kind::Verb,
            _ if tag.starts_with(['q', 'n']) => Kind::Counted,
            _ if tag.starts_with(['m', 't', 'r', 'b', 'd', 'f']) => Kind::Countable,
            _ => Kind::Other,
        }
    }
}

/// A word of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word {
    /// Logarithm of its count; of 0, where it was never counted, that of none.
    pub(super) log_count: f32,
    pub(super) kind: Kind,
}

/// A prefix of words. Its children are the nodes from `first` to the `first` of the node behind it.
#[derive(Clone, Copy)]
struct Node {
    first: u32,
    /// Which of 32 classes of characters its children are in: most characters that are no child are told by it.
    filter: u32,
    word: Option<Word>,
}

/// The word list, ready to be searched.
pub(super) struct Lexicon {
    nodes: Vec<Node>,
    /// The last character of each node, sorted among the children of one node.
    letters: Vec<char>,
    /// The node of each character of the basic plane, 0 where no word begins with it.
    roots: Vec<u32>,
    pairs: Pairs,
    /// Logarithm of the sum of all counts.
    pub(super) log_total: f32,
}

impl Lexicon {
    /// Builds the trie, level by level, from rows sorted by code point.
    pub(super) fn load() -> Lexicon {
        let mut rows: Vec<(&str, Word)> = Vec::with_capacity(WORDS.len() / 14);
        let mut total = 0;
        for row in WORDS.lines().filter(|row| !row.starts_with('#')) {
            let mut columns = row.split('\t');
            let (Some(word), Some(count), Some(tag)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            let count: u64 = count.parse().unwrap_or(0);
            total += count;
            rows.push((word, Word { log_count: (count as f32).ln(), kind: Kind::of(tag) }));
        }
        let mut lexicon = Lexicon::of(&rows);
        lexicon.log_total = (total as f32).ln();
        lexicon
    }

    fn of(rows: &[(&str, Word)]) -> Lexicon {
        let root = Node { first: 1, filter: 0, word: None };
        let mut lexicon = Lexicon {
            nodes: vec![root],
            letters: vec!['\0'],
            roots: vec![0; 0x10000],
            pairs: Pairs::new(),
            log_total: 0.0,
        };
        // For each node the rows that begin with its prefix, and the bytes of the prefix.
        let mut ranges = vec![(0, rows.len(), 0)];
        let mut at = 0;
        while let Some(&(mut row, end, prefix)) = ranges.get(at) {
            lexicon.nodes[at].first = lexicon.nodes.len() as u32;
            if rows.get(row).is_some_and(|(word, _)| word.len() == prefix) && row < end {
                lexicon.nodes[at].word = Some(rows[row].1);
                row += 1;
            }
            while row < end {
                let Some(letter) = rows[row].0[prefix..].chars().next() else { break };
                if let Some(first) = rows[row].0[..prefix].chars().next().filter(|first| first.len_utf8() == prefix) {
                    lexicon.pairs.insert(first, letter, lexicon.nodes.len());
                }
                let prefix = prefix + letter.len_utf8();
                let head = &rows[row].0[..prefix];
                let behind = row + rows[row..end].iter().take_while(|(word, _)| word.starts_with(head)).count();
                if at == 0
                    && let Some(root) = lexicon.roots.get_mut(letter as usize)
                {
                    *root = lexicon.nodes.len() as u32;
                }
                lexicon.nodes[at].filter |= filter(letter);
                lexicon.nodes.push(Node { first: 0, filter: 0, word: None });
                lexicon.letters.push(letter);
                ranges.push((row, behind, prefix));
                row = behind;
            }
            at += 1;
        }
        lexicon.nodes.push(Node { first: lexicon.nodes.len() as u32, ..root });
        lexicon
    }

    /// Calls `found` with the length, in characters, of every word that `chars` begin with, the shortest first.
    pub(super) fn each_prefix(&self, chars: &[(u32, char)], mut found: impl FnMut(usize, Word)) {
        let Some(&(_, first)) = chars.first() else { return };
        let root = match self.roots.get(first as usize) {
            Some(root) => *root as usize,
            None => self.child(0, first).unwrap_or(0),
        };
        if root == 0 {
            return;
        }
        if let Some(word) = self.nodes[root].word {
            found(1, word);
        }
        let mut next = chars.get(1).and_then(|(_, second)| self.pairs.get(first, *second));
        let mut len = 2;
        while let Some(at) = next {
            if let Some(word) = self.nodes[at].word {
                found(len, word);
            }
            next = chars.get(len).and_then(|(_, letter)| self.child(at, *letter));
            len += 1;
        }
    }

    /// Share of a word of the list among all words that jieba counted.
    pub(super) fn share(&self, word: &str) -> Option<f32> {
        let chars: Vec<(u32, char)> = word.char_indices().map(|(at, c)| (at as u32, c)).collect();
        let mut whole = None;
        self.each_prefix(&chars, |len, word| whole = (len == chars.len()).then_some(word));
        whole.map(|word| (word.log_count - self.log_total).exp())
    }

    fn child(&self, node: usize, letter: char) -> Option<usize> {
        if self.nodes[node].filter & filter(letter) == 0 {
            return None;
        }
        let (from, to) = (self.nodes[node].first as usize, self.nodes[node + 1].first as usize);
        self.letters[from..to].binary_search(&letter).ok().map(|offset| from + offset)
    }
}

/// The nodes of the pairs of characters that begin words. Most of the steps through the trie are the first one, from a
/// character with hundreds of others behind it: a search among them would miss the processor's cache several times.
struct Pairs {
    /// Which pairs there are, with a few that are not: two of three pairs of a text begin no word.
    present: Vec<u64>,
    /// The pair and its node in one number; 0 is free.
    slots: Vec<u64>,
}

impl Pairs {
    /// One in eight of the pairs that begin no word passes.
    const PRESENT_BITS: u32 = 21;
    /// Two and a half times as many slots as there are pairs.
    const SLOT_BITS: u32 = 19;
    const NODE_BITS: u32 = 20;

    fn new() -> Pairs {
        Pairs { present: vec![0; 1 << (Pairs::PRESENT_BITS - 6)], slots: vec![0; 1 << Pairs::SLOT_BITS] }
    }

    fn key(first: char, second: char) -> (u64, u64) {
        let key = (first as u64) << 21 | second as u64;
        (key, key.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn insert(&mut self, first: char, second: char, node: usize) {
        debug_assert!(node < 1 << Pairs::NODE_BITS);
        let (key, hash) = Pairs::key(first, second);
        let bit = hash >> (64 - Pairs::PRESENT_BITS);
        self.present[(bit / 64) as usize] |= 1 << (bit % 64);
        let mut at = (hash >> (64 - Pairs::SLOT_BITS)) as usize;
        while self.slots[at] != 0 {
            at = (at + 1) % self.slots.len();
        }
        self.slots[at] = key << Pairs::NODE_BITS | node as u64;
    }

    fn get(&self, first: char, second: char) -> Option<usize> {
        let (key, hash) = Pairs::key(first, second);
        let bit = hash >> (64 - Pairs::PRESENT_BITS);
        if self.present[(bit / 64) as usize] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let mut at = (hash >> (64 - Pairs::SLOT_BITS)) as usize;
        loop {
            match self.slots[at] {
                0 => return None,
                slot if slot >> Pairs::NODE_BITS == key => {
                    return Some((slot & ((1 << Pairs::NODE_BITS) - 1)) as usize);
                }
                _ => at = (at + 1) % self.slots.len(),
            }
        }
    }
}

fn filter(letter: char) -> u32 {
    1 << ((letter as u32).wrapping_mul(0x9E37_79B1) >> 27)
}

/// Words of the user, by their first character.
#[derive(Default)]
pub(super) struct UserWords(HashMap<char, Vec<(Vec<char>, Word)>>);

impl UserWords {
    pub(super) fn insert(&mut self, word: &str, log_count: f32) {
        let letters: Vec<char> = word.chars().collect();
        if let Some(&first) = letters.first() {
            self.0.entry(first).or_default().push((letters, Word { log_count, kind: Kind::Whole }));
        }
    }

    /// [`Lexicon::each_prefix`] for these words, in no order of length.
    pub(super) fn each_prefix(&self, chars: &[(u32, char)], mut found: impl FnMut(usize, Word)) {
        if self.0.is_empty() {
            return;
        }
        let words = chars.first().and_then(|(_, first)| self.0.get(first));
        for (letters, word) in words.into_iter().flatten() {
            if letters.len() <= chars.len() && letters.iter().zip(chars).all(|(letter, (_, c))| letter == c) {
                found(letters.len(), *word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<(u32, char)> {
        text.char_indices().map(|(at, c)| (at as u32, c)).collect()
    }

    /// Every row of the list is found, and nothing that is not a row.
    #[test]
    fn the_trie_holds_the_list() {
        let lexicon = Lexicon::load();
        let rows = || WORDS.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split('\t').next());
        let listed: std::collections::HashSet<&str> = rows().collect();
        let mut sorted: Vec<&str> = rows().collect();
        sorted.sort_unstable();
        assert!(sorted.iter().eq(&rows().collect::<Vec<_>>()), "rows are sorted by code point, each once");
        for word in rows().step_by(7) {
            let (text, letters) = (format!("{word}的"), chars(&format!("{word}的")));
            let mut found = Vec::new();
            lexicon.each_prefix(&letters, |len, _| {
                found.push(letters.get(len).map_or(text.len(), |(at, _)| *at as usize))
            });
            let ends = letters.iter().skip(1).map(|(at, _)| *at as usize).chain([text.len()]);
            let expect: Vec<usize> = ends.filter(|end| listed.contains(&text[..*end])).collect();
            assert_eq!(found, expect, "{text}");
        }
    }
}
