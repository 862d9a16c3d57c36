//! What the words around a quantity say of it: bounds, direction, against which period it changed.

use newsbraid_text::Span;

use crate::annotations::{Bound, Change, Unit};
use crate::times::cursor::{char_at, char_before, eat, is_hangul, skip_space, skip_space_back, word_edge};

use super::decimal::Rounding;
use super::lexicon::{Cue, Endings, Measures, Table, norm};
use super::measure::CueHit;
use super::raw::{End, Raw};

/// Words of bounds and directions, the longest first.
#[derive(Debug)]
pub(crate) struct Around {
    before: Endings<Bound>,
    after: Table<Bound>,
    down_before: Endings<()>,
    down_after: Table<()>,
    up_before: Endings<()>,
    up_after: Table<()>,
}

impl Around {
    pub(crate) fn new(measures: &Measures) -> Around {
        let bounds = [
            (&measures.bound.about, Bound::About),
            (&measures.bound.min, Bound::Min),
            (&measures.bound.max, Bound::Max),
        ];
        let before = bounds.iter().flat_map(|(words, bound)| words.before.iter().map(|w| (norm(w), *bound)));
        let after = bounds.iter().flat_map(|(words, bound)| words.after.iter().map(|w| (norm(w), *bound)));
        let down = &measures.direction;
        Around {
            before: Endings::new(before),
            after: Table::new(after),
            down_before: Endings::new(down.down_before.iter().map(|w| (norm(w), ()))),
            down_after: Table::new(down.down_after.iter().map(|w| (norm(w), ()))),
            up_before: Endings::new(down.up_before.iter().map(|w| (norm(w), ()))),
            up_after: Table::new(down.up_after.iter().map(|w| (norm(w), ()))),
        }
    }

    /// The bound that is stated, if one is.
    pub(crate) fn bound(&self, s: &str, raw: &Raw) -> Option<Bound> {
        match raw.end_of_range {
            Some(End::Lower) => return Some(Bound::Min),
            Some(End::Upper) => return Some(Bound::Max),
            None => {}
        }
        if raw.more {
            return Some(Bound::Min);
        }
        let unknown_digits = matches!(raw.number.rounding, Rounding::UpTo(_)).then_some(Bound::About);
        let before = self.bound_before(s, raw.span.start as usize).map(|b| b.0);
        self.bound_after(s, raw.span.end as usize).or(before).or(unknown_digits)
    }

    /// The bound word that ends at `at`, with where it begins.
    fn bound_before(&self, s: &str, at: usize) -> Option<(Bound, usize)> {
        let end = skip_space_back(s, at);
        let (word, bound) = self.before.before(s, end).find(|(w, _)| whole_before(s, end, w))?;
        let start = end - word.len();
        (!inside_word(word, char_before(s, start))).then_some((bound, start))
    }

    fn bound_after(&self, s: &str, end: usize) -> Option<Bound> {
        let places = [end, skip_space(s, end), past_particle(s, end)];
        places.iter().find_map(|&at| {
            let mut words = self.after.at(s, at);
            words.find(|(_, to)| after_stands(s, &s[at..*to], at, end)).map(|(bound, _)| bound)
        })
    }

    /// Whether the words say that it went down by this much.
    pub(crate) fn falls(&self, s: &str, raw: &Raw) -> bool {
        raw.negative
            || self.verb_before(s, raw.span.start as usize, &self.down_before)
            || self.falls_after(s, raw.span.end as usize)
    }

    /// Whether a verb of change stands beside it: by how much something rose or fell.
    pub(crate) fn changes(&self, s: &str, raw: &Raw) -> bool {
        let start = raw.span.start as usize;
        self.falls(s, raw)
            || self.verb_before(s, start, &self.up_before)
            || s[..start].ends_with('+')
            || self.rises_after(s, raw.span.end as usize)
    }

    /// Whether a verb right before a sum says that this is by how much: 减少213亿元, up by $5bn, not 降至130亿元.
    pub(crate) fn by(&self, s: &str, raw: &Raw) -> bool {
        let start = raw.span.start as usize;
        let verb = [&self.down_before, &self.up_before].iter().any(|verbs| self.verb_before(s, start, verbs));
        let latin = s[..start].trim_end().ends_with(|c: char| c.is_ascii_lowercase());
        verb && (!latin || s[..skip_space_back(s, start)].ends_with(" by"))
    }

    fn rises_after(&self, s: &str, end: usize) -> bool {
        let mut at = skip_space(s, end);
        if let Some((_, to)) = self.after.at(s, at).next() {
            at = skip_space(s, to);
        }
        self.up_after.at(s, at).any(|((), to)| !s[at..to].is_ascii() || word_edge(s, to) && at > end)
    }

