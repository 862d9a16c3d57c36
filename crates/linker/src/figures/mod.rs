//! Quantities of a text: money, percentages, counts, each with what its rounding allows, what it measures and of whom.
//!
//! ```text
//! normalised text --times--> dates (no quantities) --scan--> numbers with units, ranges, fractions
//!     --around--> bounds, direction, year on year --measure--> what they measure --owner--> of whom, of which period
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
//! assert_eq!((figures[0].value, figures[0].currency.as_deref()), (20_612_000_000.0, Some("CNY")));
//! assert_eq!((figures[2].value, figures[2].unit, figures[2].measure.as_deref()), (-53.0, Unit::Percent, Some("net_profit")));
//! ```

mod around;
mod decimal;
mod digits;
mod fractions;
mod lexicon;
mod measure;
mod money;
mod number;
mod numeral;
mod owner;
mod ranges;
mod scan;
mod units;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin;

use std::collections::HashSet;

use jiff::civil::Date;
use newsbraid_text::{Normalized, Span};

use crate::annotations::{Bound, Figure, Time, Unit};
use crate::times::{self, Env};

use around::Around;
use lexicon::{Cues, Measure};
pub use lexicon::{Measures, MeasuresError};
use measure::{CueHit, Measuring};
use money::Purse;
use owner::Owners;
use scan::Raw;
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
}

/// Finds figures and times. Immutable: one serves all threads.
#[derive(Debug)]
pub struct FigureFinder {
    measures: Vec<Measure>,
    units: Units,
    around: Around,
    cues: Cues,
}

