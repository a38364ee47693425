//! What something in a plan is derived from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        /// Where in it; null where it is not written there.
        at: Option<LineColumn>,
    },
    /// A step of a schema plan that is part of the plan.
    SchemaPlan {
        /// The migration.
        migration: String,
        /// The step; null for the schema plan as a whole.
        step: Option<String>,
    },
    /// A compatibility report.
    Report {
        /// The migration.
        migration: String,
        /// The finding's fingerprint; null for the report as a whole.
        finding: Option<String>,
    },
    /// A live engine.
    Engine {
        /// Its URL without a password.
        url: String,
    },
    /// What `plan calibrate` measured.
    Calibration {
        /// The file.
        file: String,
    },
    /// A default of this program, named as such.
    Prior {
        /// Where it is taken from.
        cites: String,
    },
}

/// A line and a column, both from one.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LineColumn {
    /// Line.
    line: usize,
    /// Column, in characters.
    column: usize,
}
