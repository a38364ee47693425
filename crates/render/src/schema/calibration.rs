//! What `plan calibrate` writes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How fast an engine is, as `plan calibrate` measured it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Calibration")]
pub(super) struct Calibration {
    /// The version of this format; a reader refuses a newer major.
    schema_version: String,
    /// `calibration`.
    kind: String,
    /// Product and version, for example `PostgreSQL 15.18`.
    engine: String,
    /// Where it is, without a password.
    url: String,
    /// Settings of the engine that decide about speed, by name.
    settings: BTreeMap<String, String>,
    /// The tables that were measured on.
    tables: Vec<MeasuredTable>,
    /// The figures.
    figures: Vec<MeasuredFigure>,
}

/// A table that was measured on.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeasuredTable {
    /// Its name, which samples refer to.
    name: String,
    /// The statements that make it.
    statements: Vec<String>,
    /// Rows.
    rows: f64,
    /// Bytes of the table by row, the headers of rows and pages included.
    row_bytes: f64,
    /// Bytes of all its indexes by row.
    index_row_bytes: f64,
}

/// A figure that was measured.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeasuredFigure {
    /// Which.
    name: Figure,
    /// What it counts a second.
    unit: Unit,
    /// Units a second, on a table in the middle of those measured: the median.
    per_second: f64,
    /// Standard deviation of the natural logarithm, for a run on such a table: the parts below together.
    sigma: f64,
    /// What the spread consists of.
    spread: Spread,
    /// What was measured.
    samples: Vec<Sample>,
}

/// What is measured.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Figure {
    /// Rows copied a second from one engine to another.
    CopyRows,
    /// Rows a second that changes captured at the source are applied with at the target.
    ApplyRows,
    /// Rows inserted a second from one table of an engine into another.
    InsertRows,
    /// Rows updated a second in batches that each commit, as a backfill does.
    UpdateRows,
    /// Bytes of a table read a second.
    ScanBytes,
    /// Bytes of a table a second whose rows are held against a constraint.
    ValidateBytes,
    /// Bytes of a table and its indexes written anew a second.
    WriteBytes,
    /// Bytes of an index sorted and written a second, the scan of the table aside.
    IndexBytes,
    /// Bytes sent a second from the old place to the new one.
    NetworkBytes,
    /// Rows a second that a row trigger that keeps a twin equal can pass.
    TriggerRows,
}

/// What a figure counts.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Unit {
    /// Rows a second.
    Rows,
    /// Bytes a second.
    Bytes,
}

/// What a spread consists of: standard deviations of the natural logarithm, whose squares add up.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Spread {
    /// From one repetition to the next, widened for the few that there are.
    repetitions: f64,
    /// What the shape of the table does not explain.
    shape: f64,
    /// What the coefficients leave open at that table.
    coefficients: f64,
    /// Allowance for what else the machine does when the plan runs.
    load: f64,
}

/// Repetitions of a measurement on one table.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sample {
    /// The table.
    table: String,
    /// Rows or bytes that each repetition went through.
    amount: f64,
    /// How long each took, in seconds.
    seconds: Vec<f64>,
}
