//! Which kind the members of a class are of, and which ending the symbols of an exchange have.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::Kind;

/// The tables of `config/wikidata`.
pub struct Classes {
    kinds: HashMap<u64, Kind>,
    exchanges: HashMap<u64, Exchange>,
}

/// How symbols of an exchange are written.
struct Exchange {
    ending: &'static str,
    digits: usize,
}

static EMBEDDED: LazyLock<Classes> = LazyLock::new(|| Classes {
    kinds: rows(include_str!("../../../../config/wikidata/classes.tsv")).filter_map(class).collect(),
    exchanges: rows(include_str!("../../../../config/wikidata/exchanges.tsv")).filter_map(exchange).collect(),
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn class(row: Vec<&'static str>) -> Option<(u64, Kind)> {
    Some((number(row.first()?)?, row.get(1)?.parse().ok()?))
}

fn exchange(row: Vec<&'static str>) -> Option<(u64, Exchange)> {
    Some((number(row.first()?)?, Exchange { ending: row.get(1)?, digits: row.get(2)?.parse().ok()? }))
}

/// The number of `Q4830453`.
pub(crate) fn number(id: &str) -> Option<u64> {
    id.strip_prefix('Q')?.parse().ok()
}

impl Classes {
    /// The tables that the binary carries.
    pub fn embedded() -> &'static Classes {
        &EMBEDDED
    }

    /// The kind of the members of a class, by the number of its id.
    ///
    /// ```
    /// use newsbraid_kb::wikidata::Classes;
    /// use newsbraid_kb::Kind;
    /// assert_eq!(Classes::embedded().kind(5), Some(Kind::Person));
    /// assert_eq!(Classes::embedded().kind(4830453), Some(Kind::Organization));
    /// assert_eq!(Classes::embedded().kind(8142), None); // currencies belong to figures
    /// ```
    pub fn kind(&self, class: u64) -> Option<Kind> {
        self.kinds.get(&class).copied()
    }

    /// A symbol as entity files write it: 700 of the Hong Kong exchange is `0700.HK`. Nothing for other exchanges.
    pub(crate) fn symbol(&self, exchange: u64, symbol: &str) -> Option<String> {
        let Exchange { ending, digits } = self.exchanges.get(&exchange)?;
        let symbol = symbol.trim();
        let known = (1..=10).contains(&symbol.len()) && symbol.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        let padded =
            if symbol.bytes().all(|b| b.is_ascii_digit()) { format!("{symbol:0>digits$}") } else { symbol.into() };
        known.then(|| if ending.is_empty() { padded } else { format!("{padded}.{ending}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_none_is_there_twice() {
        let (classes, exchanges) = (
            include_str!("../../../../config/wikidata/classes.tsv"),
            include_str!("../../../../config/wikidata/exchanges.tsv"),
        );
        assert_eq!(rows(classes).count(), Classes::embedded().kinds.len());
        assert_eq!(rows(exchanges).count(), Classes::embedded().exchanges.len());
    }

    #[test]
    fn symbols() {
        let check = |exchange, symbol: &str, expect: Option<&str>| {
            assert_eq!(Classes::embedded().symbol(exchange, symbol).as_deref(), expect, "{symbol}");
        };
        check(496672, "700", Some("0700.HK"));
        check(496672, "9988", Some("9988.HK"));
        check(13677, "BABA", Some("BABA"));
        check(495372, "005930", Some("005930.KS"));
        check(739514, "600519", Some("600519.SH"));
        check(1, "X", None);
        check(13677, "see page", None);
    }
}
