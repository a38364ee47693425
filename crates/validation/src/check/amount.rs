//! Numbers as they came from engines, and how far two of them are apart.

use std::cmp::Ordering;

use database::{Decimal, Value};

use super::Bound;
use crate::canonical::{compare_keys, distance};

/// A number: exact where the engine computes exactly.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Amount {
    Exact(Decimal),
    Float(f64),
}

impl Amount {
    /// The number that a value is, none where it is none.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Decimal::parse(&number.to_string()).map(Self::Exact),
            Value::Decimal(number) => Some(Self::Exact(number.normalised())),
            Value::Float32(number) => Some(Self::Float(f64::from(*number))),
            Value::Float64(number) => Some(Self::Float(*number)),
            Value::Bool(it) => Decimal::parse(if *it { "1" } else { "0" }).map(Self::Exact),
            _ => None,
        }
    }

    /// The nearest floating-point number.
    pub(crate) fn float(&self) -> f64 {
        match self {
            Self::Exact(number) => number.as_str().parse().unwrap_or(f64::NAN),
            Self::Float(number) => *number,
        }
    }

    /// How far the other one is above this one; negative where it is below.
    pub(crate) fn to(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => difference(a, b).map_or(Self::Float(f64::NAN), Self::Exact),
            _ => Self::Float(other.float() - self.float()),
        }
    }

    /// Whether `other`, the target's, is as near to this one, the source's, as `bound` says. Infinities and what is no number are
    /// near to themselves.
    pub(crate) fn is_near(&self, other: &Self, bound: &Bound) -> bool {
        if self.text() == other.text() {
            return true;
        }
        let apart = self.to(other);
        if matches!(&apart, Self::Exact(number) if number.as_str() == "0") {
            return true;
        }
        let apart = apart.float().abs();
        let below = |limit: f64| apart.is_finite() && apart <= limit;
        bound.absolute.is_some_and(below)
            || bound.relative.is_some_and(|share| below(share * self.float().abs()))
            || apart == 0.0
    }

    /// Whether `other` is larger than this one.
    pub(crate) fn is_below(&self, other: &Self) -> bool {
        match self.to(other) {
            Self::Exact(number) => number.as_str() != "0" && !number.as_str().starts_with('-'),
            Self::Float(_) => self.float() < other.float(),
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Exact(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
        }
    }

    /// With its sign, as a difference is written.
    pub(crate) fn signed(&self) -> String {
        let text = self.text();
        if text.starts_with('-') || text == "0" || text == "NaN" { text } else { format!("+{text}") }
    }
}

/// `b - a`, none for infinities and what is no number.
fn difference(a: &Decimal, b: &Decimal) -> Option<Decimal> {
    let apart = distance(a, b)?.normalised();
    let number = |it: &Decimal| [Value::Decimal(it.clone())];
    match compare_keys(&number(b), &number(a)) {
        Ordering::Less if apart.as_str() != "0" => Decimal::parse(&format!("-{apart}")),
        _ => Some(apart),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Amount {
        Amount::Exact(Decimal::parse(text).unwrap().normalised())
    }

    #[test]
    fn differences_of_exact_numbers_are_exact() {
        let cases = [
            ("1.0", "1.00", "0"),
            ("0.1", "0.10000000000000000001", "+0.00000000000000000001"),
            ("-5", "7.5", "+12.5"),
            ("99999999999999999999999999999999999999", "100000000000000000000000000000000000000", "+1"),
            ("7.5", "-5", "-12.5"),
            ("-0.25", "-1", "-0.75"),
            ("999", "-1", "-1000"),
        ];
        for (a, b, apart) in cases {
            assert_eq!(exact(a).to(&exact(b)).signed(), apart, "{a} {b}");
        }
    }

    #[test]
    fn bounds_are_met_at_their_edge() {
        let absolute = Bound { absolute: Some(0.005), relative: None };
        assert!(exact("1.000").is_near(&exact("1.005"), &absolute));
        assert!(!exact("1.000").is_near(&exact("1.0051"), &absolute));
        let relative = Bound { absolute: None, relative: Some(0.001) };
        assert!(exact("1000").is_near(&exact("999"), &relative));
        assert!(!exact("1000").is_near(&exact("998"), &relative));
        assert!(!exact("0").is_near(&exact("1"), &relative));
        assert!(exact("NaN").is_near(&exact("NaN"), &Bound::default()));
        assert!(!exact("Infinity").is_near(&exact("1"), &Bound { absolute: Some(1e300), relative: Some(1.0) }));
        assert!(!exact("0.1").is_near(&exact("0.10000000000000000001"), &Bound::default()));
    }

    #[test]
    fn larger_is_larger() {
        assert!(exact("1").is_below(&exact("1.01")));
        assert!(!exact("1").is_below(&exact("1.0")));
        assert!(!exact("1").is_below(&exact("-3")));
        assert!(Amount::Float(0.5).is_below(&exact("1")));
    }
}
