//! What holds before a phase is begun, and once it is done: gates and approvals among its steps, or those of its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use crate::migration::model::{MigrationPhase, MigrationStep, Work};
use crate::plan::{Action, Plan};

/// Sets `entry` and `exit` of every phase. `waits` has the ids of the phases that wait for each.
pub(super) fn set(phases: &mut [MigrationPhase], waits: &BTreeMap<String, Vec<String>>, plans: &[(&str, &Plan)]) {
    let asking = asking(plans);
    let is_gate = |it: &MigrationStep| is_gate(it, &asking);
    let own: Vec<(Vec<String>, Vec<String>)> = phases.iter().map(|it| ends(&it.steps, is_gate)).collect();
    let by_id: BTreeMap<String, usize> = phases.iter().enumerate().map(|(at, it)| (it.id.clone(), at)).collect();
    let at = |id: &String| by_id.get(id).copied();
    // A phase without a gate at its end is done when the next one may begin.
    let mut exits: Vec<Vec<String>> = own.iter().map(|it| it.1.clone()).collect();
    for (number, phase) in phases.iter().enumerate() {
        let Some(exit) = exits.get_mut(number).filter(|it| it.is_empty()) else { continue };
        let next = waits.get(&phase.id).into_iter().flatten().filter_map(at);
        exit.extend(next.filter_map(|it| own.get(it)).flat_map(|it| it.0.iter().cloned()));
    }
    let mut entries: Vec<Vec<String>> = own.into_iter().map(|it| it.0).collect();
    for (number, phase) in phases.iter().enumerate() {
        let Some(exit) = exits.get(number) else { continue };
        for next in waits.get(&phase.id).into_iter().flatten().filter_map(at) {
            let Some(entry) = entries.get_mut(next) else { continue };
            for id in exit {
                if !entry.contains(id) {
                    entry.push(id.clone());
                }
            }
        }
    }
    for ((phase, entry), exit) in phases.iter_mut().zip(entries).zip(exits) {
        (phase.entry, phase.exit) = (entry, exit);
    }
}

/// The gates before the first step that changes something, and those behind the last one.
fn ends(steps: &[MigrationStep], is_gate: impl Fn(&MigrationStep) -> bool) -> (Vec<String>, Vec<String>) {
    let ids = |some: &[MigrationStep]| some.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let first = steps.iter().position(|it| !is_gate(it)).unwrap_or(steps.len());
    let last = steps.iter().rposition(|it| !is_gate(it)).map_or(0, |at| at + 1);
    (ids(steps.get(..first).unwrap_or_default()), ids(steps.get(last..).unwrap_or_default()))
}

fn is_gate(step: &MigrationStep, asking: &BTreeSet<(&str, &str)>) -> bool {
    match &step.work {
        Work::Gate(_) | Work::Approval { .. } => true,
        Work::SchemaStep { migration, step } => asking.contains(&(migration.as_str(), step.as_str())),
        _ => false,
    }
}

/// Steps of schema plans that change nothing: they ask an engine or a person.
fn asking<'a>(plans: &[(&'a str, &'a Plan)]) -> BTreeSet<(&'a str, &'a str)> {
    let asks = |action: &Action| matches!(action, Action::Gate(_) | Action::Approval { .. });
    let of = |(migration, plan): &(&'a str, &'a Plan)| {
        let (migration, plan) = (*migration, *plan);
        let steps = plan.phases.iter().flat_map(|it| &it.steps);
        let asking = steps.filter(move |it| !it.forward.is_empty() && it.forward.iter().all(asks));
        asking.map(move |it| (migration, it.id.as_str())).collect::<Vec<_>>()
    };
    plans.iter().flat_map(of).collect()
}
