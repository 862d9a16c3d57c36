//! The currency of a sum that does not name one: what the article says of the same sum, or mostly speaks in.

use std::collections::HashMap;

use crate::annotations::{CurrencyFrom, Unit};
use crate::times::cursor::skip_space_back;

use super::measure::korean_at;
use super::numeral::Writing;
use super::raw::Raw;
use super::units::{Counted, Units};

/// The sums of an article with a currency.
pub(crate) struct Purse {
    /// The first currency of each sum, by the bits of its value.
    sums: HashMap<u64, u8>,
    /// The currency of most sums, conversions in brackets apart; of equals the one met first.
    usual: Option<u8>,
    /// What 元 alone means, where it is not the yuan.
    plain: Option<u8>,
}

/// Words of an article whose 元 is the Taiwan dollar, unless it also speaks of 人民币.
const TAIWAN: [&str; 4] = ["新台币", "台币", "台股", "nt$"];

impl Purse {
    pub(crate) fn new(s: &str, raws: &[Raw], units: &Units) -> Purse {
        let plain = units.codes.iter().position(|c| c == "TWD").map(|at| at as u8);
        let taiwan = raws.iter().any(|r| matches!(r.counted, Counted::Money { plain: true, .. }))
            && TAIWAN.iter().any(|w| s.contains(w))
            && !s.contains("人民币");
        let plain = plain.filter(|_| taiwan);
        let mut sums = HashMap::new();
        let mut counts: Vec<(u8, usize)> = Vec::new();
        for raw in raws {
            let Counted::Money { code, plain: alone } = raw.counted else { continue };
            let code = if alone { plain.unwrap_or(code) } else { code };
            sums.entry(raw.value.to_bits()).or_insert(code);
            if in_bracket(s, raw.span.start as usize) {
                continue;
            }
            match counts.iter_mut().find(|(c, _)| *c == code) {
                Some((_, count)) => *count += 1,
                None => counts.push((code, 1)),
            }
        }
        let most = counts.iter().map(|c| c.1).max();
        let usual = counts.iter().find(|c| Some(c.1) == most).map(|c| c.0);
        Purse { sums, usual, plain }
    }

    /// Whether the article states the same sum with a currency.
    pub(crate) fn knows(&self, value: f64) -> bool {
        self.sums.contains_key(&value.to_bits())
    }

    /// The ISO code of a figure's currency and where it was found; `None` for what is no money, and for money of which
    /// nothing says the currency.
    pub(crate) fn currency(&self, s: &str, raw: &Raw, unit: Unit, units: &Units) -> Option<(String, CurrencyFrom)> {
        let (code, from) = match raw.counted {
            Counted::Money { plain: true, .. } if self.plain.is_some() => (self.plain?, CurrencyFrom::Context),
            Counted::Money { code, .. } => (code, CurrencyFrom::Text),
            _ if unit == Unit::Money => (self.guess(s, raw, units)?, CurrencyFrom::Context),
            _ => return None,
        };
        Some((units.codes[usize::from(code)].clone(), from))
    }

    fn guess(&self, s: &str, raw: &Raw, units: &Units) -> Option<u8> {
        let same = self.sums.get(&raw.value.to_bits()).copied();
        let korean = || {
            let won = raw.number.scale_writing == Some(Writing::Hangul) && korean_at(s, raw.span.start as usize);
            units.codes.iter().position(|c| c == "KRW" && won).map(|at| at as u8)
        };
        same.or(self.usual).or_else(korean)
    }
}

/// Whether a sum stands in a bracket that opens right before it, as conversions do: 600亿美元(约合4300亿元).
fn in_bracket(s: &str, start: usize) -> bool {
    let mut at = start;
    for _ in 0..3 {
        at = skip_space_back(s, at);
        if s[..at].ends_with('(') {
            return true;
        }
        if let Some(word) = ABOUT.iter().find(|w| s[..at].ends_with(*w)) {
            at -= word.len();
        }
    }
    false
}

/// Words between the bracket and the sum.
const ABOUT: [&str; 13] = [
    "约合",
    "约",
    "약",
    "about",
    "roughly",
    "미화",
    "한화 약",
    "한화",
    "우리 돈 약",
    "우리돈 약",
    "现汇率约合",
    "合",
    "or",
];
