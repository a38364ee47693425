//! A plan of migrations as a runbook in Markdown: read at three in the morning, ticked off line by line.

use std::fmt::Write as _;

use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep};

use super::words;
use crate::plan::words::short;

/// The plan as a runbook.
pub fn markdown(plan: &MigrationPlan) -> String {
    let mut out = format!("# {}\n\nPlan `{}`.\n", text(&plan.name), short(&plan.digest));
    out.push_str("\n| migration | from | to | by | complexity | a fault reaches |\n|---|---|---|---|---|---|\n");
    for it in &plan.summaries {
        let cells = [
            it.migration.clone(),
            it.source.clone(),
            it.target.clone(),
            it.pattern.clone(),
            words::complexity(&it.complexity),
            it.reaches.join(", "),
        ];
        let _ = writeln!(out, "| {} |", cells.map(|cell| self::cell(&cell)).join(" | "));
    }
    if !plan.triggers.is_empty() {
        out.push_str("\n## When to go back\n\n");
        for it in &plan.triggers {
            let when = it.basis.first().map(|fact| fact.says.clone()).unwrap_or_default();
            let back = match it.takes_back.as_slice() {
                [] => String::new(),
                back => format!(" Takes back, in this order, what is done of {}.", back.join(", ")),
            };
            let armed = it.armed_in.join(", ");
            let _ = writeln!(out, "- **{}**: {}. Armed in {armed}.{back}", text(&when), text(&it.does));
        }
    }
    for (number, phase) in plan.phases.iter().enumerate() {
        write_phase(&mut out, number + 1, phase);
    }
    if !plan.notes.is_empty() {
        out.push_str("\n## To know\n\n");
        for note in &plan.notes {
            let _ = writeln!(out, "- {}", text(&note.says));
        }
    }
    out
}

fn write_phase(out: &mut String, number: usize, phase: &MigrationPhase) {
    let _ = writeln!(out, "\n## {number}. {}\n\n{}.\n", text(&phase.id), text(&phase.purpose));
    if let Some(point) = &phase.point_of_no_return {
        let _ = writeln!(out, "> **Point of no return**: `{}`. {}\n", point.step, text(&point.because));
    }
    for step in &phase.steps {
        write_step(out, step);
    }
    let _ = writeln!(out, "\n**Way back**: {}.", text(&words::way_back(phase)));
    for id in &phase.way_back.steps {
        let step = phase.steps.iter().find(|it| it.id == *id);
        let title = step.map(words::back).unwrap_or_default();
        let _ = writeln!(out, "1. `{id}`: {}", text(&title));
    }
    if !phase.way_back.first_take_back.is_empty() {
        let _ = writeln!(out, "\nFirst take back, as far as done: {}.", phase.way_back.first_take_back.join(", "));
    }
    for note in &phase.notes {
        let _ = writeln!(out, "\n> {}", text(&note.says));
    }
}

fn write_step(out: &mut String, step: &MigrationStep) {
    let hours = words::hours(step);
    let hours = if hours.is_empty() { String::new() } else { format!(", {hours}") };
    let _ = writeln!(
        out,
        "- [ ] **{}** · {}{} · {}  \n      `{}`",
        text(&step.title),
        text(step.by.name()),
        text(&hours),
        words::time(&step.estimate),
        step.id
    );
    for detail in words::details(step).iter().filter(|it| **it != step.title) {
        let _ = writeln!(out, "  - {}", text(detail));
    }
    for note in &step.notes {
        let _ = writeln!(out, "  - ⚠ {}", text(&note.says));
    }
    let mut places: Vec<String> =
        step.basis.iter().map(|it| format!("{} ({})", text(&it.says), text(&words::place(it)))).collect();
    places.dedup();
    let _ = writeln!(out, "  - from: {}", places.into_iter().take(8).collect::<Vec<_>>().join("; "));
}

/// Text in which nothing is markup and that stays on one line.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn cell(text: &str) -> String {
    self::text(text).replace('|', "\\|")
}
