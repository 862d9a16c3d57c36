//! Marked figures.

use std::path::Path;

use serde::Deserialize;

use crate::{EvalError, read};

/// A marked figure.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldFigure {
    /// Its id, which disagreements name.
    pub id: String,
    /// The id of the article.
    pub file: String,
    /// First code point of the input text of the field.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between.
    pub surface: String,
    /// money, percent, points, multiple, count, duration, measurement, index, area, date.
    pub kind: String,
    /// As the surface says, without a sign; nothing for dates.
    pub value: Option<f64>,
    /// A currency, `%`, `pp`, `x`, or what is counted (`person`, `minute`, `vehicle`); `USD/year` is USD.
    #[serde(default)]
    pub unit: String,
    /// approx; atleast, over; atmost, under.
    pub qualifier: Option<String>,
    /// yoy or qoq.
    pub change: Option<String>,
    /// What it measures.
    pub measure: Option<String>,
    /// The entity it is about.
    pub about: Option<String>,
    /// The period, where it is not the one the article is about.
    pub period: Option<String>,
    /// It counts neither way.
    #[serde(default)]
    pub optional: bool,
    /// `text` or `title`; not in the file.
    #[serde(skip)]
    pub field: &'static str,
}

/// Two marked figures and how they are related.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldPair {
    /// Id of the one.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// same, rounding, conflict, conversion or different-quantity.
    pub relation: String,
}

/// The gold of figures.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Of texts and titles; dates are left out, since they are no figures of a run.
    pub figures: Vec<GoldFigure>,
    /// Pairs of them; empty where the file has none.
    pub pairs: Vec<GoldPair>,
    /// Whether all money, percent, points and multiples of the articles are marked, so that others are too much.
    pub complete: bool,
}

impl Gold {
    /// Reads `figures.json`: `{"figures": [...], "title_figures"?: [...], "pairs"?: [...]}`. Only a file with `title_figures` is taken to be
    /// complete, as `corpus/README.md` promises; sets with some figures marked are scored by recall.
    ///
    /// # Errors
    /// A file that cannot be read or has another form.
    pub fn read(path: &Path) -> Result<Gold, EvalError> {
        #[derive(Deserialize)]
        struct Form {
            figures: Vec<GoldFigure>,
            title_figures: Option<Vec<GoldFigure>>,
            #[serde(default)]
            pairs: Vec<GoldPair>,
        }
        let form: Form = read::json(path, "an object with `figures`")?;
        let complete = form.title_figures.is_some();
        let of = |figures: Vec<GoldFigure>, field| figures.into_iter().map(move |f| GoldFigure { field, ..f });
        let all = of(form.figures, "text").chain(of(form.title_figures.unwrap_or_default(), "title"));
        Ok(Gold { figures: all.filter(|figure| figure.kind != "date").collect(), pairs: form.pairs, complete })
    }
}
