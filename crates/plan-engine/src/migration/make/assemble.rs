//! From drafts to phases: ids, and what waits for what within a migration.

use std::collections::BTreeSet;

use crate::estimate::model::Activity;
use crate::migration::context::Context;
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft, slug_of};
use crate::migration::model::{MigrationPhase, MigrationStep, PhaseWayBack, Work};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::plan::Loss;

/// A phase with its steps, before migrations are linked.
pub(super) struct Built {
    pub(super) phase: MigrationPhase,
    pub(super) anchor: Anchor,
    /// Ids of the steps that wait for nothing in the phase.
    pub(super) first: Vec<String>,
    /// Ids of the steps that nothing in the phase waits for.
    pub(super) last: Vec<String>,
    /// Ids of phases that are done before it.
    pub(super) after: BTreeSet<String>,
}

/// Steps of one group up to which every one of them is waited for by every one of the next; beyond, they go one after the
/// other, so that what waits for what stays linear in the steps.
const WIDE: usize = 48;

/// Puts an approval before the first step of a phase that cannot be taken back, where the phase has none before it.
pub(super) fn approvals(context: &Context<'_>, drafts: &mut [PhaseDraft]) {
    for draft in drafts {
        let lost = |it: &StepDraft| matches!(it.step.inverse.loss, Loss::Everything(_));
        let Some(at) = draft.groups.iter().position(|group| group.iter().any(lost)) else { continue };
        let is_approval = |it: &StepDraft| {
            matches!(it.step.work, Work::Approval { .. })
                || it.step.inverse.title.is_empty() && is_schema_approval(context, it)
        };
        if draft.groups.iter().take(at).flatten().any(is_approval) {
            continue;
        }
        let Some(step) = draft.groups.get(at).and_then(|group| group.iter().find(|it| lost(it))) else { continue };
        let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
        let reason = format!("there is no way back from `{}`", step.step.title);
        let approval = StepDraft::new(
            "approve",
            format!("Agree to what cannot be taken back: {}", step.step.title),
            Work::Approval { role, reason },
            who.clone(),
            time::by_person(&who, Activity::Approve),
            step.step.basis.clone(),
        );
        draft.groups.insert(at, vec![approval.why("The next step is the point of no return.")]);
    }
}

/// Puts an approval behind the last step of each phase where neither a gate stands there nor before the next phase: whoever
/// goes on says so.
pub(super) fn doors(context: &Context<'_>, drafts: &mut [PhaseDraft]) {
    let asks = |group: Option<&Vec<StepDraft>>| {
        let is = |it: &StepDraft| {
            matches!(it.step.work, Work::Gate(_) | Work::Approval { .. }) || is_schema_approval(context, it)
        };
        group.is_some_and(|it| it.iter().all(is))
    };
    let open = drafts.iter().map(|it| asks(it.groups.last())).collect::<Vec<bool>>();
    let next = drafts.iter().skip(1).map(|it| asks(it.groups.first())).chain(std::iter::once(false));
    let shut: Vec<bool> = open.into_iter().zip(next).map(|(own, next)| own || next).collect();
    for (draft, _) in drafts.iter_mut().zip(shut).filter(|(_, shut)| !shut) {
        let (role, who) = (context.role(Duty::Release), context.who(Duty::Release));
        let reason = format!("{} is done: {}", draft.name, draft.purpose);
        let basis = vec![context.pattern_fact()];
        let step = StepDraft::new(
            "done",
            format!("Agree that {} is done", draft.name),
            Work::Approval { role, reason },
            who.clone(),
            time::by_person(&who, Activity::Approve),
            basis,
        );
        draft.then(step.why("No engine can tell, so a person does before anything goes on."));
    }
}

fn is_schema_approval(context: &Context<'_>, draft: &StepDraft) -> bool {
    let Work::SchemaStep { step, .. } = &draft.step.work else { return false };
    let steps = context.schema_plan.into_iter().flat_map(|plan| plan.phases.iter().flat_map(|phase| &phase.steps));
    let actions = steps.filter(|it| it.id == *step).flat_map(|it| &it.forward);
    actions.into_iter().any(|it| matches!(it, crate::plan::Action::Approval { .. }))
}

/// Phases with ids, each waiting for the one before it.
pub(super) fn build(context: &Context<'_>, drafts: Vec<PhaseDraft>) -> Vec<Built> {
    let id = slug_of(&context.migration.id);
    let (mut phases, mut names, mut ids) = (Vec::<Built>::new(), BTreeSet::new(), BTreeSet::new());
    for draft in drafts {
        let name = unique(&mut names, &draft.name);
        let before: Vec<String> = phases.last().map(|it| it.last.clone()).unwrap_or_default();
        let after: BTreeSet<String> = phases.last().map(|it| it.phase.id.clone()).into_iter().collect();
        let (mut steps, mut waits, mut first) = (Vec::<MigrationStep>::new(), before, Vec::new());
        let widths: Vec<usize> = draft.groups.iter().map(Vec::len).collect();
        for (number, group) in draft.groups.into_iter().enumerate() {
            let next = widths.get(number + 1).copied().unwrap_or(WIDE + 1);
            let in_line = group.len() > WIDE && next > WIDE;
            let mut done = Vec::new();
            for mut it in group {
                it.step.id = unique(&mut ids, &format!("{id}/{name}-{}", it.slug));
                it.step.after.clone_from(&waits);
                if in_line {
                    waits = vec![it.step.id.clone()];
                    done.clone_from(&waits);
                } else {
                    done.push(it.step.id.clone());
                }
                if number == 0 && (first.is_empty() || !in_line) {
                    first.push(it.step.id.clone());
                }
                steps.push(it.step);
            }
            waits = done;
        }
        let phase = MigrationPhase {
            id: format!("{id}/{name}"),
            migration: context.migration.id.clone(),
            name,
            purpose: draft.purpose,
            versions: draft.versions,
            steps,
            entry: Vec::new(),
            exit: Vec::new(),
            moments: Vec::new(),
            way_back: PhaseWayBack {
                first_take_back: Vec::new(),
                steps: Vec::new(),
                loses: Vec::new(),
                estimate: None,
            },
            point_of_no_return: None,
            stated: draft.stated,
            notes: draft.notes,
        };
        phases.push(Built { phase, anchor: draft.anchor, first, last: waits, after });
    }
    phases
}

/// `name`, with a number behind it where it is taken.
fn unique(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2_usize;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate
}
