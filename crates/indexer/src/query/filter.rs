//! Conditions: language, source, entity, cluster, dates, figures.

use jiff::ToSpan;
use jiff::civil::Date;
use newsbraid_linker::Unit;
use newsbraid_text::Lang;

use crate::query::FigureRange;
use crate::schema::unit_named;

/// Names of all fields.
pub(crate) const FIELDS: [&str; 9] =
    ["title", "lang", "source", "entity", "cluster", "time", "period", "date", "figure"];

/// A condition that an article meets or not.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// A tag, or `zh` for both scripts.
    Lang(String),
    /// Publisher.
    Source(String),
    /// Id of an entity that the article mentions.
    Entity(String),
    /// Id of the event that the article belongs to.
    Cluster(String),
    /// A date or period that the article speaks of: `2025Q3`, `2025-08-29`.
    Time(String),
    /// Published between two seconds since 1970, both included; an open end is `None`.
    Date(Option<i64>, Option<i64>),
    /// A quantity in the article.
    Figure(FigureText),
}

/// A quantity, read or still to be read.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureText {
    /// Digits and a unit: `380e9..390e9CNY`, `34%`.
    Range(FigureRange),
    /// Words (3800亿元), and the column of the query where they stand.
    Words(String, usize),
}

/// Reads the value of a field other than `title`; `column` is where it stands in the query.
pub(crate) fn read(field: &str, value: &str, column: usize) -> Result<Filter, String> {
    if value.is_empty() {
        return Err(format!("`{field}:` needs a value"));
    }
    Ok(match field {
        "lang" => Filter::Lang(lang(value)?),
        "source" => Filter::Source(value.to_string()),
        "entity" => Filter::Entity(value.to_string()),
        "cluster" => Filter::Cluster(value.to_string()),
        "time" | "period" => Filter::Time(value.to_string()),
        "date" => dates(value)?,
        _ => Filter::Figure(
            digits(value).map_or_else(|| FigureText::Words(value.to_string(), column), FigureText::Range),
        ),
    })
}

fn lang(value: &str) -> Result<String, String> {
    if value.eq_ignore_ascii_case("zh") {
        return Ok("zh".to_string());
    }
    value.parse().map(|lang: Lang| lang.tag().to_string())
}

fn dates(value: &str) -> Result<Filter, String> {
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let from = if from.is_empty() { None } else { Some(period(from)?.0) };
    let to = if to.is_empty() { None } else { Some(period(to)?.1) };
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(format!("`{value}` ends before it begins"));
    }
    Ok(Filter::Date(from, to))
}

/// First and last second of a year, month or day of UTC.
fn period(text: &str) -> Result<(i64, i64), String> {
    let wrong = || format!("`{text}` is no date; write 2025, 2025-08 or 2025-08-29, and two of them with .. between");
    let mut parts = text.split('-');
    let year = parts.next().filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).ok_or_else(wrong)?;
    let mut two_digits = || match parts.next() {
        None => Ok(None),
        Some(part) if part.len() <= 2 => part.parse::<i8>().map(Some).map_err(|_| wrong()),
        Some(_) => Err(wrong()),
    };
    let (month, day) = (two_digits()?, two_digits()?);
    if parts.next().is_some() {
        return Err(wrong());
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| wrong())?;
    let length = match (month, day) {
        (None, _) => 1.year(),
        (_, None) => 1.month(),
        _ => 1.day(),
    };
    let after = first.checked_add(length).map_err(|_| wrong())?;
    let second =
        |date: Date| date.to_zoned(jiff::tz::TimeZone::UTC).map(|z| z.timestamp().as_second()).map_err(|_| wrong());
    Ok((second(first)?, second(after)? - 1))
}

