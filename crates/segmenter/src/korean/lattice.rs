//! The cheapest way through a clause: Viterbi over the words of the dictionary.
//!
//! What it finds is what lindera finds, token for token (the test below compares them). It differs in how much it looks
//! up: of all words that end at a place and look alike from the right only the cheapest is kept, and the cheapest
//! word before a place is sought once for all words that look alike from the left. Costs of connections lie scattered in
//! 20 MB, so that each one saved is a miss of the cache saved. It makes no tokens of its own and allocates nothing once
//! its buffers have grown.

use lindera::dictionary::{Dictionary, UserDictionary};

use super::words::{WordRef, Words};

/// Whose cut is to be found.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// A space is a word of its own: what stands before it says nothing of what stands behind. Of ways that cost the
    /// same the one found first is taken.
    #[default]
    Lindera,
    /// A space is nothing, the words around it meet. Of ways that cost the same the one found last is taken, so that of
    /// two words of one spelling (가 for 가다 and for 갈다) the one that comes first in the dictionary is.
    Mecab,
}

/// Longest unknown word, in characters less one; without it a page of one letter takes quadratic time.
pub(super) const LONGEST_UNKNOWN: usize = 32;

/// The dictionaries that a clause is cut with.
#[derive(Clone, Copy)]
pub(super) struct Dictionaries<'d> {
    pub(super) system: &'d Dictionary,
    pub(super) user: Option<&'d UserDictionary>,
    pub(super) words: &'d Words,
}

/// A word in the lattice, kept at the place where it ends.
#[derive(Clone, Copy)]
struct Edge {
    /// Cost of the cheapest way up to its end.
    cost: i32,
    word: WordRef,
    /// Identifier of the word seen from the right.
    right: u16,
    /// Where it starts, in characters, and which of the words that end there comes before it.
    start: u16,
    before: u16,
}

/// A word that may start at a place.
#[derive(Clone, Copy)]
struct Candidate {
    end: usize,
    word: WordRef,
    left: u16,
    right: u16,
    cost: i16,
}

/// What was found for an identifier; valid where `stamp` is that of the place.
#[derive(Clone, Copy, Default)]
struct Memo {
    stamp: u32,
    at: u16,
    cost: i32,
}

/// Buffers for one clause after the other.
#[derive(Default)]
pub(super) struct Lattice {
    chars: Vec<char>,
    /// Byte at which each character starts; one more for the end.
    bytes: Vec<u32>,
    /// For each place the words that end there.
    ends: Vec<Vec<Edge>>,
    candidates: Vec<Candidate>,
    /// Words of the user by the character they start at; those found last come first.
    user: Vec<(u32, Candidate)>,
    /// Cheapest word before the place by identifier from the left, and cheapest word up to it by identifier from the right.
    by_left: Vec<Memo>,
    by_right: Vec<Memo>,
    stamp: u32,
    /// Where the last unknown word ends.
    unknown_end: usize,
    found: Vec<(u32, WordRef)>,
    manner: Manner,
}

/// Before the first word and after the last.
const OUTSIDE: u16 = 0;
const NO_WORD: u16 = u16::MAX;

impl Lattice {
    /// Cuts a text of fewer than 65,535 characters: first byte, one past the last byte and word, in order. Spaces are words
    /// of their own, or are at the end of the word before.
    pub(super) fn cut(
        &mut self,
        dictionaries: Dictionaries,
        text: &str,
        manner: Manner,
    ) -> impl Iterator<Item = (u32, u32, WordRef)> {
        self.begin(dictionaries, text);
        self.manner = manner;
        for place in 0..self.chars.len() {
            match self.ends[place].is_empty() {
                true => {}
                false if manner == Manner::Mecab && self.chars[place] == ' ' => self.skip_space(place),
                false => self.extend(dictionaries, place),
            }
        }
        self.trace(dictionaries);
        let ends = self.found.iter().skip(1).map(|(start, _)| *start).chain(self.bytes.last().copied());
        self.found.iter().zip(ends).map(|((start, word), end)| (*start, end, *word))
    }

