//! The way back as a runbook in Markdown.

use std::fmt::Write as _;

use plan_engine::plan::Loss;
use rollback_gen::{Rollback, RollbackStep};

use super::heading;
use crate::plan::{View, words};
use crate::runbook::{actions, facts_list};

/// The way back as a runbook.
pub fn markdown(rollback: &Rollback, _view: &View) -> String {
    let mut out = format!("# Way back from `{}` of plan `{}`\n", rollback.from, words::short(&rollback.plan_digest));
    if rollback.steps.is_empty() {
        out.push_str("\nNothing was done that has to be taken back.\n");
    }
    for (phase, steps) in rollback.by_phase() {
        let _ = writeln!(out, "\n## `{phase}`: {}", heading(phase));
        for step in steps {
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
