//! Figures as terms: 3,800억, 3800亿 and 380 billion are one thing that a query looks for.
//!
//! A figure is indexed beside the entities of its article, by its value to three digits (texts round differently: 2,478억
//! and 2,477.95亿 are one) and its unit, and a great one also without its unit, for a query that states none.

use newsbraid_linker::{Quantity, Unit};

/// From here a value says something without its unit.
const GREAT: f64 = 1e4;
/// Below this, things, people and times are counted in every article.
const FEW: f64 = 100.0;

/// What a figure is called among the entities of an article: by value and unit, and by value alone where it is great.
pub(crate) fn ids(quantity: &Quantity) -> impl Iterator<Item = String> {
    let with_unit = figure_id(quantity);
    with_unit.into_iter().chain(bare_figure_id(quantity.value))
}

/// The id under which an index holds figures of this value and unit; `None` for what any article has.
///
/// ```
/// use newsbraid_indexer::figure_id;
/// use newsbraid_linker::{Quantity, Unit};
/// let plan = Quantity { currency: Some("CNY".to_string()), ..Quantity::new(3.8e11, Unit::Money) };
/// assert_eq!(figure_id(&plan).as_deref(), Some("figure:3.80e11:CNY"));
/// assert_eq!(figure_id(&Quantity::new(3.0, Unit::Year)), None);
/// ```
pub fn figure_id(quantity: &Quantity) -> Option<String> {
    use Unit::{Count, Day, Hour, Minute, Month, Multiple, Person, Point, Quarter, Second, Week, Year};
    let common = matches!(
        quantity.unit,
        Count | Day | Hour | Minute | Month | Multiple | Person | Point | Quarter | Second | Week | Year
    );
    let value = quantity.value.abs();
    if !value.is_finite() || common && value < FEW {
        return None;
    }
    let unit = quantity.currency.as_deref().unwrap_or_else(|| crate::schema::unit_name(quantity.unit));
    Some(format!("figure:{value:.2e}:{unit}"))
}

/// The id under which an index holds figures of this value, whatever they count; `None` for small ones.
///
/// ```
/// assert_eq!(newsbraid_indexer::bare_figure_id(3.8e11).as_deref(), Some("figure:3.80e11"));
/// assert_eq!(newsbraid_indexer::bare_figure_id(832.0), None);
/// ```
pub fn bare_figure_id(value: f64) -> Option<String> {
    let value = value.abs();
    (value.is_finite() && value >= GREAT).then(|| format!("figure:{value:.2e}"))
}
