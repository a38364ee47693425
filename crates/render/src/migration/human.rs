//! A plan of migrations for people: a table per phase, then triggers, the points of no return and what to know.

use std::fmt::Write as _;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, Width};
use plan_engine::migration::model::Note;
use plan_engine::migration::{MigrationPhase, MigrationPlan, MigrationStep, Work};

use super::words;
use crate::paint::Paint;
use crate::plan::words::{count, short, versions};
use crate::table::{lines, table};
use crate::wrap::{fitted, wrapped};

/// Widths of the columns of a phase's table.
const WIDTHS: [u16; 5] = [21, 32, 19, 10, 13];

/// Places that are shown of a step or a note.
const PLACES: usize = 8;

/// The plan, laid out for 100 columns.
pub fn human(plan: &MigrationPlan, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = String::new();
    let steps = plan.steps().count();
    let _ = writeln!(
        out,
        "{}  plan {} · {} · {} · {}",
        paint.heading(&plan.name),
        short(&plan.digest),
        count(plan.summaries.len(), "migration"),
        count(plan.phases.len(), "phase"),
        count(steps, "step"),
    );
    for summary in &plan.summaries {
        let says =
            format!("{}: from {} to {}, by {}", summary.migration, summary.source, summary.target, summary.pattern);
        out.push_str(&wrapped("  ", &says));
        let own = plan.specification.migrations.iter().find(|it| it.id == summary.migration);
        if let Some(purpose) = own.and_then(|it| it.description.as_deref()) {
            out.push_str(&wrapped("  ", purpose));
        }
        out.push_str(&wrapped("  ", &format!("complexity {}", words::complexity(&summary.complexity))));
        write_report(&mut out, plan, &summary.migration);
    }
    for phase in &plan.phases {
        write_phase(&mut out, phase, paint);
    }
    write_triggers(&mut out, plan, paint);
    write_no_return(&mut out, plan, paint);
    write_notes(&mut out, plan, paint);
    out
}

/// The verdict of the interface's comparison, and what it found on each route.
fn write_report(out: &mut String, plan: &MigrationPlan, migration: &str) {
    let Some(report) = plan.reports.iter().find(|it| it.migration == migration) else { return };
    let says = format!("interface ({}) {} → {}: {}", report.kind, report.before, report.after, report.verdict);
    out.push_str(&wrapped("  ", &says));
    for finding in &report.findings {
        let place = finding.place.as_deref().map(|it| format!(" [{it}]")).unwrap_or_default();
        let operation = finding.operation.as_deref().map(|it| format!("{it}: ")).unwrap_or_default();
        out.push_str(&wrapped("  · ", &format!("{}: {operation}{}{place}", finding.severity, finding.message)));
    }
}

fn write_phase(out: &mut String, phase: &MigrationPhase, paint: Paint) {
    let _ = writeln!(out, "\n{}  {}", paint.heading(&phase.id.to_uppercase()), versions(&phase.versions));
    out.push_str(&wrapped("", &phase.purpose));
    let mut table = table(&["Step", "What", "Who, when", "P50, P80", "Way back"]);
    table.load_style(UTF8_HORIZONTAL_ONLY);
    for step in &phase.steps {
        let cells = row(&phase.id, step);
        table.add_row(cells.iter().zip(WIDTHS).map(|(cell, width)| fitted(cell, usize::from(width) - 1)));
    }
    for (column, width) in table.column_iter_mut().zip(WIDTHS) {
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    out.push_str(&lines(&table));
    out.push_str(&wrapped("Way back: ", &words::way_back(phase)));
    if let Some(stated) = &phase.stated {
        out.push_str(&wrapped("The author's own estimate: ", &words::time(stated)));
    }
    for note in &phase.notes {
        out.push_str(&wrapped("· ", &told(note)));
    }
}

/// Id without the phase, what, who and when, how long, how back.
fn row(phase: &str, step: &MigrationStep) -> [String; 5] {
    let mut what = vec![step.title.clone()];
    // Instructions are for the runbook; what a machine asks decides whether anything goes on.
    if let Work::Gate(gate) = &step.work {
        what.extend(gate.criteria.iter().map(|it| format!("· {}", words::criterion(it))));
    }
    what.extend(step.notes.iter().map(|it| format!("! {}", it.says)));
    what.push(format!("← {}", words::places(&step.basis, PLACES)));
    let mut who = vec![step.by.name().to_owned()];
    who.push(words::hours(step));
    who.retain(|it| !it.is_empty());
    let short = step.id.strip_prefix(phase).map_or(step.id.as_str(), |it| it.trim_start_matches('-'));
    let back = words::back(step);
    [
        short.to_owned(),
        what.join("\n"),
        who.join("\n"),
        words::time(&step.estimate).replace(" / ", "\n"),
        if back.is_empty() { "–".to_owned() } else { back },
    ]
}

fn write_triggers(out: &mut String, plan: &MigrationPlan, paint: Paint) {
    if plan.triggers.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("TRIGGERS"));
    for it in &plan.triggers {
        let when = it.basis.first().map(|fact| fact.says.clone()).unwrap_or_default();
        let place = it.basis.first().map(words::place).unwrap_or_default();
        let mut says = format!("{}: {when} → {} [{place}]\narmed in {}", it.id, it.does, it.armed_in.join(", "));
        if !it.takes_back.is_empty() {
            let _ = write!(says, "\ntakes back, in this order, what is done of {}", it.takes_back.join(", "));
        }
        out.push_str(&wrapped("  - ", &says));
    }
}

fn write_no_return(out: &mut String, plan: &MigrationPlan, paint: Paint) {
    let points = plan.phases.iter().filter_map(|it| it.point_of_no_return.as_ref());
    for point in points {
        let _ = writeln!(out, "\n{}", paint.warning("POINT OF NO RETURN"));
        out.push_str(&wrapped("  ", &format!("{}: {}", point.step, point.because)));
    }
}

fn write_notes(out: &mut String, plan: &MigrationPlan, paint: Paint) {
    if plan.notes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("TO KNOW"));
    for note in &plan.notes {
        out.push_str(&wrapped("  - ", &told(note)));
    }
}

/// A note with its places.
fn told(note: &Note) -> String {
    match words::places(&note.basis, PLACES) {
        places if places.is_empty() => note.says.clone(),
        places => format!("{} [{places}]", note.says),
    }
}
