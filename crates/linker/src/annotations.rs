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
    /// What is said there.
    pub quantity: Quantity,
}

/// What a figure says: how much, of what, of whom and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// As stated, signed: `-53` for 同比下降53%.
    pub value: f64,
    /// The least value that rounding to what is stated allows; of a range its lower end.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether the text says about, at least or at most.
    pub bound: Option<Bound>,
    /// What is counted.
    pub unit: Unit,
    /// Whether it says by how much something changed, not how much it is: 同比增长34%, 减少213亿元.
    #[serde(default)]
    pub delta: bool,
    /// Against which period a change is stated.
    pub change: Option<Change>,
    /// ISO 4217, for money.
    pub currency: Option<String>,
    /// Where the currency was found.
    pub currency_from: Option<CurrencyFrom>,
    /// Whether it says the sum before it once more in another currency: the dollars of 2,478억 위안(348억 달러).
    #[serde(default)]
    pub converted: bool,
    /// What it measures: a key of `config/measures.toml`.
    pub measure: Option<String>,
    /// The part of it that is measured: `cloud` of a revenue, a key of `config/measures.toml`, or a word of the text
    /// (`客户管理`) where it is none of these.
    pub part: Option<String>,
    /// What makes it another figure than that of the period: expected, earlier, average, a key of `config/measures.toml`.
    pub aspect: Option<String>,
    /// What limits it, in order: keys of `config/measures.toml` (excluding, adjusted).
    #[serde(default)]
    pub scope: Vec<String>,
    /// The period it is about: `2025Q3`, `2025`, `2025-08`, `2025-08-29`, `past 12 months`, `next 36 months`.
    pub period: Option<String>,
    /// Id of the entity it is about.
    pub about: Option<String>,
    /// Id of the organisation that `about` is a division of: alibaba-group of alibaba-cloud, whose `part` is then `cloud`.
    pub whole: Option<String>,
    /// Whether measure and entity stand in its own clause, so that they are sure to be its own.
    #[serde(default)]
    pub firm: bool,
}

impl Quantity {
    /// A number of something, of which nothing else is said.
    ///
    /// ```
    /// use newsbraid_linker::{Quantity, Unit};
    /// let dead = Quantity::new(16.0, Unit::Person);
    /// assert_eq!((dead.low, dead.high, dead.measure), (16.0, 16.0, None));
    /// ```
    pub fn new(value: f64, unit: Unit) -> Quantity {
        Quantity {
            value,
            low: value,
            high: value,
            bound: None,
            unit,
            delta: false,
            change: None,
            currency: None,
            currency_from: None,
            converted: false,
            measure: None,
            part: None,
            aspect: None,
            scope: Vec::new(),
            period: None,
            about: None,
            whole: None,
            firm: false,
        }
    }
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
    /// Pounds, as a weight.
    Pound,
    /// Ounces.
    Ounce,
    /// Inches.
    Inch,
    /// Yards.
    Yard,
    /// Acres.
    Acre,
    /// 亩, a fifteenth of a hectare.
    Mu,
    /// 평 and 坪, 3.3 square metres.
    Pyeong,
    /// Square feet.
    SquareFoot,
    /// Gallons.
    Gallon,
    /// Kilometres per hour.
    KilometrePerHour,
    /// Miles per hour.
    MilePerHour,
}

impl Unit {
    /// Whether a number of it lasts: years, minutes.
    pub(crate) fn is_duration(self) -> bool {
        use Unit::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};
        matches!(self, Year | Quarter | Month | Week | Day | Hour | Minute | Second)
    }

    /// Whether it is weighed or measured, so that even one of it is a quantity: one mile, 一公里.
    pub(crate) fn is_measured(self) -> bool {
        use Unit::{
            Acre, Barrel, CubicMetre, Foot, Gallon, Inch, Kilogram, Kilometre, KilometrePerHour, Litre, Metre, Mile,
            MilePerHour, Millimetre, Mu, Ounce, Pound, Pyeong, SquareFoot, SquareMetre, Tonne, Watt, WattHour, Yard,
        };
        matches!(
            self,
            Acre | Barrel
                | CubicMetre
                | Foot
                | Gallon
                | Inch
                | Kilogram
                | Kilometre
                | KilometrePerHour
                | Litre
                | Metre
                | Mile
                | MilePerHour
                | Millimetre
                | Mu
                | Ounce
                | Pound
                | Pyeong
                | SquareFoot
                | SquareMetre
                | Tonne
                | Watt
                | WattHour
                | Yard
        )
    }
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
    /// In short: `2025Q3`, `2025-08-29`, `2025-08`, `2025`; both readings where it is one of two days (3/4/2025 is
    /// `2025-03-04|2025-04-03`).
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
