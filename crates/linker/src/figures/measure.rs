//! What a figure measures: the cue in its sentence that is nearest to it in the way of its language.

use crate::annotations::Unit;
use crate::times::cursor::{is_hangul, sentence_end, sentence_start, skip_space_back, word_edge};

use super::lexicon::{Cue, Cues, Measure, Place};
use super::raw::Raw;

/// A cue that stands in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueHit {
    pub start: usize,
    pub end: usize,
    pub cue: Cue,
}

/// The cues of a normalised text, in order. Latin words have edges.
pub(crate) fn cue_hits(s: &str, cues: &Cues) -> Vec<CueHit> {
    let hits = cues.automaton.find_iter(s).map(|m| CueHit {
        start: m.start(),
        end: m.end(),
        cue: cues.cues[m.pattern().as_usize()],
    });
    hits.filter(|h| word_edge(s, h.start) && word_edge(s, h.end)).collect()
}

/// The measure of a figure and the word that says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// Place in the table of measures.
    pub measure: u16,
    /// Bytes of the word.
    pub cue: (usize, usize),
    /// Whether it stands beside the figure, no more than one comma away, and no figure of the same unit took it before.
    pub near: bool,
    /// Of a list (分别, 각각): where the word before it in the list ends. What qualifies stands between the two.
    pub listed: Option<usize>,
}

/// Finds the measures of the figures of one text, from left to right.
pub(crate) struct Measuring<'a> {
    pub s: &'a str,
    pub measures: &'a [Measure],
    pub cues: &'a [CueHit],
    /// The cue that the figure before took from behind it.
    claimed: Option<usize>,
    /// The cue of the figure before, and its unit.
    used: Option<(usize, Option<Unit>)>,
}

/// A cue that fits, and how far it is.
struct Candidate {
    at: usize,
    measure: u16,
    cost: usize,
    weak: bool,
}

/// Bytes between a number and the word behind it that tells what it counts.
const FARTHEST_AFTER: usize = 24;
/// What crossing a comma costs, in bytes.
const COMMA: usize = 60;
/// What taking the cue of the figure before costs.
const CLAIMED: usize = 40;

