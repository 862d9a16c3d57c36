//! Quantities of a text: money, percentages, counts, each with what its rounding allows, what it measures and of whom.
//!
//! ```text
//! normalised text --times--> dates (no quantities) --scan--> numbers with units, ranges, fractions
//!     --around--> bounds, direction, year on year --measure--> what they measure --marks--> which part, what is left out
//!     --owner--> of whom --periods--> of which period
//! ```
//! Hand-written scanners look only where a digit, a numeral or a word of number begins; all words are in
//! `config/measures.toml`. A number that is part of a name (GPT-5, 9988.HK, 88VIP), an ordinal, a date or a clock time is
//! no quantity; a bare number is one only where a measure says so. Malformed numbers (3,80,0) are none at all.
//!
//! ```
//! use newsbraid_linker::{FigureFinder, Measures, Nothing, Unit};
//! use newsbraid_text::normalize;
//! let text = "淨利潤為人民幣206.12億元(28.95億美元),同比下降53%";
//! let (figures, _) = FigureFinder::new(&Measures::embedded()).find(text, &normalize(text), None, &Nothing);
//! assert_eq!(figures[0].span.of(text), "人民幣206.12億元");
//! let (profit, fall) = (&figures[0].quantity, &figures[2].quantity);
//! assert_eq!((profit.value, profit.currency.as_deref()), (20_612_000_000.0, Some("CNY")));
//! assert_eq!((fall.value, fall.unit, fall.measure.as_deref()), (-53.0, Unit::Percent, Some("net_profit")));
//! ```

mod around;
mod casualties;
mod decimal;
mod digits;
mod durations;
mod fractions;
mod lexicon;
mod marks;
mod measure;
mod money;
mod names;
mod native;
mod number;
mod numeral;
mod owner;
mod periods;
mod plurals;
mod ranges;
mod raw;
mod scan;
mod units;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin;

use std::collections::HashSet;

use jiff::civil::Date;
use newsbraid_text::{Normalized, Span};

use crate::annotations::{Bound, Figure, Quantity, Time, Unit};
use crate::times::cursor::{char_at, char_before};
use crate::times::{self, Env};

use around::Around;
use lexicon::{Cue, Cues, Measure};
pub use lexicon::{Measures, MeasuresError};
use marks::{Known, MarkHit, Marks};
use measure::{CueHit, Measured, Measuring};
use money::Purse;
use number::Form;
use owner::{OwnerCues, Owners};
use raw::Raw;
use units::Units;

/// An entity that the text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Bytes of the clean text.
    pub span: Span,
    /// Its id.
    pub entity: &'a str,
    /// person, organization, product, place, event: figures are about organisations and products before people and
    /// places.
    pub kind: &'a str,
}

/// What the finder asks of the rest of the linker.
pub trait FigureContext {
    /// The mentions that have an entity, in order of `span.start`.
    fn mentions(&self) -> Vec<Named<'_>>;

    /// Month and day on which the entity's fiscal year ends; (12, 31) where it is known to follow the calendar, `None`
    /// where the entity has no fiscal year at all.
    fn fiscal_year_end(&self, entity: &str) -> Option<(i8, i8)>;

    /// Id of the organisation that an organisation belongs to.
    fn whole(&self, entity: &str) -> Option<&str>;

    /// The canonical names of an entity, in all languages.
    fn labels(&self, entity: &str) -> Vec<&str>;
}

