//! What `plan rollback --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Action, AppVersion, Edit, Facts, Loss, PhaseName};

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
    /// The versions of the application that may run when the way back begins.
    versions: Vec<AppVersion>,
    /// What to do, in order; the last one reaches the schema before.
    phases: Vec<RollbackPhase>,
}

/// What is done while the same versions of the application may run; between two phases lies a deployment point.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RollbackPhase {
    /// Which.
    name: RollbackPhaseName,
    /// The phases of the plan that it takes back, the last one first.
    takes_back: Vec<PhaseName>,
    /// The versions of the application that may run during it, and from its end to the next one.
    versions: Vec<AppVersion>,
    /// What has to be deployed or stopped before its first step; absent where the same versions go on running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deployment: Option<DeploymentPoint>,
    /// What is done, in order; none where the phase is only a state in which versions are exchanged.
    steps: Vec<RollbackStep>,
}

/// The phases of a way back, in order.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RollbackPhaseName {
    /// What `contract` tightened and took out comes back, while only the new version runs.
    Restore,
    /// The old version is deployed again and both run: `cutover` is taken back.
    SwitchBack,
    /// The new version is gone, and what only it needed goes, archived.
    Withdraw,
}

/// A moment at which the versions of the application that run are changed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeploymentPoint {
    /// Versions that may be deployed from here on.
    deploy: Vec<AppVersion>,
    /// Versions of which no instance may run any longer.
    stop: Vec<AppVersion>,
    /// What people do and agree to.
    actions: Vec<Action>,
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
