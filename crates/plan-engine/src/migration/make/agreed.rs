//! An approval before every step from which the way back over the whole plan is not what is promised.

use std::collections::BTreeSet;

use super::assemble::Built;
use crate::estimate::model::Activity;
use crate::migration::context::any_time;
use crate::migration::model::{MigrationPhase, MigrationStep, Performer, StepInverse, Work};
use crate::migration::no_return::ends;
use crate::migration::team::{Duty, role_of};
use crate::migration::time;
use crate::plan::{Action, Facts, Plan};
use crate::specification::Specification;

/// Puts approvals where there is none in the phase before such a step. `plans` are those of the schemas.
pub(super) fn approvals(specification: &Specification, phases: &mut [Built], plans: &[(&str, &Plan)]) {
    let all: Vec<&MigrationPhase> = phases.iter().map(|it| &it.phase).collect();
    let mut ends = ends(specification, &all);
    // From the last one on: positions before it stay what they are.
    ends.reverse();
    for end in ends {
        let Some(built) = phases.get_mut(end.phase) else { continue };
        let before = built.phase.steps.get(..end.step).unwrap_or_default();
        if before.iter().any(|it| agrees(it, plans)) {
            continue;
        }
        let Some(step) = built.phase.steps.get(end.step) else { continue };
        let at = first_in_one_go(&built.phase.steps, end.step);
        let approval = approval(specification, &built.phase, step, &end.because);
        insert(built, at, approval);
    }
}

/// Steps of a downtime run in one go: what is agreed to comes before all of them.
fn first_in_one_go(steps: &[MigrationStep], at: usize) -> usize {
    let name = steps.get(at).and_then(|it| it.timing.in_one_go.as_ref());
    let same = |it: &MigrationStep| name.is_some() && it.timing.in_one_go.as_ref() == name;
    steps.iter().position(same).filter(|it| *it < at).unwrap_or(at)
}

fn approval(
    specification: &Specification,
    phase: &MigrationPhase,
    step: &MigrationStep,
    because: &str,
) -> MigrationStep {
    let own = specification.migrations.iter().find(|it| it.id == phase.migration);
    let approver = own.and_then(|it| it.approver.clone());
    let role = approver.unwrap_or_else(|| role_of(specification, Duty::Release));
    let who = Performer::Role(role.clone());
    let taken: BTreeSet<&str> = phase.steps.iter().map(|it| it.id.as_str()).collect();
    let names = std::iter::once(String::new()).chain((2_usize..).map(|it| format!("-{it}")));
    let mut ids = names.map(|it| format!("{}-agree{it}", phase.id));
    MigrationStep {
        id: ids.find(|it| !taken.contains(it.as_str())).unwrap_or_default(),
        title: format!("Agree to the point of no return: {}", step.title),
        why: "What follows cannot be taken back as promised.".to_owned(),
        work: Work::Approval { role, reason: format!("`{}`: {because}", step.title) },
        by: who.clone(),
        after: Vec::new(),
        estimate: time::by_person(&who, Activity::Approve),
        timing: any_time(),
        resources: Vec::new(),
        facts: Facts::default(),
        inverse: StepInverse::nothing(),
        notes: Vec::new(),
        basis: step.basis.clone(),
    }
}

/// Puts `new` before the step at `at`, which waits for it alone from then on.
fn insert(built: &mut Built, at: usize, mut new: MigrationStep) {
    let Some(step) = built.phase.steps.get_mut(at) else { return };
    let id = new.id.clone();
    new.after = std::mem::replace(&mut step.after, vec![id.clone()]);
    if let Some(first) = built.first.iter_mut().find(|it| **it == step.id) {
        first.clone_from(&id);
    }
    built.phase.steps.insert(at, new);
}

/// Whether a person agrees in the step: the plan's own approval, or one of its schema plan.
fn agrees(step: &MigrationStep, plans: &[(&str, &Plan)]) -> bool {
    match &step.work {
        Work::Approval { .. } => true,
        Work::SchemaStep { migration, step } => {
            let plan = plans.iter().find(|it| it.0 == migration).map(|it| it.1);
            let steps = plan.into_iter().flat_map(|it| it.phases.iter().flat_map(|it| &it.steps));
            let found = steps.into_iter().find(|it| it.id == *step);
            found.is_some_and(|it| it.forward.iter().any(|it| matches!(it, Action::Approval { .. })))
        }
        _ => false,
    }
}