/// A context that knows no entity.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl FigureContext for Nothing {
    fn mentions(&self) -> Vec<Named<'_>> {
        Vec::new()
    }

    fn fiscal_year_end(&self, _: &str) -> Option<(i8, i8)> {
        None
    }

    fn whole(&self, _: &str) -> Option<&str> {
        None
    }

    fn labels(&self, _: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// Finds figures and times. Immutable: one serves all threads.
#[derive(Debug)]
pub struct FigureFinder {
    measures: Vec<Measure>,
    units: Units,
    around: Around,
    cues: Cues,
    marks: Marks,
    owners: OwnerCues,
}

impl FigureFinder {
    /// A finder for a table of measures.
    pub fn new(measures: &Measures) -> FigureFinder {
        FigureFinder {
            measures: measures.measures.clone(),
            units: Units::new(measures),
            around: Around::new(measures),
            cues: measures.cues(),
            marks: Marks::new(measures),
            owners: OwnerCues::new(measures),
        }
    }

    /// The figures and times of `text`, in order. `normalized` is the normalised form of the same text; `published` is
    /// the day of publication, without which relative dates stay unknown. Never fails: what is malformed is left out.
    pub fn find(
        &self,
        text: &str,
        normalized: &Normalized,
        published: Option<Date>,
        context: &dyn FigureContext,
    ) -> (Vec<Figure>, Vec<Time>) {
        let s = normalized.text();
        let marks = self.marks.hits(s);
        let owners = Owners::new(normalized, context, &self.owners, &marks, &self.marks);
        let year_end = |at| owners.year_end(s, at);
        let stamps = times::scan(&Env { s, published, year_end: &year_end });
        let mut raws = scan::scan(s, &stamps, &self.units);
        raws.retain(|raw| !raw.counted.is_loose() || !plurals::in_capitals(text, normalized, raw.span));
        let cues = measure::cue_hits(s, &self.cues);
        let purse = Purse::new(s, &raws, &self.units);
        let horizons = periods::horizons(s);
        let around = Surroundings { stamps: &stamps, horizons: &horizons, owners: &owners, marks: &marks, context };
        let work = Work { finder: self, s, raws: &raws, cues: &cues, purse, around };
        let mut figures = work.figures();
        for figure in &mut figures {
            figure.span = normalized.to_source(figure.span);
            debug_assert!(text.is_char_boundary(figure.span.start as usize) && figure.span.end as usize <= text.len());
        }
        let times = stamps.into_iter().filter_map(|stamp| {
            let (from, to, label) = stamp.when?;
            Some(Time { span: normalized.to_source(stamp.span), from, to, label })
        });
        (figures, times.collect())
    }
}

/// What else stands in a text.
struct Surroundings<'a> {
    stamps: &'a [times::Stamp],
    horizons: &'a [periods::Horizon],
    owners: &'a Owners<'a>,
    marks: &'a [MarkHit],
    context: &'a dyn FigureContext,
}

/// One text in work.
struct Work<'a> {
    finder: &'a FigureFinder,
    s: &'a str,
    raws: &'a [Raw],
    cues: &'a [CueHit],
    purse: Purse,
    around: Surroundings<'a>,
}

