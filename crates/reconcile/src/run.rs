//! `reconcile run`: the checks of a migration, as a gate.

use std::path::PathBuf;

use cli_common::{Exit, Failure, Output};
use validation::check::{CheckEvent, CheckReport};

use crate::format::ReportFormat;
use crate::progress::Bar;
use crate::{checks_file, failure, human};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file of the checks: docs/guide/checks.md
    #[arg(value_name = "CHECKS", default_value = "checks.toml")]
    checks: PathBuf,
    /// Only the check of that name; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Format of the output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut checker = checks_file::read(&arguments.checks)?;
    let bar = Bar::new();
    let mut observer = |event: CheckEvent<'_>| match event {
        CheckEvent::Begins { nth, of, name } => bar.doing(format!("{nth} of {of}: {name}")),
        CheckEvent::Rows { progress, .. } => bar.rows(progress),
        _ => {}
    };
    let report = match arguments.only.as_slice() {
        [] => Ok(checker.run(&mut observer)),
        names => checker.run_named(names, &mut observer),
    };
    bar.finish();
    let report = report.map_err(|error| failure::of(&error))?;
    arguments.output.write(&rendered(&report, arguments.format, arguments.output.coloured()))?;
    Ok(failure::exit_of(report.status))
}

/// The report in a format.
pub(crate) fn rendered(report: &CheckReport, format: ReportFormat, coloured: bool) -> String {
    match format {
        ReportFormat::Human => human::checks(report, coloured),
        // A report is plain data with string keys.
        ReportFormat::Json => serde_json::to_string_pretty(report).unwrap_or_default() + "\n",
    }
}
