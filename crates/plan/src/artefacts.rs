//! `plan artefacts`.

use std::path::PathBuf;

use clap::Args;
use cli_common::{Exit, Failure, Output};
use render::artefact::{Artefacts, artefacts};

use crate::{artefact_folder, plan_file};

/// Writes what a plan is carried out with into a folder: configuration, flags, rules, scripts, per phase, forward and back.
///
/// What is written is chosen under `delivery` of a migration in the specification. Where a value is missing that a file needs,
/// nothing is written, and every such field is named (exit code 3).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan, as `plan make --spec` wrote it; `-` for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// The folder; one that holds anything else than what this command wrote is left alone
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only what belongs to this phase: its id, such as `orders/canary-new`, or its name
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Write nothing; say what differs from the folder, and exit with 2 where something does
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let plan = plan_file::read_migrations(&arguments.plan)?;
    if let Some(wanted) = &arguments.phase
        && !plan.phases.iter().any(|it| it.id == *wanted || it.name == *wanted)
    {
        let ids: Vec<&str> = plan.phases.iter().map(|it| it.id.as_str()).collect();
        return Err(Failure::new(format!("the plan has no phase `{wanted}`"))
            .help(format!("its phases are {}", ids.join(", "))));
    }
    let written = artefacts(&plan, arguments.phase.as_deref()).map_err(|refused| {
        let count = refused.missing.len() + refused.blanks.len();
        let things = if count == 1 { "one value is".to_owned() } else { format!("{count} values are") };
        Failure::shown(format!("{refused}error: {}: {things} missing, so nothing is written", arguments.plan))
    })?;
    if arguments.check { check(arguments, &written) } else { write(arguments, &written) }
}

fn check(arguments: &Arguments, written: &Artefacts) -> Result<Exit, Failure> {
    let differences = artefact_folder::differences(&arguments.out, written)?;
    let folder = arguments.out.display();
    if differences.is_empty() {
        arguments.output.write(&format!("{folder} is up to date: {} files\n", written.files.len() + 1))?;
        return Ok(Exit::Done);
    }
    let lines: String = differences.iter().map(|it| format!("{it}\n")).collect();
    arguments.output.write(&lines)?;
    Ok(Exit::Different)
}

fn write(arguments: &Arguments, written: &Artefacts) -> Result<Exit, Failure> {
    artefact_folder::write(&arguments.out, written)?;
    let folder = &arguments.out;
    let files = written.files.len() + 1;
    let mut text = format!("{files} files in {}; begin with {}\n", folder.display(), folder.join("index.md").display());
    if !written.manifest.left_out.is_empty() {
        text.push_str(&format!("{} not written; index.md says why\n", written.manifest.left_out.len()));
    }
    arguments.output.write(&text)?;
    Ok(Exit::Done)
}
