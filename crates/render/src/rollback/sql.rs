//! The way back as scripts that `psql` and `sqlite3` run as they are: one per phase, never one across a deployment point.

use plan_engine::plan::Plan;
use rollback_gen::{Rollback, RollbackPhase, RollbackStep};

use super::{purpose, takes_back};
use crate::plan::words;
use crate::script::{Part, Script, ScriptStep, Way, write};

/// The scripts of `rollback`, which takes `plan` back: names of files, in the order in which they are run, and texts.
/// A phase that does nothing in the database has none; what it asks for stands in the next one.
pub fn scripts(rollback: &Rollback, plan: &Plan) -> Vec<(String, String)> {
    let numbered = rollback.phases.iter().enumerate().filter(|(_, phase)| !phase.steps.is_empty());
    numbered.map(|(at, phase)| (format!("{}-{}.sql", at + 1, phase.name), sql(rollback, phase, plan))).collect()
}

/// The script of one `phase` of `rollback`, which takes `plan` back. It holds exactly the statements that a proof runs.
pub fn sql(rollback: &Rollback, phase: &RollbackPhase, plan: &Plan) -> String {
    write(&Script {
        dialect: plan.dialect,
        title: format!(
            "Way back from {} of migration plan {}, phase {}",
            rollback.from,
            words::short(&rollback.plan_digest),
            phase.name
        ),
        remarks: remarks(rollback, phase),
        parts: vec![Part {
            heading: format!("{}: {}.", purpose(phase.name), takes_back(phase)),
            steps: phase.steps.iter().map(step).collect(),
        }],
        plan: words::short(&rollback.plan_digest),
        way: Way::Back,
        silent: silent(phase, plan),
    })
}

/// The steps that need no statement to be taken back, such as a backfill: they have to be done again all the same.
fn silent<'a>(phase: &RollbackPhase, plan: &'a Plan) -> Vec<&'a str> {
    let taken_back = plan.phases.iter().filter(|it| phase.takes_back.contains(&it.name));
    let steps = taken_back.flat_map(|it| &it.steps).map(|step| step.id.as_str());
    steps.filter(|id| phase.steps.iter().all(|step| step.takes_back != *id)).collect()
}

/// What has to be true before the script is run, and who runs meanwhile.
fn remarks(rollback: &Rollback, phase: &RollbackPhase) -> Vec<String> {
    let at = rollback.phases.iter().position(|it| it.name == phase.name && it.takes_back == phase.takes_back);
    let earlier = rollback.phases.get(..at.unwrap_or(0)).unwrap_or_default();
    let mut remarks = vec![match earlier.iter().rfind(|it| !it.steps.is_empty()) {
        None => format!("For a database on which the phases up to and including {} are done.", rollback.from),
        Some(before) => format!("For a database on which phase {} of the way back is done.", before.name),
    }];
    // A phase before this one that does nothing in the database has no script of its own to say it.
    let silent = earlier.iter().rev().take_while(|it| it.steps.is_empty()).count();
    let points = earlier.iter().skip(earlier.len() - silent).chain([phase]).filter_map(|it| it.deployment.as_ref());
    for condition in points.flat_map(|point| words::conditions(&point.actions)) {
        remarks.push(format!("BEFORE IT: {condition}"));
    }
    remarks.push(format!("While it runs: {}.", words::versions(&phase.versions)));
    remarks
}

fn step(step: &RollbackStep) -> ScriptStep<'_> {
    ScriptStep { id: &step.takes_back, title: &step.title, remarks: step.facts.hazards.clone(), actions: &step.actions }
}
