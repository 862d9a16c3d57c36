//! What the dictionary says of a word, as far as it decides the cut.

use std::sync::atomic::{AtomicU32, Ordering};

use lindera::dictionary::Dictionary;

use super::lattice::Dictionaries;
use super::morpheme::{Kind, Tag};

/// A word of the dictionary, of the user, or a template for unknown words, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordRef(u32);

const USER: u32 = 1 << 30;
const UNKNOWN: u32 = 1 << 31;

impl WordRef {
    /// What stands for the beginning of a clause.
    pub(super) const NONE: WordRef = WordRef(USER | UNKNOWN);

    pub(super) fn system(id: u32) -> WordRef {
        WordRef(id & !(USER | UNKNOWN))
    }

    pub(super) fn user(id: u32) -> WordRef {
        WordRef(id & !(USER | UNKNOWN) | USER)
    }

    pub(super) fn unknown(id: u32) -> WordRef {
        WordRef(id & !(USER | UNKNOWN) | UNKNOWN)
    }

    fn id(self) -> usize {
        (self.0 & !(USER | UNKNOWN)) as usize
    }

    /// The columns behind the costs; none for a word of the user.
    pub(super) fn details(self, dictionary: &Dictionary) -> Option<impl Iterator<Item = &str>> {
        match self.0 & (USER | UNKNOWN) {
            0 => Some(dictionary.word_details_iter(self.id())),
            UNKNOWN => Some(dictionary.unknown_word_details_iter(self.id())),
            _ => None,
        }
    }
}

/// Kinds of the words met so far, shared by all threads. The dictionary keeps its columns as text in 40 MB: to read them
/// for every token took a quarter of all time, and to read them all before the first text the tenth of a second.
pub(super) struct Words {
    system: Box<[AtomicU32]>,
    /// Class of characters that are spaces.
    space: Option<usize>,
    /// What a tag costs behind a space.
    penalties: Vec<(Vec<String>, i32)>,
}

/// Packed: a kind that is known, its tag below, its two marks, its penalty's number plus one.
const KNOWN: u32 = 1 << 31;
const COMPOSED: u32 = 1 << 4;
const MIXED: u32 = 1 << 5;
const PENALTY: u32 = 8;

impl Words {
    /// Knows nothing yet of the words of `dictionary`.
    pub(super) fn new(dictionary: &Dictionary) -> Words {
        let rules = dictionary.metadata.space_penalty.iter().flat_map(|penalty| &penalty.rules);
        let count = dictionary.prefix_dictionary.word_count();
        Words {
            system: std::iter::repeat_with(AtomicU32::default).take(count).collect(),
            space: dictionary.character_definition.category_id_by_name("SPACE").map(|class| class.0),
            penalties: rules.map(|rule| (rule.pos.clone(), rule.cost)).collect(),
        }
    }

    /// What a word is.
    pub(super) fn kind(&self, dictionary: &Dictionary, word: WordRef) -> Kind {
        let packed = self.packed(dictionary, word);
        Kind { tag: Tag::from_number(packed & 0xf), composed: packed & COMPOSED != 0, mixed: packed & MIXED != 0 }
    }

    /// What a word costs more behind a space: particles and endings hardly ever stand there.
    pub(super) fn penalty(&self, dictionaries: Dictionaries, word: WordRef) -> i32 {
        let rule = (self.packed(dictionaries.system, word) >> PENALTY & 0xff) as usize;
        rule.checked_sub(1).map_or(0, |rule| self.penalties[rule].1)
    }

    /// Whether the dictionary takes a character for a space.
    pub(super) fn is_space(&self, dictionary: &Dictionary, c: char) -> bool {
        match self.space {
            Some(space) => dictionary.character_definition.lookup_categories(c).iter().any(|class| class.0 == space),
            None => c.is_whitespace(),
        }
    }

    fn packed(&self, dictionary: &Dictionary, word: WordRef) -> u32 {
        let place = if word.0 & (USER | UNKNOWN) == 0 { self.system.get(word.id()) } else { None };
        // Threads that read at once write the same.
        let known = place.map_or(0, |place| place.load(Ordering::Relaxed));
        if known != 0 {
            return known;
        }
        let packed = self.pack(word.details(dictionary));
        if let Some(place) = place {
            place.store(packed, Ordering::Relaxed);
        }
        packed
    }

    fn pack<'d>(&self, details: Option<impl Iterator<Item = &'d str>>) -> u32 {
        let Some(mut details) = details else { return KNOWN | Tag::Noun as u32 };
        let tag = details.next().unwrap_or_default();
        let composed = details.nth(super::morpheme::TYPE - 1).is_some_and(|kind| kind != "*");
        let first = tag.split('+').next().unwrap_or_default();
        let rule = self.penalties.iter().take(0xff - 1).position(|(tags, _)| tags.iter().any(|tag| tag == first));
        KNOWN
            | Tag::read(tag) as u32
            | if composed { COMPOSED } else { 0 }
            | if tag.contains('+') { MIXED } else { 0 }
            | rule.map_or(0, |rule| rule as u32 + 1) << PENALTY
    }
}
