//! A schedule for people: bars of the phases, quantiles, what moves the end most, and what misses its time.

use std::fmt::Write as _;

use comfy_table::CellAlignment;
use plan_engine::estimate::duration_in_words;
use plan_engine::migration::schedule::{MigrationSchedule, PhaseTimes, SwingTimes};
use schedule::Instant;

use crate::paint::Paint;
use crate::plan::words::{count, short};
use crate::table::{lines, table};
use crate::wrap::{fitted, wrapped};

/// Characters of a bar.
const BAR: usize = 14;

/// Swings that are shown.
const SHOWN: usize = 10;

/// The schedule, laid out for 100 columns.
pub fn human(found: &MigrationSchedule, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  plan {} · {} from {} · {} draws, seed {}",
        paint.heading(&found.name),
        short(&found.plan),
        count(found.steps.len(), "step"),
        minute(Some(found.start)),
        found.draws,
        found.seed
    );
    let commit = format!("{:?}", found.commit).to_lowercase();
    let promised = minute(found.committed);
    let _ = writeln!(out, "Done by {} at {commit}.", paint.heading(&promised));
    if let Some(deadline) = found.deadline {
        let says = format!(
            "Deadline {}: met in {:.0} % of the draws.",
            minute(Some(deadline.at)),
            deadline.probability * 100.0
        );
        let _ = writeln!(out, "{}", if deadline.met { paint.good(&says) } else { paint.bad(&says) });
    }
    phases(&mut out, found, paint);
    critical(&mut out, found, paint);
    swings(&mut out, found, paint);
    let reserve = format!(
        "Reserve for the critical path, √Σ(P90 − P50)²: {}. Closed hours, windows and freezes make the end {} later.",
        duration_in_words(found.buffer_seconds),
        duration_in_words(found.closed_seconds)
    );
    out.push('\n');
    out.push_str(&wrapped("", &reserve));
    for problem in &found.problems {
        out.push('\n');
        out.push_str(&wrapped(&paint.bad("Problem: "), &format!("{}.", problem.says)));
    }
    out
}

fn phases(out: &mut String, found: &MigrationSchedule, paint: Paint) {
    let _ = writeln!(out, "\n{}", paint.heading("WHEN"));
    let last = found.end.p95.or(found.committed).unwrap_or(found.expected);
    let span = found.start.seconds_until(last).max(1.0);
    let mut table = table(&["Phase", "P50", "P80", "P95", "█ runs, ░ P95"]);
    for phase in &found.phases {
        table.add_row([
            fitted(&phase.id, 26),
            minute(phase.end.p50),
            minute(phase.end.p80),
            minute(phase.end.p95),
            bar(found.start, span, phase),
        ]);
    }
    table.add_row([
        "everything".to_owned(),
        minute(found.end.p50),
        minute(found.end.p80),
        minute(found.end.p95),
        String::new(),
    ]);
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
        column.set_cell_alignment(CellAlignment::Left);
    }
    out.push_str(&lines(&table));
}

/// The phase between start and P95 of the whole: solid as expected, light up to its own P95.
fn bar(start: Instant, span: f64, phase: &PhaseTimes) -> String {
    let at = |it: Option<Instant>| it.map(|it| position(start.seconds_until(it) / span));
    let (Some(from), Some(to)) = (at(phase.start), at(phase.finish)) else { return String::new() };
    let latest = at(phase.end.p95).unwrap_or(BAR).max(to);
    let cell = |column: usize| match column {
        _ if column < from => ' ',
        _ if column < to.max(from + 1) => '█',
        _ if column < latest => '░',
        _ => ' ',
    };
    (0..BAR).map(cell).collect::<String>().trim_end().to_owned()
}

fn position(share: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of 0 to 1 times the characters of a bar"
    )]
    let column = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    column
}

fn critical(out: &mut String, found: &MigrationSchedule, paint: Paint) {
    if found.critical_path.is_empty() {
        return;
    }
    let length = |id: &String| {
        let step = found.steps.iter().find(|it| it.id == *id)?;
        Some((step.start.seconds_until(step.finish), step))
    };
    let mut steps: Vec<_> = found.critical_path.iter().filter_map(length).collect();
    steps.sort_by(|one, other| other.0.total_cmp(&one.0));
    let _ = writeln!(
        out,
        "\n{}  {}, the longest of them:",
        paint.heading("CRITICAL PATH"),
        count(found.critical_path.len(), "step")
    );
    let mut table = table(&["Step", "Begins", "Ends", "Critical in"]);
    for (_, step) in steps.into_iter().take(SHOWN) {
        table.add_row([
            fitted(&step.id, 48),
            minute(Some(step.start)),
            minute(Some(step.finish)),
            format!("{:.0} % of draws", step.criticality * 100.0),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    out.push_str(&lines(&table));
}

fn swings(out: &mut String, found: &MigrationSchedule, paint: Paint) {
    let known = |it: &&SwingTimes| it.fast.is_some() && it.slow.is_some();
    let shown: Vec<&SwingTimes> = found.swings.iter().filter(known).take(SHOWN).collect();
    let width = |it: &&SwingTimes| Some(it.fast?.seconds_until(it.slow?).max(0.0));
    let widest = shown.iter().filter_map(width).fold(0.0, f64::max);
    if widest <= 0.0 {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.heading("WHAT MOVES THE END MOST"));
    let mut table = table(&["Were it fast or slow", "End if fast", "End if slow", "Swing", ""]);
    for swing in shown {
        let seconds = width(&swing).unwrap_or(0.0);
        let bar = "█".repeat(position(seconds / widest / 2.0).max(1));
        table.add_row([
            fitted(&swing.name, 38),
            minute(swing.fast),
            minute(swing.slow),
            duration_in_words(seconds),
            bar,
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    out.push_str(&lines(&table));
}

/// `2027-01-11 09:00Z`.
fn minute(at: Option<Instant>) -> String {
    at.map_or_else(
        || "never".to_owned(),
        |it| {
            let text = it.to_string();
            match (text.get(..10), text.get(11..16)) {
                (Some(day), Some(time)) => format!("{day} {time}Z"),
                _ => text,
            }
        },
    )
}
