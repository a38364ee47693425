//! Exact decimal numbers: JSON's numbers are decimals, and `multipleOf: 0.01` means what it says.

use std::cmp::Ordering;

/// `coefficient × 10^exponent`, without trailing zeros in the coefficient (zero is 0 × 10^0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    coefficient: i128,
    exponent: i32,
}

impl Decimal {
    pub(crate) const ZERO: Self = Self { coefficient: 0, exponent: 0 };
    pub(crate) const ONE: Self = Self { coefficient: 1, exponent: 0 };

    pub(crate) fn new(coefficient: i128, exponent: i32) -> Self {
        let mut it = Self { coefficient, exponent };
        if it.coefficient == 0 {
            return Self::ZERO;
        }
        while it.coefficient % 10 == 0 {
            it.coefficient /= 10;
            it.exponent = it.exponent.saturating_add(1);
        }
        it
    }

    /// The number that the JSON text `text` writes; none where it has more digits than fit.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let (negative, whole) = whole.strip_prefix('-').map_or((false, whole), |rest| (true, rest));
        let mut coefficient: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            let digit = i128::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
            coefficient = coefficient.checked_mul(10)?.checked_add(digit)?;
        }
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        if !(-100_000..=100_000).contains(&exponent) {
            return None;
        }
        Some(Self::new(if negative { -coefficient } else { coefficient }, exponent))
    }

    pub(crate) fn of(number: &serde_json::Number) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    /// As JSON; none where serde's numbers cannot hold it exactly.
    pub(crate) fn to_json(self) -> Option<serde_json::Value> {
        let text = if (0..=20).contains(&self.exponent) {
            let zeros = "0".repeat(usize::try_from(self.exponent).ok()?);
            if self.coefficient == 0 { "0".to_owned() } else { format!("{}{zeros}", self.coefficient) }
        } else {
            format!("{}e{}", self.coefficient, self.exponent)
        };
        let value: serde_json::Value = serde_json::from_str(&text).ok()?;
        (Self::of(value.as_number()?)? == self).then_some(value)
    }

    pub(crate) fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    pub(crate) fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    pub(crate) fn is_negative(self) -> bool {
        self.coefficient < 0
    }

    /// Both coefficients at the smaller exponent of the two.
    fn aligned(self, other: Self) -> Option<(i128, i128, i32)> {
        let exponent = self.exponent.min(other.exponent);
        let at = |it: Self| {
            if it.coefficient == 0 {
                return Some(0);
            }
            let power = 10_i128.checked_pow(u32::try_from(it.exponent - exponent).ok()?)?;
            it.coefficient.checked_mul(power)
        };
        Some((at(self)?, at(other)?, exponent))
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let (a, b, exponent) = self.aligned(other)?;
        Some(Self::new(a.checked_add(b)?, exponent))
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { coefficient: other.coefficient.checked_neg()?, ..other })
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let coefficient = self.coefficient.checked_mul(other.coefficient)?;
        Some(Self::new(coefficient, self.exponent.checked_add(other.exponent)?))
    }

    /// The largest integer not above `self / step`, for a positive step.
    pub(crate) fn floor_div(self, step: Self) -> Option<Self> {
        let (a, b, _) = self.aligned(step)?;
        (b > 0).then(|| Self::new(a.div_euclid(b), 0))
    }

    /// Whether it is an integer times `step`; none where the numbers are too long to tell.
    pub(crate) fn is_multiple_of(self, step: Self) -> Option<bool> {
        if self.is_zero() {
            return Some(true);
        }
        let (a, b, _) = self.aligned(step)?;
        Some(b != 0 && a % b == 0)
    }

    /// The smallest positive number that is a multiple of both.
    pub(crate) fn common_multiple(self, other: Self) -> Option<Self> {
        let (a, b, exponent) = self.aligned(other)?;
        let (mut x, mut y) = (a.checked_abs()?, b.checked_abs()?);
        while y != 0 {
            (x, y) = (y, x % y);
        }
        (x != 0).then_some(())?;
        Some(Self::new((a / x).checked_mul(b)?.checked_abs()?, exponent))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.coefficient.signum().cmp(&other.coefficient.signum());
        if sign != Ordering::Equal || self.is_zero() {
            return sign;
        }
        if let Some((a, b, _)) = self.aligned(*other) {
            return a.cmp(&b);
        }
        // Too far apart to write out: the one with more digits before the point has the greater magnitude.
        let magnitude = |it: &Self| i64::from(it.coefficient.unsigned_abs().ilog10()) + i64::from(it.exponent);
        let order = magnitude(self).cmp(&magnitude(other));
        if self.is_negative() { order.reverse() } else { order }
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::new(i128::from(value), 0)
    }
}

/// The value with every number in its plainest form (`1.0` is `1`), so that equal values compare equal.
pub(crate) fn plain(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(number) => Decimal::of(&number).and_then(Decimal::to_json).unwrap_or(Value::Number(number)),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn equal_numbers_are_equal_however_they_are_written() {
        assert_eq!(decimal("1.0"), decimal("1"));
        assert_eq!(decimal("10e-1"), decimal("1"));
        assert_eq!(decimal("-0"), Decimal::ZERO);
        assert!(decimal("1e400") > decimal("9e399"));
        assert!(decimal("-1e400") < decimal("1"));
        assert!(decimal("9007199254740993") > decimal("9007199254740992"));
    }

    #[test]
    fn multiples_are_exact() {
        assert_eq!(decimal("0.3").is_multiple_of(decimal("0.1")), Some(true));
        assert_eq!(decimal("19.99").is_multiple_of(decimal("0.01")), Some(true));
        assert_eq!(decimal("0.015").is_multiple_of(decimal("0.01")), Some(false));
        assert_eq!(decimal("1.5").common_multiple(decimal("1")), Some(decimal("3")));
        assert_eq!(decimal("-7").floor_div(decimal("2")), Some(decimal("-4")));
    }

    #[test]
    fn what_json_cannot_hold_is_not_rounded() {
        assert_eq!(decimal("0.1").to_json(), Some(serde_json::json!(0.1)));
        assert_eq!(decimal("1e400").to_json(), None);
        assert_eq!(decimal("0.12345678901234567890123").to_json(), None);
    }
}
