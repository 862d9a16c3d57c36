//! Pairs of adjacent characters, so that any two or more of an article find it.
//!
//! The text is read as units: a Han, Hangul or Kana character is one, a run of other letters and digits is one. A gram is
//! made of two neighbours of which at least one is such a character; between them nothing may stand, or what writers put
//! or leave out at will (a space, a middle dot, a hyphen, a double quotation mark, which no phrase can hold), and then the gram
//! says so: `삼성` of 삼성 is another than `삼 성` of 인삼 성분. A query without the space looks for both, but never for a pair
//! of only two characters across a space.
//! Runs beside such a character are terms themselves. Positions count units; punctuation takes one.

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
    cjk: bool,
    joint: Joint,
    position: u32,
}

/// Characters between two parts of one name; more are a layout.
const WIDEST_GAP: usize = 3;

/// Longest fragment, in units, for which spaces are tried at every place.
const LONGEST_RESPACED: usize = 12;

fn units(normalized: &str) -> Vec<Unit<'_>> {
    let mut found: Vec<Unit> = Vec::new();
    let (mut gap, mut broken, mut run) = (0, true, None::<usize>);
    for (at, c) in normalized.char_indices() {
        let cjk = is_cjk(c);
        if cjk || c.is_alphanumeric() {
            if let (false, Some(start), Some(last)) = (cjk, run, found.last_mut()) {
                last.text = &normalized[start..at + c.len_utf8()];
                continue;
            }
            let joint = if broken || gap > WIDEST_GAP {
                Joint::Break
            } else if gap > 0 {
                Joint::Loose
            } else {
                Joint::Tight
            };
            let position = found.last().map_or(0, |last| last.position + 1 + u32::from(joint == Joint::Break));
            found.push(Unit { text: &normalized[at..at + c.len_utf8()], cjk, joint, position });
            (gap, broken) = (0, false);
            run = (!cjk).then_some(at);
        } else {
            gap += 1;
            broken |= !matches!(c, ' ' | '\t' | '·' | '-' | '–' | '"');
            run = None;
        }
    }
    found
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

fn is_beside_cjk(units: &[Unit], at: usize) -> bool {
    let before = at > 0 && units[at].joint != Joint::Break && units[at - 1].cjk;
    let after = units.get(at + 1).is_some_and(|next| next.joint != Joint::Break && next.cjk);
    before || after
}

/// Hands the grams of a normalised text to `push`, in order of position.
pub(crate) fn grams(normalized: &str, mut push: impl FnMut(u32, &str)) {
    let units = units(normalized);
    let mut buffer = String::new();
    for (at, unit) in units.iter().enumerate() {
        if !unit.cjk && is_beside_cjk(&units, at) {
            push(unit.position, unit.text);
        }
        if let Some(term) = units.get(at + 1).and_then(|next| gram(unit, next, next.joint, &mut buffer)) {
            push(unit.position, term);
        }
    }
}

/// One way in which a fragment may stand in an article: its grams and their relative positions.
pub(crate) type Spelling = Vec<(usize, String)>;

/// The ways in which a normalised fragment may stand in an article: as written, without its spaces, or with a space added
/// or removed at one place. Empty where it has no grams.
pub(crate) fn spellings(fragment: &str) -> Vec<Spelling> {
    let units = units(fragment);
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
        if !unit.cjk && is_beside_cjk(units, at) {
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
    let units = units(normalized);
    (units.len(), units.iter().filter(|u| u.cjk).count())
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
