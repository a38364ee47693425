//! Which gates and approvals are meant.

use cli_common::Failure;
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};

use super::Arguments;
use crate::way_back;

/// A step with its phase.
pub(super) type Chosen<'p> = (&'p MigrationPhase, &'p MigrationStep);

/// Those that are meant; a failure where there is none, so that nothing is met by a name that is misspelt.
pub(super) fn of<'p>(plan: &'p MigrationPlan, arguments: &Arguments) -> Result<Vec<Chosen<'p>>, Failure> {
    let path = &arguments.plan;
    let named = arguments.phase.as_deref().map(|it| way_back::phase(path, plan, it)).transpose()?;
    let phases = plan.phases.iter().filter(|it| named.is_none_or(|id| it.id == id));
    let all: Vec<Chosen<'p>> = phases
        .flat_map(|phase| phase.steps.iter().map(move |step| (phase, step)))
        .filter(|(_, step)| matches!(step.work, Work::Gate(_)) || plan.approval_of(step).is_some())
        .collect();
    if all.is_empty() {
        return Err(Failure::new(format!("{path}: there is no gate to ask"))
            .help("name checks for a phase of the specification: docs/guide/gates.md"));
    }
    let is_there = |id: &str| all.iter().any(|(_, step)| step.id == id);
    if let Some(id) = arguments.step.iter().find(|id| !is_there(id)) {
        let ids: Vec<&str> = all.iter().map(|(_, step)| step.id.as_str()).collect();
        return Err(Failure::new(format!("{path}: there is no gate `{id}`"))
            .help(format!("the gates and approvals are {}", ids.join(", "))));
    }
    Ok(all.into_iter().filter(|(_, step)| arguments.step.is_empty() || arguments.step.contains(&step.id)).collect())
}
