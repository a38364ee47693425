//! Composes the inverses of the steps of a plan.

use plan_engine::plan::{Action, Facts, Loss, Phase, PhaseName, Plan, Step};

use crate::{Rollback, RollbackStep, SCHEMA_VERSION};

/// The way back from `plan` when the phases up to and including `from` are done: the inverses of their steps, the last
/// one first.
///
/// A step that cannot be taken back stays in, with what is lost and nothing to do: see [`Rollback::lost`].
pub fn compose(plan: &Plan, from: PhaseName) -> Rollback {
    let mut steps = Vec::new();
    let mut new_version_may_run = false;
    for phase in plan.phases.iter().rev().filter(|phase| phase.name <= from) {
        let inverses = phase.steps.iter().rev().filter_map(|step| inverse(phase.name, step));
        if new_version_may_run && phase.name < PhaseName::Cutover {
            steps.push(new_version_gone(plan));
            new_version_may_run = false;
        }
        steps.extend(inverses);
        if phase.name == PhaseName::Cutover {
            new_version_may_run = !takes_back_the_deployment(phase);
        }
    }
    Rollback { schema_version: SCHEMA_VERSION.to_owned(), plan_digest: plan.digest.clone(), from, steps }
}

fn inverse(phase: PhaseName, step: &Step) -> Option<RollbackStep> {
    let inverse = &step.inverse;
    if inverse.actions.is_empty() && !matches!(inverse.loss, Loss::Everything(_)) {
        return None;
    }
    Some(RollbackStep {
        takes_back: step.id.clone(),
        phase,
        title: inverse.title.clone(),
        actions: inverse.actions.clone(),
        effect: inverse.effect.clone(),
        facts: inverse.facts.clone(),
        loss: inverse.loss.clone(),
    })
}

/// Whether the inverses of `phase` ask somebody to bring the old version back.
fn takes_back_the_deployment(phase: &Phase) -> bool {
    let asks = |action: &Action| matches!(action, Action::Manual { .. } | Action::Approval { .. } | Action::Gate(_));
    phase.steps.iter().any(|step| step.inverse.actions.iter().any(asks))
}

/// What the phases before `cutover` added is taken away next, so nothing that uses it may run any longer.
fn new_version_gone(plan: &Plan) -> RollbackStep {
    let cutover = plan.phases.iter().find(|phase| phase.name == PhaseName::Cutover);
    let takes_back = cutover.and_then(|phase| phase.steps.last()).map_or("cutover", |step| step.id.as_str());
    RollbackStep {
        takes_back: takes_back.to_owned(),
        phase: PhaseName::Cutover,
        title: "Bring the old version of the application back".to_owned(),
        actions: vec![Action::Manual {
            instruction: "Deploy the old version of the application everywhere and wait until no instance of the new \
                          one runs: what only the new one uses is taken away next."
                .to_owned(),
        }],
        effect: Vec::new(),
        facts: Facts::default(),
        loss: Loss::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::no_return::tests::{plan, step};

    #[test]
    fn inverses_come_in_reverse_order_and_only_up_to_the_phase() {
        let plan = plan(vec![
            (PhaseName::Prepare, vec![step("prepare-1")]),
            (PhaseName::Expand, vec![step("expand-1"), step("expand-2")]),
            (PhaseName::Contract, vec![step("contract-1")]),
        ]);
        let ids = |from| compose(&plan, from).steps.into_iter().map(|step| step.takes_back).collect::<Vec<_>>();
        assert_eq!(ids(PhaseName::Contract), ["contract-1", "expand-2", "expand-1", "prepare-1"]);
        assert_eq!(ids(PhaseName::Cutover), ["expand-2", "expand-1", "prepare-1"]);
        assert_eq!(ids(PhaseName::Prepare), ["prepare-1"]);
    }

    #[test]
    fn the_new_version_goes_before_what_it_uses() {
        let mut silent = step("cutover-1");
        silent.inverse.actions.clear();
        let plan = plan(vec![
            (PhaseName::Expand, vec![step("expand-1")]),
            (PhaseName::Cutover, vec![silent]),
            (PhaseName::Contract, vec![step("contract-1")]),
        ]);
        let rollback = compose(&plan, PhaseName::Contract);
        let ids: Vec<_> = rollback.steps.iter().map(|step| step.takes_back.as_str()).collect();
        assert_eq!(ids, ["contract-1", "cutover-1", "expand-1"]);
        assert!(matches!(rollback.steps[1].actions[..], [Action::Manual { .. }]));
        assert_eq!(compose(&plan, PhaseName::Expand).steps.len(), 1, "before cutover no new version runs");
    }

    #[test]
    fn a_step_without_a_way_back_is_not_passed_over() {
        let mut gone = step("purge-1");
        gone.inverse.actions.clear();
        gone.inverse.loss = Loss::Everything("the archive".to_owned());
        let plan = plan(vec![(PhaseName::Purge, vec![gone])]);
        let rollback = compose(&plan, PhaseName::Purge);
        assert_eq!(rollback.lost().map(|(_, what)| what).collect::<Vec<_>>(), ["the archive"]);
    }
}
