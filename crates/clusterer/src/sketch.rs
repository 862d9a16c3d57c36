//! Near-duplicates: reprints and small rewrites of one text.

use std::collections::HashMap;

use newsbraid_text::{Script, script_of};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::family::mix;

/// Minimum hashes of an article. They estimate a share of common shingles to about 4%.
const MINIMA: usize = 126;
/// Letters of a shingle: three Chinese characters are about as much as five letters of other scripts, one or two words. A
/// text in the other Chinese script has another word here and there, which longer shingles would spoil too many of.
const SHINGLE: usize = 5;
const SHINGLE_OF_HAN: usize = 3;
/// Minima of a band: articles that agree in one whole band are compared. Of two that share half of their shingles one in
/// three hundred pairs is missed.
const BAND: usize = 3;
/// Shingles below which a text is too short to be called a duplicate by them.
const SHORTEST: usize = 40;
/// What title and text of an article that is too short for shingles weigh at least, for another that says the same letter by
/// letter to be its reprint: twelve Chinese characters or twenty other letters. Shorter ones (今日要闻, 오늘의 날씨) come again
/// and mean another thing.
const SHORTEST_EQUAL: usize = 60;
const LETTER_OF_HAN: usize = 5;
const LETTER: usize = 3;
/// The first articles of a band that later ones are compared with, and the first of one text by a publisher.
const COMPARED: usize = 8;
/// Articles of one publisher that have one text below titles which say different things: it is a standing note, of the shop of a paper or
/// a series, and none repeats another.
const STANDING: usize = 3;
/// Titles are alike where they share at least this of the letter pairs of the shorter one.
const ALIKE_TITLES: f64 = 0.4;
/// Shingles of a text below which it is taken for a standing note also where nothing is known of publishers: longer ones are
/// rather reprints under titles of their own.
const SHORT_NOTE: u32 = 200;
/// Pairs that are gathered before those met twice are dropped.
const GATHERED: usize = 1 << 22;
/// A shortened reprint has at least this share of the shingles of the other.
const SHORTENED: f64 = 0.5;

/// A sketch of a text for estimating how many shingles two texts share; of a text too short for that, whether it is equal.
///
/// Shingles run over letters and digits only, so spaces, line breaks and punctuation play no role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// The minimum of each bin (one-permutation hashing, empty bins filled from the next); empty for short texts.
    minima: Vec<u32>,
    /// Different shingles of the text.
    shingles: u32,
    /// Hash of all letters of title and text where the text is too short for shingles; 0 where these are too few, too.
    letters: u64,
    /// Hashes of the pairs of letters of the title, sorted.
    title: Vec<u16>,
}

impl Sketch {
    /// The sketch of a normalised text without a title.
    pub fn of(text: &str) -> Sketch {
        Sketch::of_article("", text, text)
    }

    /// The sketch of an article by what follows its title; `whole` is both.
    pub fn of_article(title: &str, whole: &str, text: &str) -> Sketch {
        let title = letter_pairs(title);
        let letters: Vec<char> = letters(text).collect();
        let mut hashes: Vec<u64> = (0..letters.len()).filter_map(|start| shingle(&letters[start..])).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut minima = vec![u32::MAX; MINIMA];
        for &hash in &hashes {
            let (bin, value) = (hash as usize % MINIMA, (hash >> 32) as u32 & (u32::MAX >> 1));
            minima[bin] = minima[bin].min(value);
        }
        let shingles = hashes.len() as u32;
        if hashes.len() < SHORTEST {
            return Sketch { minima: Vec::new(), shingles, letters: hash_of_letters(whole), title };
        }
        Sketch { minima: filled(&minima), shingles, letters: 0, title }
    }

    /// The estimated share of common shingles, from 0 to 1; of texts that are too short for shingles 1 where they are equal.
    pub fn likeness(&self, other: &Sketch) -> f64 {
        if self.equals(other) {
            return 1.0;
        }
        let equal = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        equal as f64 / MINIMA as f64
    }

