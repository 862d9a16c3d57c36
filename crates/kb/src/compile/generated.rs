//! Names that transcription and reading add to the given ones.
//!
//! | entity | from | added |
//! |---|---|---|
//! | Chinese person | 吴泳铭 | 우융밍 (by sound), 오영명 (by Korean reading), Wu Yongming, Yongming Wu |
//! | Korean person | 이재명 | Lee Jae-myung, Jae-myung Lee, Yi Jae-myeong and the like |
//! | Chinese place | 苏州 | 쑤저우, 소주 |
//! | Chinese organization | 第一财经 | 디이차이징, 제일재경 |
//!
//! Nothing is made for products, works and events, nor for names that came to Chinese from elsewhere (特朗普, 三星): a name
//! counts as Chinese only where another given name of the entity agrees with its sound, or the entity belongs to a
//! Chinese-speaking state. What is made is marked, and the linker asks for a witness where it is short.

use std::collections::{HashMap, HashSet};

use newsbraid_readings::{
    NameKind, chinese_surname, chinese_to_hangul, chinese_to_latin, hangul_fold, korean_name_to_latin, korean_surname,
    pinyin, sino_korean,
};
use newsbraid_text::{Script, script_of};

use super::Merged;
use super::names::Draft;
use crate::base::{EntityIndex, Kind, NameLang, NameRole};

/// Forms by sound, and by Korean reading, that are taken of one name: the first ones are the usual ones.
const MOST_HANGUL: usize = 2;
/// Spellings in Latin letters that are taken of one name: both orders, hyphenated and joined, of the usual spellings of a
/// Korean surname and given name, with those of the Revised Romanization.
const MOST_LATIN: usize = 24;
/// Characters of the names that are transcribed. A longer name is a description or a translation.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=12;
/// Characters of a person's name.
const HAN_PERSON: std::ops::RangeInclusive<usize> = 2..=4;
/// Characters from which the name of an organization is read: two or three are mostly a short form.
const HAN_ORGANIZATION: usize = 4;

/// The entities that belong to a Chinese-speaking state.
pub(crate) struct Family {
    members: HashSet<EntityIndex>,
}

/// The states, by id.
const STATES: [&str; 4] = ["china", "taiwan", "hong-kong", "macau"];
/// Steps from an entity to its state: a person, a subsidiary, a group, a city, a province.
const STEPS: usize = 5;

impl Family {
    pub(crate) fn new(merged: &[Merged], index: &HashMap<&str, EntityIndex>) -> Family {
        let mut members: HashSet<EntityIndex> = STATES.iter().filter_map(|id| index.get(id).copied()).collect();
        for _ in 0..STEPS {
            let belongs = |m: &Merged| {
                let parents = m.records.iter().flat_map(|w| &w.record.of);
                parents.filter_map(|id| index.get(id.as_str())).any(|parent| members.contains(parent))
            };
            let found: Vec<EntityIndex> =
                merged.iter().filter(|m| belongs(m)).filter_map(|m| index.get(m.id).copied()).collect();
            members.extend(found);
        }
        Family { members }
    }

    fn holds(&self, entity: EntityIndex) -> bool {
        self.members.contains(&entity)
    }
}

/// The names to add to an entity, best first; among them may be given ones.
pub(crate) fn generated(draft: &Draft, merged: &Merged, at: EntityIndex, family: &Family) -> Vec<(String, NameLang)> {
    let given = Given::of(draft);
    match merged.kind {
        Kind::Person => person(&given),
        Kind::Place => place(&given),
        Kind::Organization => organization(&given, family.holds(at)),
        Kind::Product | Kind::Event => Vec::new(),
    }
}

/// The full names of an entity that can be transcribed or that show where it comes from.
struct Given<'d> {
    han: Vec<&'d str>,
    hangul: Vec<String>,
    latin: Vec<&'d str>,
}

