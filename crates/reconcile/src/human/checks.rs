//! The report on the checks of a migration.

use validation::check::{CheckOutcome, CheckReport, CheckStatus, Measured};

use super::paint::Paint;
use super::sheet::{sheet, text};
use crate::words::counted;

/// A line per check, below it what does not hold, and the result.
pub(crate) fn checks(report: &CheckReport, coloured: bool) -> String {
    let paint = Paint { coloured };
    let mut out = String::new();
    for check in &report.checks {
        let sign = match check.status {
            CheckStatus::Passed => "✓",
            CheckStatus::Unsettled => "?",
            CheckStatus::Failed => "✗",
            CheckStatus::Error => "!",
        };
        let head = paint.status(check.status, &format!("{sign} {}", check.name));
        out += &format!("{head} ({}): {}\n", check.kind, check.says);
        out += &details(check);
    }
    out + &format!("\n{}\n", result(report, paint))
}

fn details(check: &CheckOutcome) -> String {
    let mut out = String::new();
    let failing: Vec<&Measured> = check.measured.iter().filter(|it| !it.holds).collect();
    if !failing.is_empty() {
        out += &table(&failing);
    }
    let left_out = check.failing.saturating_sub(failing.len() as u64);
    if left_out > 0 && check.status == CheckStatus::Failed {
        out += &format!("  … and {left_out} more\n");
    }
    for note in &check.notes {
        out += &format!("  note: {note}\n");
    }
    out
}

/// A part of what was measured.
type Part = fn(&Measured) -> &Option<String>;

/// The columns that hold anything.
fn table(failing: &[&Measured]) -> String {
    let any = |of: Part| failing.iter().any(|it| of(it).is_some());
    let columns: [(&str, Part); 4] = [
        ("Where", |it| &it.group),
        ("Source", |it| &it.source),
        ("Target", |it| &it.target),
        ("Difference", |it| &it.difference),
    ];
    let shown: Vec<_> =
        columns.into_iter().filter(|(name, of)| any(*of) || matches!(*name, "Source" | "Target")).collect();
    let mut head = vec!["What"];
    head.extend(shown.iter().map(|(name, _)| *name));
    let mut table = sheet(&head);
    for measured in failing {
        let mut row = vec![measured.what.clone()];
        row.extend(shown.iter().map(|(_, of)| of(measured).clone().unwrap_or("–".to_owned())));
        table.add_row(row);
    }
    text(&table)
}

fn result(report: &CheckReport, paint: Paint) -> String {
    let all = counted(report.checks.len(), "check");
    let parts: Vec<String> = [CheckStatus::Error, CheckStatus::Failed, CheckStatus::Unsettled]
        .into_iter()
        .filter(|status| report.count(*status) > 0)
        .map(|status| format!("{} {}", report.count(status), words(status)))
        .collect();
    match parts.as_slice() {
        [] => paint.status(CheckStatus::Passed, &format!("{all}, all passed")),
        parts => paint.status(report.status, &format!("{all}: {}", parts.join(", "))),
    }
}

fn words(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Passed => "passed",
        CheckStatus::Unsettled => "unsettled",
        CheckStatus::Failed => "failed",
        CheckStatus::Error => "could not be told",
    }
}
