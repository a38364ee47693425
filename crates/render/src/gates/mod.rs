//! What came of asking gates: for people, for pipelines and for other programs.

mod human;
mod junit;

pub use human::human;
pub use junit::junit;

use runner::GateReport;

/// The report as `docs/schemas/gate-report.schema.json` has it.
pub fn json(report: &GateReport) -> String {
    // A report is plain data with string keys.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

#[cfg(test)]
pub(crate) mod sample;
