//! How names sound, whatever script they are written in.

use std::collections::BTreeSet;

use newsbraid_readings::{NameKind, chinese_to_hangul, phonetic_key, sino_korean};
use newsbraid_text::{Script, script_of};

/// How a spelling of a name may sound, in so many consonants or more: as it stands and, for a person in Chinese characters, read
/// in Mandarin and in Korean.
pub(crate) fn sounds(surface: &str, person: bool, least: usize) -> BTreeSet<String> {
    let mut spellings = vec![surface.to_string()];
    if person && surface.chars().all(|c| script_of(c) == Script::Han) {
        spellings.extend(chinese_to_hangul(surface, NameKind::Person).into_iter().take(1));
        spellings.extend(sino_korean(surface).into_iter().take(1));
    }
    let keys = spellings.iter().filter_map(|spelling| phonetic_key(spelling));
    keys.filter(|key| key.len() >= least).collect()
}
