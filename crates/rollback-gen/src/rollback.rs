//! The way back: plain data.

use plan_engine::plan::{Action, Edit, Facts, Loss, PhaseName};
use serde::{Deserialize, Serialize};

/// The version of the format of a rollback; a reader refuses a newer major.
pub const SCHEMA_VERSION: &str = "1.0";

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: String,
    /// Digest of the plan that it takes back.
    pub plan_digest: String,
    /// The last phase that was done.
    pub from: PhaseName,
    /// What to do, in order; the last step reaches the schema before.
    pub steps: Vec<RollbackStep>,
}

/// A step of the way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackStep {
    /// Id of the step of the plan that it takes back.
    pub takes_back: String,
    /// The phase of that step.
    pub phase: PhaseName,
    /// What is done, in one line.
    pub title: String,
    /// What is done, in order.
    pub actions: Vec<Action>,
    /// What the catalogue looks like afterwards, as edits in order.
    pub effect: Vec<Edit>,
    /// What it takes from the engine.
    pub facts: Facts,
    /// What it loses.
    pub loss: Loss,
}

impl Rollback {
    /// The steps that cannot be taken back, with what is lost. Where there are any, the schema before is out of reach.
    pub fn lost(&self) -> impl Iterator<Item = (&RollbackStep, &str)> {
        self.steps.iter().filter_map(|step| match &step.loss {
            Loss::Everything(what) => Some((step, what.as_str())),
            _ => None,
        })
    }

    /// The steps grouped by the phase that they take back, in order.
    pub fn by_phase(&self) -> impl Iterator<Item = (PhaseName, &[RollbackStep])> {
        self.steps
            .chunk_by(|left, right| left.phase == right.phase)
            .filter_map(|steps| steps.first().map(|first| (first.phase, steps)))
    }
}
