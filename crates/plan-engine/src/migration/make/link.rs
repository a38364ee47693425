//! Links migrations: what waits for what between them, and one order of all phases.
//!
//! What migrations that are deployed together wait for is in [`together`](super::together).

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::assemble::Built;
use super::together::{Order, pair, together};
use crate::Error;
use crate::migration::context::any_time;
use crate::migration::draft::Anchor;
use crate::migration::model::{Note, Performer, Work};
use crate::migration::time;
use crate::specification::Specification;
use crate::specification::model::{Fact, Kind, Migration};

/// All phases in an order in which everything comes after what it waits for.
pub(super) fn ordered(specification: &Specification, mut phases: Vec<Built>) -> Result<Vec<Built>, Error> {
    let (order, mut links) = (Order::of(specification), Vec::new());
    for (number, migration) in specification.migrations.iter().enumerate() {
        for (at, before) in migration.after.iter().enumerate() {
            let (Some(last), Some(first)) = (last_of(&phases, before), first_of(&phases, &migration.id)) else {
                continue;
            };
            let says = format!("{} comes after {before}", migration.id);
            links.push((last, first, fact(specification, migration, &format!("/after/{at}"), says)));
        }
        let others = together(specification, number);
        for (other, fact) in &others {
            let pairs = pair(&order, &phases, migration, (other, &others));
            links.extend(pairs.into_iter().map(|(before, after)| (before, after, fact.clone())));
        }
    }
    for (before, after, fact) in links {
        wait(&mut phases, before, after, &fact);
    }
    deployments(specification, &mut phases);
    sorted(phases)
}

pub(super) fn fact(specification: &Specification, migration: &Migration, place: &str, says: String) -> Fact {
    specification.places.fact(&format!("{}{place}", migration.pointer), says)
}

fn last_of(phases: &[Built], migration: &str) -> Option<usize> {
    phases.iter().rposition(|it| it.phase.migration == migration)
}

fn first_of(phases: &[Built], migration: &str) -> Option<usize> {
    phases.iter().position(|it| it.phase.migration == migration)
}

/// The first steps of the phase at `after` wait for the last ones of that at `before`.
fn wait(phases: &mut [Built], before: usize, after: usize, fact: &Fact) {
    let Some((id, last)) = phases.get(before).map(|it| (it.phase.id.clone(), it.last.clone())) else { return };
    let Some(waiting) = phases.get_mut(after) else { return };
    waiting.after.insert(id);
    let first: BTreeSet<&String> = waiting.first.iter().collect();
    for step in waiting.phase.steps.iter_mut().filter(|it| first.contains(&it.id)) {
        let new: Vec<String> = last.iter().filter(|it| !step.after.contains(it)).cloned().collect();
        step.after.extend(new);
        if !step.basis.contains(fact) {
            step.basis.push(fact.clone());
        }
    }
}

/// Where an application is part of the plan, the deployment in a schema's plan is its deployment.
fn deployments(specification: &Specification, phases: &mut [Built]) {
    for (number, migration) in specification.migrations.iter().enumerate() {
        let others = together(specification, number);
        let apps: Vec<&str> =
            others.iter().filter(|(it, _)| it.kind != Kind::Database).map(|(it, _)| it.id.as_str()).collect();
        if migration.kind != Kind::Database || apps.is_empty() {
            continue;
        }
        let its = |it: &&mut Built| it.phase.migration == migration.id && it.anchor == Anchor::Deploys;
        for built in phases.iter_mut().filter(its) {
            for step in built.phase.steps.iter_mut().filter(|it| matches!(it.work, Work::SchemaStep { .. })) {
                let says =
                    format!("the deployment is that of {}: this step notes it in the journal", apps.join(" and "));
                let facts = others.iter().map(|(_, fact)| fact.clone()).collect();
                step.by = Performer::Program("plan apply".to_owned());
                step.estimate = time::by_program("a note in the journal");
                // A note is felt by nobody; what is felt waits for its hours where the application is deployed.
                step.timing = any_time();
                // The old version is brought back by the application's own way back, and its time is counted there.
                step.inverse.estimate = Some(step.estimate.clone());
                step.notes.push(Note::new(says, facts));
            }
        }
    }
}

/// Kahn's algorithm; of what could come next, what stands first.
fn sorted(phases: Vec<Built>) -> Result<Vec<Built>, Error> {
    let position: BTreeMap<String, usize> =
        phases.iter().enumerate().map(|(at, it)| (it.phase.id.clone(), at)).collect();
    let mut waiting: Vec<usize> = phases.iter().map(|it| it.after.len()).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); phases.len()];
    for (at, built) in phases.iter().enumerate() {
        for before in &built.after {
            let known = position.get(before).and_then(|it| followers.get_mut(*it));
            if let Some(list) = known {
                list.push(at);
            }
        }
    }
    let free = waiting.iter().enumerate().filter(|(_, number)| **number == 0).map(|(at, _)| std::cmp::Reverse(at));
    let mut free: BinaryHeap<_> = free.collect();
    let mut slots: Vec<Option<Built>> = phases.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(slots.len());
    while let Some(std::cmp::Reverse(at)) = free.pop() {
        sorted.extend(slots.get_mut(at).and_then(Option::take));
        for follower in followers.get(at).into_iter().flatten() {
            if let Some(number) = waiting.get_mut(*follower) {
                *number -= 1;
                if *number == 0 {
                    free.push(std::cmp::Reverse(*follower));
                }
            }
        }
    }
    let stuck: BTreeSet<String> = slots.into_iter().flatten().map(|it| it.phase.migration).collect();
    if stuck.is_empty() {
        return Ok(sorted);
    }
    let names: Vec<String> = stuck.into_iter().collect();
    Err(Error::input(format!(
        "the migrations {} wait for each other in a circle: take one `after` or `together_with` away",
        names.join(", ")
    )))
}
