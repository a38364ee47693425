//! What is watched while a migration is under way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is watched.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Monitoring {
    /// Metrics that somebody looks at.
    pub critical_metrics: Vec<String>,
    /// Bounds at which somebody is called.
    pub alert_thresholds: Vec<Bound>,
    /// For metrics the PromQL that answers one value of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub queries: BTreeMap<String, String>,
}

/// A metric and a bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The metric, for example `error_rate`.
    pub metric: String,
    /// Which side of the bound is bad.
    pub comparison: Comparison,
    /// The bound, in the metric's own unit.
    pub threshold: f64,
}

impl Bound {
    /// The bound beyond which an alarm over this one is over: a fifth of it back, or of what is left of a share, so that a
    /// value that trembles on the bound does not start and end an alarm all the time.
    pub fn clears_at(&self) -> f64 {
        let bound = self.threshold;
        let step = match self.comparison {
            Comparison::Below if (0.0..=1.0).contains(&bound) => bound.min(1.0 - bound) / 5.0,
            _ => bound.abs() / 5.0,
        };
        let clears = match self.comparison {
            Comparison::Above => bound - step,
            Comparison::Below => bound + step,
        };
        // With as many digits as a plan keeps.
        if clears == 0.0 {
            return 0.0;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -200 and 200")]
        let digits = 10_f64.powi(11 - clears.abs().log10().floor().clamp(-200.0, 200.0) as i32);
        (clears * digits).round() / digits
    }
}

/// Which side of a bound is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Above it.
    #[default]
    Above,
    /// Below it.
    Below,
}

/// What starts the way back, or calls somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// The condition.
    pub bound: Bound,
    /// For how long it has to hold, in seconds.
    pub for_seconds: f64,
    /// What happens then.
    pub action: TriggerAction,
}

/// What a trigger does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerAction {
    /// The way back starts without asking.
    AutomaticRollback,
    /// Somebody is called.
    AlertTeam,
    /// More instances are started.
    ScaleUp,
    /// The roll-out stays where it is.
    Pause,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_ends_on_the_good_side_of_its_bound() {
        let clears = |comparison, threshold| Bound { metric: "m".to_owned(), comparison, threshold }.clears_at();
        for (bound, clear) in [(0.02, 0.016), (500.0, 400.0), (0.0, 0.0), (-10.0, -12.0)] {
            assert_eq!(clears(Comparison::Above, bound).to_string(), clear.to_string());
        }
        // A share does not have to rise above all there is.
        for (bound, clear) in [(0.99, 0.992), (1.0, 1.0), (1500.0, 1800.0), (0.5, 0.6)] {
            assert_eq!(clears(Comparison::Below, bound).to_string(), clear.to_string());
        }
    }
}
