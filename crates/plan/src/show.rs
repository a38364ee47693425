//! `plan show`.

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::plan::{PhaseName, Plan};
use render::plan::View;

use crate::plan_file;

/// Shows a plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Only this phase; the phase `purge` is printed as a script only so
    #[arg(long, value_name = "PHASE")]
    phase: Option<PhaseName>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A table per phase
    Human,
    /// A runbook
    Markdown,
    /// A script for psql or sqlite3
    Sql,
    /// For other programs
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read(&arguments.plan)?;
    if let Some(phase) = arguments.phase {
        check_phase(&plan, phase)?;
    }
    let view = View::default().phase(arguments.phase).colour(arguments.output.coloured());
    let text = match arguments.format {
        Format::Human => render::plan::human(&plan, &view),
        Format::Markdown => render::plan::markdown(&plan, &view),
        Format::Sql => render::plan::sql(&plan, &view),
        Format::Json => render::plan::json(&plan, &view),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}

fn check_phase(plan: &Plan, phase: PhaseName) -> Result<(), Failure> {
    if plan.phases.iter().any(|it| it.name == phase) {
        return Ok(());
    }
    let phases: Vec<_> = plan.phases.iter().map(|it| it.name.as_str()).collect();
    let failure = Failure::new(format!("the plan has no phase {phase}"));
    Err(match phase {
        PhaseName::Purge => failure.help("make it with --purge to have the archive dropped at the end"),
        _ if phases.is_empty() => failure.help("the two schemas are the same: the plan has no phases at all"),
        _ => failure.help(format!("its phases are {}", phases.join(", "))),
    })
}
