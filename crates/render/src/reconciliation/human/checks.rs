//! The report on the checks of a migration.

use validation::check::{CheckOutcome, CheckReport, CheckStatus, Measured};

use super::Layout;
use crate::reconciliation::number::counted;
use crate::reconciliation::visible::{visible, visible_lines};
use crate::table::{lines, table_of};

/// A line per check, below it what does not hold, and the result.
pub fn checks(report: &CheckReport, layout: Layout) -> String {
    let mut out = String::new();
    for check in &report.checks {
        let sign = match check.status {
            CheckStatus::Passed => "✓",
            CheckStatus::Unsettled => "?",
            CheckStatus::Failed => "✗",
            CheckStatus::Error => "!",
        };
        let head = layout.status(check.status, &format!("{sign} {}", check.name));
        out += &format!("{head} ({}): {}\n", check.kind, visible_lines(&check.says));
        out += &details(check, layout);
    }
    out + &format!("\n{}\n", result(report, layout))
}

fn details(check: &CheckOutcome, layout: Layout) -> String {
    let mut out = String::new();
    let failing: Vec<&Measured> = check.measured.iter().filter(|it| !it.holds).collect();
    if !failing.is_empty() {
        out += &table(&failing, layout);
    }
    let left_out = check.failing.saturating_sub(failing.len() as u64);
    if left_out > 0 && check.status == CheckStatus::Failed {
        out += &format!("  … and {left_out} more\n");
    }
    for note in &check.notes {
        out += &format!("  note: {}\n", visible_lines(note));
    }
    out
}

/// A part of what was measured.
type Part = fn(&Measured) -> &Option<String>;

/// The columns that hold anything.
fn table(failing: &[&Measured], layout: Layout) -> String {
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
    let mut table = table_of(&head, layout.width);
    for measured in failing {
        let mut row = vec![measured.what.clone()];
        row.extend(shown.iter().map(|(_, of)| of(measured).as_ref().map_or("–".to_owned(), |it| visible(it))));
        table.add_row(row);
    }
    lines(&table)
}

fn result(report: &CheckReport, layout: Layout) -> String {
    let all = counted(report.checks.len(), "check");
    let parts: Vec<String> = [CheckStatus::Error, CheckStatus::Failed, CheckStatus::Unsettled]
        .into_iter()
        .filter(|status| report.count(*status) > 0)
        .map(|status| format!("{} {}", report.count(status), words(status)))
        .collect();
    match parts.as_slice() {
        [] => layout.status(CheckStatus::Passed, &format!("{all}, all passed")),
        parts => layout.status(report.status, &format!("{all}: {}", parts.join(", "))),
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