    fn begin(&mut self, dictionaries: Dictionaries, text: &str) {
        self.chars.clear();
        self.bytes.clear();
        for (at, c) in text.char_indices() {
            self.chars.push(c);
            self.bytes.push(at as u32);
        }
        self.bytes.push(text.len() as u32);
        let places = self.chars.len() + 1;
        debug_assert!(places < usize::from(u16::MAX), "a clause is cut into chunks before");
        if self.ends.len() < places {
            self.ends.resize_with(places, Vec::new);
        }
        self.ends[..places].iter_mut().for_each(Vec::clear);
        self.ends[0].push(Edge { cost: 0, word: WordRef::NONE, right: OUTSIDE, start: 0, before: NO_WORD });
        self.unknown_end = 0;
        let costs = &dictionaries.system.connection_cost_matrix;
        let rights = costs.row(0).len();
        self.by_right.resize(rights, Memo::default());
        self.by_left.resize(costs.costs().len() / rights, Memo::default());
        self.find_user_words(dictionaries.user, text);
    }

    fn find_user_words(&mut self, user: Option<&UserDictionary>, text: &str) {
        self.user.clear();
        let Some(user) = user else { return };
        for found in user.dict.da.find_overlapping_iter(text) {
            let (first, count) = user.dict.decode_val(found.value());
            let entries = user.dict.vals_data.get(first as usize * ENTRY..).unwrap_or_default();
            let place = |byte: usize| self.bytes.partition_point(|at| (*at as usize) < byte);
            let (start, end) = (place(found.start()), place(found.end()));
            for entry in entries.as_chunks::<ENTRY>().0.iter().take(count as usize) {
                self.user.push((start as u32, Candidate::read(entry, end, WordRef::user)));
            }
        }
        self.user.reverse();
        self.user.sort_by_key(|(start, _)| *start);
    }

    /// What ends before a space ends behind it.
    fn skip_space(&mut self, place: usize) {
        let mut ending = std::mem::take(&mut self.ends[place]);
        self.ends[place + 1].append(&mut ending);
        self.ends[place] = ending;
    }

    /// Adds the words that start at a place.
    fn extend(&mut self, dictionaries: Dictionaries, place: usize) {
        self.next_stamp();
        self.keep_cheapest(place);
        self.find_candidates(dictionaries, place);
        let known = !self.candidates.is_empty();
        if self.unknown_end <= place {
            self.find_unknown(dictionaries, place, known);
        }
        let spaced = place > 0 && dictionaries.words.is_space(dictionaries.system, self.chars[place - 1]);
        for at in 0..self.candidates.len() {
            let candidate = self.candidates[at];
            let (cost, before) = self.connect(dictionaries, place, candidate.left);
            let penalty = if spaced { dictionaries.words.penalty(dictionaries, candidate.word) } else { 0 };
            let cost = cost + penalty + i32::from(candidate.cost);
            let edge = Edge { cost, word: candidate.word, right: candidate.right, start: place as u16, before };
            self.ends[candidate.end].push(edge);
        }
    }

