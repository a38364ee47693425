//! What `plan gate --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::work::Holds;

/// What came of asking gates and approvals of a plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GateReport {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// `gate_report`.
    kind: String,
    /// The digest of the plan.
    plan: String,
    /// The point in time of which metrics were asked, in RFC 3339.
    at: String,
    /// What comes of all of them.
    outcome: GateOutcome,
    /// What was asked, in the plan's order.
    gates: Vec<AskedGate>,
}

/// What comes of a condition, a gate, or several; of several, the last one in this order that one of them has.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GateOutcome {
    /// It holds.
    Met,
    /// Nobody was asked: who could answer is not at hand, or one look does not decide.
    NotAsked,
    /// It was asked, and there is no answer.
    CouldNotTell,
    /// It does not hold.
    NotMet,
}

/// A gate, or an approval, that was asked.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedGate {
    /// The phase.
    phase: String,
    /// The step that it is.
    step: String,
    /// What it is, in one line.
    title: String,
    /// What comes of it.
    outcome: GateOutcome,
    /// What to do where it is not met; none of an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    otherwise: Option<String>,
    /// Its conditions; never empty.
    conditions: Vec<AskedCondition>,
}

/// A condition that was asked.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskedCondition {
    /// What is measured, or who has to agree, in words.
    condition: String,
    /// Who is asked.
    kind: ConditionKind,
    /// What comes of it.
    outcome: GateOutcome,
    /// What was found, in words; or why nothing was, and what to do.
    says: String,
    /// The number that was found; none where there is none. Of a check 0 where it passes, 1 where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found: Option<f64>,
    /// The number that is wanted; none of an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wanted: Option<WantedNumber>,
    /// How long it took, in milliseconds.
    milliseconds: u64,
}

/// Who is asked for a condition.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ConditionKind {
    /// An engine, by a query.
    Sql,
    /// The engines of both sides, by a query each.
    Both,
    /// The monitoring.
    Metric,
    /// A check of the file of checks.
    Check,
    /// The record of who agreed.
    Approval,
}

/// Which number is wanted.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WantedNumber {
    /// Which side of the bound is right.
    holds: Holds,
    /// The bound, in the measure's own unit.
    bound: f64,
    /// For how long it has to hold, in seconds; 0: at one look.
    for_seconds: f64,
}
