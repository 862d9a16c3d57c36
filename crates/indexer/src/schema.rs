//! The fields of the index.

use newsbraid_linker::Unit;
use newsbraid_text::Lang;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

use crate::pack::TOKENIZER;

/// Raised whenever the fields or the way terms are made change: an index of another number is refused.
pub(crate) const FORMAT: u32 = 8;

/// Currencies that have a field of their own (ISO 4217); sums in any other share one.
const CURRENCIES: [&str; 38] = [
    "AED", "AUD", "BDT", "BRL", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "IDR", "ILS", "INR", "JPY", "KPW",
    "KRW", "KZT", "MNT", "MOP", "MXN", "MYR", "NOK", "NZD", "PHP", "PKR", "PLN", "RUB", "SAR", "SEK", "SGD", "THB",
    "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
];

/// Units other than money, as they are written in a query and in the name of the field.
const UNITS: [(Unit, &str); 43] = [
    (Unit::Percent, "percent"),
    (Unit::PercentPoint, "percent_point"),
    (Unit::BasisPoint, "basis_point"),
    (Unit::Multiple, "multiple"),
    (Unit::Person, "person"),
    (Unit::Count, "count"),
    (Unit::Tonne, "tonne"),
    (Unit::Kilogram, "kilogram"),
    (Unit::Metre, "metre"),
    (Unit::Kilometre, "kilometre"),
    (Unit::SquareMetre, "square_metre"),
    (Unit::Celsius, "celsius"),
    (Unit::Watt, "watt"),
    (Unit::WattHour, "watt_hour"),
    (Unit::Byte, "byte"),
    (Unit::Point, "point"),
    (Unit::Magnitude, "magnitude"),
    (Unit::Year, "year"),
    (Unit::Day, "day"),
    (Unit::Hour, "hour"),
    (Unit::Quarter, "quarter"),
    (Unit::Month, "month"),
    (Unit::Week, "week"),
    (Unit::Minute, "minute"),
    (Unit::Second, "second"),
    (Unit::Millimetre, "millimetre"),
    (Unit::Mile, "mile"),
    (Unit::Foot, "foot"),
    (Unit::Fahrenheit, "fahrenheit"),
    (Unit::Litre, "litre"),
    (Unit::CubicMetre, "cubic_metre"),
    (Unit::Barrel, "barrel"),
    (Unit::Pound, "pound"),
    (Unit::Ounce, "ounce"),
    (Unit::Inch, "inch"),
    (Unit::Yard, "yard"),
    (Unit::Acre, "acre"),
    (Unit::Mu, "mu"),
    (Unit::Pyeong, "pyeong"),
    (Unit::SquareFoot, "square_foot"),
    (Unit::Gallon, "gallon"),
    (Unit::KilometrePerHour, "kilometre_per_hour"),
    (Unit::MilePerHour, "mile_per_hour"),
];

/// Short forms of units in queries.
const UNIT_SIGNS: [(&str, Unit); 9] = [
    ("%", Unit::Percent),
    ("pp", Unit::PercentPoint),
    ("bp", Unit::BasisPoint),
    ("x", Unit::Multiple),
    ("t", Unit::Tonne),
    ("kg", Unit::Kilogram),
    ("m", Unit::Metre),
    ("km", Unit::Kilometre),
    ("h", Unit::Hour),
];

/// How a unit is called in a query and in the ids of figures.
pub(crate) fn unit_name(unit: Unit) -> &'static str {
    UNITS.iter().find(|(known, _)| *known == unit).map_or("money", |(_, name)| name)
}

/// The unit, and for money the currency, that a query names: `CNY`, `percent`, `%`.
pub(crate) fn unit_named(name: &str) -> Option<(Unit, Option<String>)> {
    if name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some((Unit::Money, Some(name.to_string())));
    }
    let by_sign = UNIT_SIGNS.iter().find(|(sign, _)| *sign == name).map(|(_, unit)| *unit);
    by_sign.or_else(|| UNITS.iter().find(|(_, word)| *word == name).map(|(unit, _)| *unit)).map(|unit| (unit, None))
}

/// All fields, looked up once.
#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// Id of the article: one raw term, and a column to read it from.
    pub id: Field,
    /// Counts up in the order in which articles were added.
    pub ordinal: Field,
    /// Says whether an article changed ([`crate::Entry::fingerprint`]).
    pub fingerprint: Field,
    pub title: Field,
    pub text: Field,
    pub source_name: Field,
    /// Which entity was written how in the article, for highlighting ([`crate::surfaces`]).
    pub surfaces: Field,
    pub title_terms: Field,
    pub title_grams: Field,
    /// By language: Chinese, Korean, English, any other. An article has its words in one of them.
    pub bodies: [Field; 4],
    pub grams: Field,
    pub entity: Field,
    /// How words sound that may be foreign names ([`crate::sound_id`]).
    pub sound: Field,
    /// Each entity of the article once, to count by.
    pub entities: Field,
    pub time: Field,
    pub lang: Field,
    pub source: Field,
    /// Seconds since 1970.
    pub date: Field,
    units: Vec<Field>,
    currencies: Vec<Field>,
    other_money: Field,
}

