//! The way back as a runbook in Markdown.

use std::fmt::Write as _;

use plan_engine::plan::Loss;
use rollback_gen::{Rollback, RollbackPhaseName, RollbackStep};

use super::{purpose, shown, takes_back};
use crate::plan::{View, words};
use crate::runbook::{actions, facts_list};

/// The way back as a runbook; only one phase of it where that is asked for.
pub fn markdown(rollback: &Rollback, only: Option<RollbackPhaseName>, _view: &View) -> String {
    let mut out = format!("# Way back from `{}` of plan `{}`\n", rollback.from, words::short(&rollback.plan_digest));
    if rollback.phases.is_empty() {
        out.push_str("\nNothing was done that has to be taken back.\n");
        return out;
    }
    let _ = writeln!(out, "\nWhen it begins: {}.", words::versions(&rollback.versions));
    for phase in shown(rollback, only) {
        if let Some(point) = &phase.deployment {
            let _ = writeln!(out, "\n## Deployment point before `{}`", phase.name);
            out.push_str(&actions(&point.actions));
        }
        let _ = writeln!(out, "\n## `{}`: {}", phase.name, purpose(phase.name));
        let _ = writeln!(out, "\nMeanwhile: {}. It {}.", words::versions(&phase.versions), takes_back(phase));
        if phase.steps.is_empty() {
            out.push_str("\nThere is nothing to do in the database.\n");
        }
        for step in &phase.steps {
            write_step(&mut out, step);
        }
    }
    out
}

fn write_step(out: &mut String, step: &RollbackStep) {
    let _ = writeln!(out, "\n### Take back `{}`: {}\n", step.takes_back, step.title);
    match &step.loss {
        Loss::Nothing => out.push_str("Loses nothing.\n"),
        Loss::Policy(policy) => {
            let _ = writeln!(out, "Policy: {policy}");
        }
        Loss::Everything(what) => {
            let _ = writeln!(out, "**There is no way back: {what}**");
        }
    }
    let facts = facts_list(&step.facts);
    if !facts.is_empty() {
        out.push('\n');
        out.push_str(&facts);
    }
    out.push_str(&actions(&step.actions));
}
