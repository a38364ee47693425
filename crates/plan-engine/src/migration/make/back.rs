//! The way back from every phase, and where it ends.

use std::collections::BTreeMap;

use super::assemble::Built;
use super::{doors, moments};
use crate::estimate::Estimate;
use crate::estimate::model::hold;
use crate::migration::context::prior;
use crate::migration::model::{MigrationPhase, MigrationStep, NoReturn, PhaseWayBack};
use crate::migration::part::rollout::words;
use crate::migration::time;
use crate::plan::{Loss, Plan};
use crate::specification::Specification;
use crate::specification::model::Fact;

/// The phases with their ways back.
pub(super) fn finish(specification: &Specification, built: Vec<Built>, plans: &[(&str, &Plan)]) -> Vec<MigrationPhase> {
    let mut waits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in built.iter().rev() {
        for before in &it.after {
            waits.entry(before.clone()).or_default().push(it.phase.id.clone());
        }
    }
    let finished = built.into_iter().map(|it| {
        let mut phase = it.phase;
        let first_take_back = waits.get(&phase.id).cloned().unwrap_or_default();
        phase.way_back = way_back(&phase, first_take_back);
        phase.point_of_no_return = no_return(specification, &phase);
        phase.moments = moments::of(&phase);
        phase
    });
    let mut phases: Vec<MigrationPhase> = finished.collect();
    doors::set(&mut phases, &waits, plans);
    phases
}

fn way_back(phase: &MigrationPhase, first_take_back: Vec<String>) -> PhaseWayBack {
    let undone: Vec<&MigrationStep> = phase.steps.iter().rev().filter(|it| !it.inverse.title.is_empty()).collect();
    let losses = phase.steps.iter().map(|it| &it.inverse.loss).filter(|it| **it != Loss::Nothing);
    let mut loses: Vec<Loss> = Vec::new();
    for loss in losses {
        if !loses.contains(loss) {
            loses.push(loss.clone());
        }
    }
    let possible = !loses.iter().any(|it| matches!(it, Loss::Everything(_)));
    let estimate = possible.then(|| time::sum(estimates(&undone)).unwrap_or_else(nothing));
    PhaseWayBack { first_take_back, steps: undone.iter().map(|it| it.id.clone()).collect(), loses, estimate }
}

fn estimates<'a>(steps: &'a [&MigrationStep]) -> impl Iterator<Item = &'a Estimate> {
    steps.iter().filter_map(|it| it.inverse.estimate.as_ref())
}

fn nothing() -> Estimate {
    hold(0.0, prior("there is nothing to take back", "the steps of the phase change nothing"))
}

/// The first step whose inverse is absent, or takes longer than may be.
fn no_return(specification: &Specification, phase: &MigrationPhase) -> Option<NoReturn> {
    let allowed = specification.objectives.recovery_time;
    let mut takes = 0.0;
    for step in &phase.steps {
        let told = |because: String, more: Option<Fact>| {
            let basis = step.basis.iter().cloned().chain(more).collect();
            Some(NoReturn { step: step.id.clone(), because, basis })
        };
        match &step.inverse.loss {
            Loss::Everything(reason) => return told(reason.clone(), None),
            // What a policy takes is archived: the way back is there, and `loses` of the phase says what it does.
            Loss::Policy(_) | Loss::Nothing => {}
        }
        // Four in five ways back are done by then.
        let back = step.inverse.estimate.as_ref().filter(|_| !step.inverse.idle);
        takes += back.map_or(0.0, |it| it.distribution.quantile(0.8));
        if let Some(seconds) = allowed
            && takes > seconds
        {
            let because = format!("the way back takes {} at P80, and {} are allowed", words(takes), words(seconds));
            let places = ["/objectives/recovery_time", "/objectives/rto"];
            let place = places.into_iter().find(|it| specification.places.by_pointer.contains_key(*it));
            let says = format!("a service may be away for {}", words(seconds));
            return told(because, Some(specification.places.fact(place.unwrap_or("/objectives"), says)));
        }
    }
    None
}
