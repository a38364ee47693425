//! What is ticked off before, during and after: from the plan's own steps.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::model::Performer;
use plan_engine::migration::schedule::ProgressReport;
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};
use plan_engine::plan::Loss;

use crate::migration::escaped;

/// When something is ticked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistMoment {
    /// Before the first step that users or data could feel.
    Before,
    /// From there to the last one whose way back anybody needs.
    During,
    /// Behind it.
    After,
}

/// The checklist for a moment, as Markdown; what `state` says is done is ticked.
pub fn checklist(plan: &MigrationPlan, moment: ChecklistMoment, state: Option<&ProgressReport>) -> String {
    let done: BTreeSet<&str> = state
        .into_iter()
        .flat_map(|it| &it.steps)
        .filter(|it| it.finished.is_some())
        .map(|it| it.step.as_str())
        .collect();
    let word = match moment {
        ChecklistMoment::Before => "before",
        ChecklistMoment::During => "during",
        ChecklistMoment::After => "after",
    };
    let mut out = format!("# {}: {word}\n\nPlan `{}`.\n", escaped(&plan.name), crate::plan::words::short(&plan.digest));
    let (heading, lines) = besides(plan, moment);
    if moment != ChecklistMoment::After {
        list(&mut out, heading, &lines);
    }
    for phase in phases(plan, moment) {
        write_phase(&mut out, phase, &done);
    }
    if moment == ChecklistMoment::After {
        list(&mut out, heading, &lines);
    }
    out
}

/// What is ticked off besides the steps, under its heading.
pub(crate) fn besides(plan: &MigrationPlan, moment: ChecklistMoment) -> (&'static str, Vec<String>) {
    match moment {
        ChecklistMoment::Before => ("Made ready", ready(plan)),
        ChecklistMoment::During => ("At hand all the time", at_hand(plan)),
        ChecklistMoment::After => ("Put away", put_away(plan)),
    }
}

/// The phases of a moment: before the first that moves somebody or something, up to the last one that does, behind it.
pub(crate) fn phases(plan: &MigrationPlan, moment: ChecklistMoment) -> impl Iterator<Item = &MigrationPhase> {
    let felt = |it: &MigrationPhase| it.steps.iter().any(is_felt);
    let first = plan.phases.iter().position(felt).unwrap_or(plan.phases.len());
    let last = plan.phases.iter().rposition(felt).map_or(first, |it| it + 1);
    let range = match moment {
        ChecklistMoment::Before => 0..first,
        ChecklistMoment::During => first..last,
        ChecklistMoment::After => last..plan.phases.len(),
    };
    plan.phases.get(range).unwrap_or_default().iter()
}

/// Whether somebody relies on what it did, so that taking it back is a recovery.
fn is_felt(step: &MigrationStep) -> bool {
    !step.inverse.title.is_empty() && !step.inverse.idle && !matches!(step.inverse.loss, Loss::Everything(_))
}

fn write_phase(out: &mut String, phase: &MigrationPhase, done: &BTreeSet<&str>) {
    let _ = writeln!(out, "\n## {}\n\n{}.\n", escaped(&phase.id), escaped(phase.purpose.trim_end_matches('.')));
    for step in &phase.steps {
        let tick = if done.contains(step.id.as_str()) { "x" } else { " " };
        let kind = match &step.work {
            Work::Gate(_) => "gate: ",
            Work::Approval { .. } => "approval: ",
            _ => "",
        };
        let most = duration_in_words(step.estimate.distribution.quantile(0.8));
        let _ = writeln!(
            out,
            "- [{tick}] {kind}{} ({}, {most} at P80)  \n      `{}`",
            escaped(&step.title),
            escaped(step.by.name()),
            step.id
        );
        if let Work::Gate(gate) = &step.work {
            let _ = writeln!(out, "      otherwise: {}", escaped(&gate.otherwise));
        }
    }
}

fn list(out: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {heading}\n");
    for it in lines {
        let _ = writeln!(out, "- [ ] {}", escaped_but_code(it));
    }
}

/// What stands between two backticks stays as it is.
fn escaped_but_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let told = parts.map(|(number, it)| if number % 2 == 1 { format!("`{it}`") } else { escaped(it) });
    told.collect()
}

/// What has to be there before anything begins.
fn ready(plan: &MigrationPlan) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &plan.schema_plans {
        lines.push(format!(
            "the schema of {} is proven there and back: `plan prove PLAN --migration {}` says PROVEN",
            it.migration, it.migration
        ));
    }
    lines.push("the way back is read by those who would walk it: `plan rollback PLAN --format runbook`".to_owned());
    lines.push("the risks are looked at: `plan risk PLAN`".to_owned());
    lines.push("the dates stand, and everybody has been told: `plan comms PLAN --moment before`".to_owned());
    let roles: BTreeSet<&str> = plan
        .steps()
        .filter_map(|it| match &it.by {
            Performer::Role(role) => Some(role.as_str()),
            Performer::Program(_) => None,
        })
        .collect();
    for role in roles {
        let known = plan.specification.contacts.iter().filter(|it| it.role == role);
        let reach: Vec<&str> = known.flat_map(|it| it.reach.iter().map(String::as_str)).collect();
        let how = if reach.is_empty() { String::new() } else { format!(" by {}", reach.join(", ")) };
        lines.push(format!("{role} is named for every step of the role, and is reached{how}"));
    }
    for trigger in &plan.triggers {
        lines.push(format!("{} is seen in the monitoring: `{}`", trigger.id, trigger.expression.replace('`', "'")));
    }
    lines.extend(plan.notes.iter().map(|it| format!("known: {}", it.says)));
    lines
}

/// What is at hand while it runs.
fn at_hand(plan: &MigrationPlan) -> Vec<String> {
    let mut lines = vec![
        "every beginning and end is recorded: `plan record PLAN --state STATE …`".to_owned(),
        "the runbook of the way back lies open: `plan rollback PLAN --state STATE --format runbook`".to_owned(),
    ];
    if let Some(end) = plan_engine::migration::ends_of_return(plan).first() {
        let step = plan.phases.get(end.phase).and_then(|it| it.steps.get(end.step));
        lines.extend(
            step.map(|it| format!("nobody goes past `{}` without the approval before it: {}", it.id, end.because)),
        );
    }
    lines
}

/// What is done when everything else is.
fn put_away(plan: &MigrationPlan) -> Vec<String> {
    let mut lines = Vec::new();
    let flags: BTreeSet<&str> = plan
        .steps()
        .filter_map(|it| match &it.work {
            Work::Traffic { flag, .. } => Some(flag.as_str()),
            _ => None,
        })
        .collect();
    lines.extend(flags.into_iter().map(|it| format!("{it} is taken out of the code and of the flag service")));
    lines.extend(plan.triggers.iter().map(|it| format!("{} is taken out of the monitoring", it.id)));
    for control in plan.summaries.iter().flat_map(|it| &it.controls) {
        lines.push(format!("{}: kept as evidence: {}", control.regime, control.evidence.trim_end_matches('.')));
    }
    for it in &plan.schema_plans {
        let purged = it.plan.phases.iter().any(|it| it.name == plan_engine::plan::PhaseName::Purge);
        if !it.plan.archives.is_empty() && !purged {
            lines.push(format!("somebody has decided how long the archive of {} is kept", it.migration));
        }
    }
    lines.push("everybody has been told: `plan comms PLAN --moment end`".to_owned());
    lines.push("how long it took is held against the plan: `plan status PLAN --state STATE --at NOW`".to_owned());
    lines
}
