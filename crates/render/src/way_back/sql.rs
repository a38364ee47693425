//! The way back of the schemas as scripts that `psql` and `sqlite3` run as they are: one per phase of the plan.

use plan_engine::migration::{MigrationPlan, MigrationStep, Work};
use rollback_gen::migration::{MigrationRollback, WayBackPhase};

use crate::plan::words;
use crate::script::{Part, Script, ScriptStep, Way, write};

/// The scripts of `back`, which takes `plan` back, for the phases with statements, in the order in which they are run: the
/// phase, the name of a file and the text.
pub fn scripts(back: &MigrationRollback, plan: &MigrationPlan) -> Vec<(String, String, String)> {
    let numbered = back.phases.iter().enumerate();
    numbered
        .filter(|(_, phase)| phase.reachable && phase.time.is_some())
        .filter_map(|(at, phase)| {
            let text = script(phase, plan)?;
            Some((phase.takes_back.clone(), format!("{:02}-{}.sql", at + 1, phase.takes_back.replace('/', "-")), text))
        })
        .collect()
}

fn script(phase: &WayBackPhase, plan: &MigrationPlan) -> Option<String> {
    let schema = plan.schema_plan(&phase.migration)?;
    let own = plan.phases.iter().find(|it| it.id == phase.takes_back)?;
    let schema_step = |id: &str| -> Option<&str> {
        own.steps.iter().find(|it| it.id == id).and_then(|it: &MigrationStep| match &it.work {
            Work::SchemaStep { step, .. } => Some(step.as_str()),
            _ => None,
        })
    };
    // The journal of scripts knows the steps by their ids in the schema plan.
    let steps: Vec<ScriptStep<'_>> = phase
        .steps
        .iter()
        .filter_map(|it| {
            let id = schema_step(&it.takes_back)?;
            let remarks = vec![format!("Expected: {}", it.expected)];
            (!it.actions.is_empty()).then_some(ScriptStep { id, title: &it.title, remarks, actions: &it.actions })
        })
        .collect();
    if steps.is_empty() {
        return None;
    }
    let taken: Vec<&str> = own.steps.iter().filter_map(|it| schema_step(&it.id)).collect();
    let silent = taken.into_iter().filter(|id| steps.iter().all(|it| it.id != *id)).collect();
    let mut remarks: Vec<String> = phase
        .deployment
        .iter()
        .flat_map(|it| words::conditions(&it.actions))
        .map(|it| format!("BEFORE IT: {it}"))
        .collect();
    remarks.extend(phase.entry.iter().map(|it| format!("BEFORE IT: {}", super::words::check(it))));
    remarks.push(format!("While it runs: {}.", words::versions(&phase.versions)));
    Some(write(&Script {
        dialect: schema.dialect,
        title: format!("Way back of {}, plan {}", phase.takes_back, words::short(&plan.digest)),
        remarks,
        parts: vec![Part { heading: format!("Takes {} back.", phase.takes_back), steps }],
        plan: words::short(&schema.digest),
        way: Way::Back,
        silent,
    }))
}