/// Digits with a unit, alone (then widened by their rounding) or as a range.
fn digits(value: &str) -> Option<FigureRange> {
    let (from, to) = match value.split_once("..") {
        Some((from, to)) => (Some(from), to),
        None => (None, value),
    };
    let unit_at = unit_start(to);
    let (unit, currency) = unit_named(&to[unit_at..]).or(to[unit_at..].is_empty().then_some((Unit::Count, None)))?;
    let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
    let high = number(&to[..unit_at])?;
    let (low, high) = match from {
        Some(from) => (number(from.trim_end_matches(&to[unit_at..]))?, high),
        None => (high - half_step(&to[..unit_at]), high + half_step(&to[..unit_at])),
    };
    (low <= high).then_some(FigureRange { low, high, unit, currency })
}

/// Where the unit begins; an `e` between digits belongs to the number.
fn unit_start(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_number = |at: usize| match bytes[at] {
        b'0'..=b'9' | b'.' | b'+' | b'-' => true,
        b'e' => {
            at > 0
                && bytes[at - 1].is_ascii_digit()
                && bytes.get(at + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'-')
        }
        _ => false,
    };
    (0..bytes.len()).find(|&at| !is_number(at)).unwrap_or(bytes.len())
}

/// Half of the last digit that is written: 0.5 of 34, 0.05e9 of 38.6e9.
fn half_step(number: &str) -> f64 {
    let (mantissa, exponent) = number.split_once('e').unwrap_or((number, "0"));
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32);
    0.5 * 10f64.powi(exponent.parse::<i32>().unwrap_or(0).saturating_sub(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_precision() {
        let check = |value: &str, from: &str, to: &str| {
            let second = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
            assert_eq!(read("date", value, 1), Ok(Filter::Date(Some(second(from)), Some(second(to)))), "{value}");
        };
        check("2025-08..2025-09", "2025-08-01T00:00:00Z", "2025-09-30T23:59:59Z");
        check("2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z");
        check("2024-02-29", "2024-02-29T00:00:00Z", "2024-02-29T23:59:59Z");
        assert!(matches!(read("date", "2025..", 1), Ok(Filter::Date(Some(_), None))));
        for wrong in ["2025-13", "25-08", "2025-02-30", "yesterday", "2025-08-29-1", "2025-09..2025-08", "9999-12-31"] {
            assert!(read("date", wrong, 1).is_err(), "{wrong}");
        }
    }

    #[test]
    fn figures_in_digits_and_in_words() {
        let check = |value: &str, low: f64, high: f64, unit: Unit, currency: Option<&str>| {
            let expect = FigureRange { low, high, unit, currency: currency.map(str::to_string) };
            assert_eq!(read("figure", value, 1), Ok(Filter::Figure(FigureText::Range(expect))), "{value}");
        };
        check("380e9..390e9CNY", 380e9, 390e9, Unit::Money, Some("CNY"));
        check("380e9CNY..390e9CNY", 380e9, 390e9, Unit::Money, Some("CNY"));
        check("380e9CNY", 379.5e9, 380.5e9, Unit::Money, Some("CNY"));
        check("34%", 33.5, 34.5, Unit::Percent, None);
        check("-53..-50%", -53.0, -50.0, Unit::Percent, None);
        check("17person", 16.5, 17.5, Unit::Person, None);
        check("3", 2.5, 3.5, Unit::Count, None);
        for words in ["3800亿元", "38.6billion", "1..2..3%", "nan%", "5..2%"] {
            assert_eq!(
                read("figure", words, 1),
                Ok(Filter::Figure(FigureText::Words(words.to_string(), 1))),
                "{words}"
            );
        }
    }

    #[test]
    fn a_period_is_a_time_that_the_article_speaks_of() {
        assert_eq!(read("period", "2025Q3", 1), Ok(Filter::Time("2025Q3".to_string())));
        assert_eq!(read("period", "2025Q3", 1), read("time", "2025Q3", 1));
    }

    #[test]
    fn languages() {
        assert_eq!(read("lang", "zh", 1), Ok(Filter::Lang("zh".to_string())));
        assert_eq!(read("lang", "zh-TW", 1), Ok(Filter::Lang("zh-Hant".to_string())));
        assert!(read("lang", "klingon", 1).is_err());
    }
}
