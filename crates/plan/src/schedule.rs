//! `plan schedule`.

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output, input};
use plan_engine::migration::schedule::{ProgressReport, ScheduleOptions, schedule_watched};
use plan_engine::specification::model::Commit;

use crate::plan_file;
use crate::waiting::Waiting;

/// Schedules a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// When work begins, such as 2027-01-11T09:00Z; by default what the specification says
    #[arg(long, value_name = "TIME")]
    start: Option<Instant>,
    /// The quantile that dates are promised by; by default that of the specification, else p80
    #[arg(long, value_enum)]
    commit: Option<Quantile>,
    /// How many times durations are drawn
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: u32,
    /// What chance begins from: the same seed gives the same schedule
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How far the plan is: begun and finished steps, as JSON
    #[arg(long, value_name = "FILE")]
    progress: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Quantile {
    /// Half of the draws are done by then
    P50,
    /// Four in five
    P80,
    /// Nineteen in twenty
    P95,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let waiting = Waiting::new("reading the plan");
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let Some(start) = arguments.start.or(plan.specification.start) else {
        return Err(
            Failure::new("nobody says when work begins").help("give --start, such as --start 2027-01-11T09:00Z")
        );
    };
    let mut options = ScheduleOptions::new(start).draws(arguments.draws, arguments.seed);
    if let Some(commit) = arguments.commit {
        options = options.commit(match commit {
            Quantile::P50 => Commit::P50,
            Quantile::P80 => Commit::P80,
            Quantile::P95 => Commit::P95,
        });
    }
    if let Some(file) = &arguments.progress {
        let source = input::text(file)?;
        let progress = ProgressReport::from_json(source.text());
        options = options.progress(progress.map_err(|error| Failure::new(format!("{file}: {error}")))?);
    }
    waiting.now("levelling, then drawing durations");
    let found = schedule_watched(&plan, &options, &|done| waiting.reached(done, arguments.draws)).map_err(|error| {
        Failure::new(format!("{}: {error}", arguments.plan))
            .help("see windows, calendars and freezes of the specification")
    })?;
    drop(waiting);
    let text = match arguments.format {
        Format::Human => render::migration::schedule(&found, arguments.output.coloured()),
        Format::Json => found.to_json().map_err(|error| Failure::new(error.to_string()))?,
    };
    arguments.output.write(&text)?;
    Ok(if found.keeps_its_time() { Exit::Done } else { Exit::Unsettled })
}
