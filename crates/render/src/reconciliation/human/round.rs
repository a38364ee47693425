//! A round of `watch` in a line.

use validation::check::{CheckReport, CheckStatus};

use crate::reconciliation::number::thousands;

/// What the round of that number found.
pub fn round(number: u64, report: &CheckReport) -> String {
    let of = |status| report.count(status);
    let failing = |of_rows: bool| {
        let those = report.checks.iter().filter(|it| (it.kind == "table") == of_rows);
        those.map(|it| it.failing).sum()
    };
    format!(
        "round {number}: {}; {} rows differ, {} other measurements do not hold; checks: {} passed, {} unsettled, {} failed, {} could not \
         be told",
        report.status.as_str(),
        thousands(failing(true)),
        thousands(failing(false)),
        of(CheckStatus::Passed),
        of(CheckStatus::Unsettled),
        of(CheckStatus::Failed),
        of(CheckStatus::Error)
    )
}
