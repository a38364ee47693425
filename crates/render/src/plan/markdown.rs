//! A plan as a runbook in Markdown.

use std::fmt::Write as _;

use plan_engine::plan::{Facts, Loss, Phase, Plan, Step};
use rollback_gen::point_of_no_return;

use super::{View, words};
use crate::runbook::{actions, code, facts_list};

/// The plan as a runbook: per step why, what it takes, the statements, how to check and the way back.
pub fn markdown(plan: &Plan, view: &View) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# Migration plan `{}`\n", words::short(&plan.digest));
    let _ = writeln!(out, "- Dialect: {}", plan.dialect);
    let _ = writeln!(out, "- From: {}", list(&plan.before.sources));
    let _ = writeln!(out, "- To: {}", list(&plan.after.sources));
    match point_of_no_return(plan) {
        Some(point) => {
            let _ = writeln!(out, "- **Point of no return: `{}`** ({}): {}", point.step, point.title, point.reason);
        }
        None => out.push_str("- There is a way back from every phase.\n"),
    }
    if view.phase.is_none() {
        write_overview(&mut out, plan);
    }
    for phase in view.phases(plan) {
        write_phase(&mut out, phase);
    }
    if view.phase.is_none() {
        write_conversions(&mut out, plan);
        write_archives(&mut out, plan);
        write_notes(&mut out, plan);
    }
    out
}

fn list(sources: &[String]) -> String {
    if sources.is_empty() {
        return "(nothing)".to_owned();
    }
    sources.iter().map(|source| code(source)).collect::<Vec<_>>().join(", ")
}

fn write_overview(out: &mut String, plan: &Plan) {
    out.push_str("\n| Phase | Application | Steps |\n|---|---|---|\n");
    for phase in &plan.phases {
        let _ = writeln!(out, "| {} | {} | {} |", phase.name, words::versions(&phase.versions), phase.steps.len());
    }
}

fn write_phase(out: &mut String, phase: &Phase) {
    let _ = writeln!(out, "\n## Phase `{}`\n", phase.name);
    let versions = words::versions(&phase.versions);
    let article = if versions.starts_with("old") { "the " } else { "" };
    let _ = writeln!(out, "{} In this phase {article}{versions}.", words::purpose(phase.name));
    for step in &phase.steps {
        write_step(out, step);
    }
}

fn write_step(out: &mut String, step: &Step) {
    let _ = writeln!(out, "\n### `{}` {}\n", step.id, step.title);
    if !step.why.is_empty() {
        let _ = writeln!(out, "{}\n", step.why);
    }
    out.push_str(&facts_list(&step.facts));
    out.push_str(&actions(&step.forward));
    write_check(out, step);
    write_way_back(out, step);
}

fn write_check(out: &mut String, step: &Step) {
    if step.effect.is_empty() {
        return;
    }
    out.push_str("\n**Check.** Afterwards:\n\n");
    for edit in &step.effect {
        let state = if edit.object.is_some() { "is there in its new form" } else { "is gone" };
        let _ = writeln!(out, "- {} {state}", edit.path);
    }
}

fn write_way_back(out: &mut String, step: &Step) {
    let inverse = &step.inverse;
    let nothing = inverse.actions.is_empty() && inverse.loss == Loss::Nothing;
    if nothing {
        out.push_str("\n**Way back.** Nothing of its own to take back.\n");
        return;
    }
    let title = if inverse.title.is_empty() { "None." } else { &inverse.title };
    let _ = writeln!(out, "\n**Way back.** {title}\n");
    match &inverse.loss {
        Loss::Nothing => out.push_str("Loses nothing.\n"),
        Loss::Policy(policy) => {
            let _ = writeln!(out, "Policy: {policy}");
        }
        Loss::Everything(what) => {
            let _ = writeln!(out, "**Loses everything: {what}**");
        }
    }
    if inverse.facts != Facts::default() {
        out.push('\n');
        out.push_str(&facts_list(&inverse.facts));
    }
    out.push_str(&actions(&inverse.actions));
}

fn write_conversions(out: &mut String, plan: &Plan) {
    let shapes = words::shapes(plan);
    if shapes.is_empty() {
        return;
    }
    out.push_str("\n## Columns in two shapes\n\n");
    for lines in shapes {
        let _ = writeln!(out, "- {}", lines.join("  \n  "));
    }
}

fn write_archives(out: &mut String, plan: &Plan) {
    if plan.archives.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## Kept for the way back\n\n{}\n", words::ARCHIVES);
    for archive in &plan.archives {
        let listing = code(&archive.listing(plan.dialect));
        let _ = writeln!(out, "- {}: {}  \n  {listing}", code(&archive.relation), words::archive(&archive.kind));
    }
}

fn write_notes(out: &mut String, plan: &Plan) {
    if plan.notes.is_empty() {
        return;
    }
    out.push_str("\n## To know\n\n");
    for note in &plan.notes {
        let _ = writeln!(out, "- {note}");
    }
}
