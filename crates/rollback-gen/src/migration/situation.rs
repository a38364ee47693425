//! Where a plan stands: which steps are done, and which are under way.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::migration::schedule::ProgressReport;
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep};
use plan_engine::plan::Loss;

use super::{KnownPosition, StepState};

/// Where a plan stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Situation {
    pub(super) steps: BTreeMap<String, StepState>,
    /// Phases of which something was done; those without steps, too, where a phase is named.
    pub(super) phases: BTreeSet<String>,
    pub(super) at: Option<String>,
    pub(super) positions: Vec<KnownPosition>,
}

impl Situation {
    /// Everything up to the end of the phase called `id` is done, in the plan's order; none where there is no such phase.
    pub fn after(plan: &MigrationPlan, id: &str) -> Option<Self> {
        let at = plan.phases.iter().position(|it| it.id == id)?;
        let mut found = Self::default();
        for phase in plan.phases.iter().take(at + 1) {
            found.phases.insert(phase.id.clone());
            found.steps.extend(phase.steps.iter().map(|it| (it.id.clone(), StepState::Done)));
        }
        Some(found)
    }

    /// What `state` says is done or under way.
    pub fn of(plan: &MigrationPlan, state: &ProgressReport) -> Self {
        let told = |step: &plan_engine::migration::schedule::StepProgress| {
            if step.finished.is_some() { StepState::Done } else { StepState::UnderWay }
        };
        let steps: BTreeMap<String, StepState> = state.steps.iter().map(|it| (it.step.clone(), told(it))).collect();
        let begun = |phase: &&MigrationPhase| phase.steps.iter().any(|it| steps.contains_key(&it.id));
        let positions = state.positions.iter().map(|it| KnownPosition {
            step: it.step.clone(),
            name: it.name.clone(),
            position: it.position.clone(),
            at: it.at.to_string(),
        });
        let positions = positions.collect();
        let phases = plan.phases.iter().filter(begun).map(|it| it.id.clone()).collect();
        Self { steps, phases, at: Some(state.at.to_string()), positions }
    }

    /// The last phase from whose end there is a way back, and everything before it; nothing where there is none.
    pub fn furthest(plan: &MigrationPlan) -> Self {
        let lost = |it: &MigrationPhase| it.steps.iter().any(|step| matches!(step.inverse.loss, Loss::Everything(_)));
        let reachable = plan.phases.iter().take_while(|it| !lost(it)).last();
        reachable.and_then(|it| Self::after(plan, &it.id)).unwrap_or_default()
    }

    pub(super) fn state(&self, step: &MigrationStep) -> Option<StepState> {
        self.steps.get(&step.id).copied()
    }

    pub(super) fn is_done(&self, phase: &MigrationPhase) -> bool {
        self.phases.contains(&phase.id)
    }

    pub(super) fn is_whole(&self, phase: &MigrationPhase) -> bool {
        phase.steps.iter().all(|it| self.state(it) == Some(StepState::Done))
    }
}
