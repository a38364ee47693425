//! What `plan rollback --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Action, Edit, Facts, Loss, PhaseName};

/// The way back from a phase of a plan.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rollback {
    /// Version of this format, `major.minor`; minor versions only add, readers refuse a newer major.
    schema_version: String,
    /// Digest of the plan that it takes back.
    plan_digest: String,
    /// The last phase that was done.
    from: PhaseName,
    /// What to do, in order; the last step reaches the schema before.
    steps: Vec<RollbackStep>,
}

/// A step of the way back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RollbackStep {
    /// Id of the step of the plan that it takes back.
    takes_back: String,
    /// The phase of that step.
    phase: PhaseName,
    /// What is done, in one line.
    title: String,
    /// What is done, in order.
    actions: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    effect: Vec<Edit>,
    /// What it takes from the engine.
    facts: Facts,
    /// What it loses.
    loss: Loss,
}
