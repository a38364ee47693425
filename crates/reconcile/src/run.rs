//! `reconcile run`: the checks of a migration, as a gate.

use std::path::PathBuf;

use cli_common::{Exit, Failure, Output};
use validation::check::{CheckEvent, CheckReport, Checker};

use crate::format::{Rendered, ReportFormat, can_be_written, layout};
use crate::interrupt::Interrupt;
use crate::progress::Bar;
use crate::{checks_file, failure};

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
    /// Write a report to FILE as well: a page, or by its name .xml (JUnit) or .json; may be given several times
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    can_be_written(&arguments.report)?;
    let interrupt = Interrupt::listen();
    let mut checker = checks_file::read(&arguments.checks, &interrupt)?;
    let bar = Bar::new();
    let report = checked(&mut checker, &arguments.only, &bar);
    bar.finish();
    if interrupt.asked() {
        return Err(Failure::new("interrupted"));
    }
    let report = report?;
    let rendered = Rendered { report: &report, compared: checker.compared(), rounds: &[] };
    for path in &arguments.report {
        rendered.write_to(path)?;
    }
    arguments.output.write(&rendered.text(arguments.format, layout(&arguments.output))?)?;
    Ok(failure::exit_of(report.status))
}

/// Runs the checks of these names, all where there is none.
pub(crate) fn checked(checker: &mut Checker, only: &[String], bar: &Bar) -> Result<CheckReport, Failure> {
    let mut observer = |event: CheckEvent<'_>| match event {
        CheckEvent::Begins { nth, of, name } => bar.doing(format!("{nth} of {of}: {name}")),
        CheckEvent::Rows { progress, .. } => bar.rows(progress),
        _ => {}
    };
    match only {
        [] => Ok(checker.run(&mut observer)),
        names => checker.run_named(names, &mut observer).map_err(|error| failure::of(&error)),
    }
}
