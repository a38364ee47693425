//! A factor of a risk's score, with what it is derived from.

use serde::{Deserialize, Serialize};

use crate::specification::model::Fact;

/// A factor of a score: a number from 0 to 1, why it is that number, and the facts behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// From 0 to 1.
    pub value: f64,
    /// Why, in a sentence with the figures.
    pub because: String,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

impl Factor {
    /// A factor; a value outside 0 to 1 is brought to the nearer end, and what is no number to 1: the worse is assumed.
    pub fn new(value: f64, because: impl Into<String>, basis: Vec<Fact>) -> Self {
        let value = if value.is_nan() { 1.0 } else { value.clamp(0.0, 1.0) };
        Self { value: (value * 1000.0).round() / 1000.0, because: because.into(), basis }
    }
}

/// `1 step waits` or `3 steps wait`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The share of a distribution above `seconds`, to one in two hundred.
pub(super) fn share_above(of: &schedule::Distribution, seconds: f64) -> f64 {
    let below = (1..200).take_while(|at| of.quantile(f64::from(*at) / 200.0) <= seconds).count();
    let below = u8::try_from(below).unwrap_or(u8::MAX);
    if below == 199 { 0.0 } else { 1.0 - f64::from(below) / 200.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_quantiles() {
        assert!(share_above(&schedule::Distribution::Fixed { seconds: 5.0 }, 10.0) < 1e-9);
        let wide = schedule::Distribution::Lognormal { median: 1.0, sigma: 1.0 };
        // P(Z > ln 2) = 0.244.
        assert!((share_above(&wide, 2.0) - 0.244).abs() < 0.01);
    }

    #[test]
    fn what_is_no_number_is_the_worst() {
        assert!((Factor::new(f64::NAN, "", Vec::new()).value - 1.0).abs() < 1e-9);
    }
}
