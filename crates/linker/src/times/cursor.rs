//! Small readers of a normalised text: each takes a byte offset on a character boundary and gives the offset after.

/// The character at `at`.
pub(crate) fn char_at(s: &str, at: usize) -> Option<char> {
    match s.as_bytes().get(at) {
        Some(&b) if b < 0x80 => Some(b as char),
        Some(_) => s[at..].chars().next(),
        None => None,
    }
}

/// The character that ends at `at`.
pub(crate) fn char_before(s: &str, at: usize) -> Option<char> {
    match s.as_bytes()[..at].last() {
        Some(&b) if b < 0x80 => Some(b as char),
        Some(_) => s[..at].chars().next_back(),
        None => None,
    }
}

/// Past one space, if there is one.
pub(crate) fn skip_space(s: &str, at: usize) -> usize {
    at + usize::from(s.as_bytes().get(at) == Some(&b' '))
}

/// Before one space, if there is one.
pub(crate) fn skip_space_back(s: &str, at: usize) -> usize {
    at - usize::from(at > 0 && s.as_bytes()[at - 1] == b' ')
}

/// Past the first of `words` that stands at `at`; the longer of two words must come first.
pub(crate) fn eat(s: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = &s.as_bytes()[at..];
    // Most words differ in their first byte, and comparing that is much cheaper than a call that compares slices.
    let begins = |word: &[u8]| match (word.first(), rest.first()) {
        (Some(a), Some(b)) => a == b && rest.starts_with(word),
        (first, _) => first.is_none(),
    };
    words.iter().find(|w| begins(w.as_bytes())).map(|w| at + w.len())
}

/// [`eat`] after at most one space.
pub(crate) fn eat_spaced(s: &str, at: usize, words: &[&str]) -> Option<usize> {
    eat(s, skip_space(s, at), words)
}

/// One to four ASCII digits, with no digit after them.
pub(crate) fn small_number(s: &str, at: usize) -> Option<(i16, usize)> {
    let digits = s.as_bytes()[at..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits == 5 {
        return None;
    }
    Some((s[at..at + digits].parse().ok()?, at + digits))
}

/// Whether an ASCII word begins or ends at `at`: no letter or digit of ASCII on both sides.
pub(crate) fn word_edge(s: &str, at: usize) -> bool {
    let bytes = s.as_bytes();
    let alnum = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    !(at > 0 && alnum(bytes.get(at - 1)) && alnum(bytes.get(at)))
}

/// Whether a character is a Hangul syllable.
pub(crate) fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Whether a character is a Han character of the common blocks.
pub(crate) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Where the sentence that holds `at` begins: after the last 。!?\n, or full stop that ends a sentence.
pub(crate) fn sentence_start(s: &str, at: usize) -> usize {
    let bytes = s.as_bytes();
    let floor = at.saturating_sub(LONGEST_SENTENCE);
    let mut i = at;
    while i > floor {
        if ends_sentence(bytes, i - 1) {
            return i;
        }
        i -= 1;
    }
    (floor..=at).find(|&i| s.is_char_boundary(i)).unwrap_or(at)
}

/// Where the sentence that holds `at` ends: behind its mark.
pub(crate) fn sentence_end(s: &str, at: usize) -> usize {
    let bytes = s.as_bytes();
    let ceiling = bytes.len().min(at + LONGEST_SENTENCE);
    let found = (at..ceiling).find(|&i| ends_sentence(bytes, i)).map_or(ceiling, |i| i + 1);
    (found..=bytes.len()).find(|&i| s.is_char_boundary(i)).unwrap_or(bytes.len())
}

/// Bytes in which a sentence is looked for: longer ones are tables or damage, and would cost quadratic time.
const LONGEST_SENTENCE: usize = 1500;

/// The bytes that [`is_mark`] knows; nearly all others are passed with one look.
static LAST_BYTES: [bool; 256] = {
    let mut bytes = [false; 256];
    bytes[b'\n' as usize] = true;
    bytes[b'!' as usize] = true;
    bytes[b'?' as usize] = true;
    bytes[b'.' as usize] = true;
    bytes[0x82] = true;
    bytes
};

/// Whether the byte at `i` is the last one of a mark that ends a sentence.
#[inline]
fn ends_sentence(bytes: &[u8], i: usize) -> bool {
    LAST_BYTES[bytes[i] as usize] && is_mark(bytes, i)
}

fn is_mark(bytes: &[u8], i: usize) -> bool {
    match bytes[i] {
        b'\n' | b'!' | b'?' => true,
        // 。 is E3 80 82.
        0x82 => i >= 2 && bytes[i - 1] == 0x80 && bytes[i - 2] == 0xE3,
        b'.' => {
            let next_space = bytes.get(i + 1).is_none_or(|b| b.is_ascii_whitespace() || *b == b'"' || *b == b'\'');
            let word = bytes[..i].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
            // A full stop after one to three Latin letters is an abbreviation more often than not (U.S., Oct., Inc.).
            next_space && (word == 0 || word > 3)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_at_marks_and_not_in_numbers_or_abbreviations() {
        let text = "Sales rose 3.5% in Oct. 2025 in the U.S. alone. Profit fell. 收入增长。利润下降";
        let at = text.find("Profit").expect("in it");
        assert_eq!(&text[sentence_start(text, at)..sentence_end(text, at)], " Profit fell.");
        let at = text.find("2025").expect("in it");
        assert_eq!(&text[sentence_start(text, at)..sentence_end(text, at)], &text[..47]);
        let at = text.find("利润").expect("in it");
        assert_eq!(&text[sentence_start(text, at)..sentence_end(text, at)], "利润下降");
    }

    #[test]
    fn small_numbers_have_at_most_four_digits() {
        assert_eq!(small_number("2025年", 0), Some((2025, 4)));
        assert_eq!(small_number("12345", 0), None);
        assert_eq!(small_number("年", 0), None);
    }
}