impl Work<'_> {
    fn figures(&self) -> Vec<Figure> {
        let mut measuring = Measuring::new(self.s, &self.finder.measures, self.cues);
        let mut figures: Vec<Figure> = Vec::new();
        let mut before: Option<usize> = None;
        // The bits of all sums of money so far: the same number without a unit is the same sum.
        let mut sums = HashSet::new();
        for at in 0..self.raws.len() {
            let Some(mut figure) = self.figure(at, &mut measuring, &sums) else { continue };
            if before.is_some_and(|b| self.converts(b, at))
                && let Some(twin) = figures.last()
            {
                figure.quantity = as_conversion(figure.quantity, &twin.quantity);
            }
            if figure.quantity.unit == Unit::Money {
                sums.insert(figure.quantity.value.to_bits());
            }
            figures.push(figure);
            before = Some(at);
        }
        self.share_signs(&mut figures);
        share_ends(&mut figures);
        figures
    }

    /// Whether a sum in brackets says the sum before it once more in another currency.
    fn converts(&self, before: usize, at: usize) -> bool {
        let (first, second) = (&self.raws[before], &self.raws[at]);
        let money = |raw: &Raw| raw.counted.unit() == Some(Unit::Money);
        let gap = self.s.get(first.span.end as usize..second.span.start as usize);
        money(first) && money(second) && first.counted != second.counted && gap.is_some_and(in_bracket)
    }

    fn figure(&self, at: usize, measuring: &mut Measuring, sums: &HashSet<u64>) -> Option<Figure> {
        let raw = &self.raws[at];
        let fits = measure::fits(raw);
        let measured = measuring.respectively(self.raws, at, &fits).or_else(|| measuring.of(raw, &fits));
        let unit = match raw.counted.unit() {
            Some(unit) => unit,
            None => match self.bare_unit(raw, measured.map(|m| m.measure), measuring, sums) {
                Some(unit) => unit,
                None => self.compared(at)?,
            },
        };
        // 1000个岗位 and 1,100 jobs are of one measure, which counts people first.
        let people = measured.is_some_and(|m| self.measure(m).of[0] == Unit::Person)
            && raw.span.of(self.s).ends_with(['个', '개']);
        let unit = if unit == Unit::Count && people { Unit::Person } else { unit };
        if unit.is_duration() && in_quotes(self.s, raw.span) {
            return None;
        }
        // Beyond what weather has, degrees without a word of temperature are angles: 180도 다른.
        if unit == Unit::Celsius && raw.value > HOTTEST && measured.is_none() {
            return None;
        }
        let quantity = self.quantity(at, unit, measured);
        Some(Figure { span: raw.span, quantity: self.owned(at, measured, quantity) })
    }

    /// How much it is, and what it measures.
    fn quantity(&self, at: usize, unit: Unit, measured: Option<Measured>) -> Quantity {
        let raw = &self.raws[at];
        let (currency, currency_from) = self.purse.currency(self.s, raw, unit, &self.finder.units).unzip();
        let (value, low, high) = self.signed(raw, unit);
        let change = self.finder.around.change(self.s, raw, self.cues);
        Quantity {
            low,
            high,
            bound: self.finder.around.bound(self.s, raw),
            delta: change.is_some() || self.is_delta(raw, unit, measured),
            change,
            currency,
            currency_from,
            measure: measured.map(|m| self.measure(m).id.clone()),
            firm: measured.is_some_and(|m| m.near),
            ..Quantity::new(value, unit)
        }
    }

    fn measure(&self, measured: Measured) -> &Measure {
        &self.finder.measures[usize::from(measured.measure)]
    }

    /// Of whom it speaks, of which part and period, and what limits it.
    fn owned(&self, at: usize, measured: Option<Measured>, quantity: Quantity) -> Quantity {
        let raw = &self.raws[at];
        let known = Known {
            raw,
            measured,
            before: at.checked_sub(1).map_or(0, |b| self.raws[b].span.end as usize),
            parts: measured.is_some_and(|m| self.measure(m).parts),
            planned: measured.is_some_and(|m| self.measure(m).planned),
        };
        let named = |end: usize| self.around.owners.ends_at(end);
        let marked = self.finder.marks.qualify(self.s, self.around.marks, &known, &named);
        let anchor = measured.map_or(raw.span.start as usize, |m| m.cue.0);
        let weather = matches!(quantity.unit, Unit::Magnitude | Unit::Celsius | Unit::Millimetre);
        let local = weather || measured.is_some_and(|m| self.measure(m).toll);
        let about = self.around.owners.about(self.s, raw.span, anchor, local);
        let flow = measured.is_some_and(|m| self.measure(m).flow || self.measure(m).planned);
        let kind = periods::Kind { change: quantity.change.is_some(), flow };
        let (whole, division) = self.division(about.entity.as_deref());
        Quantity {
            part: marked.part.or(division),
            aspect: marked.aspect.or_else(|| self.starts_change(at)),
            scope: marked.scope,
            period: periods::period(self.s, raw.span, self.around.stamps, self.around.horizons, kind),
            firm: quantity.firm && about.sure && !self.is_second(at, measured, about.at),
            about: about.entity,
            whole,
            ..quantity
        }
    }

    /// Whether another figure of the same unit and measure stands between the owner and this one, so that it may be of
    /// somebody whom the base does not know: 마이크로소프트는 800억달러를, … 650억 달러를 투자.
    fn is_second(&self, at: usize, measured: Option<Measured>, owner: usize) -> bool {
        let (raw, Some(before)) = (&self.raws[at], at.checked_sub(1).map(|b| &self.raws[b])) else { return false };
        let between = before.span.start as usize >= owner && before.counted.unit() == raw.counted.unit();
        let own = measured.is_some_and(|m| {
            m.listed.is_some() || m.cue.0 >= before.span.end as usize && m.cue.1 <= raw.span.start as usize
        });
        between && raw.end_of_range.is_none() && !own
    }

    /// The organisation that an entity is a named division of, and which: alibaba-group and cloud of alibaba-cloud.
    fn division(&self, entity: Option<&str>) -> (Option<String>, Option<String>) {
        let Some((entity, whole)) = entity.and_then(|e| Some((e, self.around.context.whole(e)?))) else {
            return (None, None);
        };
        let labels = self.around.context.labels(entity);
        let part = labels.iter().find_map(|label| self.finder.marks.part_of_name(label));
        (part.map(|_| whole.to_string()), part.map(str::to_string))
    }

    /// The first of two figures between which something moved is of an earlier time: 从366亿元降至130亿元, 26%에서 34%로.
    fn starts_change(&self, at: usize) -> Option<String> {
        let (raw, next) = (&self.raws[at], self.raws.get(at + 1)?);
        let gap = self.s.get(raw.span.end as usize..next.span.start as usize)?;
        let before = self.s[..raw.span.start as usize].trim_end();
        let tail = &before[measure::floor(before, before.len().saturating_sub(FARTHEST_FROM))..];
        let from =
            ["从", "由", "自", "from "].iter().filter_map(|w| tail.rfind(w)).any(|i| !tail[i..].contains([',', '。']))
                || tail.ends_with("from");
        let to = ["至", "到", "为", "增", "降", "升", " to "].iter().any(|w| gap.contains(w));
        let moved = from && to || gap.starts_with("에서 ");
        let same = raw.counted.unit() == next.counted.unit();
        (moved && same && gap.len() <= FARTHEST_MOVE && !gap.contains(['。', '\n'])).then(|| EARLIER.to_string())
    }

    /// Whether it says by how much something changed: always of points, else by a verb beside it, or a word of growth.
    fn is_delta(&self, raw: &Raw, unit: Unit, measured: Option<Measured>) -> bool {
        if matches!(unit, Unit::PercentPoint | Unit::BasisPoint) {
            return true;
        }
        let relative = matches!(unit, Unit::Percent | Unit::Multiple);
        if !relative && unit != Unit::Money && unit != Unit::Count && unit != Unit::Person {
            return false;
        }
        let growth = || {
            let from = marks::clause_start(self.s, raw.span.start as usize);
            let first = self.cues.partition_point(|c| c.start < from);
            let near = |c: &&CueHit| c.end <= raw.span.start as usize;
            let mut clause = self.cues[first..].iter().take_while(near);
            clause.any(|c| matches!(c.cue, Cue::Measure(m) if self.finder.measures[usize::from(m)].id == GROWTH))
        };
        let said = measured.is_some_and(|m| self.measure(m).id == GROWTH);
        said || self.finder.around.changes(self.s, raw) && (relative || self.finder.around.by(self.s, raw))
            || relative && growth()
    }

    /// The unit of a number that has none beside it: what its measure counts first, else money or things by its scale.
    fn bare_unit(&self, raw: &Raw, measure: Option<u16>, measuring: &Measuring, sums: &HashSet<u64>) -> Option<Unit> {
        let scaled = raw.number.scale_writing.is_some() || raw.number.scale >= 3;
        let unit = measure.map(|m| self.finder.measures[usize::from(m)].of[0]);
        if scaled {
            let known = self.purse.knows(raw.value) || sums.contains(&raw.value.to_bits());
            return match unit {
                Some(unit @ (Unit::Money | Unit::Person | Unit::Count)) => Some(unit),
                _ if known || raw.value >= LARGE_SUM => Some(Unit::Money),
                _ => Some(Unit::Count),
            };
        }
        if raw.value < OLDEST && is_age(self.s, raw) {
            return Some(Unit::Year);
        }
        let unit = unit.filter(|unit| *unit != Unit::Money)?;
        let likely = match unit {
            Unit::Magnitude => raw.number.point && raw.value < 10.0,
            Unit::Point => raw.number.point,
            _ => true,
        };
        (likely && measuring.bare_counts(raw, measure?)).then_some(unit)
    }

    /// The unit of a great number that is held against the one before it in its sentence: 1,127 defections, compared with
    /// 2,706 the year before.
    fn compared(&self, at: usize) -> Option<Unit> {
        let (raw, before) = (&self.raws[at], &self.raws[at.checked_sub(1)?]);
        let between = self.s.get(before.span.end as usize..raw.span.start as usize)?;
        let held = ["compared with ", "compared to ", "up from ", "down from "].iter().any(|w| between.ends_with(w));
        let unit = before.counted.unit().filter(|unit| matches!(unit, Unit::Person | Unit::Count));
        unit.filter(|_| held && raw.number.grouped && !between.contains(['.', '\n']))
    }

    /// Value and interval with their sign: a fall has one where it is relative, or stated against another period.
    fn signed(&self, raw: &Raw, unit: Unit) -> (f64, f64, f64) {
        let relative = matches!(unit, Unit::Percent | Unit::PercentPoint | Unit::BasisPoint);
        let against = || self.finder.around.change(self.s, raw, self.cues).is_some();
        let flows_out = unit == Unit::Money && self.s[..raw.span.start as usize].ends_with("流出");
        let falls = flows_out
            || self.finder.around.falls(self.s, raw) && (relative || against())
            || raw.negative && unit == Unit::Celsius;
        if falls && raw.value != 0.0 { (-raw.value, -raw.high, -raw.low) } else { (raw.value, raw.low, raw.high) }
    }

    /// In a list (각각 8%, 4% 감소) the verb at its end and the comparison at its start hold for all.
    fn share_signs(&self, figures: &mut [Figure]) {
        let relative = |f: &Figure| f.quantity.unit == Unit::Percent && f.quantity.bound != Some(Bound::About);
        let listed = |a: &Figure, b: &Figure| {
            let gap = &self.s[a.span.end as usize..b.span.start as usize];
            relative(a) && relative(b) && LIST.contains(&gap)
        };
        for at in (1..figures.len()).rev() {
            let (left, right) = figures.split_at_mut(at);
            let (first, second) = (&mut left[at - 1], &mut right[0]);
            if ends_range(&first.quantity, &second.quantity) {
                if (first.quantity.value < 0.0) != (second.quantity.value < 0.0) {
                    [first, second].into_iter().for_each(|f| fall(&mut f.quantity));
                }
            } else if second.quantity.value < 0.0
                && listed(first, second)
                && !self.finder.around.verb_follows(self.s, first.span)
            {
                fall(&mut first.quantity);
            }
        }
        for at in 1..figures.len() {
            let (left, right) = figures.split_at_mut(at);
            let (first, second) = (&left[at - 1], &mut right[0]);
            if second.quantity.change.is_none() && listed(first, second) {
                second.quantity.change = first.quantity.change;
                second.quantity.delta |= first.quantity.delta;
            }
        }
        for at in (1..figures.len()).rev() {
            let (left, right) = figures.split_at_mut(at);
            if listed(&left[at - 1], &right[0]) && right[0].quantity.delta {
                left[at - 1].quantity.delta = true;
            }
        }
    }
}

