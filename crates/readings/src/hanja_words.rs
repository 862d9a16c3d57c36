//! Korean words of Chinese origin.

/// Korean words with the Chinese words they are written as, sorted (`scripts/make_hanja_words.py`).
static TABLE: &str = include_str!("../data/hanja_words.tsv");

/// The Chinese words, simplified, that a Korean word may be in characters, each with how likely it is among them (0 to 1),
/// the most likely first; nothing for native words and words that Chinese does not have. The table is searched where it
/// lies, so nothing is loaded.
///
/// ```
/// use newsbraid_readings::hanja_words;
/// assert_eq!(hanja_words("투자").collect::<Vec<_>>(), [("投资", 1.0)]);
/// assert_eq!(hanja_words("시장").collect::<Vec<_>>(), [("市场", 0.74), ("市长", 0.24)]);
/// assert_eq!(hanja_words("우리").count(), 0);
/// ```
pub fn hanja_words(word: &str) -> impl Iterator<Item = (&'static str, f32)> {
    let mut fields = row(word).unwrap_or_default().split('\t').skip(1);
    std::iter::from_fn(move || {
        let (hanja, percent) = (fields.next()?, fields.next()?);
        Some((hanja, percent.parse::<f32>().ok()? / 100.0))
    })
}

/// The row of a word, by bisection. Comment lines sort before all of Hangul.
fn row(word: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = line_start(low + (high - low) / 2);
        let line = TABLE[middle..].lines().next()?;
        match line.split('\t').next()?.cmp(word) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = (middle + line.len() + 1).min(TABLE.len()),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// The first byte of the line that the byte `at` lies in.
fn line_start(at: usize) -> usize {
    TABLE.as_bytes()[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bisection_finds_every_row_and_no_other() {
        let mut before = "";
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let word = line.split('\t').next().unwrap();
            assert!(before < word, "{word} is out of order");
            assert_eq!(row(word), Some(line));
            let shares: f32 = hanja_words(word).map(|(_, share)| share).sum();
            assert!(shares > 0.0 && shares < 1.02, "{line}");
            before = word;
        }
        for missing in ["", "가", "투", "투자가들", "힣", "invest", "\u{10FFFF}"] {
            assert_eq!(row(missing), None, "{missing}");
        }
    }
}
