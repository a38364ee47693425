//! The point of no return of the whole plan: absent, lossy, or slower than may be, whichever comes first.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use plan_engine::plan::{Action, Loss};

use super::{PlanNoReturn, Situation};

/// The first step of `plan`, in its order, that cannot be taken back as promised; none where every step can. What was done
/// says whether it is passed.
///
/// Losses that a policy states are kept in the archive and listed with the way back, so they end nothing. The time counts
/// for all migrations that are deployed together: a fault of one takes back what moved users in the others.
pub fn no_return(plan: &MigrationPlan, situation: &Situation) -> Option<PlanNoReturn> {
    let groups = groups(plan);
    let allowed = plan.specification.objectives.recovery_time;
    let mut taken: BTreeMap<usize, f64> = BTreeMap::new();
    for phase in &plan.phases {
        let group = groups.get(phase.migration.as_str()).copied().unwrap_or_default();
        for step in &phase.steps {
            let takes = taken.entry(group).or_default();
            if let Some(because) = ends(step, allowed, takes) {
                return Some(told(plan, situation, phase, step, because));
            }
        }
    }
    None
}

fn ends(step: &MigrationStep, allowed: Option<f64>, takes: &mut f64) -> Option<String> {
    if let Loss::Everything(reason) = &step.inverse.loss {
        return Some(reason.clone());
    }
    let back = step.inverse.estimate.as_ref().filter(|_| !step.inverse.idle);
    // Four in five ways back are done by then.
    *takes += back.map_or(0.0, |it| it.distribution.quantile(0.8));
    let seconds = allowed.filter(|it| back.is_some() && *takes > *it)?;
    let words = plan_engine::estimate::duration_in_words;
    Some(format!(
        "the way back from here until nobody relies on it takes {} at P80, and {} are allowed",
        words(*takes),
        words(seconds)
    ))
}

fn told(
    plan: &MigrationPlan,
    situation: &Situation,
    phase: &MigrationPhase,
    step: &MigrationStep,
    because: String,
) -> PlanNoReturn {
    PlanNoReturn {
        phase: phase.id.clone(),
        step: step.id.clone(),
        title: step.title.clone(),
        because,
        approval: approval(plan, phase, step),
        passed: situation.state(step).is_some(),
    }
}

/// The step of the phase, before this one, by which a person agrees.
fn approval(plan: &MigrationPlan, phase: &MigrationPhase, step: &MigrationStep) -> Option<String> {
    let before = phase.steps.iter().take_while(|it| it.id != step.id);
    before.filter(|it| is_approval(plan, it)).last().map(|it| it.id.clone())
}

/// Whether a person agrees in a step: one of the plan's own, or of its schema plan.
pub(super) fn is_approval(plan: &MigrationPlan, step: &MigrationStep) -> bool {
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

/// Migrations that are deployed together, directly or through others, have one number.
fn groups(plan: &MigrationPlan) -> BTreeMap<&str, usize> {
    let all = &plan.specification.migrations;
    let mut linked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in all {
        for other in &it.together_with {
            linked.entry(it.id.as_str()).or_default().insert(other);
            linked.entry(other).or_default().insert(it.id.as_str());
        }
    }
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, it) in all.iter().enumerate() {
        let mut waiting = vec![it.id.as_str()];
        while let Some(id) = waiting.pop() {
            if let std::collections::btree_map::Entry::Vacant(slot) = groups.entry(id) {
                slot.insert(number);
                waiting.extend(linked.get(id).into_iter().flatten());
            }
        }
    }
    groups
}
