//! Durations as distributions.

use serde::{Deserialize, Serialize};

/// How long something takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Always the same.
    Fixed {
        /// Seconds.
        seconds: f64,
    },
    /// Three points: Beta-PERT, α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a).
    ThreePoint {
        /// Seconds at least.
        least: f64,
        /// Seconds most likely.
        likely: f64,
        /// Seconds at most.
        most: f64,
    },
    /// Lognormal: `median · exp(sigma · z)` with `z` standard normal; for throughputs that are not known.
    Lognormal {
        /// Seconds; half of the values are below.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
}
