//! A plan for people: a table per phase, then what to know before starting.

use std::fmt::Write as _;

use plan_engine::plan::{Loss, Phase, Plan};
use rollback_gen::point_of_no_return;

use super::table::{StepRow, steps};
use super::{View, words};
use crate::paint::Paint;
use crate::wrap::wrapped;

/// The plan as a person reads it, laid out for 100 columns.
pub fn human(plan: &Plan, view: &View) -> String {
    let paint = Paint(view.colour);
    let mut out = String::new();
    let step_count = plan.phases.iter().map(|phase| phase.steps.len()).sum();
    let _ = writeln!(
        out,
        "{}  {} · {} · {} · {}",
        paint.heading(&format!("Plan {}", words::short(&plan.digest))),
        plan.dialect,
        words::count(plan.changes.len(), "change"),
        words::count(plan.phases.len(), "phase"),
        words::count(step_count, "step"),
    );
    let _ = writeln!(out, "  from  {}\n  to    {}", sources(&plan.before.sources), sources(&plan.after.sources));
    if plan.phases.is_empty() {
        out.push_str("\nThe two schemas are the same: there is nothing to do.\n");
    }
    for phase in view.phases(plan) {
        write_phase(&mut out, phase, paint);
    }
    if view.phase.is_none() {
        write_conversions(&mut out, plan, paint);
        write_no_return(&mut out, plan, paint);
        write_archives(&mut out, plan, paint);
        write_notes(&mut out, plan, paint);
    }
    out
}

fn sources(sources: &[String]) -> String {
    match sources {
        [] => "(nothing)".to_owned(),
        [one] => one.clone(),
        [first, .., last] => format!("{first} … {last} ({} sources)", sources.len()),
    }
}

fn write_phase(out: &mut String, phase: &Phase, paint: Paint) {
    let heading = paint.heading(&phase.name.as_str().to_uppercase());
    let _ = writeln!(out, "\n{heading}  {}", words::versions(&phase.versions));
    let _ = writeln!(out, "{}", words::purpose(phase.name));
    if phase.steps.is_empty() {
        out.push_str("Nothing to do.\n");
        return;
    }
    let rows = phase.steps.iter().map(|step| StepRow {
        id: &step.id,
        title: &step.title,
        actions: &step.forward,
        facts: &step.facts,
        back: Some(&step.inverse.title),
        loss: &step.inverse.loss,
    });
    out.push_str(&steps(rows, true));
    for step in &phase.steps {
        match &step.inverse.loss {
            Loss::Nothing => {}
            Loss::Policy(policy) => {
                out.push_str(&paint.warning(&wrapped(&format!("  {} back: ", step.id), policy)));
            }
            Loss::Everything(what) => {
                out.push_str(&paint.bad(&wrapped(&format!("  {}: no way back: ", step.id), what)));
            }
        }
    }
}

fn write_conversions(out: &mut String, plan: &Plan, paint: Paint) {
    let shapes = words::shapes(plan);
    if shapes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("Columns in two shapes"));
    for lines in shapes {
        for (at, line) in lines.iter().enumerate() {
            out.push_str(&wrapped(if at == 0 { "  - " } else { "    " }, line));
        }
    }
}

fn write_no_return(out: &mut String, plan: &Plan, paint: Paint) {
    if plan.phases.is_empty() {
        return;
    }
    match point_of_no_return(plan) {
        Some(point) => {
            let line = format!("Point of no return: {} ({}): {}", point.step, point.title, point.reason);
            let _ = write!(out, "\n{}", paint.bad(&wrapped("", &line)));
        }
        None => {
            let _ = writeln!(out, "\n{}", paint.good("There is a way back from every phase of this plan."));
        }
    }
}

fn write_archives(out: &mut String, plan: &Plan, paint: Paint) {
    if plan.archives.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("Kept for the way back"));
    out.push_str(&wrapped("", words::ARCHIVES));
    for archive in &plan.archives {
        out.push_str(&wrapped("  - ", &format!("{}: {}", archive.relation, words::archive(&archive.kind))));
        // On a line of its own, to be copied.
        // In lines of its own clauses, so that what is copied from them still is a query.
        let listing = archive.listing(plan.dialect);
        for clause in [" FROM ", " JOIN ", " ON "]
            .iter()
            .fold(listing, |it, word| it.replace(word, &format!("\n {word}")))
            .lines()
        {
            let _ = writeln!(out, "    {}", clause.trim_end());
        }
    }
}

fn write_notes(out: &mut String, plan: &Plan, paint: Paint) {
    if plan.notes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("To know"));
    for note in &plan.notes {
        out.push_str(&wrapped("  - ", note));
    }
}
