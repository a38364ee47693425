//! What went wrong, and what the proof says nothing of.

use std::fmt::Write as _;

use plan_engine::plan::PhaseName;
use runner::{Failure, Proof, Stage};

use crate::paint::Paint;
use crate::wrap::wrapped;

/// Longest part of a statement that is shown; the JSON holds all of it.
const SHOWN: usize = 400;

/// Writes the lists behind the tables; empty ones are left out.
pub(super) fn write(out: &mut String, proof: &Proof, paint: Paint) {
    let failures = proof.failures.iter().map(failure);
    section(out, &paint.bad("What went wrong"), failures);
    let unproven = proof.unproven_tables.iter().map(|it| match it.version {
        Some(version) => format!("{}: the {version} version could not write it: {}", it.table, it.reason),
        None => format!("{}: could not be filled: {}", it.table, it.reason),
    });
    section(out, &paint.warning("Tables that the proof says nothing, or less, of"), unproven);
    let policies = proof.policies.iter().map(|it| {
        format!(
            "{} ({}, {}): {} found, {} rows kept in the archive",
            it.gate,
            it.step,
            stage(it.stage, Some(it.run.as_str())),
            it.found,
            it.rows_archived
        )
    });
    section(out, &paint.heading("Policies applied"), policies);
    let errors = proof.application_errors.iter().map(|it| {
        let again = if it.succeeded_when_prepared_again { "; it succeeded when prepared again" } else { "" };
        let step = it.step.as_ref().map(|step| format!(" after {step}")).unwrap_or_default();
        format!("{} version in {}{step}: {}{again}{}", it.version, it.phase, it.message, statement(&it.statement))
    });
    section(out, &paint.heading("Statements of the application that the engine refused"), errors);
    section(out, &paint.heading("Left out"), proof.skipped.iter().cloned());
}

fn section(out: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(out, "\n{heading}");
        lines.for_each(|line| out.push_str(&wrapped("  - ", &line)));
    }
}

fn failure(failure: &Failure) -> String {
    let mut place = stage(failure.stage, failure.run.map(PhaseName::as_str));
    if let Some(step) = &failure.step {
        place = format!("{step}, {place}");
    } else if let Some(phase) = failure.phase {
        place = format!("{phase}, {place}");
    }
    let text = failure.statement.as_deref().map(statement).unwrap_or_default();
    format!("{place}: {}{text}", failure.message)
}

/// Which part of the proof, in words.
fn stage(stage: Stage, run: Option<&str>) -> String {
    let run = run.map(|run| format!(" {run}")).unwrap_or_default();
    match stage {
        Stage::Elaborate => "making both schemas".to_owned(),
        Stage::Rows => "filling the tables".to_owned(),
        Stage::Forwards => format!("forwards to{run}"),
        Stage::WayBack => format!("on the way back from{run}"),
        Stage::ForwardsAgain => format!("forwards again to{run}"),
    }
}

fn statement(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(end);
        line.push('…');
    }
    format!("\n  {line}")
}
