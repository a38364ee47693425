//! Where a plan stands, as a page: a summary for those who answer for it, then an update for those who do it.

use std::fmt::Write as _;

use plan_engine::migration::status::{MigrationStatus, PhaseState};

use super::{deadline, health, quantiles, state, when};
use crate::migration::escaped;
use crate::plan::words::short;

/// The status as Markdown.
pub fn markdown(status: &MigrationStatus) -> String {
    let mut out = format!("# {}: {}\n", escaped(&status.name), health(status.health));
    let _ = writeln!(
        out,
        "\nAs of {}, from a state of {}. Plan `{}`.",
        when(status.at),
        when(status.recorded),
        short(&status.plan)
    );
    summary(&mut out, status);
    update(&mut out, status);
    out
}

fn summary(out: &mut String, status: &MigrationStatus) {
    out.push_str("\n## Summary\n\n");
    let _ = writeln!(out, "- **{}**: {}", capital(health(status.health)), escaped(&status.because));
    let phases = status.phases.iter().filter(|it| it.state == PhaseState::Done).count();
    let _ = writeln!(
        out,
        "- {phases} of {} phases and {} of {} steps are done",
        status.phases.len(),
        status.done,
        status.steps
    );
    if let Some(end) = &status.end {
        let _ = writeln!(out, "- Everything is done by: {}", quantiles(end));
    }
    if let Some(it) = &status.deadline {
        let _ = writeln!(out, "- {}", capital(&deadline(it)));
    }
    if let Some(step) = &status.point_of_no_return {
        let passed = if status.passed { "is **passed**" } else { "is not passed" };
        let _ = writeln!(out, "- The point of no return, `{step}`, {passed}");
    }
    let worst = status.risks.iter().take(3);
    for it in worst {
        let _ = writeln!(out, "- Risk, {}: {} ({} looks after it)", it.level, escaped(&it.title), escaped(&it.owner));
    }
}

fn update(out: &mut String, status: &MigrationStatus) {
    out.push_str("\n## Technical update\n\n| phase | state | steps | ended, or ends |\n|---|---|---|---|\n");
    for it in &status.phases {
        let end = match (it.finished, &it.end) {
            (Some(at), _) => when(at),
            (None, Some(end)) => quantiles(end),
            (None, None) => "–".to_owned(),
        };
        let _ = writeln!(out, "| `{}` | {} | {} of {} | {end} |", it.phase, state(it.state), it.done, it.steps);
    }
    let sections = [
        ("Wrong and not settled", troubles(status)),
        ("Running", running(status)),
        ("Next", next(status)),
        ("Done last", last(status)),
        ("Gates", gates(status)),
        (
            "Agreed to",
            status.approvals.iter().map(|it| format!("{}: by {} at {}", it.step, it.by, when(it.at))).collect(),
        ),
        (
            "Restore points and positions",
            status.positions.iter().map(|it| format!("{}: {} at {}", it.name, it.position, when(it.at))).collect(),
        ),
        ("Deviations", status.deviations.clone()),
        ("Risks that are live", risks(status)),
    ];
    for (heading, lines) in sections.iter().filter(|it| !it.1.is_empty()) {
        let _ = writeln!(out, "\n### {heading}\n");
        for line in lines {
            let _ = writeln!(out, "- {}", escaped(line));
        }
    }
}

pub(super) fn troubles(status: &MigrationStatus) -> Vec<String> {
    status.troubles.iter().map(|it| format!("{} since {}: {}", it.step, when(it.at), it.says)).collect()
}

pub(super) fn running(status: &MigrationStatus) -> Vec<String> {
    let told = status.running.iter().map(|it| {
        format!(
            "{}: {} ({}), since {}, {:.0} % done; ends {}",
            it.step,
            it.title,
            it.by,
            when(it.since),
            it.share * 100.0,
            quantiles(&it.end)
        )
    });
    told.collect()
}

pub(super) fn next(status: &MigrationStatus) -> Vec<String> {
    let told = status.next.iter().map(|it| {
        let waits =
            if it.waits_for.is_empty() { String::new() } else { format!(", behind {}", it.waits_for.join(", ")) };
        format!("{}: {} ({}), {}{waits}", it.step, it.title, it.by, when(it.start))
    });
    told.collect()
}

pub(super) fn last(status: &MigrationStatus) -> Vec<String> {
    status.last.iter().map(|it| format!("{}: {}, {}", it.step, it.title, when(it.finished))).collect()
}

pub(super) fn gates(status: &MigrationStatus) -> Vec<String> {
    let told = status.gates.iter().map(|it| {
        let answer = if it.passed { "passed" } else { "did NOT pass" };
        let measured = it.measured.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
        format!("{} {answer} at {}{measured}", it.step, when(it.at))
    });
    told.collect()
}

pub(super) fn risks(status: &MigrationStatus) -> Vec<String> {
    let told = status.risks.iter().map(|it| {
        let phase = it.phase.as_deref().map(|it| format!(" in {it}")).unwrap_or_default();
        format!("{}{phase}: {} ({} looks after it)", it.level, it.title, it.owner)
    });
    told.collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|it| it.to_uppercase().collect::<String>()).unwrap_or_default() + chars.as_str()
}