    /// The estimated share of the shingles of the shorter text that the longer one has, from 0 to 1 (Broder, On the
    /// resemblance and containment of documents, SEQUENCES 1997); 0 where the shorter one is not half as long.
    pub fn containment(&self, other: &Sketch) -> f64 {
        let (short, long) = (self.shingles.min(other.shingles), self.shingles.max(other.shingles));
        let (short, long) = (f64::from(short), f64::from(long));
        let likeness = self.likeness(other);
        if short < SHORTENED * long || likeness == 0.0 {
            return 0.0;
        }
        (likeness / (1.0 + likeness) * (short + long) / short).min(1.0)
    }

    /// Whether the titles say different things.
    fn titled_otherwise(&self, other: &Sketch) -> bool {
        let shared = self.title.iter().filter(|pair| other.title.binary_search(pair).is_ok()).count();
        (shared as f64) < ALIKE_TITLES * self.title.len().min(other.title.len()) as f64
    }

    /// Whether both are too short for shingles and say the same.
    fn equals(&self, other: &Sketch) -> bool {
        self.letters != 0 && self.letters == other.letters
    }

    fn band(&self, band: usize) -> Option<u64> {
        if band == 0 && self.letters != 0 {
            return Some(self.letters);
        }
        let minima = self.minima.chunks(BAND).nth(band)?;
        Some(minima.iter().fold(band as u64, |hash, &minimum| mix(hash.wrapping_mul(31) ^ u64::from(minimum))))
    }
}

/// Letters and digits of a text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| c.is_ascii_digit() || script_of(c) != Script::Common)
}

