//! Composes the inverses of a plan into the way back from any phase.

use plan_engine::plan::{Action, Edit, Facts, Loss, PhaseName, Plan};
use serde::{Deserialize, Serialize};

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// Version of the format.
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

/// The way back from `plan` when the phases up to and including `from` are done.
pub fn compose(plan: &Plan, from: PhaseName) -> Rollback {
    let steps = plan
        .phases
        .iter()
        .filter(|phase| phase.name <= from)
        .rev()
        .flat_map(|phase| phase.steps.iter().rev().map(move |step| (phase.name, step)))
        .filter(|(_, step)| !step.inverse.actions.is_empty())
        .map(|(phase, step)| RollbackStep {
            takes_back: step.id.clone(),
            phase,
            title: step.inverse.title.clone(),
            actions: step.inverse.actions.clone(),
            effect: step.inverse.effect.clone(),
            facts: step.inverse.facts.clone(),
            loss: step.inverse.loss.clone(),
        })
        .collect();
    Rollback {
        schema_version: plan_engine::plan::SCHEMA_VERSION.to_owned(),
        plan_digest: plan.digest.clone(),
        from,
        steps,
    }
}
