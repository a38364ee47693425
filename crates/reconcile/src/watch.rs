//! `reconcile watch`: the checks again and again while both sides are written to, until they pass.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use cli_common::{Exit, Failure, Output};
use render::reconciliation::{Round, check_metrics, human};
use validation::check::{CheckReport, CheckStatus};

use crate::compare::span;
use crate::format::{Rendered, ReportFormat, can_be_written, layout, put};
use crate::interrupt::Interrupt;
use crate::progress::Bar;
use crate::{checks_file, failure, run};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file of the checks: docs/guide/checks.md
    #[arg(value_name = "CHECKS", default_value = "checks.toml")]
    checks: PathBuf,
    /// How long after its beginning a round is followed by the next one
    #[arg(long, value_name = "TIME", default_value = "30s")]
    every: String,
    /// End after so many rounds, converged or not
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    rounds: Option<u64>,
    /// So many rounds in a row have to pass
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    passing: u64,
    /// Go on when all checks pass, to the number of --rounds, which has to be given
    #[arg(long, requires = "rounds")]
    keep_on: bool,
    /// Only the check of that name; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Write metrics to FILE after each round, for the textfile collector of Prometheus' node exporter
    #[arg(long, value_name = "FILE")]
    prometheus: Option<PathBuf>,
    /// Write a report to FILE after each round: a page with the differences over time, or .xml (JUnit) or .json
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    /// Format of the output: that of the last round
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// How many rounds a report shows: the first ones are left out.
const MOST_ROUNDS: usize = 2000;

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    can_be_written(arguments.report.iter().chain(&arguments.prometheus))?;
    let every = span(&arguments.every)?;
    let interrupt = Interrupt::listen();
    let mut checker = checks_file::read(&arguments.checks, &interrupt)?;
    let begun = Instant::now();
    let (mut rounds, mut number, mut passed) = (Vec::new(), 0, 0);
    // What the last whole round comes to, in the format asked for.
    let mut last = String::new();
    loop {
        let round = Instant::now();
        let bar = Bar::new();
        let report = run::checked(&mut checker, &arguments.only, &bar);
        bar.finish();
        if interrupt.asked() {
            arguments.output.write(&last)?;
            return Err(Failure::new(format!("interrupted in round {}", number + 1)));
        }
        let report = report?;
        number += 1;
        passed = if report.status == CheckStatus::Passed { passed + 1 } else { 0 };
        rounds.push(Round { seconds: begun.elapsed().as_secs(), differences: differences(&report) });
        if rounds.len() > MOST_ROUNDS {
            rounds.remove(0);
        }
        let rendered = Rendered { report: &report, compared: checker.compared(), rounds: &rounds };
        last = rendered.text(arguments.format, layout(&arguments.output))?;
        written(arguments, &rendered)?;
        eprintln!("{}", human::round(number, &report));
        let converged = passed >= arguments.passing && !arguments.keep_on;
        if converged || arguments.rounds.is_some_and(|most| number >= most) || !pause(every, round, &interrupt) {
            arguments.output.write(&last)?;
            // What passed too seldom is not settled.
            let settled = passed >= arguments.passing;
            let exit = failure::exit_of(report.status);
            if exit == Exit::Done && !settled {
                let asked = arguments.passing;
                eprintln!(
                    "unsettled: the last {passed} of {number} rounds passed, and --passing asks for {asked} in a row"
                );
            }
            return Ok(if exit == Exit::Done && !settled { Exit::Unsettled } else { exit });
        }
    }
}

/// What differs in a round: rows, and numbers that are not as they should be; none where a check could not be told.
fn differences(report: &CheckReport) -> Option<u64> {
    (report.status != CheckStatus::Error).then(|| report.checks.iter().map(|it| it.failing).sum())
}

fn written(arguments: &Arguments, rendered: &Rendered<'_>) -> Result<(), Failure> {
    if let Some(path) = &arguments.prometheus {
        put(path, &check_metrics(rendered.report, &rendered.tables(), rendered.rounds))?;
    }
    arguments.report.iter().try_for_each(|path| rendered.write_to(path))
}

/// Waits until the next round is due; false where somebody asked for an end.
fn pause(every: Duration, round: Instant, interrupt: &Interrupt) -> bool {
    const STEP: Duration = Duration::from_millis(100);
    loop {
        if interrupt.asked() {
            return false;
        }
        let Some(left) = every.checked_sub(round.elapsed()).filter(|it| !it.is_zero()) else { return true };
        std::thread::sleep(left.min(STEP));
    }
}
