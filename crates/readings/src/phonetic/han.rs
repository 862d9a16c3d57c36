//! The sounds of a foreign name in Chinese characters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Sound;
use crate::NameKind;
use crate::mandarin::pinyin;
use crate::table::{letters, rows};

/// Characters that translators use for other sounds than their own.
static FOREIGN: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/foreign_han.tsv"));
    rows.flat_map(|row| row[0].chars().map(move |c| (c, row[1])).collect::<Vec<_>>()).collect()
});

pub(super) fn sounds(name: &str) -> Option<Vec<Sound>> {
    let chars = letters(name);
    let syllables = pinyin(name, NameKind::Product)?;
    let mut sounds = Vec::new();
    for (at, (c, syllable)) in chars.iter().zip(syllables).enumerate() {
        match FOREIGN.get(c).copied() {
            // 汤姆 is Tom: Chinese has no coda m, so the character before it ends in n.
            Some("M") => {
                sounds.pop_if(|last| *last == Sound::Coda('N'));
                push(&mut sounds, Some('M'), "");
            }
            Some("-") => sounds.push(Sound::Vowel),
            Some("N") if at > 0 => sounds.push(Sound::Coda('N')),
            // 希 and 休 write hi and hu at the start of a name, shi inside.
            Some("H") if at == 0 => sounds.push(Sound::Vowel),
            Some("H") => sounds.extend([Sound::Consonant('S'), Sound::Vowel]),
            Some("V") => push(&mut sounds, Some('P'), syllable),
            Some("KN") => push(&mut sounds, Some('K'), syllable),
            Some(class) => push(&mut sounds, class.chars().next(), syllable),
            None => push(&mut sounds, initial(syllable), syllable),
        }
    }
    Some(sounds)
}

fn push(sounds: &mut Vec<Sound>, initial: Option<char>, syllable: &str) {
    sounds.extend(initial.map(Sound::Consonant));
    sounds.push(Sound::Vowel);
    if syllable.ends_with(['n', 'g']) {
        sounds.push(Sound::Coda('N'));
    }
}

fn initial(syllable: &str) -> Option<char> {
    match syllable.chars().next()? {
        'b' | 'p' | 'f' => Some('P'),
        'd' | 't' => Some('T'),
        'g' | 'k' => Some('K'),
        's' | 'z' | 'c' | 'j' | 'q' | 'x' | 'r' => Some('S'),
        'm' => Some('M'),
        'n' => Some('N'),
        'l' => Some('L'),
        _ => None,
    }
}
