//! The way back for people.

use std::fmt::Write as _;

use plan_engine::plan::Loss;
use rollback_gen::Rollback;

use super::heading;
use crate::plan::View;
use crate::plan::paint::Paint;
use crate::plan::table::{StepRow, steps};
use crate::plan::words;
use crate::plan::wrap::wrapped;

/// The way back as a person reads it, laid out for 100 columns.
pub fn human(rollback: &Rollback, view: &View) -> String {
    let paint = Paint(view.colour);
    let title = format!("Way back from {}", rollback.from);
    let mut out = format!(
        "{}  of plan {} · {}\n",
        paint.heading(&title),
        words::short(&rollback.plan_digest),
        words::count(rollback.steps.len(), "step")
    );
    if rollback.steps.is_empty() {
        out.push_str("Nothing was done that has to be taken back.\n");
        return out;
    }
    for (phase, part) in rollback.by_phase() {
        let _ = writeln!(out, "\n{}  {}", paint.heading(&phase.as_str().to_uppercase()), heading(phase));
        let rows = part.iter().map(|step| StepRow {
            id: &step.takes_back,
            title: &step.title,
            actions: &step.actions,
            facts: &step.facts,
            back: None,
            loss: &step.loss,
        });
        out.push_str(&steps(rows, false));
        for step in part {
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
    let closing = if rollback.lost().next().is_some() {
        paint.bad("The schema before cannot be reached: restore a backup.")
    } else {
        paint.good("Afterwards the schema is as it was before, with every row.")
    };
    let _ = writeln!(out, "\n{closing}");
    out
}
