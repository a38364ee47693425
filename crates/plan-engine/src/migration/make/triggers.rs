//! Triggers of the specification, with their place in the plan.

use std::collections::BTreeSet;

use super::assemble::Built;
use crate::migration::draft::Anchor;
use crate::migration::model::{Holds, MigrationStep, PlannedTrigger, Work};
use crate::migration::part::probe::of_monitoring;
use crate::migration::part::rollout::words;
use crate::migration::part::watch::escaped;
use crate::migration::team::{Duty, role_of};
use crate::plan::Loss;
use crate::specification::Specification;
use crate::specification::model::{Comparison, Fact, Migration, Trigger, TriggerAction};

pub(super) fn of(specification: &Specification, phases: &[Built]) -> Vec<PlannedTrigger> {
    let mut triggers = Vec::new();
    for migration in specification.migrations.iter().filter(|it| !it.triggers.is_empty()) {
        // While the new side carries something and the old one could still take over.
        let armed = |it: &&Built| {
            let anchored = matches!(it.anchor, Anchor::Deploys | Anchor::Shifts | Anchor::Retires | Anchor::Contracts);
            it.phase.migration == migration.id && (anchored || matches!(it.phase.name.as_str(), "cut" | "watch"))
        };
        let armed: Vec<&Built> = phases.iter().filter(armed).collect();
        let back = taken_back(phases, &armed);
        for (at, trigger) in migration.triggers.iter().enumerate() {
            triggers.push(planned(specification, migration, at, trigger, (&armed, &back)));
        }
    }
    triggers
}

/// Whether it moves users to the new side.
fn moves(built: &Built) -> bool {
    let traffic = |step: &MigrationStep| matches!(step.work, Work::Traffic { to, .. } if to > 0.0);
    matches!(built.phase.name.as_str(), "cut" | "cutover") || built.phase.steps.iter().any(traffic)
}

/// The phases that bring users back to the old side when they are taken back, the last one first: those that moved them,
/// what came behind, and what of other migrations has to be taken back before. What only made ready stays, so that it can
/// be found out what went wrong.
fn taken_back(phases: &[Built], armed: &[&Built]) -> Vec<String> {
    let from = armed.iter().position(|it| moves(it)).unwrap_or(0);
    let own: BTreeSet<&str> = armed.iter().skip(from).map(|it| it.phase.id.as_str()).collect();
    let (mut back, mut ended) = (Vec::new(), BTreeSet::new());
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for built in phases {
        let id = built.phase.id.as_str();
        let ends = built.phase.steps.iter().any(|it| matches!(it.inverse.loss, Loss::Everything(_)));
        // What is behind a step without a way back is not there while the trigger can still bring back the old side.
        if ends || built.after.iter().any(|it| ended.contains(it.as_str())) {
            ended.insert(id);
        }
        let needed = !ended.contains(id) && built.after.iter().any(|it| taken.contains(it.as_str()));
        if own.contains(id) || needed {
            taken.insert(id);
            back.push(id.to_owned());
        }
    }
    back.reverse();
    back
}

fn planned(
    specification: &Specification,
    migration: &Migration,
    at: usize,
    trigger: &Trigger,
    (armed, back): (&[&Built], &[String]),
) -> PlannedTrigger {
    let back = match trigger.action {
        TriggerAction::AutomaticRollback => back.to_vec(),
        _ => Vec::new(),
    };
    let (side, holds) = match trigger.bound.comparison {
        Comparison::Above => ("above", Holds::AtMost),
        Comparison::Below => ("below", Holds::AtLeast),
    };
    let when =
        format!("{} {side} {} for {}", trigger.bound.metric, trigger.bound.threshold, words(trigger.for_seconds));
    let pointer = format!("{}/rollback_triggers/{at}", migration.pointer);
    let other = format!("{}/triggers/{at}", migration.pointer);
    let known = specification.places.by_pointer.contains_key(&other);
    let does = does(specification, migration, trigger, back.first());
    PlannedTrigger {
        id: format!("{}/trigger-{}", crate::migration::draft::slug_of(&migration.id), at + 1),
        migration: migration.id.clone(),
        trigger: trigger.clone(),
        expression: of_monitoring(&migration.monitoring, &trigger.bound.metric, holds),
        does: does.clone(),
        armed_in: armed.iter().map(|it| it.phase.id.clone()).collect(),
        takes_back: back,
        basis: std::iter::once(specification.places.fact(if known { &other } else { &pointer }, when))
            .chain(queried(specification, migration, &trigger.bound.metric))
            .collect(),
    }
}

/// The query that the specification gives for the metric.
fn queried(specification: &Specification, migration: &Migration, metric: &str) -> Option<Fact> {
    let query = migration.monitoring.queries.get(metric)?;
    let place = format!("{}/monitoring/queries/{}", migration.pointer, escaped(metric));
    Some(specification.places.fact(&place, format!("{metric} is {query}")))
}

fn does(specification: &Specification, migration: &Migration, trigger: &Trigger, back: Option<&String>) -> String {
    match trigger.action {
        TriggerAction::AutomaticRollback => match back {
            Some(_) if !migration.flags.is_empty() => {
                let flags: Vec<&str> = migration.flags.iter().map(|it| it.name.as_str()).collect();
                format!(
                    "sets {} back to 0 % without asking; what is deployed stays, so that it can be found out what went wrong",
                    flags.join(" and ")
                )
            }
            Some(_) => format!("brings users back to {} without asking", migration.source),
            None => "would start a way back, but no phase of this plan changes what it watches".to_owned(),
        },
        TriggerAction::AlertTeam => {
            format!("calls {}, who decides whether the roll-out goes on", role_of(specification, Duty::Service))
        }
        TriggerAction::ScaleUp => {
            let infrastructure = migration.service.as_ref().map(|it| &it.new.infrastructure);
            match infrastructure.and_then(|it| it.max_instances) {
                Some(most) => format!("starts more instances of {}, up to {most}", migration.target),
                None => format!("starts more instances of {}", migration.target),
            }
        }
        TriggerAction::Pause => "keeps every flag where it is until a person lets it go on".to_owned(),
    }
}