    fn next_stamp(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.by_right.fill(Memo::default());
            self.by_left.fill(Memo::default());
            self.stamp = 1;
        }
    }

    /// Of the words that end at a place keeps one for each identifier from the right, the cheapest. No way through any other can be cheaper.
    fn keep_cheapest(&mut self, place: usize) {
        let edges = &mut self.ends[place];
        if edges.len() == 1 {
            return;
        }
        for (at, edge) in edges.iter().enumerate() {
            let memo = &mut self.by_right[usize::from(edge.right)];
            if memo.stamp != self.stamp || self.manner.prefers(edge.cost, memo.cost) {
                *memo = Memo { stamp: self.stamp, at: at as u16, cost: edge.cost };
            }
        }
        let mut at = 0;
        edges.retain(|edge| {
            at += 1;
            usize::from(self.by_right[usize::from(edge.right)].at) == at - 1
        });
    }

    /// The user's words first, then those of the dictionary from the longest to the shortest, the last entry first: the order
    /// decides between ways that cost the same.
    fn find_candidates(&mut self, dictionaries: Dictionaries, place: usize) {
        self.candidates.clear();
        let first = self.user.partition_point(|(start, _)| (*start as usize) < place);
        let here = self.user[first..].iter().take_while(|(start, _)| *start as usize == place);
        self.candidates.extend(here.map(|(_, candidate)| *candidate));
        let users = self.candidates.len();
        for (entries, len) in dictionaries.system.prefix_dictionary.common_prefix_search(&self.chars[place..]) {
            let entries = entries.as_chunks::<ENTRY>().0;
            self.candidates.extend(entries.iter().map(|entry| Candidate::read(entry, place + len, WordRef::system)));
        }
        self.candidates[users..].reverse();
    }

    /// Unknown words, by the classes of the character that they start with (MeCab's `char.def`).
    fn find_unknown(&mut self, dictionaries: Dictionaries, place: usize, known: bool) {
        let characters = &dictionaries.system.character_definition;
        let classes = characters.lookup_categories(self.chars[place]);
        for (ordinal, class) in classes.iter().enumerate() {
            let definition = characters.lookup_definition(*class);
            if known && !definition.invoke {
                continue;
            }
            let same = |c: &char| characters.lookup_categories(*c).get(ordinal) == Some(class);
            // One more than may be grouped: enough to see that a run is too long.
            let run = 1 + self.chars[place + 1..].iter().take(LONGEST_UNKNOWN + 1).take_while(|c| same(c)).count();
            let grouped = if definition.group && run <= LONGEST_UNKNOWN + 1 { run } else { 1 };
            let ladder = 1..=run.min(definition.length as usize);
            for len in std::iter::once(grouped).chain(ladder.filter(|len| *len != grouped)) {
                let unknown = &dictionaries.system.unknown_dictionary;
                for id in unknown.lookup_word_ids(*class) {
                    let entry = unknown.word_entry(*id);
                    self.candidates.push(Candidate {
                        end: place + len,
                        word: WordRef::unknown(*id),
                        left: entry.left_id() as u16,
                        right: entry.right_id() as u16,
                        cost: entry.word_cost(),
                    });
                }
            }
            self.unknown_end = place + grouped;
        }
    }

    /// The cheapest way to a word that has identifier `left` and starts at `place`.
    fn connect(&mut self, dictionaries: Dictionaries, place: usize, left: u16) -> (i32, u16) {
        let memo = self.by_left[usize::from(left)];
        if memo.stamp == self.stamp {
            return (memo.cost, memo.at);
        }
        let (cost, at) =
            self.manner.cheapest(&self.ends[place], dictionaries.system.connection_cost_matrix.row(u32::from(left)));
        self.by_left[usize::from(left)] = Memo { stamp: self.stamp, at, cost };
        (cost, at)
    }

    /// Follows the cheapest way back from the end.
    fn trace(&mut self, dictionaries: Dictionaries) {
        self.found.clear();
        let mut place = self.chars.len();
        let edges = &self.ends[place];
        if place == 0 || edges.is_empty() {
            return;
        }
        let row = dictionaries.system.connection_cost_matrix.row(u32::from(OUTSIDE));
        let mut edge = edges[usize::from(self.manner.cheapest(edges, row).1)];
        while place > 0 {
            place = usize::from(edge.start);
            self.found.push((self.bytes[place], edge.word));
            if place > 0 {
                edge = self.ends[place][usize::from(edge.before)];
            }
        }
        self.found.reverse();
    }
}

impl Manner {
    /// Whether a way is taken instead of one that was found before it.
    fn prefers(self, cost: i32, before: i32) -> bool {
        match self {
            Manner::Lindera => cost < before,
            Manner::Mecab => cost <= before,
        }
    }

    /// The cheapest of the words before one with the costs `row`, and its number.
    fn cheapest(self, edges: &[Edge], row: &[i16]) -> (i32, u16) {
        let mut best = (i32::MAX, 0);
        for (at, edge) in edges.iter().enumerate() {
            let cost = edge.cost + i32::from(row[usize::from(edge.right)]);
            if self.prefers(cost, best.0) {
                best = (cost, at as u16);
            }
        }
        best
    }
}

/// Bytes of an entry in lindera's files: word, cost, identifiers from the left and from the right.
const ENTRY: usize = 10;