    fn verb_before(&self, s: &str, start: usize, verbs: &Endings<()>) -> bool {
        let mut at = skip_space_back(s, start);
        if let Some((_, begin)) = self.bound_before(s, at) {
            at = skip_space_back(s, begin);
        }
        at -= if s[..at].ends_with('了') { 3 } else { 0 };
        at -= if s[..at].ends_with(" by") { 3 } else { 0 };
        verbs.before(s, at).any(|(verb, ())| whole_before(s, at, verb))
    }

    /// Whether a verb of its own stands behind a figure of a list.
    pub(crate) fn verb_follows(&self, s: &str, span: Span) -> bool {
        self.falls_after(s, span.end as usize)
    }

    fn falls_after(&self, s: &str, end: usize) -> bool {
        let mut at = skip_space(s, end);
        if let Some((_, to)) = self.after.at(s, at).next() {
            at = skip_space(s, to);
        }
        at = if s[at..].starts_with("나 ") { at + 4 } else { at };
        self.down_after.at(s, at).any(|((), to)| !s[at..to].is_ascii() || word_edge(s, to) && at > end)
    }

    /// Against which period a change is stated. Percentages take the nearest comparison of their clause; sums only one
    /// that they follow with nothing but a verb between (同比减少近300亿元).
    pub(crate) fn change(&self, s: &str, raw: &Raw, cues: &[CueHit]) -> Option<Change> {
        let (start, end) = (raw.span.start as usize, raw.span.end as usize);
        let relative =
            matches!(raw.counted.unit(), Some(Unit::Percent | Unit::PercentPoint | Unit::BasisPoint | Unit::Multiple));
        let passed = cues.partition_point(|c| c.end <= start);
        let before = cues[..passed].iter().rev().take(8).find_map(|c| Some((kind(c.cue)?, c)));
        if let Some((change, cue)) = before {
            let between = &s[cue.end..start];
            let in_clause = between.len() < 90 && !between.contains([',', ';', '、', '。', '\n', '(']);
            let verb = || self.verb_before(s, start, &self.down_before) || self.verb_before(s, start, &self.up_before);
            let digits = between.bytes().any(|b| b.is_ascii_digit());
            let level = [" to ", "至", "到", "为"].iter().any(|w| between.ends_with(w));
            if in_clause && (relative && !digits && !level || verb() && !digits) {
                return Some(change);
            }
        }
        let after = cues[passed..].iter().take(4).find_map(|c| Some((kind(c.cue)?, c)))?;
        let between = s.get(end..after.1.start)?;
        (relative
            && between.len() <= 24
            && !between.contains([',', ';', '。', '\n'])
            && !between.bytes().any(|b| b.is_ascii_digit()))
        .then_some(after.0)
    }
}

fn kind(cue: Cue) -> Option<Change> {
    match cue {
        Cue::Yoy => Some(Change::Yoy),
        Cue::Qoq => Some(Change::Qoq),
        Cue::Measure(_) => None,
    }
}

/// Whether a word that ends at `at` is a whole word, which Latin ones must be.
fn whole_before(s: &str, at: usize, word: &str) -> bool {
    !word.as_bytes()[0].is_ascii_lowercase() || word_edge(s, at - word.len())
}

/// 最近3天, 签约5亿, 通过2项: the last character of another word is no bound.
fn inside_word(word: &str, before: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match word {
        "近" => "最附临邻靠亲".contains(before),
        "过" => "通经渡度不做有来去难".contains(before),
        "约" => "签条合预节纽制违公誓".contains(before),
        "超" => "英中意赶反西德".contains(before),
        "약" | "최대" | "최소" | "무려" | "거의" | "최고" => is_hangul(before),
        _ => false,
    }
}

/// Words of one character behind a number stand at once and alone: 2%대, 亿级.
fn after_stands(s: &str, word: &str, at: usize, end: usize) -> bool {
    match word {
        "대" | "级" | "多" | "余" | "여" | "+" => {
            at == end && !char_at(s, at + word.len()).is_some_and(|c| "한비응인별표회규개".contains(c))
        }
        _ => !word.is_ascii() || word_edge(s, at + word.len()),
    }
}

/// Past a Korean particle and a space.
fn past_particle(s: &str, at: usize) -> usize {
    let particle = ["으로", "에서", "보다", "을", "를", "이", "가", "은", "는", "로", "의", "에", "도"];
    let end = eat(s, at, &particle).filter(|&e| !char_at(s, e).is_some_and(is_hangul)).unwrap_or(at);
    skip_space(s, end)
}
