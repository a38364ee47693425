//! Free disk is asked for before anything is changed.

use crate::estimate::words::bytes;
use crate::migration::context::Context;
use crate::migration::draft::{PhaseDraft, StepDraft};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, ProbeSide, Work};
use crate::migration::part::{consumers, probe, watch};
use crate::migration::time;

/// Bytes from which free disk is asked for.
const MUCH: f64 = 1e9;

/// Puts a gate into the first phase where a step needs much free disk.
pub(super) fn asked(context: &Context<'_>, phases: &mut [PhaseDraft]) {
    let steps = phases.iter().flat_map(|it| it.groups.iter().flatten());
    let needed = |it: &StepDraft| it.step.estimate.free_disk_bytes.unwrap_or(0.0);
    let Some(most) = steps.max_by(|one, other| needed(one).total_cmp(&needed(other))) else { return };
    let bound = needed(most);
    if bound < MUCH {
        return;
    }
    let mut basis: Vec<_> = most.step.estimate.inputs.iter().take(2).cloned().collect();
    basis.extend(
        context
            .migration
            .constraints
            .free_disk
            .map(|free| context.fact(&["/constraints/free_disk"], format!("{} are free", bytes(free)))),
    );
    let title = format!("{} are free on the disk of {}", bytes(bound), context.migration.target);
    let measure = Measure::Metric(format!("GB free on the disk of {}", context.migration.target));
    let free = probe::labelled(context, "node_filesystem_avail_bytes", &[("side", ProbeSide::Target.word())]);
    let probe = probe::metric(format!("min({free}) / 1e9"));
    let criterion =
        Criterion { holds: Holds::AtLeast, bound: bound / 1e9, ..watch::none_of(measure, probe, 0.0, basis.clone()) };
    let otherwise = "add disk before anything is begun".to_owned();
    let why = format!("`{}` takes as much while it runs, and an engine without disk stands still.", most.step.title);
    let work = Work::Gate(MigrationGate { criteria: vec![criterion], otherwise });
    let estimate = time::by_program("a question to the engine's disk");
    let step = StepDraft::new("disk", title, work, consumers::monitoring(), estimate, basis).why(why);
    if let Some(first) = phases.first_mut() {
        first.then(step);
    }
}
