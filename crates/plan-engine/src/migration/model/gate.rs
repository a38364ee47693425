//! Conditions that a machine checks between steps.

use serde::{Deserialize, Serialize};

use crate::specification::model::Fact;

/// Conditions that all hold before anything goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MigrationGate {
    /// The conditions.
    pub criteria: Vec<Criterion>,
    /// What to do where one of them does not hold.
    pub otherwise: String,
}

/// A condition: a measure on the right side of a bound for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What is measured, in words.
    pub measure: Measure,
    /// How a machine obtains it.
    pub probe: Probe,
    /// Which side of the bound is right.
    pub holds: Holds,
    /// The bound, in the measure's own unit (seconds of lag, rows, requests, the metric's unit).
    pub bound: f64,
    /// For how long it holds, in seconds; 0: at one look.
    pub for_seconds: f64,
    /// Samples at least: requests, comparisons, rows; none where the time alone decides.
    pub samples: Option<f64>,
    /// How a machine obtains how many samples there are; none where the time alone decides, or where all rows are looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples_probe: Option<Probe>,
    /// What it is derived from.
    pub basis: Vec<Fact>,
}

/// How a machine obtains a number. No answer (no row, NULL, no series) is no number: the condition does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// A query of one row and one column.
    Sql {
        /// The engine that is asked.
        on: ProbeSide,
        /// The query.
        statement: String,
    },
    /// The same number of both sides: what is measured is how far apart they are, the absolute difference.
    Both {
        /// The query on the source.
        source: String,
        /// The query on the target.
        target: String,
    },
    /// A PromQL expression of one value.
    Metric {
        /// The expression.
        expression: String,
    },
    /// A check of the file of checks that `reconcile` runs: 0 where it passes, 1 where it does not.
    Check {
        /// Its name in that file.
        name: String,
    },
}

/// Which of the two sides is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeSide {
    /// What the migration leaves.
    Source,
    /// What it arrives at.
    Target,
}

impl ProbeSide {
    /// Its name in plans and in the label `side` of metrics.
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A metric of the monitoring.
    Metric(String),
    /// The number that a query of one row and one column answers.
    Query(String),
    /// How far a copy is behind, in seconds.
    Lag(String),
    /// What differs between two sides: rows, or answers compared.
    Mismatches(String),
    /// What still uses the old side: requests, sessions, statements.
    Usage(String),
    /// Checks that fail: contract tests, a rehearsal, an inventory.
    Failures(String),
}

impl Measure {
    /// What it is of.
    pub fn subject(&self) -> &str {
        match self {
            Self::Metric(it)
            | Self::Query(it)
            | Self::Lag(it)
            | Self::Mismatches(it)
            | Self::Usage(it)
            | Self::Failures(it) => it,
        }
    }
}

/// Which side of a bound is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// At the bound or below it.
    AtMost,
    /// At the bound or above it.
    AtLeast,
    /// At the bound.
    Equal,
}
