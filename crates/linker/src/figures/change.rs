//! Whether a figure says by how much something changed, which way, and from what: 下降53%, up by $5bn, 从366亿元降至130亿元.

use crate::annotations::Unit;

use super::assembly::Assembly;
use super::lexicon::Cue;
use super::marks::clause_start;
use super::measure::{CueHit, Measured, floor};
use super::raw::Raw;

impl Assembly<'_> {
    /// Whether it says by how much something changed: always of points, else by a verb beside it, or a word of growth.
    pub(crate) fn is_delta(&self, raw: &Raw, unit: Unit, measured: Option<Measured>) -> bool {
        if matches!(unit, Unit::PercentPoint | Unit::BasisPoint) {
            return true;
        }
        let relative = matches!(unit, Unit::Percent | Unit::Multiple);
        if !relative && unit != Unit::Money && unit != Unit::Count && unit != Unit::Person {
            return false;
        }
        let growth = || {
            let from = clause_start(self.s, raw.span.start as usize);
            let first = self.cues.partition_point(|c| c.start < from);
            let near = |c: &&CueHit| c.end <= raw.span.start as usize;
            let mut clause = self.cues[first..].iter().take_while(near);
            clause.any(|c| matches!(c.cue, Cue::Measure(m) if self.finder.measures[usize::from(m)].id == GROWTH))
        };
        let said = measured.is_some_and(|m| self.measure(m).id == GROWTH);
        said || self.finder.around.changes(self.s, raw) && (relative || self.finder.around.by(self.s, raw))
            || relative && growth()
    }

    /// Value and interval with their sign: a fall has one where it is relative, or stated against another period.
    pub(crate) fn signed(&self, raw: &Raw, unit: Unit) -> (f64, f64, f64) {
        let relative = matches!(unit, Unit::Percent | Unit::PercentPoint | Unit::BasisPoint);
        let against = || self.finder.around.change(self.s, raw, self.cues).is_some();
        let flows_out = unit == Unit::Money && self.s[..raw.span.start as usize].ends_with("流出");
        let falls = flows_out
            || self.finder.around.falls(self.s, raw) && (relative || against())
            || raw.negative && unit == Unit::Celsius;
        if falls && raw.value != 0.0 { (-raw.value, -raw.high, -raw.low) } else { (raw.value, raw.low, raw.high) }
    }

    /// The first of two figures between which something moved is of an earlier time: 从366亿元降至130亿元, 26%에서 34%로.
    pub(crate) fn starts_change(&self, at: usize) -> Option<String> {
        let (raw, next) = (&self.raws[at], self.raws.get(at + 1)?);
        let gap = self.s.get(raw.span.end as usize..next.span.start as usize)?;
        let before = self.s[..raw.span.start as usize].trim_end();
        let tail = &before[floor(before, before.len().saturating_sub(FARTHEST_FROM))..];
        let from =
            ["从", "由", "自", "from "].iter().filter_map(|w| tail.rfind(w)).any(|i| !tail[i..].contains([',', '。']))
                || tail.ends_with("from");
        let to = ["至", "到", "为", "增", "降", "升", " to "].iter().any(|w| gap.contains(w));
        let moved = from && to || gap.starts_with("에서 ");
        let same = raw.counted.unit() == next.counted.unit();
        (moved && same && gap.len() <= FARTHEST_MOVE && !gap.contains(['。', '\n'])).then(|| EARLIER.to_string())
    }
}

/// The measure of growth alone, and the aspect of what was before, in `config/measures.toml`.
const GROWTH: &str = "growth";
const EARLIER: &str = "earlier";
/// Bytes before the first figure of a movement in which 从 stands.
const FARTHEST_FROM: usize = 24;
/// Bytes between the two figures of a movement.
const FARTHEST_MOVE: usize = 60;
