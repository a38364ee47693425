//! Formats of reports.

use clap::ValueEnum;

/// The format of a report on checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Tables for people
    #[default]
    Human,
    /// JSON, as docs/schemas/checks-report.schema.json has it
    Json,
}