impl FigureFinder {
    /// A finder for a table of measures.
    pub fn new(measures: &Measures) -> FigureFinder {
        FigureFinder {
            measures: measures.measures.clone(),
            units: Units::new(measures),
            around: Around::new(measures),
            cues: measures.cues(),
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
        let owners = Owners::new(normalized, context);
        let year_end = |at| owners.year_end(s, at);
        let stamps = times::scan(&Env { s, published, year_end: &year_end });
        let raws = scan::scan(s, &stamps, &self.units);
        let cues = measure::cue_hits(s, &self.cues);
        let work = Work { finder: self, s, raws: &raws, cues: &cues, purse: Purse::new(s, &raws, &self.units) };
        let mut figures = work.figures(&owners, &stamps);
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

/// One text in work.
struct Work<'a> {
    finder: &'a FigureFinder,
    s: &'a str,
    raws: &'a [Raw],
    cues: &'a [CueHit],
    purse: Purse,
}

impl Work<'_> {
    fn figures(&self, owners: &Owners, stamps: &[times::Stamp]) -> Vec<Figure> {
        let mut measuring = Measuring::new(self.s, &self.finder.measures, self.cues);
        let mut figures: Vec<Figure> = Vec::new();
        let mut before: Option<usize> = None;
        // The bits of all sums of money so far: the same number without a unit is the same sum.
        let mut sums = HashSet::new();
        for at in 0..self.raws.len() {
            let twin = before.filter(|&b| self.converts(b, at)).and_then(|_| figures.last().cloned());
            if let Some(figure) = self.figure(at, &mut measuring, &sums, twin, owners, stamps) {
                if figure.unit == Unit::Money {
                    sums.insert(figure.value.to_bits());
                }
                figures.push(figure);
                before = Some(at);
            }
        }
        self.share_signs(&mut figures);
        figures
    }

    /// Whether a sum in brackets says the sum before it once more in another currency.
    fn converts(&self, before: usize, at: usize) -> bool {
        let (first, second) = (&self.raws[before], &self.raws[at]);
        let money = |raw: &Raw| raw.counted.unit() == Some(Unit::Money);
        let open = scan::bracket_before(self.s, second.span.start as usize);
        money(first)
            && money(second)
            && open.is_some_and(|o| o >= first.span.end as usize && o - first.span.end as usize <= 30)
            && !self.s[first.span.end as usize..open.unwrap_or(0).max(first.span.end as usize)]
                .contains([',', '。', '\n'])
    }

    fn figure(
        &self,
        at: usize,
        measuring: &mut Measuring,
        sums: &HashSet<u64>,
        twin: Option<Figure>,
        owners: &Owners,
        stamps: &[times::Stamp],
    ) -> Option<Figure> {
        let raw = &self.raws[at];
        let fits = measure::fits(raw.counted);
        let measure = measuring.respectively(self.raws, at, &fits).or_else(|| measuring.of(raw, &fits));
        let unit = match raw.counted.unit() {
            Some(unit) => unit,
            None => self.bare_unit(raw, measure, measuring, sums)?,
        };
        // Beyond what weather has, degrees without a word of temperature are angles: 180도 다른.
        if unit == Unit::Celsius && raw.value > HOTTEST && measure.is_none() {
            return None;
        }
        let (currency, currency_from) = self.purse.currency(self.s, raw, unit, &self.finder.units).unzip();
        let (value, low, high) = self.signed(raw, unit);
        let bound = self.finder.around.bound(self.s, raw);
        let change = self.finder.around.change(self.s, raw, self.cues);
        let mut figure = Figure {
            span: raw.span,
            value,
            low,
            high,
            bound,
            unit,
            change,
            currency,
            currency_from,
            measure: measure.map(|m| self.finder.measures[usize::from(m)].id.clone()),
            period: owners.period(self.s, raw.span, stamps, change.is_some()),
            about: owners.about(self.s, raw.span, unit),
        };
        if let Some(twin) = twin {
            (figure.measure, figure.period, figure.about, figure.change) =
                (twin.measure, twin.period, twin.about, twin.change);
            figure.bound = figure.bound.or(twin.bound);
        }
        Some(figure)
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
        let unit = unit.filter(|unit| *unit != Unit::Money)?;
        let likely = match unit {
            Unit::Magnitude => raw.number.point && raw.value < 10.0,
            Unit::Point => raw.number.point || raw.value >= 10.0,
            _ => true,
        };
        (likely && measuring.bare_counts(raw, measure?)).then_some(unit)
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
        let relative = |f: &Figure| f.unit == Unit::Percent && f.bound != Some(Bound::About);
        let listed = |a: &Figure, b: &Figure| {
            let gap = &self.s[a.span.end as usize..b.span.start as usize];
            relative(a) && relative(b) && matches!(gap, ", " | "、" | "和" | "及" | " 및 " | "," | "·" | " and ")
        };
        for at in (1..figures.len()).rev() {
            let (left, right) = figures.split_at_mut(at);
            let (first, second) = (&mut left[at - 1], &mut right[0]);
            let range = ends_range(first, second);
            if range && (first.value < 0.0) != (second.value < 0.0) {
                for figure in [first, second].into_iter().filter(|f| f.value > 0.0) {
                    (figure.value, figure.low, figure.high) = (-figure.value, -figure.high, -figure.low);
                }
                continue;
            }
            if second.value < 0.0
                && first.value > 0.0
                && listed(first, second)
                && !self.finder.around.verb_follows(self.s, first.span)
            {
                (first.value, first.low, first.high) = (-first.value, -first.high, -first.low);
            }
        }
        for at in 1..figures.len() {
            if figures[at].change.is_none() && listed(&figures[at - 1], &figures[at]) {
                figures[at].change = figures[at - 1].change;
            }
        }
    }
}

/// Whether two neighbours are the two ends of one range, whatever their signs.
fn ends_range(first: &Figure, second: &Figure) -> bool {
    let interval = |f: &Figure| if f.value < 0.0 { (-f.high, -f.low) } else { (f.low, f.high) };
    let bounds = (first.bound, second.bound) == (Some(Bound::Min), Some(Bound::Max));
    bounds && first.unit == second.unit && interval(first) == interval(second)
}

/// Degrees that weather and fever stay below.
const HOTTEST: f64 = 60.0;

/// From here a scaled number without a unit is money: nobody counts a trillion of anything else.
const LARGE_SUM: f64 = 1e12;
