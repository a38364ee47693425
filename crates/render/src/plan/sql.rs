//! A plan as scripts that `psql` and `sqlite3` run as they are.

use plan_engine::plan::{Phase, PhaseName, Plan};

use super::{View, words};
use crate::script::{Part, Script, ScriptStep, Way, write};

/// The script of one phase, or of all phases up to `contract` where the view names none.
///
/// It holds exactly the statements that a proof runs. `purge` is only printed where it is asked for.
pub fn sql(plan: &Plan, view: &View) -> String {
    let phases: Vec<_> =
        view.phases(plan).filter(|phase| view.phase.is_some() || phase.name <= PhaseName::Contract).collect();
    let covers = match view.phase {
        Some(phase) => format!("Phase {phase} only."),
        None => "All phases up to contract; print one at a time with --phase.".to_owned(),
    };
    write(&Script {
        dialect: plan.dialect,
        title: format!("Migration plan {}", words::short(&plan.digest)),
        remarks: vec![covers],
        parts: phases.into_iter().map(part).collect(),
        plan: words::short(&plan.digest),
        way: Way::There,
        silent: Vec::new(),
    })
}

fn part(phase: &Phase) -> Part<'_> {
    Part {
        heading: format!("Phase {}: {}.", phase.name, words::versions(&phase.versions)),
        steps: phase
            .steps
            .iter()
            .map(|step| ScriptStep {
                id: &step.id,
                title: &step.title,
                remarks: step.facts.hazards.clone(),
                actions: &step.forward,
            })
            .collect(),
    }
}