/// A duration that is all there is between quotation marks is a title: "60 Minutes", 《60分鐘》.
fn in_quotes(s: &str, span: Span) -> bool {
    let (before, after) = (char_before(s, span.start as usize), char_at(s, span.end as usize));
    before.is_some_and(|c| "\"'“‘《「『〈<".contains(c)) && after.is_some_and(|c| "\"'”’》」』〉>".contains(c))
}

/// Whether a bare number is how old somebody is: aged 14, as young as 11, Tyler was 13 when, Jane Doe, 34, said.
fn is_age(s: &str, raw: &Raw) -> bool {
    let (start, end) = (raw.span.start as usize, raw.span.end as usize);
    let (before, after) = (s[..start].trim_end(), &s[end..]);
    let said = [" aged", " age of", " at age", " as young as", " as old as", " she turned", " he turned"];
    let when = before.ends_with(" was") && [" when", " years old", " at the time"].iter().any(|w| after.starts_with(w));
    let name = || before.strip_suffix(',').map(|name| name.bytes().rev().take_while(u8::is_ascii_lowercase).count());
    let between_commas = raw.number.form == Form::Digits && after.starts_with(',') && name().is_some_and(|n| n > 2);
    raw.value > 0.0 && (said.iter().any(|w| before.ends_with(w)) || when || between_commas)
}

