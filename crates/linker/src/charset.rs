//! Sets of characters that are asked for at every word of a text.

/// Characters of the basic plane, one bit each.
pub(crate) struct CharSet(Vec<u64>);

impl CharSet {
    /// The set of these characters; those beyond the basic plane are in no set.
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> CharSet {
        let mut bits = vec![0u64; 0x1_0000 / 64];
        for c in chars.into_iter().map(|c| c as usize).filter(|c| *c < 0x1_0000) {
            bits[c / 64] |= 1 << (c % 64);
        }
        CharSet(bits)
    }

    /// The first characters of words.
    pub(crate) fn first_of<'w>(words: impl IntoIterator<Item = &'w &'w str>) -> CharSet {
        CharSet::new(words.into_iter().filter_map(|word| word.chars().next()))
    }

    /// The last characters of words.
    pub(crate) fn last_of<'w>(words: impl IntoIterator<Item = &'w &'w str>) -> CharSet {
        CharSet::new(words.into_iter().filter_map(|word| word.chars().next_back()))
    }

    /// Whether a character is in the set.
    pub(crate) fn contains(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    /// Whether a text begins with a character of the set.
    pub(crate) fn begins(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.contains(c))
    }

    /// Whether a text ends with a character of the set.
    pub(crate) fn ends(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn sets_hold_their_characters_and_no_other() {
        let set = CharSet::first_of(&["总统", "회장", "ceo", "🎉"]);
        for (text, expect) in [("总理", true), ("회의", true), ("cfo", true), ("统", false), ("", false), ("🎉", false)]
        {
            assert_eq!(set.begins(text), expect, "{text}");
        }
        assert!(CharSet::last_of(&["总统"]).ends("副总统") && !set.ends("总统"));
    }
}
