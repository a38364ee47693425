//! `plan risk`.

use ::schedule::Instant;
use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output, input};
use plan_engine::migration::schedule::{ScheduleOptions, schedule};
use plan_engine::risk::{Circumstances, Level, assess};
use runner::{Outcome, Proof};

use crate::plan_file;

/// Weighs a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// When work begins, such as 2027-01-11T09:00Z; by default what the specification says
    #[arg(long, value_name = "TIME")]
    start: Option<Instant>,
    /// A proof that `plan prove` wrote; repeat for more
    #[arg(long, value_name = "FILE")]
    proof: Vec<String>,
    /// Exit with 2 where a risk has this level or a higher one
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Bound>,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Tables, and the factors of each risk
    Human,
    /// For other programs
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Bound {
    /// Any risk
    Low,
    /// A score of 0.0081
    Medium,
    /// A score of 0.0625
    High,
    /// A score of 0.1975
    Critical,
}

/// Draws of the schedule behind the risks of time.
const DRAWS: u32 = 2_000;

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let mut circumstances = Circumstances::new().proven(proven(&arguments.proof)?);
    if let Some(start) = arguments.start.or(plan.specification.start) {
        let found = schedule(&plan, &ScheduleOptions::new(start).draws(DRAWS, 1)).map_err(|error| {
            Failure::new(format!("{}: {error}", arguments.plan))
                .help("see windows, calendars and freezes of the specification")
        })?;
        circumstances = circumstances.schedule(found);
    }
    let assessment = assess(&plan, &circumstances);
    let text = match arguments.format {
        Format::Human => render::migration::risk(&assessment, arguments.output.coloured()),
        Format::Json => assessment.to_json().map_err(|error| Failure::new(error.to_string()))?,
    };
    arguments.output.write(&text)?;
    let bound = arguments.fail_on.map(|it| match it {
        Bound::Low => Level::Low,
        Bound::Medium => Level::Medium,
        Bound::High => Level::High,
        Bound::Critical => Level::Critical,
    });
    let fails = !assessment.risks.is_empty() && bound.is_some_and(|it| assessment.level >= it);
    Ok(if fails { Exit::Different } else { Exit::Done })
}

/// Digests of the plans that the proofs in `files` show to work.
fn proven(files: &[String]) -> Result<Vec<String>, Failure> {
    let mut digests = Vec::new();
    for file in files {
        let source = input::text(file)?;
        let proof: Proof = serde_json::from_str(source.text()).map_err(|error| {
            Failure::new(format!("{file}: this is no proof ({error})"))
                .help("make one with `plan prove PLAN -o proof.json`")
        })?;
        if proof.outcome == Outcome::Proven {
            digests.push(proof.plan_digest);
        }
    }
    Ok(digests)
}
