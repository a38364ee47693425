//! Composes the inverses of the steps of a plan.

use plan_engine::plan::{Action, AppVersion, Loss, Phase, PhaseName, Plan, Step};

use crate::deployment;
use crate::{Rollback, RollbackPhase, RollbackPhaseName, RollbackStep, SCHEMA_VERSION};

/// The way back from `plan` when the phases up to and including `from` are done: the inverses of their steps, the last
/// one first, cut into phases wherever the versions of the application that may run change.
///
/// A step that cannot be taken back stays in, with what is lost and nothing to do: see [`Rollback::lost`].
pub fn compose(plan: &Plan, from: PhaseName) -> Rollback {
    let done: Vec<&Phase> = plan.phases.iter().filter(|phase| phase.name <= from).collect();
    let versions = done.last().map_or(&[AppVersion::Old][..], |phase| phase.versions.as_slice());
    let mut phases: Vec<RollbackPhase> = Vec::new();
    for phase in done.iter().rev() {
        let steps = phase.steps.iter().rev().filter_map(|step| inverse(phase.name, step));
        // What may run while a phase is under way may run while it is taken back: the same states are passed through.
        let (name, running) = (RollbackPhaseName::of(phase.name), &phase.versions);
        if let Some(last) = phases.last_mut().filter(|it| it.name == name && it.versions == *running) {
            last.takes_back.push(phase.name);
            last.steps.extend(steps);
        } else {
            let before = phases.last().map_or(versions, |it| it.versions.as_slice());
            phases.push(RollbackPhase {
                name,
                takes_back: vec![phase.name],
                versions: running.clone(),
                deployment: deployment::between(before, running),
                steps: steps.collect(),
            });
        }
    }
    Rollback {
        schema_version: SCHEMA_VERSION.to_owned(),
        plan_digest: plan.digest.clone(),
        from,
        versions: versions.to_vec(),
        phases: only_what_is_needed(phases, versions),
    }
}

/// Leaves out phases without steps that nothing has to be deployed for: the last ones, where nothing is taken away that
/// a version needs, and those that change nothing.
fn only_what_is_needed(mut phases: Vec<RollbackPhase>, start: &[AppVersion]) -> Vec<RollbackPhase> {
    while phases.last().is_some_and(|it| it.steps.is_empty() && it.versions == [AppVersion::Old]) {
        phases.pop();
    }
    phases.retain(|it| !it.steps.is_empty() || it.deployment.is_some());
    let mut before = start.to_vec();
    for phase in &mut phases {
        phase.deployment = deployment::between(&before, &phase.versions);
        before.clone_from(&phase.versions);
    }
    phases
}

fn inverse(phase: PhaseName, step: &Step) -> Option<RollbackStep> {
    let inverse = &step.inverse;
    let lost = matches!(inverse.loss, Loss::Everything(_));
    if !lost && (inverse.actions.is_empty() || is_deployment(phase, step)) {
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

/// Whether all that the inverse of a step asks for is that another version is deployed: that is a deployment point.
fn is_deployment(phase: PhaseName, step: &Step) -> bool {
    let by_people = |action: &Action| matches!(action, Action::Manual { .. } | Action::Approval { .. });
    phase == PhaseName::Cutover && step.inverse.actions.iter().all(by_people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::no_return::tests::{plan, step};

    fn cutover() -> Step {
        let mut deploy = step("cutover-1");
        deploy.inverse.actions = vec![Action::Manual { instruction: "deploy the old version".to_owned() }];
        deploy
    }

    fn whole() -> Plan {
        plan(vec![
            (PhaseName::Prepare, vec![step("prepare-1")]),
            (PhaseName::Expand, vec![step("expand-1"), step("expand-2")]),
            (PhaseName::Cutover, vec![cutover()]),
            (PhaseName::Contract, vec![step("contract-1"), step("contract-2")]),
        ])
    }

    #[test]
    fn inverses_come_in_reverse_order_and_only_up_to_the_phase() {
        let ids = |from| {
            let rollback = compose(&whole(), from);
            rollback.steps().map(|step| step.takes_back.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(PhaseName::Contract), ["contract-2", "contract-1", "expand-2", "expand-1", "prepare-1"]);
        assert_eq!(ids(PhaseName::Cutover), ["expand-2", "expand-1", "prepare-1"]);
        assert_eq!(ids(PhaseName::Prepare), ["prepare-1"]);
    }

    #[test]
    fn phases_end_where_another_version_may_run() {
        use AppVersion::{New, Old};
        let rollback = compose(&whole(), PhaseName::Contract);
        let phases: Vec<_> =
            rollback.phases.iter().map(|it| (it.name, it.versions.clone(), it.deployment.is_some())).collect();
        assert_eq!(rollback.versions, [New]);
        assert_eq!(
            phases,
            [
                (RollbackPhaseName::Restore, vec![New], false),
                (RollbackPhaseName::SwitchBack, vec![Old, New], true),
                (RollbackPhaseName::Withdraw, vec![Old], true),
            ]
        );
        let point = rollback.phases[2].deployment.as_ref().unwrap();
        assert_eq!((point.deploy.as_slice(), point.stop.as_slice()), (&[][..], &[New][..]));
        assert!(point.actions.iter().any(|action| matches!(action, Action::Approval { .. })));
    }

    #[test]
    fn before_cutover_no_version_is_exchanged() {
        let rollback = compose(&whole(), PhaseName::Expand);
        assert_eq!(rollback.phases.len(), 1);
        assert!(rollback.phases[0].deployment.is_none());
        assert_eq!(rollback.phases[0].takes_back, [PhaseName::Expand, PhaseName::Prepare]);
    }

    #[test]
    fn where_nothing_is_taken_away_the_new_version_may_stay() {
        let only = plan(vec![(PhaseName::Cutover, vec![cutover()]), (PhaseName::Contract, vec![step("contract-1")])]);
        let rollback = compose(&only, PhaseName::Contract);
        let names: Vec<_> = rollback.phases.iter().map(|it| it.name).collect();
        assert_eq!(names, [RollbackPhaseName::Restore, RollbackPhaseName::SwitchBack]);
        assert!(compose(&only, PhaseName::Cutover).phases.is_empty(), "both may run, on the schema before");
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