impl<'a> Measuring<'a> {
    pub(crate) fn new(s: &'a str, measures: &'a [Measure], cues: &'a [CueHit]) -> Measuring<'a> {
        Measuring { s, measures, cues, claimed: None, used: None }
    }

    /// The measure of a figure: `fits` says which measures its unit allows.
    pub(crate) fn of(&mut self, raw: &Raw, fits: impl Fn(&Measure) -> bool) -> Option<Measured> {
        let before = self.before(raw, &fits);
        let after = self.after(raw, &fits);
        let best = match (before, after) {
            // Growth said at once behind the number beats the measure of another clause.
            (Some(b), Some(a)) if a.weak && !b.weak => {
                if b.cost >= COMMA && a.cost == 0 {
                    a
                } else {
                    b
                }
            }
            (Some(b), Some(a)) if b.weak && !a.weak => a,
            (Some(b), Some(a)) => {
                if a.cost < b.cost {
                    a
                } else {
                    b
                }
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return None,
        };
        let before_claim = self.claimed;
        self.claimed = (self.cues[best.at].start >= raw.number.end).then_some(best.at);
        let hit = self.cues[best.at];
        let own = before_claim != Some(best.at) && self.used != Some((best.at, raw.counted.unit()));
        self.used = Some((best.at, raw.counted.unit()));
        Some(Measured {
            measure: best.measure,
            cue: (hit.start, hit.end),
            near: own && best.cost < 2 * COMMA,
            listed: None,
        })
    }

    /// The last cue before the figure in its sentence; a weak one only where there is no other.
    fn before(&self, raw: &Raw, fits: &impl Fn(&Measure) -> bool) -> Option<Candidate> {
        let start = raw.span.start as usize;
        let from = sentence_start(self.s, start);
        let passed = self.cues.partition_point(|c| c.end <= start);
        let mut weak = None;
        for (at, hit) in self.cues[..passed].iter().enumerate().rev().take_while(|(_, h)| h.start >= from) {
            let Cue::Measure(measure) = hit.cue else { continue };
            let entry = &self.measures[usize::from(measure)];
            if !fits(entry) {
                continue;
            }
            let claimed = if self.claimed == Some(at) { CLAIMED } else { 0 };
            let cost = self.gap(hit.end, start) + claimed;
            let found = Candidate { at, measure, cost, weak: entry.weak };
            if !entry.weak {
                return Some(found);
            }
            weak = weak.or(Some(found));
        }
        weak
    }

    /// The first cue behind the figure: at once (34%的收入增长), or for words that follow their number, near it.
    fn after(&self, raw: &Raw, fits: &impl Fn(&Measure) -> bool) -> Option<Candidate> {
        let end = raw.number.end;
        let to = sentence_end(self.s, end).min(end + FARTHEST_AFTER + raw.span.len());
        let first = self.cues.partition_point(|c| c.start < end);
        for (at, hit) in self.cues.iter().enumerate().skip(first).take_while(|(_, h)| h.start < to) {
            let Cue::Measure(measure) = hit.cue else { continue };
            let entry = &self.measures[usize::from(measure)];
            if !fits(entry) {
                continue;
            }
            let unit_end = past_bracket(self.s, raw.span.end as usize).min(hit.start);
            let gap = &self.s[unit_end..hit.start];
            let broken = gap.contains([',', ';', ':', '(', ')', '·', '/', '"', '\''])
                || gap.contains('、')
                || gap.contains(" and ")
                || gap.bytes().any(|b| b.is_ascii_digit());
            if broken {
                return None;
            }
            let near = entry.side == Place::After && gap.len() <= FARTHEST_AFTER;
            let direct = DIRECT.contains(&gap);
            let near = near || gap.len() <= OWNED && OF.iter().any(|w| gap.starts_with(w));
            return (near || direct).then_some(Candidate {
                at,
                measure,
                cost: if direct { 0 } else { gap.len() },
                weak: entry.weak,
            });
        }
        None
    }

    /// Bytes between a cue and the figure behind it, with what the commas and brackets between them cost.
    fn gap(&self, from: usize, to: usize) -> usize {
        let between = &self.s[from.min(to)..to];
        let bytes = between.as_bytes();
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let inside = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
        let breaks = bytes.iter().enumerate().filter(|(at, b)| **b == b';' || **b == b',' && !inside(*at));
        let commas = breaks.count() + between.matches('、').count();
        between.len() + commas * COMMA
    }

    /// Of several figures after 각각, 分别 or "respectively" set off, the k-th has the k-th of the measures named before.
    pub(crate) fn respectively(&self, raws: &[Raw], at: usize, fits: impl Fn(&Measure) -> bool) -> Option<Measured> {
        let start = raws[at].span.start as usize;
        let from = sentence_start(self.s, start).max(floor(self.s, start.saturating_sub(RESPECTIVELY)));
        let marker = ["각각", "分别"].iter().filter_map(|w| self.s[from..start].rfind(w)).max()? + from;
        let unit = raws[at].counted.unit();
        let same = |raw: &&Raw| raw.counted.unit() == unit;
        let nth = raws[..at].iter().rev().take_while(|r| r.span.start as usize > marker).filter(same).count();
        let sentence = sentence_end(self.s, start);
        let total = nth + raws[at..].iter().take_while(|r| (r.span.end as usize) <= sentence).filter(same).count();
        let mut named: Vec<(u16, &CueHit)> = Vec::new();
        let first = self.cues.partition_point(|c| c.start < sentence_start(self.s, marker));
        for hit in self.cues[first..].iter().take_while(|h| h.end <= marker) {
            match hit.cue {
                Cue::Measure(m) if fits(&self.measures[usize::from(m)]) && !self.measures[usize::from(m)].weak => {
                    named.push((m, hit));
                }
                _ => {}
            }
        }
        // One measure said of two things counts twice (总收入及外部客户收入), said again beside its own figure once.
        if named.len() > total {
            named.dedup_by_key(|n| n.0);
        }
        let skip = named.len().checked_sub(total)?;
        let (measure, hit) = named.get(skip + nth).copied()?;
        let before = (skip + nth).checked_sub(1).and_then(|at| named.get(at));
        let listed = before.map_or(sentence_start(self.s, marker), |(_, hit)| hit.end);
        Some(Measured { measure, cue: (hit.start, hit.end), near: true, listed: Some(listed) })
    }

    /// Whether the word behind a great bare number says what it counts: 226,000의 사망자.
    fn counts_next(&self, raw: &Raw, measure: u16) -> bool {
        let end = raw.number.end;
        let next = self.cues.iter().skip(self.cues.partition_point(|c| c.start < end)).take(1);
        raw.number.grouped
            && next.into_iter().any(|c| c.cue == Cue::Measure(measure) && DIRECT.contains(&&self.s[end..c.start]))
    }

    /// Whether a bare number at `raw` stands where a count would: right behind its cue, or in English behind a verb.
    pub(crate) fn bare_counts(&self, raw: &Raw, measure: u16) -> bool {
        let start = raw.span.start as usize;
        let from = sentence_start(self.s, start);
        let passed = self.cues.partition_point(|c| c.end <= start);
        let cue =
            self.cues[..passed].iter().rev().take_while(|h| h.start >= from).find(|h| h.cue == Cue::Measure(measure));
        let Some(cue) = cue else { return self.counts_next(raw, measure) };
        let between = &self.s[cue.end..start];
        let word = last_word(self.s, start);
        let linked = word.is_empty() || LINKS.contains(&word);
        let farthest = if self.measures[usize::from(measure)].toll { CLOSE_TOLL } else { CLOSE };
        let close = between.len() <= farthest
            && !between.contains([',', ';', '(', '"'])
            && !between.bytes().any(|b| b.is_ascii_digit());
        let touches = between.is_empty();
        let plain_year = !raw.number.grouped && !raw.number.point && (1900.0..2100.0).contains(&raw.value);
        linked && !touches && !plain_year && (close || raw.number.grouped && !word.is_empty())
    }
}

/// What may stand between a number and the noun it belongs to.
const DIRECT: [&str; 20] = [
    "",
    " ",
    "的",
    "의 ",
    "의",
    "을 ",
    "를 ",
    " 규모 ",
    " 규모의 ",
    " 규모의",
    "规模的",
    " in ",
    " of ",
    " worth of ",
    "净",
    "级",
    "级的",
    "级别的",
    "-",
    "之",
];
/// What leads from a number to the noun that owns it: 1.62亿元的调整后利润.
const OF: [&str; 4] = ["的", "의 ", " in ", " of "];
/// Bytes of such an attribute.
const OWNED: usize = 18;
/// Bytes between a cue and a bare number that it counts.
const CLOSE: usize = 24;
/// The same for the struck of an event: the death toll from the quake has climbed to 832.
const CLOSE_TOLL: usize = 64;
/// Bytes in which 각각 or 分别 is looked for.
const RESPECTIVELY: usize = 80;
/// Words that lead from a measure to its number.
const LINKS: [&str; 31] = [
    "above",
    "below",
    "past",
    "to",
    "of",
    "at",
    "is",
    "was",
    "are",
    "were",
    "exceeds",
    "exceeded",
    "reached",
    "reaches",
    "hit",
    "hits",
    "passed",
    "passes",
    "tops",
    "topped",
    "nearly",
    "about",
    "over",
    "than",
    "around",
    "almost",
    "surpassed",
    "surpasses",
    "by",
    "approximately",
    "stood",
];

/// Past a short bracket behind a figure: 3,800억 위안(약 530억 달러) 투자.
fn past_bracket(s: &str, end: usize) -> usize {
    let bracket =
        s[end..].starts_with('(').then(|| s.as_bytes()[end..].iter().take(LONGEST_BRACKET).position(|&b| b == b')'));
    bracket.flatten().map_or(end, |close| end + close + 1)
}

/// Bytes of a bracket that is passed over.
const LONGEST_BRACKET: usize = 64;

/// The Latin word that ends before the space at `at`.
fn last_word(s: &str, at: usize) -> &str {
    let end = skip_space_back(s, at);
    let len = s.as_bytes()[..end].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
    &s[end - len..end]
}

/// The character boundary at or before `at`.
pub(crate) fn floor(s: &str, mut at: usize) -> usize {
    while !s.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Which measures a figure can have by its unit; a bare number without a point is no magnitude.
pub(crate) fn fits(raw: &Raw) -> impl Fn(&Measure) -> bool {
    let (unit, point) = (raw.counted.unit(), raw.number.point);
    move |measure| match (unit, measure.of.first()) {
        (Some(unit), _) => measure.of.contains(&unit),
        (None, Some(Unit::Magnitude)) => point,
        (None, first) => first.is_some_and(|unit| *unit != Unit::Percent),
    }
}

/// Whether the text is Korean around this byte.
pub(crate) fn korean_at(s: &str, at: usize) -> bool {
    let (from, to) = (floor(s, at.saturating_sub(60)), floor(s, (at + 60).min(s.len())));
    s[from..to].chars().any(is_hangul)
}
