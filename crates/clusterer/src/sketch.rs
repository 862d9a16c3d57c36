//! Near-duplicates: reprints and small rewrites of one text.

use std::collections::HashMap;

use newsbraid_text::{Script, script_of};
use serde::{Deserialize, Serialize};

use crate::family::mix;

/// Minimum hashes of an article. 64 estimate a share of common shingles to about 6%.
const MINIMA: usize = 64;
/// Characters of a shingle. Five characters of Chinese or Korean are about two words; of English about one.
const SHINGLE: usize = 5;
/// Minima of a band: articles that agree in one whole band are compared.
const BAND: usize = 4;
/// Shingles below which a text is too short to be called a duplicate by them.
const SHORTEST: usize = 40;
/// Earlier articles of a band that a new one is compared with.
const COMPARED: usize = 8;

/// A sketch of a text for estimating how many shingles two texts share.
///
/// Shingles run over letters and digits only, so spaces, line breaks and punctuation play no role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// The minimum of each bin (one-permutation hashing, empty bins filled from the next); empty for short texts.
    minima: Vec<u32>,
}

impl Sketch {
    /// The sketch of a normalised text.
    pub fn of(text: &str) -> Sketch {
        let letters: Vec<char> =
            text.chars().filter(|&c| c.is_ascii_digit() || script_of(c) != Script::Common).collect();
        let mut minima = vec![u32::MAX; MINIMA];
        let mut count = 0;
        for shingle in letters.windows(SHINGLE) {
            let hash =
                mix(shingle.iter().fold(0u64, |hash, &c| hash.wrapping_mul(0x0010_0000_01b3) ^ mix(u64::from(c))));
            let (bin, value) = (hash as usize % MINIMA, (hash >> 32) as u32 & (u32::MAX >> 1));
            minima[bin] = minima[bin].min(value);
            count += 1;
        }
        if count < SHORTEST {
            return Sketch { minima: Vec::new() };
        }
        Sketch { minima: filled(&minima) }
    }

    /// The estimated share of common shingles, from 0 to 1; 0 where a text is too short.
    pub fn likeness(&self, other: &Sketch) -> f64 {
        let equal = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        equal as f64 / MINIMA as f64
    }

    fn bands(&self) -> impl Iterator<Item = u64> {
        self.minima.chunks(BAND).enumerate().map(|(band, minima)| {
            minima.iter().fold(band as u64, |hash, &minimum| mix(hash.wrapping_mul(31) ^ u64::from(minimum)))
        })
    }
}

/// Fills empty bins with the next one's minimum, changed by the distance so that runs of empty bins do not all agree.
fn filled(minima: &[u32]) -> Vec<u32> {
    (0..MINIMA)
        .map(|bin| {
            let step = (0..MINIMA).find(|step| minima[(bin + step) % MINIMA] != u32::MAX).unwrap_or(0);
            minima[(bin + step) % MINIMA].wrapping_add((step as u32).wrapping_mul(0x9e37_79b9))
        })
        .collect()
}

/// For each article the one it repeats, if any: the first in `order` among those it is like. `order` is by date, then id.
pub(crate) fn originals(sketches: &[&Sketch], order: &[usize], least: f64) -> Vec<Option<usize>> {
    let mut bands: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut original = vec![None; sketches.len()];
    for (at, &article) in order.iter().enumerate() {
        let found = (sketches[article].bands())
            .flat_map(|band| bands.get(&band).into_iter().flatten())
            .filter(|&&earlier| sketches[article].likeness(sketches[order[earlier]]) >= least)
            .min();
        original[article] = found.map(|&earlier| order[earlier]);
        if found.is_none() {
            for band in sketches[article].bands() {
                let articles = bands.entry(band).or_default();
                if articles.len() < COMPARED {
                    articles.push(at);
                }
            }
        }
    }
    original
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "云智能集团本季度收入同比增长百分之三十四，人工智能相关产品收入连续第九个季度实现三位数增长，公司将继续加大对\
                        云和人工智能基础设施的投入，预计未来三年的投入将超过过去十年的总和。";

    #[test]
    fn spaces_and_marks_play_no_role() {
        let spaced: String = TEXT.chars().flat_map(|c| if c == '，' { vec![' ', '\n'] } else { vec![c] }).collect();
        assert_eq!(Sketch::of(TEXT), Sketch::of(&spaced));
    }

    #[test]
    fn a_rewritten_end_is_a_near_duplicate_and_another_text_is_not() {
        let reprint = Sketch::of(&TEXT.replace("总和", "总额。来源：某报"));
        let other = Sketch::of(&TEXT.chars().rev().collect::<String>());
        let text = Sketch::of(TEXT);
        assert!(text.likeness(&reprint) > 0.7);
        assert!(text.likeness(&other) < 0.2);
        assert_eq!(originals(&[&reprint, &other, &text], &[2, 1, 0], 0.7), [Some(2), None, None]);
    }

    #[test]
    fn short_texts_are_never_duplicates() {
        assert_eq!(Sketch::of("").likeness(&Sketch::of("")), 0.0);
        assert_eq!(Sketch::of("AI 효과").likeness(&Sketch::of("AI 효과")), 0.0);
    }
}
