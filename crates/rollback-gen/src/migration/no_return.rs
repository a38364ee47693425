//! The point of no return of the whole plan: absent, lossy, or slower than may be, whichever comes first.

use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work, ends_of_return};
use plan_engine::plan::Action;

use super::{PlanNoReturn, Situation};

/// The first step of `plan`, in its order, that cannot be taken back as promised; none where every step can. What was done
/// says whether it is passed.
///
/// Losses that a policy states are kept in the archive and listed with the way back, so they end nothing. The time counts
/// for all migrations that are deployed together: a fault of one takes back what moved users in the others.
pub fn no_return(plan: &MigrationPlan, situation: &Situation) -> Option<PlanNoReturn> {
    let end = ends_of_return(plan).into_iter().next()?;
    let phase = plan.phases.get(end.phase)?;
    let step = phase.steps.get(end.step)?;
    Some(PlanNoReturn {
        phase: phase.id.clone(),
        step: step.id.clone(),
        title: step.title.clone(),
        because: end.because,
        approval: approval(plan, phase, end.step),
        passed: situation.state(step).is_some(),
    })
}

/// The step of the phase, before the one at `at`, by which a person agrees.
fn approval(plan: &MigrationPlan, phase: &MigrationPhase, at: usize) -> Option<String> {
    let mut before = phase.steps.iter().take(at);
    before.rfind(|it| is_approval(plan, it)).map(|it| it.id.clone())
}

/// Whether a person agrees in a step: one of the plan's own, or of its schema plan.
fn is_approval(plan: &MigrationPlan, step: &MigrationStep) -> bool {
    match &step.work {
        Work::Approval { .. } => true,
        Work::SchemaStep { migration, step } => {
            let phases = plan.schema_plan(migration).into_iter().flat_map(|it| &it.phases);
            let found = phases.flat_map(|it| &it.steps).find(|it| it.id == *step);
            found.is_some_and(|it| it.forward.iter().any(|it| matches!(it, Action::Approval { .. })))
        }
        _ => false,
    }
}
