//! Korean names of persons in Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::latin::capital;
use crate::push_new;
use crate::romanize::romanize_korean;
use crate::table::{Phrases, rows};

static SURNAMES: LazyLock<Phrases<Vec<&'static str>>> = LazyLock::new(|| {
    Phrases::new(rows(include_str!("../data/korean_surnames.tsv")).map(|row| (row[0], row[1].split(' ').collect())))
});

/// Spellings of given names in use, by syllable.
static GIVEN: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/korean_given.tsv"));
    rows.filter_map(|row| Some((row[0].chars().next()?, row[1].split(' ').collect()))).collect()
});

/// Most spellings of a given name, and of a surname, that are combined.
const MOST_GIVEN: usize = 4;
const MOST_SURNAMES: usize = 3;

/// The surname that a Korean name begins with, the compound before the simple one; something must follow it.
///
/// ```
/// use newsbraid_readings::korean_surname;
/// assert_eq!(korean_surname("이재명"), Some("이"));
/// assert_eq!(korean_surname("남궁민수"), Some("남궁"));
/// assert_eq!(korean_surname("남궁민"), Some("남궁"));
/// assert_eq!(korean_surname("트럼프"), None);
/// ```
pub fn korean_surname(name: &str) -> Option<&str> {
    let n = head(&name.chars().collect::<Vec<_>>())?.0;
    name.char_indices().nth(n).map(|(end, _)| &name[..end])
}

fn head(chars: &[char]) -> Option<(usize, &'static Vec<&'static str>)> {
    SURNAMES.at(&chars[..chars.len().saturating_sub(1)])
}

/// A Korean person's name in Latin letters, best first: the spellings of the surname in use, the given name hyphenated,
/// in one, and before the surname, each syllable as bearers write it and by the Revised Romanization. Empty if it does not
/// begin with a Korean surname or goes on for more than two syllables, or if a space parts it elsewhere.
///
/// ```
/// use newsbraid_readings::korean_name_to_latin;
/// let names = korean_name_to_latin("이재명");
/// assert_eq!(names[..3], ["Lee Jae-myung", "Jae-myung Lee", "Lee Jaemyung"]);
/// assert!(names.contains(&"Yi Jae-myeong".to_owned()));
/// assert_eq!(korean_name_to_latin("김구")[0], "Kim Koo");
/// ```
pub fn korean_name_to_latin(name: &str) -> Vec<String> {
    let mut chars: Vec<char> = name.trim().chars().collect();
    let Some((n, surnames)) = head(&chars) else { return Vec::new() };
    if chars[n] == ' ' {
        chars.remove(n);
    }
    let given = &chars[n..];
    if !(1..=2).contains(&given.len()) || !given.iter().all(|&c| crate::decompose(c).is_some()) {
        return Vec::new();
    }
    let mut names = Vec::new();
    for family in surnames.iter().take(MOST_SURNAMES) {
        for syllables in spellings(given) {
            let (hyphened, joined) = (capital(&syllables.join("-")), capital(&syllables.concat()));
            push_new(&mut names, format!("{family} {hyphened}"));
            push_new(&mut names, format!("{hyphened} {family}"));
            push_new(&mut names, format!("{family} {joined}"));
            push_new(&mut names, format!("{joined} {family}"));
        }
    }
    names
}

/// Ways to spell a given name: as in use, by the rules (without assimilation, as the standard has it for names), mixed.
fn spellings(given: &[char]) -> Vec<Vec<String>> {
    let ways: Vec<Vec<String>> = given.iter().map(|&c| syllable(c)).collect();
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for way in &ways {
        all = all
            .iter()
            .flat_map(|head| way.iter().map(|s| [head.as_slice(), std::slice::from_ref(s)].concat()))
            .collect();
    }
    if all.len() > 2 {
        all[1..].rotate_right(1); // the pure Revised Romanization is the last of all
    }
    all.truncate(MOST_GIVEN);
    all
}

fn syllable(c: char) -> Vec<String> {
    let mut ways: Vec<String> = GIVEN.get(&c).into_iter().flatten().map(|s| s.to_string()).collect();
    push_new(&mut ways, romanize_korean(c.encode_utf8(&mut [0; 4])));
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |name: &str, expect: &str| {
            let names = korean_name_to_latin(name);
            assert!(names.iter().any(|n| n == expect), "{name}: {names:?}");
        };
        check("윤석열", "Yoon Suk-yeol");
        check("문재인", "Moon Jae-in");
        check("박근혜", "Park Geun-hye");
        check("이재용", "Lee Jae-yong");
        check("최태원", "Choi Tae-won");
        check("구광모", "Koo Kwang-mo");
        check("정의선", "Chung Eui-sun");
        check("조국", "Cho Kuk");
        check("남궁민", "Namkoong Min");
        check("손흥민", "Son Heung-min");
        check("한복남", "Han Bok-nam");
        check("이 재명", "Lee Jae-myung");
    }

    #[test]
    fn what_is_no_korean_name() {
        for name in ["", "김", "트럼프", "이아메리카합중국", "Kim", "이A", "마이클 델", "이재 명"] {
            assert!(korean_name_to_latin(name).is_empty(), "{name}");
        }
    }
}
