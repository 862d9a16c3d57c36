//! Puts the figures of one text together: each quantity with its unit, what it measures, of whom and of which period.

use std::collections::HashSet;

use newsbraid_text::Span;

use crate::annotations::{Figure, Quantity, Unit};
use crate::times::Stamp;
use crate::times::cursor::{char_at, char_before};

use super::lexicon::Measure;
use super::marks::{Known, MarkHit};
use super::measure::{self, CueHit, Measured, Measuring};
use super::money::Purse;
use super::neighbours;
use super::owner::Owners;
use super::periods::{self, Horizon};
use super::raw::Raw;
use super::{FigureContext, FigureFinder};

/// What else stands in a text.
pub(crate) struct Surroundings<'a> {
    pub stamps: &'a [Stamp],
    pub horizons: &'a [Horizon],
    pub owners: &'a Owners<'a>,
    pub marks: &'a [MarkHit],
    pub context: &'a dyn FigureContext,
}

/// One text, and what was found in it.
pub(crate) struct Assembly<'a> {
    pub finder: &'a FigureFinder,
    pub s: &'a str,
    pub raws: &'a [Raw],
    pub cues: &'a [CueHit],
    pub purse: Purse,
    pub around: Surroundings<'a>,
}

impl Assembly<'_> {
    /// The figures of the text, in order, in bytes of its normalised form.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let mut measuring = Measuring::new(self.s, &self.finder.measures, self.cues);
        let mut figures: Vec<Figure> = Vec::new();
        let mut before: Option<usize> = None;
        // The bits of all sums of money so far: the same number without a unit is the same sum.
        let mut sums = HashSet::new();
        for at in 0..self.raws.len() {
            let Some(mut figure) = self.figure(at, &mut measuring, &sums) else { continue };
            if before.is_some_and(|b| neighbours::converts(self.s, &self.raws[b], &self.raws[at]))
                && let Some(twin) = figures.last()
            {
                figure.quantity = neighbours::as_conversion(figure.quantity, &twin.quantity);
            }
            if figure.quantity.unit == Unit::Money {
                sums.insert(figure.quantity.value.to_bits());
            }
            figures.push(figure);
            before = Some(at);
        }
        neighbours::share_signs(self.s, &self.finder.around, &mut figures);
        neighbours::share_ends(&mut figures);
        figures
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

    /// The entry of the table of measures.
    pub(crate) fn measure(&self, measured: Measured) -> &Measure {
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
        // What an event has once is the event's, whoever is named beside it.
        let once = measured.is_some_and(|m| self.measure(m).once);
        Quantity {
            part: marked.part.or(division),
            aspect: marked.aspect.or_else(|| self.starts_change(at)),
            scope: marked.scope,
            period: periods::period(self.s, raw.span, self.around.stamps, self.around.horizons, kind),
            firm: quantity.firm && (once || about.sure && !self.is_second(at, measured, about.at)),
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
}

/// A duration that is all there is between quotation marks is a title: "60 Minutes", 《60分鐘》.
fn in_quotes(s: &str, span: Span) -> bool {
    let (before, after) = (char_before(s, span.start as usize), char_at(s, span.end as usize));
    before.is_some_and(|c| "\"'“‘《「『〈<".contains(c)) && after.is_some_and(|c| "\"'”’》」』〉>".contains(c))
}

/// Degrees that weather and fever stay below.
const HOTTEST: f64 = 60.0;
