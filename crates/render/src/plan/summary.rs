//! A plan in a few lines.

use std::fmt::Write as _;

use plan_engine::plan::{Action, Phase, Plan};
use rollback_gen::point_of_no_return;

use super::{View, words};
use crate::paint::Paint;
use crate::wrap::wrapped;

/// The plan in a few lines: a line per phase with its strongest lock, then the point of no return.
pub fn summary(plan: &Plan, view: &View) -> String {
    let paint = Paint(view.colour);
    if plan.phases.is_empty() {
        return "The two schemas are the same: there is nothing to do.\n".to_owned();
    }
    let mut out = format!(
        "{}\n",
        paint.heading(&format!(
            "{} in {}:",
            words::count(plan.changes.len(), "change"),
            words::count(plan.phases.len(), "phase")
        ))
    );
    for phase in &plan.phases {
        let _ = writeln!(
            out,
            "  {:<10} {:>9}  {}",
            phase.name,
            words::count(phase.steps.len(), "step"),
            remarks(phase).join(" · ")
        );
    }
    match point_of_no_return(plan) {
        Some(point) => {
            let line = format!("Point of no return: {} ({}): {}", point.step, point.title, point.reason);
            out.push_str(&paint.bad(&wrapped("", &line)));
        }
        None => {
            let _ = writeln!(out, "{}", paint.good("There is a way back from every phase."));
        }
    }
    for note in &plan.notes {
        out.push_str(&paint.warning(&wrapped("Note: ", note)));
    }
    out
}

fn remarks(phase: &Phase) -> Vec<String> {
    let mut remarks = vec![words::versions(&phase.versions).to_owned()];
    let locks = phase.steps.iter().flat_map(|step| &step.facts.locks);
    if let Some(lock) = locks.max_by_key(|lock| lock.mode) {
        remarks.push(format!("up to {}", lock.mode.as_sql()));
    }
    let rewrites: usize = phase.steps.iter().map(|step| step.facts.rewrites.len()).sum();
    if rewrites > 0 {
        remarks.push(words::count(rewrites, "rewrite"));
    }
    let actions = || phase.steps.iter().flat_map(|step| &step.forward);
    let gates = actions().filter(|action| matches!(action, Action::Gate(_))).count();
    if gates > 0 {
        remarks.push(words::count(gates, "gate"));
    }
    if actions().any(|action| matches!(action, Action::Approval { .. })) {
        remarks.push("needs an approval".to_owned());
    }
    remarks
}
