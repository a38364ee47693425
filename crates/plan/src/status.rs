//! `plan status`.

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::status::{Health, StatusOptions, status};

use crate::{plan_file, way_back};

/// Says where a plan stands.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The state of the plan, as `plan record` wrote it
    #[arg(long, value_name = "FILE")]
    state: String,
    /// The point in time that the status is of, such as 2027-01-11T09:00Z
    #[arg(long, value_name = "TIME")]
    at: Instant,
    /// How many times durations of what is left are drawn
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: u32,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people at a terminal
    Human,
    /// A summary for executives and a technical update
    Markdown,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let state = way_back::state(&arguments.state, &plan)?;
    let options = StatusOptions::new(arguments.at).draws(arguments.draws, 1);
    let found =
        status(&plan, &state, &options).map_err(|error| Failure::new(format!("{}: {error}", arguments.plan)))?;
    let text = match arguments.format {
        Format::Human => render::status::human(&found, arguments.output.coloured()),
        Format::Markdown => render::status::markdown(&found),
        Format::Json => found.to_json().map_err(|error| Failure::new(error.to_string()))?,
    };
    arguments.output.write(&text)?;
    let settled = matches!(found.health, Health::NotBegun | Health::OnTrack | Health::Done);
    Ok(if settled { Exit::Done } else { Exit::Unsettled })
}
