//! Kinds of evidence that two articles report the same event.

use newsbraid_text::Lang;
use serde::{Deserialize, Serialize};

/// A kind of feature. Families fail independently of one another, so two of them are better evidence than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// An entity of the knowledge base, whatever its spelling.
    Entity,
    /// The key of a name that the knowledge base does not have.
    Name,
    /// A figure, rounded to three digits, or a date.
    Figure,
    /// A word in Latin letters.
    Latin,
    /// A concept named in all languages: CLDR annotations and the lexicon of news words.
    Concept,
    /// A Korean word, or a Chinese word in its Korean reading (投资 and 투자).
    Reading,
    /// A word, between articles of one language.
    Word,
    /// Two adjacent characters, between articles of one language.
    Bigram,
    /// An English word, or what a Chinese or Sino-Korean word means in English (投资, 투자 and invest). Only where glosses
    /// are installed.
    Gloss,
    /// How a name that the knowledge base does not have sounds, between articles of two languages (더스틴 랜스 and Dustin Lance).
    Sound,
}

impl Family {
    /// All of them, in the order of [`Family::index`].
    pub const ALL: [Family; 10] = [
        Family::Entity,
        Family::Name,
        Family::Figure,
        Family::Latin,
        Family::Concept,
        Family::Reading,
        Family::Word,
        Family::Bigram,
        Family::Gloss,
        Family::Sound,
    ];

    /// Place in [`Family::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether features of this family count between two articles of one language (`same`) or of two.
    ///
    /// Readings bridge Korean and Chinese, glosses these and English; inside one language they would repeat the words, and sounds
    /// the names.
    pub const fn counts(self, same: bool) -> bool {
        match self {
            Family::Reading | Family::Gloss | Family::Sound => !same,
            Family::Word | Family::Bigram => same,
            _ => true,
        }
    }
}

/// Languages whose articles share words: both kinds of Chinese, Korean, English, all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tongue {
    Chinese,
    Korean,
    English,
    Other,
}

impl Tongue {
    pub const COUNT: usize = 4;

    pub fn of(lang: Lang) -> Tongue {
        match lang {
            Lang::ZhHans | Lang::ZhHant => Tongue::Chinese,
            Lang::Ko => Tongue::Korean,
            Lang::En => Tongue::English,
            Lang::Ja | Lang::Und => Tongue::Other,
        }
    }

    pub fn index(self) -> usize {
        self as usize
    }
}

/// A hash that stays the same between runs, builds and machines (FNV-1a with a final mix).
pub(crate) fn stable_hash(salt: u64, text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    mix(hash)
}

/// Spreads the bits of a hash (the finaliser of SplitMix64).
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
