//! Chinese surnames.

use std::sync::LazyLock;

use crate::table::{Phrases, letters, rows};

/// Surnames, simplified, with the readings that differ from those of the characters elsewhere.
static TABLE: &str = include_str!("../data/surnames.tsv");

/// How a surname reads, where it reads otherwise than its characters do elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Surname {
    pub(crate) pinyin: Option<Vec<&'static str>>,
    pub(crate) hangul: Option<&'static str>,
}

static SURNAMES: LazyLock<Phrases<Surname>> = LazyLock::new(|| {
    Phrases::new(rows(TABLE).map(|row| {
        let pinyin = Some(row[1]).filter(|p| !p.is_empty()).map(|p| p.split(' ').collect());
        (row[0], Surname { pinyin, hangul: Some(row[2]).filter(|h| !h.is_empty()) })
    }))
});

/// The surname at the head of simplified letters, which must not be the whole name: its length and its readings.
pub(crate) fn head(chars: &[char]) -> Option<(usize, &'static Surname)> {
    SURNAMES.at(&chars[..chars.len().saturating_sub(1)])
}

/// Whether a string is a Chinese surname, of one or more characters, in either script.
///
/// ```
/// use newsbraid_readings::is_surname;
/// assert!(is_surname("吴") && is_surname("吳") && is_surname("歐陽"));
/// assert!(!is_surname("云计") && !is_surname(""));
/// ```
pub fn is_surname(text: &str) -> bool {
    let chars = letters(text);
    !chars.is_empty() && SURNAMES.at(&chars).is_some_and(|(n, _)| n == chars.len())
}

/// The surname that a Chinese name begins with, the compound before the simple one. Something must follow it.
///
/// ```
/// use newsbraid_readings::chinese_surname;
/// assert_eq!(chinese_surname("吳泳銘"), Some("吳"));
/// assert_eq!(chinese_surname("诸葛亮"), Some("诸葛"));
/// assert_eq!(chinese_surname("诸葛"), Some("诸")); // as a whole name
/// assert_eq!(chinese_surname("通义千问"), None);
/// ```
pub fn chinese_surname(name: &str) -> Option<&str> {
    let simplified: Vec<char> = name.chars().flat_map(|c| letters(c.encode_utf8(&mut [0; 4]))).collect();
    if simplified.len() != name.chars().count() {
        return None;
    }
    let (n, _) = head(&simplified)?;
    let end = name.char_indices().nth(n).map_or(name.len(), |(at, _)| at);
    Some(&name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames() {
        let check = |name: &str, expect: Option<&str>| assert_eq!(chinese_surname(name), expect, "{name}");
        check("習近平", Some("習"));
        check("司馬南", Some("司馬"));
        check("欧阳", Some("欧"));
        check("李", None);
        check("", None);
        check("李 鹏", None);
        check("的士", None);
    }
}