impl Given<'_> {
    fn of(draft: &Draft) -> Given<'_> {
        let full = draft.names.iter().filter(|name| matches!(name.role, NameRole::Label | NameRole::Alias));
        let (mut han, mut hangul, mut latin) = (Vec::new(), Vec::new(), Vec::new());
        for name in full {
            let text = name.text.as_str();
            let is = |script| text.chars().all(|c| script_of(c) == script || c == ' ');
            if is(Script::Han) && HAN_NAME.contains(&text.chars().count()) {
                han.push(text);
            } else if is(Script::Hangul) {
                hangul.push(text.to_string());
            } else if name.lang == NameLang::En {
                latin.push(text);
            }
        }
        Given { han, hangul, latin }
    }

    /// Whether a given Korean name is one of these, in whatever habit of spelling.
    fn has_hangul(&self, forms: &[String]) -> bool {
        self.hangul.iter().any(|given| forms.iter().any(|form| hangul_fold(form) == hangul_fold(given)))
    }

    fn has_latin(&self, forms: &[String]) -> bool {
        self.latin.iter().any(|given| forms.iter().any(|form| letters(form) == letters(given)))
    }
}

/// The ASCII letters of a name in small: Yong'an Li and Yongan Li agree.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

fn person(given: &Given) -> Vec<(String, NameLang)> {
    let mut names = Vec::new();
    let korean: Vec<&String> = given.hangul.iter().filter(|name| is_korean_person(name, given)).collect();
    for name in &korean {
        latin(korean_name_to_latin(name), &mut names);
    }
    if korean.is_empty() {
        let chinese = given.han.iter().filter(|name| is_chinese_person(name, given));
        for name in chinese {
            hangul(name, NameKind::Person, &mut names);
            latin(chinese_to_latin(name, NameKind::Person), &mut names);
        }
    }
    names
}

/// Whether a Hangul name is how a given Chinese name is read in Korean: 이재명 of 李在明, not 우융밍 of 吴泳铭.
fn is_korean_person(hangul: &str, given: &Given) -> bool {
    let reads = |han: &&str| sino_korean(han).iter().any(|reading| reading == hangul);
    let sounds = |han: &&str| chinese_to_hangul(han, NameKind::Person).iter().any(|sound| sound == hangul);
    korean_surname(hangul).is_some() && given.han.iter().any(|han| reads(han) && !sounds(han))
}

/// Whether a Chinese name is of somebody who bears it, and no transcription: a given Korean name agrees with its sound, or
/// an English one has its surname as a word (Eddie Wu).
fn is_chinese_person(han: &str, given: &Given) -> bool {
    let (true, Some(surname)) = (HAN_PERSON.contains(&han.chars().count()), chinese_surname(han)) else { return false };
    let surname_sound = pinyin(han, NameKind::Person)
        .map(|syllables| syllables.into_iter().take(surname.chars().count()).collect::<String>());
    let has_surname = |name: &&str| name.contains(' ') && name.split(' ').any(|w| Some(letters(w)) == surname_sound);
    given.has_hangul(&chinese_to_hangul(han, NameKind::Person)) || given.latin.iter().any(has_surname)
}

fn place(given: &Given) -> Vec<(String, NameLang)> {
    let mut names = Vec::new();
    for han in &given.han {
        let own = given.has_latin(&chinese_to_latin(han, NameKind::Place))
            || given.has_hangul(&chinese_to_hangul(han, NameKind::Place));
        if own {
            hangul(han, NameKind::Place, &mut names);
        }
    }
    names
}

fn organization(given: &Given, of_chinese_state: bool) -> Vec<(String, NameLang)> {
    let mut names = Vec::new();
    for han in given.han.iter().filter(|han| han.chars().count() >= HAN_ORGANIZATION) {
        if of_chinese_state {
            hangul(han, NameKind::Organization, &mut names);
        }
    }
    names
}

/// By sound and by Korean reading.
fn hangul(han: &str, kind: NameKind, names: &mut Vec<(String, NameLang)>) {
    let sounds = chinese_to_hangul(han, kind).into_iter().take(MOST_HANGUL);
    let readings = sino_korean(han).into_iter().take(MOST_HANGUL);
    let long = |form: &String| form.chars().count() >= 2;
    names.extend(sounds.chain(readings).filter(long).map(|form| (form, NameLang::Ko)));
}

/// Letters of the shortest name in Latin letters that is made: Ma Yun, not Li Na.
const LATIN_LETTERS: usize = 5;

fn latin(forms: Vec<String>, names: &mut Vec<(String, NameLang)>) {
    let long =
        |form: &String| form.contains(' ') && form.chars().filter(|c| c.is_alphabetic()).count() >= LATIN_LETTERS;
    names.extend(forms.into_iter().filter(long).take(MOST_LATIN).map(|form| (form, NameLang::En)));
}
