//! The scale of levels.

use serde::{Deserialize, Serialize};

/// How bad a risk is, by its score.
///
/// A score is the product of four factors between 0 and 1, so each bound is the score of four equal factors: 0.3, 0.5 and
/// two thirds. FMEA's risk priority number multiplies three factors of 1 to 10 and leaves the bounds to whoever uses it
/// (IEC 60812:2018, 5.3.6); these are fixed so that levels of two plans can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Below 0.0081: four factors of 0.3.
    Low,
    /// From 0.0081.
    Medium,
    /// From 0.0625: four factors of one half.
    High,
    /// From 0.1975: four factors of two thirds.
    Critical,
}

impl Level {
    /// All levels, ascending, each with the lowest score that it begins with.
    pub const SCALE: [(Self, f64); 4] =
        [(Self::Low, 0.0), (Self::Medium, 0.0081), (Self::High, 0.0625), (Self::Critical, 0.1975)];

    /// The level of a score from 0 to 1.
    pub fn of(score: f64) -> Self {
        Self::SCALE.iter().rev().find(|(_, from)| score >= *from).map_or(Self::Low, |(level, _)| *level)
    }

    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_four_equal_factors() {
        let of = |factor: f64| Level::of(factor.powi(4) + 1e-9);
        assert_eq!(
            [of(0.29), of(0.3), of(0.49), of(0.5), of(0.66), of(2.0 / 3.0)].map(Level::as_str),
            ["low", "medium", "medium", "high", "high", "critical"]
        );
        assert_eq!(Level::of(f64::NAN), Level::Low);
    }
}
