//! A round of `watch` in a line.

use validation::check::{CheckReport, CheckStatus};

use crate::reconciliation::number::thousands;

/// What the round of that number found.
pub fn round(number: u64, report: &CheckReport) -> String {
    let of = |status| report.count(status);
    format!(
        "round {number}: {}, {} differences; {} passed, {} unsettled, {} failed, {} could not be told",
        report.status.as_str(),
        thousands(report.checks.iter().map(|it| it.failing).sum()),
        of(CheckStatus::Passed),
        of(CheckStatus::Unsettled),
        of(CheckStatus::Failed),
        of(CheckStatus::Error)
    )
}
