//! Checks of `reconcile` that a specification names for a phase: a gate at its end.

use crate::migration::context::Context;
use crate::migration::draft::StepDraft;
use crate::migration::model::{Criterion, Measure, MigrationGate, Performer, Probe, Work};
use crate::migration::part::watch;
use crate::migration::time;
use crate::specification::model::StatedPhase;

/// The gate of the checks that the phase at `at` of the specification names; none where it names none.
pub(super) fn gate(context: &Context<'_>, at: usize, phase: &StatedPhase) -> Option<StepDraft> {
    let names = phase.checks.join(", ");
    let places = [format!("/migration_phases/{at}/checks"), format!("/phases/{at}/checks")];
    let fact =
        context.fact(&places.each_ref().map(String::as_str), format!("{} ends when these pass: {names}", phase.name));
    let passes = |name: &String| -> Criterion {
        let measure = Measure::Failures(format!("the check `{name}`"));
        watch::none_of(measure, Probe::Check { name: name.clone() }, 0.0, vec![fact.clone()])
    };
    let criteria: Vec<Criterion> = phase.checks.iter().map(passes).collect();
    if criteria.is_empty() {
        return None;
    }
    let gate = MigrationGate {
        criteria,
        otherwise: "see with `reconcile run` what differs, mend it with `reconcile repair`, and ask again".to_owned(),
    };
    let step = StepDraft::new(
        "checks",
        format!("The checks that {} names pass", phase.name),
        Work::Gate(gate),
        Performer::Program("reconcile".to_owned()),
        time::gate(0.0, fact.clone()),
        vec![fact],
    );
    Some(step.why("The author of the specification asks for them; `plan gate` and `reconcile run` answer."))
}
