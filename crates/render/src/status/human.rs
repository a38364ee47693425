//! Where a plan stands, laid out for 100 columns.

use std::fmt::Write as _;

use plan_engine::migration::status::{Health, MigrationStatus, PhaseState};

use super::{deadline, health, quantiles, state, when};
use crate::paint::Paint;
use crate::plan::words::short;
use crate::wrap::wrapped;

/// The status for people at a terminal.
pub fn human(status: &MigrationStatus, colour: bool) -> String {
    let paint = Paint(colour);
    let word = health(status.health).to_uppercase();
    let word = match status.health {
        Health::OnTrack | Health::Done | Health::NotBegun => paint.good(&word),
        Health::AtRisk => paint.warning(&word),
        Health::InTrouble => paint.bad(&word),
    };
    let mut out =
        format!("{}  plan {} · {} · {word}\n", paint.heading(&status.name), short(&status.plan), when(status.at));
    out.push_str(&wrapped("  ", &status.because));
    let _ = writeln!(out, "  {} of {} steps done", status.done, status.steps);
    if let Some(end) = &status.end {
        out.push_str(&wrapped("  everything is done by ", &quantiles(end)));
    }
    status.deadline.iter().for_each(|it| out.push_str(&wrapped("  ", &deadline(it))));
    if let Some(step) = &status.point_of_no_return {
        let passed = if status.passed { "is passed" } else { "is not passed" };
        out.push_str(&wrapped("  ", &format!("the point of no return, {step}, {passed}")));
    }
    let _ = writeln!(out, "\n{}", paint.heading("PHASES"));
    for phase in &status.phases {
        let end = match (phase.state, phase.finished, &phase.end) {
            (PhaseState::Done, Some(at), _) => format!("ended {}", when(at)),
            (_, _, Some(end)) => quantiles(end),
            _ => String::new(),
        };
        let says = format!("{}: {}, {} of {} steps; {end}", phase.phase, state(phase.state), phase.done, phase.steps);
        out.push_str(&wrapped("  - ", says.trim_end_matches("; ")));
    }
    let sections = [
        ("WRONG AND NOT SETTLED", super::markdown::troubles(status)),
        ("RUNNING", super::markdown::running(status)),
        ("NEXT", super::markdown::next(status)),
        ("DONE LAST", super::markdown::last(status)),
        ("GATES", super::markdown::gates(status)),
        ("DEVIATIONS", status.deviations.clone()),
        ("RISKS THAT ARE LIVE", super::markdown::risks(status)),
    ];
    for (heading, lines) in sections.iter().filter(|it| !it.1.is_empty()) {
        let _ = writeln!(out, "\n{}", paint.heading(heading));
        for line in lines {
            out.push_str(&wrapped("  - ", line));
        }
    }
    out
}