impl Candidate {
    fn read(entry: &[u8; ENTRY], end: usize, word: fn(u32) -> WordRef) -> Candidate {
        let [a, b, c, d, cost @ .., left0, left1, right0, right1] = *entry;
        let id = u32::from_le_bytes([a, b, c, d]);
        Candidate {
            end,
            word: word(id),
            left: u16::from_le_bytes([left0, left1]),
            right: u16::from_le_bytes([right0, right1]),
            cost: i16::from_le_bytes(cost),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, OnceLock, PoisonError};

    use lindera::mode::Mode;
    use lindera::segmenter::Segmenter;
    use newsbraid_text::Span;
    use proptest::prelude::*;

    use super::*;
    use crate::dictionary::{DataDir, KoreanDictionary, ensure_korean};
    use crate::korean::{KoreanEngine, KoreanWorker};
    use crate::user_dictionary::UserDictionary as Words;

    struct Twins {
        ours: KoreanEngine,
        /// Keeps its memo from text to text, so that most eojeols come from there.
        worker: Mutex<KoreanWorker>,
        lindera: Segmenter,
    }

    impl Twins {
        fn new(ours: KoreanEngine) -> Twins {
            let lindera = Segmenter::new(Mode::Normal, ours.dictionary.clone(), None);
            let mut lindera = lindera.max_grouping_len(Some(LONGEST_UNKNOWN));
            // Its context identifiers are those of the dictionary already.
            lindera.user_dictionary = ours.user.clone();
            Twins { ours, worker: Mutex::default(), lindera }
        }

        fn check(&self, text: &str) {
            let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
            worker.analyze(&self.ours, text, Span::new(0, text.len()));
            let row = |span: Span, tag: &str| format!("{}/{tag}", span.of(text));
            let found: Vec<_> = worker.morphemes.iter().map(|m| row(m.span, m.tag(&self.ours.dictionary))).collect();
            let tokens = self.lindera.segment(text.into()).unwrap();
            let expect: Vec<_> = tokens
                .into_iter()
                .map(|mut t| row(Span::new(t.byte_start, t.byte_end), t.get("part_of_speech_tag").unwrap()))
                .collect();
            assert_eq!(found, expect, "{text:?}");
        }
    }

    fn dictionary() -> KoreanDictionary {
        ensure_korean(&DataDir::of_user().unwrap(), &mut |_| ()).unwrap()
    }

    fn plain() -> &'static Twins {
        static TWINS: OnceLock<Twins> = OnceLock::new();
        TWINS.get_or_init(|| Twins::new(KoreanEngine::new(&dictionary())))
    }

    fn with_words() -> &'static Twins {
        static TWINS: OnceLock<Twins> = OnceLock::new();
        let words = Words::parse("우융밍\n삼성\n삼성전자우\n전자우\n했다고\n").unwrap();
        TWINS.get_or_init(|| Twins::new(KoreanEngine::with_words(&dictionary(), &words).unwrap()))
    }

    #[test]
    fn finds_what_lindera_finds() {
        for text in [
            "알리바바의 우융밍 최고경영자는 클라우드 사업이 성장했다고 밝혔다",
            "삼성전자우가 올랐다",
            "나는 는 은 을 다 했다",
            " 앞과  뒤에   빈칸 ",
            "ㅋㅋㅋ ㅠㅠ 각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각각",
            "2025년 3,800억 AI qwen3 阿里云 한",
            "가",
            "",
        ] {
            plain().check(text);
            with_words().check(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_what_lindera_finds_in_any_hangul(text in "([가-힣]{1,6}[은는이가을를의에도로]? ?){0,12}") {
            plain().check(&text);
            with_words().check(&text);
        }

        #[test]
        fn finds_what_lindera_finds_in_words(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "삼성", "전자", "우", "융", "밍", "했", "다고", "하", "는", "의", "이", "지", "고", "나", "시", " ", "대통령", "1",
                    "a", "美", "ㄴ", "가", "어", "서", "보", "면", "들", "한", "인", "을", "것", "수",
                ]),
                0..30,
            ),
        ) {
            plain().check(&words.concat());
            with_words().check(&words.concat());
        }

        #[test]
        fn finds_what_lindera_finds_in_any_text(text in "[^\n\t。、]{0,40}") {
            plain().check(&text);
        }
    }
}
