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
