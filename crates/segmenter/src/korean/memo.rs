//! Eojeols that were cut before.
//!
//! A space is one unknown word in the lattice whatever stands around it, and no word of the dictionary has a space in it. So
//! the cheapest way through a clause is the cheapest way through each eojeol between its spaces, and what an eojeol is
//! made of depends on itself and on whether it begins and ends the clause. News repeats its eojeols: two in three of
//! an hour's reading were seen before.

use std::collections::HashMap;

use super::morpheme::Kind;
use super::words::WordRef;

/// Most eojeols kept, about 16 MB for a thread; past it the memo starts anew.
const MOST: usize = 1 << 17;
/// Longest eojeol kept, in bytes; longer ones hardly come twice.
pub(super) const LONGEST: usize = 60;

/// A morpheme of an eojeol: where it ends, counted from the start of the eojeol, and what it is.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) end: u8,
    pub(super) word: WordRef,
    pub(super) kind: Kind,
}

/// The eojeols, by whether they begin a clause and whether they end it.
#[derive(Default)]
pub(super) struct Memo {
    places: [HashMap<Box<str>, (u32, u8)>; 4],
    kept: Vec<Kept>,
}

/// Where an eojeol stands in its clause.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) first: bool,
    pub(super) last: bool,
}

impl Place {
    fn number(self) -> usize {
        usize::from(self.first) * 2 + usize::from(self.last)
    }
}

impl Memo {
    /// What an eojeol was made of.
    pub(super) fn get(&self, eojeol: &str, place: Place) -> Option<&[Kept]> {
        let (start, len) = *self.places[place.number()].get(eojeol)?;
        Some(&self.kept[start as usize..start as usize + usize::from(len)])
    }

    /// Keeps what an eojeol of at most [`LONGEST`] bytes is made of.
    pub(super) fn insert(&mut self, eojeol: &str, place: Place, found: impl Iterator<Item = Kept>) {
        if self.places.iter().map(HashMap::len).sum::<usize>() >= MOST {
            self.places.iter_mut().for_each(HashMap::clear);
            self.kept.clear();
        }
        let start = self.kept.len();
        self.kept.extend(found);
        self.places[place.number()].insert(eojeol.into(), (start as u32, (self.kept.len() - start) as u8));
    }
}
