//! The way back for people.

use std::fmt::Write as _;

use plan_engine::plan::Loss;
use rollback_gen::{DeploymentPoint, Rollback, RollbackPhase, RollbackPhaseName};

use super::{purpose, shown, takes_back};
use crate::paint::Paint;
use crate::plan::View;
use crate::plan::table::{StepRow, steps};
use crate::plan::words;
use crate::wrap::wrapped;

/// The way back as a person reads it, laid out for 100 columns; only one phase of it where that is asked for.
pub fn human(rollback: &Rollback, only: Option<RollbackPhaseName>, view: &View) -> String {
    let paint = Paint(view.colour);
    let title = format!("Way back from {}", rollback.from);
    let mut out = format!(
        "{}  of plan {} · {} · {}\n",
        paint.heading(&title),
        words::short(&rollback.plan_digest),
        words::count(rollback.phases.len(), "phase"),
        words::count(rollback.steps().count(), "step")
    );
    if rollback.phases.is_empty() {
        out.push_str("Nothing was done that has to be taken back.\n");
        return out;
    }
    let _ = writeln!(out, "When it begins: {}.", words::versions(&rollback.versions));
    for phase in shown(rollback, only) {
        if let Some(point) = &phase.deployment {
            write_deployment(&mut out, point, paint);
        }
        write_phase(&mut out, phase, paint);
    }
    if only.is_none() {
        let _ = writeln!(out, "\n{}", closing(rollback, paint));
    }
    out
}

fn write_deployment(out: &mut String, point: &DeploymentPoint, paint: Paint) {
    let _ = writeln!(out, "\n{}", paint.warning("── deployment point ──"));
    for condition in words::conditions(&point.actions) {
        out.push_str(&wrapped("  ", &condition));
    }
}

fn write_phase(out: &mut String, phase: &RollbackPhase, paint: Paint) {
    let heading = paint.heading(&phase.name.as_str().to_uppercase());
    let _ = writeln!(out, "\n{heading}  {} · {}", words::versions(&phase.versions), takes_back(phase));
    let _ = writeln!(out, "{}.", purpose(phase.name));
    if phase.steps.is_empty() {
        out.push_str("Nothing to do in the database.\n");
        return;
    }
    let rows = phase.steps.iter().map(|step| StepRow {
        id: &step.takes_back,
        title: &step.title,
        actions: &step.actions,
        facts: &step.facts,
        back: None,
        loss: &step.loss,
    });
    out.push_str(&steps(rows, false));
    for step in &phase.steps {
        match &step.loss {
            Loss::Nothing => {}
            Loss::Policy(policy) => {
                out.push_str(&paint.warning(&wrapped(&format!("  {}: ", step.takes_back), policy)));
            }
            Loss::Everything(what) => {
                out.push_str(&paint.bad(&wrapped(&format!("  {}: no way back: ", step.takes_back), what)));
            }
        }
    }
}

fn closing(rollback: &Rollback, paint: Paint) -> String {
    if rollback.lost().next().is_some() {
        paint.bad("The schema before cannot be reached: restore a backup.")
    } else {
        paint.good("Afterwards the schema is as it was before, with every row.")
    }
}
