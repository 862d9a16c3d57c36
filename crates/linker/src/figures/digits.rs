//! Runs of ASCII digits with separators: 3,800 and 398.24 and 1234567, and the malformed ones that are no number.

use super::decimal::{Decimal, MOST_DIGITS};

/// A run of digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Run {
    /// A number: its value, its last stated place, whether a decimal point or commas were written, its end.
    Number { value: Decimal, place: i32, point: bool, grouped: bool, end: usize },
    /// No number: 3,80,0 and 1.2.3 and 1,234.56.7 and what is too long. Ends here.
    Malformed { end: usize },
}

/// Reads the run that begins with the digit at `at`, which follows no digit.
pub(crate) fn read(bytes: &[u8], at: usize) -> Run {
    let end = run_end(bytes, at);
    let text = &bytes[at..end];
    match parts(text) {
        Some((whole, fraction, grouped)) => number(whole, fraction, grouped, end),
        None => Run::Malformed { end },
    }
}

/// Past digits, and commas, points and apostrophes between digits.
fn run_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at;
    while let Some(&b) = bytes.get(i) {
        let inside = matches!(b, b',' | b'.' | b'\'') && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
        if !b.is_ascii_digit() && !inside {
            break;
        }
        i += 1;
    }
    i
}

/// The part before the point and the part behind it, where commas cut threes and there is at most one point.
fn parts(text: &[u8]) -> Option<(&[u8], &[u8], bool)> {
    let point = text.iter().position(|&b| b == b'.');
    let (whole, fraction) = point.map_or((text, &text[..0]), |p| (&text[..p], &text[p + 1..]));
    if !fraction.iter().all(u8::is_ascii_digit) || whole.contains(&b'\'') {
        return None;
    }
    let grouped = whole.contains(&b',');
    let mut groups = whole.split(|&b| b == b',');
    let first = groups.next().unwrap_or_default();
    let well_cut = !grouped || ((1..=3).contains(&first.len()) && first != b"0" && groups.all(|g| g.len() == 3));
    well_cut.then_some((whole, fraction, grouped))
}

fn number(whole: &[u8], fraction: &[u8], grouped: bool, end: usize) -> Run {
    let digits = || whole.iter().chain(fraction).filter(|b| b.is_ascii_digit());
    let count = digits().count();
    // 007 is a name, 0.5 and 0 are numbers.
    let padded = whole.len() > 1 && whole[0] == b'0';
    if count > MOST_DIGITS || padded {
        return Run::Malformed { end };
    }
    let value = digits().fold(0u128, |n, b| n * 10 + u128::from(b - b'0'));
    let place = -(fraction.len() as i32);
    Run::Number { value: Decimal::new(value, place), place, point: !fraction.is_empty(), grouped, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(f64, i32)>) {
        let found = match read(text.as_bytes(), 0) {
            Run::Number { value, place, .. } => Some((value.to_f64(), place)),
            Run::Malformed { .. } => None,
        };
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn separators_are_read_and_malformed_runs_refused() {
        check("3,800억", Some((3800.0, 0)));
        check("398.24亿", Some((398.24, -2)));
        check("1,234,567.5", Some((1_234_567.5, -1)));
        check("34%", Some((34.0, 0)));
        check("5, 6", Some((5.0, 0)));
        check("7.", Some((7.0, 0)));
        check("3,80,0", None);
        check("1.2.3", None);
        check("1.234,56", None);
        check("1234,567", None);
        check("0,123", None);
        check("007", None);
        check("12'345", None);
        check(&"9".repeat(25), None);
        check(&"9".repeat(1_000_000), None);
    }
}
