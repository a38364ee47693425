//! `plan rollback`: of a plan of a schema; that of migrations is in [`crate::way_back`].

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cli_common::{Exit, Failure, Output};
use plan_engine::migration::AnyPlan;
use plan_engine::plan::{PhaseName, Plan};
use render::plan::View;
use rollback_gen::{Rollback, RollbackPhaseName, compose};

use crate::{plan_file, way_back};

/// Shows the way back, phase by phase, with its deployment points.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    #[command(flatten)]
    chosen: plan_file::Chosen,
    /// The last phase that was done; by default the last one from which there is a way back
    #[arg(long, value_name = "PHASE")]
    from: Option<String>,
    /// What is done, as `plan record` wrote it: the way back from where a plan of migrations stands
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    state: Option<String>,
    /// A proof that `plan prove` wrote of a schema plan inside; repeat for more
    #[arg(long, value_name = "FILE")]
    proof: Vec<String>,
    /// How to show it; a script holds one phase of the way back, see --phase and --out
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Only this phase of the way back: of a schema `restore`, `switch_back` or `withdraw`
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Write a runbook and a script for each phase into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["format", "phase", "output"])]
    out: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = match plan_file::any(&arguments.plan)? {
        AnyPlan::Migration(plan) if !arguments.chosen.is_named() => {
            return way_back::run(
                &way_back::Asked {
                    file: &arguments.plan,
                    from: arguments.from.as_deref(),
                    state: arguments.state.as_deref(),
                    proofs: &arguments.proof,
                    phase: arguments.phase.as_deref(),
                    format: arguments.format,
                    out: arguments.out.as_deref(),
                    output: &arguments.output,
                },
                &plan,
            );
        }
        AnyPlan::Migration(plan) => arguments.chosen.schema_of(&arguments.plan, *plan)?,
        AnyPlan::Schema(_) if arguments.chosen.is_named() => return Err(plan_file::alone(&arguments.plan)),
        AnyPlan::Schema(plan) => *plan,
    };
    if arguments.state.is_some() || !arguments.proof.is_empty() {
        return Err(Failure::new("--state and --proof are about plans of migrations").help(
            "this is the plan of a schema: its journal lies in the database; name the last phase done with --from",
        ));
    }
    let from = arguments.from.as_deref().unwrap_or("contract").parse::<PhaseName>().map_err(Failure::new)?;
    let phase = arguments.phase.as_deref().map(str::parse::<RollbackPhaseName>).transpose().map_err(Failure::new)?;
    of_schema(arguments, &plan, from, phase)
}

fn of_schema(
    arguments: &Arguments,
    plan: &Plan,
    from: PhaseName,
    only: Option<RollbackPhaseName>,
) -> Result<Exit, Failure> {
    let has_purge = plan.phases.iter().any(|phase| phase.name == PhaseName::Purge);
    if from == PhaseName::Purge && !has_purge {
        return Err(Failure::new("the plan has no phase purge").help("its last phase is contract: leave --from out"));
    }
    let rollback = compose(plan, from);
    check(&rollback)?;
    if let Some(folder) = &arguments.out {
        return write_folder(folder, &rollback, plan);
    }
    if let Some(phase) = only {
        check_phase(&rollback, phase)?;
    }
    let view = View::default().colour(arguments.output.coloured());
    let text = match arguments.format {
        Format::Human => render::rollback::human(&rollback, only, &view),
        Format::Runbook => render::rollback::markdown(&rollback, only, &view),
        Format::Sql => script(&rollback, only, plan)?,
        Format::Json => render::rollback::json(&rollback),
    };
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}

/// How to show a way back.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A table per phase
    Human,
    /// For a person at three in the morning, as Markdown
    #[value(alias = "markdown")]
    Runbook,
    /// A script for psql or sqlite3
    Sql,
    /// For other programs
    Json,
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

fn check_phase(rollback: &Rollback, phase: RollbackPhaseName) -> Result<(), Failure> {
    if rollback.phases.iter().any(|it| it.name == phase) {
        return Ok(());
    }
    let failure = Failure::new(format!("the way back from {} has no phase {phase}", rollback.from));
    let phases: Vec<_> = rollback.phases.iter().map(|it| it.name.as_str()).collect();
    Err(match phases.as_slice() {
        [] => failure.help("nothing was done that has to be taken back"),
        phases => failure.help(format!("its phases are {}", phases.join(", "))),
    })
}

/// The script of one phase: a script across a deployment point would run what the versions that run forbid.
fn script(rollback: &Rollback, only: Option<RollbackPhaseName>, plan: &Plan) -> Result<String, Failure> {
    let with_steps = rollback.phases.iter().filter(|it| only.is_none_or(|only| it.name == only));
    let with_steps: Vec<_> = with_steps.filter(|it| !it.steps.is_empty()).collect();
    match with_steps.as_slice() {
        [] => Ok("-- There is nothing to do.\n".to_owned()),
        [phase] => Ok(render::rollback::sql(rollback, phase, plan)),
        phases => {
            let names: Vec<_> = phases.iter().map(|it| it.name.as_str()).collect();
            Err(Failure::new(format!(
                "the way back from {} has {} scripts, with deployment points between them: {}",
                rollback.from,
                phases.len(),
                names.join(", ")
            ))
            .help("name one with --phase, or write them all into a folder with --out FOLDER"))
        }
    }
}

/// Writes the runbook and the scripts, and says which.
fn write_folder(folder: &Path, rollback: &Rollback, plan: &Plan) -> Result<Exit, Failure> {
    let runbook = render::rollback::markdown(rollback, None, &View::default());
    let files = [("runbook.md".to_owned(), runbook)].into_iter().chain(render::rollback::scripts(rollback, plan));
    write_files(folder, files)
}

/// Writes files into a folder, and says which.
pub(crate) fn write_files(folder: &Path, files: impl IntoIterator<Item = (String, String)>) -> Result<Exit, Failure> {
    let failure =
        |path: &Path, error: &std::io::Error| Failure::new(format!("{}: cannot be written: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
    let mut names = String::new();
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| failure(&path, &error))?;
        names.push_str(&format!("{}\n", path.display()));
    }
    Output::default().write(&names)?;
    Ok(Exit::Done)
}
