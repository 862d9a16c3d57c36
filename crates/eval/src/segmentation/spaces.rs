//! Texts with spaces left out or put in, as careless writers do.

use std::fmt;

use serde::Serialize;

/// How many of the spaces are left out, and how many are put in, in percent of those that there are.
///
/// ```
/// use newsbraid_eval::segmentation::Spaces;
/// let mut text = "새로운 반도체 공장을 짓는다".to_string();
/// Spaces { dropped: 100, added: 0 }.change(&mut text);
/// assert_eq!(text, "새로운반도체공장을짓는다");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spaces {
    /// Percent of the spaces, at most 100.
    pub dropped: u8,
    /// Percent of the spaces, put between letters where none was.
    pub added: u8,
}

impl Spaces {
    /// Whether nothing is changed.
    pub fn are_kept(&self) -> bool {
        *self == Spaces::default()
    }

    /// Changes a text. Which places are changed follows from the text alone, so that every run has the same.
    pub fn change(&self, text: &mut String) {
        let letters: Vec<char> = text.chars().collect();
        let spaces = letters.iter().filter(|c| **c == ' ').count() as u64;
        let inside = |at: &usize| *at > 0 && letters[at - 1].is_alphabetic() && letters[*at].is_alphabetic();
        let places = (0..letters.len()).filter(inside).count() as u64;
        let mut chance = Chance(seed(text));
        text.clear();
        for (at, c) in letters.iter().enumerate() {
            if inside(&at) && chance.below(places * 100) < spaces * u64::from(self.added) {
                text.push(' ');
            }
            if *c != ' ' || chance.below(100) >= u64::from(self.dropped) {
                text.push(*c);
            }
        }
    }
}

impl fmt::Display for Spaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.dropped > 0 {
            write!(f, ", {}% of the spaces left out", self.dropped)?;
        }
        if self.added > 0 {
            write!(f, ", {}% of the spaces put in", self.added)?;
        }
        Ok(())
    }
}

/// FNV-1a.
fn seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % limit.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_as_many_as_asked_for() {
        let text = "가나다라 마바사 아자차카 타파하 ".repeat(500);
        let spaces = |text: &str| text.matches(' ').count() as i64;
        for (dropped, added, expect) in [(0, 0, 2000), (10, 0, 1800), (0, 10, 2200), (50, 0, 1000), (100, 0, 0)] {
            let mut changed = text.clone();
            Spaces { dropped, added }.change(&mut changed);
            assert!((spaces(&changed) - expect).abs() < 60, "{dropped} {added}: {}", spaces(&changed));
            assert_eq!(changed.replace(' ', ""), text.replace(' ', ""));
        }
    }
}
