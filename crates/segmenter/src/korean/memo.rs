//! Eojeols that were cut before.
//!
//! A space is one unknown word in the lattice whatever stands around it, and no word of the dictionary has a space in it. So
//! the cheapest way through a clause is the cheapest way through each eojeol between its spaces, and what an eojeol is
//! made of depends on itself and on whether it begins and ends the clause. News repeats its eojeols: of 360,000 in Korean
//! headlines with leads two in three had come before. What comes from the memo is compared with lindera in the lattice's tests.

use std::collections::HashMap;

use super::morpheme::Kind;
use super::words::WordRef;

/// Most eojeols kept, about 16 MB for a thread; past it the memo starts anew.
const MOST: usize = 1 << 17;
/// Longest eojeol kept, in bytes: ten syllables. Longer ones hardly come twice.
pub(super) const LONGEST: usize = 30;

/// A morpheme of an eojeol: where it lies, counted from the start of the eojeol, and what it is. Between two of them there may
/// be a tab or a control character, which are spaces to the dictionary and part nothing before it.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) start: u8,
    pub(super) end: u8,
    pub(super) word: WordRef,
    pub(super) kind: Kind,
}

/// Where an eojeol stands in its clause.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) first: bool,
    pub(super) last: bool,
}

/// The bytes of an eojeol, their number, and its place. Without a pointer a look-up touches one line of memory, not two.
#[derive(PartialEq, Eq, Hash)]
struct Key([u8; LONGEST + 2]);

impl Key {
    fn new(eojeol: &str, place: Place) -> Key {
        let mut key = [0; LONGEST + 2];
        key[..eojeol.len()].copy_from_slice(eojeol.as_bytes());
        key[LONGEST] = eojeol.len() as u8;
        key[LONGEST + 1] = u8::from(place.first) * 2 + u8::from(place.last);
        Key(key)
    }
}

/// The eojeols, and where their morphemes lie in `kept`.
#[derive(Default)]
pub(super) struct Memo {
    places: HashMap<Key, (u32, u8)>,
    kept: Vec<Kept>,
}

impl Memo {
    /// What an eojeol of at most [`LONGEST`] bytes was made of.
    pub(super) fn get(&self, eojeol: &str, place: Place) -> Option<&[Kept]> {
        let (start, len) = *self.places.get(&Key::new(eojeol, place))?;
        Some(&self.kept[start as usize..start as usize + usize::from(len)])
    }

    /// Keeps what an eojeol of at most [`LONGEST`] bytes is made of.
    pub(super) fn insert(&mut self, eojeol: &str, place: Place, found: impl Iterator<Item = Kept>) {
        if self.places.len() >= MOST {
            self.places.clear();
            self.kept.clear();
        }
        let start = self.kept.len();
        self.kept.extend(found);
        self.places.insert(Key::new(eojeol, place), (start as u32, (self.kept.len() - start) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::korean::morpheme::Tag;

    #[test]
    fn a_full_memo_starts_anew() {
        let (mut memo, kind) = (Memo::default(), Kind { tag: Tag::Noun, composed: false, mixed: false });
        let place = Place { first: false, last: true };
        let one = |n: usize| Kept { start: 0, end: 3, word: WordRef::system(n as u32), kind };
        for n in 0..MOST + 1 {
            memo.insert(&n.to_string(), place, std::iter::once(one(n)));
        }
        assert_eq!((memo.places.len(), memo.kept.len()), (1, 1));
        let last = MOST.to_string();
        assert_eq!(memo.get(&last, place).unwrap()[0].word, WordRef::system(MOST as u32));
        assert!(memo.get(&last, Place { first: true, last: true }).is_none() && memo.get("0", place).is_none());
    }
}