impl Fields {
    pub fn new() -> Fields {
        let mut builder = Schema::builder();
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let id = builder.add_text_field("id", raw().set_fast("raw"));
        let ordinal = builder.add_u64_field("ordinal", FAST);
        let fingerprint = builder.add_u64_field("fingerprint", FAST);
        let title = builder.add_text_field("title", STORED);
        let text = builder.add_text_field("text", STORED);
        let source_name = builder.add_text_field("source_name", TextOptions::default().set_stored().set_fast("raw"));
        let surfaces = builder.add_bytes_field("surfaces", STORED);
        let title_terms = builder.add_text_field("title_terms", packed(positions));
        let title_grams = builder.add_text_field("title_grams", packed(positions));
        let bodies =
            ["body_zh", "body_ko", "body_en", "body_other"].map(|name| builder.add_text_field(name, packed(positions)));
        let grams = builder.add_text_field("grams", packed(positions));
        let entity = builder.add_text_field("entity", packed(IndexRecordOption::WithFreqs));
        let sound = builder.add_text_field("sound", unmeasured(IndexRecordOption::WithFreqs));
        let entities = builder.add_text_field("entities", TextOptions::default().set_fast("raw"));
        let time = builder.add_text_field("time", raw());
        let lang = builder.add_text_field("lang", raw().set_stored().set_fast("raw"));
        let source = builder.add_text_field("source", raw());
        let date = builder.add_i64_field("date", FAST);
        let units = UNITS.iter().map(|(_, name)| number(&mut builder, name)).collect();
        let currencies = CURRENCIES.iter().map(|code| number(&mut builder, code)).collect();
        let other_money = number(&mut builder, "money");
        let schema = builder.build();
        Fields {
            schema,
            id,
            ordinal,
            fingerprint,
            title,
            text,
            source_name,
            surfaces,
            title_terms,
            title_grams,
            bodies,
            grams,
            entity,
            sound,
            entities,
            time,
            lang,
            source,
            date,
            units,
            currencies,
            other_money,
        }
    }

    /// Where the words of an article in `lang` are.
    pub fn body(&self, lang: Lang) -> Field {
        self.bodies[match lang {
            Lang::ZhHans | Lang::ZhHant => 0,
            Lang::Ko => 1,
            Lang::En => 2,
            Lang::Ja | Lang::Und => 3,
        }]
    }

    /// Where figures of a unit are; money without a currency, or in a rare one, has a field of its own.
    pub fn figure(&self, unit: Unit, currency: Option<&str>) -> Field {
        if unit == Unit::Money {
            let at = currency.and_then(|code| CURRENCIES.binary_search(&code).ok());
            return at.map_or(self.other_money, |at| self.currencies[at]);
        }
        UNITS.iter().position(|(u, _)| *u == unit).map_or(self.other_money, |at| self.units[at])
    }
}

fn raw() -> TextOptions {
    indexed("raw", IndexRecordOption::Basic, false)
}

fn packed(option: IndexRecordOption) -> TextOptions {
    indexed(TOKENIZER, option, true)
}

/// Of a field in which it says nothing how many terms an article has.
fn unmeasured(option: IndexRecordOption) -> TextOptions {
    indexed(TOKENIZER, option, false)
}

fn indexed(tokenizer: &str, option: IndexRecordOption, measured: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
    TextOptions::default().set_indexing_options(indexing.set_fieldnorms(measured).set_index_option(option))
}

fn number(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_u64_field(&format!("figure_{name}"), FAST)
}

/// A quantity as its column holds it: to seven digits, which takes half the room, and by numbers in the same order.
pub(crate) fn figure_key(value: f64) -> u64 {
    // What is added makes a zero of a negative zero.
    let bits = (value as f32 + 0.0).to_bits();
    let negative = bits >> 31 == 1;
    u64::from(if negative { !bits } else { bits | 1 << 31 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_sorted_for_the_binary_search() {
        assert!(CURRENCIES.is_sorted());
        let fields = Fields::new();
        let name = |unit, currency| fields.schema.get_field_name(fields.figure(unit, currency)).to_string();
        assert_eq!(name(Unit::Money, Some("CNY")), "figure_CNY");
        assert_eq!(name(Unit::Money, Some("XAU")), "figure_money");
        assert_eq!(name(Unit::Money, None), "figure_money");
        assert_eq!(name(Unit::Hour, None), "figure_hour");
    }

    #[test]
    fn quantities_are_numbered_in_their_order() {
        let values = [f64::MIN, -3.8e11, -34.0, -0.5, 0.0, 1e-9, 0.25, 33.9, 34.0, 34.1, 3.8e11, 3.800001e11, f64::MAX];
        assert!(values.map(figure_key).is_sorted_by(|a, b| a < b));
        assert_eq!(figure_key(-0.0), figure_key(0.0));
    }

    #[test]
    fn units_by_sign_and_word() {
        assert_eq!(unit_named("CNY"), Some((Unit::Money, Some("CNY".to_string()))));
        assert_eq!(unit_named("%"), Some((Unit::Percent, None)));
        assert_eq!(unit_named("watt_hour"), Some((Unit::WattHour, None)));
        assert_eq!(unit_named("yuan"), None);
    }
}
