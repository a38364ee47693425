//! `plan checklist`.

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use render::checklist::{ChecklistMoment, checklist};

use crate::{plan_file, way_back};

/// Lists what is ticked off.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// When
    #[arg(long, value_enum)]
    moment: When,
    /// The state of the plan: what is done is ticked
    #[arg(long, value_name = "FILE")]
    state: Option<String>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// Before the first step that users or data could feel
    Before,
    /// From there to the last one of these
    During,
    /// Behind it
    After,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    let state = arguments.state.as_deref().map(|file| way_back::state(file, &plan)).transpose()?;
    let moment = match arguments.moment {
        When::Before => ChecklistMoment::Before,
        When::During => ChecklistMoment::During,
        When::After => ChecklistMoment::After,
    };
    arguments.output.write(&checklist(&plan, moment, state.as_ref()))?;
    Ok(Exit::Done)
}
