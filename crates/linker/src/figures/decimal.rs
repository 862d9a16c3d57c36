//! Exact decimal numbers, and what the rounding of a stated number allows.

/// `digits * 10^exp`, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u128,
    exp: i32,
}

/// Digits of the longest number that is read; longer ones are account numbers, hashes or an attack.
pub(crate) const MOST_DIGITS: usize = 24;

impl Decimal {
    /// A number of at most [`MOST_DIGITS`] digits.
    pub(crate) fn new(digits: u128, exp: i32) -> Decimal {
        Decimal { digits, exp }
    }

    /// Times a power of ten.
    pub(crate) fn scaled(self, power: i32) -> Decimal {
        Decimal { exp: self.exp + power, ..self }
    }

    /// The sum; `None` where it has more digits than 128 bits hold.
    pub(crate) fn plus(self, other: Decimal) -> Option<Decimal> {
        let exp = self.exp.min(other.exp);
        let at = |d: Decimal| d.digits.checked_mul(10u128.checked_pow((d.exp - exp).try_into().ok()?)?);
        Some(Decimal { digits: at(self)?.checked_add(at(other)?)?, exp })
    }

    /// Less a part that it contains; `None` below zero.
    fn minus(self, other: Decimal) -> Option<Decimal> {
        let exp = self.exp.min(other.exp);
        let at = |d: Decimal| d.digits.checked_mul(10u128.checked_pow((d.exp - exp).try_into().ok()?)?);
        Some(Decimal { digits: at(self)?.checked_sub(at(other)?)?, exp })
    }

    /// Whether it is nought.
    pub(crate) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is below `10^power`.
    pub(crate) fn below(self, power: i32) -> bool {
        self.digits == 0 || self.digits.ilog10() as i32 + self.exp < power
    }

    /// The nearest floating-point number: correctly rounded, by way of the decimal text where the short way is not exact.
    pub(crate) fn to_f64(self) -> f64 {
        if self.digits < 1 << 53 && (-22..=22).contains(&self.exp) {
            let power = POWERS[self.exp.unsigned_abs() as usize];
            return if self.exp < 0 { self.digits as f64 / power } else { self.digits as f64 * power };
        }
        format!("{}e{}", self.digits, self.exp).parse().expect("digits, e and an exponent are a number")
    }
}

/// The powers of ten that floating-point numbers hold exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// How exactly a number is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// To the place of this power of ten.
    Place(i32),
    /// Not at all: fractions.
    Exact,
    /// Up to this number (数千: 1,000 to 9,999; 十几: 10 to 19).
    UpTo(Decimal),
}

/// Digits of a whole number without a decimal point that are taken as meant, even if they are noughts: 1억4000만 may be
/// 1억3990만 (its noughts behind the third digit are rounding), 3,800억 is not 3,700억.
const MEANT_DIGITS: i32 = 3;

/// The least and the greatest value that rounds to what is stated: 2,478억 is 2,477.5억 to 2,478.5억.
pub(crate) fn interval(value: Decimal, rounding: Rounding, noughts_round: bool) -> (f64, f64) {
    match rounding {
        Rounding::Exact => (value.to_f64(), value.to_f64()),
        Rounding::UpTo(most) => (value.to_f64(), most.to_f64()),
        Rounding::Place(place) => {
            let place = if noughts_round { place + rounded_noughts(value, place) } else { place };
            let half = Decimal::new(5, place - 1);
            let low = value.minus(half).unwrap_or(Decimal::new(0, 0));
            (low.to_f64(), value.plus(half).unwrap_or(value).to_f64())
        }
    }
}

/// How many of the noughts before `place` may be rounding.
fn rounded_noughts(value: Decimal, place: i32) -> i32 {
    let stated = value.scaled(-place);
    if value.digits == 0 || stated.exp > 0 {
        return 0;
    }
    let whole = stated.digits / 10u128.pow(stated.exp.unsigned_abs().min(38));
    if whole == 0 {
        return 0;
    }
    let digits = whole.ilog10() as i32 + 1;
    let noughts = std::iter::successors(Some(whole), |n| (n % 10 == 0).then_some(n / 10)).count() as i32 - 1;
    (digits - MEANT_DIGITS).clamp(0, noughts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(digits: u128, exp: i32, place: i32, expect: (f64, f64)) {
        assert_eq!(interval(Decimal::new(digits, exp), Rounding::Place(place), true), expect);
    }

    #[test]
    fn the_interval_is_half_of_the_last_place_and_of_noughts_behind_three_digits() {
        check(2478, 8, 8, (247_750_000_000.0, 247_850_000_000.0));
        check(247795, 6, 6, (247_794_500_000.0, 247_795_500_000.0));
        check(3800, 8, 8, (379_500_000_000.0, 380_500_000_000.0));
        check(14000, 4, 4, (139_500_000.0, 140_500_000.0));
        check(500, 0, 0, (499.5, 500.5));
        check(7, 0, 0, (6.5, 7.5));
        check(0, 0, 0, (0.0, 0.5));
        check(10, 8, 8, (950_000_000.0, 1_050_000_000.0));
    }

    #[test]
    fn sums_are_exact_and_overflow_is_none() {
        let sum = Decimal::new(570, 8).plus(Decimal::new(600, 4));
        assert_eq!(sum.map(Decimal::to_f64), Some(57_006_000_000.0));
        assert_eq!(Decimal::new(u128::MAX, 0).plus(Decimal::new(1, 0)), None);
        assert_eq!(Decimal::new(1, 300).plus(Decimal::new(1, 0)), None);
        assert_eq!(Decimal::new(1, -1).to_f64(), 0.1);
        assert_eq!(Decimal::new(10u128.pow(23), 3).to_f64(), 1e26);
    }
}
