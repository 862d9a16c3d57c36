//! From any of the three languages to any other.

use newsbraid_text::Lang;

use crate::sino::{is_reading, read_as};
use crate::syllable::{hangul_to_pinyin, latin_to_pinyin, syllable_to_hangul};
use crate::table::letters;
use crate::{
    NameKind, chinese_to_hangul, chinese_to_latin, decompose, korean_name_to_latin, korean_surname, latin, push_new,
    romanize_korean, suffix,
};

/// Most candidates of one name.
const MOST: usize = 16;
/// Readings of a Hangul or Latin spelling that are followed.
const MOST_READINGS: usize = 4;
/// A name of an organization that is longer than this, in characters, is read the Korean way.
const LONG_NAME: usize = 4;

/// How a name of one language is written in another, best first, at most 16 forms, without repetition.
///
/// | from, to | what |
/// |---|---|
/// | zh, ko | by Mandarin sound and by Korean reading; long organizations by Korean reading first |
/// | zh, en | pinyin; then, for persons, the Korean reading in Latin letters (金正恩 is a Korean name) |
/// | ko, en | Korean persons as Koreans write themselves, other names by the Revised Romanization; pinyin if it may be Chinese |
/// | en, ko | pinyin in Hangul |
/// | ko or en, zh | nothing: sounds do not tell the characters |
///
/// Chinese may be in either script, whatever `from` says. From a language to itself, and for other languages, there is nothing.
///
/// ```
/// use newsbraid_readings::{NameKind, transcribe};
/// use newsbraid_text::Lang::{En, Ko, ZhHans};
/// assert_eq!(transcribe("李连杰", ZhHans, Ko, NameKind::Person)[..2], ["리롄제", "이연걸"]);
/// assert_eq!(transcribe("韩国银行", ZhHans, Ko, NameKind::Organization)[0], "한국은행");
/// assert_eq!(transcribe("우융밍", Ko, En, NameKind::Person)[0], "Wu Yongming");
/// assert_eq!(transcribe("이재명", Ko, En, NameKind::Person)[0], "Lee Jae-myung");
/// assert_eq!(transcribe("구광모", Ko, En, NameKind::Person)[0], "Koo Kwang-mo");
/// assert_eq!(transcribe("Wu Yongming", En, Ko, NameKind::Person), ["우융밍"]);
/// assert!(transcribe("우융밍", Ko, ZhHans, NameKind::Person).is_empty());
/// ```
pub fn transcribe(name: &str, from: Lang, to: Lang, kind: NameKind) -> Vec<String> {
    let mut forms = match (from.base(), to.base()) {
        ("zh", "ko") => chinese_to_korean(name, kind),
        ("zh", "en") => chinese_to_english(name, kind),
        ("ko", "en") => korean_to_english(name, kind),
        ("en", "ko") => english_to_korean(name, kind),
        _ => Vec::new(),
    };
    forms.truncate(MOST);
    forms
}

fn chinese_to_korean(name: &str, kind: NameKind) -> Vec<String> {
    let chars = letters(name);
    let (sound, reading) = (chinese_to_hangul(name, kind), read_as(&chars, kind));
    let translated = chars.len() > LONG_NAME || suffix::cut(&chars, kind).is_some();
    let mut forms = Vec::new();
    let (first, then) = match kind {
        NameKind::Organization if translated => (&reading, &sound),
        _ => (&sound, &reading),
    };
    let spoken = if kind == NameKind::Person { 1 } else { 2 };
    let order = first.iter().take(spoken).chain(then).chain(first);
    order.for_each(|form| push_new(&mut forms, form.clone()));
    forms
}

fn chinese_to_english(name: &str, kind: NameKind) -> Vec<String> {
    let mut forms = chinese_to_latin(name, kind);
    if kind == NameKind::Person {
        let readings = read_as(&letters(name), kind);
        let korean = readings.iter().take(2).flat_map(|reading| korean_name_to_latin(reading));
        korean.for_each(|form| push_new(&mut forms, form));
    }
    forms
}

fn korean_to_english(name: &str, kind: NameKind) -> Vec<String> {
    let chinese = hangul_to_pinyin(name).into_iter().take(MOST_READINGS).flat_map(|syllables| match kind {
        NameKind::Person => person(&syllables),
        _ => vec![latin::word(&syllables)],
    });
    let own = match kind {
        NameKind::Person => korean_name_to_latin(name),
        _ => name.chars().any(|c| decompose(c).is_some()).then(|| titled(&romanize_korean(name))).into_iter().collect(),
    };
    let mut forms = Vec::new();
    if kind == NameKind::Person && !looks_korean(name) {
        chinese.chain(own).for_each(|form| push_new(&mut forms, form));
    } else {
        own.into_iter().chain(chinese).for_each(|form| push_new(&mut forms, form));
    }
    forms
}

/// Both orders of a person's name, the compound surname kept whole where Hangul does not tell.
fn person(syllables: &[&str]) -> Vec<String> {
    let Some((family, given)) = syllables.split_first().filter(|(_, given)| (1..=2).contains(&given.len())) else {
        return vec![latin::word(syllables)];
    };
    let (family, given) = (latin::word(&[family]), latin::word(given));
    vec![format!("{family} {given}"), format!("{given} {family}")]
}

/// Whether a name is rather Korean than Chinese: it has a Korean surname, and its syllables read characters (구광모, not
/// 우융밍) or are none of Mandarin.
fn looks_korean(name: &str) -> bool {
    korean_surname(name).is_some() && (is_reading(name) || hangul_to_pinyin(name).is_empty())
}

fn titled(text: &str) -> String {
    text.split(' ').map(latin::capital).collect::<Vec<_>>().join(" ")
}

fn english_to_korean(name: &str, kind: NameKind) -> Vec<String> {
    let mut forms = Vec::new();
    for syllables in latin_to_pinyin(name).into_iter().take(MOST_READINGS) {
        let hangul: Option<String> = syllables.into_iter().map(syllable_to_hangul).collect();
        hangul.into_iter().for_each(|form| push_new(&mut forms, form));
    }
    if kind == NameKind::Person {
        forms.truncate(2)
    }
    forms
}
