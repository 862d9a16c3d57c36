//! What the linker says of an article.

use newsbraid_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A name in a text and what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Bytes of the clean text.
    pub span: Span,
    /// Id of the entity; `None` for a name that the knowledge base does not have.
    pub entity: Option<String>,
    /// Key of an unknown name: equal keys may be one NIL entity, which the corpus stage decides.
    pub key: Option<String>,
    /// person, organization, product, place, event; what the name's surroundings say where it is unknown.
    pub kind: Option<String>,
    /// From 0 to 1.
    pub score: f32,
    /// The rule that made the link.
    pub rule: Rule,
}

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A full name of the knowledge base.
    Name,
    /// A generated spelling of a name (transcription, reading).
    Generated,
    /// A short form, supported by the article.
    Weak,
    /// A one-character code of headlines.
    Code,
    /// An exchange symbol.
    Ticker,
    /// A surname with a title, after the full name (우 CEO, 시 주석).
    ShortForm,
    /// In brackets after a name (우융밍(吳泳銘)).
    Bracket,
    /// A name that the knowledge base does not have.
    Unknown,
}

/// A quantity in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Bytes of the clean text; with the currency or unit, without the words of change or bound.
    pub span: Span,
    /// As stated, signed: `-53` for 同比下降53%.
    pub value: f64,
    /// The least value that rounding to what is stated allows.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether the text says about, at least or at most.
    pub bound: Option<Bound>,
    /// What is counted.
    pub unit: Unit,
    /// Against which period a change is stated.
    pub change: Option<Change>,
    /// ISO 4217, for money.
    pub currency: Option<String>,
    /// Where the currency was found.
    pub currency_from: Option<CurrencyFrom>,
    /// What it measures: a key of `config/measures.toml`.
    pub measure: Option<String>,
    /// The period it is about: `2025Q3`, `2025`, `2025-08`, `2025-08-29`.
    pub period: Option<String>,
    /// Id of the entity it is about.
    pub about: Option<String>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A sum of money.
    Money,
    /// 34 means 34%.
    Percent,
    /// Percentage points.
    PercentPoint,
    /// Hundredths of a percentage point.
    BasisPoint,
    /// 2 means twice.
    Multiple,
    /// People.
    Person,
    /// Things counted: units, cases, articles.
    Count,
    /// Tonnes.
    Tonne,
    /// Kilograms.
    Kilogram,
    /// Metres.
    Metre,
    /// Kilometres.
    Kilometre,
    /// Square metres.
    SquareMetre,
    /// Degrees Celsius.
    Celsius,
    /// Watts.
    Watt,
    /// Watt-hours.
    WattHour,
    /// Bytes.
    Byte,
    /// Points of an index or a score.
    Point,
    /// Magnitude of an earthquake.
    Magnitude,
    /// Years, as a duration or an age.
    Year,
    /// Quarters of a year, as a duration.
    Quarter,
    /// Months, as a duration.
    Month,
    /// Weeks, as a duration.
    Week,
    /// Days, as a duration.
    Day,
    /// Hours, as a duration.
    Hour,
    /// Minutes, as a duration.
    Minute,
    /// Seconds, as a duration.
    Second,
    /// Millimetres, of rain.
    Millimetre,
    /// Miles.
    Mile,
    /// Feet.
    Foot,
    /// Degrees Fahrenheit.
    Fahrenheit,
    /// Litres.
    Litre,
    /// Cubic metres.
    CubicMetre,
    /// Barrels of oil.
    Barrel,
}

/// What a stated bound means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// 约, 약, about.
    About,
    /// 超过, 이상, at least.
    Min,
    /// 不到, 이하, at most.
    Max,
}

/// What a change is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The same period a year before.
    Yoy,
    /// The period before.
    Qoq,
}

/// Where a currency was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyFrom {
    /// Beside the number.
    Text,
    /// From the figures around it.
    Context,
}

/// A date or period in a text, as days of UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Bytes of the clean text.
    pub span: Span,
    /// First day.
    pub from: jiff::civil::Date,
    /// Last day, included.
    pub to: jiff::civil::Date,
    /// In short: `2025Q3`, `2025-08-29`, `2025-08`, `2025`.
    pub label: String,
}

/// All that the linker found in one article. In order of `span.start`; of mentions that begin together the longer first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// Names.
    pub mentions: Vec<Mention>,
    /// Quantities.
    pub figures: Vec<Figure>,
    /// Dates and periods.
    pub times: Vec<Time>,
}
