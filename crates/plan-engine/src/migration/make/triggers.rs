//! Triggers of the specification, with their place in the plan.

use super::assemble::Built;
use crate::migration::draft::Anchor;
use crate::migration::model::PlannedTrigger;
use crate::migration::part::rollout::words;
use crate::migration::team::{Duty, role_of};
use crate::specification::Specification;
use crate::specification::model::{Comparison, Migration, Trigger, TriggerAction};

pub(super) fn of(specification: &Specification, phases: &[Built]) -> Vec<PlannedTrigger> {
    let mut triggers = Vec::new();
    for migration in &specification.migrations {
        // While the new side carries something and the old one could still take over.
        let armed = |it: &&Built| {
            let anchored = matches!(it.anchor, Anchor::Deploys | Anchor::Shifts | Anchor::Retires | Anchor::Contracts);
            it.phase.migration == migration.id && (anchored || matches!(it.phase.name.as_str(), "cut" | "watch"))
        };
        let armed: Vec<&Built> = phases.iter().filter(armed).collect();
        for (at, trigger) in migration.triggers.iter().enumerate() {
            triggers.push(planned(specification, migration, at, trigger, &armed));
        }
    }
    triggers
}

fn planned(
    specification: &Specification,
    migration: &Migration,
    at: usize,
    trigger: &Trigger,
    armed: &[&Built],
) -> PlannedTrigger {
    let back: Vec<String> = match trigger.action {
        TriggerAction::AutomaticRollback => armed.iter().rev().map(|it| it.phase.id.clone()).collect(),
        _ => Vec::new(),
    };
    let side = match trigger.bound.comparison {
        Comparison::Above => "above",
        Comparison::Below => "below",
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
        does: does.clone(),
        armed_in: armed.iter().map(|it| it.phase.id.clone()).collect(),
        takes_back: back,
        basis: vec![specification.places.fact(if known { &other } else { &pointer }, when)],
    }
}

fn does(specification: &Specification, migration: &Migration, trigger: &Trigger, back: Option<&String>) -> String {
    match trigger.action {
        TriggerAction::AutomaticRollback => match back {
            Some(_) if !migration.flags.is_empty() => {
                let flags: Vec<&str> = migration.flags.iter().map(|it| it.name.as_str()).collect();
                format!(
                    "sets {} back to 0 %, then takes back what is done of the phases named, without asking",
                    flags.join(" and ")
                )
            }
            Some(_) => "takes back what is done of the phases named, the last one first, without asking".to_owned(),
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
