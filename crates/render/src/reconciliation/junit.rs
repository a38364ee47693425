//! `JUnit` XML, for build servers: a test case per check.

use validation::check::{CheckOutcome, CheckReport, CheckStatus};

use crate::findings::escape;

/// The report as `JUnit` XML: a check that found a difference fails, one that did not come to its end is an error, and so is one
/// that is not settled, since nobody may go on from it. Times are in seconds.
pub fn check_junit(report: &CheckReport) -> String {
    let failures = report.count(CheckStatus::Failed);
    let errors = report.count(CheckStatus::Error) + report.count(CheckStatus::Unsettled);
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"", report.checks.len());
    let cases: String = report.checks.iter().map(|it| case(it, &report.file)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"reconcile\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n{cases}  </testsuite>\n</testsuites>\n",
        escape(&report.file)
    )
}

fn case(it: &CheckOutcome, file: &str) -> String {
    let element = match it.status {
        CheckStatus::Passed => None,
        CheckStatus::Failed => Some("failure"),
        CheckStatus::Unsettled | CheckStatus::Error => Some("error"),
    };
    let content = element.map_or(String::new(), |element| {
        let measured: Vec<_> = it.measured.iter().filter(|it| !it.holds).map(words).collect();
        format!(
            "<{element} message=\"{}\" type=\"{}\">{}</{element}>",
            escape(&it.says),
            it.status.as_str(),
            escape(&measured.join("\n"))
        )
    });
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a check")]
    let seconds = it.milliseconds as f64 / 1000.0;
    format!(
        "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{seconds:.3}\">{content}</testcase>\n",
        escape(&it.name),
        escape(&it.kind),
        escape(file),
        it.line
    )
}

fn words(it: &validation::check::Measured) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let group = it.group.as_ref().map_or(String::new(), |group| format!(" of {group}"));
    format!("{}{group}: source {}, target {}", it.what, side(&it.source), side(&it.target))
}
