//! How characters sound: Mandarin, Korean, Latin letters.
//!
//! One person is 吴泳铭, 吳泳銘, 우융밍, 오영명 and Wu Yongming. None of these need be in a knowledge base for the others to
//! follow: [`pinyin`] reads the characters, [`chinese_to_hangul`] writes that in Hangul by the official rules,
//! [`sino_korean`] reads them the Korean way, [`chinese_to_latin`] writes them in Latin letters, and [`transcribe`] puts
//! these together. [`romanize_korean`] and [`korean_name_to_latin`] do the same for Korean.
//!
//! ```
//! use newsbraid_readings::{NameKind, chinese_to_hangul, sino_korean, transcribe};
//! use newsbraid_text::Lang;
//! assert_eq!(chinese_to_hangul("吳泳銘", NameKind::Person)[0], "우융밍");
//! assert_eq!(sino_korean("第一财经")[0], "제일재경");
//! assert_eq!(transcribe("重庆", Lang::ZhHans, Lang::Ko, NameKind::Place)[..2], ["충칭", "중경"]);
//! ```
//!
//! Candidates come best first. Spellings that differ only by habit (장쩌민, 장저민) are not listed: [`hangul_fold`] makes
//! them equal. Names that came to Chinese and Korean from elsewhere (特朗普, 트럼프, Trump) share a [`phonetic_key`].
//!
//! Every Chinese name is simplified letter by letter first, so that both scripts of one name always read alike. The tables
//! lie in `data/`; those made from Unihan are written by `scripts/make_readings.py`.
//!
//! [`hanja_words`] goes from a common Korean word to the Chinese word that it is.
//!
//! This crate knows no entities and no text: it does not say whether a string is a name.

mod fold;
mod hanja_words;
mod jamo;
mod korean_name;
mod latin;
mod mandarin;
mod phonetic;
mod romanize;
mod sino;
mod suffix;
mod surname;
mod syllable;
mod table;
mod transcribe;
mod transcription;

pub use fold::hangul_fold;
pub use hanja_words::hanja_words;
pub use jamo::{Jamo, compose, decompose};
pub use korean_name::{korean_name_to_latin, korean_surname};
pub use latin::chinese_to_latin;
pub use mandarin::pinyin;
pub use phonetic::phonetic_key;
pub use romanize::romanize_korean;
pub use sino::{hanja_reading, sino_korean, sino_korean_word};
pub use surname::{chinese_surname, is_surname};
pub use syllable::{hangul_to_pinyin, latin_to_pinyin, syllable_to_hangul};
pub use transcribe::transcribe;
pub use transcription::chinese_to_hangul;

/// What a name names: it decides how its characters are read (曾 is zeng in a person, 重庆 is Chongqing) and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person, surname first.
    Person,
    /// A place or a division of a state.
    Place,
    /// A company, an agency, a school.
    Organization,
    /// A product, a brand, a work.
    Product,
}

/// Adds what is not there yet.
fn push_new(list: &mut Vec<String>, candidate: String) {
    if !candidate.is_empty() && !list.contains(&candidate) {
        list.push(candidate);
    }
}