/// The two ends of a range are of one kind: what the first one is, the second is.
fn share_ends(figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (left, right) = figures.split_at_mut(at);
        let (first, second) = (&left[at - 1].quantity, &mut right[0].quantity);
        if ends_range(first, second) {
            let (value, bound) = (second.value, second.bound);
            *second = Quantity { value, bound, low: second.low, high: second.high, ..first.clone() };
        }
    }
}

/// What stands between the figures of a list.
const LIST: [&str; 8] = [", ", "、", "和", "及", " 및 ", ",", "·", " and "];

/// Turns a figure into a fall.
fn fall(quantity: &mut Quantity) {
    if quantity.value > 0.0 {
        (quantity.value, quantity.low, quantity.high) = (-quantity.value, -quantity.high, -quantity.low);
    }
}

/// Whether a bracket opens soon behind a sum and holds what follows: 600亿美元(编者注:现汇率约合.
fn in_bracket(gap: &str) -> bool {
    let open = gap.find('(');
    let bare = open.and_then(|open| gap.split_at_checked(open));
    gap.len() <= FARTHEST_CONVERSION
        && bare.is_some_and(|(before, inside)| {
            before.len() <= 30 && !before.contains([',', '。', '\n']) && !inside.contains([')', '。', '\n'])
        })
}

