//! Quantities of a text: money, percentages, counts, each with what its rounding allows, what it measures and of whom.
//!
//! ```text
//! normalised text --times--> dates (no quantities) --scan--> numbers with units, ranges, fractions
//!     --around--> bounds, direction, year on year --measure--> what they measure --marks--> which part, what is left out
//!     --owner--> of whom --periods--> of which period --neighbours--> what lists, ranges and conversions share
//! ```
//! `scan` gives quantities as they stand (`raw`), `assembly` asks the others in turn and makes figures of them.
//!
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
mod assembly;
mod bare;
mod casualties;
mod change;
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
mod neighbours;
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

use jiff::civil::Date;
use newsbraid_text::{Normalized, Span};

use crate::annotations::{Figure, Time};
use crate::times::{self, Env};

use around::Around;
use assembly::{Assembly, Surroundings};
use lexicon::{Cues, Measure};
pub use lexicon::{Measures, MeasuresError};
use marks::Marks;
use money::Purse;
use owner::{OwnerCues, Owners};
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
        let assembly = Assembly { finder: self, s, raws: &raws, cues: &cues, purse, around };
        let mut figures = assembly.figures();
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
