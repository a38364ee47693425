//! What of the specification a plan cites.

use std::collections::BTreeSet;

use crate::estimate::Estimate;
use crate::migration::model::{MigrationPhase, MigrationPlan, MigrationStep, Note, Work};
use crate::specification::model::{Fact, FactSource};

/// Pointers into the specification of all facts of the plan. The score of complexity is kept for comparison only: what
/// nothing but it counts is not among them.
pub(super) fn cited(plan: &MigrationPlan) -> BTreeSet<&str> {
    let mut cited = BTreeSet::new();
    let mut add = Cited { found: &mut cited };
    plan.phases.iter().for_each(|it| add.phase(it));
    plan.triggers.iter().for_each(|it| add.facts(&it.basis));
    add.notes(&plan.notes);
    plan.summaries.iter().flat_map(|it| &it.controls).for_each(|it| add.facts(&it.basis));
    cited
}

struct Cited<'a, 'b> {
    found: &'b mut BTreeSet<&'a str>,
}

impl<'a> Cited<'a, '_> {
    fn facts(&mut self, facts: &'a [Fact]) {
        let stated = facts.iter().filter(|it| matches!(it.source, FactSource::Specification { .. }));
        self.found.extend(stated.map(|it| it.pointer.as_str()));
    }

    fn notes(&mut self, notes: &'a [Note]) {
        for note in notes {
            self.facts(&note.basis);
        }
    }

    fn estimate(&mut self, estimate: Option<&'a Estimate>) {
        if let Some(estimate) = estimate {
            self.facts(&estimate.inputs);
        }
    }

    fn phase(&mut self, phase: &'a MigrationPhase) {
        self.notes(&phase.notes);
        self.estimate(phase.stated.as_ref());
        phase.point_of_no_return.iter().for_each(|it| self.facts(&it.basis));
        phase.steps.iter().for_each(|it| self.step(it));
    }

    fn step(&mut self, step: &'a MigrationStep) {
        self.facts(&step.basis);
        self.notes(&step.notes);
        self.estimate(Some(&step.estimate));
        self.estimate(step.inverse.estimate.as_ref());
        if let Work::Gate(gate) = &step.work {
            gate.criteria.iter().for_each(|it| self.facts(&it.basis));
        }
    }
}