/// Bytes between a sum and its conversion.
const FARTHEST_CONVERSION: usize = 72;

/// A sum that says the one before it in another currency measures what that one does.
fn as_conversion(sum: Quantity, twin: &Quantity) -> Quantity {
    Quantity {
        value: sum.value,
        low: sum.low,
        high: sum.high,
        bound: sum.bound.or(twin.bound),
        unit: sum.unit,
        currency: sum.currency,
        currency_from: sum.currency_from,
        converted: true,
        ..twin.clone()
    }
}

/// Whether two neighbours are the two ends of one range, whatever their signs.
fn ends_range(first: &Quantity, second: &Quantity) -> bool {
    let interval = |f: &Quantity| if f.value < 0.0 { (-f.high, -f.low) } else { (f.low, f.high) };
    let bounds = (first.bound, second.bound) == (Some(Bound::Min), Some(Bound::Max));
    bounds && first.unit == second.unit && interval(first) == interval(second)
}

/// The measure of growth alone, and the aspect of what was before, in `config/measures.toml`.
const GROWTH: &str = "growth";
const EARLIER: &str = "earlier";
/// Bytes before the first figure of a movement in which 从 stands.
const FARTHEST_FROM: usize = 24;
/// Bytes between the two figures of a movement.
const FARTHEST_MOVE: usize = 60;

/// Years that people stay below.
const OLDEST: f64 = 125.0;

/// Degrees that weather and fever stay below.
const HOTTEST: f64 = 60.0;

/// From here a scaled number without a unit is money: nobody counts a trillion of anything else.
const LARGE_SUM: f64 = 1e12;
