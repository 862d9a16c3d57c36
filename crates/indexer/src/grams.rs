//! Pairs of adjacent characters, so that any two or more of an article find it.
//!
//! The text is read as units: a Han, Hangul or Kana character is one, a run of other letters and digits is one. A gram is
//! made of two neighbours of which at least one is such a character; between them nothing may stand, or what writers put
//! or leave out at will (a space, a middle dot, a hyphen, a double quotation mark, which no phrase can hold), and then the gram
//! says so: `삼성` of 삼성 is another than `삼 성` of 인삼 성분. A query without the space looks for both, but never for a pair
//! of only two characters across a space.
//! Runs beside such a character are terms themselves. Positions count units; punctuation takes one.

use std::iter::Peekable;
use std::str::CharIndices;

use newsbraid_text::{Script, script_of};

/// How a unit hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Nothing between them.
    Tight,
    /// A space, a middle dot, a hyphen or a double quotation mark, which normalisation makes straight.
    Loose,
    /// Punctuation, a line break, or the start of the text.
    Break,
}

#[derive(Clone, Copy, Debug)]
struct Unit<'t> {
    text: &'t str,
    /// Where it begins.
    at: usize,
    cjk: bool,
    joint: Joint,
    position: u32,
}

/// Characters between two parts of one name; more are a layout.
const WIDEST_GAP: usize = 3;

/// Longest fragment, in units, for which spaces are tried at every place.
const LONGEST_RESPACED: usize = 12;

/// The units of a normalised text, one after the other.
struct Units<'t> {
    text: &'t str,
    rest: Peekable<CharIndices<'t>>,
    /// The position of the next unit where nothing breaks.
    next: u32,
}

fn units(normalized: &str) -> Units<'_> {
    Units { text: normalized, rest: normalized.char_indices().peekable(), next: 0 }
}

impl<'t> Iterator for Units<'t> {
    type Item = Unit<'t>;

    fn next(&mut self) -> Option<Unit<'t>> {
        let (mut gap, mut broken) = (0, self.next == 0);
        let (at, c, cjk) = loop {
            let (at, c) = self.rest.next()?;
            let cjk = is_cjk(c);
            if cjk || c.is_alphanumeric() {
                break (at, c, cjk);
            }
            gap += 1;
            broken |= !matches!(c, ' ' | '\t' | '·' | '-' | '–' | '"');
        };
        let mut end = at + c.len_utf8();
        if !cjk {
            while let Some((_, more)) = self.rest.next_if(|(_, c)| !is_cjk(*c) && c.is_alphanumeric()) {
                end += more.len_utf8();
            }
        }
        let joint = if broken || gap > WIDEST_GAP {
            Joint::Break
        } else if gap > 0 {
            Joint::Loose
        } else {
            Joint::Tight
        };
        let position = self.next + u32::from(joint == Joint::Break && self.next > 0);
        self.next = position + 1;
        Some(Unit { text: &self.text[at..end], at, cjk, joint, position })
    }
}

/// Whether a character is a unit of its own.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(script_of(c), Script::Han | Script::Hangul | Script::Kana)
}

/// Writes the gram of two neighbours, where they have one, to `term`.
fn gram<'b>(left: &Unit, right: &Unit, joint: Joint, term: &'b mut String) -> Option<&'b str> {
    if joint == Joint::Break || !(left.cjk || right.cjk) {
        return None;
    }
    term.clear();
    term.push(left.text.chars().next_back()?);
    if joint == Joint::Loose {
        term.push(' ');
    }
    term.push(right.text.chars().next()?);
    Some(term)
}

/// Whether a character that is a unit of its own touches a unit.
fn is_beside_cjk(before: Option<&Unit>, unit: &Unit, next: Option<&Unit>) -> bool {
    let before = unit.joint != Joint::Break && before.is_some_and(|before| before.cjk);
    let behind = next.is_some_and(|next| next.joint != Joint::Break && next.cjk);
    before || behind
}

/// Hands the grams of a normalised text to `push`, in order of position.
pub(crate) fn grams(normalized: &str, mut push: impl FnMut(u32, &str)) {
    let mut rest = units(normalized);
    let (mut buffer, mut before, mut next) = (String::new(), None, rest.next());
    while let Some(unit) = next {
        next = rest.next();
        if !unit.cjk && is_beside_cjk(before.as_ref(), &unit, next.as_ref()) {
            push(unit.position, unit.text);
        }
        match &next {
            // Most are two characters as they stand in the text.
            Some(right) if unit.cjk && right.cjk && right.joint == Joint::Tight => {
                push(unit.position, &normalized[unit.at..right.at + right.text.len()]);
            }
            Some(right) => {
                gram(&unit, right, right.joint, &mut buffer).into_iter().for_each(|term| push(unit.position, term));
            }
            None => {}
        }
        before = Some(unit);
    }
}

