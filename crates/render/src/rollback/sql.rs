//! The way back as a script that `psql` and `sqlite3` run as it is.

use plan_engine::plan::Plan;
use rollback_gen::{Rollback, RollbackStep};

use super::heading;
use crate::plan::words;
use crate::script::{Part, Script, ScriptStep, write};

/// The script of `rollback`, which takes `plan` back. It holds exactly the statements that a proof runs.
pub fn sql(rollback: &Rollback, plan: &Plan) -> String {
    write(&Script {
        dialect: plan.dialect,
        title: format!("Way back from {} of migration plan {}", rollback.from, words::short(&rollback.plan_digest)),
        remarks: vec![format!("For a database on which the phases up to and including {} are done.", rollback.from)],
        parts: rollback
            .by_phase()
            .map(|(phase, steps)| Part {
                heading: format!("Take {phase} back. {}.", heading(phase)),
                steps: steps.iter().map(step).collect(),
            })
            .collect(),
    })
}

fn step(step: &RollbackStep) -> ScriptStep<'_> {
    ScriptStep { id: &step.takes_back, title: &step.title, remarks: step.facts.hazards.clone(), actions: &step.actions }
}
