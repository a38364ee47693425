//! `plan rollback`.

use clap::Args;
use cli_common::{Exit, Failure, Output};
use plan_engine::plan::PhaseName;
use render::plan::View;
use rollback_gen::{Rollback, compose};

use crate::plan_file;
use crate::show::Format;

/// Shows the way back.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The last phase that was done
    #[arg(long, value_name = "PHASE", default_value = "contract")]
    from: PhaseName,
    /// How to show it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read(&arguments.plan)?;
    let has_purge = plan.phases.iter().any(|phase| phase.name == PhaseName::Purge);
    if arguments.from == PhaseName::Purge && !has_purge {
        return Err(Failure::new("the plan has no phase purge").help("its last phase is contract: leave --from out"));
    }
    let rollback = compose(&plan, arguments.from);
    check(&rollback)?;
    let view = View::default().colour(arguments.output.coloured());
    let text = match arguments.format {
        Format::Human => render::rollback::human(&rollback, &view),
        Format::Markdown => render::rollback::markdown(&rollback, &view),
        Format::Sql => render::rollback::sql(&rollback, &plan),
        Format::Json => render::rollback::json(&rollback),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}

/// A way back that does not lead back is not shown as if it did.
fn check(rollback: &Rollback) -> Result<(), Failure> {
    match rollback.lost().next() {
        None => Ok(()),
        Some((step, what)) => Err(Failure::new(format!(
            "there is no way back from {}: {} ({}): {what}",
            rollback.from, step.takes_back, step.title
        ))
        .help("restore a backup; before that step the way back is whole, see --from")),
    }
}