/// One way in which a fragment may stand in an article: its grams and their relative positions.
pub(crate) type Spelling = Vec<(usize, String)>;

/// The ways in which a normalised fragment may stand in an article: as written, without its spaces, or with a space added
/// or removed at one place. Empty where it has no grams.
pub(crate) fn spellings(fragment: &str) -> Vec<Spelling> {
    let units: Vec<Unit> = units(fragment).collect();
    let written: Vec<Joint> = units.iter().map(|u| u.joint).collect();
    let mut ways = vec![written.clone()];
    if units.len() > 2 && units.len() <= LONGEST_RESPACED {
        for at in (1..units.len()).filter(|&at| units[at].cjk && units[at - 1].cjk) {
            let mut way = written.clone();
            way[at] = other_spacing(way[at]);
            ways.push(way);
        }
    }
    if written.contains(&Joint::Loose) {
        ways.push(written.iter().map(|j| if *j == Joint::Loose { Joint::Tight } else { *j }).collect());
    }
    let mut found: Vec<Spelling> = Vec::new();
    for way in ways {
        let spelling = spell(&units, &way);
        if !spelling.is_empty() && !found.contains(&spelling) {
            found.push(spelling);
        }
    }
    found
}

fn other_spacing(joint: Joint) -> Joint {
    match joint {
        Joint::Tight => Joint::Loose,
        Joint::Loose => Joint::Tight,
        Joint::Break => Joint::Break,
    }
}

fn spell(units: &[Unit], joints: &[Joint]) -> Spelling {
    let (mut terms, mut buffer) = (Vec::new(), String::new());
    for (at, unit) in units.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &units[at]);
        if !unit.cjk && is_beside_cjk(before, unit, units.get(at + 1)) {
            terms.push((unit.position as usize, unit.text.to_string()));
        }
        if let Some(term) = units.get(at + 1).and_then(|next| gram(unit, next, joints[at + 1], &mut buffer)) {
            terms.push((unit.position as usize, term.to_string()));
        }
    }
    terms
}

/// How many characters or runs a fragment has, and how many of them are Han, Hangul or Kana.
pub(crate) fn count(normalized: &str) -> (usize, usize) {
    units(normalized).fold((0, 0), |(all, cjk), unit| (all + 1, cjk + usize::from(unit.cjk)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(u32, &str)]) {
        let mut found = Vec::new();
        grams(text, |position, term| found.push((position, term.to_string())));
        let found: Vec<(u32, &str)> = found.iter().map(|(p, t)| (*p, t.as_str())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn grams_of_texts() {
        check("阿里云", &[(0, "阿里"), (1, "里云")]);
        check("인삼 성분", &[(0, "인삼"), (1, "삼 성"), (2, "성분")]);
        check("阿里云ai产品", &[(0, "阿里"), (1, "里云"), (2, "云a"), (3, "ai"), (3, "i产"), (4, "产品")]);
        check("增长34%，达", &[(0, "增长"), (1, "长3"), (2, "34")]);
        check("埃隆 · 马斯克", &[(0, "埃隆"), (1, "隆 马"), (2, "马斯"), (3, "斯克")]);
        check("plain english text", &[]);
        check("好\n坏", &[]);
        check("行为\"使", &[(0, "行为"), (1, "为 使")]);
        check("说“好", &[]);
    }

    #[test]
    fn spellings_of_fragments() {
        let check = |fragment: &str, expect: &[&str]| {
            let found: Vec<String> = spellings(fragment)
                .iter()
                .map(|s| s.iter().map(|(p, t)| format!("{p}{t}")).collect::<Vec<_>>().join(","))
                .collect();
            assert_eq!(found, expect, "{fragment}");
        };
        check("삼성", &["0삼성"]);
        check("삼 성", &["0삼 성", "0삼성"]);
        check("젠슨황", &["0젠슨,1슨황", "0젠 슨,1슨황", "0젠슨,1슨 황"]);
        check("云ai", &["0云a,1ai"]);
        check("好", &[]);
        check("cloud", &[]);
    }
}
