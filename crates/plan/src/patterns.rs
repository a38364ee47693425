//! `plan patterns`.

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::comparison::{ComparisonOptions, compare, listed};

use crate::waiting::Waiting;
use crate::{spec, specified};

/// Compares patterns.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The specification: YAML, JSON or TOML in a file, `-` or REV:path; without one the patterns are listed
    #[arg(long = "spec", value_name = "FILE")]
    specification: Option<String>,
    /// When work begins, such as 2027-01-11T09:00Z; by default what the specification says, else on a Monday
    #[arg(long, value_name = "TIME", requires = "specification")]
    start: Option<Instant>,
    /// How many times durations are drawn for each pattern
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000, requires = "specification",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// What chance begins from: the same seed gives the same comparison
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "specification")]
    seed: u64,
    /// What `plan calibrate` measured; goes before the `throughput_file` of the specification
    #[arg(long, value_name = "FILE", requires = "specification")]
    throughput: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Columns that tables and texts for people may take; by default those of the terminal, else 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=500))]
    width: Option<u16>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For other programs
    Json,
    /// For a ticket or a page
    Markdown,
}

/// Exits with 1 where a migration's own pattern does not fit as things are.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let comparison = match &arguments.specification {
        None => listed(),
        Some(file) => {
            let specification = spec::read(file, &arguments.output)?;
            let inputs = specified::inputs(file, &specification, arguments.throughput.as_deref())?;
            let mut options = ComparisonOptions::new().draws(arguments.draws, arguments.seed);
            if let Some(start) = arguments.start {
                options = options.start(start);
            }
            let waiting = Waiting::new("planning each migration by each pattern");
            let made = compare(&specification, &inputs, &options)
                .map_err(|error| Failure::new(format!("{file}: {error}")).help("correct the specification"))?;
            drop(waiting);
            made
        }
    };
    let text = match arguments.format {
        Format::Human => {
            let width = arguments.width.map_or_else(|| arguments.output.width(), usize::from);
            render::migration::patterns(&comparison, arguments.output.coloured(), width)
        }
        Format::Json => comparison.to_json().map_err(|error| Failure::new(error.to_string()))?,
        Format::Markdown => render::migration::patterns_markdown(&comparison),
    };
    arguments.output.write(&text)?;
    Ok(if comparison.is_settled() { Exit::Done } else { Exit::Unsettled })
}
