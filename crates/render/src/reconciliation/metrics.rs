//! Metrics of `watch` in Prometheus' text format (exposition format 0.0.4), for the textfile collector of its node exporter.

use std::fmt::Write as _;

use validation::Comparison;
use validation::check::{CheckReport, CheckStatus};

use super::{ComparedTable, Round};

/// The metrics of the last round: how each check ended, what was found in each table, how many rounds there were.
pub fn check_metrics(report: &CheckReport, tables: &[ComparedTable<'_>], rounds: &[Round]) -> String {
    let mut text = String::new();
    family(&mut text, "reconcile_check_status", "How the check ended: 1 for the status it has, 0 for the others.");
    for it in &report.checks {
        for status in [CheckStatus::Passed, CheckStatus::Unsettled, CheckStatus::Failed, CheckStatus::Error] {
            let value = u8::from(it.status == status);
            let status = status.as_str();
            let _ =
                writeln!(text, "reconcile_check_status{{check=\"{}\",status=\"{status}\"}} {value}", label(&it.name));
        }
    }
    family(&mut text, "reconcile_rows", "Rows compared.");
    for it in tables {
        for (side, rows) in [("source", it.comparison.source.rows), ("target", it.comparison.target.rows)] {
            let _ = writeln!(text, "reconcile_rows{{check=\"{}\",side=\"{side}\"}} {rows}", label(it.name));
        }
    }
    family(&mut text, "reconcile_differences", "Rows that differ.");
    for it in tables {
        for (kind, rows) in differences(it.comparison) {
            let _ = writeln!(text, "reconcile_differences{{check=\"{}\",kind=\"{kind}\"}} {rows}", label(it.name));
        }
    }
    family(&mut text, "reconcile_transient", "Rows that differ and went on changing.");
    for it in tables {
        let _ =
            writeln!(text, "reconcile_transient{{check=\"{}\"}} {}", label(it.name), it.comparison.settled.transient);
    }
    family(&mut text, "reconcile_rounds", "Rounds since the watch began.");
    let _ = writeln!(text, "reconcile_rounds {}", rounds.len());
    text
}

fn differences(it: &Comparison) -> [(&'static str, u64); 3] {
    [("missing_in_target", it.missing), ("extra_in_target", it.extra), ("mismatched", it.mismatched)]
}

fn family(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

/// A label's value with what the format escapes.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
