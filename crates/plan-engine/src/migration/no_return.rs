//! Where the way back over a whole plan ends: with a step whose inverse is absent, or from which it takes longer than may be.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{MigrationPhase, MigrationPlan, MigrationStep};
use crate::plan::Loss;
use crate::specification::Specification;

/// A step that ends the way back, by the positions of its phase and in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndOfReturn {
    /// Position of the phase in the plan.
    pub phase: usize,
    /// Position of the step in the phase.
    pub step: usize,
    /// Why, in a sentence without its full stop.
    pub because: String,
}

/// The steps from which on the way back over the whole of `plan` is not what is promised, in its order: those without an
/// inverse, and in each set of migrations that are deployed together the first from which the way back, until nobody relies
/// on what was done, takes longer than the recovery time objective at P80. The first of them is the point of no return.
///
/// What a policy puts aside is archived and listed with the way back: it ends nothing.
pub fn ends_of_return(plan: &MigrationPlan) -> Vec<EndOfReturn> {
    ends(&plan.specification, &plan.phases.iter().collect::<Vec<_>>())
}

pub(super) fn ends(specification: &Specification, phases: &[&MigrationPhase]) -> Vec<EndOfReturn> {
    let groups = groups(specification);
    let mut taken: BTreeMap<usize, Taken> = BTreeMap::new();
    let mut ends = Vec::new();
    for (phase, of) in phases.iter().enumerate() {
        let group = groups.get(of.migration.as_str()).copied().unwrap_or_default();
        let taken = taken.entry(group).or_default();
        for (step, it) in of.steps.iter().enumerate() {
            if let Some(because) = taken.ends(it, specification.objectives.recovery_time) {
                ends.push(EndOfReturn { phase, step, because });
            }
        }
    }
    ends
}

/// How long the way back is by now.
#[derive(Default)]
struct Taken {
    seconds: f64,
    too_long: bool,
}

impl Taken {
    fn ends(&mut self, step: &MigrationStep, allowed: Option<f64>) -> Option<String> {
        if let Loss::Everything(reason) = &step.inverse.loss {
            return Some(reason.trim_end_matches('.').to_owned());
        }
        let back = step.inverse.estimate.as_ref().filter(|_| !step.inverse.idle)?;
        // Four in five ways back are done by then.
        self.seconds += back.distribution.quantile(0.8);
        let allowed = allowed.filter(|it| self.seconds > *it && !self.too_long)?;
        self.too_long = true;
        let words = crate::estimate::duration_in_words;
        Some(format!(
            "the way back from here until nobody relies on it takes {} at P80, and {} are allowed",
            words(self.seconds),
            words(allowed)
        ))
    }
}

/// Migrations that are deployed together, directly or through others, have one number.
fn groups(specification: &Specification) -> BTreeMap<&str, usize> {
    let all = &specification.migrations;
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
