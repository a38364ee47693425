//! Estimates, and facts that things are derived from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long something takes, and why.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Estimate {
    /// The model that it was computed by, for example `copy_while_changing`, `rewrite`, `batches`, `person`, `hold`.
    model: String,
    /// How long, in seconds.
    distribution: Distribution,
    /// One sentence with the figures.
    explanation: String,
    /// What it is derived from, priors included.
    inputs: Vec<Fact>,
    /// What makes it slow or fast together with other steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    drivers: Vec<CommonCause>,
    /// Bytes of disk that have to be free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    free_disk_bytes: Option<f64>,
    /// Whether it ends at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    convergence: Option<Convergence>,
}

/// How long something takes, in seconds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Distribution {
    /// Always the same.
    Fixed {
        /// Seconds.
        seconds: f64,
    },
    /// Beta-PERT.
    ThreePoint {
        /// Seconds at least.
        least: f64,
        /// Seconds most likely.
        likely: f64,
        /// Seconds at most.
        most: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Seconds; half of the values are below.
        median: f64,
        /// Standard deviation of the natural logarithm.
        sigma: f64,
    },
}

/// Something that makes several steps slow or fast together.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CommonCause {
    /// What, the same for all of these steps.
    name: String,
    /// Correlation of the logarithm of the duration with the cause, 0 to 1.
    loading: f64,
}

/// Whether a copy catches up with what is written meanwhile.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Convergence {
    /// Rows written a second meanwhile.
    writes_per_second: f64,
    /// Rows that can be applied a second.
    applied_per_second: f64,
    /// Probability that it never ends.
    probability_never: f64,
}

/// Something known that a part of a plan is derived from.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Fact {
    /// Who says so.
    source: FactSource,
    /// A JSON pointer into the source; empty where it has none.
    pointer: String,
    /// What it says, with its figures.
    says: String,
}

/// Who says a fact.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum FactSource {
    /// The specification.
    Specification {
        /// The file.
        file: String,
        /// Where in it.
        at: Option<LineColumn>,
    },
    /// A step of a schema plan that is part of this plan.
    SchemaPlan {
        /// The migration.
        migration: String,
        /// The step; none for the plan as a whole.
        step: Option<String>,
    },
    /// A compatibility report.
    Report {
        /// The migration.
        migration: String,
        /// The finding's fingerprint; none for the report as a whole.
        finding: Option<String>,
    },
    /// A live engine.
    Engine {
        /// Its URL without a password.
        url: String,
    },
    /// A measurement: `plan calibrate`.
    Calibration {
        /// The file.
        file: String,
    },
    /// Nobody: a default of this program, with where it is from.
    Prior {
        /// The publication, manual or convention that it is taken from.
        cites: String,
    },
}

/// A line and a column, both counted from one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LineColumn {
    /// Line.
    line: usize,
    /// Column in characters.
    column: usize,
}
