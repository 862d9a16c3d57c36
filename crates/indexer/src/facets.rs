//! Counts over all articles that match: by language, publisher, entity, month, and over time.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use newsbraid_text::Lang;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// What the articles found are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// Language of most of the article.
    Lang,
    /// Publisher; empty where unknown.
    Source,
    /// Id of each entity that it mentions.
    Entity,
    /// Year and month of publication, UTC; empty where unknown.
    Month,
}

impl Facet {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Lang => "lang",
            Facet::Source => "source",
            Facet::Entity => "entity",
            Facet::Month => "month",
        }
    }

    /// The column of the index that has its values; the month comes from the date.
    fn column(self) -> Option<&'static str> {
        match self {
            Facet::Lang => Some("lang"),
            Facet::Source => Some("source_name"),
            Facet::Entity => Some("entities"),
            Facet::Month => None,
        }
    }
}

/// The width of the bars of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// A day, UTC.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

/// How many articles have each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// What is counted by.
    pub facet: Facet,
    /// Values and articles: the most first, equal ones in order of the value; months in their own order.
    pub values: Vec<(String, u64)>,
}

/// Articles over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// First day of each interval that has an article, in order, and its articles.
    pub bars: Vec<(Date, u64)>,
    /// Articles without a date.
    pub undated: u64,
}

/// Counts articles by day and by the values of columns.
pub(crate) struct FacetCollector {
    facets: Vec<Facet>,
}

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    by_value: BTreeMap<Facet, BTreeMap<String, u64>>,
    /// Articles by day since 1970; without a date under `None`.
    by_day: BTreeMap<Option<i64>, u64>,
}

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

impl FacetCollector {
    pub fn new(facets: &[Facet]) -> FacetCollector {
        FacetCollector { facets: facets.to_vec() }
    }
}

impl Collector for FacetCollector {
    type Fruit = Counted;
    type Child = SegmentCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let mut columns = Vec::new();
        for facet in &self.facets {
            if let Some(name) = facet.column()
                && let Some(column) = segment.fast_fields().str(name)?
            {
                let counts = vec![0; column.dictionary().num_terms()];
                columns.push(ColumnCounter { facet: *facet, column, counts, without: 0 });
            }
        }
        Ok(SegmentCounter { columns, dates: segment.fast_fields().i64("date")?, by_day: BTreeMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<io::Result<Counted>>) -> tantivy::Result<Counted> {
        let mut all = Counted::default();
        for fruit in fruits {
            let counted = fruit?;
            for (facet, values) in counted.by_value {
                let sums = all.by_value.entry(facet).or_default();
                values.into_iter().for_each(|(value, count)| *sums.entry(value).or_default() += count);
            }
            counted.by_day.into_iter().for_each(|(day, count)| *all.by_day.entry(day).or_default() += count);
        }
        Ok(all)
    }
}

/// Counts in one segment.
pub(crate) struct SegmentCounter {
    columns: Vec<ColumnCounter>,
    dates: Column<i64>,
    by_day: BTreeMap<Option<i64>, u64>,
}

struct ColumnCounter {
    facet: Facet,
    column: StrColumn,
    /// By ordinal.
    counts: Vec<u64>,
    without: u64,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = io::Result<Counted>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for column in &mut self.columns {
            let mut without = true;
            for ordinal in column.column.term_ords(doc) {
                column.counts[ordinal as usize] += 1;
                without = false;
            }
            column.without += u64::from(without);
        }
        let day = self.dates.first(doc).map(|second| second.div_euclid(SECONDS_OF_DAY));
        *self.by_day.entry(day).or_default() += 1;
    }

    fn harvest(self) -> io::Result<Counted> {
        let mut by_value = BTreeMap::new();
        for column in self.columns {
            by_value.insert(column.facet, column.values()?);
        }
        Ok(Counted { by_value, by_day: self.by_day })
    }
}

impl ColumnCounter {
    fn values(self) -> io::Result<BTreeMap<String, u64>> {
        let mut values = BTreeMap::new();
        let mut terms = self.column.dictionary().stream()?;
        for count in &self.counts {
            if !terms.advance() {
                break;
            }
            let value = String::from_utf8_lossy(terms.key()).into_owned();
            // A Chinese article is also in `zh`.
            let is_base = self.facet == Facet::Lang && !value.parse().is_ok_and(|lang: Lang| lang.tag() == value);
            if *count > 0 && !is_base {
                values.insert(value, *count);
            }
        }
        if self.without > 0 && self.facet == Facet::Source {
            values.insert(String::new(), self.without);
        }
        Ok(values)
    }
}

impl Counted {
    /// The values of a facet, in the order of [`FacetCounts`].
    pub fn facet(&self, facet: Facet) -> FacetCounts {
        if facet == Facet::Month {
            let Histogram { bars, undated } = self.histogram(Interval::Month);
            let month = |(first, count): (Date, u64)| (first.strftime("%Y-%m").to_string(), count);
            let unknown = (undated > 0).then(|| (String::new(), undated));
            return FacetCounts { facet, values: unknown.into_iter().chain(bars.into_iter().map(month)).collect() };
        }
        let counts = self.by_value.get(&facet);
        let mut values: Vec<(String, u64)> = counts.into_iter().flatten().map(|(v, c)| (v.clone(), *c)).collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        FacetCounts { facet, values }
    }

    /// The articles over time.
    pub fn histogram(&self, interval: Interval) -> Histogram {
        let mut bars: BTreeMap<Date, u64> = BTreeMap::new();
        for (day, count) in &self.by_day {
            if let Some(first) = day.and_then(|day| first_day(day, interval)) {
                *bars.entry(first).or_default() += count;
            }
        }
        Histogram { bars: bars.into_iter().collect(), undated: self.by_day.get(&None).copied().unwrap_or(0) }
    }
}

/// The first day of the interval in which a day since 1970 lies.
fn first_day(day: i64, interval: Interval) -> Option<Date> {
    let date = Timestamp::from_second(day * SECONDS_OF_DAY).ok()?.to_zoned(TimeZone::UTC).date();
    match interval {
        Interval::Day => Some(date),
        Interval::Week => date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok(),
        Interval::Month => Some(date.first_of_month()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_weeks_and_months() {
        let check = |date: &str, week: &str, month: &str| {
            let second = format!("{date}T23:59:59Z").parse::<Timestamp>().unwrap().as_second();
            let first = |interval| first_day(second.div_euclid(SECONDS_OF_DAY), interval).unwrap().to_string();
            assert_eq!([first(Interval::Day), first(Interval::Week), first(Interval::Month)], [date, week, month]);
        };
        check("2026-03-12", "2026-03-09", "2026-03-01");
        check("2026-03-01", "2026-02-23", "2026-03-01");
        check("2024-12-30", "2024-12-30", "2024-12-01");
        check("1969-12-31", "1969-12-29", "1969-12-01");
    }
}