/// Hashes of the pairs of letters of a title, sorted.
fn letter_pairs(title: &str) -> Vec<u16> {
    let letters: Vec<char> = letters(title).collect();
    let hash = |pair: &[char]| mix(u64::from(pair[0]) << 32 | u64::from(pair[1])) as u16;
    let mut pairs: Vec<u16> = letters.windows(2).map(hash).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// A hash of all letters of a text; 0 where they are too few.
fn hash_of_letters(text: &str) -> u64 {
    let weight = |c| if script_of(c) == Script::Han { LETTER_OF_HAN } else { LETTER };
    if letters(text).map(weight).sum::<usize>() < SHORTEST_EQUAL {
        return 0;
    }
    letters(text).fold(1, |hash, c| mix(hash ^ u64::from(c))).max(1)
}

/// The hash of the shingle that letters begin with.
fn shingle(letters: &[char]) -> Option<u64> {
    let length = if script_of(*letters.first()?) == Script::Han { SHINGLE_OF_HAN } else { SHINGLE };
    let shingle = letters.get(..length)?;
    Some(mix(shingle.iter().fold(0u64, |hash, &c| hash.wrapping_mul(0x0010_0000_01b3) ^ mix(u64::from(c)))))
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

/// When an article repeats another.
pub(crate) struct Reprints {
    /// Least share of common shingles within the window; outside it is [`LATE`] or more.
    pub likeness: f64,
    /// Least share of the shorter one's shingles, for a shortened reprint.
    pub containment: f64,
    /// Seconds between an article and a changed or shortened reprint of it at most: what is written from one template every
    /// week shares as much.
    pub window: i64,
}

/// An article as reprints are found by.
pub(crate) struct Sketched<'a> {
    pub sketch: &'a Sketch,
    /// Seconds since 1970.
    pub time: Option<i64>,
    /// Publisher.
    pub source: Option<&'a str>,
}

/// Least share of common shingles outside the window: what is written from one template every year shares less.
const LATE: f64 = 0.9;

impl Reprints {
    /// For each article the one it repeats, if any: the first in `order` among those it is like that repeat no other.
    /// `order` is by date, then id.
    pub fn originals(&self, articles: &[Sketched], order: &[usize]) -> Vec<Option<usize>> {
        let mut original: Vec<Option<usize>> = vec![None; articles.len()];
        let pairs = candidates(articles, order);
        for later in pairs.chunk_by(|a, b| a.0 == b.0) {
            let article = order[later[0].0 as usize];
            let found = later
                .iter()
                .map(|&(_, earlier)| order[earlier as usize])
                .find(|&earlier| original[earlier].is_none() && self.repeats(&articles[article], &articles[earlier]));
            original[article] = found;
        }
        part_standing_notes(articles, order, &mut original);
        original
    }

    fn repeats(&self, a: &Sketched, b: &Sketched) -> bool {
        let near = a.time.zip(b.time).is_none_or(|(a, b)| a.abs_diff(b) <= self.window.unsigned_abs());
        let short = a.sketch.letters != 0 || b.sketch.letters != 0;
        if short {
            return near && a.sketch.equals(b.sketch);
        }
        let likeness = a.sketch.likeness(b.sketch);
        likeness >= LATE || near && (likeness >= self.likeness || a.sketch.containment(b.sketch) >= self.containment)
    }
}

/// Takes articles for no reprints that have only a standing note of their publisher in common with the original.
fn part_standing_notes(articles: &[Sketched], order: &[usize], original: &mut [Option<usize>]) {
    let mut first: HashMap<(usize, Option<&str>), Vec<usize>> = HashMap::new();
    let text = |at: usize| (original[at].unwrap_or(at), articles[at].source);
    for &at in order {
        let of_publisher = first.entry(text(at)).or_default();
        of_publisher.extend((of_publisher.len() < COMPARED).then_some(at));
    }
    let is_note = |at: usize| {
        let Sketched { sketch, source, .. } = articles[at];
        let others = first[&text(at)].iter().filter(|&&other| other != at);
        let (otherwise, alike): (Vec<usize>, Vec<usize>) =
            others.partition(|&&other| sketch.titled_otherwise(articles[other].sketch));
        let may_be = source.is_some() || sketch.shingles < SHORT_NOTE;
        may_be && otherwise.len() + 1 >= STANDING && otherwise.len() > alike.len()
    };
    let notes: Vec<usize> = (0..articles.len()).filter(|&at| original[at].is_some() && is_note(at)).collect();
    notes.into_iter().for_each(|at| original[at] = None);
}

/// Pairs of places in `order`, the later first, of articles that agree in a whole band; sorted.
fn candidates(articles: &[Sketched], order: &[usize]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for band in 0..MINIMA / BAND {
        let hash = |(at, &article): (usize, &usize)| Some((articles[article].sketch.band(band)?, at as u32));
        let mut hashes: Vec<(u64, u32)> = order.par_iter().enumerate().filter_map(hash).collect();
        hashes.par_sort_unstable();
        for equal in hashes.chunk_by(|a, b| a.0 == b.0) {
            for (at, later) in equal.iter().enumerate() {
                pairs.extend(equal[..at.min(COMPARED)].iter().map(|earlier| (later.1, earlier.1)));
            }
        }
        if pairs.len() > GATHERED {
            pairs.par_sort_unstable();
            pairs.dedup();
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "云智能集团本季度收入同比增长百分之三十四，人工智能相关产品收入连续第九个季度实现三位数增长，公司将继续加大对\
                        云和人工智能基础设施的投入，预计未来三年的投入将超过过去十年的总和。";

    /// What repeats what, of sketches with their days.
    fn originals(articles: &[(&Sketch, i64)]) -> Vec<Option<usize>> {
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_by_key(|&i| articles[i].1);
        let day = 86_400;
        let articles: Vec<Sketched> = articles
            .iter()
            .map(|&(sketch, days)| Sketched { sketch, time: Some(days * day), source: Some("daily") })
            .collect();
        Reprints { likeness: 0.7, containment: 0.8, window: 4 * day }.originals(&articles, &order)
    }

    #[test]
    fn a_shortened_reprint_is_one_within_some_days() {
        let letter = |n: u32| char::from_u32(0x4E00 + (n * n * 7919 + n * 104_729) % 5003).unwrap();
        let long: String = (0..400).map(letter).collect();
        let short: String = long.chars().take(long.chars().count() * 3 / 5).collect();
        let snippet: String = long.chars().take(long.chars().count() / 4).collect();
        let [long, short, snippet] = [&long, &short, &snippet].map(|text| Sketch::of(text));
        assert!(short.likeness(&long) < 0.7 && short.containment(&long) > 0.8);
        assert_eq!(originals(&[(&long, 0), (&short, 1)]), [None, Some(0)]);
        assert_eq!(originals(&[(&short, 0), (&long, 1)]), [None, Some(0)], "the earlier is the original");
        assert_eq!(originals(&[(&long, 0), (&short, 9)]), [None, None], "it is too late");
        assert_eq!(originals(&[(&long, 0), (&snippet, 1)]), [None, None], "a part is no reprint");
    }

    #[test]
    fn of_many_equal_articles_the_first_is_the_original() {
        let text = Sketch::of(TEXT);
        let articles: Vec<(&Sketch, i64)> = (0..300).map(|day| (&text, day)).collect();
        let found = originals(&articles);
        assert_eq!((found[0], found[1..].iter().all(|original| *original == Some(0))), (None, true));
    }

    #[test]
    fn a_note_that_one_publisher_prints_below_other_titles_makes_no_reprints() {
        let note = "독자 여러분을 위해 국내 제조 기업의 우수한 제품을 골라 소개합니다. 이 글에는 광고가 들어 있습니다. 교환과 반품 걱정 없이 \
                    사실 수 있도록 저희가 먼저 써 보았습니다.";
        let titled = |title: &str| Sketch::of_article(title, &format!("{title}\n{note}"), note);
        let sold = ["의사도 쓰는 손목 보호대", "가을 사과 한 상자 특가", "겨울용 온풍기, 삼만 원대"].map(titled);
        let again = titled("가을 사과 한 상자 반값 특가");
        let day = |sketch| (sketch, 0);
        assert_eq!(originals(&[day(&sold[0]), day(&sold[1]), day(&sold[2])]), [None; 3]);
        assert_eq!(originals(&[day(&sold[0]), day(&sold[1])]), [None, Some(0)], "two may be one text under two titles");
        assert_eq!(originals(&[day(&sold[1]), day(&again), day(&again)]), [None, Some(0), Some(0)]);
    }

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
        assert_eq!(originals(&[(&reprint, 1), (&other, 1), (&text, 0)]), [Some(2), None, None]);
    }

    #[test]
    fn what_is_written_from_one_template_is_a_reprint_within_some_days_only() {
        let (text, next) = (Sketch::of(TEXT), Sketch::of(&TEXT.replace("百分之三十四", "百分之十二")));
        assert!((0.7..LATE).contains(&next.likeness(&text)), "{}", next.likeness(&text));
        assert_eq!(originals(&[(&text, 0), (&next, 1)]), [None, Some(0)]);
        assert_eq!(originals(&[(&text, 0), (&next, 9)]), [None, None]);
        assert_eq!(originals(&[(&text, 0), (&text, 9)]), [None, Some(0)]);
    }

    #[test]
    fn short_texts_are_reprints_where_they_are_equal_and_of_the_same_days() {
        let check = |a: &str, b: &str, days: i64, expect: Option<usize>| {
            let found = originals(&[(&Sketch::of(a), 0), (&Sketch::of(b), days)]);
            assert_eq!(found, [None, expect], "{a} {b}");
        };
        let report = "A bridge opened in Seoul on Tuesday.";
        check(report, "A bridge opened, in Seoul, on Tuesday", 2, Some(0));
        check(report, "A bridge opened in Busan on Tuesday.", 2, None);
        check(report, report, 9, None);
        check("首尔一座大桥周二正式通车了", "首尔一座大桥周二正式通车了", 0, Some(0));
        // What is shorter comes again every day, and what is empty is like nothing.
        ["오늘의 날씨", "今日要闻", "AI 효과", ""].into_iter().for_each(|text| check(text, text, 0, None));
        let titled = |title: &str| Sketch::of_article(title, &format!("{title}\n{report}"), report);
        assert_eq!(titled("Seoul").likeness(&titled("Bridge")), 0.0, "the title counts");
    }
}
