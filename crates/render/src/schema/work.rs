//! What steps of a plan of migrations are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Fact;

/// What a step is.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Work {
    /// A step of the schema plan of a migration; its actions stand there.
    SchemaStep {
        /// The migration.
        migration: String,
        /// The step of its schema plan.
        step: String,
    },
    /// A change of a schema that is told in words only.
    SchemaEdit {
        /// The table.
        table: String,
        /// What is done to it.
        statement: String,
    },
    /// Traffic moves.
    Traffic {
        /// The flag or route weight that moves it.
        flag: String,
        /// Per cent of the traffic on the new side before.
        from: f64,
        /// Per cent of the traffic on the new side after.
        to: f64,
        /// How long it stays so at least, in seconds.
        hold_seconds: f64,
    },
    /// A condition that a machine checks.
    Gate(Gate),
    /// A person of a role agrees.
    Approval {
        /// Who.
        role: String,
        /// To what.
        reason: String,
    },
    /// A version of something starts to run.
    Deployment {
        /// What is deployed.
        what: String,
    },
    /// Data are copied.
    Transfer {
        /// What is copied.
        what: String,
        /// Rows, where they are known.
        rows: Option<f64>,
        /// Bytes, where they are known.
        bytes: Option<f64>,
    },
    /// Time passes.
    Wait {
        /// Seconds.
        seconds: f64,
        /// For what.
        reason: String,
    },
    /// Something that a person does.
    Manual {
        /// What.
        instruction: String,
    },
}

/// Conditions that all hold before anything goes on.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MigrationGate")]
pub(super) struct Gate {
    /// The conditions.
    criteria: Vec<Criterion>,
    /// What to do where one of them does not hold.
    otherwise: String,
}

/// A measure on the right side of a bound for a time.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Criterion {
    /// What is measured, in words.
    measure: Measure,
    /// How a machine obtains it.
    probe: Probe,
    /// Which side of the bound is right.
    holds: Holds,
    /// The bound, in the measure's own unit.
    bound: f64,
    /// For how long it holds, in seconds; 0: at one look.
    for_seconds: f64,
    /// Samples at least; none where the time alone decides.
    samples: Option<f64>,
    /// How a machine obtains how many samples there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    samples_probe: Option<Probe>,
    /// What it is derived from.
    basis: Vec<Fact>,
}

/// How a machine obtains a number. No answer is no number: the condition does not hold.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Probe {
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProbeSide {
    /// What the migration leaves.
    Source,
    /// What it arrives at.
    Target,
}

/// What is measured.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Measure {
    /// A metric of the monitoring.
    Metric(String),
    /// The number that a query of one row and one column answers.
    Query(String),
    /// How far a copy is behind, in seconds.
    Lag(String),
    /// What differs between two sides.
    Mismatches(String),
    /// What still uses the old side.
    Usage(String),
    /// Checks that fail.
    Failures(String),
}

/// Which side of a bound is right.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Holds {
    /// At the bound or below it.
    AtMost,
    /// At the bound or above it.
    AtLeast,
    /// At the bound.
    Equal,
}
