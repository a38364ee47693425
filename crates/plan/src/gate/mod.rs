//! `plan gate`.

mod chosen;
mod keeper;
mod prometheus;

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use database::EngineUrl;
use runner::{GateOutcome, GateReport};

use crate::plan_file;

/// Asks whether the gates of a plan are met, and whether its approvals are given.
///
/// Exit codes: 0 all that was asked is met, 1 something is not, 3 it could not be told of all.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Only the gates and approvals of this phase, such as `orders-db/verify`
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Only this gate or approval, by the id of its step; may be given several times
    #[arg(long, value_name = "STEP")]
    step: Vec<String>,
    /// The file of the checks that gates name: docs/guide/checks.md
    #[arg(long, value_name = "FILE")]
    checks: Option<String>,
    /// The engine that is left, for gates that ask it by SQL; it is only read
    #[arg(long, value_name = "URL")]
    source: Option<EngineUrl>,
    /// The engine that is arrived at, for gates that ask it by SQL; it is only read
    #[arg(long, value_name = "URL")]
    target: Option<EngineUrl>,
    /// Prometheus, or what speaks its HTTP API, for gates that ask metrics; the variable `PROMETHEUS_TOKEN` holds its token
    #[arg(long, value_name = "URL")]
    prometheus: Option<String>,
    /// The state of the plan, as `plan record` wrote it: who agreed, and since when a gate is asked
    #[arg(long, value_name = "FILE")]
    state: Option<String>,
    /// The point in time of which metrics are asked, such as 2027-01-11T09:00Z; by default now
    #[arg(long, value_name = "TIME")]
    at: Option<Instant>,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for each gate
    Human,
    /// For other programs, as docs/schemas/gate-report.schema.json has it
    Json,
    /// JUnit XML, for pipelines
    Junit,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let chosen = chosen::of(&plan, arguments)?;
    let at = arguments.at.unwrap_or_else(now);
    let mut keeper = keeper::of(&plan, arguments)?.at(at.seconds());
    keeper::names_are_known(&keeper, &chosen)?;
    let asked = chosen.iter().filter_map(|(phase, step)| keeper.ask(&plan, phase, step));
    let report = GateReport::of(&plan.digest, at.to_string(), asked.collect());
    let text = match arguments.format {
        Format::Human => render::gates::human(&report, arguments.output.coloured()),
        Format::Json => render::gates::json(&report),
        Format::Junit => render::gates::junit(&report),
    };
    arguments.output.write(&text)?;
    Ok(match report.outcome {
        GateOutcome::Met => Exit::Done,
        GateOutcome::NotMet => Exit::Unsettled,
        GateOutcome::NotAsked | GateOutcome::CouldNotTell => Exit::CouldNotTell,
    })
}

fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant::from_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
